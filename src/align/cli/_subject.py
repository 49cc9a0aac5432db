"""What `align check` looks at: a corpus with its manifest, or files of units that are not held in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.model import Property, Signature
from align.report import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from align.checks import TextFacts
    from align.corpus.build import Corpus
    from align.model import Finding, TermBase, TranslationUnit

__all__ = ["Subject", "UnitFile", "of_corpus", "of_files"]


class UnitFile:
    """The units of a file, or of several, read anew each time they are gone through.

    Of several, the id of a unit begins with the name of its file, and a unit that does not say of which document it is
    is of that.
    """

    def __init__(self, files: Sequence[tuple[Path, str]]) -> None:
        """Read these files, each with the name that it was given by."""
        self._files = tuple(files)
        self.current: TranslationUnit | None = None
        self.units = 0

    def __iter__(self) -> Iterator[TranslationUnit]:
        """The units; the one that was given last is `current`."""
        for number, unit in enumerate(self._scan(), 1):
            self.units, self.current = number, unit
            yield unit
        self.current = None

    def _scan(self) -> Iterator[TranslationUnit]:
        from align.pipeline import scan_units

        for path, name in self._files:
            for unit in scan_units(path):
                yield unit if len(self._files) == 1 else _named(unit, name)

    def lines(self, ids: Iterable[str]) -> dict[str, Location]:
        """Where the units of these ids stand."""
        from align.formats.places import unit_lines
        from align.pipeline import format_of

        found: dict[str, Location] = {}
        for path, name in self._files:
            before = f"{name}:" if len(self._files) > 1 else ""
            wanted = {one.removeprefix(before) for one in ids if one.startswith(before)}
            if name != "-":
                lines = unit_lines(path, format=format_of(path), wanted=wanted)
                found |= {f"{before}{one}": Location(file=name, line=lines.get(one)) for one in wanted}
        return found

    def stand_at(self, unit: TranslationUnit) -> None:
        """The findings that follow are in this unit, although others may have been read ahead."""
        self.current = unit

    def with_units(self, findings: Iterable[Finding], at_hand: dict[str, TranslationUnit]) -> Iterator[Finding]:
        """The findings; the unit of each is in `at_hand` when it is given.

        The unit of most is the current one. Of those that a check has kept for the end, the units are read again.
        """
        waiting: list[Finding] = []
        for finding in findings:
            current = self.current
            if current is not None and current.id == finding.unit_id:
                yield from self._fetched(waiting, at_hand)
                waiting = []
                at_hand[current.id] = current
                yield finding
            else:
                waiting.append(finding)
        yield from self._fetched(waiting, at_hand)

    def _fetched(self, findings: list[Finding], at_hand: dict[str, TranslationUnit]) -> Iterator[Finding]:
        wanted = {finding.unit_id for finding in findings} - at_hand.keys()
        if wanted:
            for unit in self._scan():
                if unit.id in wanted:
                    at_hand.setdefault(unit.id, unit)
        yield from findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        name: as it was given.
        units: can be gone through more than once.
        checks: what is checked unless told otherwise.
        signature: of the run that made the units.
        termbase: the corpus' own, or None.
        source: language of the source, if it is known.
        texts: date and publisher of the texts, by their language.
        accepted: the file of accepted findings that belongs to it; it need not be there.
        units_by_id: all units of a corpus; of a file, those with a finding.
        locate: where a finding is; asked for when all findings are known.
        of_alignment: findings that the alignment itself gave (crossing order); a build reports them.
    """

    name: str
    units: tuple[TranslationUnit, ...] | UnitFile
    checks: tuple[str, ...]
    signature: Signature
    termbase: TermBase | None = None
    source: str | None = None
    texts: Mapping[str, TextFacts] = field(default_factory=dict)
    accepted: Path | None = None
    units_by_id: dict[str, TranslationUnit] = field(default_factory=dict)
    locate: Callable[[Finding], Location | None]
    of_alignment: tuple[Finding, ...] = ()

    def with_units(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """The findings; the unit of each is in `units_by_id` when it is given."""
        if isinstance(self.units, UnitFile):
            return self.units.with_units(findings, self.units_by_id)
        return findings

    @property
    def count(self) -> int:
        """Number of units, once they have been gone through."""
        return self.units.units if isinstance(self.units, UnitFile) else len(self.units)


def _named(unit: TranslationUnit, name: str) -> TranslationUnit:
    """The unit with the name of its file."""
    says = any(one.name in ("document", "x-document") for one in unit.properties)
    properties = unit.properties if says else (*unit.properties, Property(name="document", value=name))
    return replace(unit, id=f"{name}:{unit.id}", properties=properties)


def of_files(files: Sequence[tuple[Path, str]]) -> Subject:
    """Files of units, each with the name that it was given by.

    Raises:
        InputError: one cannot be read.
        UsageError: they have different source languages.
    """
    from align.pipeline import DEFAULT_CHECKS, read_header

    headers = [read_header(path) for path, _ in files]
    sources = {header.source: name for header, (_, name) in zip(headers, files, strict=True)}
    if len(sources) > 1:
        told = ", ".join(f"{name}: {source or 'none'}" for source, name in sources.items())
        raise UsageError(f"the files have different source languages ({told}); check them one by one")
    at_hand: dict[str, TranslationUnit] = {}
    units = UnitFile(files)
    places: dict[str, Location] | None = None

    def locate(finding: Finding) -> Location | None:
        nonlocal places
        if places is None:
            places = units.lines(at_hand.keys())
        return places.get(finding.unit_id)

    signatures = {str(header.signature) for header in headers}
    return Subject(
        name=", ".join(name for _, name in files),
        units=units,
        checks=DEFAULT_CHECKS,
        signature=headers[0].signature if len(signatures) == 1 else Signature(),
        source=headers[0].source,
        units_by_id=at_hand,
        locate=locate,
    )


def of_corpus(path: Path, *, name: str) -> Subject:
    """A folder with a manifest, or the manifest itself; its texts are aligned.

    Raises:
        InputError: the manifest, a text or the term base cannot be read.
    """
    from align.checks.accepted import ACCEPTED_NAME
    from align.corpus.build import align_corpus
    from align.corpus.manifest import read_manifest
    from align.corpus.outputs import corpus_signature

    manifest = read_manifest(path)
    corpus = align_corpus(manifest, checks=False)
    return Subject(
        name=name,
        units=corpus.units,
        checks=manifest.terms.checks,
        signature=corpus_signature(corpus),
        termbase=corpus.termbase,
        source=corpus.pivot.lang,
        texts=manifest.text_facts,
        accepted=manifest.accepted or manifest.folder / ACCEPTED_NAME,
        units_by_id={unit.id: unit for unit in corpus.units},
        locate=_Places(corpus).of,
        of_alignment=corpus.findings,
    )


class _Places:
    """Where the segments of a corpus stand in its files."""

    def __init__(self, corpus: Corpus) -> None:
        self._folder = corpus.manifest.folder
        self._documents = {document.lang: document for document in corpus.documents}
        self._starts = {
            document.lang: {segment.id: segment.start for segment in document.segments} for document in corpus.documents
        }
        self._units = {unit.id: unit for unit in corpus.units}

    def of(self, finding: Finding) -> Location | None:
        """The file of the text that the span lies in; the line as well where the file is read as it is."""
        document, unit = self._documents.get(finding.lang), self._units.get(finding.unit_id)
        if document is None or unit is None or document.source is None:
            return None
        file = (self._folder / document.source).as_posix()
        variant = unit.variant(finding.lang)
        if variant is None or not variant.segments or not document.source.endswith((".txt", ".md")):
            return Location(file=file)
        inside = [name for name, at in zip(variant.segments, variant.starts, strict=False) if at <= finding.start]
        start = self._starts[finding.lang].get((inside or variant.segments)[-1] if inside else variant.segments[0])
        return Location(file=file, line=None if start is None else document.text.count("\n", 0, start) + 1)
