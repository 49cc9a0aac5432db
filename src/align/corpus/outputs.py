"""The results of a build: TMX, TEI, tables, findings and the report, all into one folder."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.formats import FORMATS, UnitHeader
from align.formats.tei import TeiFormat, TextHeader, write_alignment, write_corpus, write_text
from align.pipeline import must_be_valid, signature_of, write_units

if TYPE_CHECKING:
    from pathlib import Path

    from align.corpus.build import Corpus
    from align.model import Alignment, Document, Signature, TranslationUnit

__all__ = ["corpus_signature", "pair_units", "write_outputs"]

_log = logging.getLogger(__name__)


def write_outputs(corpus: Corpus, folder: Path, *, pairs: bool) -> None:
    """Write everything that the manifest asks for into the empty folder `folder`.

    Args:
        corpus: aligned, joined and checked.
        folder: where to write.
        pairs: also a TMX for each pair.

    Raises:
        OutputError: a result would be invalid, or the disk is full.
    """
    formats = corpus.manifest.output.formats
    name = corpus.manifest.corpus.id
    if "tmx" in formats:
        write_units(corpus.units, folder / f"{name}.tmx", format="tmx", header=_unit_header(corpus))
    if pairs:
        (folder / "pairs").mkdir()
        for alignment in corpus.alignments:
            lang = alignment.source.lang
            header = _unit_header(corpus, alignment.signature)
            units = pair_units(corpus, lang)
            write_units(units, folder / "pairs" / f"{name}.{lang}-{corpus.pivot.lang}.tmx", format="tmx", header=header)
    if "tei" in formats:
        (folder / "tei").mkdir()
        _write_tei(corpus, folder / "tei")
    if "parquet" in formats:
        from align.tables import beads_to_frame, write_parquet

        write_units(corpus.units, folder / "units.parquet", format="parquet", header=_unit_header(corpus))
        metadata = {"align.signature": str(corpus_signature(corpus))}
        write_parquet(beads_to_frame(corpus.alignments), folder / "beads.parquet", metadata=metadata)
    if corpus.termbase is not None or corpus.findings:
        from align.report import REPORTS, RunFacts

        by_id = {unit.id: unit for unit in corpus.units}
        run = RunFacts(signature=corpus_signature(corpus), source=corpus.pivot.lang, termbase=corpus.termbase)
        pieces = REPORTS.make("json").render(corpus.findings, by_id, run)
        (folder / "findings.json").write_bytes(b"".join(pieces))
    if "html" in formats:
        from align.corpus.page import corpus_page

        (folder / "report.html").write_text(corpus_page(corpus), encoding="utf-8", newline="\n")


def corpus_signature(corpus: Corpus) -> Signature:
    """The signature of the whole build."""
    langs = ",".join(alignment.source.lang for alignment in corpus.alignments)
    first = corpus.alignments[0].signature
    return signature_of(
        langs=f"{langs}-{corpus.pivot.lang}",
        aligner=first.get("aligner") or "",
        segmenter=first.get("segmenter") or "",
    )


def pair_units(corpus: Corpus, lang: str) -> tuple[TranslationUnit, ...]:
    """The units of one language and the pivot alone."""
    from align.joining import join

    alignment = next(one for one in corpus.alignments if one.source.lang == lang)
    return join([alignment], pivot=corpus.pivot.lang)


def _unit_header(corpus: Corpus, signature: Signature | None = None) -> UnitHeader:
    entry = corpus.manifest.corpus
    return UnitHeader(
        source=corpus.pivot.lang if corpus.pivot.segments else None,
        title=entry.title,
        publisher=entry.publisher,
        licence=entry.licence,
        date=corpus.date,
        signature=signature or corpus_signature(corpus),
    )


def _write_tei(corpus: Corpus, folder: Path) -> None:
    entry = corpus.manifest.corpus
    checker = FORMATS.make("tei")
    if not isinstance(checker, TeiFormat):
        raise OutputError("the format 'tei' is not ours; remove the other package that claims its name")
    header = TextHeader(
        title=entry.title,
        publisher=entry.publisher,
        date=corpus.date,
        licence=entry.licence,
        note=entry.status,
        signature=corpus_signature(corpus),
    )
    stated = {text.lang: text.status for text in corpus.manifest.text}
    named = {document.lang: _with_ids_of_its_own(document) for document in corpus.documents}
    written: list[Path] = []
    for document in named.values():
        path = folder / f"{document.id}.xml"
        note = ". ".join(part for part in (stated.get(document.lang), entry.status) if part)
        write_text(document, path, header=_with(header, note=note, title=f"{entry.title} ({document.lang})"))
        written.append(path)
    for alignment in corpus.alignments:
        if all(bead.is_null for bead in alignment.beads):
            _log.warning("%s: no segment has a counterpart, so there is no TEI alignment to write", _pair(alignment))
            continue
        path = folder / f"{entry.id}.{_pair(alignment)}.align.xml"
        source, target = named[alignment.source.lang], named[alignment.target.lang]
        write_alignment(
            replace(alignment, source=source, target=target),
            path,
            source_href=f"{source.id}.xml",
            target_href=f"{target.id}.xml",
            header=_with(header, title=f"{entry.title}: sentence alignment {_pair(alignment)}"),
        )
        written.append(path)
    path = folder / f"{entry.id}.corpus.xml"
    write_corpus([one.name for one in written], path, header=header)
    for one in (*written, path):
        must_be_valid(checker, one, one.relative_to(folder))


def _with_ids_of_its_own(document: Document) -> Document:
    """The document with segments ``readout.zh.s1``: the corpus file takes in all texts, and an id may occur once."""
    segments = tuple(replace(segment, id=f"{document.id}.{segment.id}") for segment in document.segments)
    return replace(document, segments=segments)


def _pair(alignment: Alignment) -> str:
    return f"{alignment.source.lang}-{alignment.target.lang}"


def _with(header: TextHeader, *, title: str, note: str | None = None) -> TextHeader:
    return replace(header, title=title, note=note if note is not None else header.note)
