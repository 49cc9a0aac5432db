"""Dates put into periods of equal length, to show how something changes over time."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["counted", "periods"]

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_MOST = 60  # periods on an axis
_FEW = 3  # periods that already show a change


def periods(dates: Iterable[str]) -> tuple[str, ...]:
    """The periods that ISO 8601 `dates` lie in, without gaps: years, or months or days where these tell more.

    Dates that are none are left out.

    >>> periods(["2015", "2017-03-01", "2018"])
    ('2015', '2016', '2017', '2018')
    >>> periods(["2023-01-05", "2023-03", "2023-02-07"])
    ('2023-01', '2023-02', '2023-03')
    """
    known = sorted({date for date in dates if _DATE.fullmatch(date)})
    if not known:
        return ()
    years = sorted({date[:4] for date in known})
    if len(years) >= _FEW or any(len(date) == len("2023") for date in known):
        span = range(int(years[0]), int(years[-1]) + 1)
        return tuple(f"{year:04}" for year in span) if len(span) <= _MOST else tuple(years)
    months = sorted({date[:7] for date in known})
    if len(months) >= _FEW or any(len(date) == len("2023-12") for date in known):
        first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1]))
        return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))
    return tuple(known)


def counted(dates: Iterable[tuple[str, int]], known: Sequence[str]) -> tuple[int, ...]:
    """How much falls into each of the `known` periods.

    Args:
        dates: ISO 8601 dates with counts.
        known: as `periods` gives them, all of one length.
    """
    counts = Counter[str]()
    length = len(known[0]) if known else 0
    for date, count in dates:
        counts[date[:length]] += count
    return tuple(counts[period] for period in known)
