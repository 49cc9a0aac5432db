"""Dates as people write them, in the form of ISO 8601: a year, a month or a day."""

from __future__ import annotations

from datetime import date, timedelta

import regex

__all__ = ["DAY_ZERO", "DAY_ZERO_1904", "NotADateError", "are_apart", "is_later", "iso_date"]

# The months in the languages of the United Nations that name them, and German; short forms are beginnings of these
_MONTHS = (
    "january janvier januar enero января январь يناير",
    "february février fevrier februar febrero февраля февраль فبراير",
    "march mars märz marz maerz marzo марта март مارس",
    "april avril abril апреля апрель أبريل",
    "may mai mayo мая май مايو",
    "june juin juni junio июня июнь يونيو",
    "july juillet juli julio июля июль يوليو",
    "august août aout agosto августа август أغسطس",
    "september septembre septiembre setiembre сентября сентябрь سبتمبر",
    "october octobre oktober octubre октября октябрь أكتوبر",
    "november novembre noviembre ноября ноябрь نوفمبر",
    "december décembre decembre dezember diciembre декабря декабрь ديسمبر",
)
_SHORTEST = 3  # letters by which a month is told
_ISO = regex.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:[T ][0-9:.]+Z?)?")
_COMPACT = regex.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_HAN = regex.compile(r"([0-9]{4})\s*年(?:\s*([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})\s*[日号])?)?")
_SMALL_FIRST = regex.compile(r"(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.]([0-9]{4})")
_DAY_MONTH = regex.compile(
    r"(?:([0-9]{1,2})(?:\.|er|st|nd|rd|th)?\s+(?:de\s+)?)?(\p{L}+)\.?,?\s+(?:de\s+)?([0-9]{4})(?:\s*г\.?)?"
)
_MONTH_DAY = regex.compile(r"(\p{L}+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_SERIAL = regex.compile(r"([0-9]{5})(?:\.[0-9]+)?")
DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a sheet (ECMA-376, part 1, 18.17.4.1), for days from March 1900 on."""
DAY_ZERO_1904 = date(1904, 1, 1)
"""Day 0 of a sheet that counts from 1904, as old Macintosh ones do (the same)."""
_HOW = "write the year, 2018, or 2018-03, or 2018-03-24"


class NotADateError(ValueError):
    """A text is no date, or one that can be read in two ways; the message says which."""


def iso_date(text: str, *, day_zero: date | None = None) -> str:
    """The date in `text` as ``2018``, ``2018-03`` or ``2018-03-24``.

    Args:
        text: such as ``2018-03``, ``March 2018``, ``24.03.2018`` or ``2018年3月``.
        day_zero: what a number of five digits, the day number of a sheet, is counted from; None if it is no date.

    Raises:
        NotADateError: it is none, or day and month cannot be told apart.
    """
    text = text.strip()
    if day_zero is not None and (found := _SERIAL.fullmatch(text)):
        return (day_zero + timedelta(days=int(found[1]))).isoformat()
    for pattern in (_ISO, _COMPACT, _HAN):
        if found := pattern.fullmatch(text):
            return _date(text, found[1], found[2], found[3])
    if found := _SMALL_FIRST.fullmatch(text):
        return _day_first(text, found[1], found[2], found[3])
    if found := _DAY_MONTH.fullmatch(text):
        return _date(text, found[3], _month(text, found[2]), found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _date(text, found[3], _month(text, found[1]), found[2])
    raise NotADateError(f"{text!r}, which is no date; {_HOW}")


def is_later(one: str, other: str) -> bool:
    """Whether an ISO date lies behind another; a year or month ends with its last day (2018-03 is not behind 2018)."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


def are_apart(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    """Whether no day is in both spans of time (from and to, None where unbounded).

    A span that ends in the month or year in which the other begins is apart from it: the day is not known.
    """
    return any(
        end is not None and begin is not None and not is_later(end, begin)
        for end, begin in ((one[1], other[0]), (other[1], one[0]))
    )


def _day_first(text: str, day: str | None, month: str, year: str) -> str:
    if day is not None and day != month and int(day) <= 12 and int(month) <= 12:
        one, other = (f"{year}-{int(a):02}-{int(b):02}" for a, b in ((month, day), (day, month)))
        raise NotADateError(f"{text!r}, where day and month cannot be told apart; write {one} or {other}")
    if day is not None and int(month) > 12:
        day, month = month, day
    return _date(text, year, month, day)


def _month(text: str, name: str) -> str:
    name = name.casefold()
    found = [
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(name == full or (len(name) >= _SHORTEST and full.startswith(name)) for full in names.split())
    ]
    if len(found) != 1:
        raise NotADateError(f"{text!r}, which is no date; {_HOW}")
    return str(found[0])


def _date(text: str, year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise NotADateError(f"{text!r}, which is no date; {_HOW}") from None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part is not None)])
