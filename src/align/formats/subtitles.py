"""Subtitles, SubRip (SRT) and WebVTT (VTT): each cue is a block whose place is its times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._cues import TIMES, cues_of
from align.formats._reading import UNKNOWN, Piece, document_of
from align.text.decode import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._cues import Cue
    from align.model import Document

__all__ = ["SrtFormat", "VttFormat"]

_SPEAKER = re.compile(r"[-–—‐]\s*(?=\S)")
_SIGN = re.compile(rb"\s*\d{1,9}[ \t]*\r?\n[ \t]*\d{1,4}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")


class SrtFormat:
    """Reads SubRip subtitles."""

    name = "srt"
    suffixes: tuple[str, ...] = (".srt",)
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` begins with the number and the times of a cue."""
        return _SIGN.match(_narrow(head)) is not None

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The text of the cues, with blocks and no segments.

        Each cue is a paragraph; one in which two people speak, each on lines that begin with a dash, has an item for
        each of them. Places are the times as the file has them. Tags and positions are left out.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: of the file; None means detected.

        Raises:
            InputError: the file cannot be opened, or has no text.
            EncodingError: the bytes are not text in the stated encoding, or in any that can be told.
            FormatError: a cue has no times that can be read.
        """
        return _document(path, lang=lang, encoding=encoding, vtt=False)


class VttFormat:
    """Reads WebVTT subtitles."""

    name = "vtt"
    suffixes: tuple[str, ...] = (".vtt",)
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` begins with the signature of WebVTT."""
        return re.match(rb"WEBVTT(?:[ \t\r\n]|$)", _narrow(head)) is not None

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The text of the cues, with blocks and no segments: see `SrtFormat.read_document`.

        Styles, regions and notes are left out.

        Raises:
            InputError: as there.
            EncodingError: as there.
            FormatError: as there; or the signature is missing.
        """
        return _document(path, lang=lang, encoding=encoding, vtt=True)


def _document(path: Path, *, lang: str, encoding: str | None, vtt: bool) -> Document:
    text = read_text(path, encoding=encoding, lang=None if lang == UNKNOWN else lang).text
    if vtt and not text.startswith("WEBVTT"):
        raise FormatError("does not begin with WEBVTT; name the format that it is in", path=path, line=1)
    if not vtt and not any(TIMES.match(line) for line in text.split("\n")):
        raise FormatError("has no cue with times (00:01:02,500 --> 00:01:04,000); name its format", path=path)
    pieces = (piece for cue in cues_of(text, path, vtt=vtt) for piece in _pieces(cue))
    return document_of(path, pieces, lang=lang, remedy="look at it in a player")


def _pieces(cue: Cue) -> Iterator[Piece]:
    lines = cue.text.split("\n")
    if sum(_SPEAKER.match(line) is not None for line in lines) < 2:
        yield Piece(kind="paragraph", text=cue.text, place=cue.place)
        return
    said: list[list[str]] = []
    for line in lines:
        if _SPEAKER.match(line) or not said:
            said.append([])
        said[-1].append(line)
    for part in said:
        yield Piece(kind="item", text="\n".join(part), place=cue.place)


def _narrow(head: bytes) -> bytes:
    """`head` without a byte order mark; of UTF-16, each character that is ASCII as one byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
