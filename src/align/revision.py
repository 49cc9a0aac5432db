"""A reviser's way back: rows that were given out, edited and returned, put onto the units they came from.

Each row says what its cells held when it was given out (as fingerprints), so three versions are compared, as in any
merge: given out, returned, and the units as they are now. A cell that only one side has changed is taken from that
side; one that both have changed differently is a conflict, and the units keep their wording.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from align.model import InlineCode, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from align.model import BeadStatus

__all__ = ["Reviewed", "Revision", "fingerprint", "status_of"]

_STATUS = "x-status"
_UNHOLDABLE = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffd\ufffe\uffff]")
_SHOWN = 40  # code points of a text in a message
_COMPARED = 5_000  # code points; a longer text is compared by its beginning and end only


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A row that came back.

    Attributes:
        row: its number in the sheet, from 1.
        id: of the unit that it came from; empty if it has none.
        texts: language (BCP 47) and text, for each language of the sheet; empty texts too.
        status: auto, checked, or what else the cell holds.
        comment: the notes of the unit, a line each.
        base: column and fingerprint of what it held when it was given out; empty if that is not known.
        refused: columns whose cell could not be read, such as one with a formula.
    """

    row: int
    id: str
    texts: tuple[tuple[str, str], ...]
    status: str = ""
    comment: str = ""
    base: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()


def _canonical(text: str) -> str:
    """`text` as a cell can hold it, for comparing: line ends are LF, what XML cannot hold is a space."""
    return _UNHOLDABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that tell `text` from others (SHA-256); line ends and control characters aside."""
    return hashlib.sha256(_canonical(text).encode("utf-8")).hexdigest()[:12]


def status_of(unit: TranslationUnit) -> str:
    """The status that a row shows: that of the beads, or what was put in its place where there are none."""
    if unit.origin:
        return unit.status
    return next((p.value for p in unit.properties if p.name == _STATUS), unit.status)


class Revision:
    """Rows that came back, and what becomes of the units.

    Attributes:
        changed: how many units `apply` has changed so far.
        conflicts: what could not be taken, a line each; complete once all units have been given.
    """

    def __init__(self, rows: Iterable[Reviewed]) -> None:
        """Sort the rows by their ids; those without one, and those whose id occurs twice, are conflicts."""
        self.changed = 0
        self.conflicts: list[str] = []
        self._rows: dict[str, Reviewed] = {}
        self._used: set[str] = set()
        self._langs: set[str] = set()
        twice: dict[str, list[int]] = {}
        for row in rows:
            self._langs.update(lang for lang, _ in row.texts)
            if not row.id:
                if any(text for _, text in row.texts):
                    self.conflicts.append(f"row {row.row}: has no id, so its place is not known; not taken")
            elif row.id in self._rows:
                twice.setdefault(row.id, [self._rows[row.id].row]).append(row.row)
            else:
                self._rows[row.id] = row
        for own, numbers in twice.items():
            named = " and ".join(map(str, numbers))
            self.conflicts.append(f"rows {named}: all have the id {own}; none was taken")
        self._twice = frozenset(twice)

    def apply(self, units: Iterable[TranslationUnit]) -> Iterator[TranslationUnit]:
        """The units with the edits of their rows, one by one, in their order; none is left out."""
        for unit in units:
            row = self._rows.get(unit.id)
            if row is None and not any(variant.lang in self._langs for variant in unit.variants):
                pass  # it is in none of the languages that were given out
            elif row is None:
                self.conflicts.append(f"unit {unit.id}: its row is missing; the unit stays as it was")
            elif unit.id in self._used:
                self.conflicts.append(f"unit {unit.id}: a second unit with this id; row {row.row} went to the first")
            elif unit.id not in self._twice:
                edited = self._edited(unit, row)
                self.changed += edited != unit
                self._used.add(unit.id)
                yield edited
                continue
            self._used.add(unit.id)
            yield unit
        for own, row in self._rows.items():
            if own not in self._used:
                self.conflicts.append(f"row {row.row}: no unit has the id {own}; not taken")

    def _edited(self, unit: TranslationUnit, row: Reviewed) -> TranslationUnit:
        base = dict(row.base)
        place = f"row {row.row} (unit {unit.id}"
        for column in row.refused:
            what = "a formula, an error, a date or a percentage"
            self.conflicts.append(f"{place}, {column}): holds {what}; write the text itself; not taken")
        variants = {variant.lang: variant for variant in unit.variants}
        for lang, text in row.texts:
            old = variants.get(lang)
            current = "" if old is None else old.text
            if lang in row.refused or not self._takes(text, current, base.get(lang), f"{place}, {lang})"):
                continue
            if not text.strip():
                variants.pop(lang, None)
            elif old is None:
                variants[lang] = Variant(lang=lang, content=(text,))
            else:
                variants[lang] = self._reworded(old, text, f"{place}, {lang})")
        if not variants:
            self.conflicts.append(f"{place}): has no text left; the unit stays as it was")
            variants = {variant.lang: variant for variant in unit.variants}
        edited = replace(unit, variants=tuple(variants.values()))
        if "comment" not in row.refused:
            notes = "\n".join(unit.notes)
            if self._takes(row.comment, notes, base.get("comment"), f"{place}, comment)"):
                edited = replace(edited, notes=tuple(line for line in row.comment.split("\n") if line.strip()))
        return edited if "status" in row.refused else self._with_status(edited, row, base, f"{place}, status)")

    def _takes(self, returned: str, current: str, base: str | None, place: str) -> bool:
        """Whether the returned text is to replace the current one; tells a conflict."""
        if _canonical(returned) == _canonical(current) or fingerprint(returned) == base:
            return False
        if base is None or fingerprint(current) == base:
            return True
        self.conflicts.append(
            f"{place}: changed on both sides; kept {_short(current)}, the row has {_short(returned)}; choose by hand"
        )
        return False

    def _with_status(self, unit: TranslationUnit, row: Reviewed, base: dict[str, str], place: str) -> TranslationUnit:
        told = row.status.strip().lower()
        langs = {lang for lang, _ in row.texts}
        shown = [origin for origin in unit.origin if origin.source in langs and origin.target in langs]
        current = status_of(replace(unit, origin=tuple(shown)))
        if not told or not self._takes(told, current, base.get("status"), place):
            return unit
        if told not in {"auto", "checked"}:
            self.conflicts.append(f"{place}: {row.status!r} is neither auto nor checked; not taken")
            return unit
        status: BeadStatus = "checked" if told == "checked" else "auto"
        if shown:
            origin = tuple(replace(one, status=status) if one in shown else one for one in unit.origin)
            return replace(unit, origin=origin)
        others = tuple(p for p in unit.properties if p.name != _STATUS)
        return replace(unit, properties=(*others, Property(name=_STATUS, value=status)))

    def _reworded(self, old: Variant, text: str, place: str) -> Variant:
        """The variant with another text; its codes stay where the words around them do."""
        content, moved = _carried(old.content, text)
        if moved:
            what = "an inline code stood" if moved == 1 else f"{moved} inline codes stood"
            self.conflicts.append(f"{place}: {what} in words that were changed; taken, look at its place")
        return replace(old, content=content, starts=())  # where its sentences begin is no longer known


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"{flat[:_SHOWN]}…" if len(flat) > _SHOWN else flat or "nothing"


def _carried(old: Sequence[str | InlineCode], text: str) -> tuple[tuple[str | InlineCode, ...], int]:
    """`text` with the codes of `old` put where they belong, and how many of them stood in words that were changed."""
    codes: list[tuple[int, InlineCode]] = []
    before = ""
    for piece in old:
        if isinstance(piece, str):
            before += piece
        else:
            codes.append((len(before), piece))
    if not codes:
        return (text,), 0
    same = _matching(before, text)
    placed: list[tuple[int, InlineCode]] = []
    moved = 0
    for at, code in codes:
        touching = [new + at - start for start, new, size in same if start <= at <= start + size]
        # between words that are kept and words that are new, a begin stays with what follows it, all else with what
        # comes before it
        kept = (touching[-1] if code.kind == "bpt" else touching[0]) if touching else None
        if kept is None:
            moved += 1
            kept = max((new + size for start, new, size in same if start + size <= at), default=0)
        placed.append((max(kept, placed[-1][0] if placed else 0), code))
    content: list[str | InlineCode] = []
    last = 0
    for at, code in placed:
        content += [text[last:at], code]
        last = at
    content.append(text[last:])
    return tuple(piece for piece in content if piece != ""), moved


def _matching(before: str, after: str) -> list[tuple[int, int, int]]:
    """Stretches that two texts share, in order: start in the first, start in the second, length."""
    head = 0
    shortest = min(len(before), len(after))
    while head < shortest and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    middle: list[tuple[int, int, int]] = []
    if max(len(before), len(after)) - head - tail <= _COMPARED:
        matcher = SequenceMatcher(
            None, before[head : len(before) - tail], after[head : len(after) - tail], autojunk=False
        )
        middle = [(head + b.a, head + b.b, b.size) for b in matcher.get_matching_blocks() if b.size]
    return [(0, 0, head), *middle, (len(before) - tail, len(after) - tail, tail)]
