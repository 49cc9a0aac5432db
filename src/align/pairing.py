"""Pair two documents: the aligner that serves them, what a person has settled, and what the run says about itself."""

from __future__ import annotations

import inspect
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from align.aligners import ALIGNERS, DEFAULT_ALIGNER, Comparing, Selective
from align.aligners.settled import align_around
from align.blas import one_thread
from align.errors import UsageError
from align.model import Alignment, Signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from align.aligners import Aligner, Points
    from align.aligners.crossing import Crossing
    from align.model import Bead, Document

__all__ = ["crossings_of", "doubts", "make_aligner", "pair", "serving", "serving_aligner", "signature_of"]

_MOST_SAID = 10

_log = logging.getLogger(__name__)


def pair(
    source: Document,
    target: Document,
    *,
    aligner: Aligner | str = DEFAULT_ALIGNER,
    points: Points = (),
    keep: Sequence[Bead] = (),
) -> Alignment:
    """Align two segmented documents; scores have four decimals.

    Args:
        source: a segmented document.
        target: likewise.
        aligner: an aligner, or the name of one.
        points: borders (i, j) that no bead crosses: the first `i` source segments belong to the first `j` target
            segments; rising on both sides.
        keep: beads of an earlier alignment that come out as they are, with the status "checked"; the rest is aligned
            around them.

    Raises:
        UsageError: a document has text but has not been segmented; a point is none; kept beads contradict each other,
            a point or the documents (both are named).
        UnknownNameError: no aligner of this name.
    """
    for document in (source, target):
        if not document.segments and document.blocks:
            raise UsageError(f"{document.id} has not been segmented; call segment() first")
    chosen: Aligner = ALIGNERS.make(aligner) if isinstance(aligner, str) else aligner
    for document, other in ((source, target), (target, source)):
        if not document.segments:
            _log.warning("%s has no text: every segment of %s is a null bead", document.id, other.id)
    able = serving_aligner(chosen, source.lang, target.lang)
    # what differs beyond four decimals is the arithmetic of the machine: another processor is enough for it
    beads = (
        bead if bead.score is None or bead.status == "checked" else replace(bead, score=round(bead.score, 4))
        for bead in align_around(able, source, target, points=points, keep=keep)
    )
    signature = signature_of(langs=f"{source.lang}-{target.lang}", aligner=able.signature)
    settled = {name: str(len(given)) for name, given in (("points", points), ("kept", keep)) if given}
    return Alignment(source=source, target=target, beads=tuple(beads), signature=signature.with_items(**settled))


def serving(aligner: Aligner, source: str, target: str) -> Aligner:
    """The aligner for two languages (BCP 47 tags): `aligner`, or the one that it names instead."""
    return aligner.serving(source, target) if isinstance(aligner, Selective) else aligner


def serving_aligner(aligner: Aligner, source: str, target: str) -> Aligner:
    """What `serving` gives; another aligner, and the languages for which it is needed, are said on the log."""
    able = serving(aligner, source, target)
    if able is not aligner:
        unknown = [lang for lang in (source, target) if serving(aligner, lang, lang) is not aligner]
        _log.warning(
            "%s does not know %s; %s aligns %s with %s",
            aligner.signature,
            " and ".join(dict.fromkeys(unknown)),
            able.signature,
            source,
            target,
        )
    return able


@one_thread()
def crossings_of(alignment: Alignment, *, aligner: Aligner) -> tuple[Crossing, ...]:
    """What stands in another order in the other text (see `align.aligners.crossing`).

    Empty as well where `aligner`, or the one that serves these languages, cannot compare segments.
    """
    able = serving(aligner, alignment.source.lang, alignment.target.lang)
    if not isinstance(able, Comparing) or not alignment.source.segments or not alignment.target.segments:
        return ()
    from align.aligners.crossing import crossings

    overlaps = able.overlaps(alignment.source, alignment.target, alignment.beads)
    return crossings(alignment.source, alignment.target, alignment.beads, overlaps)


def doubts(alignment: Alignment, *, aligner: Aligner) -> tuple[Crossing, ...]:
    """Say on the log what is odd about the two texts, and give what stands in another order.

    A warning says that they do not look like translations (see `align.aligners.relation`); in texts that do not,
    nothing has an order. Of crossings at most ten are said.

    Args:
        alignment: of two texts.
        aligner: the one that made it, without a lexicon that the same texts have taught.
    """
    able = serving(aligner, alignment.source.lang, alignment.target.lang)
    pair_of = f"{alignment.source.lang}-{alignment.target.lang}"
    if isinstance(able, Comparing) and alignment.source.segments and alignment.target.segments:
        from align.aligners.relation import relation

        found = relation(able, alignment.source, alignment.target, alignment.beads)
        if found.looks_unrelated:
            _log.warning(
                "%s: these do not look like translations of each other: %d %% of the characters are in beads that "
                "score .5 or more, and the two sides of a bead are hardly closer than any other two (%.2f); "
                "check that these are the right files",
                pair_of,
                round(100 * found.matched),
                found.excess,
            )
            return ()
    out = crossings_of(alignment, aligner=able)
    for crossing in out[:_MOST_SAID]:
        _log.info("%s: %s", pair_of, crossing)
    if len(out) > _MOST_SAID:
        _log.info("%s: and %d more out of order", pair_of, len(out) - _MOST_SAID)
    return out


def make_aligner(
    name: str = DEFAULT_ALIGNER,
    *,
    encoder: str | None = None,
    dictionary: Mapping[tuple[str, str], float] | None = None,
) -> Aligner:
    """The aligner called `name`.

    Args:
        name: of a member of the shelf.
        encoder: what it takes vectors from; its own default if not given.
        dictionary: pairs of a source and a target word that translate each other, weights in 0..1; see
            `align.terminology.dictionary`.

    Raises:
        UnknownNameError: no aligner, or no encoder, of this name.
        UsageError: this aligner takes no encoder, or no dictionary.
    """
    given = {"encoder": encoder, "dictionary": dictionary}
    options = {option: value for option, value in given.items() if value is not None}
    known = inspect.signature(ALIGNERS.load(name)).parameters
    for option in options:
        if option not in known:
            raise UsageError(f"the aligner {name!r} takes no {option}; leave it out")
    return ALIGNERS.make(name, **options)


def signature_of(**items: str) -> Signature:
    """A signature that starts with this version of the toolkit."""
    from align import __version__

    return Signature.of(align=__version__, **items)
