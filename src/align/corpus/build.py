"""Build a corpus: the whole way from the manifest to TMX, TEI, tables and the report."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from align.corpus.manifest import Manifest, read_manifest
from align.corpus.state import build_key, built_files, refuse_bad_folder, staging
from align.errors import ManifestError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from align.aligners import Aligner
    from align.aligners.crossing import Crossing
    from align.checks.accepted import Accepted
    from align.corpus.residue import Dropped
    from align.model import Alignment, Bead, Document, Finding, TermBase, TranslationUnit
    from align.segmenters import Segmenter
    from align.terminology.dictionary import Dictionary

__all__ = ["BuildResult", "Corpus", "align_corpus", "build", "read_texts"]

_log = logging.getLogger(__name__)

_DEFAULT_OUT = Path("build")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The texts of a manifest, aligned, joined and checked.

    Attributes:
        manifest: as read.
        documents: segmented, the pivot first.
        dropped: the residue that was left out.
        alignments: each text with the pivot, in the order of the manifest.
        crossings: of each alignment, what stands in another order in the pivot.
        units: joined over the pivot.
        termbase: or None.
        findings: of the checks, then what stands in another order in the other text; without the accepted ones.
        accepted: what was accepted, and which of it turned up; None where there is no such file.
    """

    manifest: Manifest
    documents: tuple[Document, ...]
    dropped: tuple[Dropped, ...]
    alignments: tuple[Alignment, ...]
    crossings: tuple[tuple[Crossing, ...], ...]
    units: tuple[TranslationUnit, ...]
    termbase: TermBase | None
    findings: tuple[Finding, ...]
    accepted: Accepted | None = None

    @property
    def pivot(self) -> Document:
        """The text that all others are aligned with."""
        return self.documents[0]

    @property
    def date(self) -> str | None:
        """ISO 8601 date for headers: the manifest's, or SOURCE_DATE_EPOCH; never the clock."""
        stated = self.manifest.corpus.date or _date_of_epoch()
        return None if stated is None else stated.isoformat()


def _date_of_epoch() -> date | None:
    """The date that SOURCE_DATE_EPOCH gives, if it is set (reproducible-builds.org/specs/source-date-epoch)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it has to be a number of seconds") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did.

    Attributes:
        out: the folder with the results.
        files: all results.
        corpus: what they were made of; None if nothing had changed and nothing was done.
    """

    out: Path
    files: tuple[Path, ...]
    corpus: Corpus | None


def build(
    folder: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    pairs: bool | None = None,
    force: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> BuildResult:
    """Build the corpus in `folder` into `out`, whole or not at all.

    Args:
        folder: where the ``corpus.toml`` is, or the file itself.
        out: folder for the results; ``build/<id of the corpus>`` if not given.
        pairs: also write a TMX for each pair; what the manifest says if not given.
        force: build even if nothing has changed.
        progress: called with the step, how many are done, and how many there are.

    Raises:
        ManifestError: a mistake in the manifest.
        InputError: a text, the term base or a checked alignment cannot be read.
        OutputError: the results cannot be written; the old ones stay as they were.
    """
    manifest = read_manifest(Path(folder))
    target = Path(out) if out is not None else _DEFAULT_OUT / manifest.corpus.id
    wants_pairs = manifest.output.pairs if pairs is None else pairs
    key = build_key(manifest.inputs(), {"pairs": wants_pairs, "date": _date_of_epoch()})
    if not force and (files := built_files(target, key)):
        return BuildResult(out=target, files=files, corpus=None)
    refuse_bad_folder(target, manifest.corpus.id)
    steps = len(manifest.other_texts) + 3
    tell = progress or (lambda _step, _done, _all: None)
    corpus = align_corpus(manifest, progress=lambda step, done: tell(step, done, steps))
    if corpus.accepted is not None:
        for entry in corpus.accepted.unused():
            _log.warning("%s", corpus.accepted.told(entry))
    from align.corpus.outputs import write_outputs

    with staging(target, key, corpus=manifest.corpus.id) as place:
        tell("writing", steps - 1, steps)
        write_outputs(corpus, place, pairs=wants_pairs)
    tell("done", steps, steps)
    return BuildResult(out=target, files=built_files(target), corpus=corpus)


def align_corpus(
    manifest: Manifest,
    *,
    keep: bool = True,
    checks: bool = True,
    progress: Callable[[str, int], None] | None = None,
) -> Corpus:
    """Read, segment, align, join and check the texts of `manifest`.

    Args:
        manifest: as read.
        keep: whether the checked beads that the manifest names are kept; an aligner is measured without them.
        checks: whether the checks of the manifest are run.
        progress: called with the step and how many are done.

    Raises:
        InputError: a text, the term base, a checked alignment or the accepted findings cannot be read.
    """
    from align.aligners import Remembering
    from align.checks.accepted import read_accepted
    from align.corpus.order import order_findings
    from align.corpus.witnessing import heard
    from align.keeping import read_kept
    from align.pairing import doubts
    from align.pipeline import check, join, pair, read_termbase

    tell = progress or (lambda _step, _done: None)
    tell("reading", 0)
    termbase = read_termbase(manifest.folder / manifest.terms.base) if manifest.terms.base else None
    known = read_accepted(manifest.accepted) if checks and manifest.accepted else None
    documents, dropped = read_texts(manifest)
    pivot = documents[0]
    dictionary = _dictionary(manifest)
    aligner = _aligner(manifest, None if dictionary is None else {})
    if isinstance(aligner, Remembering):
        aligner.remember(len(documents))
    segmenter = _segmenter(manifest).signature
    direct: list[Alignment] = []
    aligners: dict[str, Aligner] = {}
    kept: dict[str, tuple[Bead, ...]] = {}
    for number, document in enumerate(documents[1:], start=1):
        lang = document.lang
        tell(f"aligning {lang} with {pivot.lang}", number)
        aligners[lang] = aligner if dictionary is None else _aligner(manifest, dictionary.between(lang, pivot.lang))
        checked = next(text.checked for text in manifest.text if text.lang == lang)
        kept[lang] = read_kept(manifest.folder / checked, document, pivot).beads if checked and keep else ()
        direct.append(pair(document, pivot, aligner=aligners[lang], keep=kept[lang]))
    made = (
        heard(
            direct,
            aligner=aligner,
            aligners=aligners,
            kept=kept,
            progress=lambda one, other: tell(f"hearing {one} about {other}", len(documents) - 1),
        )
        if manifest.pair.witnesses
        else direct
    )
    crossings = [doubts(alignment, aligner=aligners[alignment.source.lang]) for alignment in made]
    alignments = [
        replace(alignment, signature=alignment.signature.with_items(segmenter=segmenter)) for alignment in made
    ]
    tell("checking", len(documents))
    units = join(alignments, pivot=pivot.lang)
    names = manifest.terms.checks if checks and pivot.segments else ()  # else there is nothing to compare with
    findings: tuple[Finding, ...] = (
        *check(
            units,
            termbase=termbase,
            checks=names,
            source=pivot.lang if names else None,
            texts=manifest.text_facts,
        ),
        *(
            finding
            for alignment, crossed in zip(alignments, crossings, strict=True)
            for finding in order_findings(alignment, crossed, units)
        ),
    )
    return Corpus(
        manifest=manifest,
        documents=documents,
        dropped=dropped,
        alignments=tuple(alignments),
        crossings=tuple(crossings),
        units=units,
        termbase=termbase,
        findings=findings if known is None else tuple(known.silence(findings)),
        accepted=known,
    )


def _segmenter(manifest: Manifest) -> Segmenter:
    from align.pipeline import make_segmenter

    rules = manifest.segment.rules
    try:
        return make_segmenter(manifest.segment.segmenter, rules=None if rules is None else manifest.folder / rules)
    except UsageError as error:
        raise ManifestError(f"segment.segmenter: {error}", path=manifest.path) from error


def _dictionary(manifest: Manifest) -> Dictionary | None:
    """What `pair.dictionary` names.

    Raises:
        ManifestError: it says of no word in which language it is, and there are more than two texts.
    """
    from align.terminology.dictionary import read_dictionary

    if manifest.pair.dictionary is None:
        return None
    found = read_dictionary(manifest.folder / manifest.pair.dictionary)
    if found.termbase is None and len(manifest.text) > 2:
        raise ManifestError(
            f"pair.dictionary: {manifest.pair.dictionary} does not say in which languages its words are, and there are "
            f"{len(manifest.text)} texts; give a term base (.tbx, .csv)",
            path=manifest.path,
        )
    return found


def _aligner(manifest: Manifest, dictionary: Mapping[tuple[str, str], float] | None) -> Aligner:
    from align.pipeline import make_aligner

    key, asked = "pair.encoder", manifest.pair
    try:
        made = make_aligner(asked.aligner, encoder=asked.encoder)
        if dictionary is not None:
            key = "pair.dictionary"
            made = make_aligner(asked.aligner, encoder=asked.encoder, dictionary=dictionary)
    except UsageError as error:
        raise ManifestError(f"{key}: {error}", path=manifest.path) from error
    return made


def read_texts(manifest: Manifest) -> tuple[tuple[Document, ...], tuple[Dropped, ...]]:
    """The texts of `manifest`, the pivot first, without residue and segmented; and the residue."""
    from align.corpus.residue import drop_residue
    from align.pipeline import read_document, segment

    segmenter = _segmenter(manifest)
    documents: list[Document] = []
    dropped: list[Dropped] = []
    for entry in (manifest.pivot_text, *manifest.other_texts):
        document = read_document(
            manifest.folder / entry.file, lang=entry.lang, format=entry.format, encoding=entry.encoding
        )
        date = entry.date or manifest.corpus.date
        document = replace(
            document,
            id=f"{manifest.corpus.id}.{document.lang}",
            source=entry.file,
            date=date.isoformat() if date else None,
            publisher=entry.publisher or manifest.corpus.publisher,
        )
        document, gone = drop_residue(document, manifest.drop)
        documents.append(segment(document, segmenter=segmenter))
        dropped += gone
    for item in dropped:
        if item.count:
            _log.info("%s: %d block(s) left out by the rule '%s'", item.lang, item.count, item.pattern)
        else:
            _log.warning("%s: the drop rule '%s' matches nothing; remove it or correct it", item.lang, item.pattern)
    return tuple(documents), tuple(dropped)
