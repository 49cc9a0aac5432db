"""Concordance: places in the texts of a memory, with the other side."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.lang import primary
from align.memory._finding import make_finder
from align.memory.records import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from align.memory._finding import Finder, Lexicon, Spans
    from align.memory._units import Units
    from align.memory.records import SearchKind, Selection

    Page = Callable[[str, Sequence[Sequence[str]], str | None, int, int], tuple[list[int], int]]

__all__ = ["Searcher"]

_FIRST, _PAGE = 200, 2000  # units asked for at first, and then
_OFTEN = 500  # units of a scan after which the clock is looked at


class Searcher:
    """One search; see `align.memory.Memory.search`."""

    def __init__(
        self,
        units: Units,
        *,
        lexicon: Callable[[str], Lexicon],
        page: Page,
        kind: SearchKind,
        target: str | None,
        having: Sequence[str],
        lacking: Sequence[str],
        selection: Selection | None,
        timeout_s: float,
    ) -> None:
        """Prepare a search; `page` gives numbers of units from the index, and how many there are."""
        self._units = units
        self._lexicon = lexicon
        self._page = page
        self._kind = kind
        self._target = target
        self._having = having
        self._lacking = lacking
        self._selection = None if selection is None or selection.is_empty else selection
        self._others: dict[str, tuple[list[Finder], list[Finder]]] = {}
        self._end = time.monotonic() + timeout_s
        if (having or lacking) and target is None:
            raise UsageError("name the language of the other side with --target, to say what it has to have, or not")

    def run(self, query: str, langs: Sequence[str], limit: int | None) -> Hits:
        """The hits in each of the languages, up to `limit` in all."""
        hits: list[Hit] = []
        total = 0
        complete, late = True, False
        finders = {lang: make_finder(query, lang, self._kind) for lang in langs}
        for lang, finder in finders.items():
            groups = finder.groups(self._lexicon(lang))
            simple = finder.is_certain and self._selection is None and not (self._having or self._lacking)
            known: int | None = None
            for number, body, count in self._candidates(lang, groups):
                if simple:
                    known = count
                if limit is not None and len(hits) >= limit:
                    complete = known is not None
                    break
                if time.monotonic() > self._end:
                    complete, late = False, True
                    break
                if hit := self._hit(number, body, lang, finder):
                    hits.append(hit)
                    total += known is None
            total += known or 0
            if late:
                break
        return Hits(hits=tuple(hits), total=total, is_complete=complete, timed_out=late)

    def _candidates(
        self, lang: str, groups: Sequence[Sequence[str]] | None
    ) -> Iterator[tuple[int, list[str], int | None]]:
        """Number and body of the units that may have the query, and how many there are if the index says so."""
        if groups is None:
            for number, body in self._units.all_bodies():
                yield number, body, None
            return
        offset, size = 0, _FIRST
        while True:
            found, count = self._page(lang, groups, self._target and primary(self._target), size, offset)
            bodies = dict(self._units.bodies(found))
            for number in found:
                if number in bodies:
                    yield number, bodies[number], count
            offset += len(found)
            if not found or offset >= count:
                return
            size = _PAGE

    def _hit(self, number: int, body: Sequence[str], lang: str, finder: Finder) -> Hit | None:
        pairs = list(zip(body[::2], body[1::2], strict=True))
        for tag, text in pairs:
            if primary(tag) != lang or not (spans := finder.find(text)):
                continue
            for other_lang, other in self._other_sides(pairs, tag):
                other_spans = self._judged(other_lang, other)
                if other_spans is None:
                    continue
                origins = self._units.origins(number)
                if self._selection and not any(self._selection.has(one) for one in origins):
                    return None
                return Hit(
                    lang=tag,
                    text=text,
                    spans=tuple(spans),
                    other_lang=other_lang,
                    other=other,
                    other_spans=tuple(other_spans),
                    unit_id=f"m{number}",
                    origins=origins,
                )
        return None

    def _other_sides(self, pairs: Iterable[tuple[str, str]], tag: str) -> list[tuple[str, str]]:
        """The texts that a hit may be shown with; an empty one where none was asked for and there is none."""
        others = [pair for pair in pairs if pair[0] != tag]
        if self._target is None:
            return [*others[:1]] or [("", "")]
        wanted = primary(self._target)
        return sorted((one for one in others if primary(one[0]) == wanted), key=lambda one: one[0] != self._target)

    def _judged(self, lang: str, text: str) -> Spans | None:
        """Where the other side has what it has to have; None if it has not, or has what it must not have."""
        if not (self._having or self._lacking):
            return []
        if lang not in self._others:
            self._others[lang] = (
                [make_finder(query, lang, self._kind) for query in self._having],
                [make_finder(query, lang, self._kind) for query in self._lacking],
            )
        having, lacking = self._others[lang]
        if any(finder.find(text) for finder in lacking):
            return None
        found: Spans = []
        for finder in having:
            spans = finder.find(text)
            if not spans:
                return None
            found += spans
        return sorted(found)
