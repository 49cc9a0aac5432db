"""Dates that may be a year or a month, compared as the spans of days that they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

__all__ = ["When", "span_of", "when"]

When = Literal["before", "within", "after"]

_DATE = re.compile(r"(\d{4})(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?)?(?:T.*)?", re.DOTALL)
_FIRST, _LAST = "0000-01-01", "9999-12-31"


@lru_cache(maxsize=4096)
def span_of(date: str) -> tuple[str, str] | None:
    """First and last day of `date` (2018, 2018-03, 2018-03-05, 20180305 or with a time); None if it is none of these.

    The last day of a month may be one that the calendar does not have; it is only good for comparison.
    """
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"


def when(date: tuple[str, str], valid_from: str | None, valid_to: str | None) -> When:
    """Where `date` lies seen from a validity: wholly before it, wholly after it, or else within.

    A date that is only partly outside is within, for nobody knows better: a document of 2018 and a term that is valid
    from March 2018. A bound that is no date does not bound.
    """
    begin = (span_of(valid_from) if valid_from else None) or (_FIRST, _FIRST)
    end = (span_of(valid_to) if valid_to else None) or (_LAST, _LAST)
    if date[1] < begin[0]:
        return "before"
    return "after" if date[0] > end[1] else "within"
