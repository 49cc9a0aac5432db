"""Align the texts of a corpus with its pivot, each hearing what the others say (`align.aligners.witnesses`)."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from align.aligners.witnesses import Weighing, Witness, WitnessedAligner
from align.pairing import serving
from align.pipeline import pair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from align.aligners import Aligner
    from align.model import Alignment, Bead

__all__ = ["MOST_WITNESSES", "heard"]

_log = logging.getLogger(__name__)

MOST_WITNESSES = 6
"""Texts that are heard about a pair; the work grows with them, and the last ones add little."""

_MOST_SEGMENTS = 200_000  # of all texts together, whose vectors are in memory at the same time (2 kB each)


def heard(
    alignments: Sequence[Alignment],
    *,
    aligner: Aligner,
    aligners: Mapping[str, Aligner],
    kept: Mapping[str, Sequence[Bead]],
    progress: Callable[[str, str], None],
) -> tuple[Alignment, ...]:
    """The alignments of the texts with the pivot, made anew with the alignments of the texts with one another.

    Witnesses are the first texts that `aligner` itself serves, in the order of the corpus. Without two texts of that
    kind, or if the texts together are too long to be held in memory, the alignments come back as they are.

    Args:
        alignments: of each text with the pivot, the pivot being the target.
        aligner: what aligns texts with one another.
        aligners: what aligns each text with the pivot, by the language of the text.
        kept: beads that a person has settled, by the language of the text.
        progress: called with the languages of two texts before they are aligned.
    """
    if not isinstance(aligner, Weighing) or not alignments:
        return tuple(alignments)
    pivot = alignments[0].target
    able = [
        one
        for one in alignments
        if one.source.segments and pivot.segments and serving(aligner, one.source.lang, pivot.lang) is aligner
    ]
    if len(able) < 2:
        return tuple(alignments)
    segments = sum(len(one.source.segments) for one in able) + len(pivot.segments)
    if segments > _MOST_SEGMENTS:
        _log.info("the texts have %d segments, so that each was aligned with %s alone", segments, pivot.lang)
        return tuple(alignments)
    witnesses = able[:MOST_WITNESSES]
    between: dict[tuple[str, str], tuple[Bead, ...]] = {}
    for one in able:
        for witness in witnesses:
            langs = one.source.lang, witness.source.lang
            if one is not witness and langs not in between:
                progress(*langs)
                beads = pair(one.source, witness.source, aligner=aligner).beads
                between[langs], between[langs[::-1]] = beads, tuple(map(_turned, beads))
    out = []
    for one in alignments:
        lang = one.source.lang
        if one not in able:
            out.append(one)
            continue
        progress(lang, pivot.lang)
        others = [
            Witness(between[lang, witness.source.lang], witness.beads) for witness in witnesses if witness is not one
        ]
        own = serving(aligners[lang], lang, pivot.lang)
        hearing = WitnessedAligner(own if isinstance(own, Weighing) else aligner, others)
        out.append(pair(one.source, pivot, aligner=hearing, keep=kept.get(lang, ())))
    return tuple(out)


def _turned(bead: Bead) -> Bead:
    return replace(bead, source=bead.target, target=bead.source)
