"""PDF with a text layer, with the extra ``pdf``: lines joined, divided words made whole, running lines dropped.

A PDF says where characters stand, not what belongs together: all that is read is told from the layout, and what the
file was made from (DOCX, HTML) is the better source if it can be had.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import regex

from align.errors import InputError
from align.formats._pdf_layout import pieces_of, without_running_lines
from align.formats._pdf_lines import pages_of
from align.formats._reading import document_of, tell_left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from align.model import Document

__all__ = ["PdfFormat"]

_ARABIC = regex.compile(r"\p{Arabic}")
_SHOWN = 10  # numbers of pages in a message
_NO_TEXT = "has no text layer: its pages are pictures; run OCR (text recognition) on it first"
_log = logging.getLogger(__name__)


class PdfFormat:
    """Reads the text layer of PDF files."""

    name = "pdf"
    suffixes = (".pdf",)
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` has the signature of PDF in its first KB, as PDF 1.7 allows (annex H, note 13)."""
        return b"%PDF-" in head[:1024]

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """The text layer of a PDF, with blocks and no segments.

        Lines are joined to paragraphs by distance, indent and length; words divided at the end of a line are made
        whole. Running heads and feet and page numbers are dropped, which is logged, as are pages without text and text
        in Arabic letters. Large type makes headings, a list mark an item. Places are ``page 4``.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: without meaning here.

        Raises:
            MissingExtraError: pypdfium2 is not installed.
            InputError: the file cannot be opened, or has no text layer.
            FormatError: it is no PDF, damaged, or protected by a password.
        """
        pages, running = without_running_lines(list(pages_of(path)))
        if not any(page.lines for page in pages):
            raise InputError(_NO_TEXT, path=path)
        document = document_of(path, pieces_of(pages), lang=lang, remedy="run OCR (text recognition) on it first")
        tell_left_out(path, {"running heads, feet and page numbers": running})
        _tell_pages(path, [page.number for page in pages if not page.lines])
        if _ARABIC.search(document.text):
            _log.warning(
                "%s: PDF often holds Arabic letters out of order; compare it with the page, or take another format",
                path,
            )
        return document


def _tell_pages(path: Path, bare: Sequence[int]) -> None:
    if bare:
        named = ", ".join(map(str, bare[:_SHOWN])) + (", ..." if len(bare) > _SHOWN else "")
        _log.warning("%s: no text on %d page(s): %s; if they show text, run OCR on it first", path, len(bare), named)
