"""``align segment``."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli._options import segmenter_option, text_output

_EPILOG = """\b
Example:
  align segment readout.zh.txt --lang zh"""


@click.command("segment", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", help="Language of the text (BCP 47 tag); detected if not given.")
@click.option("--encoding", help="Encoding of the text; detected if not given.")
@click.option("--format", "format_name", help="Document format; found from the content if not given.")
@segmenter_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *, file: Path, lang: str | None, encoding: str | None, format_name: str | None, segmenter: str, output: Path | None
) -> None:
    """Cut a text into sentences, one a line; a blank line stands between blocks."""
    from align.pipeline import read_document, segment

    document = segment(read_document(file, lang=lang, format=format_name, encoding=encoding), segmenter=segmenter)
    lines: list[str] = []
    last = 0
    for one in document.segments:
        if one.block != last and lines:
            lines.append("")
        last = one.block
        lines.append(" ".join(one.text.split("\n")))
    text_output("".join(f"{line}\n" for line in lines), output)
