"""The manifest of a corpus, ``corpus.toml``: which texts, what about them, and what to make of them.

The classes below are the one definition of the manifest; ``schemas/corpus.schema.json`` is made from them
(`manifest_schema`), so that editors can check a manifest while it is written.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date  # noqa: TC003 - msgspec reads the annotations
from pathlib import Path  # noqa: TC003 - likewise
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from align.errors import LanguageError, ManifestError

__all__ = ["MANIFEST_NAME", "DropRule", "Manifest", "TextEntry", "manifest_schema", "read_manifest"]

MANIFEST_NAME = "corpus.toml"

_Id = Annotated[
    str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$", description="Letters, digits, '.', '-', '_'; no digit first.")
]
_Text = Annotated[str, Meta(min_length=1)]
_Tag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$", description="A language tag (BCP 47).")]
_Share = Annotated[float, Meta(ge=0, le=1)]


class _Strict(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, omit_defaults=True):
    """An unknown key is a mistake, not a wish."""


class CorpusEntry(_Strict, frozen=True):
    """What holds for the whole corpus."""

    id: _Id
    title: _Text
    pivot: _Tag
    date: date | None = None
    publisher: str | None = None
    licence: str | None = None
    status: Annotated[str | None, Meta(description="A note on the standing of the texts; goes into every header.")] = (
        None
    )


class TextEntry(_Strict, frozen=True):
    """One text."""

    lang: _Tag
    file: Annotated[str, Meta(min_length=1, description="Path, relative to the manifest.")]
    role: Literal["source", "translation"] = "translation"
    status: Annotated[str | None, Meta(description="Standing of this text, such as 'as received'.")] = None
    format: Annotated[
        str | None, Meta(description="Name of a document format; found from the content if not given.")
    ] = None
    encoding: str | None = None
    date: date | None = None
    publisher: str | None = None


class DropRule(_Strict, frozen=True):
    """Residue that is not part of the text: blocks that the pattern matches in full are left out, and counted."""

    pattern: Annotated[str, Meta(min_length=1, description="Regular expression for a whole block.")]
    lang: _Tag | None = None
    reason: str | None = None


class SegmentEntry(_Strict, frozen=True):
    """How texts are cut into sentences."""

    segmenter: str = "auto"


class PairEntry(_Strict, frozen=True):
    """How sentences are paired."""

    aligner: str = "semantic"
    encoder: str = "use"
    doubtful: Annotated[_Share, Meta(description="Beads that score less are shown as doubtful.")] = 0.6


class TermsEntry(_Strict, frozen=True):
    """The term base and the checks that use it."""

    base: Annotated[str | None, Meta(description="Path, relative to the manifest.")] = None
    checks: tuple[str, ...] = ("terms", "consistency")


class GoldEntry(_Strict, frozen=True):
    """Beads made by people, to measure the alignment with."""

    folder: str


class OutputEntry(_Strict, frozen=True):
    """What the build writes."""

    formats: tuple[Literal["tmx", "tei", "parquet", "html"], ...] = ("tmx", "tei", "parquet", "html")
    pairs: Annotated[bool, Meta(description="Also a TMX for each pair.")] = False


class _File(_Strict, frozen=True):
    """The whole file."""

    corpus: CorpusEntry
    text: tuple[TextEntry, ...]
    drop: tuple[DropRule, ...] = ()
    segment: SegmentEntry = msgspec.field(default_factory=SegmentEntry)
    pair: PairEntry = msgspec.field(default_factory=PairEntry)
    terms: TermsEntry = msgspec.field(default_factory=TermsEntry)
    gold: GoldEntry | None = None
    output: OutputEntry = msgspec.field(default_factory=OutputEntry)


class Manifest(_File, frozen=True, kw_only=True):
    """A manifest that has been read and checked; `path` is where it lies."""

    path: Path

    @property
    def folder(self) -> Path:
        """The folder that the paths in the manifest start from."""
        return self.path.parent

    @property
    def pivot_text(self) -> TextEntry:
        """The text that all others are aligned with."""
        return next(text for text in self.text if text.lang == self.corpus.pivot)

    @property
    def other_texts(self) -> tuple[TextEntry, ...]:
        """All texts but the pivot, in the order of the manifest."""
        return tuple(text for text in self.text if text.lang != self.corpus.pivot)

    def inputs(self) -> tuple[Path, ...]:
        """Every file that the outcome depends on, the manifest first."""
        files = [self.path, *(self.folder / text.file for text in self.text)]
        if self.terms.base:
            files.append(self.folder / self.terms.base)
        return tuple(files)


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of ``corpus.toml``."""
    schema = msgspec.json.schema(_File)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "corpus.toml, the manifest of a parallel corpus of align-toolkit",
        **schema,
    }


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Args:
        path: the file, or the folder that holds a ``corpus.toml``.

    Raises:
        ManifestError: the file is missing or is not TOML, a key is unknown, missing or has a wrong value, two texts
            have one language, the pivot has no text; the message names the key and the line.
    """
    if path.is_dir():
        path = path / MANIFEST_NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ManifestError(f"there is no {MANIFEST_NAME} here; a corpus folder needs one", path=path) from None
    except OSError as error:
        raise ManifestError(f"cannot be read: {error.strerror}", path=path) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ManifestError("is not UTF-8; TOML files must be", path=path, line=line) from error
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise ManifestError(
            f"is not valid TOML: {reason}",
            path=path,
            line=int(found[1]) if found else None,
            column=int(found[2]) if found else None,
        ) from error
    lines = _Lines(text)
    try:
        file = msgspec.convert(tree, _File, strict=True)
    except msgspec.ValidationError as error:
        raise _explained(error, path, lines) from error
    _check(file, path, lines)
    values = {name: getattr(file, name) for name in _File.__struct_fields__}
    return Manifest(**values, path=path)


def _explained(error: msgspec.ValidationError, path: Path, lines: _Lines) -> ManifestError:
    reason, _, where = str(error).partition(" - at `$")
    keys = [key for key in re.split(r"[.\[\]`]+", where) if key]
    unknown = re.search(r"unknown field `(.+)`", reason)
    missing = re.search(r"required field `(.+)`", reason)
    if unknown:
        keys.append(unknown[1])
        reason = f"unknown key {unknown[1]!r}{_nearest(unknown[1], keys[:-1])}"
    elif missing:
        reason = f"key {missing[1]!r} is missing"
    else:
        reason = reason[:1].lower() + reason[1:].replace("`", "'")
    place = ".".join(
        key if not key.isdigit() else f"({int(key) + 1})" for key in keys if not (unknown and key is keys[-1])
    )
    return ManifestError(f"{place + ': ' if place else ''}{reason}", path=path, line=lines.of(keys))


def _nearest(key: str, where: list[str]) -> str:
    """What the key may have been meant to be."""
    import difflib

    parts: dict[str, type[Struct]] = {
        "": _File,
        "corpus": CorpusEntry,
        "text": TextEntry,
        "drop": DropRule,
        "segment": SegmentEntry,
        "pair": PairEntry,
        "terms": TermsEntry,
        "gold": GoldEntry,
        "output": OutputEntry,
    }
    known = parts[where[0] if where else ""].__struct_fields__
    near = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(known)}"


def _check(file: _File, path: Path, lines: _Lines) -> None:
    """Refuse what the types alone cannot."""
    from align.lang import parse

    seen: dict[str, int] = {}
    for number, text in enumerate(file.text):
        try:
            tag = parse(text.lang)
        except LanguageError as error:
            raise ManifestError(
                f"text.({number + 1}).lang: {error}", path=path, line=lines.of(["text", str(number), "lang"])
            ) from error
        if tag in seen:
            first = file.text[seen[tag]]
            raise ManifestError(
                f"two files for {tag!r}: {first.file} and {text.file}; keep one, or tell them apart (en-GB, en-US)",
                path=path,
                line=lines.of(["text", str(number), "lang"]),
            )
        seen[tag] = number
        if not (path.parent / text.file).is_file():
            raise ManifestError(
                f"text.({number + 1}).file: there is no file {text.file}",
                path=path,
                line=lines.of(["text", str(number), "file"]),
            )
    if len(file.text) < 2:
        raise ManifestError("a corpus needs at least two texts", path=path)
    langs = [text.lang for text in file.text]
    if file.corpus.pivot not in langs:
        raise ManifestError(
            f"corpus.pivot: the pivot {file.corpus.pivot!r} has no text; texts: {', '.join(langs)}",
            path=path,
            line=lines.of(["corpus", "pivot"]),
        )
    for number, rule in enumerate(file.drop):
        try:
            re.compile(rule.pattern)
        except re.error as error:
            raise ManifestError(
                f"drop.({number + 1}).pattern: not a regular expression: {error}",
                path=path,
                line=lines.of(["drop", str(number), "pattern"]),
            ) from error
    if file.terms.base and not (path.parent / file.terms.base).is_file():
        raise ManifestError(
            f"terms.base: there is no file {file.terms.base}", path=path, line=lines.of(["terms", "base"])
        )


class _Lines:
    """On which line of a TOML text a key stands; `tomllib` does not say."""

    _TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
    _KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")

    def __init__(self, text: str) -> None:
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

    def of(self, keys: list[str]) -> int | None:
        """The line of the key at this path, or of the nearest table around it."""
        path = [key for key in keys if key != "..."]
        while path:
            if tuple(path) in self._at:
                return self._at[tuple(path)]
            path.pop()
        return None
