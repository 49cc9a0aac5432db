"""Moses pairs: two plain files, ``name.zh`` and ``name.en``, where line n of the one translates line n of the other."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import FormatError, InputError, LanguageError, OutputError
from align.formats import UnitHeader, Written
from align.formats._language_pair import languages, sides
from align.formats._lines import numbered_lines, one_line
from align.lang import parse as parse_lang
from align.model import TranslationUnit, Variant
from align.output import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MosesFormat"]


class MosesFormat:
    """Two files beside each other, told apart by the language at the end of their names; asked for by name only.

    A pair is named by one of its files, or by what their names have in common (``corpus/readout``).
    """

    name = "moses"
    suffixes: tuple[str, ...] = ()
    keeps = frozenset[str]()

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002
        """Never: any text could be one side."""
        return False

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one, ids ``tuN`` by their line; an empty line is a missing text.

        Raises:
            InputError: there is no such pair, or more than one.
            FormatError: one file has more lines than the other.
        """
        (one, first), (other, second) = _pair(path)
        empty = True
        for source, target in zip_longest(numbered_lines(one), numbered_lines(other)):
            empty = False
            if source is None or target is None:
                longer, number = (one, source[0]) if source is not None else (other, target[0] if target else 0)
                shorter = other if longer is one else one
                raise FormatError(
                    f"this line has none beside it: {shorter} ends before; both need the same number of lines",
                    path=longer,
                    line=number,
                )
            told = ((first, source[1]), (second, target[1]))
            variants = tuple(Variant(lang=lang, content=(text,)) for lang, text in told if text.strip())
            if variants:
                yield TranslationUnit(id=f"tu{source[0]}", variants=variants)
        if empty:
            raise FormatError("the file is empty; each line holds a text", path=one)

    def read_header(self, path: Path) -> UnitHeader:
        """The language of the file that was named is the source, or else the first by name; more is not said."""
        return UnitHeader(source=_pair(path)[0][1])

    def write_pair(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write ``path.zh`` and ``path.en``, or the same if `path` is one of them already.

        Both are complete before the first of them takes its place. A unit that lacks a language is left out and
        counted as dropped, for a line may not be empty; line breaks in a text become spaces and are counted.

        Raises:
            UsageError: the units have more than two languages.
            OutputError: they have fewer, or the folder or the disk does not allow it.
        """
        source, target, every = languages(units, header)
        if source is None or target is None:
            raise OutputError("a Moses pair needs units in two languages; nothing was written")
        stem = path.name
        for lang in (source, target):
            stem = stem.removesuffix(f".{lang}") if stem == path.name else stem
        places = [path.with_name(f"{stem}.{lang}") for lang in (source, target)]
        written = dropped = replaced = 0
        with (
            replacing(places[0]) as first,
            replacing(places[1]) as second,
            first.open("w", encoding="utf-8", newline="\n") as one,
            second.open("w", encoding="utf-8", newline="\n") as other,
        ):
            for unit in every:
                pair = [variant.text if variant else "" for variant in sides(unit, source, target, "moses")]
                if not all(text.strip() for text in pair):
                    dropped += 1
                    continue
                written += 1
                for file, text in zip((one, other), pair, strict=True):
                    flat, count = one_line(text)
                    replaced += count
                    file.write(f"{flat}\n")
        return Written(units=written, dropped=dropped, replaced=replaced, files=tuple(places))


def _language(path: Path) -> str | None:
    """The language that the name of a file ends in, or None."""
    try:
        return parse_lang(path.suffix[1:])
    except LanguageError:
        return None


def _pair(path: Path) -> tuple[tuple[Path, str], tuple[Path, str]]:
    """Both files of a pair with their languages, the named one first.

    Of ``name.en-cs.en`` the pair in the name says which file is the other.
    """
    if path.is_dir():
        raise InputError("is a folder, not one of two files such as readout.zh and readout.en", path=path)
    own = _language(path) if path.is_file() else None
    if path.is_file() and own is None:
        raise InputError("its name does not end in a language, as that of readout.zh does; rename the pair", path=path)
    stem = path.stem if own else path.name
    beside: list[tuple[Path, str]] = []
    if path.parent.is_dir():
        every = sorted(one for one in path.parent.iterdir() if one.stem == stem and one.is_file())
        beside = [(one, lang) for one in every if (lang := _language(one)) is not None]
    named = Path(stem).suffix[1:].split("-") if Path(stem).suffix else []
    if len(named) == 2 and {one.suffix[1:] for one, _ in beside} >= set(named):
        beside = [(one, lang) for one, lang in beside if one.suffix[1:] in named]
    if len(beside) != 2:
        found = ", ".join(one.name for one, _ in beside) or "none"
        raise InputError(
            f"a pair has two files whose names differ in the language at their end; found: {found}", path=path
        )
    first, second = sorted(beside, key=lambda pair: pair[0] != path)
    return first, second
