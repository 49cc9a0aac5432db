"""TBX, the exchange format of term bases: version 3 (ISO 30042:2019) and version 2 (ISO 30042:2008, ``martif``).

Version 3 is written in the dialect TBX-Basic, in the style DCT (`TbxTermbase`) or DCA (`TbxDcaTermbase`); version 2 is
for the tools that read no other, such as OmegaT and translate-toolkit. Any of the three reads all of TBX.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats import Problem
from align.formats.markup import Element, XmlStream, child, copy_of, make, schema_problems
from align.termbases._losses import EVERYTHING, counted
from align.termbases._tbx_names import CORE, ENTRIES
from align.termbases._tbx_read import is_tbx, read_tbx, read_version
from align.termbases._tbx_write import Dialect, write_tbx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Columns, Loss, Reading

__all__ = ["AnyTbxTermbase", "Tbx2Termbase", "TbxDcaTermbase", "TbxTermbase"]

_LANG = "xml:lang"  # as it is written: what is streamed needs no namespace for this prefix
_DCT = Dialect(
    root="tbx",
    header="tbxHeader",
    entry="conceptEntry",
    language="langSec",
    term="termSec",
    attributes=(("type", "TBX-Basic"), ("style", "dct"), (_LANG, "en")),
    namespace=CORE,
    by_name=True,
)
_DCA = Dialect(
    root="tbx",
    header="tbxHeader",
    entry="conceptEntry",
    language="langSec",
    term="termSec",
    attributes=(("type", "TBX-Basic"), ("style", "dca"), (_LANG, "en")),
    namespace=CORE,
)
_V2 = Dialect(
    root="martif",
    header="martifHeader",
    entry="termEntry",
    language="langSet",
    term="tig",
    attributes=(("type", "TBX"), (_LANG, "en")),
)
_BATCH = 500  # entries held against the schema at a time
_REMEDIES = {
    "tbx": "give it type, style and xml:lang, then one tbxHeader and one text",
    "martif": "give it type and xml:lang, then one martifHeader and one text",
    "sourcedesc": "it holds paragraphs: <p>",
    "conceptentry": "give it an id that is a name; what is said of the concept comes first, then its langSecs",
    "termentry": "what is said of the concept comes first, then its langSets",
    "langsec": "give it xml:lang; what is said of the language comes first, then its termSecs",
    "langset": "give it xml:lang; what is said of the language comes first, then its tigs",
    "termsec": "the term comes first, then its termNotes, then all else",
    "tig": "the term comes first, then its termNotes, then all else",
    "text": "only body and back belong in it",
    "descripgrp": "in a term section the term comes first, then its termNotes, then all else",
}


class TbxTermbase:
    """TBX 3, dialect Basic, style DCT: categories are elements."""

    name = "tbx"
    suffixes: tuple[str, ...] = (".tbx", ".tbx.gz")
    keeps = EVERYTHING
    _dialect = _DCT

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<tbx>``."""
        return is_tbx(head, self._dialect.root)

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """All concepts of TBX 2 or 3, in whatever style.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is not TBX, not well-formed, or empty.
        """
        return read_tbx(path)

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write all concepts; the terms of a concept are put together by language.

        Raises:
            OutputError: there is no term to write.
        """
        return counted(write_tbx(termbase, path, self._dialect, langs=langs))

    def validate(self, path: Path) -> list[Problem]:
        """What breaks ``schemas/align-tbx.rng`` (version 3) or ``align-tbx2.rng`` (2), or the rules of the dialect."""
        try:
            by_rules = list(read_tbx(path).problems)
            problems = by_rules + _without_echoes(list(_schema_problems(path)), by_rules)
        except FormatError as error:
            return [Problem(path=str(path), line=error.line, column=error.column, rule="TBX", message=error.reason)]
        return sorted(problems, key=lambda problem: problem.line or 0)


class TbxDcaTermbase(TbxTermbase):
    """TBX 3, dialect Basic, style DCA: categories are types."""

    name = "tbx-dca"
    _dialect = _DCA


class AnyTbxTermbase:
    """TBX of any version that breaks its own rules, read as far as it goes; not written."""

    name = "tbx-any"
    suffixes: tuple[str, ...] = (".tbx", ".tbx.gz")
    keeps = EVERYTHING

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002 - the contract's
        """Never: it has to be asked for."""
        return False

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """All concepts; what breaks the rules of the structure or of the dialect is a warning.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is not TBX, not well-formed, or empty.
        """
        return read_tbx(path, lenient=True)


class Tbx2Termbase(TbxTermbase):
    """TBX 2 (martif), for tools that read no other, such as OmegaT."""

    name = "tbx2"
    _dialect = _V2


def _schema_problems(path: Path) -> Iterator[Problem]:
    """What the schema has against a file, some entries at a time: a whole tree would take ten times the file's size."""
    version = read_version(path)
    schema = "align-tbx2.rng" if version == "martif" else "align-tbx.rng"
    stream = XmlStream(path, ENTRIES[version])
    batch: list[Element] = []
    for entry in stream:
        if len(batch) == _BATCH:
            yield from schema_problems(_part(stream.root, batch), schema, path, _REMEDIES)
            batch.clear()
        batch.append(copy_of(entry))
    root = stream.root
    text = child(root, "text")
    body = None if text is None else child(text, "body")
    if body is not None:
        body.extend(batch)
    yield from schema_problems(root, schema, path, _REMEDIES)


def _part(root: Element, entries: list[Element]) -> Element:
    """A file with the same beginning and only these entries."""
    text = child(root, "text")
    made = make(root.tag, dict(root.attrib), prefixes=root.nsmap)
    made.extend([copy_of(inner) for inner in root if inner is not text])
    made.append(make(text.tag, None, None, make(child(text, "body").tag, None, None, *entries)))
    return made


def _without_echoes(by_schema: list[Problem], by_rules: list[Problem]) -> list[Problem]:
    """The problems of the schema in lines that have no other, one a line, without what only follows from another."""
    known = {problem.line for problem in by_rules}
    out = []
    for problem in by_schema:
        if problem.line not in known:
            known.add(problem.line)
            out.append(problem)
    exact = [problem for problem in out if "failed to validate" not in problem.message]
    return exact if exact or by_rules else out
