"""``align check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language
from align.cli._report import talk
from align.cli._streams import is_dash, put, readable
from align.errors import UsageError
from align.model import SEVERITIES

if TYPE_CHECKING:
    from align.model import Signature, TermBase, TranslationUnit

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align check corpora/readout-2023
  align check readout.tmx --terms terms.csv --report json --fail-on warning"""


@click.command("check", epilog=_EPILOG)
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--terms", type=click.Path(path_type=Path), help="Term base; the manifest's if CORPUS is a folder.")
@click.option("--checks", help="Names of checks, separated by commas  [default: all that can run]")
@click.option("--source", help="Language that the others are compared with  [default: the pivot, or srclang]")
@click.option("--report", "report_name", default="text", show_default=True, help="How to report: text or json.")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 if there is a finding of this severity or graver."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    corpus: Path,
    terms: Path | None,
    checks: str | None,
    source: str | None,
    report_name: str,
    fail_on: str | None,
    output: Path | None,
) -> None:
    """Check how terms are rendered in CORPUS: a file of translation units, or a folder with a corpus.toml.

    CORPUS may be - for units on standard input.
    """
    from align.checks import CHECKS
    from align.output import refuse_bad_target
    from align.pipeline import check, read_termbase
    from align.report import REPORTS

    report = REPORTS.make(report_name)
    chosen = tuple(name.strip() for name in checks.split(",") if name.strip()) if checks else None
    for name in chosen or ():
        CHECKS.load(name)
    tag = None if source is None else language(source, option="--source")
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    given = None if terms is None else read_termbase(terms)
    with readable(corpus) as (path,):
        units, termbase, usual, pivot, signature = _load(path)
    termbase = given or termbase
    names = chosen or tuple(name for name in usual if name != "terms" or termbase is not None)
    if "terms" in names and termbase is None:
        raise UsageError("the check 'terms' needs a term base; give it with --terms")
    if names != (chosen or usual):
        talk("no term base was given (--terms), so terms are not checked")
    findings = tuple(check(units, termbase=termbase, checks=names, source=tag or pivot))
    put(report.render(findings, {unit.id: unit for unit in units}, signature=signature), output)
    counts = {severity: sum(one.severity == severity for one in findings) for severity in SEVERITIES}
    shown = ", ".join(f"{count} {severity}" for severity, count in reversed(counts.items()))
    talk(f"{len(findings)} findings in {len(units)} units: {shown}")
    if fail_on and any(counts[severity] for severity in SEVERITIES[SEVERITIES.index(fail_on) :]):
        sys.exit(1)


def _load(
    path: Path,
) -> tuple[tuple[TranslationUnit, ...], TermBase | None, tuple[str, ...], str | None, Signature]:
    """Units, term base, checks, source language and signature of a corpus folder or a file of units."""
    from align.pipeline import DEFAULT_CHECKS, read_header, read_units

    if not path.is_dir() and path.suffix != ".toml":
        header = read_header(path)
        return read_units(path), None, DEFAULT_CHECKS, header.source, header.signature
    from align.corpus.build import align_corpus
    from align.corpus.manifest import read_manifest
    from align.corpus.outputs import corpus_signature

    manifest = read_manifest(path)
    corpus = align_corpus(manifest)
    return corpus.units, corpus.termbase, manifest.terms.checks, corpus.pivot.lang, corpus_signature(corpus)
