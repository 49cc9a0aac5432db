"""Where a pattern was found."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A pattern found in a text.

    Attributes:
        pattern: its position in the list of patterns.
        start, end: span in the original text, code points, half-open.
        exact: whether the text has the pattern as listed, but for case, spaces and signs.
    """

    pattern: int
    start: int
    end: int
    exact: bool
