"""Confidences that other aligners write: ours if they are on our scale, else left out, for all beads of the file."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from align.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["confidence", "on_our_scale"]

_log = logging.getLogger(__name__)


def confidence(text: str, path: Path, line: int, column: int | None = None) -> float:
    """The number that a file gives as confidence; any finite one.

    Raises:
        FormatError: it is no number.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise FormatError(
            f"the confidence {text[:40]!r} is not a number; correct it", path=path, line=line, column=column
        )
    return value


def on_our_scale(found: Sequence[float | None], path: Path) -> list[float | None]:
    """The confidences of a file as scores, if all of them are in 0..1.

    hunalign gives any number, also below 0 and over 1. Cut off at the ends or moved, such numbers would look like
    scores and mean something else, so none of the file is taken then, which is said on the log.
    """
    beyond = sum(value is not None and not 0.0 <= value <= 1.0 for value in found)
    if not beyond:
        return list(found)
    _log.warning(
        "%s: %d of %d confidences are outside 0..1, so they are on another scale than ours and are left out",
        path,
        beyond,
        sum(value is not None for value in found),
    )
    return [None] * len(found)
