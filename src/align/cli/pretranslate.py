"""``align pretranslate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli._new_document import Asked, LookedUp, asked_options
from align.cli._report import talk
from align.cli._streams import is_dash, put
from align.errors import UsageError

if TYPE_CHECKING:
    from align.pretranslation.records import Pretranslation

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align pretranslate new.docx --memory house --source en --target zh
  align pretranslate new.docx --memory house --terms terms.csv --source en --target zh -o new.xlf
  align pretranslate new.txt --memory house --source fr --target en -o project --to omegat
  align pretranslate job.xlf --memory house --source en --target zh -o job.filled.xlf --statistics job.xlsx"""


@click.command("pretranslate", epilog=_EPILOG)
@asked_options
@click.option(
    "--threshold",
    type=float,
    default=0.75,
    show_default=True,
    help="Score (0.5 to 1) from which a match is filled in; lower ones are only offered.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or project folder  [default: count only]")
@click.option(
    "--to",
    "form",
    help="xliff, xliff2, docx, xlsx or omegat (a project folder); told from the suffix if not given.",
)
@click.option(
    "--statistics", type=click.Path(path_type=Path), help="Write the table of counts here: .txt, .json, .csv or .xlsx."
)
def command(
    *,
    threshold: float,
    output: Path | None,
    form: str | None,
    statistics: Path | None,
    **asked: Any,  # noqa: ANN401 - fields of Asked
) -> None:
    """Fill a new document with what the memory has, and count what is left to translate.

    NEW is any document that can be aligned, or an XLIFF file of another tool, which is filled in and stays as it is. It
    is cut as texts are cut when they are aligned, so that sentences of the memory are found again. Without -o only the
    table of counts is written, to standard output.
    """
    from align.output import refuse_bad_target
    from align.pretranslation.filling import check_threshold
    from align.pretranslation.statistics import statistics_of, write_statistics
    from align.pretranslation.writing import form_of

    wanted = Asked(**asked).checked()
    check_threshold(threshold, option="--threshold")
    chosen = None if output is None else form_of(output, form)
    if output is None and form is not None:
        raise UsageError("--to says what to write, but not where; name the file or folder with -o")
    for path in (None if chosen == "omegat" else output, statistics):
        if path is not None:
            refuse_bad_target(path)
    if statistics is not None and statistics.suffix.lower() not in {".txt", ".json", ".csv", ".xlsx"}:
        raise UsageError(f"--statistics takes a file .txt, .json, .csv or .xlsx, not {statistics.name}")
    if chosen == "omegat" and is_dash(wanted.new):
        raise UsageError("a project needs the document as a file; name it in place of -")
    looked_up = wanted.looked_up(threshold=threshold)
    found = looked_up.found
    counted = statistics_of(found)
    if statistics is not None:
        write_statistics(counted, statistics)
    if output is None:
        put(counted.text())
        return
    if chosen == "omegat":
        from align.pretranslation.omegat_project import write_omegat_project

        document = looked_up.wanted.document
        if document is None:
            raise UsageError("an XLIFF file is filled in, not made into a project; name an .xlf file with -o")
        write_omegat_project(
            found, output, document=document, original=wanted.new, termbase=looked_up.termbase, rules=wanted.rules
        )
        filled = _filled_in(found)
    else:
        filled = _write(looked_up, output, chosen)
    for line in counted.text().splitlines():
        talk(line)
    talk(f"{filled} of {len(found.segments)} segments filled in; written to {output}")


def _filled_in(found: Pretranslation) -> int:
    return sum(segment.target is not None for segment in found.segments)


def _write(looked_up: LookedUp, output: Path, form: str | None) -> int:
    """Write the result; how many segments have a translation in it that had none."""
    from align.pretranslation.new_document import fill_xliff
    from align.pretranslation.writing import FORMS, write_pretranslation

    wanted, found = looked_up.wanted, looked_up.found
    if wanted.xliff is not None and form == "xliff2" and not wanted.xliff.is_version2:
        raise UsageError("an XLIFF file stays in its version; leave out --to xliff2")
    if wanted.xliff is None or form not in {"xliff", "xliff2"}:
        write_pretranslation(found, output, form=next(one for one in FORMS if one == form))
        return _filled_in(found)
    filled, done, codes = fill_xliff(wanted, found, output)
    if done:
        talk(f"{done} sentences had a translation already and were left alone")
    if codes:
        talk(f"{codes} sentences have codes inside: their matches are offered beside them, not filled in")
    return filled
