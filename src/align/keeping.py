"""Find the checked beads of an earlier alignment again in the texts as they are now.

The text decides: a bead is found where both its sides stand in the present texts, white space aside, from one border of
segments to another. Where the same words occur several times, the occurrence of the same rank is meant if there are as
many as before, or else the one with the id that the segment had. Beads by position alone are found by their positions.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from align.aligners.settled import contradiction
from align.errors import InputError
from align.formats import FORMATS, AlignmentFormat, BeadFormat
from align.model import Bead
from align.pipeline import format_of, read_alignment, read_beads, read_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from align.model import Alignment, BeadStatus, Document, TranslationUnit

__all__ = ["Kept", "files_of", "read_kept"]

_log = logging.getLogger(__name__)

_CHECKED: BeadStatus = "checked"
_STATUSES = frozenset({"status", "x-status"})  # what a row without a type says, and a unit whose beads a tool dropped
_HEAD = 12  # characters by which runs of segments are looked up
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What of an earlier alignment still holds.

    Attributes:
        beads: the checked beads, in the segments of the present texts.
        lost: what was checked and is not in the present texts, or not in one place: a line a bead, for people.
    """

    beads: tuple[Bead, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A bead as it was: what people call it, and for each side its text without white space and its ids."""

    name: str
    keys: tuple[str, str]
    ids: tuple[tuple[str, ...], tuple[str, ...]]
    score: float | None
    is_checked: bool


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that `read_kept` may read for `path`: itself, and segments or texts that lie beside it."""
    stem, _, pair = path.with_suffix("").name.rpartition(".")
    langs = pair.split("-") if stem else []
    lines = [path.with_name(f"{stem}.{lang}") for lang in langs]
    texts = path.parent.glob("*.xml") if path.suffix == ".xml" else ()
    return (path, *(one for one in sorted({*lines, *texts} - {path}) if one.is_file()))


def read_kept(path: str | PathLike[str], source: Document, target: Document) -> Kept:
    """The checked beads of an earlier alignment of two texts, as far as both texts still say the same.

    Of a file of units (TMX, TSV, JSON Lines, Parquet) and of a TEI stand-off file the beads with the status "checked"
    are taken; the languages may stand in either order. Of a file of beads likewise, but of a ``.gold`` file all, for
    people made it. If ``name.zh-en.gold`` has the segments beside it, a line each in ``name.zh`` and ``name.en``, their
    text decides; if not, positions do, and a file that is not about checked beads alone has to cover both texts.

    Args:
        path: the earlier alignment.
        source: a segmented document.
        target: likewise.

    Raises:
        InputError: the file cannot be read, is in a format without a status, is about other languages or other texts,
            or its checked beads contradict each other; both are named.
    """
    place = Path(path)
    name = format_of(place)
    if isinstance(FORMATS.make(name), BeadFormat):
        beads = read_beads(place)
        texts = _lines_beside(place, source, target)
        if texts is None:
            return _by_position(beads, place, source, target)
        earlier = list(_of_beads(beads, texts, place))
    elif name == "tei":
        earlier = list(_of_alignment(read_alignment(place), source, target, place))
    elif isinstance(FORMATS.make(name), AlignmentFormat):
        raise InputError(
            f"is {name}, in which no bead is checked; name an earlier alignment that says so (.tsv, .tmx, .jsonl, "
            ".beads, TEI)",
            path=place,
        )
    else:
        earlier = list(_of_units(read_units(place), source, target))
        if not earlier:
            raise InputError(
                f"has no text in both {source.lang} and {target.lang}; name an earlier alignment of the same texts",
                path=place,
            )
    return _found(earlier, place, source, target)


def _of_units(units: Sequence[TranslationUnit], source: Document, target: Document) -> Iterator[_Earlier]:
    pair = {source.lang, target.lang}
    if not pair <= {variant.lang for unit in units for variant in unit.variants}:
        return
    for unit in units:
        sides = unit.variant(source.lang), unit.variant(target.lang)
        if sides == (None, None):
            continue
        origins = [origin for origin in unit.origin if {origin.source, origin.target} == pair]
        told = {one.value.strip().lower() for one in unit.properties if one.name in _STATUSES}
        yield _Earlier(
            name=f"unit {unit.id}",
            keys=(_key(sides[0].text) if sides[0] else "", _key(sides[1].text) if sides[1] else ""),
            ids=(sides[0].segments if sides[0] else (), sides[1].segments if sides[1] else ()),
            score=min((origin.score for origin in origins if origin.score is not None), default=None),
            is_checked=all(origin.status == _CHECKED for origin in origins) if origins else _CHECKED in told,
        )


def _of_alignment(alignment: Alignment, source: Document, target: Document, path: Path) -> Iterator[_Earlier]:
    turned = alignment.source.lang == target.lang and alignment.target.lang == source.lang
    if not turned and (alignment.source.lang, alignment.target.lang) != (source.lang, target.lang):
        raise InputError(
            f"aligns {alignment.source.lang} with {alignment.target.lang}, not {source.lang} with {target.lang}; "
            "name an earlier alignment of the same texts",
            path=path,
        )
    for number, bead in enumerate(alignment.beads):
        sides = alignment.source_segments(bead), alignment.target_segments(bead)
        ids = tuple(segment.id for segment in sides[0]), tuple(segment.id for segment in sides[1])
        keys = _key("".join(segment.text for segment in sides[0])), _key("".join(segment.text for segment in sides[1]))
        yield _Earlier(
            name=f"bead {number}",
            keys=keys[::-1] if turned else keys,
            ids=ids[::-1] if turned else ids,
            score=bead.score,
            is_checked=bead.status == _CHECKED,
        )


def _of_beads(beads: Sequence[Bead], texts: tuple[list[str], list[str]], path: Path) -> Iterator[_Earlier]:
    for number, bead in enumerate(beads):
        for indexes, lines in zip((bead.source, bead.target), texts, strict=True):
            if indexes and indexes[-1] >= len(lines):
                raise InputError(
                    f"bead {number} names segment {indexes[-1]}, but the file beside it has {len(lines)} lines",
                    path=path,
                )
        yield _Earlier(
            name=f"bead {number}",
            keys=(_key("".join(texts[0][i] for i in bead.source)), _key("".join(texts[1][j] for j in bead.target))),
            ids=((), ()),
            score=bead.score,
            is_checked=bead.status == _CHECKED or _is_gold(path),
        )


def _lines_beside(path: Path, source: Document, target: Document) -> tuple[list[str], list[str]] | None:
    """The segments that lie beside ``name.zh-en.gold``, if both files do."""
    stem, _, pair = path.with_suffix("").name.rpartition(".")
    if pair != f"{source.lang}-{target.lang}":
        return None
    files = [path.with_name(f"{stem}.{document.lang}") for document in (source, target)]
    if not all(file.is_file() for file in files):
        return None
    try:
        one, other = (file.read_text(encoding="utf-8").removesuffix("\n").split("\n") for file in files)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the segments beside it cannot be read as UTF-8: {error}", path=path) from error
    return one, other


def _by_position(beads: Sequence[Bead], path: Path, source: Document, target: Document) -> Kept:
    kept = tuple(bead for bead in beads if bead.status == _CHECKED or _is_gold(path))
    counts = len(source.segments), len(target.segments)
    for side, count in enumerate(counts):
        used = [index for bead in beads for index in (bead.source, bead.target)[side]]
        most = max(used, default=-1) + 1
        if most > count or (len(kept) < len(beads) and len(used) != count):
            raise InputError(
                f"was made for other texts: it has {most} segments on the {('source', 'target')[side]} side, the text "
                f"has {count}; keep a .tsv, .tmx or .jsonl, in which beads are found by their text",
                path=path,
            )
    return _consistent(list(kept), [f"bead {beads.index(bead)}" for bead in kept], (), path)


def _is_gold(path: Path) -> bool:
    return path.suffix == ".gold"


def _found(earlier: Sequence[_Earlier], path: Path, source: Document, target: Document) -> Kept:
    sides = [_Side(document, [one.keys[side] for one in earlier]) for side, document in enumerate((source, target))]
    beads: list[Bead] = []
    names: list[str] = []
    lost: list[str] = []
    for number, one in enumerate(earlier):
        if not one.is_checked:
            continue
        runs = []
        for side, key, ids in zip(sides, one.keys, one.ids, strict=True):
            try:
                runs.append(side.find(key, ids, number) if key else ())
            except LookupError as error:
                lost.append(f"{one.name}: {error.args[0]}")
                break
        else:
            if all(runs) or sum(map(len, runs)) == 1:
                beads.append(Bead(source=tuple(runs[0]), target=tuple(runs[1]), score=one.score, status=_CHECKED))
                names.append(one.name)
            else:  # a sentence without a counterpart that is now cut into several
                beads += [Bead(source=(i,), target=(), score=one.score, status=_CHECKED) for i in runs[0]]
                beads += [Bead(source=(), target=(j,), score=one.score, status=_CHECKED) for j in runs[1]]
                names += [one.name] * (len(runs[0]) + len(runs[1]))
    return _consistent(beads, names, tuple(lost), path)


def _consistent(beads: list[Bead], names: list[str], lost: tuple[str, ...], path: Path) -> Kept:
    found = contradiction(beads)
    if found is not None:
        one, other, reason = found
        raise InputError(
            f"{names[one]} and {names[other]} are both checked and contradict each other: {reason}; "
            "correct one of them, or take its status away",
            path=path,
        )
    for line in lost:
        _log.warning("%s: not kept: %s", path, line)
    _log.info("%s: %d checked beads kept, %d not", path, len(beads), len(lost))
    return Kept(beads=tuple(beads), lost=lost)


class _Side:
    """One of the present texts, in which runs of segments are found by their text."""

    def __init__(self, document: Document, earlier: Sequence[str]) -> None:
        self._document = document
        keys = [_key(segment.text) for segment in document.segments]
        self._text = "".join(keys)
        self._starts: list[int] = [0]
        for key in keys:
            self._starts.append(self._starts[-1] + len(key))
        self._borders: dict[int, int] = {}
        for index, start in enumerate(self._starts):
            self._borders[start] = index  # a segment without visible characters belongs to the one before it
        self._heads: dict[str, list[int]] = {}
        for index, start in enumerate(self._starts[:-1]):
            self._heads.setdefault(self._text[start : start + _HEAD], []).append(index)
        self._sorted_heads = sorted(self._heads)
        self._counts = Counter(earlier)
        self._ranks: list[int] = []
        seen: Counter[str] = Counter()
        for key in earlier:
            self._ranks.append(seen[key])
            seen[key] += 1
        self._known: dict[str, list[tuple[int, ...]]] = {}

    def find(self, key: str, ids: tuple[str, ...], number: int) -> tuple[int, ...]:
        """The segments that are the `number`-th of the earlier beads, with this text and these ids.

        Raises:
            LookupError: the text is not there, or several times and none of them can be told to be meant.
        """
        runs = self._runs(key)
        lang, shown = self._document.lang, key if len(key) <= _SHOWN else f"{key[:_SHOWN]}…"
        if not runs:
            raise LookupError(f"the {lang} text has changed where it was {shown!r}")
        if len(runs) == 1:
            return runs[0]
        if len(runs) == self._counts[key]:
            return runs[self._ranks[number]]
        by_id = [run for run in runs if ids and tuple(self._document.segments[k].id for k in run) == ids]
        if not by_id:
            raise LookupError(
                f"the {lang} text has {shown!r} {len(runs)} times, not {self._counts[key]} times as before"
            )
        return by_id[0]

    def _runs(self, key: str) -> list[tuple[int, ...]]:
        """Every run of segments whose text is `key`."""
        if key not in self._known:
            out = []
            for index in self._candidates(key):
                start = self._starts[index]
                end = self._borders.get(start + len(key))
                is_blank = start == self._starts[index + 1]
                if end is not None and not is_blank and self._text.startswith(key, start):
                    out.append(tuple(range(index, end)))
            self._known[key] = out
        return self._known[key]

    def _candidates(self, key: str) -> list[int]:
        if len(key) >= _HEAD:
            return self._heads.get(key[:_HEAD], [])
        out: list[int] = []
        for head in self._sorted_heads[bisect_left(self._sorted_heads, key) :]:
            if not head.startswith(key):
                break
            out += self._heads[head]
        return sorted(out)


def _key(text: str) -> str:
    """The text without white space, which segments are joined with in one format and not in another."""
    return "".join(text.split())
