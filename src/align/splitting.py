"""Units written as several files, none larger than a tool takes: ``out-001.tmx``, ``out-002.tmx`` and so on."""

from __future__ import annotations

import logging
import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from align.errors import OutputError, UsageError
from align.formats import FORMATS, UnitFormat, UnitHeader, Written
from align.formats.spool import settled_source
from align.output import refuse_bad_target, replacing
from align.pipeline import must_be_valid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.model import TranslationUnit

__all__ = ["Split", "parse_split", "write_parts"]

_log = logging.getLogger(__name__)

_SPLIT = re.compile(r"(\d{1,12})\s*(units?|[KMG]?B)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}
_STREAMED = ("tmx", "xliff", "xliff2", "jsonl")
"""Formats that write each unit as it comes, so that the size of a file is known while it grows."""
_MARGIN = 65_536  # bytes that may not be on the disk yet, and the end of the file
_SMALLEST = 2**20
_EXPANDS = 8  # bytes written for a code point of a unit, at most in any sensible text


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How large a part may be: so many units, or so many bytes; the other is None."""

    units: int | None = None
    size: int | None = None


def parse_split(text: str) -> Split:
    """What ``50000units`` or ``100MB`` asks for.

    Raises:
        UsageError: it is neither, or too small.
    """
    found = _SPLIT.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"--split takes a number of units or a size, such as 50000units or 100MB, not {text!r}")
    number = int(found[1])
    if found[2].lower().startswith("unit"):
        if not number:
            raise UsageError("--split takes at least 1 unit a file")
        return Split(units=number)
    size = number * _BYTES[found[2].upper()]
    if size < _SMALLEST:
        raise UsageError(f"--split takes at least 1MB a file, not {text}; or name a number of units")
    return Split(size=size)


def write_parts(
    units: Iterator[TranslationUnit], target: Path, *, name: str, header: UnitHeader, split: Split
) -> Written:
    """Write units as files whose names are that of `target` with a number from 001; all of them or none.

    Each part is a whole file with the header, checked as any other.

    Raises:
        UsageError: the format does not hold units in one file, or its size is not known while it is written.
        OutputError: the folder or the disk does not allow it, a unit alone is larger than a part, or a part would be
            invalid.
    """
    writer = FORMATS.make(name)
    if not isinstance(writer, UnitFormat):
        raise UsageError(f"--split writes units in one file each; {name} does not hold them so")
    if split.size is not None and name not in _STREAMED:
        raise UsageError(f"the size of {name} is known at its end only; split by units, such as --split 50000units")
    refuse_bad_target(target)
    source, rest = settled_source(units, header.source)
    told = replace(header, source=source)
    suffix = next((one for one in sorted(writer.suffixes, key=len, reverse=True) if target.name.endswith(one)), "")
    stem = target.name.removesuffix(suffix)
    parts: list[Written] = []
    places: list[Path] = []
    first = next(rest, None)
    with ExitStack() as stack:
        while first is not None or not places:
            place = target.with_name(f"{stem}-{len(places) + 1:03}{suffix}")
            places.append(place)
            temporary = stack.enter_context(replacing(place))
            part = _Part(first, rest, temporary, split)
            parts.append(writer.write_units(part, temporary, told))
            must_be_valid(writer, temporary, place)
            if split.size is not None and temporary.stat().st_size > split.size:
                raise OutputError(f"a unit alone is larger than {split.size:,} bytes; nothing was written")
            first = part.next_first
    written = Written(
        units=sum(one.units for one in parts),
        dropped=sum(one.dropped for one in parts),
        replaced=sum(one.replaced for one in parts),
        files=tuple(places),
    )
    if written.replaced:
        _log.warning("%s: %d characters that the format cannot hold were replaced", target, written.replaced)
    if written.dropped:
        _log.warning("%s: %d units without any word cannot be held and were left out", target, written.dropped)
    return written


class _Part:
    """The units of one part, taken from those that are left.

    Attributes:
        next_first: the first unit of the next part; None if there is none.
    """

    def __init__(
        self, first: TranslationUnit | None, rest: Iterator[TranslationUnit], temporary: Path, split: Split
    ) -> None:
        self._rest = rest
        self._temporary = temporary
        self._split = split
        self.next_first = first

    def __iter__(self) -> Iterator[TranslationUnit]:
        count = pending = 0
        while (unit := self.next_first) is not None:
            if self._split.units is not None and count >= self._split.units:
                return
            if self._split.size is not None:
                pending = _weight(unit)
                if count and self._temporary.stat().st_size + pending + _MARGIN > self._split.size:
                    return
            yield unit
            count += 1
            self.next_first = next(self._rest, None)


def _weight(unit: TranslationUnit) -> int:
    """Bytes that a unit may take, rather too many."""
    texts = sum(
        len(piece) if isinstance(piece, str) else 40 + len(piece.content) for v in unit.variants for piece in v.content
    )
    told = sum(
        len(p.name) + len(p.value) for p in (*unit.properties, *(p for v in unit.variants for p in v.properties))
    )
    ids = sum(len(one) for v in unit.variants for one in v.segments)
    return _EXPANDS * (texts + told + ids + sum(map(len, unit.notes))) + 200 * (
        2 + len(unit.variants) + len(unit.origin)
    )
