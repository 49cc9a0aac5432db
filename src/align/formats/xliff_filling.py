"""XLIFF files of other tools, filled in: the file stays as it is but for targets, their states and suggestions.

XLIFF 1.2 and 2.0 to 2.2. What has a translation already is left alone. A sentence with codes inside it is given
suggestions but no target, for a memory of plain text does not know where they belong; codes at its ends stay there. A
``<trans-unit>`` that its tool has cut (``seg-source``) is filled segment by segment.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats._xliff2_names import XLIFF2
from align.formats._xml import Element, child, local_name, parse, write_tree
from align.formats.suggestions import alt_trans, fit_for_xml, matches_element, set_state
from align.lang import parse as parse_lang
from align.lang import same_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from align.formats.suggestions import Suggested

__all__ = ["Fillable", "Filled", "XliffFile"]

_UNTRANSLATED = frozenset({"new", "initial", "needs-translation"})
_AROUND = frozenset({"g", "mrk", "pc"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillable:
    """A sentence of the file.

    Attributes:
        number: its place among all sentences, from 0.
        id: of its unit.
        text: without codes.
        done: whether it has a translation already.
        has_codes: whether codes stand inside it.
    """

    number: int
    id: str
    text: str
    done: bool
    has_codes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What became of the sentences: filled in, translated before, and given suggestions only because of codes."""

    filled: int
    done: int
    codes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A sentence in the tree: trans-unit or segment, its source or a mark in that, and the number of the mark."""

    holder: Element
    source: Element
    mark: str | None = None


class XliffFile:
    """One file, read whole."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is no XLIFF.
        """
        self._path = path
        self._root = parse(path)
        if local_name(self._root.tag) != "xliff":
            raise FormatError(f"the root element is <{local_name(self._root.tag)}>, not <xliff>", path=path, line=1)
        self.is_version2 = (self._root.get("version") or "").startswith("2")
        self._namespace = self._root.tag.rpartition("}")[0] + "}" if "}" in self._root.tag else ""
        self._items = list(self._found())

    def check_languages(self, source: str, target: str) -> None:
        """Refuse a file that is not between these languages.

        Raises:
            FormatError: it states no source language.
            LanguageError: its source or target language is another one.
        """
        names = ("srcLang", "trgLang") if self.is_version2 else ("source-language", "target-language")
        for holder in self._language_holders():
            for name, wanted in zip(names, (source, target), strict=True):
                stated = holder.get(name)
                if not stated and name == names[0]:
                    raise FormatError(f"{name} is not stated; add it", path=self._path, line=holder.sourceline)
                if stated and not same_language(parse_lang(stated), wanted):
                    message = f"{name} is {stated!r}, and {wanted!r} was asked for; name the languages of the file"
                    raise LanguageError(message, path=self._path, line=holder.sourceline)

    def sentences(self) -> Iterator[Fillable]:
        """All sentences, in the order of the file."""
        for number, item in enumerate(self._items):
            unit = item.holder.getparent() if self.is_version2 else item.holder
            yield Fillable(
                number=number,
                id=unit.get("id") or str(number + 1),
                text="".join(_words(item.source)),
                done=self._is_done(item),
                has_codes=_has_codes(item.source),
            )

    def write(self, entries: Sequence[Suggested | None], path: Path, *, langs: tuple[str, str]) -> Filled:
        """Write the file with what is offered for each of `sentences`.

        Args:
            entries: one for each sentence; None leaves it alone.
            path: the file itself; atomic replacement is the caller's.
            langs: source and target language, as BCP 47 tags.
        """
        filled = codes = done = 0
        for one, item, entry in zip(list(self.sentences()), self._items, entries, strict=True):
            if one.done:
                done += 1
                continue
            if entry is None:
                continue
            translation = entry.unit.variant(langs[1])
            if translation is not None and entry.filled is not None:
                if one.has_codes:
                    codes += 1
                else:
                    self._fill(item, translation.text, entry)
                    filled += 1
            self._suggest(item, entry, langs)
        name = "trgLang" if self.is_version2 else "target-language"
        for holder in self._language_holders():
            if not holder.get(name):
                holder.set(name, langs[1])
        write_tree(self._root, path)
        return Filled(filled=filled, done=done, codes=codes)

    def _language_holders(self) -> list[Element]:
        """The elements that state the languages."""
        return [self._root] if self.is_version2 else [one for one in self._root if local_name(one.tag) == "file"]

    def _found(self) -> Iterator[_Item]:
        item = "segment" if self.is_version2 else "trans-unit"
        for holder in self._root.iter(f"{{*}}{item}"):
            unit = holder.getparent() if self.is_version2 else holder
            source = child(holder, "source")
            if source is None or unit.get("translate") == "no":
                continue
            cut = None if self.is_version2 else child(holder, "seg-source")
            marks = [] if cut is None else _marks(cut)
            if marks:
                found = [_Item(holder=holder, source=mark, mark=mark.get("mid") or "") for mark in marks]
            else:
                found = [_Item(holder=holder, source=source)]
            yield from (one for one in found if "".join(one.source.itertext()).strip())

    def _is_done(self, item: _Item) -> bool:
        target = child(item.holder, "target")
        if target is None:
            return False
        state = item.holder.get("state") if self.is_version2 else target.get("state")
        place = target if item.mark is None else _marked(target, item.mark)
        words = "" if place is None else "".join(place.itertext()).strip()
        if item.mark is not None and place is None and "".join(target.itertext()).strip() and not _marks(target):
            return state not in _UNTRANSLATED  # translated as a whole
        same = words == "".join(item.source.itertext()).strip()
        return bool(words) and not (state in _UNTRANSLATED or (state is None and same))

    def _fill(self, item: _Item, text: str, entry: Suggested) -> None:
        target = child(item.holder, "target")
        if item.mark is None:
            made = self._new_target(item.holder, item.source, target)
            _replace_words(made, fit_for_xml(text))
        else:
            made = target
            if target is None or _marked(target, item.mark) is None:
                made = self._new_target(item.holder, child(item.holder, "seg-source"), target)
                for mark in _marks(made):
                    _replace_words(mark, "")
            _replace_words(_marked(made, item.mark), fit_for_xml(text))
        if entry.filled is None:
            return
        if item.mark is not None and self._is_partly_filled(item.holder, made):
            made.set("state", "needs-translation")
        elif item.mark is None or made.get("state") != "needs-review-translation":
            set_state(made, item.holder if self.is_version2 else None, entry.filled)

    def _new_target(self, holder: Element, model: Element, target: Element | None) -> Element:
        """A target like `model`, in the place of the old one."""
        made = deepcopy(model)
        made.tag = f"{self._namespace}target"
        made.attrib.pop(_XML_LANG, None)
        if target is not None:
            for name, value in target.attrib.items():
                made.set(name, value)
            made.tail = target.tail
            holder.replace(target, made)
            return made
        source, cut = child(holder, "source"), child(holder, "seg-source")
        holder.insert(holder.index(source if cut is None else cut) + 1, made)
        return made

    def _is_partly_filled(self, holder: Element, target: Element) -> bool:
        """Whether a segment of a unit that is cut has no words in the target yet."""
        cut = child(holder, "seg-source")
        for mark in _marks(cut):
            place = _marked(target, mark.get("mid") or "")
            wanted = "".join(mark.itertext()).strip()
            if wanted and (place is None or not "".join(place.itertext()).strip()):
                return True
        return False

    def _suggest(self, item: _Item, entry: Suggested, langs: tuple[str, str]) -> None:
        if not entry.suggestions:
            return
        if not self.is_version2:
            for found in entry.suggestions:
                made = alt_trans(found, langs, namespace=self._namespace)
                if item.mark and local_name(item.source.getparent().tag) == "seg-source":  # the standard knows no other
                    made.set("mid", item.mark)
                made.tail = "\n"
                item.holder.insert(self._end_of_xliff(item.holder), made)
            return
        if self._namespace != f"{{{XLIFF2}}}":
            return  # 2.2 has a module of its own
        unit = item.holder.getparent()
        taken = {one.get("id") for one in unit.iter() if local_name(one.tag) in {"segment", "ignorable"}}
        if item.holder.get("id") is None:
            number = 1
            while f"s{number}" in taken:
                number += 1
            item.holder.set("id", f"s{number}")
        known = child(unit, "matches")
        made = matches_element(entry.suggestions, ref=item.holder.get("id"), first=0 if known is None else len(known))
        made.tail = "\n"
        if known is None:
            unit.insert(0, made)
        else:
            known.extend(list(made))

    def _end_of_xliff(self, unit: Element) -> int:
        """The place after the last element of XLIFF's own: what is a tool's comes last in a ``<trans-unit>``."""
        namespaces = [f"{head}{brace}" for head, brace, _ in (one.tag.rpartition("}") for one in unit)]
        return max((place for place, one in enumerate(namespaces, start=1) if one == self._namespace), default=0)


def _marks(element: Element) -> list[Element]:
    """The marks of segments inside an element."""
    return [mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"]


def _marked(target: Element, number: str) -> Element | None:
    """The segment of a target with this number."""
    return next((mark for mark in _marks(target) if (mark.get("mid") or "") == number), None)


def _words(source: Element) -> Iterator[str]:
    """The text of a source without what is inside native codes."""
    yield source.text or ""
    for inner in source:
        if local_name(inner.tag) in _AROUND:
            yield from _words(inner)
        yield inner.tail or ""


def _has_codes(source: Element) -> bool:
    """Whether codes stand among the words: those that enclose the whole, or stand at its ends, do not count."""
    pieces = list(_pieces(source))
    words = [number for number, is_word in enumerate(pieces) if is_word]
    return bool(words) and words[-1] - words[0] + 1 != len(words)


def _pieces(source: Element) -> Iterator[bool]:
    """For each piece in order, whether it is words (True) or a code (False)."""
    if (source.text or "").strip():
        yield True
    for inner in source:
        yield False
        if local_name(inner.tag) in _AROUND:
            yield from _pieces(inner)
            yield False
        if (inner.tail or "").strip():
            yield True


def _replace_words(target: Element, text: str) -> None:
    """Put `text` where the words are, which is in one place."""
    left: str | None = text

    def walk(element: Element) -> None:
        nonlocal left
        if (element.text or "").strip():
            element.text, left = left or "", None
        for inner in element:
            if local_name(inner.tag) in _AROUND:
                walk(inner)
            if (inner.tail or "").strip():
                inner.tail, left = left or "", None

    walk(target)
    if left:
        target.text = left
