"""What the readers of text files share: a document from a file, its name, and telling what reading had to change."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from align.model import Document, is_ncname
from align.text.decode import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from align.model import Block

__all__ = ["document_from", "document_id"]

_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_log = logging.getLogger(__name__)


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
    decoded = read_text(path, encoding=encoding, lang=lang)
    if decoded.replaced:
        _log.warning(
            "%s:%d: replaced %d control character(s) by spaces, the first in this line",
            path,
            decoded.first_replaced,
            decoded.replaced,
        )
    blocks = blocks_of(decoded.text)
    return Document(id=document_id(path), lang=lang, text=decoded.text, blocks=blocks, source=path.name)
