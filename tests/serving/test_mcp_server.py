"""Tools for assistants, asked by the package's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from align.serving.mcp_server import TOOLS, make_mcp_server

CODE = "import sys; from align.cli import main; main(sys.argv[1:])"
ASKED = {"text": "The conference was held in Beijing.", "source": "en", "target": "zh"}


@pytest.fixture(params=["legacy", "auto"])
def ask(folder, tmp_path, request):
    """Runs questions against a server process; both ways of beginning a session."""
    (tmp_path / "terms.csv").write_text(
        "concept,lang,text,status\nconference,en,conference,preferred\nconference,zh,会议,preferred\n", encoding="utf-8"
    )
    words = ["-c", CODE, "mcp", "--memory", str(folder), "--terms", str(tmp_path / "terms.csv")]

    def run(questions):
        async def session():
            parameters = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
            async with Client(stdio_client(parameters), mode=request.param) as client:
                return await questions(client)

        return asyncio.run(session())

    return run


def test_the_tools_over_a_pipe(ask):
    """Each answers with data and the same as text; what is wrong is told to the assistant."""

    async def questions(client):
        listed = await client.list_tools()
        given = {tool.name: tool for tool in listed.tools}
        assert tuple(given) == TOOLS
        assert all(tool.annotations.read_only_hint for tool in given.values())
        found = await client.call_tool("lookup", ASKED)
        assert found.structured_content["matches"][0]["target"] == "会议在北京举行。"
        assert json.loads(found.content[0].text) == found.structured_content
        hits = await client.call_tool("concordance", {"query": "会议", "lang": "zh", "target": "en"})
        assert hits.structured_content["total"] == 3
        terms = await client.call_tool("terms", ASKED)
        assert terms.structured_content["terms"][0]["targets"][0]["text"] == "会议"
        checked = await client.call_tool(
            "check", {"source_text": "A conference", "target_text": "座谈", "source": "en", "target": "zh"}
        )
        assert checked.structured_content["findings"][0]["expected"] == ["会议"]
        wrong = [
            await client.call_tool("lookup", ASKED | {"source": "pt"}),
            await client.call_tool("lookup", {"text": "x"}),
            await client.call_tool("add", {}),
            await client.call_tool("lookup", ASKED | {"text": "x" * 30_000}),
        ]
        assert [result.is_error for result in wrong] == [True] * 4
        said = [result.content[0].text for result in wrong]
        assert said[0].startswith("the memory has nothing in 'pt'; it has ")
        assert said[1:3] == [
            "the field 'source' is missing",
            "no tool named 'add'; known: lookup, concordance, terms, check",
        ]
        return True

    assert ask(questions)


def test_a_file_of_units_in_place_of_a_memory(tmp_path):
    """It answers as a memory made of it would."""
    from align.pipeline import write_units
    from small_memory import PAIRS, unit

    write_units([unit(number, *pair) for number, pair in enumerate(PAIRS)], tmp_path / "report.tmx")
    words = ["-c", CODE, "mcp", "--corpus", str(tmp_path / "report.tmx")]

    async def session():
        parameters = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
        async with Client(stdio_client(parameters)) as client:
            return await client.call_tool("lookup", ASKED)

    found = asyncio.run(session()).structured_content["matches"][0]
    assert (found["target"], found["origin"]) == ("会议在北京举行。", "report, checked")


def test_the_description_gives_no_orders(service):
    """What a tool says of itself is what it gives; there are no instructions for the assistant."""
    server = make_mcp_server(service)
    assert server.instructions is None
