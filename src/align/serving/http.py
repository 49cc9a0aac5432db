"""The memory over HTTP: our own endpoints under ``/api/v1``, and those that clients of Amagama ask for.

Amagama is the memory server of the Translate project; what is understood of it is the look-up of a unit, as Virtaal and
other editors use it. Nothing can be changed from outside.
"""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from align.errors import AlignError, InputError, LanguageError, MissingExtraError, UsageError
from align.lang import parse, same_language
from align.serving.fields import CHECK, LOOKUP, SEARCH, TERMS, taken
from align.serving.guards import LOOPBACK_NAMES, Guards
from align.serving.openapi import description
from align.serving.service import Service, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from align.serving.fields import Field

__all__ = ["ANSWER_TIME_S", "make_app"]

_log = logging.getLogger(__name__)
ANSWER_TIME_S = 15.0
"""Seconds after which a question is given up."""

_AT_ONCE = 4  # questions that are worked on at the same time; more would only wait for the processor
_CANDIDATES, _SIMILARITY = 5, 70.0  # of a look-up in the form of Amagama, where the client does not say


def make_app(service: Service, *, token: str | None = None, names: Collection[str] = LOOPBACK_NAMES) -> Guards:
    """An ASGI application that answers from `service`.

    Args:
        service: what answers.
        token: that each request has to bear; None for none.
        names: that the server goes by in the header Host, without port.

    Raises:
        MissingExtraError: starlette is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.exceptions import HTTPException
        from starlette.routing import Route
    except ImportError as error:
        raise MissingExtraError("serving a memory", "serve") from error
    answers = _Answers(service)
    told = description(has_token=token is not None)

    async def openapi(_: Request) -> Response:
        return _json(told)

    unit = "/{source}/{target}/unit/{text:path}"
    routes = [
        Route("/openapi.json", openapi, methods=["GET"]),
        Route("/api/v1/info", answers.info, methods=["GET"]),
        Route("/api/v1/lookup", answers.asked(LOOKUP, service.lookup), methods=["POST"]),
        Route("/api/v1/search", answers.asked(SEARCH, service.search), methods=["POST"]),
        Route("/api/v1/terms", answers.asked(TERMS, service.terms), methods=["POST"]),
        Route("/api/v1/check", answers.asked(CHECK, service.check), methods=["POST"]),
        Route("/tmserver/languages/", answers.languages, methods=["GET"]),
        Route("/api/v1/languages/", answers.languages, methods=["GET"]),
        Route(f"/tmserver{unit}", answers.unit, methods=["GET"]),
        Route(f"/api/v1{unit}", answers.unit, methods=["GET"]),
    ]

    async def refused(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        said = {404: "there is nothing here; see /openapi.json", 405: "not allowed here: nothing can be changed"}
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return _json({"error": said.get(status, "this cannot be answered")}, status, headers)

    return Guards(Starlette(routes=routes, exception_handlers={HTTPException: refused}), names=names, token=token)


class _Answers:
    """The endpoints; each question is worked on in a thread, so that others need not wait for it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="align.serving")

    def asked(
        self, fields: Mapping[str, Field], answer: Callable[..., dict[str, Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that takes a JSON object with these fields."""

        async def endpoint(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                return _json({"error": "send JSON, with the header Content-Type: application/json"}, 415)
            try:
                data = json.loads(await request.body(), parse_constant=_refuse_constant)
            except (ValueError, RecursionError):
                return _json({"error": "the body is no JSON"}, 400)
            return await self._answer(lambda: answer(**taken(data, fields)))

        return endpoint

    async def info(self, _: Request) -> Response:
        """What there is."""
        return await self._answer(self._service.info)

    async def languages(self, _: Request) -> Response:
        """The languages, in the form of Amagama."""

        def answer() -> dict[str, Any]:
            tags = sorted(self._service.languages())
            return {"sourceLanguages": tags, "targetLanguages": tags}

        return await self._answer(answer)

    async def unit(self, request: Request) -> Response:
        """Matches in the form of Amagama: a list, best first; empty where the memory lacks a language."""
        asked = request.path_params
        query = request.query_params

        def answer() -> list[dict[str, Any]]:
            source, target = parse(asked["source"]), parse(asked["target"])
            limit = _number("max_candidates", query.get("max_candidates"), _CANDIDATES, 1, 100)
            least = _number("min_similarity", query.get("min_similarity"), _SIMILARITY, 0, 100)
            held = self._service.languages()
            if not all(any(same_language(one, tag) for tag in held) for one in (source, target)):
                return []
            found = self._service.lookup(
                asked["text"], source=source, target=target, threshold=least / 100, limit=int(limit)
            )
            return [_unit(match) for match in found["matches"]]

        return await self._answer(answer)

    async def _answer(self, work: Callable[[], Any]) -> Response:
        """The answer, or what is wrong with the question."""
        try:
            loop = asyncio.get_running_loop()
            data = await asyncio.wait_for(loop.run_in_executor(self._pool, work), ANSWER_TIME_S)
        except TooLargeError as error:
            return _json({"error": str(error)}, 413)
        except (UsageError, LanguageError) as error:
            return _json({"error": str(error)}, 400)
        except TimeoutError:
            return _json({"error": "this takes too long; ask for less"}, 503, {"retry-after": "1"})
        except (InputError, AlignError) as error:
            _log.warning("%s", error)
            return _json({"error": "the memory cannot be read now"}, 503, {"retry-after": "1"})
        return _json(data)


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _number(name: str, value: str | None, default: float, low: float, high: float) -> float:
    if value is None:
        return default
    try:
        found = float(value)
    except ValueError:
        raise UsageError(f"{name} has to be a number") from None
    if not low <= found <= high:
        raise UsageError(f"{name} has to be in {low:g}..{high:g}")
    return found


def _unit(match: dict[str, Any]) -> dict[str, Any]:
    quality = round(match["score"] * 100, 1)
    return {"source": match["source"], "target": match["target"], "quality": quality, "rank": quality}


def _json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import Response

    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    told = {"cache-control": "no-store", "x-content-type-options": "nosniff", **(headers or {})}
    return Response(body, status_code=status, headers=told, media_type="application/json")
