"""XLIFF with suggestions: what a memory offers for each unit, where translation tools look for it.

XLIFF 1.2 has ``alt-trans`` (with ``match-quality``) and the state of a target; XLIFF 2.1 has the Translation Candidates
module (``mtc:match``, section 5.1 of the standard) and the state of a segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from align.errors import ModelError
from align.formats import Written
from align.formats import _xliff1_write as write1
from align.formats import _xliff2 as version2
from align.formats._xliff1_names import XLIFF1
from align.formats._xliff2_names import XLIFF2
from align.formats._xliff_facts import FreshIds
from align.formats._xml import XML_LANG, XML_SPACE, lay_out, legal, make, writing
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from align.formats import UnitHeader
    from align.formats._xml import Element
    from align.model import TranslationUnit

__all__ = [
    "MATCHES",
    "Suggested",
    "Suggestion",
    "SuggestionKind",
    "alt_trans",
    "fit_for_xml",
    "matches_element",
    "percent",
    "set_state",
    "write_xliff",
    "write_xliff2",
]

SuggestionKind = Literal["in-context", "exact", "fuzzy"]
"""Equal with equal neighbours, equal, or like."""

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_MTC = f"{{{MATCHES}}}"
_MDA = f"{{{version2.METADATA}}}"
_MATCH_TYPES = {"in-context": "icm", "exact": "tm", "fuzzy": "tm"}  # the types of the module that fit
_IN_CONTEXT = 101  # per cent: how tools write a match that is better than exact
_MIXED = frozenset({"source", "target", "note", "context", "meta", "data"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A translation that a memory offers.

    Attributes:
        source: the sentence in the memory.
        target: its translation.
        score: 0..1, after penalties; 1 is the same sentence.
        similarity: 0..1, before penalties: how much of the sentence is the same.
        kind: in-context, exact or fuzzy.
        origin: where it comes from, for people.
        unit: id of the unit in the memory, or empty.
        adapted: the translation with the numbers of the sentence to be translated, where they differ.
        penalties: names, and how much of the score each took away (0..1).
    """

    source: str
    target: str
    score: float
    kind: SuggestionKind
    similarity: float = 0.0
    origin: str = ""
    unit: str = ""
    adapted: str | None = None
    penalties: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a score out of range."""
        if not 0.0 <= self.score <= 1.0:
            raise ModelError(f"score {self.score} of a suggestion is not in 0..1")

    @property
    def explained(self) -> str:
        """The penalties as text: ``not checked -3 %``; empty where there is none."""
        return ", ".join(
            f"{name.replace('_', ' ')} -{_number(value * 100)} %" for name, value in self.penalties if value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A unit to be translated, with what a memory offers for it.

    Attributes:
        unit: source and, where something was filled in, target.
        suggestions: best first.
        filled: what kind of suggestion the target is; None where there is none.
    """

    unit: TranslationUnit
    suggestions: tuple[Suggestion, ...] = ()
    filled: SuggestionKind | None = None


def percent(suggestion: Suggestion) -> int:
    """The score as tools show it: 101 is in context and without a penalty; else no higher than 100, rounded down."""
    if suggestion.kind == "in-context" and suggestion.score >= 1.0:
        return _IN_CONTEXT
    return int(round(suggestion.score * 100, 6))


def write_xliff(entries: Iterable[Suggested], path: Path, header: UnitHeader, *, langs: tuple[str, str]) -> Written:
    """Write XLIFF 1.2.

    A filled target has the state ``translated`` (exact) or ``needs-review-translation`` (fuzzy) and a state-qualifier;
    a unit without one has a copy of its source in the state ``new``, as editors want it.

    Args:
        entries: consumed once.
        path: the file itself; atomic replacement is the caller's.
        header: title and signature.
        langs: source and target language.
    """
    source, target = langs
    ids = FreshIds()
    written = 0
    with writing(path) as xml:
        attributes = write1.file_attributes(header, source, target, xml)
        with xml.element(f"{{{XLIFF1}}}xliff", {"version": "1.2"}, prefixes={None: XLIFF1}):
            xml.write("\n  ")
            with xml.element(f"{{{XLIFF1}}}file", attributes):
                xml.write("\n    ", write1.header_element(header, xml), "\n    ")
                with xml.element(f"{{{XLIFF1}}}body"):
                    for entry in entries:
                        one, other = entry.unit.variant(source), entry.unit.variant(target)
                        element = write1.unit_element(
                            entry.unit, ids.take(entry.unit.id), one, other, xml, fillable=True
                        )
                        filled = next((inner for inner in element if inner.tag == "target"), None)
                        if filled is not None and entry.filled is not None:
                            set_state(filled, None, entry.filled)
                        element.extend(alt_trans(found, langs, xml.text) for found in entry.suggestions)
                        xml.write("\n      ", lay_out(element, 3, _MIXED))
                        written += 1
                    xml.write("\n    ")
                xml.write("\n  ")
            xml.write("\n")
        return Written(units=written, replaced=xml.replaced)


def set_state(target: Element, segment: Element | None, kind: SuggestionKind) -> None:
    """Say how certain a filled target is: on the target itself in XLIFF 1.2, on its `segment` in XLIFF 2."""
    fuzzy = kind == "fuzzy"
    if segment is None:
        target.set("state", "needs-review-translation" if fuzzy else "translated")
        target.set("state-qualifier", "fuzzy-match" if fuzzy else "exact-match")
        return
    segment.set("state", "initial" if fuzzy else "translated")
    segment.attrib.pop("subState", None)
    if fuzzy:
        segment.set("subState", "align:fuzzy")


def alt_trans(
    found: Suggestion, langs: tuple[str, str], text: Callable[[str], str] | None = None, *, namespace: str = ""
) -> Element:
    """The ``<alt-trans>`` of a suggestion.

    Args:
        found: the suggestion.
        langs: source and target language.
        text: what makes a text fit for XML; illegal characters are replaced if not given.
        namespace: of the element, in braces; none where it is written inside a root that declares its own.
    """
    fit = text or fit_for_xml
    attributes = {"match-quality": f"{percent(found)}%"}
    if found.origin:
        attributes["origin"] = fit(found.origin)
    element = make(f"{namespace}alt-trans", attributes)
    source, target = (parse_lang(lang) for lang in langs)
    element.append(make(f"{namespace}source", {XML_LANG: source, XML_SPACE: "preserve"}, fit(found.source)))
    element.append(make(f"{namespace}target", {XML_LANG: target, XML_SPACE: "preserve"}, fit(found.target)))
    if found.explained:
        element.append(make(f"{namespace}note", None, f"penalties: {fit(found.explained)}"))
    return element


def fit_for_xml(text: str) -> str:
    """`text` with the characters that XML cannot hold replaced, one for one."""
    return legal(text)[0]


def write_xliff2(entries: Iterable[Suggested], path: Path, header: UnitHeader, *, langs: tuple[str, str]) -> Written:
    """Write XLIFF 2.1 with the Translation Candidates module.

    An exact target has the state ``translated``; a fuzzy one stays ``initial`` with the subState ``align:fuzzy``.
    Arguments and result are those of `write_xliff`.
    """
    source, target = langs
    ids = FreshIds()
    written = 0
    root = {"version": "2.1", "srcLang": parse_lang(source), "trgLang": parse_lang(target)}
    with writing(path) as xml:
        file = {"id": "f1", "original": xml.text(header.title) if header.title else "units"}
        prefixes = {None: XLIFF2, "mtc": MATCHES}
        with xml.element(f"{{{XLIFF2}}}xliff", root, prefixes=prefixes):
            xml.write("\n  ")
            with xml.element(f"{{{XLIFF2}}}file", file):
                xml.write("\n    ", version2.header_metadata(header, xml))
                for entry in entries:
                    one, other = entry.unit.variant(source), entry.unit.variant(target)
                    element = version2.unit_element(entry.unit, ids.take(entry.unit.id), one, other, xml)
                    segment = next(inner for inner in element if inner.tag == "segment")
                    segment.set("id", "s1")
                    if entry.filled is not None:
                        set_state(segment, segment, entry.filled)
                    if entry.suggestions:
                        made = matches_element(entry.suggestions, ref="s1", text=xml.text, inside_root=True)
                        element.insert(0, made)
                    xml.write("\n    ", lay_out(element, 2, _MIXED))
                    written += 1
                if not written:
                    xml.write("\n    ", make("group", {"id": "none"}))  # a file may not be without content
                xml.write("\n  ")
            xml.write("\n")
        return Written(units=written, replaced=xml.replaced)


def matches_element(
    suggestions: Iterable[Suggestion],
    *,
    ref: str,
    text: Callable[[str], str] | None = None,
    first: int = 0,
    inside_root: bool = False,
) -> Element:
    """The ``<mtc:matches>`` of a unit.

    Args:
        suggestions: best first.
        ref: id of the segment.
        text: what makes a text fit for XML; illegal characters are replaced if not given.
        first: how many matches the unit has already.
        inside_root: whether the elements are written in no namespace, inside a root that declares its own.
    """
    fit = text or fit_for_xml
    core = "" if inside_root else f"{{{XLIFF2}}}"
    holder = make(f"{_MTC}matches", None, None, prefixes={"mtc": MATCHES})
    for number, found in enumerate(suggestions, first + 1):
        quality = _number(min(found.score, 1.0) * 100)
        attributes = {"id": f"m{number}", "ref": f"#{ref}", "type": _MATCH_TYPES[found.kind], "matchQuality": quality}
        if found.origin:
            attributes["origin"] = fit(found.origin)
        match = make(f"{_MTC}match", attributes)
        if found.explained:
            meta = make(f"{_MDA}meta", {"type": "penalties"}, fit(found.explained))
            group = make(f"{_MDA}metaGroup", {"category": "align"}, None, meta)
            match.append(make(f"{_MDA}metadata", None, None, group, prefixes={"mda": version2.METADATA}))
        match.append(make(f"{core}source", {XML_SPACE: "preserve"}, fit(found.source)))
        match.append(make(f"{core}target", {XML_SPACE: "preserve"}, fit(found.target)))
        holder.append(match)
    return holder


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
