"""Units into a memory: what is the same, what gives way, and the pieces that the index is told."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from align.lang import is_spaced, parse, primary
from align.memory._keys import key_of, number, pieces
from align.memory._units import beads_of, body_of, extra_of, merged_extra
from align.memory.records import Added

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.memory._units import Units
    from align.memory.records import Keep
    from align.model import TranslationUnit

__all__ = ["Adder", "Provenance", "note_forms"]

_OWN = ("document", "date", "publisher")
"""Properties of a unit that say where it comes from; they win over what is said of all units."""
_LEFT_OUT = frozenset({*_OWN, "x-place"})
_ROWS = 5000  # units whose rows are written together

_Row = tuple[int, str, str | None]
_OriginRow = tuple[int, int, int, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where units come from, as far as they do not say it themselves."""

    document: str
    date: str | None = None
    publisher: str | None = None
    file: str | None = None


class Adder:
    """Puts units into the database, and tells the index."""

    def __init__(
        self,
        units: Units,
        *,
        keep: Keep,
        provenance: Provenance,
        source: str | None,
        tell: Callable[[str, int, list[str], str], None],
    ) -> None:
        """Prepare to add.

        Args:
            units: the database, in a transaction whenever `add` is called.
            keep: which of several translations of one text stay.
            provenance: where the units come from.
            source: language whose text is translated, for `keep`; the first of each unit if not given.
            tell: is called with each new text: language subtag, id of the unit, pieces, the unit's other languages.
        """
        self._units = units
        self._keep = keep
        self._provenance = provenance
        self._source = None if source is None else primary(source)
        self._tell = tell
        self._documents: dict[tuple[str, str, str, str], int] = {}
        self._free: dict[int, int] = {}
        self._old: set[int] = set()
        self._tags: dict[str, tuple[str, str]] = {}
        self._pending: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}
        self._rows: list[_Row] = []
        self._origins: list[_OriginRow] = []
        self._languages: dict[str, int] = {}
        self._id = units.highest_ever()
        self._net = 0
        self.words: dict[str, set[str]] = {}
        """By language subtag the words that were met, for the table of inflected forms."""
        self.gone: list[int] = []
        """Ids of units that are no more."""
        self._counts = dict.fromkeys((field.name for field in fields(Added)), 0)

    def add(self, unit: TranslationUnit) -> None:
        """Add one unit.

        Raises:
            LanguageError: a variant's language is no tag.
        """
        counts = self._counts
        counts["units"] += 1
        texts: list[tuple[str, str]] = []
        for variant in unit.variants:
            text = variant.text
            if text and not text.isspace():
                texts.append((self._tag(variant.lang)[0], text))
        if not texts:
            counts["empty"] += 1
            return
        folded = [key_of(text, lang) for lang, text in texts]
        whole = number("unit", *(part for pair in sorted(texts) for part in pair))
        same = self._having(whole)
        if same:
            counts["merged"] += 1
            extra = extra_of(unit, without=_LEFT_OUT)
            if extra is not None:
                self.flush()
                self._units.set_extra(same[0], merged_extra(self._units.besides(same[0]), extra))
            self._place(unit, same[0], same=True)
            return
        keys = [number(self._tag(lang)[1], key) for (lang, _), key in zip(texts, folded, strict=True)]
        rivals = self._rivals(texts, keys) if self._keep != "all" and len(texts) > 1 else []
        if rivals:
            staying = next((rival for rival in rivals if not self._gives_way(rival, unit)), None)
            if staying is not None:
                counts["put_aside"] += 1
                self._place(unit, staying, same=False)
                return
            number_ = self._put(unit, texts, folded, [whole, *keys])
            for rival in rivals:
                self._replace(rival, number_)
                counts["replaced"] += 1
        else:
            number_ = self._put(unit, texts, folded, [whole, *keys])
            counts["new"] += 1
            counts["one_sided"] += len(texts) == 1
        self._place(unit, number_, same=True)

    def flush(self) -> None:
        """Write what is waiting into the transaction."""
        db = self._units.write
        db.executemany("INSERT INTO unit (id, body, extra) VALUES (?, ?, ?)", self._rows)
        self._rows.clear()
        db.executemany("INSERT OR REPLACE INTO origin VALUES (?, ?, ?, ?, ?, ?)", self._origins)
        self._origins.clear()

    def finish(self) -> None:
        """Write all that is left into the transaction, so that it can be committed."""
        self.flush()
        db = self._units.write
        # in the order of the table: its pages are then written one after the other
        db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", sorted(self._pending.items()))
        more = ((key, unit) for key, found in sorted(self._more.items()) for unit in found)
        db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", more)
        self._pending.clear()
        self._more.clear()
        self._units.count_up(self._net, self._languages)
        self._net = 0
        self._languages.clear()
        db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(unit,) for unit in self.gone])

    @property
    def added(self) -> Added:
        """What became of the units so far."""
        return Added(**self._counts)

    def _tag(self, tag: str) -> tuple[str, str]:
        """The canonical form of a tag, and its language subtag."""
        found = self._tags.get(tag)
        if found is None:
            canonical = parse(tag)
            found = self._tags[tag] = self._tags[canonical] = (canonical, primary(canonical))
        return found

    def _having(self, key: int) -> list[int]:
        """Ids of the units with a key, those included that are not committed yet."""
        found = self._units.with_key(key)
        if (first := self._pending.get(key)) is not None:
            found += [first, *self._more.get(key, ())]
        return found

    def _put(self, unit: TranslationUnit, texts: list[tuple[str, str]], folded: list[str], keys: list[int]) -> int:
        """Make a new unit of the memory."""
        self._id += 1
        new = self._id
        self._rows.append((new, body_of(texts), extra_of(unit, without=_LEFT_OUT)))
        self._net += 1
        for key in keys:
            if self._pending.setdefault(key, new) != new:
                self._more.setdefault(key, []).append(new)
        subtags = [self._tag(lang)[1] for lang, _ in texts]
        for (lang, _), folded_text, subtag in zip(texts, folded, subtags, strict=True):
            self._languages[lang] = self._languages.get(lang, 0) + 1
            found = pieces(folded_text)
            if is_spaced(lang):
                self.words.setdefault(subtag, set()).update(found)
            self._tell(subtag, new, found, " ".join(other for other in subtags if other != subtag))
        if len(self._rows) >= _ROWS:
            self.flush()
        return new

    def _place(self, unit: TranslationUnit, number_: int, *, same: bool) -> None:
        """Note where a unit of the memory comes from."""
        document = self._document(unit)
        if document in self._old:
            self.flush()
            if self._units.has_origin(document, number_, unit.id):
                return
        position = self._free[document]
        self._free[document] += 1
        self._origins.append((document, position, number_, unit.id, beads_of(unit), int(same)))

    def _document(self, unit: TranslationUnit) -> int:
        own = {one.name: one.value for one in unit.properties if one.name in _OWN} if unit.properties else {}
        given = self._provenance
        row = (
            own.get("document") or given.document,
            own.get("date") or given.date or "",
            own.get("publisher") or given.publisher or "",
            given.file or "",
        )
        found = self._documents.get(row)
        if found is None:
            found = self._documents[row] = self._units.document(row)
            self._free[found] = self._units.free_position(found)
            if self._free[found]:
                self._old.add(found)
        return found

    def _rivals(self, texts: list[tuple[str, str]], keys: list[int]) -> list[int]:
        """The units that have the same source text and other translations into the same languages."""
        side = next((at for at, (lang, _) in enumerate(texts) if self._tag(lang)[1] == self._source), 0)
        found = self._having(keys[side])
        if not found:
            return []
        if self._rows:
            self.flush()
        ours = {lang for lang, _ in texts}
        rivals = []
        for unit, body in sorted(self._units.bodies(found)):
            theirs = dict(zip(body[::2], body[1::2], strict=True))
            one, other = (set(theirs), ours) if self._keep == "newest" else (ours, set(theirs))
            if one <= other and theirs.get(texts[side][0]) == texts[side][1]:
                rivals.append(unit)
        return rivals

    def _gives_way(self, rival: int, unit: TranslationUnit) -> bool:
        """Whether an older unit gives way to a new one: by their dates where both have one, or else by their order."""
        if self._keep == "first":
            return False
        self.flush()
        own = next((one.value for one in unit.properties if one.name == "date"), self._provenance.date)
        dates = [one.date for one in self._units.origins(rival) if one.date and one.same_wording]
        return not (own and dates) or own >= max(dates)

    def _replace(self, old: int, new: int) -> None:
        """Let the places of one unit be those of another, and take it out."""
        self.finish()
        for lang in self._units.take_out(old, heir=new):
            self._languages[lang] = self._languages.get(lang, 0) - 1
        self._net -= 1
        self.gone.append(old)


def note_forms(units: Units, words: dict[str, set[str]]) -> None:
    """Keep which words are forms of which, for the search by lemma."""
    from align.terminology.inflect import inflector

    for lang, met in words.items():
        if not met:
            continue
        known = units.known_words(lang)
        new = [word for word in met if word not in known and word.isalpha()]
        met.clear()
        inflect = inflector(lang) if new else None
        if inflect is None or not inflect.inflects:
            continue
        units.add_forms((lang, key, word) for word in new for key in inflect.text_keys(word) if "+" not in key)
