"""Hold a JSON value against one of our JSON Schemas, in the part of the language that they use.

Keywords and what they mean are those of JSON Schema 2020-12; one that is not known here is an error, so that no rule
of a schema is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from align.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mistakes"]

_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description", "default", "format"})
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def mistakes(value: Any, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """Where `value` breaks `schema`: the place, as ``findings[3].severity``, and what is wrong there."""
    yield from _at("", value, schema, schema)


def _at(place: str, value: Any, rules: dict[str, Any], whole: dict[str, Any]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for keyword, wanted in rules.items():
        if keyword in _SAYS_NOTHING or keyword == "additionalProperties":
            continue
        if keyword == "$ref":
            yield from _at(place, value, whole["$defs"][wanted.rpartition("/")[2]], whole)
        elif keyword == "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            if not any(_is(value, name) for name in names):
                yield place, f"{_shown(value)} is not of the type {' or '.join(names)}"
        elif keyword == "enum":
            if value not in wanted:
                yield place, f"{_shown(value)} is not one of {', '.join(map(str, wanted))}"
        elif keyword in {"minimum", "maximum"}:
            if _is(value, "number") and (value < wanted if keyword == "minimum" else value > wanted):
                yield place, f"{value} is {'less' if keyword == 'minimum' else 'more'} than {wanted}"
        elif keyword in {"minLength", "pattern"}:
            if isinstance(value, str) and (
                len(value) < wanted if keyword == "minLength" else not re.search(wanted, value)
            ):
                yield place, "is empty" if not value else f"{_shown(value)} does not match {wanted}"
        elif keyword == "items":
            for number, item in enumerate(value if isinstance(value, list) else ()):
                yield from _at(f"{place}[{number}]", item, wanted, whole)
        elif keyword == "minProperties":
            if isinstance(value, dict) and len(value) < wanted:
                yield place, f"has fewer than {wanted} keys"
        elif keyword == "required":
            missing = [key for key in wanted if isinstance(value, dict) and key not in value]
            yield from ((place, f"the key {key!r} is missing") for key in missing)
        elif keyword == "properties":
            for key in (key for key in wanted if isinstance(value, dict) and key in value):
                yield from _at(f"{place}.{key}".lstrip("."), value[key], wanted[key], whole)
        else:
            raise ModelError(f"this part of the toolkit does not know the JSON Schema keyword {keyword!r}")
    yield from _others(place, value, rules, whole)


def _others(place: str, value: Any, rules: dict[str, Any], whole: dict[str, Any]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Keys that the schema does not name."""
    allowed = rules.get("additionalProperties", True)
    for key in (key for key in value if key not in rules.get("properties", {})) if isinstance(value, dict) else ():
        if allowed is False:
            yield place, f"unknown key {key!r}"
        elif isinstance(allowed, dict):
            yield from _at(f"{place}.{key}".lstrip("."), value[key], allowed, whole)


def _is(value: Any, name: str) -> bool:  # noqa: ANN401
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _shown(value: Any) -> str:  # noqa: ANN401
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
