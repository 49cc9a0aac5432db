"""Line-based files: UTF-8 (or UTF-16 with a signature), lines end with LF or CR LF and with nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import EncodingError, FormatError, InputError
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["numbered_lines", "one_line", "text_head", "utf8"]

_SIGNATURES = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BREAKS = re.compile("\r\n|[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029\0]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, numbered from 1, without their ends; one is held at a time.

    Raises:
        InputError: the file cannot be opened.
        EncodingError: a line is not text in UTF-8.
        FormatError: a line is longer than 64 MB.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    allowed = limits()
    with file:
        encoding = _SIGNATURES.get(file.read(2))
        if encoding:
            text = file.read(allowed.line + 1)
            if len(text) > allowed.line:
                raise FormatError(f"UTF-16 file over {allowed.line // 2**20} MB; convert it to UTF-8", path=path)
            try:
                yield from enumerate(text.decode(encoding).replace("\r\n", "\n").removesuffix("\n").split("\n"), 1)
            except UnicodeDecodeError as error:
                raise EncodingError("not text in UTF-16; save it as UTF-8", path=path) from error
            return
        file.seek(0)
        number = 0
        while raw := file.readline(allowed.line + 1):
            number += 1
            if len(raw) > allowed.line:
                raise FormatError(
                    f"a line of over {allowed.line // 2**20} MB; split it, or raise the limit 'line'",
                    path=path,
                    line=number,
                )
            if number > allowed.units:
                raise FormatError(
                    f"more than {allowed.units:,} lines; split the file, or raise the limit 'units'",
                    path=path,
                    line=number,
                )
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                raise EncodingError(
                    f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8",
                    path=path,
                    line=number,
                    column=len(raw[: error.start].decode("utf-8")) + 1,
                ) from error
            yield number, (line.removeprefix("\ufeff") if number == 1 else line).removesuffix("\n").removesuffix("\r")


def text_head(head: bytes) -> str:
    """The first bytes of a file as text, as far as they are; empty if they are none."""
    encoding = _SIGNATURES.get(head[:2], "utf-8-sig")
    if encoding == "utf-8-sig" and b"\0" in head:
        return ""
    return head.decode(encoding, "ignore").removeprefix("\ufeff")


def utf8(text: str) -> tuple[str, int]:
    """`text` with lone surrogates replaced by U+FFFD, so that it can be written, and how many there were."""
    return _SURROGATES.subn("\ufffd", text)


def one_line(text: str) -> tuple[str, int]:
    """`text` with every tab, line break and NUL replaced by a space (and `utf8`), and how many there were."""
    flat, breaks = _BREAKS.subn(" ", text)
    flat, surrogates = utf8(flat)
    return flat, breaks + surrogates
