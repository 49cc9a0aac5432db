"""``align terms renderings``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language, languages
from align.cli._report import talk
from align.cli._streams import is_dash, put, written
from align.errors import UsageError

if TYPE_CHECKING:
    from align.terminology.renderings import RenderingsSurvey

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align terms renderings corpora/readout-2023
  align terms renderings 2012.tmx 2023.tmx --terms terms.csv --concept shared-future
  align terms renderings corpora/readout-2023 --report html -o renderings.html

\b
A unit's own document, date and publisher are read from its properties of these names; those of a text in a
corpus.toml are taken from there."""

_REPORTS = ("text", "html", "xlsx", "json")
_WIDTHS = {"concept": 22, "rendering": 40, "source before": 36, "source after": 36, "target before": 36}


@click.command("renderings", epilog=_EPILOG)
@click.argument("corpora", metavar="CORPUS...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--terms", type=click.Path(path_type=Path), help="Term base; the manifest's if CORPUS is a folder.")
@click.option("--concept", "concepts", multiple=True, help="Id of a concept to look at; may be given several times.")
@click.option("--source", help="Language that the concepts are looked for in  [default: the source of the corpus]")
@click.option("--target", help="Languages of the renderings, such as en:fr  [default: all others]")
@click.option(
    "--report", "report_name", type=click.Choice(_REPORTS), default="text", show_default=True, help="How to report."
)
@click.option(
    "--lines",
    type=click.IntRange(min=0),
    help="Example lines of each rendering  [default: 2 in text, 20 elsewhere]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    corpora: tuple[Path, ...],
    terms: Path | None,
    concepts: tuple[str, ...],
    source: str | None,
    target: str | None,
    report_name: str,
    lines: int | None,
    output: Path | None,
) -> None:
    """Show how the concepts of a term base are rendered in CORPUS, and since when.

    CORPUS is a folder with a corpus.toml, or a file of translation units; there may be several. Renderings that the
    term base does not have are found by association over the units.
    """
    from align.cli.terms._corpora import load_corpora
    from align.output import refuse_bad_target
    from align.pipeline import read_termbase
    from align.terminology.survey import MOST_LINES, survey_renderings

    tag = None if source is None else language(source, option="--source")
    targets = languages(target, option="--target") or ()
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    given = None if terms is None else read_termbase(terms)
    loaded = load_corpora(corpora)
    termbase = given or loaded.termbase
    if termbase is None:
        raise UsageError("renderings of concepts need a term base; give it with --terms")
    chosen = tag or loaded.source
    if chosen is None:
        raise UsageError("the corpus does not say which language is its source; give it with --source")
    shown = lines if lines is not None else 2 if report_name == "text" else MOST_LINES
    survey = survey_renderings(
        loaded.collections,
        termbase,
        source=chosen,
        targets=targets,
        concepts=concepts,
        lines=shown,
        signature=loaded.signature,
    )
    _put(survey, report_name, output, title=loaded.title, lines=shown)
    renderings = [one for concept in survey.concepts for part in concept.languages for one in part.renderings]
    unlisted = sum(one.term is None for one in renderings)
    nothing = sum(part.unanswered for concept in survey.concepts for part in concept.languages)
    talk(
        f"{len(survey.concepts)} concepts in {survey.units} units: {len(renderings)} renderings, {unlisted} of them "
        f"not in the term base; nothing found for {nothing} mentions"
    )
    if survey.undated:
        talk(f"{survey.undated} units have no date (property 'date'), and are not in the charts")
    if survey.absent:
        talk(f"{len(survey.absent)} concepts of the term base are not mentioned in {survey.source}")


def _put(survey: RenderingsSurvey, report_name: str, output: Path | None, *, title: str, lines: int) -> None:
    from align.report import renderings as report

    if report_name == "xlsx":
        from align.formats.sheets import write_table
        from align.output import replacing

        with written(output) as place, replacing(place) as temporary:
            write_table(temporary, "renderings", report.ROW_NAMES, report.renderings_rows(survey), widths=_WIDTHS)
    elif report_name == "html":
        from align.report.renderings_page import render_renderings

        put(render_renderings(survey, title=title), output)
    elif report_name == "json":
        put(report.renderings_json(survey), output)
    else:
        put(report.renderings_text(survey, lines=lines), output)
