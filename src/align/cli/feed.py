"""``align feed``."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli._options import encoding_option, known_encoding, language, rules_option, segmenter_option
from align.cli._penalties import penalties_of, penalty_option
from align.cli._report import progress, talk
from align.cli._streams import is_dash, put, readable

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align feed new.docx --memory house --terms terms.csv --source zh --target en > new.jsonl
  align feed new.txt --memory house --source fr --target en --all --max-bytes 4096 -o new.jsonl"""


@click.command("feed", epilog=_EPILOG)
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--memory", "memory_folder", type=click.Path(path_type=Path), required=True, help="Folder of the memory.")
@click.option("--terms", "--termbase", "terms", type=click.Path(path_type=Path), help="Term base.")
@click.option("--source", required=True, help="Language of NEW (BCP 47 tag).")
@click.option("--target", required=True, help="Language to translate into (BCP 47 tag).")
@click.option("--all", "every", is_flag=True, help="Also segments that the memory has an exact match for.")
@click.option(
    "--max-bytes",
    type=int,
    default=16_384,
    show_default=True,
    help="Most bytes of a line; what does not fit is left out and counted, the text itself never.",
)
@penalty_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
@click.option("--format", "format_name", help="Format of NEW; found from the content if not given.")
@encoding_option
@segmenter_option
@rules_option
def command(
    *,
    new: Path,
    memory_folder: Path,
    terms: Path | None,
    source: str,
    target: str,
    every: bool,
    max_bytes: int,
    penalties: tuple[str, ...],
    output: Path | None,
    format_name: str | None,
    encoding: str | None,
    segmenter: str,
    rules: Path | None,
) -> None:
    """Give a machine translator the segments of a new document with matches, terms and neighbours (JSONL).

    A line for each segment that has no exact match: its text, like sentences with their translations, terms with their
    statuses, and the sentences around it. There are no instructions in it. The schema is feed.schema.json.
    """
    from align.memory import Memory
    from align.output import refuse_bad_target
    from align.pipeline import make_segmenter, read_termbase
    from align.pretranslation.feed import feed_lines
    from align.pretranslation.filling import check_languages, pretranslate
    from align.pretranslation.new_document import read_new

    source, target = language(source, option="--source"), language(target, option="--target")
    known_encoding(encoding)
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    less = penalties_of(penalties)
    cutter = make_segmenter(segmenter, rules=rules)
    termbase = None if terms is None else read_termbase(terms)
    with Memory.open(memory_folder) as memory, readable(new) as (path,):
        check_languages(memory, source, target)
        wanted = read_new(path, source=source, target=target, segmenter=cutter, format=format_name, encoding=encoding)
        with progress() as show:
            found = pretranslate(
                wanted.wanted,
                memory,
                source=source,
                target=target,
                termbase=termbase,
                penalties=less,
                name="stdin" if is_dash(new) else new.name,
                join=wanted.document is not None,
                progress=lambda done, total: show("looking up", done, total),
            )
    lines = list(feed_lines(found, every=every, max_bytes=max_bytes))
    put("".join(f"{line}\n" for line in lines), output)
    talk(f"{len(lines)} of {len(found.segments)} segments given out")
