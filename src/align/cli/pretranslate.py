"""``align pretranslate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import encoding_option, known_encoding, language, rules_option, segmenter_option
from align.cli._penalties import penalties_of, penalty_option
from align.cli._report import progress, talk
from align.cli._streams import is_dash, put, readable
from align.errors import UsageError

if TYPE_CHECKING:
    from align.pretranslation.new_document import NewDocument
    from align.pretranslation.records import Pretranslation

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align pretranslate new.docx --memory house --source en --target zh
  align pretranslate new.docx --memory house --terms terms.csv --source en --target zh -o new.xlf
  align pretranslate new.txt --memory house --source fr --target en -o project --to omegat
  align pretranslate job.xlf --memory house --source en --target zh -o job.filled.xlf --statistics job.xlsx"""


@click.command("pretranslate", epilog=_EPILOG)
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--memory", "memory_folder", type=click.Path(path_type=Path), required=True, help="Folder of the memory.")
@click.option(
    "--terms", "--termbase", "terms", type=click.Path(path_type=Path), help="Term base whose terms are shown beside."
)
@click.option("--source", required=True, help="Language of NEW (BCP 47 tag).")
@click.option("--target", required=True, help="Language to translate into (BCP 47 tag).")
@click.option(
    "--threshold",
    type=float,
    default=0.75,
    show_default=True,
    help="Score (0.5 to 1) from which a match is filled in; lower ones are only offered.",
)
@penalty_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or project folder  [default: count only]")
@click.option(
    "--to",
    "form",
    help="xliff, xliff2, docx, xlsx or omegat (a project folder); told from the suffix if not given.",
)
@click.option(
    "--statistics", type=click.Path(path_type=Path), help="Write the table of counts here: .txt, .json, .csv or .xlsx."
)
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
    threshold: float,
    penalties: tuple[str, ...],
    output: Path | None,
    form: str | None,
    statistics: Path | None,
    format_name: str | None,
    encoding: str | None,
    segmenter: str,
    rules: Path | None,
) -> None:
    """Fill a new document with what the memory has, and count what is left to translate.

    NEW is any document that can be aligned, or an XLIFF file of another tool, which is filled in and stays as it is. It
    is cut as texts are cut when they are aligned, so that sentences of the memory are found again. Without -o only the
    table of counts is written, to standard output.
    """
    from align.memory import Memory
    from align.output import refuse_bad_target
    from align.pipeline import make_segmenter, read_termbase
    from align.pretranslation.filling import check_languages, check_threshold, pretranslate
    from align.pretranslation.new_document import read_new
    from align.pretranslation.statistics import statistics_of, write_statistics
    from align.pretranslation.writing import form_of

    source, target = language(source, option="--source"), language(target, option="--target")
    check_threshold(threshold, option="--threshold")
    known_encoding(encoding)
    chosen = None if output is None else form_of(output, form)
    if output is None and form is not None:
        raise UsageError("--to says what to write, but not where; name the file or folder with -o")
    for path in (None if chosen == "omegat" else output, statistics):
        if path is not None:
            refuse_bad_target(path)
    if statistics is not None and statistics.suffix.lower() not in {".txt", ".json", ".csv", ".xlsx"}:
        raise UsageError(f"--statistics takes a file .txt, .json, .csv or .xlsx, not {statistics.name}")
    less = penalties_of(penalties)
    cutter = make_segmenter(segmenter, rules=rules)
    termbase = None if terms is None else read_termbase(terms)
    if chosen == "omegat" and is_dash(new):
        raise UsageError("a project needs the document as a file; name it in place of -")
    name = "stdin" if is_dash(new) else new.name
    with Memory.open(memory_folder) as memory, readable(new) as (path,):
        check_languages(memory, source, target)
        wanted = read_new(path, source=source, target=target, segmenter=cutter, format=format_name, encoding=encoding)
        with progress() as show:
            found = pretranslate(
                wanted.wanted,
                memory,
                source=source,
                target=target,
                threshold=threshold,
                termbase=termbase,
                penalties=less,
                name=name,
                join=wanted.document is not None,
                progress=lambda done, total: show("looking up", done, total),
            )
    counted = statistics_of(found)
    if statistics is not None:
        write_statistics(counted, statistics)
    if output is None:
        put(counted.text())
        return
    if chosen == "omegat":
        from align.pretranslation.omegat_project import write_omegat_project

        if wanted.document is None:
            raise UsageError("an XLIFF file is filled in, not made into a project; name an .xlf file with -o")
        write_omegat_project(found, output, document=wanted.document, original=new, termbase=termbase, rules=rules)
        filled = _filled_in(found)
    else:
        filled = _write(found, wanted, output, chosen)
    for line in counted.text().splitlines():
        talk(line)
    talk(f"{filled} of {len(found.segments)} segments filled in; written to {output}")


def _filled_in(found: Pretranslation) -> int:
    return sum(segment.target is not None for segment in found.segments)


def _write(found: Pretranslation, wanted: NewDocument, output: Path, form: str | None) -> int:
    """Write the result; how many segments have a translation in it that had none."""
    from align.pretranslation.new_document import fill_xliff
    from align.pretranslation.writing import FORMS, write_pretranslation

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
