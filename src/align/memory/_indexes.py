"""The indexes of a memory, one a language: opened when they are needed, made again from the units if they must be."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from align.errors import OutputError
from align.lang import primary
from align.memory._keys import key_of, pieces
from align.memory._lock import WriterLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from align.memory._index import Index
    from align.memory._units import Units

__all__ = ["IndexLexicon", "Indexes", "may_write"]

T = TypeVar("T")
_log = logging.getLogger(__name__)

_FOLDER = "index"


class Indexes:
    """The indexes of one memory."""

    def __init__(self, folder: Path, units: Units, *, writable: bool) -> None:
        """Open none yet.

        Args:
            folder: of the memory.
            units: that the indexes are of.
            writable: whether the memory is open for writing, so that its lock is ours.
        """
        self._folder = folder
        self._units = units
        self._writable = writable
        self._open: dict[str, Index] = {}
        self._copy: TemporaryDirectory[str] | None = None

    def get(self, lang: str) -> Index:
        """The index of a language (its subtag); one that is missing, damaged or of another version is made again."""
        found = self._open.get(lang)
        if found is not None:
            return found
        from align.memory._index import DamagedIndexError, Index

        folder = self._place(lang)
        expected = sum(count for tag, count in self._units.languages().items() if primary(tag) == lang)
        reason = "" if folder.is_dir() or not expected else "it is missing"
        if not reason:
            try:
                found = Index(self._readable(folder), writable=self._writable)
                if len(found) < expected:
                    reason = f"it has {len(found)} of {expected} texts"
            except DamagedIndexError as error:
                reason = _first_line(error)
        if reason or found is None:
            found = self._rebuilt(lang, reason)
        self._open[lang] = found
        return found

    def ask(self, lang: str, question: Callable[[Index], T]) -> T:
        """What an index answers; if it turns out to be damaged, it is made again and asked once more."""
        from align.memory._index import DamagedIndexError

        try:
            return question(self.get(lang))
        except DamagedIndexError as error:
            reason = _first_line(error)
        self._open[lang] = self._rebuilt(lang, reason)
        return question(self._open[lang])

    def there(self) -> list[str]:
        """The languages that have, or should have, an index; those of a killed writer that had none before, too."""
        root = self._folder / _FOLDER
        found = {path.name.partition(".")[0] for path in root.iterdir() if path.is_dir()} if root.is_dir() else set()
        return sorted(found | {primary(tag) for tag in self._units.languages()})

    def reload(self) -> None:
        """See what another process has committed."""
        from align.memory._index import DamagedIndexError

        for lang, index in list(self._open.items()):
            try:
                index.reload()
            except DamagedIndexError:
                self._open.pop(lang, None)  # the next question opens it, and makes it again if that is what it needs

    def commit(self) -> None:
        """Write what was added to those that are open."""
        for index in self._open.values():
            index.commit()

    def rollback(self) -> None:
        """Forget what was added since the last commit, as far as the disk allows."""
        from align.memory._index import DamagedIndexError

        for lang, index in list(self._open.items()):
            try:
                index.rollback()
            except DamagedIndexError:
                self._open.pop(lang, None)

    def close(self) -> None:
        """Close all of them."""
        for index in self._open.values():
            index.close()
        self._open.clear()
        if self._copy:
            self._copy.cleanup()
            self._copy = None

    def _place(self, lang: str) -> Path:
        from align.memory._index import VERSION

        return self._folder / _FOLDER / f"{lang}.{VERSION}"

    def _readable(self, folder: Path) -> Path:
        """The folder of an index; of one on a read-only disk, where no locks can be made, a temporary one of links."""
        if may_write(self._folder) or not folder.is_dir():
            return folder
        place = Path(self._temporary(), folder.name)
        place.mkdir(exist_ok=True)
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (place / path.name).symlink_to(path.absolute())
        return place

    def _temporary(self) -> str:
        if self._copy is None:
            self._copy = TemporaryDirectory(prefix="align.memory.")
        return self._copy.name

    def _lock(self) -> WriterLock | None:
        """The right to write to the memory, if it is to be had."""
        if not may_write(self._folder):
            return None
        try:
            return WriterLock(self._folder)
        except OutputError:
            return None

    def _rebuilt(self, lang: str, reason: str) -> Index:
        """The index of a language, made again from the units."""
        from align.memory._index import Index

        lock = None if self._writable else self._lock()
        place = self._place(lang)
        if lock is None and not self._writable:  # somebody writes, or nobody may: then it is for us alone
            place = Path(self._temporary(), f"{place.name}.new")
        _log.warning("%s: the index of %s is made again from the units: %s", self._folder, lang, reason)
        self._open.pop(lang, None)
        try:
            shutil.rmtree(place, ignore_errors=True)
            made = Index(place, writable=True)
            for unit, body in self._units.all_bodies():
                subtags = [primary(tag) for tag in body[::2]]
                for subtag, tag, text in zip(subtags, body[::2], body[1::2], strict=True):
                    if subtag == lang:
                        made.add(unit, pieces(key_of(text, tag)), " ".join(one for one in subtags if one != lang))
            made.commit()
            if not self._writable:
                made.close()
        finally:
            if lock:
                lock.release()
        return made


class IndexLexicon:
    """The words of one language of a memory; see `align.memory._finding.Lexicon`."""

    def __init__(self, indexes: Indexes, units: Units, lang: str) -> None:
        """Ask `indexes` for what begins with something, and `units` for inflected forms."""
        self._indexes = indexes
        self._units = units
        self._lang = lang

    def beginning(self, prefix: str, *, limit: int | None = None) -> list[str]:
        """Pieces that begin with `prefix`."""
        return self._indexes.ask(self._lang, lambda index: index.beginning(prefix, limit=limit))

    def forms(self, keys: Iterable[str]) -> list[str]:
        """Words that share a key of inflection."""
        return self._units.words_of(self._lang, keys)


def may_write(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(folder, os.W_OK)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
