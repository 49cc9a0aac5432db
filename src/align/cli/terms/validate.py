"""``align terms validate``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import languages
from align.cli._report import say, talk
from align.cli._streams import put, readable
from align.cli.terms._options import column_options, columns_of, langs_option
from align.errors import InputError

if TYPE_CHECKING:
    from align.formats import Problem

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align terms validate corpora/readout-2023/terms.tbx
  align terms validate glossary.xlsx --column 'Spalte B=fr' --report json"""


@click.command("validate", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", help="Format of all files; found from the content if not given.")
@langs_option
@column_options
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to list the problems."
)
def command(
    *,
    files: tuple[Path, ...],
    format_name: str | None,
    langs: str | None,
    named: tuple[str, ...],
    ignored: tuple[str, ...],
    report: str,
) -> None:
    """Find what is wrong in term bases; exit code 1 if anything is, 3 if any file cannot be read.

    Looked for: terms that are listed twice or belong to two concepts, concepts that are broader than themselves,
    languages without a preferred term or with two at one time, dates that cannot be read or are the wrong way round,
    abbreviations without their long form, terms of one character, and what breaks the rules of the format.

    Each problem is a line: file:line: what is wrong (rule); remedy.
    """
    from align.termbases.validation import problems_of

    columns = columns_of(named, ignored)
    chosen = languages(langs) or ()
    found: list[Problem] = []
    unreadable = 0
    with readable(*files) as paths:
        for path in paths:
            try:
                problems, reading = problems_of(path, format=format_name, columns=columns, langs=chosen)
            except InputError as error:
                unreadable += 1
                say(str(error))
                continue
            for line in reading.told if reading else ():
                talk(line)
            found += problems
            if report == "text":
                put("".join(f"{problem}\n" for problem in problems))
            concepts = () if reading is None else reading.concepts
            terms = sum(len(concept.terms) for concept in concepts)
            talk(f"{path}: {len(concepts)} concepts, {terms} terms, {len(problems)} problems")
    if report == "json":
        names = ("path", "line", "column", "rule", "message", "remedy")
        listed = [{name: getattr(problem, name) for name in names} for problem in found]
        put(json.dumps({"problems": listed}, ensure_ascii=False, indent=2) + "\n")
    if found or unreadable:
        sys.exit(3 if unreadable else 1)
