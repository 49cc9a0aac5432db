"""Alignments as others keep them in TEI: ``link/@xtargets`` of InterText, and ``@corresp`` on the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats._reading import document_id
from align.formats._sentences import Archives, Place, read_sentences
from align.formats._tei_links import Pointers
from align.formats._tei_read import read_text, tei_root
from align.formats._xml import XML_ID, Element, local_name
from align.formats._xtargets import aligned
from align.lang import parse as parse_lang
from align.model import Alignment, Bead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["has_corresp", "has_xtargets", "read_corresp", "read_xtargets"]

_STATUSES = frozenset({"man", "auto", "plain"})  # what InterText says of every link
_SIDES = ("toDoc", "fromDoc")


def has_xtargets(root: Element) -> bool:
    """Whether the links are those of InterText."""
    return local_name(root.tag) == "linkgrp" or any(link.get("xtargets") is not None for link in root.iter("{*}link"))


def has_corresp(root: Element) -> bool:
    """Whether the sentences themselves point at those of another text."""
    return any(s.get("corresp") for s in root.iter("{*}s"))


def read_xtargets(
    root: Element, path: Path, *, langs: tuple[str, str] | None, texts: tuple[Path, Path] | None
) -> Iterator[Alignment]:
    """The alignment of each ``linkGrp``; the left side of ``xtargets`` is the source.

    In InterText the left side belongs to ``toDoc``, elsewhere it may not. All ids are looked up both ways; only where
    both ways fit does the kind of file decide (every link has the ``status`` of InterText), and else the file is
    refused. `texts`, if given, are the left and the right text.

    Raises:
        FormatError: see `align.formats._xtargets.aligned`, or it is not clear which text a side means.
    """
    groups = [group for group in root.iter("{*}linkGrp") if any(link.get("xtargets") for link in group)]
    if not groups:
        raise FormatError("has no <link> with xtargets: it aligns nothing", path=path, line=root.sourceline)
    for group in groups:
        links = [inner for inner in group if local_name(inner.tag) == "link"]
        of_intertext = all(link.get("status") in _STATUSES for link in links)
        documents = []
        for number, side in enumerate(_SIDES):
            name = group.get(side)
            place = texts[number] if texts else _beside(name, side, path, group.sourceline)
            lang = langs[number] if langs else _language(place.name)
            documents.append(
                read_sentences(Place(path=place), lang=lang, own_id=document_id(place), archives=Archives())
            )

        def left(
            fits: Sequence[bool], group: Element = group, decided: bool = of_intertext or texts is not None
        ) -> int:
            if all(fits) and not decided:
                raise FormatError(
                    "the ids of xtargets fit both ways, so the file does not say which text is on the left; name the "
                    "left and the right text with --texts",
                    path=path,
                    line=group.sourceline,
                )
            return 0 if fits[0] or not fits[1] or texts is not None else 1

        yield aligned(links, documents, path, line=group.sourceline, left=left)


def _beside(name: str | None, side: str, path: Path, line: int) -> Path:
    if not name:
        raise FormatError(f"<linkGrp> has no {side}; add it, or name both texts with --texts", path=path, line=line)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise FormatError(
            f"{side}={name!r} is not a file beside this one or below; nothing else is read", path=path, line=line
        )
    if not (path.parent / name).is_file():
        raise FormatError(
            f"the text {name} is not beside this file; put it there, or name both texts with --texts",
            path=path,
            line=line,
        )
    return path.parent / name


def _language(name: str) -> str | None:
    """The language that InterText says in the name of a text, ``novel.cs.xml``."""
    parts = name.split(".")
    try:
        return parse_lang(parts[-2]) if len(parts) > 2 else None
    except LanguageError:
        return None


def read_corresp(root: Element, path: Path) -> Alignment:
    """The alignment of a text whose sentences point at those of one other text, which may point back.

    Sentences that a chain of pointers connects are one bead; the text in `path` is the source.

    Raises:
        InputError: a text cannot be read.
        FormatError: a pointer leads nowhere, into the same file, or into a third one.
    """
    source = read_text(path, lang=None)
    index = {segment.id: number for number, segment in enumerate(source.segments)}
    edges: list[tuple[int, int]] = []
    other: str | None = None
    pointers = Pointers(root, path)
    for sentence, pointer in _pointing(root):
        name, anchor = pointers.split(pointer, sentence.sourceline)
        if not name or name == path.name:
            raise FormatError(
                f"corresp={pointer!r} points into the same file; one file a text is read",
                path=path,
                line=sentence.sourceline,
            )
        other = other or name
        if name != other:
            raise FormatError(
                f"corresp points at {name} and at {other}; two texts are aligned at a time",
                path=path,
                line=sentence.sourceline,
            )
        known = pointers.document(name, sentence.sourceline)[1]
        if anchor not in known:
            raise FormatError(
                f"dangling pointer {pointer!r}: no s {anchor!r} in {name}", path=path, line=sentence.sourceline
            )
        edges.append((_own(sentence, index, path), known[anchor]))
    if other is None:
        raise FormatError("no sentence points anywhere", path=path, line=root.sourceline)
    target, target_index = pointers.document(other, root.sourceline)
    edges += _back(path.parent / other, path.name, index, target_index)
    beads = _components(edges, len(source.segments), len(target.segments))
    return Alignment(source=source, target=target, beads=tuple(beads))


def _pointing(root: Element) -> Iterator[tuple[Element, str]]:
    for sentence in root.iter("{*}s"):
        for pointer in (sentence.get("corresp") or "").split():
            yield sentence, pointer


def _own(sentence: Element, index: dict[str, int], path: Path) -> int:
    own_id = sentence.get(XML_ID)
    if own_id not in index:
        raise FormatError(
            "an s with corresp has no xml:id, or no text; give it both", path=path, line=sentence.sourceline
        )
    return index[own_id]


def _back(path: Path, name: str, index: dict[str, int], own: dict[str, int]) -> Iterator[tuple[int, int]]:
    """What the other text says of the same pair."""
    root = tei_root(path)
    pointers = Pointers(root, path)
    for sentence, pointer in _pointing(root):
        target, anchor = pointers.split(pointer, sentence.sourceline)
        if target == name:
            if anchor not in index:
                raise FormatError(
                    f"dangling pointer {pointer!r}: no s {anchor!r} in {name}", path=path, line=sentence.sourceline
                )
            yield index[anchor], _own(sentence, own, path)


def _components(edges: list[tuple[int, int]], sources: int, targets: int) -> list[Bead]:
    """Beads of the segments that are connected, in the order of the source; the others alone."""
    parent = list(range(sources + targets))

    def top(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in edges:
        parent[top(sources + other)] = top(one)
    members: dict[int, tuple[list[int], list[int]]] = {}
    for node in range(sources + targets):
        sides = members.setdefault(top(node), ([], []))
        sides[node >= sources].append(node - sources if node >= sources else node)
    return [Bead(source=tuple(source), target=tuple(target)) for source, target in members.values()]
