"""Files of term bases: which member of the shelf a file is for, and reading and writing with it."""

from __future__ import annotations

import difflib
import logging
from collections import Counter
from typing import TYPE_CHECKING, Literal

from align.errors import FormatError, InputError, OutputError, UsageError
from align.model import TermBase
from align.output import replacing
from align.termbases import (
    TERMBASES,
    Columns,
    Loss,
    Reading,
    TermbaseReader,
    TermbaseWriter,
    ValidatedTermbase,
)
from align.termbases.selecting import in_languages

if TYPE_CHECKING:
    from pathlib import Path

    from align.formats import Problem

__all__ = [
    "checked",
    "looks_like_termbase",
    "read",
    "read_termbase",
    "reader_for",
    "statement",
    "write_termbase",
    "writer_for",
]

_log = logging.getLogger(__name__)

_SNIFFED = 4096
_TOLD = 20  # warnings that are said one by one
_BLANK = b"\xef\xbb\xbf \t\n\r\f\v"


def reader_for(path: Path, *, format: str | None = None) -> TermbaseReader:  # noqa: A002
    """The member that reads a file: as named, or by its content; the suffix only breaks ties.

    Raises:
        InputError: the file cannot be read, or is in no known format.
        UnknownNameError: no member of this name.
        UsageError: the named member does not read.
    """
    if format is not None:
        return _reader(format)
    head = _head(path)
    every = [(name, TERMBASES.make(name)) for name in TERMBASES.names()]
    readers = [(name, made) for name, made in every if isinstance(made, TermbaseReader)]
    by_content = [name for name, made in readers if made.sniff(head)]
    by_content.sort(key=lambda name: {"utx": 0, "omegat": 2}.get(name, 1))  # almost any tabs look like OmegaT's
    by_suffix = [name for name, made in readers if path.name.lower().endswith(made.suffixes)]
    fitting = (*(name for name in by_suffix if name in by_content), *by_content, *by_suffix)
    chosen = fitting[0] if fitting else None
    if chosen is None and head.lstrip(_BLANK).startswith(b"<"):
        chosen = "tbx"  # whose reader says what it is instead
    if chosen is None:
        raise InputError(
            f"is in no known format of term bases ({', '.join(TERMBASES.names())}); name its format", path=path
        )
    return _reader(chosen)


def writer_for(path: Path, *, format: str | None = None) -> TermbaseWriter:  # noqa: A002
    """The member that writes a file: as named, or by the suffix.

    Raises:
        UnknownNameError: no member of this name.
        UsageError: no member has this suffix, or the named one does not write.
    """
    if format is not None:
        named = TERMBASES.make(format)
        if not isinstance(named, TermbaseWriter):
            raise UsageError(f"term bases in the format {format} cannot be written; choose another")
        return named
    writers = [made for name in TERMBASES.names() if isinstance(made := TERMBASES.make(name), TermbaseWriter)]
    for made in writers:
        if path.name.lower().endswith(made.suffixes):
            return made
    known = sorted({suffix for made in writers for suffix in made.suffixes})
    near = difflib.get_close_matches(path.suffix.lower(), known, n=1, cutoff=0.7)
    remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
    raise UsageError(f"{path}: no format of term bases has the suffix {path.suffix!r}; {remedy}")


def looks_like_termbase(path: Path) -> bool:
    """Whether a file is TBX, the one format of term bases that no other kind of file looks like."""
    from align.termbases._tbx_read import is_tbx

    try:
        return is_tbx(_head(path))
    except InputError:
        return False


def read(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002
    columns: Columns | None = None,
    langs: tuple[str, ...] = (),
) -> Reading:
    """All that a file holds, with all that is wrong in it.

    Args:
        path: the file.
        format: name of a member; found from the content if not given.
        columns: what columns of tables are, where their names do not tell.
        langs: language tags, for a file that does not say its languages.

    Raises:
        InputError: the file cannot be read at all.
        UsageError: `columns` or `langs` do not fit the file.
    """
    return reader_for(path, format=format).read(path, columns=columns or Columns(), langs=langs)


def read_termbase(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002
    columns: Columns | None = None,
    langs: tuple[str, ...] = (),
) -> TermBase:
    """The term base in a file; what was guessed or left out is said on the log.

    Args:
        path: the file.
        format: name of a member; found from the content if not given.
        columns: what columns of tables are, where their names do not tell.
        langs: language tags, for a file that does not say its languages.

    Raises:
        InputError: the file cannot be read.
        FormatError: something in it cannot be taken as it is; the message names the line.
        UsageError: `columns` or `langs` do not fit the file.
    """
    return checked(read(path, format=format, columns=columns, langs=langs), path)


def checked(reading: Reading, path: Path) -> TermBase:
    """The concepts of a reading as a term base; what was guessed or left out is said on the log.

    Raises:
        FormatError: there is a problem; the first one, and how many more.
    """
    for line in reading.told:
        _log.info("%s", line)
    _warn(reading.warnings, path)
    if reading.problems:
        first, *others = sorted(reading.problems, key=lambda problem: problem.line or 0)
        reason = f"{first.message}; {first.remedy}" if first.remedy else first.message
        more = f" (and {len(others)} more problems; see: align terms validate)" if others else ""
        if first.rule.startswith("TBX"):
            reason += "; align terms convert --from tbx-any reads it all the same"
        raise FormatError(f"{reason}{more}", path=path, line=first.line, column=first.column)
    return TermBase(concepts=reading.concepts)


def write_termbase(
    termbase: TermBase,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002
    langs: tuple[str, ...] = (),
    on_loss: Literal["warn", "error"] = "warn",
) -> tuple[Loss, ...]:
    """Write a term base, whole or not at all; the result is checked against our schema before it takes its place.

    Args:
        termbase: what to write.
        path: the file to write or replace.
        format: name of a member; found from the suffix if not given.
        langs: the languages to write, the source first; empty for all.
        on_loss: whether what the format cannot keep is said on the log, or an error.

    Returns:
        What could not be kept.

    Raises:
        OutputError: the folder or the disk does not allow it, the result would be invalid, there is nothing to write,
            or something would be lost and `on_loss` is "error".
        UnknownNameError: no member of this name.
        UsageError: the format needs languages that `langs` does not name.
    """
    writer = writer_for(path, format=format)
    termbase = in_languages(termbase, langs) if langs else termbase
    with replacing(path) as temporary:
        losses = writer.write(termbase, temporary, langs=langs)
        if isinstance(writer, ValidatedTermbase):
            for problem in writer.validate(temporary):
                reason = str(problem).replace(str(temporary), str(path))
                raise OutputError(
                    f"{reason}: the result would be invalid, so {path} was not written; please report this"
                )
        if losses and on_loss == "error":
            raise OutputError(f"{writer.name} cannot keep {statement(losses)}; nothing was written")
    if losses:
        _log.warning("%s: %s cannot keep %s", path, writer.name, statement(losses))
    return losses


def statement(losses: tuple[Loss, ...]) -> str:
    """The losses in one line."""
    return ", ".join(map(str, losses))


def _reader(name: str) -> TermbaseReader:
    made = TERMBASES.make(name)
    if not isinstance(made, TermbaseReader):
        raise UsageError(f"term bases in the format {name} cannot be read; choose another")
    return made


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except FileNotFoundError:
        raise InputError("no such file; check the name and the folder", path=path) from None
    except OSError as error:
        if path.is_dir():
            raise InputError("is a folder, not a file", path=path) from None
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise InputError(f"is no file name ({error})", path=path) from None
    if head.startswith(b"\x1f\x8b"):
        import zlib

        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _SNIFFED)
        except zlib.error:
            return head
    return head


def _warn(warnings: tuple[Problem, ...], path: Path) -> None:
    """Say warnings: one by one if they are few, else how many of each rule."""
    if len(warnings) <= _TOLD:
        for warning in warnings:
            place = ":".join(str(part) for part in (path, warning.line) if part is not None)
            _log.warning("%s: %s", place, warning.message)
        return
    for rule, count in Counter(warning.rule for warning in warnings).items():
        first = next(warning for warning in warnings if warning.rule == rule)
        _log.warning("%s: %d times (first in line %s): %s", path, count, first.line, first.message)
