"""TEI P5: one file a text, alignments in stand-off files, a corpus file that takes all of them in.

Facts are from the TEI P5 Guidelines (chapters 2, 15, 16 and 17); the schemas are ``schemas/align-tei-*.rng``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats._tei_header import TextHeader
from align.formats._tei_links import read_alignment
from align.formats._tei_read import read_text
from align.formats._tei_rules import problems_of
from align.formats._tei_write import write_alignment, write_corpus, write_text
from align.formats._xml import root_name

if TYPE_CHECKING:
    from pathlib import Path

    from align.formats import Problem
    from align.model import Document

__all__ = ["TeiFormat", "TextHeader", "read_alignment", "write_alignment", "write_corpus", "write_text"]


class TeiFormat:
    """Text Encoding Initiative P5: reads texts, with ``s`` as segments or without."""

    name = "tei"
    suffixes: tuple[str, ...] = (".xml", ".tei")
    keeps = frozenset({"segments"})

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<TEI>`` or ``<teiCorpus>``."""
        return root_name(head) in {"tei", "teicorpus"}

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The text of a TEI file.

        ``head`` gives headings, ``item`` items, ``note`` notes (after the block they are in), ``p`` and the like
        paragraphs, two line ends apart; ``n`` is the place of a block. White space is collapsed unless
        ``xml:space="preserve"`` says that it counts. In a ``choice`` the text's own reading is taken. In a text with
        ``s``, words outside every ``s`` become segments of their own.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is not TEI, or a corpus.
            LanguageError: it says it is in another language than `lang`.
        """
        return read_text(path, lang=lang, encoding=encoding)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks the shape of TEI that `align` writes: a text, an alignment (pointers resolved) or a corpus."""
        return problems_of(path)
