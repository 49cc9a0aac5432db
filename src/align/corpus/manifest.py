"""The manifest of a corpus, ``corpus.toml``: which texts, what about them, and what to make of them.

The classes below are the one definition of the manifest; ``schemas/corpus.schema.json`` is made from them
(`manifest_schema`), so that editors can check a manifest while it is written.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date  # noqa: TC003 - msgspec reads the annotations
from pathlib import Path  # noqa: TC003 - likewise
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from align.aligners import ALIGNERS
from align.checks import CHECKS, TextFacts
from align.checks.accepted import ACCEPTED_NAME
from align.corpus._manifest_checks import Checks, Lines, key_path
from align.encoders import ENCODERS
from align.errors import ManifestError, UnknownNameError
from align.keeping import files_of
from align.segmenters import SEGMENTERS

__all__ = [
    "MANIFEST_NAME",
    "CorpusEntry",
    "DropRule",
    "GoldEntry",
    "Manifest",
    "ManifestFile",
    "OutputEntry",
    "PairEntry",
    "SegmentEntry",
    "TermsEntry",
    "TextEntry",
    "manifest_schema",
    "read_manifest",
]

MANIFEST_NAME = "corpus.toml"

_Id = Annotated[
    str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$", description="Letters, digits, '.', '-', '_'; no digit first.")
]
_Text = Annotated[str, Meta(min_length=1)]
_Tag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$", description="A language tag (BCP 47).")]


_Role = Literal["source", "translation"]
_Output = Literal["tmx", "tei", "parquet", "html"]


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
    role: _Role = "translation"
    status: Annotated[str | None, Meta(description="Standing of this text, such as 'as received'.")] = None
    format: Annotated[
        str | None, Meta(description="Name of a document format; found from the content if not given.")
    ] = None
    encoding: str | None = None
    date: date | None = None
    publisher: str | None = None
    checked: Annotated[
        str | None,
        Meta(description="Earlier alignment with the pivot, relative to the manifest; its checked beads are kept."),
    ] = None


class DropRule(_Strict, frozen=True):
    """Residue that is not part of the text: blocks that the pattern matches in full are left out, and counted."""

    pattern: Annotated[str, Meta(min_length=1, description="Regular expression for a whole block.")]
    lang: _Tag | None = None
    reason: str | None = None


class SegmentEntry(_Strict, frozen=True):
    """How texts are cut into sentences."""

    segmenter: str = "auto"
    rules: Annotated[
        str | None, Meta(description="SRX 2.0 file to cut by, relative to the manifest, instead of a segmenter.")
    ] = None


class PairEntry(_Strict, frozen=True):
    """How sentences are paired."""

    aligner: str = "semantic"
    encoder: Annotated[
        str | None, Meta(description="Of the aligner 'semantic', such as use; its own default if not given.")
    ] = None
    dictionary: Annotated[
        str | None,
        Meta(description="Words that translate each other, such as a term base. Path, relative to the manifest."),
    ] = None
    witnesses: Annotated[
        bool, Meta(description="Whether each text is also aligned with the others, to hear what they say about it.")
    ] = True
    doubtful: Annotated[float, Meta(ge=0, le=1, description="Beads that score less are shown as doubtful.")] = 0.7


class TermsEntry(_Strict, frozen=True):
    """The term base and the checks that use it."""

    base: Annotated[str | None, Meta(description="Path, relative to the manifest.")] = None
    checks: tuple[str, ...] = ("terms", "consistency")
    accepted: Annotated[
        str | None,
        Meta(
            description="Findings that are accepted for good, relative to the manifest; "
            "terms.accepted.toml if it is there and the key is not."
        ),
    ] = None


class GoldEntry(_Strict, frozen=True):
    """Beads made by people, to measure the alignment with."""

    folder: str


class OutputEntry(_Strict, frozen=True):
    """What the build writes."""

    formats: tuple[_Output, ...] = ("tmx", "tei", "parquet", "html")
    pairs: Annotated[bool, Meta(description="Also a TMX for each pair.")] = False


class ManifestFile(_Strict, frozen=True):
    """The whole file."""

    corpus: CorpusEntry
    text: tuple[TextEntry, ...]
    drop: tuple[DropRule, ...] = ()
    segment: SegmentEntry = msgspec.field(default_factory=SegmentEntry)
    pair: PairEntry = msgspec.field(default_factory=PairEntry)
    terms: TermsEntry = msgspec.field(default_factory=TermsEntry)
    gold: GoldEntry | None = None
    output: OutputEntry = msgspec.field(default_factory=OutputEntry)


class Manifest(ManifestFile, frozen=True, kw_only=True):
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

    @property
    def accepted(self) -> Path | None:
        """The file of accepted findings: the one that is named, or the one of the usual name, if it is there."""
        if self.terms.accepted:
            return self.folder / self.terms.accepted
        usual = self.folder / ACCEPTED_NAME
        return usual if usual.is_file() else None

    @property
    def text_facts(self) -> dict[str, TextFacts]:
        """Date and publisher of each text, by its language."""
        facts = {}
        for text in self.text:
            when = text.date or self.corpus.date
            facts[text.lang] = TextFacts(
                date=None if when is None else when.isoformat(), publisher=text.publisher or self.corpus.publisher
            )
        return facts

    def inputs(self) -> tuple[Path, ...]:
        """Every file that the outcome depends on, the manifest first."""
        files = [self.path, *(self.folder / text.file for text in self.text)]
        if self.terms.base:
            files.append(self.folder / self.terms.base)
        if self.accepted:
            files.append(self.accepted)
        if self.segment.rules:
            files.append(self.folder / self.segment.rules)
        if self.pair.dictionary:
            files.append(self.folder / self.pair.dictionary)
        for text in self.text:
            if text.checked:
                files += files_of(self.folder / text.checked)
        return tuple(files)


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of ``corpus.toml``."""
    schema = msgspec.json.schema(ManifestFile)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "corpus.toml, the manifest of a parallel corpus of align-toolkit",
        **schema,
    }


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest; language tags come in their canonical form.

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
    except (OSError, ValueError) as error:
        raise ManifestError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=path) from error
    if not raw.strip():
        raise ManifestError("is empty; a manifest needs [corpus] and a [[text]] for each language", path=path)
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
    except (RecursionError, ValueError) as error:  # nested too deeply; an integer of thousands of digits
        raise ManifestError("is not valid TOML: nested too deeply, or a number too long", path=path) from error
    lines = Lines(text)
    try:
        file = msgspec.convert(tree, ManifestFile, strict=True)
    except msgspec.ValidationError as error:
        raise _explained(error, path, lines) from error
    check = Checks(path=path, lines=lines)
    file = _canonical(file, check)
    _refuse(file, check)
    values = {name: getattr(file, name) for name in ManifestFile.__struct_fields__}
    return Manifest(**values, path=path)


def _explained(error: msgspec.ValidationError, path: Path, lines: Lines) -> ManifestError:
    reason, _, where = str(error).partition(" - at `$")
    keys = [key for key in re.split(r"[.\[\]`]+", where) if key]
    unknown = re.search(r"unknown field `(.+)`", reason)
    missing = re.search(r"required field `(.+)`", reason)
    form = "matching regex" in reason
    if unknown:
        keys.append(unknown[1])
        reason = f"unknown key {unknown[1]!r}{_nearest(unknown[1], keys[:-1])}"
    elif missing:
        reason = f"the key {missing[1]!r} is missing"
    elif form:
        what = (
            "an id: letters, digits, '.', '-', '_', no digit first"
            if keys[-1] == "id"
            else "a language tag, such as en"
        )
        reason = f"this is not {what}"
    elif enum := re.search(r"[Ii]nvalid enum value '?(.*?)'?$", reason):
        known = _CHOICES[next(key for key in reversed(keys) if key in _CHOICES)]
        reason = str(UnknownNameError("such value", enum[1], known))
    else:
        for name, plain in _PLAINLY.items():
            reason = re.sub(rf"`{re.escape(name)}`", plain, reason)
        reason = reason.replace("Invalid RFC3339 encoded date", "Expected a date such as 2023-12-28")
        reason = reason[:1].lower() + reason[1:].replace("`", "'")
    place = key_path(keys[:-1] if unknown else keys)
    return ManifestError(f"{place + ': ' if place else ''}{reason}", path=path, line=lines.of(keys))


_CHOICES: dict[str, tuple[str, ...]] = {"formats": get_args(_Output), "role": get_args(_Role)}
_PLAINLY = {
    "str": "text in quotes",
    "str | null": "text in quotes",
    "array": "a list",
    "object": "a table",
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "date | null": "a date such as 2023-12-28, without quotes",
    "date": "a date such as 2023-12-28, without quotes",
}


def _nearest(key: str, where: list[str]) -> str:
    """What the key may have been meant to be."""
    import difflib

    parts: dict[str, type[Struct]] = {
        "": ManifestFile,
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


def _canonical(file: ManifestFile, check: Checks) -> ManifestFile:
    """The file with every language tag in its canonical form: ``zh_cn`` becomes ``zh-CN``."""
    replace = msgspec.structs.replace
    corpus = replace(file.corpus, pivot=check.tag(file.corpus.pivot, "corpus", "pivot"))
    texts = tuple(
        replace(text, lang=check.tag(text.lang, "text", str(number), "lang")) for number, text in enumerate(file.text)
    )
    rules = tuple(
        rule if rule.lang is None else replace(rule, lang=check.tag(rule.lang, "drop", str(number), "lang"))
        for number, rule in enumerate(file.drop)
    )
    return replace(file, corpus=corpus, text=texts, drop=rules)


def _refuse(file: ManifestFile, check: Checks) -> None:
    """Refuse what the types alone cannot."""
    seen: dict[str, int] = {}
    for number, text in enumerate(file.text):
        at = ("text", str(number))
        if text.lang in seen:
            first = file.text[seen[text.lang]]
            check.fail(
                f"two files for {text.lang!r}: {first.file} and {text.file}; "
                "keep one, or tell them apart by a region (en-GB, en-US)",
                *at,
                "lang",
            )
        seen[text.lang] = number
        check.file(text.file, *at, "file")
        check.encoding(text.encoding, *at, "encoding")
        check.document_format(text.format, *at, "format")
        if text.checked is not None:
            check.file(text.checked, *at, "checked")
            if text.lang == file.corpus.pivot:
                check.fail(
                    "the pivot is not aligned with itself; name its checked alignments at the other texts",
                    *at,
                    "checked",
                )
    if len(file.text) < 2:
        check.fail("a corpus needs at least two texts", "text")
    if file.corpus.pivot not in seen:
        check.fail(
            f"the pivot {file.corpus.pivot!r} has no text; give one of {', '.join(seen)}, or add a text",
            "corpus",
            "pivot",
        )
    for number, rule in enumerate(file.drop):
        check.pattern(rule.pattern, "drop", str(number), "pattern")
    if file.terms.base:
        check.file(file.terms.base, "terms", "base")
    if file.terms.accepted:
        check.file(file.terms.accepted, "terms", "accepted")
    check.member(SEGMENTERS, file.segment.segmenter, "segment", "segmenter")
    if file.segment.rules:
        check.file(file.segment.rules, "segment", "rules")
    check.member(ALIGNERS, file.pair.aligner, "pair", "aligner")
    if file.pair.encoder is not None:
        check.member(ENCODERS, file.pair.encoder.partition(":")[0].strip(), "pair", "encoder")
    if file.pair.dictionary:
        check.file(file.pair.dictionary, "pair", "dictionary")
    for name in file.terms.checks:
        check.member(CHECKS, name, "terms", "checks")
