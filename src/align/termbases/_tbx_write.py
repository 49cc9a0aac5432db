"""Write TBX: version 3 (TBX-Basic, in the styles DCT and DCA) and version 2 (``martif``).

What TBX-Basic has no category for (dates, authority, further forms, case, gap, long form, broader concepts) becomes
notes that begin with ``x-``, which its schemas allow and `align.termbases._tbx_read` reads back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from align.errors import OutputError
from align.formats.markup import writing
from align.lang import parse as parse_lang
from align.termbases._tbx_names import BASIC, CATEGORIES, CORE, MIN, OUR_NOTE, WRITTEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from align.formats.markup import XmlWriter
    from align.model import Concept, Term, TermBase

__all__ = ["Dialect", "write_tbx"]

_MARKS = " \t\n\r"
_ABOUT = "Written by align."
# A name in every edition of XML 1.0 (validators do not agree on the fourth and the fifth) and in ISO 30042
_NAME = regex.compile(
    r"[A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u4e00-\u9fa5]"
    r"[A-Za-z0-9_.\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u4e00-\u9fa5-]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the same things are called in a version and style of TBX.

    Attributes:
        root, header, entry, language, term: names of elements.
        attributes: of the root element.
        namespace: of all but categories, empty for none.
        by_name: whether categories are elements of their own (DCT) and not types (DCA).
    """

    root: str
    header: str
    entry: str
    language: str
    term: str
    attributes: tuple[tuple[str, str], ...]
    namespace: str = ""
    by_name: bool = False

    def tag(self, name: str) -> str:
        """The name of an element with its namespace."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    @property
    def prefixes(self) -> dict[str | None, str]:
        """What is declared on the root element."""
        if not self.namespace:
            return {}
        return {None: CORE, "min": MIN, "basic": BASIC} if self.by_name else {None: CORE}


def write_tbx(termbase: TermBase, path: Path, dialect: Dialect, *, langs: Sequence[str] = ()) -> Counter[str]:
    """Write a term base and give what could not be kept.

    Args:
        termbase: what to write.
        path: the file; packed if its name ends in ``.gz``.
        dialect: version and style.
        langs: the languages to write, in this order; empty for all, in the order in which each concept has them.

    Raises:
        OutputError: there is no concept to write.
    """
    concepts = [concept for concept in termbase.concepts if not langs or any(t.lang in langs for t in concept.terms)]
    if not concepts:
        raise OutputError("the term base has no concept in these languages; nothing was written")
    with writing(path) as xml:
        out = _Writer(xml, dialect)
        out.write(concepts, langs)
        out.lost["characters that XML cannot hold"] += xml.replaced
    return out.lost


class _Writer:
    """One file as it is written."""

    def __init__(self, xml: XmlWriter, dialect: Dialect) -> None:
        self._xml = xml
        self._dialect = dialect
        self._ids: set[str] = set()
        self.lost: Counter[str] = Counter()

    def write(self, concepts: Iterable[Concept], langs: Sequence[str]) -> None:
        dialect, xml = self._dialect, self._xml
        concepts = tuple(concepts)
        self._ids = {concept.id for concept in concepts if _NAME.fullmatch(concept.id)}
        with xml.element(dialect.tag(dialect.root), dict(dialect.attributes), prefixes=dialect.prefixes):
            with self._section(dialect.header, 1):
                with self._section("fileDesc", 2), self._section("sourceDesc", 3):
                    self._leaf("p", {}, _ABOUT, 4)
                if not dialect.namespace:
                    with self._section("encodingDesc", 2):
                        self._leaf("p", {"type": "XCSURI"}, "TBXXCSV02.xcs", 3)
            with self._section("text", 1), self._section("body", 2):
                for number, concept in enumerate(concepts, 1):
                    self._concept(concept, number, langs)
            xml.write("\n")

    def _section(self, name: str, level: int, attributes: dict[str, str] | None = None) -> _Section:
        return _Section(self._xml, self._dialect.tag(name), level, attributes or {})

    def _leaf(self, name: str, attributes: dict[str, str], text: str, level: int) -> None:
        self._element(self._dialect.tag(name), attributes, text, level)

    def _element(self, tag: str, attributes: dict[str, str], text: str, level: int) -> None:
        self._xml.write("\n" + "  " * level)
        with self._xml.element(tag, attributes):
            self._xml.write(text)

    def _text(self, text: str) -> str:
        """`text` as it will be read again; white space that will not come back is counted."""
        text = self._xml.text(text)
        if "\n" in text or text != text.strip(_MARKS):
            self.lost["line breaks, and white space at the ends of a text"] += 1
            text = " ".join(part.strip(_MARKS) for part in text.split("\n") if part.strip(_MARKS))
        return text

    def _category(self, name: str, text: str | None, level: int) -> None:
        """A data category in the style of the file; nothing if `text` is empty."""
        held = self._text(text) if text else ""
        if not held:
            return
        category = CATEGORIES[name.lower()]
        if self._dialect.by_name:
            self._element(f"{{{category.namespace}}}{name}", {}, held, level)
        else:
            self._leaf(category.element, {"type": name}, held, level)

    def _ours(self, name: str, text: str | None, level: int) -> None:
        held = self._text(text) if text else ""
        if held:
            self._leaf("note", {}, f"x-{name}: {held}", level)

    def _notes(self, text: str | None, level: int) -> None:
        """A note a line; one that looks like ours is marked as none."""
        held = self._xml.text(text or "")
        lines = [line.strip(_MARKS) for line in held.split("\n") if line.strip(_MARKS)]
        if held != "\n".join(lines):
            self.lost["line breaks, and white space at the ends of a text"] += 1
        for line in lines:
            self._leaf("note", {}, f"x-note: {line}" if OUR_NOTE.fullmatch(line) else line, level)

    def _concept(self, concept: Concept, number: int, langs: Sequence[str]) -> None:
        name = concept.id if _NAME.fullmatch(concept.id) else self._new_id(number)
        with self._section(self._dialect.entry, 3, {"id": name}):
            self._category("subjectField", concept.subject, 4)
            if concept.definition and concept.source:
                with self._section("descripGrp", 4):
                    self._category("definition", concept.definition, 5)
                    self._category("source", concept.source, 5)
            else:
                self._category("definition", concept.definition, 4)
                self._category("source", concept.source, 4)
            if name != concept.id:
                self._ours("id", concept.id, 4)
            for broader in concept.broader:
                self._ours("broader", broader, 4)
            self._notes(concept.note, 4)
            for lang in langs or dict.fromkeys(term.lang for term in concept.terms):
                terms = concept.terms_in(lang)
                if terms:
                    with self._section(self._dialect.language, 4, {"xml:lang": parse_lang(lang)}):
                        for term in terms:
                            self._term(term)

    def _new_id(self, number: int) -> str:
        """An id for a concept whose own is no name in XML."""
        name = f"c{number}"
        while name in self._ids:
            name += "_"
        self._ids.add(name)
        return name

    def _term(self, term: Term) -> None:
        with self._section(self._dialect.term, 5):
            self._leaf("term", {}, self._text(term.text), 6)
            self._category("partOfSpeech", term.part_of_speech, 6)
            self._category("administrativeStatus", WRITTEN_STATUSES.get(term.status), 6)
            if term.abbreviation_of:
                self._category("termType", "abbreviation", 6)
            self._category("source", term.source, 6)
            for name, text in _our_notes(term):
                self._ours(name, text, 6)
            self._notes(term.note, 6)


def _our_notes(term: Term) -> Iterator[tuple[str, str | None]]:
    if term.status in ("proposed", "do-not-translate"):
        yield "status", term.status
    yield "valid-from", term.valid_from
    yield "valid-to", term.valid_to
    yield "authority", term.authority
    for form in term.forms:
        yield "form", form
    if term.case_sensitive is not None:
        yield "case-sensitive", "yes" if term.case_sensitive else "no"
    if term.gap:
        yield "gap", str(term.gap)
    yield "abbreviation-of", term.abbreviation_of


class _Section:
    """An element on lines of its own around all that is written inside the ``with``."""

    def __init__(self, xml: XmlWriter, tag: str, level: int, attributes: dict[str, str]) -> None:
        self._xml = xml
        self._indent = "\n" + "  " * level
        self._element = xml.element(tag, attributes)

    def __enter__(self) -> None:
        self._xml.write(self._indent)
        self._element.__enter__()

    def __exit__(self, *fault: object) -> None:
        self._xml.write(self._indent)
        self._element.__exit__(*fault)  # type: ignore[arg-type]
