"""Write docs/commands.md, the command reference, from the commands' own help: ``make docs``."""

from __future__ import annotations

import subprocess
import sys
from os import environ
from pathlib import Path

PAGE = Path(__file__).with_name("commands.md")

_INTRODUCTION = """\
# Commands

<!-- Written by docs/write_commands.py (make docs) from the commands' own help; do not edit. -->

Data goes to stdout, everything else to stderr. `-` as an output stands for stdout.

| exit code | meaning |
|---|---|
| 0 | all went well, and no finding was grave enough for `--fail-on` |
| 1 | findings at or above `--fail-on` |
| 2 | the call is wrong: an unknown option, verb or name |
| 3 | an input cannot be read, or a result cannot be written |
"""


def help_of(*words: str) -> str:
    """What ``align ... --help`` prints, set 98 columns wide on every machine."""
    code = "from align.cli import main; main()"
    wide = {**environ, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--help"], env=wide, capture_output=True, check=True, encoding="utf-8"
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def verbs() -> list[str]:
    """The verbs, as the help of ``align`` lists them."""
    import click

    from align.cli import _align as command

    return sorted(command.list_commands(click.Context(command)))


def commands_of(verb: str) -> list[str]:
    """The commands of a verb that is a group of commands; empty for any other."""
    import click

    from align.cli import _align as command

    found = command.get_command(click.Context(command), verb)
    return sorted(found.list_commands(click.Context(found))) if isinstance(found, click.Group) else []


def reference() -> str:
    """The whole page."""
    parts = [_INTRODUCTION, f"## align\n\n```text\n{help_of()}\n```\n"]
    for verb in verbs():
        parts.append(f"## align {verb}\n\n```text\n{help_of(verb)}\n```\n")
        parts += [f"### align {verb} {one}\n\n```text\n{help_of(verb, one)}\n```\n" for one in commands_of(verb)]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
