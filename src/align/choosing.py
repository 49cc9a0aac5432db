"""Which format a file is in, or is to be written in: by name, by content, by suffix."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from align.errors import InputError, UsageError
from align.formats import FORMATS, AlignmentFormat, BeadFormat, PackedFormat, PairFormat, UnitFormat, UnitSource
from align.text.signatures import describe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    AnyPath = str | PathLike[str]

__all__ = ["existing", "format_for", "format_of", "to_write"]

_SNIFFED = 4096
_BLANK = b"\xef\xbb\xbf \t\n\r\f\v"

T = TypeVar("T")


def format_of(path: AnyPath, *, name: str | None = None) -> str:
    """The name of the format that an existing file of units, beads or alignments is in.

    Raises:
        InputError: the file cannot be read, or no format fits.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    return existing(place, name, (UnitSource, BeadFormat, AlignmentFormat), "unit, bead or alignment").name


def format_for(path: AnyPath, *, name: str | None = None, alignments: bool = False) -> str:
    """The name of the format of units or beads that a file is to be written in: as named, or by its suffix.

    Args:
        path: the file.
        name: of the format; found from the suffix if not given.
        alignments: whether formats that hold two texts with their beads count too.

    Raises:
        UsageError: no format has this suffix.
        UnknownNameError: no format of this name.
    """
    if alignments:
        every = (UnitFormat, PairFormat, BeadFormat, AlignmentFormat)
        return to_write(Path(path), name, every, "unit, bead or alignment").name
    return to_write(Path(path), name, (UnitFormat, PairFormat, BeadFormat), "unit or bead").name


def existing(
    path: Path, name: str | None, ability: type[T] | tuple[type[T], ...], kind: str, *, fallback: str | None = None
) -> T:
    """The format that bears `name`, or that fits the content of the file.

    Args:
        path: the file.
        name: of the format; found from the content if not given, and the suffix only breaks ties.
        ability: what the format has to be able to do, or several of which one is enough.
        kind: what such formats are called in messages.
        fallback: name of the format that is taken if none fits.

    Raises:
        InputError: the file cannot be read, or no format fits.
        UnknownNameError: no format of this name.
        UsageError: the named format is not able to do that.
    """
    if name is not None:
        return _named(name, ability, kind)
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except IsADirectoryError:
        raise InputError("is a folder, not a file", path=path) from None
    except OSError as error:
        if path.is_dir():  # other systems report a folder as a lack of permission
            raise InputError("is a folder, not a file", path=path) from None
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise InputError(f"is no file name ({error})", path=path) from None
    able = _able(ability)
    by_suffix = [one for one in able if _has_suffix(path, one)]
    by_content = [one for one in able if FORMATS.make(one).sniff(head)] or _by_members(path, head, able)
    by_content.sort(key=lambda one: one == fallback)  # any text is plain text, so what says more comes first
    chosen = (*(one for one in by_suffix if one in by_content), *by_content, *by_suffix, fallback)[0]
    if chosen is None:
        if not head:
            raise InputError("is empty; there is nothing to read", path=path)
        formats = f"no known {kind} format ({', '.join(able)})"
        if found := describe(head):
            raise InputError(f"is {found.what}, in {formats}; save or export it in one of these", path=path)
        raise InputError(f"is in {formats}; name its format", path=path)
    if chosen == fallback and chosen not in by_suffix:
        other = next((one for one in _able(UnitSource) if FORMATS.make(one).sniff(head)), None)
        if other is None and head.lstrip(_BLANK).startswith(b"<"):
            other = "XML"
        if other is not None:
            raise InputError(
                f"is {other}, not a {kind} ({', '.join(able)}); name a format to read it as one", path=path
            )
    return _named(chosen, ability, kind)


def _by_members(path: Path, head: bytes, able: Sequence[str]) -> list[str]:
    """Those of the formats `able` that the names of the parts of a ZIP archive tell."""
    if not head.startswith(b"PK"):
        return []
    from align.formats.package import member_names

    names = member_names(path)
    made = {one: FORMATS.make(one) for one in able}
    return [one for one, member in made.items() if isinstance(member, PackedFormat) and member.sniff_members(names)]


def to_write(
    path: Path, name: str | None, ability: type[T] | tuple[type[T], ...], kind: str, *, fallback: str | None = None
) -> T:
    """The format that bears `name`, or that the suffix of a file to be written asks for.

    Args:
        path: the file.
        name: of the format; found from the suffix if not given.
        ability: what the format has to be able to do, or several of which one is enough.
        kind: what such formats are called in messages.
        fallback: name of the format that is taken if the suffix says nothing.

    Raises:
        UnknownNameError: no format of this name.
        UsageError: no format has this suffix, or the named one is not able to do that.
    """
    chosen = name or next((one for one in _able(ability) if _has_suffix(path, one)), fallback)
    if chosen is None:
        known = sorted({suffix for one in _able(ability) for suffix in FORMATS.make(one).suffixes})
        near = difflib.get_close_matches(path.suffix.lower(), known, n=1, cutoff=0.7)
        remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
        raise UsageError(f"{path}: no {kind} format has the suffix {path.suffix!r}; {remedy}")
    return _named(chosen, ability, kind)


def _named(name: str, ability: type[T] | tuple[type[T], ...], kind: str) -> T:
    made = FORMATS.make(name)
    if not isinstance(made, ability):
        raise UsageError(f"{name} is not a {kind} format; known: {', '.join(_able(ability))}")
    return made


def _able(ability: type[object] | tuple[type[object], ...]) -> list[str]:
    return [name for name in FORMATS.names() if isinstance(FORMATS.make(name), ability)]


def _has_suffix(path: Path, name: str) -> bool:
    return path.name.lower().endswith(FORMATS.make(name).suffixes)
