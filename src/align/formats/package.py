"""The door to ZIP archives of documents: DOCX, ODT, EPUB and XLSX are read part by part, as far as the limits allow.

What a part holds is counted while it is unpacked; the sizes that the archive states are not believed. Refused are
parts that grow beyond reason, methods of packing other than the two of the file formats' own specifications, and
archives with more parts than any document has.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from align.errors import FormatError, InputError
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._xml import Element

__all__ = ["IS_PACKAGE", "Package", "member_names", "opened_package", "resolved"]

IS_PACKAGE = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP archive begins."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream's name in [MS-OFFCRYPTO] 2.3.4.4
_RATIO_FROM = 16 * 2**20
_CHUNK = 65_536
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, NotImplementedError)


class Package:
    """The parts of one document.

    Attributes:
        path: the file.
        names: of all parts.
    """

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        """Use `opened_package` instead."""
        self._archive = archive
        self._given = 0
        self.path = path
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            FormatError: there is no such part, it is damaged, encrypted, or larger than any document's.
        """
        if name not in self.names:
            raise FormatError(f"has no part {name}; the file is incomplete: get or export it again", path=self.path)
        part = self._archive.getinfo(name)
        if part.flag_bits & 1:
            raise FormatError("is protected by a password; save a copy without one", path=self.path)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise FormatError(f"{name} is packed in a way that documents do not use; save it again", path=self.path)
        out = BytesIO()
        try:
            with self._archive.open(part) as file:
                while data := file.read(_CHUNK):
                    out.write(data)
                    self._given += len(data)
                    self._stay_within(out.tell(), part.compress_size, name)
        except _BROKEN as error:
            raise FormatError(f"{name} is damaged ({error}); get or export the file again", path=self.path) from error
        return out.getvalue()

    def xml(self, name: str) -> Element:
        """The root element of a part.

        Raises:
            FormatError: see `read`; or it is not well-formed, or refused by the door to XML.
        """
        from align.formats._xml import parse_part

        return parse_part(self.read(name), self.path / name)

    def _stay_within(self, size: int, packed: int, name: str) -> None:
        allowed = limits()
        if self._given > allowed.whole:
            raise FormatError(
                f"holds more than {allowed.whole // 2**20} MB of text; split it, or raise the limit 'whole'",
                path=self.path,
            )
        if size > _RATIO_FROM and size > allowed.expansion * max(1, packed):
            raise FormatError(
                f"{name} expands more than {allowed.expansion} times, as no text does; if you trust it, raise the "
                "limit 'expansion'",
                path=self.path,
            )


@contextmanager
def opened_package(path: Path, *, kind: str) -> Iterator[Package]:
    """The parts of the file at `path`.

    Args:
        path: a file.
        kind: what it should be, with its article, such as "a Word document (DOCX)"; for messages.

    Raises:
        InputError: it cannot be opened.
        FormatError: it is empty, no archive, damaged, or protected by a password.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLE))
            if not head:
                raise FormatError("the file is empty", path=path)
            if head == _OLE:
                raise FormatError(_said_of_ole(file.read(2**20)), path=path)
            if not head.startswith(IS_PACKAGE):
                raise FormatError(f"is not {kind}: no ZIP archive; name the format that it is in", path=path)
            with _archive(file, path, kind) as archive:
                yield Package(archive, path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error


@contextmanager
def _archive(file: object, path: Path, kind: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)  # type: ignore[call-overload]  # a binary file
    except (*_BROKEN, UnicodeError) as error:
        raise FormatError(
            f"is not a whole ZIP archive, so not {kind} ({error}); get or export it again", path=path
        ) from error
    with archive:
        if len(archive.filelist) > limits().parts:
            raise FormatError(
                f"has more than {limits().parts:,} parts, as no document has; if you trust it, raise the limit 'parts'",
                path=path,
            )
        yield archive


def _said_of_ole(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "is protected by a password; save a copy without one"
    return "is an old Microsoft Office document or protected by a password; save it in the present format without one"


def member_names(path: Path) -> frozenset[str]:
    """The names of the parts, or none where `path` is no readable archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist()[: limits().parts])
    except (*_BROKEN, UnicodeError):
        return frozenset()


def resolved(target: str, *, base: str) -> str:
    """The name of the part that `target` leads to from the part `base`; no name leads out of the archive."""
    path = unquote(target.partition("#")[0])
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(f"/{joined}").lstrip("/")
