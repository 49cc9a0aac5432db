"""The description of our HTTP interface in OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align import __version__
from align.serving.fields import CHECK, LOOKUP, SEARCH, TERMS, object_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from align.serving.fields import Field

__all__ = ["description"]

_REFUSED = {
    "400": "The question is wrong; the answer says how.",
    "401": "A token is needed.",
    "404": "There is no such thing here.",
    "413": "The question is too large.",
    "415": "The body is not JSON.",
    "421": "The server is not known by this name.",
}


def description(*, has_token: bool) -> dict[str, Any]:
    """The whole description, as data for JSON.

    Args:
        has_token: whether a bearer token is asked for.
    """
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "align: translation memory",
            "version": __version__,
            "description": "Look-up, concordance, terms and checks over one memory; nothing is ever changed.",
        },
        "paths": {
            "/api/v1/lookup": _post("lookup", "Matches for a sentence, and the terms in it.", LOOKUP, "Lookup"),
            "/api/v1/search": _post("search", "Places where the memory has a phrase: a concordance.", SEARCH, "Search"),
            "/api/v1/terms": _post("terms", "Terms in a sentence.", TERMS, "Terms"),
            "/api/v1/check": _post("check", "Findings about a translation.", CHECK, "Check"),
            "/api/v1/info": {
                "get": {
                    "operationId": "info",
                    "summary": "What there is.",
                    "responses": {"200": _answer("What there is.", "Info"), **_refusals("401", "421")},
                }
            },
            "/tmserver/{source}/{target}/unit/{text}": {"get": _amagama()},
        },
        "components": {"schemas": _schemas()},
    }
    if has_token:
        told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        told["security"] = [{"token": []}]
    return told


def _post(name: str, summary: str, fields: Mapping[str, Field], answer: str) -> dict[str, Any]:
    body = object_schema(fields)
    return {
        "post": {
            "operationId": name,
            "summary": summary,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {
                "200": _answer(summary, answer),
                **_refusals("400", "401", "413", "415", "421"),
            },
        }
    }


def _amagama() -> dict[str, Any]:
    def parameter(name: str, place: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
        return {"name": name, "in": place, "required": place == "path", "schema": schema, "description": about}

    text = {"type": "string", "minLength": 1, "maxLength": 20_000}
    tag = {"type": "string", "minLength": 2, "maxLength": 40, "pattern": "^[A-Za-z0-9_-]+$"}
    number = {"type": "integer", "minimum": 1, "maximum": 100, "default": 5}
    percent = {"type": "number", "minimum": 0, "maximum": 100, "default": 70}
    return {
        "operationId": "unit",
        "summary": "Matches in the form of Amagama.",
        "parameters": [
            parameter("source", "path", tag, "Language of the text."),
            parameter("target", "path", tag, "Language of the translation."),
            parameter("text", "path", text, "The sentence, percent-encoded."),
            parameter("max_candidates", "query", number, "How many matches at most."),
            parameter("min_similarity", "query", percent, "The least score in per cent."),
        ],
        "responses": {"200": _answer("Matches, best first.", "Units"), **_refusals("400", "401", "404", "413", "421")},
    }


def _answer(about: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": about, "content": content}


def _refusals(*codes: str) -> dict[str, Any]:
    return {code: _answer(_REFUSED[code], "Error") for code in codes}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _schemas() -> dict[str, Any]:
    text, number, whole = {"type": "string"}, {"type": "number"}, {"type": "integer"}
    span = {"type": "array", "items": whole, "minItems": 2, "maxItems": 2}
    match = _object(
        {
            "source": text,
            "target": text,
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "similarity": {"type": "number", "minimum": 0, "maximum": 1},
            "kind": {"enum": ["in-context", "exact", "fuzzy"]},
            "origin": text,
            "penalties": _list(_object({"name": text, "value": number})),
        }
    )
    match["properties"]["adapted"] = text
    term = _object(
        {
            "start": whole,
            "end": whole,
            "text": text,
            "term": text,
            "status": text,
            "concept": text,
            "targets": _list(_object({"text": text, "status": text})),
        }
    )
    hit = _object(
        {
            "lang": text,
            "text": text,
            "spans": _list(span),
            "other_lang": text,
            "other": text,
            "other_spans": _list(span),
            "documents": _list(text),
        }
    )
    finding = _object(
        {
            "check": text,
            "rule": text,
            "severity": {"enum": ["note", "warning", "error"]},
            "message": text,
            "lang": text,
            "start": whole,
            "end": whole,
            "found": text,
            "expected": _list(text),
        }
    )
    pair = {"source": text, "target": text}
    return {
        "Error": _object({"error": text}),
        "Lookup": _object({"text": text, **pair, "matches": _list(match), "terms": _list(term)}),
        "Search": _object({"query": text, "hits": _list(hit), "total": whole, "is_complete": {"type": "boolean"}}),
        "Terms": _object({"text": text, **pair, "terms": _list(term)}),
        "Check": _object({**pair, "findings": _list(finding)}),
        "Info": _object(
            {
                "units": whole,
                "languages": _list(_object({"tag": text, "units": whole})),
                "documents": whole,
                "signature": text,
                "concepts": whole,
                "term_languages": _list(text),
            }
        ),
        "Units": _list(_object({"source": text, "target": text, "quality": number, "rank": number})),
    }
