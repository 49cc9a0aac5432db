"""What the readers of documents share: a document from a file, its name, and telling what reading had to change."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import InputError
from align.formats._xml_bytes import legal
from align.model import Block, Document, is_ncname
from align.text.decode import read_text
from align.text.detect import detect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from align.model import BlockKind

__all__ = ["UNKNOWN", "Piece", "collapsed", "document_from", "document_id", "document_of", "tell_left_out"]

UNKNOWN = "und"
"""The tag of a text whose language is not known yet (BCP 47, ISO 639-2)."""

_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_SPACES = re.compile(r"[ \t\r\n\f]+")  # what HTML and XML collapse; a no-break space stays
_EDGES = " \t\n\r\f\v\u200b\ufeff\u00a0\u3000"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block as a reader finds it: its text, not yet placed in a document, and where it stood in the file."""

    kind: BlockKind
    text: str
    place: str | None = None


def document_id(path: Path) -> str:
    """An NCName made of the file's name without its suffix: ``readout.zh.txt`` gives ``readout.zh``.

    What cannot stand in a name becomes ``_``, which also goes before a digit, dot or hyphen at the start.
    """
    name = "".join(char if is_ncname(f"_{char}") else "_" for char in _NOT_IN_NAMES.sub("_", path.stem))
    return name if is_ncname(name) else f"_{name}"


def document_from(
    path: Path, blocks_of: Callable[[str], tuple[Block, ...]], *, lang: str, encoding: str | None
) -> Document:
    """The text in `path` with the blocks that `blocks_of` finds in it; replaced control characters are logged.

    Raises:
        InputError, EncodingError: see `align.text.decode.read_text`.
    """
    decoded = read_text(path, encoding=encoding, lang=None if lang == UNKNOWN else lang)
    if lang == UNKNOWN and decoded.origin == "detected" and not decoded.encoding.startswith("utf"):
        decoded = read_text(path, lang=detect(decoded.text)[0])  # the language says which legacy encodings are in use
    if decoded.replaced:
        _log.warning(
            "%s:%d: replaced %d control character(s) by spaces, the first in this line",
            path,
            decoded.first_replaced,
            decoded.replaced,
        )
    blocks = blocks_of(decoded.text)
    return Document(id=document_id(path), lang=lang, text=decoded.text, blocks=blocks, source=path.name)


def collapsed(text: str) -> str:
    """`text` with each run of white space as one space."""
    return _SPACES.sub(" ", text)


def document_of(path: Path, pieces: Iterable[Piece], *, lang: str, remedy: str) -> Document:
    """The pieces as a document, two line ends apart; those of white space alone are left out.

    Characters that no XML file can hold are replaced one for one, which is logged.

    Args:
        path: the file that they are from.
        pieces: in the order of the file.
        lang: BCP 47 tag.
        remedy: what to do where no piece has any text; part of a sentence.

    Raises:
        InputError: no piece has any text.
    """
    blocks: list[Block] = []
    texts: list[str] = []
    at = replaced = 0
    for piece in pieces:
        text, count = legal("\n".join(line.strip(" ") for line in piece.text.split("\n")).strip(_EDGES))
        if not text:
            continue
        replaced += count
        blocks.append(Block(kind=piece.kind, start=at, end=at + len(text), place=piece.place))
        texts.append(text)
        at += len(text) + 2
    if not blocks:
        raise InputError(f"has no text; {remedy}", path=path)
    if replaced:
        _log.warning("%s: replaced %d character(s) that XML cannot hold", path, replaced)
    return Document(id=document_id(path), lang=lang, text="\n\n".join(texts), blocks=tuple(blocks), source=path.name)


def tell_left_out(path: Path, counts: Mapping[str, int]) -> None:
    """Log how many of which things a reader left out; `counts` names them in the plural."""
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if said:
        _log.warning("%s: left out: %s", path, said)
