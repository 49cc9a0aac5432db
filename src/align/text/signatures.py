"""Files that are not plain text, known by their first bytes, and what to do with each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Kind", "describe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a file is, and the remedy, both as parts of a sentence."""

    what: str
    remedy: str


_EXPORT = "save it as plain text (UTF-8) first"
_UNPACK = "unpack it first"
_PICTURE = "run text recognition on it first"
_OTHER = "give a text file"

# First bytes as the formats' own specifications give them.
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF87a", "a GIF picture", _PICTURE),
    (b"GIF89a", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"%PDF-", "a PDF", "extract its text first"),
    (b"{\\rtf", "an RTF document", "save it as .docx first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document", "save it as .docx or .xlsx first"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"SQLite format 3\x00", "an SQLite database", _OTHER),
    (b"PAR1", "a Parquet file", _OTHER),
    (b"\x7fELF", "a program", _OTHER),
    (b"ID3", "a sound file", _OTHER),
    (b"OggS", "a sound file", _OTHER),
)
# Names found inside ZIP archives of documents.
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
)


def describe(data: bytes) -> Kind | None:
    """What kind of binary or packed file `data` is; None where nothing is known, which includes text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        what = next((name for sign, name in _PACKED if sign in data), None)
        return Kind(what=what, remedy=_EXPORT) if what else Kind(what="a ZIP archive", remedy=_UNPACK)
    for sign, what, remedy in _KINDS:
        # Signs made of letters only could begin a text: those files hold NUL bytes, which text does not.
        if data.startswith(sign) and (not sign.isalnum() or b"\x00" in data[:4096]):
            return Kind(what=what, remedy=remedy)
    return None
