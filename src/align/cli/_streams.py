"""Standard input and output: bytes in UTF-8 on every system, ``-`` for a file name, a reader that stops early."""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from align.cli._report import call, say
from align.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ReaderGoneError", "is_dash", "put", "put_bytes", "put_pieces", "readable", "whole", "wholes", "written"]

_CHUNK = 2**20  # bytes of a file that are held on their way to standard output


class ReaderGoneError(Exception):
    """Whoever read our standard output has stopped reading: no reason for an error message."""


def is_dash(path: Path | None) -> bool:
    """Whether `path` stands for standard input or output."""
    return path is not None and str(path) == "-"


@contextmanager
def readable(*paths: Path) -> Iterator[list[Path]]:
    """The files to read: each as given, but for ``-`` and pipes a file that holds what came, and unpacked.

    Raises:
        UsageError: ``-`` was given twice.
        InputError: standard input is closed.
    """
    from contextlib import ExitStack

    with ExitStack() as stack:
        places = stack.enter_context(_from_stream(*paths))
        yield [stack.enter_context(_plain(place, path)) for place, path in zip(places, paths, strict=True)]


@contextmanager
def whole(path: Path, named: Path, *, recover: bool, encoding: str | None = None) -> Iterator[tuple[Path, int]]:
    """The file to read, mended if that is asked for, and how many things that lost; each has been said.

    `encoding` is that of the file, if the user has stated it; a mended file is in UTF-8.
    """
    if not recover:
        yield path, 0
        return
    from align.formats.mending import mended

    with mended(path, encoding=encoding) as found:
        name = "<stdin>" if is_dash(named) else str(named)
        call(str(found.place), name)
        for loss in found.losses:
            say(str(loss))
        yield found.place, len(found.losses)


@contextmanager
def wholes(
    paths: Sequence[Path], named: Sequence[Path], *, recover: bool, encoding: str | None = None
) -> Iterator[tuple[list[Path], int]]:
    """The files to read, each as `whole` gives it, and how many things were lost in all of them."""
    with contextlib.ExitStack() as stack:
        pairs = zip(paths, named, strict=True)
        found = [stack.enter_context(whole(path, name, recover=recover, encoding=encoding)) for path, name in pairs]
        yield [path for path, _ in found], sum(lost for _, lost in found)


@contextmanager
def _plain(place: Path, named: Path) -> Iterator[Path]:
    """What is packed in the file at `place`, or that file; messages name what the user has named."""
    from align.formats.unpacking import unpacked

    with unpacked(place) as unpacked_place:
        if unpacked_place != place:
            call(str(unpacked_place), "<stdin>" if is_dash(named) else str(named))
        yield unpacked_place


@contextmanager
def _from_stream(*paths: Path) -> Iterator[list[Path]]:
    """The files as they are named, but for ``-`` and pipes, which can be read only once, a copy of what they gave."""
    if not any(is_dash(path) or _is_pipe(path) for path in paths):
        yield list(paths)
        return
    if sum(is_dash(path) for path in paths) > 1:
        raise UsageError("standard input (-) can be read only once; give the other file by name")
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="align.") as folder:
        places = []
        for number, path in enumerate(paths):
            place = path
            if is_dash(path):
                place = Path(folder, "stdin")
                _keep(place, "<stdin>", None)
            elif _is_pipe(path):
                place = Path(folder, str(number), path.name)
                place.parent.mkdir()
                _keep(place, str(path), path)
            places.append(place)
        yield places


def _is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except OSError:  # whoever reads it will say why
        return False


def _keep(place: Path, name: str, pipe: Path | None) -> None:
    """Copy standard input, or what comes through a pipe, to `place`, which messages are to call `name`."""
    from shutil import copyfileobj

    call(str(place), name)
    try:
        with contextlib.ExitStack() as stack:
            source = sys.stdin.buffer if pipe is None else stack.enter_context(pipe.open("rb"))
            copyfileobj(source, stack.enter_context(place.open("wb")))
    except (OSError, ValueError, AttributeError) as error:  # closed, or not there at all
        reason = getattr(error, "strerror", None) or "it is closed"
        raise InputError(f"cannot be read: {reason}", path=name) from error


@contextmanager
def written(path: Path | None) -> Iterator[Path]:
    """The file to write: `path` itself, or for None and ``-`` one whose content then goes to standard output."""
    if path is not None and not is_dash(path):
        yield path
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="align.") as folder:
        kept = Path(folder, "stdout")
        call(str(kept), "<stdout>")
        yield kept
        with kept.open("rb") as file:
            while data := file.read(_CHUNK):
                put_bytes(data)


def put(text: str, path: Path | None = None) -> None:
    """Write `text` in UTF-8 to `path`, whole or not at all; to standard output for None or ``-``.

    A lone surrogate, which UTF-8 cannot hold, is written as a backslash escape.
    """
    data = text.encode("utf-8", "backslashreplace")
    if path is None or is_dash(path):
        put_bytes(data)
        return
    from align.output import replacing

    with replacing(path) as temporary:
        temporary.write_bytes(data)


def put_pieces(pieces: Iterable[bytes], path: Path | None = None) -> None:
    """Write `pieces` to `path`, whole or not at all; to standard output, each as it comes, for None or ``-``."""
    if path is None or is_dash(path):
        for piece in pieces:
            put_bytes(piece)
        return
    from align.output import replacing

    with replacing(path) as temporary, temporary.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def put_bytes(data: bytes) -> None:
    """Write `data` to standard output and flush it.

    Raises:
        ReaderGoneError: nobody reads it any more.
        OutputError: standard output is closed, or its disk is full.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _let_go()
        raise ReaderGoneError from None
    except (OSError, ValueError, AttributeError) as error:
        _let_go()
        reason = getattr(error, "strerror", None) or "it is closed"
        raise OutputError(f"cannot write to standard output: {reason}") from error


def _let_go() -> None:
    """Send what is left in the buffer nowhere: Python would otherwise try, and complain, once more at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
