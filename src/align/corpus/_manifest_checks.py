"""What the types of the manifest cannot say, and on which line each key stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from align.errors import LanguageError, ManifestError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from align.shelf import Shelf

__all__ = ["Checks", "Lines", "key_path"]


class Lines:
    """On which line of a TOML text a key stands; `tomllib` does not say."""

    _TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
    _KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")

    def __init__(self, text: str) -> None:
        """Look for tables and keys in `text`, line by line."""
        self._at: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            if header := self._TABLE.match(line):
                table = tuple(part.strip().strip("\"'") for part in header[2].split("."))
                if header[1] == "[[":
                    counts[header[2]] = counts.get(header[2], -1) + 1
                    table = (*table, str(counts[header[2]]))
                self._at.setdefault(table, number)
            elif key := self._KEY.match(line):
                self._at.setdefault((*table, key[1].strip("\"'")), number)

    def of(self, keys: Sequence[str]) -> int | None:
        """The line of the key at this path, or of the nearest table around it."""
        path = [key for key in keys if key != "..."]
        while path:
            if tuple(path) in self._at:
                return self._at[tuple(path)]
            path.pop()
        return None


def key_path(keys: Sequence[str]) -> str:
    """A key and the tables around it, counted as people do: ``text.(2).lang``."""
    return ".".join(f"({int(key) + 1})" if key.isdigit() else key for key in keys)


class Checks:
    """Each method refuses a value with a message that names its key and line."""

    def __init__(self, *, path: Path, lines: Lines) -> None:
        """Check values of the manifest at `path`."""
        self._path = path
        self._lines = lines

    def fail(self, reason: str, *keys: str) -> NoReturn:
        """Raise the error for the key at this path."""
        raise ManifestError(f"{key_path(keys)}: {reason}", path=self._path, line=self._lines.of(keys))

    def tag(self, tag: str, *keys: str) -> str:
        """The canonical form of a language tag."""
        from align.lang import parse

        try:
            return parse(tag)
        except LanguageError as error:
            self.fail(str(error), *keys)

    def file(self, name: str, *keys: str) -> None:
        """There has to be a file of this name, seen from the manifest."""
        try:
            place = self._path.parent / name
            if place.is_file():
                return
            what = f"{name} is a folder, not a file" if place.is_dir() else f"there is no file {name}"
        except (OSError, ValueError):  # too long, or with a NUL
            what = "no file can have this name"
        self.fail(what, *keys)

    def encoding(self, name: str | None, *keys: str) -> None:
        """Python has to know the encoding."""
        import codecs

        try:
            if name is not None:
                codecs.lookup(name)
        except (LookupError, ValueError):
            self.fail(f"no text encoding is called {name!r}; leave the key out to have it detected", *keys)

    def document_format(self, name: str | None, *keys: str) -> None:
        """The format has to be one of texts."""
        if name is None:
            return
        from align.formats import FORMATS, DocumentFormat

        self.member(FORMATS, name, *keys)
        if not isinstance(FORMATS.make(name), DocumentFormat):
            able = [one for one in FORMATS.names() if isinstance(FORMATS.make(one), DocumentFormat)]
            self.fail(f"{name!r} is not a format of texts; known: {', '.join(able)}", *keys)

    def member(self, shelf: Shelf[Any], name: str, *keys: str) -> None:
        """The shelf has to have a member of this name."""
        if name not in (known := shelf.names()):
            self.fail(str(UnknownNameError(shelf.kind, name, known)), *keys)

    def pattern(self, pattern: str, *keys: str) -> None:
        """It has to be a regular expression."""
        import regex

        try:
            regex.compile(pattern)
        except regex.error as error:
            self.fail(f"not a regular expression: {error}", *keys)
