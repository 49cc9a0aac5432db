"""TEI P5: one file a text, alignments in stand-off files, a corpus file that takes all of them in.

Facts are from the TEI P5 Guidelines (chapters 2, 15, 16 and 17); the schemas are ``schemas/align-tei-*.rng``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, OutputError, UsageError
from align.formats import Written
from align.formats._tei_header import TextHeader
from align.formats._tei_links import read_alignment
from align.formats._tei_others import has_corresp, has_xtargets, read_corresp, read_xtargets
from align.formats._tei_read import read_text
from align.formats._tei_rules import problems_of
from align.formats._tei_write import write_alignment, write_corpus, write_text
from align.formats._xml import local_name, parse, root_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.formats import Problem
    from align.model import Alignment, Document

__all__ = ["TeiFormat", "TextHeader", "read_alignment", "write_alignment", "write_corpus", "write_text"]


class TeiFormat:
    """Text Encoding Initiative P5: texts, with ``s`` as segments or without, and alignments of two."""

    name = "tei"
    suffixes: tuple[str, ...] = (".xml", ".tei")
    keeps = frozenset({"segments", "scores", "status", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<TEI>``, ``<teiCorpus>``, or the ``<linkGrp>`` of InterText."""
        return root_name(head) in {"tei", "teicorpus", "linkgrp"}

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

    def scan_alignments(
        self, path: Path, *, langs: tuple[str, str] | None = None, texts: tuple[Path, Path] | None = None
    ) -> Iterator[Alignment]:
        """The alignment in a stand-off file, or in the ``corresp`` of a text's sentences; the texts lie beside it.

        Args:
            path: a stand-off file with pointers, one of InterText with ``xtargets``, or a text.
            langs: BCP 47 tags of texts of InterText that do not say theirs; None means by their names.
            texts: the left and the right text of a file of InterText; None means beside `path`.

        Raises:
            InputError: the file or a text cannot be read, or a pointer leads nowhere.
            UsageError: `texts` are given for a file that names its own.
        """
        root = parse(path)
        if has_xtargets(root):
            yield from read_xtargets(root, path, langs=langs, texts=texts)
            return
        if texts is not None:
            raise UsageError("a TEI file names the texts that it aligns; leave out --texts")
        if local_name(root.tag) == "tei" and next(root.iter("{*}linkGrp"), None) is None:
            if not has_corresp(root):
                raise FormatError(
                    "is a text that points at no other; give the file that holds the alignment",
                    path=path,
                    line=root.sourceline,
                )
            yield read_corresp(root, path)
            return
        yield read_alignment(path)

    def write_alignments(self, alignments: Iterable[Alignment], path: Path) -> Written:
        """Write the links to `path` and, beside it, the texts as ``<stem>.<language>.xml``.

        Raises:
            OutputError: there is not one alignment, or it has no bead.
        """
        given = list(alignments)
        if len(given) != 1:
            raise OutputError(f"{self.name} holds one pair of texts, not {len(given)}; convert them one by one")
        alignment = given[0]
        stem = path.name.removesuffix(".xml").removesuffix(".tei").removesuffix(".align")
        replaced, hrefs = 0, []
        for document in (alignment.source, alignment.target):
            hrefs.append(f"{stem}.{document.lang}.xml")
            told = TextHeader(
                title=document.source or document.id,
                publisher=document.publisher,
                date=document.date,
                signature=alignment.signature,
            )
            replaced += write_text(document, path.with_name(hrefs[-1]), header=told).replaced
        title = f"{alignment.source.id} - {alignment.target.id}"
        written = write_alignment(
            alignment, path, source_href=hrefs[0], target_href=hrefs[1], header=TextHeader(title=title)
        )
        return Written(units=written.units, replaced=replaced)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks the shape of TEI that `align` writes: a text, an alignment (pointers resolved) or a corpus."""
        return problems_of(path)
