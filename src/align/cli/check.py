"""``align check``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._accepting import accept_findings, decisions, refuse_half_calls
from align.cli._options import language, recover_option
from align.cli._report import talk
from align.cli._streams import is_dash, put_pieces, readable, wholes
from align.errors import UsageError
from align.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.checks import Rule, TextFacts
    from align.checks.accepted import Acceptance, Accepted
    from align.checks.selecting import Selection
    from align.cli._subject import Subject
    from align.model import Finding, TermBase

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align check corpora/readout-2023
  align check readout.tmx --terms terms.csv --report json --fail-on warning
  align check memories/*.tmx --terms terms.csv --report xlsx -o findings.xlsx
  align check readout.tmx --terms terms.csv --date 2014-11-30 --publisher Xinhua --ignore terms/admitted
  align check corpora/readout-2023 --accept 0123456789abcdef --reason "a quotation" --by "A. Reviser\""""


@click.command("check", epilog=_EPILOG)
@click.argument("corpus", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--terms", type=click.Path(path_type=Path), help="Term base; the manifest's if CORPUS is a folder.")
@click.option("--checks", help="Names of checks, separated by commas  [default: all that can run]")
@click.option("--select", multiple=True, help="Only these checks or rules, as terms or terms/missing; commas between.")
@click.option("--ignore", multiple=True, help="Not these checks or rules.")
@click.option("--source", help="Language that the others are compared with  [default: the pivot, or srclang]")
@click.option("--date", help="Date of the documents that do not say it: a year, a month or a day (2014-11-30).")
@click.option("--publisher", help="Publisher of the documents that do not say it.")
@click.option(
    "--report",
    "report_name",
    default="text",
    show_default=True,
    help="How to report: text, json, sarif, junit, html or xlsx.",
)
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 if there is a finding of this severity or graver."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Earlier report (json); only what is new is reported."
)
@click.option(
    "--accepted",
    type=click.Path(path_type=Path),
    help="File of accepted findings  [default: terms.accepted.toml beside the manifest or the term base]",
)
@recover_option
@click.option("--accept", multiple=True, help="Accept the finding with this fingerprint for good.")
@click.option(
    "--accept-from",
    type=click.Path(path_type=Path),
    help="Accept what a reviser has marked so in a report (xlsx), with the reasons given there.",
)
@click.option("--reason", help="Why it is right as it is; with --accept.")
@click.option("--by", "name", help="Who says so; with --accept and --accept-from.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Number of processes, for many units.  [default: by the processors]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    corpus: tuple[Path, ...],
    terms: Path | None,
    checks: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    source: str | None,
    date: str | None,
    publisher: str | None,
    report_name: str,
    fail_on: str | None,
    baseline: Path | None,
    accepted: Path | None,
    recover: bool,
    accept: tuple[str, ...],
    accept_from: Path | None,
    reason: str | None,
    name: str | None,
    jobs: int | None,
    output: Path | None,
) -> None:
    """Check how terms are rendered in CORPUS: files of translation units, or a folder with a corpus.toml.

    CORPUS may be - for units on standard input. Of several files, each is a document, unless its units say otherwise.
    """
    from align.checks import CHECKS
    from align.checks.accepted import ACCEPTED_NAME, Accepted, read_accepted
    from align.checks.baseline import read_baseline
    from align.checks.running import processes
    from align.checks.selecting import Selection
    from align.cli._subject import of_corpus, of_files
    from align.output import refuse_bad_target
    from align.pipeline import check, read_termbase
    from align.report import REPORTS, RunFacts
    from align.termbases.selecting import refuse_foreign

    report = REPORTS.make(report_name)
    chosen = tuple(_listed((checks,) if checks else ()))
    for one in chosen:
        CHECKS.load(one)
    selection = Selection(select=tuple(_listed(select)), ignore=tuple(_listed(ignore)))
    refuse_half_calls(fingerprints=accept, sheet=accept_from, reason=reason, name=name)
    _refuse_bad_date(date)
    reasons = dict.fromkeys(accept, reason or "") if accept_from is None else decisions(accept_from)
    is_accepting = bool(accept) or accept_from is not None
    tag = None if source is None else language(source, option="--source")
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    elif not report.is_text and not is_accepting and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"the report {report_name!r} is no text; name a file for it with -o")
    before = None if baseline is None else read_baseline(baseline)
    given = None if terms is None else read_termbase(terms)
    corpus = tuple(dict.fromkeys(corpus))
    if recover and any(path.is_dir() or path.suffix == ".toml" for path in corpus):
        raise UsageError("--recover is for files of units; a corpus is built from its texts, so correct those")
    with readable(*corpus) as packed, wholes(packed, corpus, recover=recover) as (paths, lost):
        shown = ["-" if is_dash(one) else one.as_posix() for one in corpus]
        folders = [path for path in paths if path.is_dir() or path.suffix == ".toml"]
        if folders and len(paths) > 1:
            raise UsageError(f"{folders[0]} is a corpus of its own; check it alone")
        subject = of_corpus(paths[0], name=shown[0]) if folders else of_files([*zip(paths, shown, strict=True)])
        termbase = given or subject.termbase
        names = _runnable(selection.checks(chosen or subject.checks), termbase, asked=bool(chosen or selection.select))
        place = accepted or subject.accepted or (terms.parent / ACCEPTED_NAME if terms else None)
        known = None
        if place is not None and (place.exists() or (accepted and not is_accepting)):
            known = read_accepted(place)
        if termbase is not None and "terms" in names:
            refuse_foreign(termbase, (variant.lang for unit in subject.units for variant in unit.variants), path=terms)
        findings = check(
            subject.units,
            termbase=termbase,
            checks=names,
            source=tag or subject.source,
            date=date,
            publisher=publisher,
            texts=_texts(subject, date=date, publisher=publisher),
            selection=selection,
            jobs=processes(jobs),
        )
        if is_accepting:
            accept_findings(
                reasons,
                subject.with_units(findings),
                subject,
                place=place,
                name=name or "",
                source=tag or subject.source,
                must_exist=accept_from is None,
            )
            return
        if known is not None:
            findings = known.silence(findings)
        if before is not None:
            findings = before.new(findings)
        counts = Counter[str]()
        run = RunFacts(
            signature=subject.signature,
            subject=subject.name,
            source=tag or subject.source,
            rules=_rules(names, selection),
            termbase=termbase,
            locate=subject.locate,
        )
        put_pieces(report.render(_counted(subject.with_units(findings), counts), subject.units_by_id, run), output)
    told = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES))
    talk(f"{counts.total()} findings in {subject.count} units: {told}")
    if before is not None:
        talk(f"{before.known} findings of the baseline are there still, {before.gone} are gone")
    if isinstance(known, Accepted):
        talk(f"{known.silenced} findings are accepted in {known.path}")

        def looked_for(check: str, rule: str) -> bool:
            return check in names and selection.wants(check, rule)

        unused = known.unused(looked_for)
        if (
            accepted is None and subject.accepted is None
        ):  # the file of the term base, which has entries for other texts
            _tell_together(known, unused)
        else:
            for entry in unused:
                talk(known.told(entry))
    if lost or (fail_on and any(counts[severity] for severity in SEVERITIES[SEVERITIES.index(fail_on) :])):
        sys.exit(1)


def _tell_together(known: Accepted, unused: tuple[Acceptance, ...]) -> None:
    if unused:
        lines = ", ".join(str(entry.line) for entry in unused)
        talk(
            f"{known.path}: no finding here has the entries in the lines {lines}; delete them if no other text has them"
        )


def _listed(values: Iterable[str]) -> Iterator[str]:
    """The names in options, each of which may hold several with commas between."""
    for value in values:
        yield from (name.strip() for name in value.split(",") if name.strip())


def _refuse_bad_date(date: str | None) -> None:
    from align.checks import CheckContext
    from align.errors import ModelError

    try:
        CheckContext(source="en", date=date)
    except ModelError as error:
        raise UsageError(f"--date: {error}") from error


def _runnable(names: tuple[str, ...], termbase: TermBase | None, *, asked: bool) -> tuple[str, ...]:
    """The checks that can run; without a term base, all but `terms`.

    Raises:
        UsageError: `terms` was asked for, and there is no term base.
    """
    if termbase is not None or "terms" not in names:
        return names
    if asked:
        raise UsageError("the check 'terms' needs a term base; give it with --terms")
    talk("no term base was given (--terms), so terms are not checked")
    return tuple(name for name in names if name != "terms")


def _rules(names: tuple[str, ...], selection: Selection) -> dict[str, Rule]:
    from align.checks.selecting import rules_of

    return {
        f"{check}/{rule.name}": rule for check in names for rule in rules_of(check) if selection.wants(check, rule.name)
    }


def _texts(subject: Subject, *, date: str | None, publisher: str | None) -> dict[str, TextFacts]:
    """What the manifest says of the texts, where the options do not say otherwise."""
    from align.checks import TextFacts

    return {
        lang: TextFacts(date=None if date else facts.date, publisher=None if publisher else facts.publisher)
        for lang, facts in subject.texts.items()
    }


def _counted(findings: Iterable[Finding], counts: Counter[str]) -> Iterator[Finding]:
    for finding in findings:
        counts[finding.severity] += 1
        yield finding
