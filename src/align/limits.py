"""How much a file may hold before it is refused: a damaged or hostile file must not fill the memory or the disk.

The usual limits are far above what texts and memories have. Who trusts a file raises one for a while with `raised`, or
on the command line with ``--limit``.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from align.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Limits", "limits", "parse_limits", "raised"]

_UNITS = {"": 1, "B": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KB": 2**10, "MB": 2**20, "GB": 2**30}
_NUMBER = re.compile(r"(\d{1,15})\s*([KMG]?B?)", re.IGNORECASE)
_DEEPEST = 2048  # what libxml2 itself can be asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may hold at most.

    Attributes:
        size: bytes of a file that is read piece by piece, unpacked.
        whole: bytes of a file, or of the parts of one together, that is held in memory, unpacked.
        expansion: bytes unpacked for each packed byte, once 16 MB have been unpacked.
        parts: files in a ZIP archive.
        depth: levels of nesting in XML. Beyond 256 texts in XML may be longer than 10 MB too.
        attributes: of one element.
        units: units, or lines, of one file.
        line: bytes of one line.
    """

    size: int = 64 * 2**30
    whole: int = 512 * 2**20
    expansion: int = 250
    parts: int = 20_000
    depth: int = 256
    attributes: int = 1_000
    units: int = 200_000_000
    line: int = 64 * 2**20


_USUAL = Limits()
_CURRENT = ContextVar("limits", default=_USUAL)


def limits() -> Limits:
    """Those that hold now."""
    return _CURRENT.get()


@contextmanager
def raised(**changes: int) -> Iterator[None]:
    """Other limits inside the ``with``, such as ``raised(depth=2000)``.

    Raises:
        UnknownNameError: there is no such limit.
        UsageError: a limit is below 1, or a depth over 2,048.
    """
    for name, value in changes.items():
        if name not in _NAMES:
            raise UnknownNameError("limit", name, _NAMES)
        if value < 1 or (name == "depth" and value > _DEEPEST):
            most = f" and at most {_DEEPEST:,}" if name == "depth" else ""
            raise UsageError(f"the limit {name} cannot be {value}; it is at least 1{most}")
    token = _CURRENT.set(replace(_CURRENT.get(), **changes))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def parse_limits(words: Iterable[str]) -> dict[str, int]:
    """The limits in words such as ``depth=2000`` and ``size=100GB``; K, M and G are thousands, KB, MB and GB bytes.

    Raises:
        UsageError: a word is no name and number.
        UnknownNameError: there is no such limit.
    """
    found: dict[str, int] = {}
    for word in words:
        name, _, text = word.partition("=")
        if name not in _NAMES:
            raise UnknownNameError("limit", name, _NAMES)
        number = _NUMBER.fullmatch(text.strip())
        if number is None:
            raise UsageError(f"{word!r} is no limit; write a name and a number, such as depth=2000 or size=100GB")
        found[name] = int(number[1]) * _UNITS[number[2].upper()]
    return found


_NAMES = tuple(field.name for field in fields(Limits))
