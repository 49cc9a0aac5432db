"""``align segment``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from align.cli._options import encoding_option, known_encoding, language, recover_option, rules_option, segmenter_option
from align.cli._streams import is_dash, put, readable, whole

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align segment readout.zh.txt --lang zh
  cat readout.zh.txt | align segment - --lang zh
  align segment readout.fr.txt --rules omegat.srx"""


@click.command("segment", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", help="Language of the text (BCP 47 tag); detected if not given.")
@encoding_option
@click.option("--format", "format_name", help="Document format; found from the content if not given.")
@segmenter_option
@rules_option
@recover_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    file: Path,
    lang: str | None,
    encoding: str | None,
    format_name: str | None,
    segmenter: str,
    rules: Path | None,
    recover: bool,
    output: Path | None,
) -> None:
    """Cut a text into sentences, one a line; a blank line stands between blocks.

    FILE is a document in any of the formats of texts (see: align list formats); - stands for
    standard input.
    """
    from align.output import refuse_bad_target
    from align.pipeline import make_segmenter, read_document, segment

    tag = None if lang is None else language(lang, option="--lang")
    chosen = make_segmenter(segmenter, rules=rules)
    known_encoding(encoding)
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    with readable(file) as (packed,), whole(packed, file, recover=recover, encoding=encoding) as (path, lost):
        spelt = None if recover else encoding  # a mended file is in UTF-8
        document = segment(read_document(path, lang=tag, format=format_name, encoding=spelt), segmenter=chosen)
    lines: list[str] = []
    last = 0
    for one in document.segments:
        if one.block != last and lines:
            lines.append("")
        last = one.block
        lines.append(" ".join(line.strip() for line in one.text.split("\n")))
    put("".join(f"{line}\n" for line in lines), output)
    if lost:
        sys.exit(1)
