"""Tools for assistants, by the Model Context Protocol (official package `mcp`): look-up, concordance, terms, check.

Nothing can be changed by them. They describe what they give and say nothing about how to translate.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from align import __version__
from align.errors import AlignError, MissingExtraError
from align.serving.fields import CHECK, LOOKUP, SEARCH, TERMS, object_schema, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mcp import types
    from mcp.server.lowlevel import Server

    from align.serving.fields import Field
    from align.serving.service import Service

__all__ = ["TOOLS", "make_mcp_server", "run_mcp_server"]


class _Tool(NamedTuple):
    title: str
    about: str
    fields: Mapping[str, Field]
    answer: str


_TABLE = {
    "lookup": _Tool(
        "Look up",
        "Sentences of the translation memory that are like a text, with their translations.",
        LOOKUP,
        "lookup",
    ),
    "concordance": _Tool(
        "Concordance", "Places where the translation memory has a phrase, with the other language.", SEARCH, "search"
    ),
    "terms": _Tool(
        "Terms",
        "Terms of the term base in a text, with the terms of the target language and their statuses.",
        TERMS,
        "terms",
    ),
    "check": _Tool(
        "Check", "Findings about a translation: terms that are missing, advised against or not listed.", CHECK, "check"
    ),
}

TOOLS = tuple(_TABLE)
"""The names of the tools."""


def make_mcp_server(service: Service) -> Server[Any]:
    """A server with the four tools.

    Args:
        service: what answers.

    Raises:
        MissingExtraError: the package `mcp`, version 2 or later, is not installed.
    """
    try:
        from mcp import types
        from mcp.server.lowlevel import Server
    except ImportError as error:
        raise MissingExtraError("a server for assistants", "mcp") from error

    async def list_tools(_context: object, _params: object) -> types.ListToolsResult:
        hints = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=name,
                    title=tool.title,
                    description=tool.about,
                    input_schema=object_schema(tool.fields),
                    annotations=hints,
                )
                for name, tool in _TABLE.items()
            ]
        )

    async def call_tool(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        def said(text: str, data: object = None, *, is_error: bool = False) -> types.CallToolResult:
            content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
            return types.CallToolResult(content=content, structured_content=data, is_error=is_error)

        tool = _TABLE.get(params.name)
        if tool is None:
            return said(f"no tool named {params.name[:80]!r}; known: {', '.join(_TABLE)}", is_error=True)
        answer: Callable[..., dict[str, Any]] = getattr(service, tool.answer)
        try:
            values = taken(params.arguments or {}, tool.fields)
            data = await asyncio.to_thread(answer, **values)
        except AlignError as error:
            return said(str(error), is_error=True)
        return said(json.dumps(data, ensure_ascii=False, separators=(",", ":")), data)

    return Server(
        "align",
        title="Translation memory and terms",
        version=__version__,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def run_mcp_server(service: Service) -> None:
    """Answer on standard input and output until the input ends.

    Raises:
        MissingExtraError: the package `mcp` is not installed.
    """
    server = make_mcp_server(service)
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    asyncio.run(run())
