"""TEI stand-off alignments -> alignments, every pointer resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from align.errors import FormatError, InputError, ModelError
from align.formats._tei_read import read_text, tei_root
from align.formats._xml import XML_ID, Element, local_name
from align.model import Alignment, Bead, Signature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.model import BeadStatus, Document

__all__ = ["Pointers", "dangling", "read_alignment"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_BEADS = frozenset({"link", "ptr"})
_MOST_SEGMENTS = 10_000  # that one pointer may mean
_WORDS = frozenset({"high", "medium", "low", "unknown"})  # what cert may say instead of a number


class Pointers:
    """Resolves the pointers of one alignment file; other files are read once, and only near it."""

    def __init__(self, root: Element, path: Path) -> None:
        """Take in the abbreviations (``prefixDef``) and joins of the file.

        Raises:
            FormatError: an abbreviation is of a kind that is not understood.
        """
        self._path = path
        self._patterns: list[tuple[str, re.Pattern[str], str]] = []
        for definition in root.iter("{*}prefixDef"):
            pattern = definition.get("matchPattern", "")
            if pattern not in {"(.+)", "(.*)", "([^ ]+)", "([a-zA-Z0-9_.-]+)", "(\\S+)"}:
                raise FormatError(
                    f"matchPattern {pattern!r} is not supported; write (.+)", path=path, line=definition.sourceline
                )
            replacement = definition.get("replacementPattern", "")
            self._patterns.append((definition.get("ident", ""), re.compile(pattern), replacement))
        self._joins = {join.get(XML_ID): join for join in root.iter("{*}join") if join.get(XML_ID)}
        self._documents: dict[str, tuple[Document, dict[str, int]]] = {}

    def split(self, pointer: str, line: int) -> tuple[str, str]:
        """File name and id that a pointer means; the file name is empty for this file."""
        scheme = _SCHEME.fullmatch(pointer)
        if scheme:
            for ident, pattern, replacement in self._patterns:
                match = pattern.fullmatch(scheme[2]) if ident == scheme[1] else None
                if match:
                    pointer = replacement.replace("$1", match[1])
                    break
            else:
                raise FormatError(
                    f"no prefixDef explains the pointer {pointer!r}, and nothing is fetched; add one",
                    path=self._path,
                    line=line,
                )
        name, _, anchor = pointer.partition("#")
        return unquote(name), unquote(anchor)

    def document(self, name: str, line: int) -> tuple[Document, dict[str, int]]:
        """The text in the file `name`, and the index of each of its segments."""
        if name not in self._documents:
            if not name or _SCHEME.match(name) or name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise FormatError(
                    f"{name!r} is not a file beside this one or below; nothing else is read",
                    path=self._path,
                    line=line,
                )
            try:
                text = read_text(self._path.parent / name, lang=None)
            except InputError as error:
                if error.line is not None or isinstance(error, FormatError):
                    raise
                raise FormatError(
                    f"the text {name} that it points at {error.reason}", path=self._path, line=line
                ) from error
            self._documents[name] = (text, {segment.id: index for index, segment in enumerate(text.segments)})
        return self._documents[name]

    def leaves(self, pointer: str, line: int) -> Iterator[tuple[str, str]]:
        """File and id of each segment a pointer means, through joins.

        Raises:
            FormatError: it dangles, or means more segments than any bead has: joins of joins can multiply.
        """
        for number, leaf in enumerate(self._leaves(pointer, line, 0)):
            if number == _MOST_SEGMENTS:
                raise FormatError(
                    f"the pointer {pointer!r} means more than {_MOST_SEGMENTS} segments; "
                    "point at segments, not at joins of joins",
                    path=self._path,
                    line=line,
                )
            yield leaf

    def _leaves(self, pointer: str, line: int, depth: int) -> Iterator[tuple[str, str]]:
        name, anchor = self.split(pointer, line)
        if name:
            if anchor not in self.document(name, line)[1]:
                raise FormatError(
                    f"dangling pointer {pointer!r}: no s {anchor!r} in {name}", path=self._path, line=line
                )
            yield name, anchor
            return
        join = self._joins.get(anchor)
        if join is None or depth > 4:
            raise FormatError(f"dangling pointer {pointer!r}: no join of that id here", path=self._path, line=line)
        for inner in join.get("target", "").split():
            yield from self._leaves(inner, join.sourceline, depth + 1)


def _groups(root: Element) -> Iterator[Element]:
    """Links, and pointers of unaligned segments, in the order of the file."""
    for group in root.iter("{*}linkGrp"):
        yield from (inner for inner in group if local_name(inner.tag) in _BEADS)


def read_alignment(path: Path) -> Alignment:
    """The alignment in a stand-off file, with the two texts it points at.

    Source and target are told by ``linkGrp/@domains``, or else by the order of the pointers in the first link.
    Segments that no link names become null beads, as TEI lets them be left out.

    Raises:
        InputError: this file or one it points at cannot be opened.
        FormatError: a pointer dangles, a segment is in two links, or the links join other than two texts.
    """
    root = tei_root(path)
    pointers = Pointers(root, path)
    elements = list(_groups(root))
    domains = next((group.get("domains") for group in root.iter("{*}linkGrp") if group.get("domains")), None)
    names: list[str] = []
    if domains:
        names = [pointers.split(domain, root.sourceline)[0] for domain in domains.split()]
    raw: list[tuple[Element, list[tuple[str, str]]]] = []
    for element in elements:
        leaves = [leaf for p in element.get("target", "").split() for leaf in pointers.leaves(p, element.sourceline)]
        names = list(dict.fromkeys([*names, *(name for name, _ in leaves)]))
        raw.append((element, leaves))
    if len(names) != 2:
        told = ", ".join(names) or "none"
        raise FormatError(f"an alignment joins two texts, this one names {told}", path=path, line=root.sourceline)
    (source, source_index), (target, target_index) = (pointers.document(name, root.sourceline) for name in names)
    beads: list[tuple[int, Bead]] = []
    for order, (element, leaves) in enumerate(raw):
        place = element.get("n", "")
        bead = _bead(
            tuple(sorted(source_index[anchor] for name, anchor in leaves if name == names[0])),
            tuple(sorted(target_index[anchor] for name, anchor in leaves if name == names[1])),
            element,
            path,
        )
        beads.append((int(place) if re.fullmatch(r"\d{1,9}", place) else order, bead))
    beads.sort(key=lambda numbered: numbered[0])
    named = [bead for _, bead in beads]
    used = {i for bead in named for i in bead.source}, {j for bead in named for j in bead.target}
    named += [Bead(source=(i,), target=()) for i in range(len(source.segments)) if i not in used[0]]
    named += [Bead(source=(), target=(j,)) for j in range(len(target.segments)) if j not in used[1]]
    try:
        return Alignment(source=source, target=target, beads=tuple(named), signature=_signature(root))
    except ModelError as error:
        raise FormatError(f"{error}; let every s be in one link", path=path, line=root.sourceline) from error


def _bead(source: tuple[int, ...], target: tuple[int, ...], element: Element, path: Path) -> Bead:
    certainty = element.get("cert")
    status: BeadStatus = "checked" if element.get("subtype") == "checked" else "auto"
    try:
        score = None if certainty is None or certainty in _WORDS else float(certainty)
        return Bead(source=source, target=target, score=score, status=status)
    except (ValueError, ModelError) as error:
        raise FormatError(
            f"{error}; correct this {local_name(element.tag)}", path=path, line=element.sourceline
        ) from error


def _signature(root: Element) -> Signature:
    """The signature in appInfo, if `align` wrote one."""
    for application in root.iter("{*}application"):
        if application.get("ident") == "align":
            for desc in application.iter("{*}desc"):
                try:
                    return Signature.parse((desc.text or "").strip())
                except ModelError:
                    return Signature()
    return Signature()


def dangling(root: Element, path: Path) -> Iterator[FormatError]:
    """Every pointer of links and ptrs that leads nowhere."""
    try:
        pointers = Pointers(root, path)
    except FormatError as error:
        yield error
        return
    for element in _groups(root):
        for pointer in element.get("target", "").split():
            try:
                for _ in pointers.leaves(pointer, element.sourceline):
                    pass
            except InputError as error:
                yield (
                    error
                    if isinstance(error, FormatError)
                    else FormatError(error.reason, path=path, line=element.sourceline)
                )
