"""Files that are packed: gzip (``x.tmx.gz``), and members of ZIP archives (``corpus.zip!en-cs.tmx``, or the only one).

Formats that are ZIP archives themselves, such as DOCX, are no such files, and XML that is read piece by piece is
unpacked while it is read. All else is unpacked into a temporary file first, so that memory does not grow with it.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from align.errors import FormatError, InputError
from align.formats import FORMATS, AlignmentFormat, PackedFormat, UnitSource
from align.formats._xml_bytes import XmlBytes
from align.formats.package import IS_PACKAGE
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MEMBER", "is_packed", "unpacked"]

MEMBER = "!"
"""What stands between the name of an archive and that of a file in it."""

_GZIP = b"\x1f\x8b"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"  # the first file in each; ODF 1.3, part 2, 3.3
_HEAD = 4096
_CHUNK = 65_536
_RATIO_FROM = 16 * 2**20
_SHOWN = 10  # members named in a message
_IN_OTHERS = 3  # packed files in packed files, such as a .gz in a .zip
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, RuntimeError)


def is_packed(path: Path) -> bool:
    """Whether `path` has to be unpacked before its format can be told; false where it cannot be opened.

    Raises:
        InputError: it is a pipe.
    """
    return _archive_of(path) is not None or _kind(path) is not None


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The file to read: `path` itself, or a temporary one with what it packs, under the name that it has there.

    Errors about the temporary file name the packed one.

    Raises:
        InputError: the archive cannot be read, or has no such member, or several and none is named.
        FormatError: it is damaged, protected by a password, or expands beyond reason.
    """
    if not is_packed(path):
        yield path
        return
    with TemporaryDirectory(prefix="align.") as folder:
        place = path
        for depth in range(_IN_OTHERS):
            room = Path(folder, str(depth))
            archive = _archive_of(place)
            if archive is not None:
                place = _member(archive[0], archive[1], room)
            elif (kind := _kind(place)) == "gzip":
                place = _gunzipped(place, room)
            elif kind == "zip":
                place = _member(place, None, room)
            else:
                break
        try:
            yield place
        except InputError as error:
            if error.path is None or not error.path.startswith(folder):
                raise
            raise type(error)(error.reason, path=path, line=error.line, column=error.column) from error


def _archive_of(path: Path) -> tuple[Path, str] | None:
    """Archive and member where `path` names both and is no file itself."""
    if MEMBER not in str(path) or path.exists():
        return None
    name, _, member = str(path).partition(MEMBER)
    return (Path(name), member) if member and Path(name).is_file() else None


def _kind(path: Path) -> str | None:
    try:
        if path.is_fifo():
            raise InputError("is a pipe, which can be read only once; save what it gives as a file", path=path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None
    if head.startswith(_GZIP):
        streamed = (FORMATS.make(name) for name in FORMATS.names())
        if any(isinstance(one, UnitSource | AlignmentFormat) and one.sniff(head) for one in streamed):
            return None
        return "gzip"
    if head.startswith(IS_PACKAGE):
        if _OPEN_DOCUMENT in head:
            return None  # a format of its own, whether we read it or not
        made = [FORMATS.make(name) for name in FORMATS.names()]
        if any(one.sniff(head) for one in made):
            return None
        names = frozenset(_names(path))
        if any(isinstance(one, PackedFormat) and one.sniff_members(names) for one in made):
            return None
        known = {suffix for one in made for suffix in one.suffixes if isinstance(one, PackedFormat)}
        return None if path.suffix.lower() in known or "[Content_Types].xml" in names else "zip"
    return None


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[: limits().parts]
    except (*_BROKEN, OSError, UnicodeError):
        return []


def _gunzipped(path: Path, room: Path) -> Path:
    room.mkdir()
    name = path.name[:-3] if path.name.lower().endswith(".gz") and len(path.name) > 3 else path.name
    target = room / name
    with path.open("rb") as file, target.open("wb") as out:
        source = XmlBytes(file, path, limits().size)
        while data := source.read(_CHUNK):
            out.write(data)
    return target


def _member(path: Path, wanted: str | None, room: Path) -> Path:
    """A file of an archive in the folder `room`."""
    room.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            files = [one for one in archive.infolist() if not one.is_dir() and not _is_noise(one.filename)]
            found = files if wanted is None else [one for one in files if one.filename == wanted]
            if len(found) != 1:
                raise InputError(_which(path, [one.filename for one in files], wanted), path=path)
            told = found[0]
            if told.flag_bits & 1:
                raise FormatError("is protected by a password; unpack it first", path=path)
            target = room / (posixpath.basename(told.filename) or "member")
            with archive.open(told) as file, target.open("wb") as out:
                _copied(file, out, told, path)
    except (*_BROKEN, UnicodeError) as error:
        raise FormatError(f"is a damaged ZIP archive ({error}); get the file again", path=path) from error
    except OSError as error:
        raise InputError(f"cannot be unpacked: {error.strerror or error}", path=path) from error
    return target


def _copied(file: IO[bytes], out: IO[bytes], told: zipfile.ZipInfo, path: Path) -> None:
    allowed = limits()
    given = 0
    while data := file.read(_CHUNK):
        given += len(data)
        if given > allowed.size:
            raise FormatError(
                f"{told.filename} is larger than {allowed.size // 2**20:,} MB; split it, or raise the limit 'size'",
                path=path,
            )
        if given > _RATIO_FROM and given > allowed.expansion * max(1, told.compress_size):
            raise FormatError(
                f"{told.filename} expands more than {allowed.expansion} times, as no text does; if you trust it, raise "
                "the limit 'expansion'",
                path=path,
            )
        out.write(data)


def _is_noise(name: str) -> bool:
    return name.startswith(_NOISE[0]) or posixpath.basename(name) in _NOISE[1:]


def _which(path: Path, names: list[str], wanted: str | None) -> str:
    if not names:
        return "is a ZIP archive without any file; get it again"
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    if wanted is not None:
        return f"has no one file {wanted}; it has {shown}"
    return f"is a ZIP archive of {len(names)} files; name one, such as {path.name}{MEMBER}{names[0]}; it has {shown}"
