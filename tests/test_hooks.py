"""The hooks for pre-commit call what is there."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from align.cli import _align as command

HOOK = re.compile(r"^- id: ([\w-]+)\n((?:  .+\n)+)", re.MULTILINE)


@pytest.fixture(scope="module")
def hooks(checkout):
    """Each hook by its id, with the lines that describe it."""
    text = (checkout / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return {name: dict(re.findall(r"^  (\w+): (.+)$", body, re.MULTILINE)) for name, body in HOOK.findall(text)}


def test_hooks_have_what_pre_commit_asks_for(hooks):
    """An id, a name, what to run, and in which language it is written."""
    assert set(hooks) == {"align-check", "align-validate"}
    assert all({"name", "description", "entry", "language", "files"} <= set(hook) for hook in hooks.values())


def test_a_hook_takes_several_files(hooks):
    """The names of all files that changed stand behind the entry and the arguments."""
    for hook in hooks.values():
        _, verb, *words = shlex.split(hook["entry"])
        context = click.Context(command, info_name="align")
        found = command.get_command(context, verb)
        assert found is not None
        made = found.make_context(verb, [*words, "a.tmx", "b.tmx"], parent=context)
        assert len(made.params["corpus" if verb == "check" else "files"]) == 2


def test_hooks_see_files_that_can_be_read(hooks):
    """Each suffix is that of a format of units."""
    from align.formats import FORMATS, UnitSource

    members = [FORMATS.make(name) for name in FORMATS.names()]
    known = {suffix for member in members if isinstance(member, UnitSource) for suffix in member.suffixes}
    for hook in hooks.values():
        assert {f".{one}" for one in re.findall(r"\w+(?=[|)])", hook["files"])} <= known
