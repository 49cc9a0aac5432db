"""XLIFF files of other tools, filled in: the file stays as it is but for targets, their states and suggestions.

XLIFF 1.2 and 2.0 to 2.2. What has a translation already is left alone. A sentence with codes inside it is given
suggestions but no target, for a memory of plain text does not know where they belong; codes at its ends stay there.
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

_UNTRANSLATED = frozenset({None, "", "new", "initial", "needs-translation"})


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


class XliffFile:
    """One file, read whole."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is no XLIFF, or states no source language.
        """
        self._path = path
        self._root = parse(path)
        if local_name(self._root.tag) != "xliff":
            raise FormatError(f"the root element is <{local_name(self._root.tag)}>, not <xliff>", path=path, line=1)
        self.is_version2 = (self._root.get("version") or "").startswith("2")
        self._namespace = self._root.tag.rpartition("}")[0] + "}" if "}" in self._root.tag else ""
        self._items = list(self._sentences())

    def check_languages(self, source: str, target: str) -> None:
        """Refuse a file that is not between these languages.

        Raises:
            LanguageError: its source or target language is another one.
        """
        names = ("srcLang", "trgLang") if self.is_version2 else ("source-language", "target-language")
        holders = [self._root] if self.is_version2 else [e for e in self._root if local_name(e.tag) == "file"]
        for holder in holders:
            for name, wanted in zip(names, (source, target), strict=True):
                stated = holder.get(name)
                if not stated and name == names[0]:
                    raise FormatError(f"{name} is not stated; add it", path=self._path, line=holder.sourceline)
                if stated and not same_language(parse_lang(stated), wanted):
                    message = f"{name} is {stated!r}, and {wanted!r} was asked for; name the languages of the file"
                    raise LanguageError(message, path=self._path, line=holder.sourceline)

    def sentences(self) -> Iterator[Fillable]:
        """All sentences, in the order of the file."""
        for number, (holder, source) in enumerate(self._items):
            target = child(holder, "target")
            state = holder.get("state") if self.is_version2 else None if target is None else target.get("state")
            words = "" if target is None else "".join(target.itertext()).strip()
            text = "".join(_words(source))
            done = bool(words) and not (state in _UNTRANSLATED and (state is not None or words == text.strip()))
            unit = holder if not self.is_version2 else holder.getparent()
            yield Fillable(
                number=number, id=unit.get("id") or str(number + 1), text=text, done=done, has_codes=_has_codes(source)
            )

    def write(self, entries: Sequence[Suggested | None], path: Path, *, langs: tuple[str, str]) -> Filled:
        """Write the file with what is offered for each of `sentences`.

        Args:
            entries: one for each sentence; None leaves it alone.
            path: the file itself; atomic replacement is the caller's.
            langs: source and target language, as BCP 47 tags.
        """
        filled = codes = done = 0
        for one, (holder, source), entry in zip(list(self.sentences()), self._items, entries, strict=True):
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
                    self._fill(holder, source, translation.text, entry)
                    filled += 1
            self._suggest(holder, entry, langs)
        self._state_target_language(langs[1])
        write_tree(self._root, path)
        return Filled(filled=filled, done=done, codes=codes)

    def _sentences(self) -> Iterator[tuple[Element, Element]]:
        """Holder (trans-unit or segment) and source of each sentence."""
        item = "segment" if self.is_version2 else "trans-unit"
        for holder in self._root.iter(f"{{*}}{item}"):
            source = child(holder, "source")
            unit = holder.getparent() if self.is_version2 else holder
            if source is not None and "".join(source.itertext()).strip() and unit.get("translate") != "no":
                yield holder, source

    def _fill(self, holder: Element, source: Element, text: str, entry: Suggested) -> None:
        target = child(holder, "target")
        made = deepcopy(source)
        made.tag = source.tag[: -len("source")] + "target"
        made.tail = source.tail
        lang = made.attrib.pop("{http://www.w3.org/XML/1998/namespace}lang", None)
        if lang is not None and target is not None:
            for name, value in target.attrib.items():
                made.set(name, value)
        _replace_words(made, fit_for_xml(text))
        if target is not None:
            holder.replace(target, made)
        else:
            after = child(holder, "seg-source")
            holder.insert(holder.index(source if after is None else after) + 1, made)
        if entry.filled is not None:
            set_state(made, holder if self.is_version2 else None, entry.filled)

    def _suggest(self, holder: Element, entry: Suggested, langs: tuple[str, str]) -> None:
        if not entry.suggestions:
            return
        if not self.is_version2:
            for found in entry.suggestions:
                made = alt_trans(found, langs, namespace=self._namespace)
                made.tail = "\n"
                holder.append(made)
            return
        if self._namespace != f"{{{XLIFF2}}}":
            return  # 2.2 has a module of its own
        unit = holder.getparent()
        taken = {one.get("id") for one in unit.iter() if local_name(one.tag) in {"segment", "ignorable"}}
        if holder.get("id") is None:
            number = 1
            while f"s{number}" in taken:
                number += 1
            holder.set("id", f"s{number}")
        known = child(unit, "matches")
        made = matches_element(entry.suggestions, ref=holder.get("id"), first=0 if known is None else len(known))
        made.tail = "\n"
        if known is None:
            unit.insert(0, made)
        else:
            known.extend(list(made))

    def _state_target_language(self, target: str) -> None:
        name = "trgLang" if self.is_version2 else "target-language"
        holders = [self._root] if self.is_version2 else [e for e in self._root if local_name(e.tag) == "file"]
        for holder in holders:
            if not holder.get(name):
                holder.set(name, target)


def _words(source: Element) -> Iterator[str]:
    """The text of a source without what is inside native codes."""
    yield source.text or ""
    for inner in source:
        if local_name(inner.tag) in {"g", "mrk", "pc"}:
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
        if local_name(inner.tag) in {"g", "mrk", "pc"}:
            yield from _pieces(inner)
            yield False
        if (inner.tail or "").strip():
            yield True


def _replace_words(target: Element, text: str) -> None:
    """Put `text` where the words are, which is in one place."""
    done = False

    def walk(element: Element) -> None:
        nonlocal done
        if (element.text or "").strip():
            element.text = "" if done else text
            done = True
        for inner in element:
            if local_name(inner.tag) in {"g", "mrk", "pc"}:
                walk(inner)
            if (inner.tail or "").strip():
                inner.tail = "" if done else text
                done = True

    walk(target)
    if not done:
        target.text = text
