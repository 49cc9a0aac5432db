"""Vectors of an encoder, looked at before they are used: encoders may come from anywhere, and from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.encoders import Encoder, Overlaps

__all__ = ["checked_overlaps"]

_CHUNK = 4096
_TOLERANCE = 0.01


def checked_overlaps(encoder: Encoder, texts: Sequence[str], lang: str) -> Overlaps:
    """The runs of neighbouring `texts`, as `encoder` makes them, if they keep its contract.

    Args:
        encoder: any.
        texts: the segments, in order.
        lang: BCP 47 tag.

    Raises:
        InputError: the vectors are for another number of segments or of another shape, or one is not finite or
            neither of length 1 nor all zeros; or the encoder itself refuses the texts.
    """
    overlaps = encoder.overlaps(texts, lang)
    if len(overlaps) != len(texts):
        raise _wrong(encoder, f"made vectors for {len(overlaps)} segments, but there are {len(texts)}")
    for begin in range(0, len(texts), _CHUNK):
        starts = np.arange(begin, min(begin + _CHUNK, len(texts)))
        rows = overlaps.vectors(starts, 1)
        if rows.shape != (len(starts), encoder.dimensions):
            raise _wrong(encoder, f"made vectors of shape {rows.shape}, not {(len(starts), encoder.dimensions)}")
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        wrong = np.flatnonzero(~((np.abs(lengths - 1.0) < _TOLERANCE) | (lengths == 0.0)))
        if len(wrong):
            first = int(wrong[0])
            what = f"length {lengths[first]:.3g}" if np.isfinite(lengths[first]) else "a value that is not finite"
            raise _wrong(encoder, f"made a vector of {what} for segment {begin + first + 1}; unit vectors are needed")
    return overlaps


def _wrong(encoder: Encoder, what: str) -> InputError:
    return InputError(f"the encoder {encoder.signature} {what}; choose another encoder, or mend this one")
