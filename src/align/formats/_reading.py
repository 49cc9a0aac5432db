"""What the readers of text files share: names of documents, and telling what reading had to change."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from align.model import is_ncname
from align.text.decode import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from align.text.decode import Decoded

__all__ = ["document_id", "read_reporting"]

_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_log = logging.getLogger(__name__)


def document_id(path: Path) -> str:
    """An NCName made of the file's name without its suffix: ``readout.zh.txt`` gives ``readout.zh``.

    What cannot stand in a name becomes ``_``, which also goes before a digit, dot or hyphen at the start.
    """
    name = "".join(char if is_ncname(f"_{char}") else "_" for char in _NOT_IN_NAMES.sub("_", path.stem))
    return name if is_ncname(name) else f"_{name}"


def read_reporting(path: Path, *, encoding: str | None, lang: str) -> Decoded:
    """The text in `path`; replaced control characters are logged as a warning.

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
    return decoded
