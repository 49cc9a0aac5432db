"""Links with ``xtargets="left ids;right ids"``: those of OPUS (XCES) and of InterText, resolved in two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, ModelError
from align.formats._confidence import confidence, on_our_scale
from align.model import Alignment, Bead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from align.formats._sentences import SentenceText
    from align.formats._xml import Element

__all__ = ["aligned", "sides_of"]

_Sides = tuple[list[str], list[str]]


def sides_of(link: Element, path: Path) -> _Sides:
    """The ids on both sides of a link.

    Raises:
        FormatError: there is not one ``;``, or no id at all.
    """
    value = link.get("xtargets")
    parts = [] if value is None else value.split(";")
    if len(parts) != 2 or not value.strip("; \t\n\r"):
        raise FormatError(
            f"xtargets={value!r}; it holds the ids of both sides with one ; between them, such as s1 s2;s1",
            path=path,
            line=link.sourceline,
        )
    return parts[0].split(), parts[1].split()


def aligned(
    links: Sequence[Element],
    documents: Sequence[SentenceText],
    path: Path,
    *,
    line: int,
    left: Callable[[Sequence[bool]], int],
) -> Alignment:
    """The alignment that `links` make of two texts; sentences in no link become null beads.

    Which text the left side means is found by looking all ids up both ways.

    Args:
        links: elements with ``xtargets``.
        documents: the two texts.
        path: the file of the links, for the messages.
        line: of the group of links, for the messages.
        left: given whether the left side can be the first text, and the second, says which it is (0 or 1).

    Raises:
        FormatError: an id is in neither text, a sentence is in two links, or a confidence is no number.
    """
    sides = [sides_of(link, path) for link in links]
    fits = [
        all(
            name in documents[text].index
            for pair in sides
            for ids, text in zip(pair, (first, 1 - first), strict=True)
            for name in ids
        )
        for first in (0, 1)
    ]
    first = left(fits)
    texts = (documents[first], documents[1 - first])
    taken: tuple[dict[int, int], dict[int, int]] = ({}, {})
    found: list[float | None] = []
    raw: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for link, pair in zip(links, sides, strict=True):
        indexes = []
        for ids, text, used in zip(pair, texts, taken, strict=True):
            for name in ids:
                index = text.index.get(name)
                if index is None:
                    raise FormatError(
                        f"xtargets names the sentence {name!r}, which is not in {text.place}; "
                        "take the text that the alignment was made of",
                        path=path,
                        line=link.sourceline,
                    )
                if index in used:
                    raise FormatError(
                        f"the sentence {name!r} of {text.place} is already in the link of line {used[index]}; "
                        "remove it from one",
                        path=path,
                        line=link.sourceline,
                    )
                used[index] = link.sourceline
            indexes.append(tuple(sorted(text.index[name] for name in ids)))
        raw.append((indexes[0], indexes[1]))
        value = link.get("certainty")
        found.append(None if value is None else confidence(value, path, link.sourceline))
    beads = [
        Bead(source=source, target=target, score=score, status="checked" if link.get("status") == "man" else "auto")
        for link, (source, target), score in zip(links, raw, on_our_scale(found, path), strict=True)
    ]
    one, other = (text.document for text in texts)
    beads += [Bead(source=(i,), target=()) for i in range(len(one.segments)) if i not in taken[0]]
    beads += [Bead(source=(), target=(j,)) for j in range(len(other.segments)) if j not in taken[1]]
    try:
        return Alignment(source=one, target=other, beads=tuple(beads))
    except ModelError as error:
        raise FormatError(f"{error}; correct the links", path=path, line=line) from error
