"""TEI P5 texts -> documents: ours, and those of others with or without ``s``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError, ModelError
from align.formats._reading import UNKNOWN
from align.formats._xml import XML_ID, XML_LANG, XML_SPACE, Element, local_name, parse
from align.lang import parse as parse_lang
from align.lang import same_language
from align.model import Block, Document, Segment, is_ncname

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import BlockKind

__all__ = ["Walk", "assemble", "read_text", "tei_root"]

_BLOCKS: dict[str, BlockKind] = {
    "head": "heading",
    "titlepart": "heading",
    "item": "item",
    "note": "note",
    **dict.fromkeys(
        ("p", "ab", "l", "cell", "speaker", "stage", "trailer", "dateline", "signed", "salute", "byline"), "paragraph"
    ),
}
_SKIPPED = frozenset({"teiheader", "fw", "figdesc", "standoff"})
_EDITORS = frozenset({"corr", "reg", "expan"})  # in a choice the text's own reading stands
_BREAKS = frozenset({"lb", "pb", "cb", "gb"})
_SPACES = re.compile(r"[ \t\n\r]+")


@dataclass(slots=True, kw_only=True, eq=False)
class _Sentence:
    """An ``s`` element."""

    id: str | None
    line: int | None


@dataclass(slots=True, kw_only=True)
class _Raw:
    """A block being read: pieces of text, each with the sentence it is in."""

    kind: BlockKind
    preserve: bool
    place: str | None = None
    pieces: list[tuple[str, _Sentence | None]] = field(default_factory=list)

    def settled(self) -> tuple[str, list[tuple[_Sentence, int, int]]]:
        """The text with white space as the file means it, and where its sentences are."""
        text = ""
        spans: dict[int, tuple[_Sentence, int, int]] = {}
        for piece, sentence in self.pieces:
            shown = piece if self.preserve else _SPACES.sub(" ", piece)
            if not self.preserve and (not text or text.endswith(" ")):
                shown = shown.removeprefix(" ")
            if sentence is not None and shown:
                start = spans[id(sentence)][1] if id(sentence) in spans else len(text)
                spans[id(sentence)] = (sentence, start, len(text) + len(shown))
            text += shown
        if self.preserve:
            return text, list(spans.values())
        text = text.rstrip(" ")
        trimmed = []
        for sentence, start, end in spans.values():
            inside = text[start:end]
            lead = len(inside) - len(inside.lstrip(" "))
            if inside.strip(" "):
                trimmed.append((sentence, start + lead, start + len(inside.rstrip(" "))))
        return text, trimmed


class Walk:
    """Collects the blocks of a text, top to bottom; notes come after the block they are in."""

    def __init__(self, *, ids: tuple[str, ...] = (XML_ID,)) -> None:
        """Begin; `ids` are the attributes in which an ``s`` may bear its id, the first that is there counts."""
        self._ids = ids
        self.blocks: list[_Raw] = []
        self._current: _Raw | None = None
        self._notes: list[_Raw] = []

    def into(self, element: Element, sentence: _Sentence | None, preserve: bool) -> None:
        """Read the content of `element`; recursion is at most 256 deep (the parser's limit)."""
        self._add(element.text, sentence, preserve)
        for inner in element:
            name = local_name(inner.tag)
            keep = {"preserve": True, "default": False}.get(inner.get(XML_SPACE, ""), preserve)
            if name in _BREAKS and inner.get("break") != "no":
                self._add("\n", sentence, preserve)
            elif name == "s":
                mark = _Sentence(
                    id=next((inner.get(name) for name in self._ids if inner.get(name)), None), line=inner.sourceline
                )
                if self._current is None:
                    self._current = _Raw(kind="paragraph", preserve=keep)
                self.into(inner, mark, keep)
            elif name in _BLOCKS:
                self._block(inner, _BLOCKS[name], keep)
            elif name not in _SKIPPED and not (name in _EDITORS and local_name(element.tag) == "choice"):
                outside = self._current is None
                self.into(inner, sentence, keep)
                if outside:
                    self._close()
            self._add(inner.tail, sentence, preserve)

    def finish(self) -> list[_Raw]:
        """All blocks."""
        self._close()
        return self.blocks

    def _block(self, element: Element, kind: BlockKind, preserve: bool) -> None:
        outer = self._current
        if outer is not None and kind == "note":
            before = len(self.blocks)
            self._current = _Raw(kind=kind, preserve=preserve, place=element.get("n") or None)
            self.into(element, None, preserve)
            self.blocks.append(self._current)
            self._notes += self.blocks[before:]
            del self.blocks[before:]
            self._current = outer
            return
        if outer is not None:
            self.blocks.append(outer)
        self._current = _Raw(kind=kind, preserve=preserve, place=element.get("n") or None)
        self.into(element, None, preserve)
        if outer is None:
            self._close()
        else:
            self.blocks.append(self._current)
            self._current = _Raw(kind=outer.kind, preserve=outer.preserve, place=outer.place)

    def _add(self, text: str | None, sentence: _Sentence | None, preserve: bool) -> None:
        if not text or (self._current is None and not text.strip()):
            return
        if self._current is None:
            self._current = _Raw(kind="paragraph", preserve=preserve)
        self._current.pieces.append((text, sentence))

    def _close(self) -> None:
        if self._current is not None:
            self.blocks.append(self._current)
        self.blocks += self._notes
        self._current, self._notes = None, []


def tei_root(path: Path, *, encoding: str | None = None) -> Element:
    """The root of a TEI file.

    Raises:
        FormatError: not XML, or another root element.
    """
    root = parse(path, encoding=encoding)
    if local_name(root.tag) not in {"tei", "teicorpus"}:
        name = local_name(root.tag)
        raise FormatError(f"the root element is <{name}>, not <TEI>", path=path, line=root.sourceline)
    return root


def read_text(path: Path, *, lang: str | None, encoding: str | None = None) -> Document:
    """The text of a TEI file as a document; see `align.formats.tei.TeiFormat.read_document`.

    Args:
        path: the file.
        lang: BCP 47 tag; None takes what the file says, and so does ``und`` where the file says it.
        encoding: used instead of what the file declares.
    """
    root = tei_root(path, encoding=encoding)
    if local_name(root.tag) == "teicorpus":
        raise FormatError(
            "this is a corpus of several texts; read its parts one by one", path=path, line=root.sourceline
        )
    text = next((inner for inner in root if local_name(inner.tag) == "text"), None)
    if text is None:
        raise FormatError("<TEI> has no <text>; give a file that holds one", path=path, line=root.sourceline)
    walk = Walk()
    walk.into(text, None, _preserves(text))
    said = _stated_language(root, text, path)
    wanted = None if lang == UNKNOWN else lang
    if wanted is not None and said is not None and not same_language(wanted, said):
        raise LanguageError(
            f"the file says it is in {said}, not in {wanted}; correct one of them", path=path, line=text.sourceline
        )
    tag = wanted or said or lang
    if tag is None:
        raise LanguageError("the file does not say its language; add xml:lang", path=path, line=text.sourceline)
    own_id = root.get(XML_ID) or _id_from(path.name.partition(".xml")[0])
    try:
        blocks, segments, whole = assemble(walk.finish(), own_id)
        return Document(
            id=own_id,
            lang=tag,
            text=whole,
            blocks=tuple(blocks),
            segments=tuple(segments),
            source=path.name,
            date=_first(root, "sourceDesc", "date", "when"),
            publisher=_first(root, "sourceDesc", "publisher"),
        )
    except ModelError as error:
        raise FormatError(f"{error}; correct the ids of the s elements", path=path) from error


def _preserves(element: Element) -> bool:
    return bool(element.get(XML_SPACE) == "preserve")


def _stated_language(root: Element, text: Element, path: Path) -> str | None:
    for holder in (text, root):
        tag = holder.get(XML_LANG)
        if tag:
            try:
                return parse_lang(tag)
            except LanguageError as error:
                raise LanguageError(error.reason, path=path, line=holder.sourceline) from error
    return None


def _first(root: Element, section: str, name: str, attribute: str | None = None) -> str | None:
    for holder in root.iter(f"{{*}}{section}"):
        for found in holder.iter(f"{{*}}{name}"):
            value = found.get(attribute) if attribute else " ".join("".join(found.itertext()).split())
            if value:
                return str(value)
    return None


def _id_from(stem: str) -> str:
    """An NCName close to `stem`."""
    name = re.sub(r"[^\w.-]", "_", stem)
    return name if is_ncname(name) else f"t{re.sub(r'[^0-9A-Za-z._-]', '_', name)}"


def assemble(raws: list[_Raw], own_id: str) -> tuple[list[Block], list[Segment], str]:
    """Put the blocks two line ends apart and place the sentences in them.

    In a text with sentences, words outside every ``s`` become segments of their own, so that nothing is passed over.
    """
    marked = any(sentence for raw in raws for _, sentence in raw.pieces)
    taken = {sentence.id for raw in raws for _, sentence in raw.pieces if sentence and sentence.id}
    fresh = (name for name in (f"{own_id}.s{number}" for number in range(1, 10**9)) if name not in taken)
    blocks: list[Block] = []
    segments: list[Segment] = []
    texts: list[str] = []
    offset = 0
    for raw in raws:
        text, spans = raw.settled()
        if not text.strip():
            continue
        placed: list[tuple[str | None, int, int]] = []
        at = 0
        for sentence, start, end in [*spans, (None, len(text), len(text))]:
            gap = text[at:start]
            if marked and any(character.isalnum() for character in gap):
                lead = len(gap) - len(gap.lstrip())
                placed.append((None, at + lead, at + len(gap.rstrip())))
            if sentence is not None:
                placed.append((sentence.id, start, end))
            at = end
        for name, start, end in placed:
            segments.append(
                Segment(
                    id=name or next(fresh),
                    text=text[start:end],
                    start=offset + start,
                    end=offset + end,
                    block=len(blocks),
                )
            )
        blocks.append(Block(kind=raw.kind, start=offset, end=offset + len(text), place=raw.place))
        texts.append(text)
        offset += len(text) + 2
    return blocks, segments, "\n\n".join(texts)
