"""The bytes of an XML file before they reach the parser: limits, gzip, and what stands before the root element."""

from __future__ import annotations

import gzip
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from align.errors import FormatError, InputError
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["XmlBytes", "checked", "legal", "opened", "root_name", "start_tag"]

_HEAD = 65_536  # bytes in which the root element must begin
_RATIO_FROM = 16 * 2**20  # expanded bytes from which the ratio counts

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"<([^\s/>!?=\"'<]+)")


def legal(text: str) -> tuple[str, int]:
    """`text` as XML 1.0 can hold it, and how many characters had to be replaced for that.

    Line ends become LF (not counted). A control character that separates (U+000B, U+000C, U+001C to U+001F) becomes
    a space, any other illegal character (such as NUL or a lone surrogate) U+FFFD, one for one.
    """
    if text.isprintable():  # much the fastest test; what it does not pass may still be legal
        return text, 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.subn(lambda match: " " if match[0].isspace() else "\ufffd", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prolog:
    """What stands before the root element."""

    root: str | None
    subset: bool = False
    line: int = 1
    column: int = 1


def _decoded(head: bytes) -> str:
    """`head` as text, exact as far as markup goes: UTF-16 and UTF-32 by their signature, all else byte by byte."""
    for signature, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if head.startswith(signature):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    return head.decode("latin-1")


def _prolog(head: bytes) -> _Prolog:
    """Walk over declaration, comments, instructions and document type up to the root element's name."""
    text, at = _decoded(head), 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            quoted_or_end = re.compile(r"\"[^\"]*\"|'[^']*'|[\[>]")
            mark = next((m for m in quoted_or_end.finditer(text, at) if m[0] in "[>"), None)
            if mark and mark[0] == "[":
                line = text.count("\n", 0, at) + 1
                root = text[at + 9 : mark.start()].split()  # a document type bears the name of the root
                column = at - text.rfind("\n", 0, at)
                return _Prolog(root=root[0] if root else None, subset=True, line=line, column=column)
            end = mark.start() if mark else -1
        else:
            name = _NAME.match(text, at)
            return _Prolog(root=name[1] if name else None)
        if end < 0:
            return _Prolog(root=None)
        at = text.index(">", end) + 1


def root_name(head: bytes) -> str | None:
    """Local name of the root element, in small letters, if it begins within `head`; gzip is looked into."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return None
    name = _prolog(head).root
    return None if name is None else name.rpartition(":")[2].lower()


def start_tag(head: bytes) -> str:
    """The start tag of the root element as text, as far as it is within `head`; empty if there is none."""
    text, name = _decoded(head), _prolog(head).root
    at = -1 if name is None else text.find(f"<{name}")
    return "" if at < 0 else text[at:].partition(">")[0]


class XmlBytes:
    """The bytes of a file, unpacked if need be, as far as the limits allow."""

    def __init__(self, file: IO[bytes], path: Path, limit: int) -> None:
        self._file = file
        self._path = path
        self._limit = limit
        self._unpacked = file
        self._packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if self._packed:
            self._unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=file))
        self._given = 0
        self.head = self._take(_HEAD)
        self._pending = self.head

    def _take(self, size: int) -> bytes:
        try:
            data = self._unpacked.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise FormatError(f"the gzip data are damaged ({error}); get the file again", path=self._path) from error
        self._given += len(data)
        if self._given > self._limit:
            name = "whole" if self._limit == limits().whole else "size"
            raise FormatError(
                f"larger than {self._limit // 2**20:,} MB; split the file, or raise the limit {name!r}", path=self._path
            )
        most = limits().expansion
        if self._packed and self._given > _RATIO_FROM and self._given > most * max(1, self._file.tell()):
            raise FormatError(
                f"expands more than {most} times, as no text does; if you trust it, raise the limit 'expansion'",
                path=self._path,
            )
        return data

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""
        if self._pending:
            data, self._pending = self._pending, b""
            return data
        return self._take(_HEAD if size < 0 else size)


@contextmanager
def opened(path: Path, limit: int) -> Iterator[XmlBytes]:
    """The bytes of `path`, once its prolog is found harmless."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    with file:
        yield checked(file, path, limit)


def checked(file: IO[bytes], path: Path, limit: int) -> XmlBytes:
    """The bytes of an open file, once its prolog is found harmless.

    Raises:
        FormatError: it is empty, no XML, or declares things of its own.
    """
    source = XmlBytes(file, path, limit)
    if not source.head.strip():
        raise FormatError("the file is empty", path=path)
    prolog = _prolog(source.head)
    if prolog.subset:
        raise FormatError(
            "the document type declares things of its own (entities, perhaps an attack); remove the part in [ ]",
            path=path,
            line=prolog.line,
            column=prolog.column,
        )
    if prolog.root is None:
        raise FormatError("this is not XML: no element at its beginning", path=path, line=1, column=1)
    return source
