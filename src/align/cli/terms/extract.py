"""``align terms extract``."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli._options import language
from align.cli._report import talk
from align.cli._streams import is_dash, put
from align.errors import UsageError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align terms extract corpora/readout-2023 --source zh --target en
  align terms extract memory.tmx --source fr --target en -o candidates.csv
  align terms extract memory.tmx --source fr --target en --terms terms.tbx -o candidates.tbx

\b
The file is a term base whose terms have the status 'proposed'; correct it, and set the status of what is right."""


@click.command("extract", epilog=_EPILOG)
@click.argument("corpora", metavar="CORPUS...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", help="Language of the terms  [default: the source of the corpus]")
@click.option("--target", help="Language of their renderings  [default: the other one, if there is one]")
@click.option(
    "--terms",
    type=click.Path(path_type=Path),
    help="Term base whose pairs are left out; the manifest's if there is one.",
)
@click.option("--known", is_flag=True, help="Give the pairs that the term base has, too, with the id of their concept.")
@click.option(
    "--min-count", type=click.IntRange(min=1), default=2, show_default=True, help="Units that a pair has to be in."
)
@click.option("--most", type=click.IntRange(min=1), default=500, show_default=True, help="Pairs given at most.")
@click.option("--lines", type=click.IntRange(0, 3), default=0, show_default=True, help="Examples shown of each pair.")
@click.option(
    "--report",
    "report_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to report on stdout.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Term base to write: .tbx, .csv, .tsv, .xlsx, ...; not stdout.",
)
def command(
    *,
    corpora: tuple[Path, ...],
    source: str | None,
    target: str | None,
    terms: Path | None,
    known: bool,
    min_count: int,
    most: int,
    lines: int,
    report_name: str,
    output: Path | None,
) -> None:
    """Find candidate terms and their renderings in CORPUS, an aligned corpus, with the evidence for each.

    CORPUS is a folder with a corpus.toml, or a file of translation units; there may be several. Nothing but the corpus
    is needed: no dictionary, no model.
    """
    from align.cli.terms._corpora import load_corpora
    from align.output import refuse_bad_target
    from align.pipeline import read_termbase, write_termbase
    from align.report.extraction import extraction_json, extraction_text
    from align.termbases.files import writer_for
    from align.terminology.extract import as_termbase, extract_terms

    tags = [
        None if tag is None else language(tag, option=option)
        for tag, option in ((source, "--source"), (target, "--target"))
    ]
    if output is not None:
        if is_dash(output):
            raise UsageError("the table goes to standard output; give -o the name of a term base to write")
        writer_for(output)
        refuse_bad_target(output)
    given = None if terms is None else read_termbase(terms)
    loaded = load_corpora(corpora)
    langs = dict.fromkeys(v.lang for one in loaded.collections for unit in one.units for v in unit.variants)
    first = tags[0] or loaded.source
    if first is None:
        raise UsageError(f"the corpus does not say its source; give --source ({', '.join(langs)})")
    others = [lang for lang in langs if lang != first]
    if tags[1] is None and len(others) != 1:
        raise UsageError(f"give the language of the renderings with --target ({', '.join(others) or 'there is none'})")
    owner = {id(unit): one for one in loaded.collections for unit in one.units}
    extraction = extract_terms(
        [unit for one in loaded.collections for unit in one.units],
        source=first,
        target=tags[1] or others[0],
        termbase=given or loaded.termbase,
        mark_known=known,
        least=min_count,
        most=most,
        provenance=lambda unit, variant: owner[id(unit)].of(unit, variant),
        signature=loaded.signature,
    )
    put(extraction_json(extraction) if report_name == "json" else extraction_text(extraction, lines=lines))
    if output is not None and any(one.concept is None for one in extraction.pairs):
        write_termbase(as_termbase(extraction), output)
    new = sum(one.concept is None for one in extraction.pairs)
    left = "" if known else " and left out"
    talk(f"{new} candidates in {extraction.units} units; {extraction.known} pairs are in the term base already{left}")
    if output is not None:
        talk(f"{output} written" if new else f"{output} not written: there are no candidates")
