"""OPUS XCES: links between the sentences of documents that lie beside the file (Tiedemann 2012, OPUS).

``cesAlign`` holds a ``linkGrp`` for each pair of documents; the left side of ``xtargets`` belongs to ``fromDoc``. The
documents are packed XML files, or members of a zip file for each language, as OPUS gives them out.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from align.errors import AlignError, FormatError, OutputError
from align.formats import Problem, Written
from align.formats._lines import one_line
from align.formats._sentences import Archives
from align.formats._xces_read import SIDES, document_place, name_of, scan
from align.formats._xml import lay_out, legal, make, parse, root_name, schema_problems, to_bytes, writing
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import Alignment, Document

__all__ = ["XcesFormat"]

_SCHEMA = "align-xces.rng"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say; the same texts give the same bytes
_NAMES = {"heading": "head", "paragraph": "p", "item": "item", "note": "note"}
_REMEDIES = {
    "cesalign": 'it has version="1.0" and holds linkGrp elements',
    "linkgrp": 'give it targType="s", fromDoc and toDoc, both ending in .xml.gz',
    "link": "give it xtargets: ids of both sides with one ; between them, and, if there is one, certainty from 0 to 1",
}


class XcesFormat:
    """Alignments of OPUS with their documents; several pairs of documents in one file."""

    name = "xces"
    suffixes: tuple[str, ...] = (".xces", ".xces.gz", ".xml.gz")
    keeps = frozenset({"scores", "nulls", "segments"})

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<cesAlign>``; gzip is looked into."""
        return root_name(head) == "cesalign"

    def scan_alignments(
        self, path: Path, *, langs: tuple[str, str] | None = None, texts: tuple[Path, Path] | None = None
    ) -> Iterator[Alignment]:
        """The alignment of each pair of documents, in the order of the file; fromDoc is the source.

        Certainties that are not all in 0..1 are left out, which is said on the log.

        Args:
            path: the file, gzip allowed.
            langs: BCP 47 tags of fromDoc and toDoc; None means the first folder of their names.
            texts: where fromDoc and toDoc are: two documents, folders or zip files; None means beside `path`.

        Raises:
            InputError: a document is missing or no XML, an id leads nowhere, or a sentence is in two links.
        """
        yield from scan(path, langs=langs, texts=texts)

    def write_alignments(self, alignments: Iterable[Alignment], path: Path) -> Written:
        """Write the links to `path` and, beside it, the documents in ``<stem>.<language>.zip``, one a language.

        Members are called ``<stem>/raw/<language>/<document>.xml``, where OpusTools looks for them. White space inside
        a sentence becomes one space.

        Raises:
            OutputError: there is no alignment, or one with a text without segments.
        """
        stem = path.name.removesuffix(".gz").removesuffix(".xml").removesuffix(".xces")
        groups = []
        documents: dict[str, dict[str, Document]] = {}
        count = replaced = 0
        for alignment in alignments:
            for document in (alignment.source, alignment.target):
                if not document.segments:
                    raise OutputError(f"{document.id} has no segments, and XCES knows no empty document; leave it out")
            names = [_named(document, documents) for document in (alignment.source, alignment.target)]
            group = make("linkGrp", {"targType": "s", "fromDoc": f"{names[0]}.gz", "toDoc": f"{names[1]}.gz"})
            for bead in alignment.beads:
                count += 1
                sides = (alignment.source_segments(bead), alignment.target_segments(bead))
                targets = ";".join(" ".join(segment.id for segment in side) for side in sides)
                score = {} if bead.score is None else {"certainty": repr(float(bead.score))}
                group.append(make("link", {"xtargets": targets, "id": f"SL{count}", **score}))
            groups.append(group)
        if not groups:
            raise OutputError("there is no alignment to write; give a file that holds one")
        with writing(path) as file:
            file.write(lay_out(make("cesAlign", {"version": "1.0"}, None, *groups), 0, frozenset()))
        for lang, named in documents.items():
            with zipfile.ZipFile(path.with_name(f"{stem}.{lang}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
                for name, document in named.items():
                    data, changed = _document(document)
                    replaced += changed
                    archive.writestr(_member(f"{stem}/raw/{name}"), data)
        return Written(units=count, replaced=replaced)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks the shape of XCES that `align` writes; the documents are looked for and every id resolved."""
        try:
            root = parse(path)
        except FormatError as error:
            return [_problem(path, error, "well-formed")]
        problems = schema_problems(root, _SCHEMA, path, _REMEDIES)
        with Archives() as archives:
            for group in root.iter("{*}linkGrp"):
                for side in SIDES:
                    try:
                        document_place(name_of(group, side, path), path, archives, line=group.sourceline)
                    except FormatError as error:
                        problems.append(_problem(path, error, "missing-document"))
        if not problems:
            try:
                for _ in scan(path, langs=None, texts=None):
                    pass
            except AlignError as error:
                problems.append(_problem(path, error, "alignment"))
        return sorted(problems, key=lambda problem: problem.line or 0)


def _problem(path: Path, error: AlignError, rule: str) -> Problem:
    place = getattr(error, "path", None) or str(path)
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    return Problem(path=place, line=line, column=column, rule=rule, message=getattr(error, "reason", str(error)))


def _named(document: Document, documents: dict[str, dict[str, Document]]) -> str:
    """``en/doc1.xml``: the name of a document, which no other one bears."""
    lang = parse_lang(document.lang)
    named = documents.setdefault(lang, {})
    number, name = 1, f"{lang}/{document.id}.xml"
    while named.setdefault(name, document) != document:
        number += 1
        name = f"{lang}/{document.id}.{number}.xml"
    return name


def _document(document: Document) -> tuple[bytes, int]:
    """A document as OPUS has it, a sentence a line, and how many characters could not be kept as they were."""
    root = make("document", {"id": document.id})
    replaced = 0
    last = -1
    for segment in document.segments:
        if segment.block != last:
            last = segment.block
            root.append(make(_NAMES[document.blocks[last].kind], {"id": f"p{last + 1}"}))
        flat, breaks = one_line(segment.text)
        flat, illegal = legal(flat)
        text = " ".join(part for part in flat.split(" ") if part)
        replaced += breaks + illegal + len(flat) - len(text)
        root[-1].append(make("s", {"id": segment.id}, text))
    return to_bytes(lay_out(root, 0, frozenset({"s"}))), replaced


def _member(name: str) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name, _FIRST_DAY)
    told.compress_type = zipfile.ZIP_DEFLATED
    told.external_attr = 0o644 << 16
    return told
