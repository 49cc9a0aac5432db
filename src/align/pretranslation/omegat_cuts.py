"""Rules of segmentation that make OmegaT cut a document exactly as it was cut here.

OmegaT knows rules only. Where our rules for other tools (`align.segmenters.portable`) cut a paragraph of this document
otherwise than the segmenter did, or where two sentences were joined because the memory has them as one, a rule is added
that names the very words around that place.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from align.errors import LanguageError, UsageError
from align.formats.srx import SrxText, read_rules
from align.segmenters.portable import write_portable
from align.segmenters.srx import SrxSegmenter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.model import Document

__all__ = ["cuts_of", "rules_for"]

_AROUND = 60  # characters on each side that name a place
_SPECIAL = re.compile(r"[.\\^$*+?{}\[\]|()&~#-]")


def rules_for(lang: str, *, rules: Path | None = None) -> tuple[list[SrxText], SrxSegmenter | None]:
    """The rules for a language as text, and the segmenter that follows them.

    Args:
        lang: BCP 47 tag.
        rules: an SRX file that the document was cut by; ours for other tools if not given.

    Returns:
        No rules and None where there are none for the language.
    """
    with TemporaryDirectory(prefix="align.") as folder:
        path = rules
        if path is None:
            path = Path(folder, "ours.srx")
            try:
                write_portable(path, langs=[lang])
            except UsageError:
                return [], None
        segmenter = SrxSegmenter(rules=path)
        held = read_rules(path)
        names = [name for pattern, name in held.maps if pattern.fullmatch(lang)]
        texts = [
            SrxText(breaks=rule.breaks, before=_unicode(rule.before), after=_unicode(rule.after))
            for name in (names if held.cascade else names[:1])
            for rule in held.rules[name]
        ]
    return texts, segmenter


def _unicode(expression: str) -> str:
    """An expression whose classes mean the same to Java as to us: an en space is white space, too."""
    return f"(?U){expression}" if re.search(r"\\[sSwWbBdD]", expression) else expression


def cuts_of(document: Document, spans: Sequence[tuple[int, int]], segmenter: SrxSegmenter | None) -> list[SrxText]:
    """The rules that this document needs besides those of its language, each once.

    Args:
        document: with its blocks.
        spans: the segments as they are to be, joined ones as one; code points, half-open, in order.
        segmenter: what OmegaT would do without these rules; None for nothing.
    """
    found: dict[SrxText, None] = {}
    for block in document.blocks:
        text = document.text[block.start : block.end]
        inside = [(start - block.start, end - block.start) for start, end in spans if block.start <= start < block.end]
        for rule in _of_block(text, inside, segmenter, document.lang):
            found[rule] = None
    return list(found)


def _of_block(
    text: str, spans: Sequence[tuple[int, int]], segmenter: SrxSegmenter | None, lang: str
) -> Iterator[SrxText]:
    """Breaks that would not be made, then breaks that would be and must not."""
    gaps = [(end, start) for (_, end), (start, _) in pairwise(spans)]
    pieces = [text]
    if segmenter is not None:
        try:
            pieces = segmenter.split(text, lang)
        except LanguageError:
            pieces = [text]
    places = []
    at = 0
    for piece in pieces[:-1]:
        at += len(piece)
        places.append(at)
    for end, start in gaps:
        if not any(end <= place <= start for place in places):
            yield SrxText(
                breaks=True, before=_named(text[max(0, end - _AROUND) : end]), after=_named(text[end : end + _AROUND])
            )
    for place in places:
        if not any(end <= place <= start for end, start in gaps):
            before, after = text[max(0, place - _AROUND) : place], text[place : place + _AROUND]
            yield SrxText(breaks=False, before=_named(before), after=_named(after))


def _named(text: str) -> str:
    """An expression for exactly this text, but that line breaks may be of any kind."""
    return re.sub(r"[ \t]*[\r\n]\s*", r"\\s+", _SPECIAL.sub(r"\\\g<0>", text))
