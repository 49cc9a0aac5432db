"""The units of a memory in SQLite: the truth, from which the index can be made again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from align.errors import InputError
from align.lang import primary
from align.memory._keys import key_of, number
from align.memory.records import MemoryOrigin
from align.model import InlineCode, Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from align.memory.records import Selection

__all__ = [
    "NAME",
    "VERSION",
    "Units",
    "beads_of",
    "body_of",
    "extra_of",
    "keys_of",
    "merged_extra",
]

NAME = "units.sqlite"
VERSION = 1
"""Of the tables below; a memory with a higher one is refused, and one with a lower one migrated."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE language (tag TEXT PRIMARY KEY, units INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, date TEXT NOT NULL, publisher TEXT NOT NULL, file TEXT NOT NULL,
  UNIQUE (name, date, publisher, file)
);
CREATE TABLE unit (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, extra TEXT);
CREATE TABLE origin (
  document INTEGER NOT NULL, position INTEGER NOT NULL, unit INTEGER NOT NULL, name TEXT NOT NULL,
  beads TEXT NOT NULL, same INTEGER NOT NULL, PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX origin_of_unit ON origin (unit);
CREATE TABLE key (key INTEGER NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (key, unit)) WITHOUT ROWID;
CREATE TABLE gone (unit INTEGER PRIMARY KEY);
CREATE TABLE form (
  lang TEXT NOT NULL, key TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (lang, key, word)
) WITHOUT ROWID;
"""
_ORIGIN = (
    "SELECT d.name, d.date, d.publisher, d.file, o.name, o.position, o.beads, o.same, o.document "
    "FROM origin o JOIN document d ON d.id = o.document WHERE o.unit = ? ORDER BY o.document, o.position"
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_AT_ONCE = 500  # ids asked for in one statement


class Units:
    """The database of a memory; for reading it may be used from several threads, each with a connection of its own."""

    def __init__(self, folder: Path, *, writable: bool, immutable: bool = False) -> None:
        """Open the database in `folder`; an empty one is made if it is not there and `writable`.

        Args:
            folder: of the memory.
            writable: whether to write.
            immutable: that nothing can change the file, as on a disk that cannot be written to.
        """
        self._copy = _copy_with_journal(folder) if immutable else None
        self.path = (Path(self._copy.name) if self._copy else folder) / NAME
        self._writable = writable
        self._immutable = immutable and self._copy is None
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._tags: tuple[int, frozenset[str]] | None = None
        if writable and not self.meta("version"):
            if self.write.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise self.unreadable("it has other tables than ours")
            self.write.executescript(f"BEGIN;{_TABLES}")
            self.set_meta("version", str(VERSION))
            self.write.execute("COMMIT")

    @property
    def read(self) -> sqlite3.Connection:
        """The connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._connect()
            self._local.connection = found
            with self._guard:
                self._all.append(found)
        return found

    @property
    def write(self) -> sqlite3.Connection:
        """The connection to write with: that of the thread that writes."""
        return self.read

    def _connect(self) -> sqlite3.Connection:
        mode = "rwc" if self._writable else "ro&immutable=1" if self._immutable else "ro"
        try:
            made = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=30,
                isolation_level=None,
                check_same_thread=False,  # closed by whoever closes the memory
            )
            if self._writable:
                made.execute("PRAGMA journal_mode = WAL")
                made.execute("PRAGMA synchronous = NORMAL")
            made.execute("PRAGMA cache_size = -48000")  # in KiB
            made.execute("PRAGMA temp_store = MEMORY")
        except sqlite3.Error as error:
            raise self.unreadable(error) from error
        return made

    def unreadable(self, reason: object) -> InputError:
        """The error to raise where the database cannot be read."""
        return InputError(
            f"the units cannot be read ({reason}); take the folder from a backup, or make the memory again",
            path=self.path,
        )

    def close(self) -> None:
        """Close all connections."""
        with self._guard:
            if self._writable and self._all:
                with suppress(sqlite3.Error):  # a reader is at work, or the disk is full: the journal stays beside it
                    self._all[0].execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for connection in self._all:
                connection.close()
            self._all.clear()
            if self._copy:
                self._copy.cleanup()
        self._local = threading.local()

    def changes(self) -> int:
        """A number that changes when another process has committed something."""
        return int(self.read.execute("PRAGMA data_version").fetchone()[0])

    def meta(self, name: str) -> str | None:
        """A fact about the whole memory."""
        try:
            row = self.read.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise self.unreadable(error) from error
        except sqlite3.DatabaseError as error:
            raise self.unreadable(error) from error
        return row and str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        """Keep a fact about the whole memory."""
        self.write.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def languages(self) -> dict[str, int]:
        """Each tag, and how many units have a text in it, the commonest first."""
        return dict(self.read.execute("SELECT tag, units FROM language WHERE units > 0 ORDER BY units DESC, tag"))

    def tags(self) -> frozenset[str]:
        """Every tag of a text; kept until something is committed, for it is asked for by each look-up."""
        changes = self.changes()
        if self._tags is None or self._tags[0] != changes or self._writable:
            self._tags = changes, frozenset(self.languages())
        return self._tags[1]

    def count(self) -> int:
        """How many units there are."""
        return int(self.meta("units") or 0)

    def highest(self) -> int:
        """The highest id; 0 if there is no unit."""
        return int(self.read.execute("SELECT max(id) FROM unit").fetchone()[0] or 0)

    def documents(self) -> list[tuple[MemoryOrigin, int]]:
        """Each document with the number of its units."""
        rows = self.read.execute(
            "SELECT d.name, d.date, d.publisher, d.file, count(*) FROM document d JOIN origin o ON o.document = d.id "
            "GROUP BY d.id ORDER BY d.name, d.date, d.file"
        )
        return [
            (
                MemoryOrigin(
                    document=name,
                    date=date or None,
                    publisher=publisher or None,
                    file=file or None,
                    unit="",
                    position=0,
                    score=None,
                    status="auto",
                ),
                count,
            )
            for name, date, publisher, file, count in rows
        ]

    def bodies(self, ids: Sequence[int]) -> list[tuple[int, list[str]]]:
        """Id and body (language, text, language, text, ...) of those of `ids` that are there, in no order."""
        found: list[tuple[int, list[str]]] = []
        for at in range(0, len(ids), _AT_ONCE):
            some = ids[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self.read.execute(f"SELECT id, body FROM unit WHERE id IN ({marks})", some).fetchall()  # noqa: S608 - question marks
            found += zip((row[0] for row in rows), json.loads(f"[{','.join([row[1] for row in rows])}]"), strict=True)
        return found

    def all_bodies(self, *, after: int = 0) -> Iterator[tuple[int, list[str]]]:
        """Id and body of every unit behind an id, in order."""
        for unit, body in self.read.execute("SELECT id, body FROM unit WHERE id > ? ORDER BY id", (after,)):
            yield unit, json.loads(body)

    def with_key(self, key: int) -> list[int]:
        """Ids of the units that have a key."""
        return [row[0] for row in self.read.execute("SELECT unit FROM key WHERE key = ? ORDER BY unit", (key,))]

    def origins(self, unit: int) -> tuple[MemoryOrigin, ...]:
        """Where a unit comes from."""
        return tuple(_origin(row) for row in self.read.execute(_ORIGIN, (unit,)))

    def neighbours(self, unit: int, *, reach: int) -> Iterator[tuple[list[int], list[int]]]:
        """For each place of a unit those before it and those after it, the nearest first, `reach` on each side."""
        places = self.read.execute(
            "SELECT document, position FROM origin WHERE unit = ? AND same = 1", (unit,)
        ).fetchall()
        for document, position in places:
            found = dict(
                self.read.execute(
                    "SELECT position, unit FROM origin WHERE document = ? AND position BETWEEN ? AND ?",
                    (document, position - reach, position + reach),
                ).fetchall()
            )
            before = [found[at] for at in range(position - 1, position - reach - 1, -1) if at in found]
            yield before, [found[at] for at in range(position + 1, position + reach + 1) if at in found]

    def words_of(self, lang: str, keys: Iterable[str]) -> list[str]:
        """The words of a language that share a key of inflection."""
        found: dict[str, None] = {}
        for key in keys:
            for row in self.read.execute("SELECT word FROM form WHERE lang = ? AND key = ?", (lang, key)):
                found[row[0]] = None
        return list(found)

    def scan(self) -> Iterator[TranslationUnit]:
        """Every unit, in the order in which they were added."""
        for unit, body, extra in self.read.execute("SELECT id, body, extra FROM unit ORDER BY id"):
            yield self._made(unit, body, extra)

    def gone(self) -> list[int]:
        """Ids of units that are no more and may still be in an index."""
        return [row[0] for row in self.read.execute("SELECT unit FROM gone")]

    def known_words(self, lang: str) -> set[str]:
        """The words of a language whose inflection is known."""
        return {row[0] for row in self.read.execute("SELECT DISTINCT word FROM form WHERE lang = ?", (lang,))}

    # -- writing: inside a transaction of the caller's

    def highest_ever(self) -> int:
        """The highest id that was ever given; none is given twice."""
        row = self.write.execute("SELECT seq FROM sqlite_sequence WHERE name = 'unit'").fetchone()
        return int(row[0]) if row else 0

    def besides(self, unit: int) -> str | None:
        """What a unit has besides texts and origin."""
        row = self.read.execute("SELECT extra FROM unit WHERE id = ?", (unit,)).fetchone()
        found: str | None = row and row[0]
        return found

    def set_extra(self, unit: int, extra: str | None) -> None:
        """Change what a unit has besides texts and origin."""
        self.write.execute("UPDATE unit SET extra = ? WHERE id = ?", (extra, unit))

    def document(self, row: tuple[str, str, str, str]) -> int:
        """The number of a document (name, date, publisher, file), which is put in if it is not there."""
        self.write.execute("INSERT OR IGNORE INTO document (name, date, publisher, file) VALUES (?, ?, ?, ?)", row)
        found = self.write.execute(
            "SELECT id FROM document WHERE name = ? AND date = ? AND publisher = ? AND file = ?", row
        ).fetchone()
        return int(found[0])

    def free_position(self, document: int) -> int:
        """The first free position behind the units of a document."""
        row = self.write.execute("SELECT max(position) FROM origin WHERE document = ?", (document,)).fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def has_origin(self, document: int, unit: int, name: str) -> bool:
        """Whether a document is known to have a unit under a name."""
        return bool(
            self.write.execute(
                "SELECT 1 FROM origin WHERE unit = ? AND document = ? AND name = ?", (unit, document, name)
            ).fetchone()
        )

    def count_up(self, units: int, languages: dict[str, int]) -> None:
        """Add to the numbers of units and of texts a language."""
        self.set_meta("units", str(self.count() + units))
        self.write.executemany(
            "INSERT INTO language VALUES (?, ?) ON CONFLICT (tag) DO UPDATE SET units = units + excluded.units",
            sorted(languages.items()),
        )

    def add_forms(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep keys of inflection and words."""
        self.write.executemany("INSERT OR IGNORE INTO form VALUES (?, ?, ?)", rows)

    def forget(self, selection: Selection, only: set[int] | None) -> list[int]:
        """Forget the origins of a selection, of all units or of some only.

        Returns:
            Ids of the units that had no other; they are gone.
        """
        units = sorted(only) if only is not None else [row[0] for row in self.write.execute("SELECT id FROM unit")]
        gone: list[int] = []
        languages: dict[str, int] = {}
        for unit in units:
            rows = self.write.execute(_ORIGIN, (unit,)).fetchall()
            meant = [row for row in rows if selection.has(_origin(row))]
            if rows and not meant:
                continue
            self.write.executemany(
                "DELETE FROM origin WHERE document = ? AND position = ?", [(row[8], row[5]) for row in meant]
            )
            if len(meant) == len(rows):
                tags = self.take_out(unit)
                for tag in tags:
                    languages[tag] = languages.get(tag, 0) - 1
                gone += [unit] if tags else []
        self.count_up(-len(gone), languages)
        self.write.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(unit,) for unit in gone])
        self.write.execute("DELETE FROM document WHERE id NOT IN (SELECT document FROM origin)")
        return gone

    def take_out(self, unit: int, *, heir: int | None = None) -> list[str]:
        """Remove a unit; its places go to `heir`, marked as having had another wording, or with it.

        Returns:
            The tags of its languages.
        """
        row = self.write.execute("SELECT body FROM unit WHERE id = ?", (unit,)).fetchone()
        if row is None:
            return []
        if heir is None:
            self.write.execute("DELETE FROM origin WHERE unit = ?", (unit,))
        else:
            self.write.execute("UPDATE origin SET unit = ?, same = 0 WHERE unit = ?", (heir, unit))
        texts: list[str] = json.loads(row[0])
        pairs = list(zip(texts[::2], texts[1::2], strict=True))
        self.write.executemany("DELETE FROM key WHERE key = ? AND unit = ?", [(key, unit) for key in keys_of(pairs)])
        self.write.execute("DELETE FROM unit WHERE id = ?", (unit,))
        return texts[::2]

    def _made(self, unit: int, body: str, extra: str | None) -> TranslationUnit:
        texts = json.loads(body)
        more: dict[str, Any] = json.loads(extra) if extra else {}
        variants = []
        for at in range(0, len(texts), 2):
            lang = texts[at]
            content = tuple(
                piece
                if isinstance(piece, str)
                else InlineCode(kind=piece[0], content=piece[1], attributes=tuple((n, v) for n, v in piece[2]))
                for piece in more.get("content", {}).get(lang, [texts[at + 1]])
            )
            variants.append(
                Variant(lang=lang, content=content, properties=_properties(more.get("variants", {}).get(lang, [])))
            )
        origins = self.read.execute(_ORIGIN, (unit,)).fetchall()
        first = next((row for row in origins if row[7]), origins[0] if origins else None)
        properties = list(_properties(more.get("properties", [])))
        beads: tuple[Origin, ...] = ()
        if first:
            named = {one.name for one in properties}
            properties += [
                Property(name=name, value=value)
                for name, value in (("document", first[0]), ("date", first[1]), ("publisher", first[2]))
                if value and name not in named
            ]
            beads = _beads(first[6])
        return TranslationUnit(
            id=f"m{unit}",
            variants=tuple(variants),
            notes=tuple(more.get("notes", ())),
            properties=tuple(properties),
            origin=beads,
        )


def _copy_with_journal(folder: Path) -> TemporaryDirectory[str] | None:
    """A copy of the database of a memory on a read-only disk, if a killed writer has left a journal beside it.

    What was committed last is in the journal then, and SQLite needs to write in order to read it.
    """
    journal = folder / f"{NAME}-wal"
    if not journal.is_file() or not journal.stat().st_size:
        return None
    copy = TemporaryDirectory(prefix="align.memory.")
    for path in (folder / NAME, journal):
        shutil.copy(path, copy.name)
    return copy


def body_of(texts: Iterable[tuple[str, str]]) -> str:
    """Languages and texts as they are kept."""
    return _encode([part for pair in texts for part in pair])


def beads_of(unit: TranslationUnit) -> str:
    """The beads that a unit was joined from, as they are kept; "" for none."""
    if not unit.origin:
        return ""
    return _encode([[one.source, one.target, one.kind, one.score, one.status, one.bead] for one in unit.origin])


def keys_of(texts: Sequence[tuple[str, str]]) -> list[int]:
    """The keys that a unit is found by: that of the whole of it, then that of each text in its language."""
    whole = number("unit", *(part for pair in sorted(texts) for part in pair))
    return [whole, *(number(primary(lang), key_of(text, lang)) for lang, text in texts)]


def merged_extra(one: str | None, other: str) -> str:
    """What two units of the same texts have besides, of the first where both say different things of one."""
    if one is None:
        return other
    first, second = json.loads(one), json.loads(other)
    for name in ("notes", "properties"):
        pooled = [*first.get(name, []), *(value for value in second.get(name, []) if value not in first.get(name, []))]
        if pooled:
            first[name] = pooled
    return _encode(first)


def extra_of(unit: TranslationUnit, *, without: Collection[str]) -> str | None:
    """What a unit has besides texts and origin, or None."""
    more: dict[str, Any] = {}
    for variant in unit.variants:
        if len(variant.content) > 1 or any(not isinstance(piece, str) for piece in variant.content):
            more.setdefault("content", {})[variant.lang] = [
                piece if isinstance(piece, str) else [piece.kind, piece.content, piece.attributes]
                for piece in variant.content
            ]
        if kept := [[one.name, one.value] for one in variant.properties if one.name not in without]:
            more.setdefault("variants", {})[variant.lang] = kept
    if kept := [[one.name, one.value] for one in unit.properties if one.name not in without]:
        more["properties"] = kept
    if unit.notes:
        more["notes"] = unit.notes
    return _encode(more) if more else None


def _properties(pairs: Iterable[Sequence[str]]) -> tuple[Property, ...]:
    return tuple(Property(name=name, value=value) for name, value in pairs)


def _beads(text: str) -> tuple[Origin, ...]:
    return tuple(
        Origin(source=source, target=target, kind=kind, score=score, status=status, bead=bead)
        for source, target, kind, score, status, bead in (json.loads(text) if text else ())
    )


def _origin(row: Sequence[Any]) -> MemoryOrigin:
    name, date, publisher, file, unit, position, beads, same, _ = row
    found = _beads(beads)
    scores = [bead.score for bead in found if bead.score is not None and not bead.is_null]
    return MemoryOrigin(
        document=name,
        date=date or None,
        publisher=publisher or None,
        file=file or None,
        unit=unit,
        position=position,
        score=min(scores, default=None),
        status="checked" if found and all(bead.status == "checked" for bead in found) else "auto",
        same_wording=bool(same),
    )
