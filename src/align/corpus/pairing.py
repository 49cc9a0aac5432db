"""Which files belong together: two folders matched by the names in them, or a list that says so."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from align.errors import InputError, LanguageError, UsageError
from align.formats import FORMATS
from align.lang import parse, primary
from align.pipeline import format_for
from align.text.decode import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["DEFAULT_FORMAT", "FilePair", "Pairing", "Tags", "match_folders", "read_pair_list"]

Tags = tuple[str | None, str | None]
"""BCP 47 tags of the source and the target; None where it is to be detected."""

DEFAULT_FORMAT = "tmx"
"""What is written unless told otherwise."""

_SUFFIX = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,9}$")
_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?")
_MARKS = re.compile(r"[._-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePair:
    """Two files that translate each other.

    Attributes:
        source: the one file.
        target: the other.
        name: of the file to write, below the folder for the results, parted by ``/``.
        format: name of the format to write.
        tags: languages that the names of the files state.
    """

    source: Path
    target: Path
    name: str
    format: str = DEFAULT_FORMAT
    tags: Tags = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """All pairs, in the order of their names or of the list, and the files that have no partner, by name."""

    pairs: tuple[FilePair, ...]
    alone: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A file of a folder.

    Attributes:
        path: where it is.
        below: path below the folder, in Unicode's composed form.
        stem: that without the suffix.
        key: that without a language code as well.
        tag: the code's tag, if there is one.
    """

    path: Path
    below: str
    stem: str
    key: str
    tag: str | None


def match_folders(
    source: Path,
    target: Path,
    *,
    format: str = DEFAULT_FORMAT,  # noqa: A002
    tags: Tags = (None, None),
    out: Path | None = None,
) -> Pairing:
    """Pair the files of two folders and of the folders in them, by their names.

    Files of the same path below their folders belong together; then those that are the same without their suffixes;
    then those that are the same without language codes (``readout.zh.txt``, ``readout_en.txt``, ``readout.en``).
    Hidden files are passed over.

    Args:
        source: a folder.
        target: another, or with `tags` the same.
        format: name of the format to write.
        tags: languages; of the names, only codes of these languages are then taken off.
        out: a folder that is passed over, for the results of an earlier run may be in it.

    Raises:
        InputError: a folder cannot be read, a file could belong to several, no two files belong together, or two
            pairs would be written to one file.
        UsageError: both folders are the same, and `tags` does not say how to tell the sides apart.
    """
    same = source.resolve() == target.resolve()
    if same and None in tags:
        raise UsageError(
            f"{source} is given for both sides; state the languages, as in --langs zh:en, to tell them apart"
        )
    sides = [_files(folder, number, tags, out) for number, folder in enumerate((source, target))]
    everything = {file.path: None for side in sides for file in side}
    if same:
        sides = [[file for file in side if file.tag is not None] for side in sides]
    suffix = FORMATS.make(format).suffixes[0]
    pairs: list[FilePair] = []
    for level in (lambda file: file.key,) if same else (_below, _stem, _key):
        for name, first, second in _met(sides[0], sides[1], level):
            differ = first.tag != second.tag
            pairs.append(
                FilePair(
                    source=first.path,
                    target=second.path,
                    name=f"{_SUFFIX.sub('', name) if level is _below else name}{suffix}",
                    format=format,
                    tags=(first.tag, second.tag) if differ else (None, None),
                )
            )
        used = {path for pair in pairs for path in (pair.source, pair.target)}
        sides = [[file for file in side if file.path not in used] for side in sides]
    if not pairs:
        raise InputError(f"no file in it has a partner in {target}; give the pairs in a --list", path=source)
    pairs.sort(key=lambda pair: pair.name)
    _refuse_clashes((pair, str(pair.source)) for pair in pairs)
    used = {path for pair in pairs for path in (pair.source, pair.target)}
    return Pairing(pairs=tuple(pairs), alone=tuple(path for path in everything if path not in used))


def _below(file: _Named) -> str:
    return file.below


def _stem(file: _Named) -> str:
    return file.stem


def _key(file: _Named) -> str:
    return file.key


def _met(
    first: Iterable[_Named], second: Iterable[_Named], level: Callable[[_Named], str]
) -> list[tuple[str, _Named, _Named]]:
    """The pairs of files that have the same name at this level."""
    found: dict[str, tuple[list[_Named], list[_Named]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((first, second)):
        for file in side:
            found[level(file)][number].append(file)
    out = []
    for name, (sources, targets) in found.items():
        if not sources or not targets:
            continue
        for several, other in ((sources, targets[0]), (targets, sources[0])):
            if len(several) > 1:
                raise InputError(
                    f"both {several[0].path} and {several[1].path} could be its partner; "
                    "state the languages with --langs, or give the pairs in a --list",
                    path=other.path,
                )
        out.append((name, sources[0], targets[0]))
    return out


def _files(folder: Path, side: int, tags: Tags, out: Path | None) -> list[_Named]:
    """All files below the folder of one side (0 or 1), by name."""
    passed_over = None if out is None else out.resolve()
    found: list[_Named] = []

    def fail(error: OSError) -> None:
        raise InputError(f"cannot be read: {error.strerror}", path=error.filename or folder) from error

    for place, folders, names in os.walk(folder, onerror=fail):
        here = Path(place)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() != passed_over
        )
        if here.resolve() == passed_over:
            continue
        for name in sorted(name for name in names if not name.startswith(".")):
            path = here / name
            below = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            found.append(_named(path, below, side, tags))
    return sorted(found, key=lambda file: file.below)


def _named(path: Path, below: str, side: int, tags: Tags) -> _Named:
    parent, slash, name = below.rpartition("/")
    before, _, suffix = name.rpartition(".")
    tag = _tag(suffix, side, tags) if before else None
    if before and (
        tag or _tag(suffix, side, (None, None))
    ):  # such as readout.en: the code stands in the place of the suffix
        stem, key = name, before if tag else name
    else:
        stem = key = _SUFFIX.sub("", name)
        for mark in _MARKS.finditer(stem):
            if mark.start() and (tag := _tag(stem[mark.end() :], side, tags)) is not None:
                key = stem[: mark.start()]
                break
    return _Named(path=path, below=below, stem=f"{parent}{slash}{stem}", key=f"{parent}{slash}{key}", tag=tag)


def _tag(code: str, side: int, tags: Tags) -> str | None:
    """The tag that a part of a name is, if it is one.

    Of three letters it may only be one that has a code of two as well (``eng``): ``txt`` and ``doc`` are languages too.
    Where the language of the side is stated, it has to be that one, of any length; and ``en-de`` is no English if
    English and German are stated.
    """
    if not _CODE.fullmatch(code):
        return None
    stated = tags[side]
    try:
        if stated is not None:
            both = {f"{one}-{other}".lower() for one, other in (tags, tags[::-1])}
            return stated if primary(code) == primary(stated) and code.lower().replace("_", "-") not in both else None
        tag = parse(code)
    except LanguageError:
        return None
    return tag if len(primary(tag)) == 2 else None


def read_pair_list(path: Path, *, format: str | None = None) -> Pairing:  # noqa: A002
    """The pairs in a list: a pair a line, source, tab, target, and if wanted another tab and the name of the output.

    Paths are relative to the list. Without a name, the output is called as the source, without suffix and language
    code. The suffix of a name says what is written, if no format is given.

    Args:
        path: the list.
        format: name of the format to write; found from the names, or TMX, if not given.

    Raises:
        InputError: the list cannot be read, a line is none, or two lines would be written to one file.
    """
    pairs: list[FilePair] = []
    places: list[str] = []
    for number, line in enumerate(read_text(path).text.split("\n"), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not 2 <= len(cells) <= 3 or not all(cells[:2]):
            raise InputError(
                "a line is a source, a tab, a target, and perhaps a tab and the name of the output",
                path=path,
                line=number,
            )
        pairs.append(_listed(path, number, *cells, to_format=format))
        places.append(f"{path}:{number}")
    _refuse_clashes(zip(pairs, places, strict=True))
    return Pairing(pairs=tuple(pairs))


def _listed(path: Path, line: int, source: str, target: str, output: str = "", *, to_format: str | None) -> FilePair:
    below = PurePosixPath(Path(source).as_posix())
    inside = not below.is_absolute() and ".." not in below.parts
    first, second = (_named(Path(name), Path(name).as_posix(), 0, (None, None)) for name in (source, target))
    name = (
        PurePosixPath(Path(output).as_posix())
        if output
        else PurePosixPath(first.key if inside else Path(first.key).name)
    )
    if name.is_absolute() or Path(output).is_absolute() or ".." in name.parts or name.name.startswith("."):
        raise InputError(
            f"{output} is no name for an output; give one below the folder for the results", path=path, line=line
        )
    chosen = to_format or DEFAULT_FORMAT
    if output and _SUFFIX.search(name.name):
        try:
            chosen = to_format or format_for(Path(name.name))
        except UsageError as error:
            raise InputError(f"{error}", path=path, line=line) from None
    suffixes = FORMATS.make(chosen).suffixes
    written = str(name) if output and name.name.lower().endswith(suffixes) else f"{name}{suffixes[0]}"
    differ = first.tag != second.tag
    return FilePair(
        source=path.parent / source,
        target=path.parent / target,
        name=written,
        format=chosen,
        tags=(first.tag, second.tag) if differ else (None, None),
    )


def _refuse_clashes(pairs: Iterable[tuple[FilePair, str]]) -> None:
    """Refuse two pairs with one output; names that differ only in case are one on many systems.

    Raises:
        InputError: says where both are.
    """
    seen: dict[str, str] = {}
    for pair, place in pairs:
        key = unicodedata.normalize("NFC", pair.name).casefold()
        if key in seen:
            raise InputError(
                f"{pair.name} would be written twice, for {seen[key]} and for {place}; "
                "rename one, or give names in a --list"
            )
        seen[key] = place
