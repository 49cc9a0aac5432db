"""A translation memory in a folder: opening, adding, removing, and what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self, get_args

from align.errors import InputError, MissingExtraError, OutputError, UnknownNameError, UsageError
from align.lang import parse, primary
from align.memory import _indexes
from align.memory._adding import Adder, Provenance, note_forms
from align.memory._indexes import Indexes, IndexLexicon
from align.memory._lock import WriterLock, holder_of
from align.memory._manifest import signature, write_manifest
from align.memory._units import NAME, VERSION, Units
from align.memory.records import DEFAULT_PENALTIES, Added, Info, Keep, Selection

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from align.memory.records import Hits, MemoryMatch, Penalties, Phrase, SearchKind
    from align.model import TranslationUnit

__all__ = ["Memory"]

_BATCH = 100_000
"""Units that are committed together."""


class Memory:
    """A translation memory; a context manager.

    Many may read it at once, from several threads too, and one may write. A reader sees what was committed last.
    """

    def __init__(self, folder: Path, *, writable: bool) -> None:
        """Use `Memory.open`."""
        self.folder = folder
        self._writable = writable
        self._lock = WriterLock(folder) if writable else None
        try:
            self._units = Units(folder, writable=writable, immutable=not writable and not _indexes.may_write(folder))
            self._check_version()
            self._indexes = Indexes(folder, self._units, writable=writable)
            self._changes = self._units.changes()
            if writable:
                self._tidy()
        except BaseException as error:
            if self._lock:
                self._lock.release()
            if hasattr(self, "_units"):
                self._units.close()
            if isinstance(error, sqlite3.Error):
                raise InputError(f"the memory cannot be opened ({error}); see to its disk", path=folder) from error
            raise

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, writable: bool = False) -> Memory:
        """Open the memory in a folder; with `writable` an empty one is made where there is none.

        Raises:
            MissingExtraError: the packages of the extra `memory` are not installed.
            InputError: there is no memory there, its units cannot be read, or a newer version has made it.
            OutputError: it is to be written to, and another process does so, or the folder does not allow it.
        """
        for module in ("tantivy", "rapidfuzz"):
            if find_spec(module) is None:
                raise MissingExtraError("a translation memory", "memory")
        place = Path(folder)
        if not (place / NAME).is_file():
            if not writable:
                raise InputError("there is no memory here; make one with: align memory add", path=place)
            if place.exists() and (not place.is_dir() or any(one.name != "writer.lock" for one in place.iterdir())):
                raise OutputError(f"{place} is there and is no memory; name an empty or a new folder")
            try:
                place.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(f"cannot make the folder {place}: {error.strerror}") from error
        return cls(place, writable=writable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the memory; nothing that was committed is lost without it."""
        self._indexes.close()
        self._units.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    # -- what there is

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of all texts, the commonest first."""
        with self._reading():
            return tuple(self._units.languages())

    def __len__(self) -> int:
        return self._units.count()

    def info(self) -> Info:
        """What the memory holds."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        with self._reading():
            return Info(
                folder=str(self.folder),
                version=VERSION,
                units=len(self),
                languages=tuple(self._units.languages().items()),
                documents=tuple(self._units.documents()),
                signature=signature(),
                bytes_on_disk=sum(path.stat().st_size for path in files),
                writer=None if self._lock else holder_of(self.folder),
            )

    def export(self, selection: Selection | None = None) -> Iterator[TranslationUnit]:
        """The units of the memory, or those of a selection, in the order in which they were added.

        Their properties `document`, `date` and `publisher`, and their beads, are those of their first origin. Ids are
        those of the memory (m1, m2, ...).
        """
        with self._reading():
            for unit in self._units.scan():
                if selection is None or any(selection.has(one) for one in self._units.origins(int(unit.id[1:]))):
                    yield unit

    # -- changing it

    def add(
        self,
        units: Iterable[TranslationUnit],
        *,
        document: str,
        date: str | None = None,
        publisher: str | None = None,
        file: str | None = None,
        keep: Keep = "all",
        source: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Added:
        """Add units; what is there already gets one more origin, and adding the same again changes nothing.

        Units are committed by the hundred thousand. If the process is killed, what was committed stays, and to add the
        same again completes it.

        Args:
            units: any iterable; held one at a time. A unit's own properties `document`, `date` and `publisher` win.
            document: name of the document that they are of.
            date: of it, ISO 8601.
            publisher: of it.
            file: that they come from.
            keep: which translations of one text into the same languages stay: all, the first, or the newest (by the
                dates of the documents; the one added last where there are none). Origins of the others are kept.
            source: BCP 47 tag of the side that is translated, for `keep`; the first of each unit if not given.
            progress: is called with the number of units done so far, now and then.

        Raises:
            UsageError: the memory is not open for writing.
            UnknownNameError: no rule `keep` of this name.
            LanguageError: a unit's language is no tag.
        """
        if keep not in get_args(Keep):
            raise UnknownNameError("rule for what to keep", keep, get_args(Keep))
        self._must_write()
        given = Provenance(document=document, date=date, publisher=publisher, file=file)
        with self._transaction():
            adder = Adder(self._units, keep=keep, provenance=given, source=source, tell=self._tell)
            for done, unit in enumerate(units, 1):
                adder.add(unit)
                if progress and not done % 1000:
                    progress(done)
                if not done % _BATCH:
                    self._commit(adder)
                    self._units.write.execute("BEGIN IMMEDIATE")
            self._commit(adder)
        return adder.added

    def remove(self, selection: Selection, *, matching: Iterable[str] | None = None) -> int:
        """Forget origins, and the units that have none left.

        Args:
            selection: the origins to forget; one that asks for nothing means all.
            matching: only those of units with these ids, such as m12.

        Returns:
            How many units are gone.

        Raises:
            UsageError: the memory is not open for writing, or neither says anything.
        """
        self._must_write()
        if selection.is_empty and matching is None:
            raise UsageError("say what to remove: a document, a publisher, a file, dates, or a text to be found")
        with self._transaction():
            gone = self._units.forget(selection, _numbers(matching))
            self._finish(gone)
        return len(gone)

    def would_remove(self, selection: Selection, *, matching: Iterable[str] | None = None) -> int:
        """How many units `remove` would let go; nothing is changed."""
        self._must_write()
        self._units.write.execute("BEGIN IMMEDIATE")
        try:
            return len(self._units.forget(selection, _numbers(matching)))
        finally:
            self._units.write.execute("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        from align.memory._index import DamagedIndexError

        try:
            self._units.write.execute("BEGIN IMMEDIATE")
            yield
        except BaseException as error:
            with suppress(sqlite3.Error):
                if self._units.write.in_transaction:
                    self._units.write.execute("ROLLBACK")
            self._indexes.rollback()
            if isinstance(error, sqlite3.Error | DamagedIndexError):
                reason = str(error).partition("\n")[0]
                raise OutputError(
                    f"cannot write to the memory {self.folder}: {reason}; what was committed before is kept"
                ) from error
            raise

    def _tell(self, lang: str, unit: int, found: list[str], beside: str) -> None:
        self._indexes.get(lang).add(unit, found, beside)

    def _commit(self, adder: Adder) -> None:
        adder.finish()
        note_forms(self._units, adder.words)
        gone, adder.gone = adder.gone, []
        self._finish(gone)

    def _finish(self, gone: Sequence[int]) -> None:
        """Commit: first what the index has more, then the units, then what the index has less.

        Whenever this is cut short, the index has too much rather than too little.
        """
        self._indexes.commit()
        self._units.set_meta("signature", signature())
        self._units.write.execute("COMMIT")
        if gone:
            self._drop(gone)
        write_manifest(self.folder, self._units)

    def _drop(self, gone: Sequence[int]) -> None:
        for lang in self._indexes.there():
            index = self._indexes.get(lang)
            index.remove(gone)
            index.commit()
        self._units.write.execute("DELETE FROM gone")

    def _tidy(self) -> None:
        """Put the indexes right after a writer that did not end as it should."""
        highest = self._units.highest()
        for lang in self._indexes.there():
            self._indexes.get(lang).remove_above(highest)
        if gone := self._units.gone():
            self._drop(gone)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._units.unreadable(error) from error

    def _must_write(self) -> None:
        if not self._writable:
            raise UsageError("the memory is open for reading only; open it with writable=True")

    def _check_version(self) -> None:
        version = self._units.meta("version")
        if version is None:
            raise InputError("there is no memory here; make one with: align memory add", path=self.folder)
        if not version.isdigit() or int(version) > VERSION:
            raise InputError(
                f"this memory is of version {version}, and this program knows versions up to {VERSION}; "
                "update it with: pip install -U 'align-toolkit[memory]'",
                path=self.folder,
            )

    def refresh(self) -> None:
        """See what another process has committed since the memory was opened; look-up and search do so themselves."""
        if self._writable:
            return
        changes = self._units.changes()
        if changes != self._changes:
            self._changes = changes
            self._indexes.reload()

    # -- using it

    def lookup(
        self,
        text: str,
        *,
        source: str,
        target: str,
        before: str | None = None,
        after: str | None = None,
        threshold: float = 0.7,
        limit: int = 5,
        penalties: Penalties = DEFAULT_PENALTIES,
        publisher: str | None = None,
    ) -> list[MemoryMatch]:
        """Units whose text in one language is like `text`, with their text in another; the best first.

        Args:
            text: what is to be translated.
            source: BCP 47 tag of `text`; other regions of a language count, with a penalty.
            target: BCP 47 tag of what is wanted; likewise.
            before: the segment before it; "" for the beginning of a document, None if not known.
            after: the segment after it; "" for the end.
            threshold: the least score after penalties, 0..1.
            limit: how many at most.
            penalties: what is taken off.
            publisher: whose wording is wanted.

        Raises:
            UsageError: a threshold or limit out of range, or a language that the memory does not have.
            LanguageError: no language tag.
        """
        from align.memory._lookup import look_up

        self._check_pair(source, target)
        if not 0 <= threshold <= 1:
            raise UsageError(f"the threshold {threshold} is not in 0..1; 0.7 stands for 70 %")
        if limit < 1:
            raise UsageError(f"the limit {limit} is below 1")
        with self._reading():
            return look_up(
                self._units,
                self._found_alike,
                text,
                source=parse(source),
                target=parse(target),
                before=before,
                after=after,
                threshold=threshold,
                limit=limit,
                penalties=penalties,
                publisher=publisher,
            )

    def search(
        self,
        query: str,
        *,
        lang: str | None = None,
        kind: SearchKind = "phrase",
        target: str | None = None,
        having: Sequence[str] = (),
        lacking: Sequence[str] = (),
        selection: Selection | None = None,
        limit: int | None = 100,
        timeout_s: float = 10.0,
    ) -> Hits:
        """Places where texts have a query, with the other side: a concordance.

        Case, width, kinds of quotation marks and dashes, and vowel signs of Arabic do not count, but for a regular
        expression, which is matched against the text as it is.

        Args:
            query: what to search for.
            lang: BCP 47 tag of the side to search; every language if not given.
            kind: phrase (whole words, one after the other), wildcard (* for letters, ? for one letter), regex, or
                lemma (words in any inflected form; in scripts without spaces the same as phrase).
            target: BCP 47 tag of the other side; the unit's first other language if not given.
            having: what the other side has to have, all of it; of the same kind.
            lacking: what the other side must not have, none of it.
            selection: where the units have to come from.
            limit: how many hits at most; None for all.
            timeout_s: seconds after which what was found so far is given.

        Raises:
            UsageError: there is nothing to search for, the pattern is no regular expression or takes too long on one
                text, the memory does not have a language, or `having` and `lacking` come without `target`.
            UnknownNameError: no kind of this name.
        """
        from align.memory._search import Searcher

        self.refresh()
        if lang is not None:
            self._check_pair(lang, target)
        elif target is not None:
            self._check_pair(target, None)
        if limit is not None and limit < 1:
            raise UsageError(f"the limit {limit} is below 1")
        langs = [primary(lang)] if lang else list(dict.fromkeys(primary(tag) for tag in self.languages))
        if lang is None and target is not None:
            langs = [one for one in langs if one != primary(target)]
        searcher = Searcher(
            self._units,
            lexicon=self._lexicon,
            page=self._page,
            kind=kind,
            target=None if target is None else parse(target),
            having=having,
            lacking=lacking,
            selection=selection,
            timeout_s=timeout_s,
        )
        with self._reading():
            return searcher.run(query, langs, limit)

    def phrases(
        self, text: str, *, source: str, target: str, least: int | None = None, limit: int = 10, mark: bool = True
    ) -> list[Phrase]:
        """The longest parts of a text that units of the memory have word for word, none inside another.

        Args:
            text: what is to be translated.
            source: BCP 47 tag of `text`.
            target: BCP 47 tag of what is wanted.
            least: how many words a part has at least (3 if not given); in scripts without spaces, characters (4).
            limit: how many at most, the longest first.
            mark: whether to say what answers each, which takes a second or two.

        Raises:
            UsageError: a language that the memory does not have.
        """
        from align.memory._phrases import find_phrases

        self.refresh()
        self._check_pair(source, target)
        found = find_phrases(self._units, self._page, text, source=parse(source), target=parse(target), least=least)
        chosen = found[:limit]
        if not mark:
            return chosen
        from align.memory._marking import marked_phrases

        seen: list[tuple[str, str]] = []
        for one in chosen:
            hits = self.search(one.text, lang=source, target=target, limit=60)
            seen += [(hit.text, hit.other) for hit in hits.hits]
        return marked_phrases(self._units, chosen, seen, source=parse(source), target=parse(target))

    def mark(self, hits: Hits) -> Hits:
        """The hits with what answers them on the other side, learnt from the memory; takes a second or two.

        Hits that have spans on the other side, and those without another side, stay as they are, and so do those
        whose counterpart is not likely enough.
        """
        from align.memory._marking import marked_hits

        return marked_hits(self._units, hits)

    def _lexicon(self, lang: str) -> IndexLexicon:
        return IndexLexicon(self._indexes, self._units, lang)

    def _page(
        self, lang: str, groups: Sequence[Sequence[str]], beside: str | None, limit: int, offset: int
    ) -> tuple[list[int], int]:
        """Numbers of units that have a piece of each group, and how many there are."""
        found: tuple[list[int], int] = self._indexes.ask(
            lang, lambda index: index.having(groups, beside=beside, limit=limit, offset=offset)
        )
        return found

    def _check_pair(self, source: str, target: str | None) -> None:
        have = {primary(tag) for tag in self.languages}
        for tag in (source, target):
            if tag is not None and primary(tag) not in have:
                raise UsageError(
                    f"the memory {self.folder} has nothing in {tag!r}; it has {', '.join(self.languages) or 'no units'}"
                )
        if target is not None and parse(source) == parse(target):
            raise UsageError(f"source and target are both {parse(source)!r}; name two languages")

    def _found_alike(self, lang: str, found: Sequence[str], beside: str, limit: int) -> list[int]:
        """Numbers of units in which much of a text is found."""
        self.refresh()
        other = beside if len({primary(tag) for tag in self.languages}) > 2 else None
        numbers: list[int] = self._indexes.ask(lang, lambda index: index.alike(found, beside=other, limit=limit))
        return numbers


def _numbers(ids: Iterable[str] | None) -> set[int] | None:
    return None if ids is None else {int(one.removeprefix("m")) for one in ids}
