"""XML texts whose sentences are ``s`` elements with ids, in TEI or in no namespace: those of OPUS and InterText.

An id may be anything, such as ``3:1``; where it is no NCName, the segment gets one made of it, and the id of the file
still finds it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from align.errors import FormatError, InputError, LanguageError, ModelError
from align.formats._tei_read import Walk, assemble
from align.formats._xml import XML_ID, XML_LANG, child, local_name, parse
from align.lang import parse as parse_lang
from align.limits import limits
from align.model import Document, is_ncname

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Archives", "Place", "SentenceText", "read_sentences"]

_MOST = 512 * 2**20  # bytes of a member, expanded
_RATIO_FROM = 16 * 2**20  # expanded bytes from which the ratio counts
_CHUNK = 2**20
_DEEPEST = 16  # folders in a name that are looked through
_DAMAGE = (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, zlib.error)
_OUTSIDE = re.compile(r"[^\w.\-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text is: a file, or a member of a zip file."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        """``file``, or ``file!member``."""
        return str(self.path) if self.member is None else f"{self.path}!{self.member}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceText:
    """A text, and which segment an id of its file means.

    Attributes:
        place: where it was read.
        document: the text; segments outside every ``s`` have ids of their own.
        index: id in the file to index of the segment.
    """

    place: Place
    document: Document
    index: dict[str, int]


class Archives:
    """Zip files that texts are read from: each is opened once, for an alignment may name thousands of its members."""

    def __init__(self) -> None:
        """Begin with none."""
        self._opened: dict[Path, zipfile.ZipFile] = {}
        self._ends: dict[Path, dict[str, str]] = {}
        self._beside: dict[tuple[Path, str], list[Path]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for archive in self._opened.values():
            archive.close()

    def opened(self, path: Path) -> zipfile.ZipFile:
        """The zip file `path`.

        Raises:
            FormatError: it is none, or damaged.
        """
        if path not in self._opened:
            try:
                self._opened[path] = zipfile.ZipFile(path)
            except _DAMAGE as error:
                raise FormatError(f"cannot be read as a zip file ({error}); get it again", path=path) from error
        return self._opened[path]

    def member(self, path: Path, name: str) -> str | None:
        """The member of a zip file that is called `name`, or else the first whose name ends so, after a slash."""
        if path not in self._ends:
            ends: dict[str, str] = {}
            members = sorted(self.opened(path).namelist())
            for member in members:
                parts = member.split("/")
                for start in range(1, min(len(parts), _DEEPEST)):
                    ends.setdefault("/".join(parts[start:]), member)
            self._ends[path] = ends | {member: member for member in members}
        return self._ends[path].get(name)

    def beside(self, folder: Path, lang: str) -> list[Path]:
        """The zip files in `folder` called ``en.zip``, or ``*.en.zip`` or ``*_en.zip``, in this order, by name."""
        if (folder, lang) not in self._beside:
            ends = (f".{lang}.zip", f"_{lang}.zip")
            found = [one for one in folder.glob("*.zip") if one.stem == lang or one.name.endswith(ends)]
            self._beside[folder, lang] = sorted(found, key=lambda one: (one.stem != lang, one.name))
        return self._beside[folder, lang]


def read_sentences(place: Place, *, lang: str | None, own_id: str, archives: Archives) -> SentenceText:
    """The text at `place`.

    Args:
        place: a file, gzip allowed, or a member of a zip file.
        lang: BCP 47 tag for a text that does not say its language.
        own_id: an NCName for the document.
        archives: what opens zip files.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not XML, has no ``s`` with an id, or an id occurs twice.
        LanguageError: nothing says its language.
    """
    with _file(place, archives) as path:
        try:
            root = parse(path)
        except InputError as error:
            raise type(error)(error.reason, path=str(place), line=error.line, column=error.column) from error
    text = child(root, "text") if local_name(root.tag) == "tei" else root
    if text is None:
        raise FormatError("<TEI> has no <text>; give a file that holds one", path=str(place), line=root.sourceline)
    said = text.get(XML_LANG) or root.get(XML_LANG) or lang
    if said is None:
        raise LanguageError("the text does not say its language; name both with --langs", path=str(place))
    walk = Walk(ids=(XML_ID, "id"))
    walk.into(text, None, preserve=False)
    raws = walk.finish()
    sentences = {id(s): s for raw in raws for _, s in raw.pieces if s is not None}.values()
    names: dict[str, str] = {}
    for sentence in sentences:
        if sentence.id is None:
            raise FormatError("<s> has no id; give it one", path=str(place), line=sentence.line)
        if sentence.id in names:
            raise FormatError(f"the id {sentence.id!r} is used twice", path=str(place), line=sentence.line)
        names[sentence.id] = sentence.id
    taken = {name for name in names if is_ncname(name)}
    for sentence in sentences:
        given = sentence.id or ""
        if not is_ncname(given):
            names[given] = sentence.id = _ncname(given, taken)
    blocks, segments, whole = assemble(raws, own_id)
    if not segments:
        raise FormatError("has no sentences (<s> with text)", path=str(place))
    positions = {segment.id: number for number, segment in enumerate(segments)}
    try:
        document = Document(
            id=own_id,
            lang=parse_lang(said),
            text=whole,
            blocks=tuple(blocks),
            segments=tuple(segments),
            source=Path(place.member or place.path).name,
        )
    except ModelError as error:
        raise FormatError(f"{error}; correct the ids of the s elements", path=str(place)) from error
    index = {given: positions[name] for given, name in names.items() if name in positions}
    return SentenceText(place=place, document=document, index=index)


def _ncname(given: str, taken: set[str]) -> str:
    """An NCName close to `given` that is not yet `taken`: ``s3.1`` for ``3:1``."""
    bare = "".join(char if is_ncname(f"_{char}") else "." for char in _OUTSIDE.sub(".", given))
    name = stem = bare if is_ncname(bare) else f"s{bare}"
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}.{number}"
    taken.add(name)
    return name


@contextmanager
def _file(place: Place, archives: Archives) -> Iterator[Path]:
    """A file with what is at `place`; of a member, a copy that is gone afterwards."""
    if place.member is None:
        yield place.path
        return
    with TemporaryDirectory(prefix="align.") as folder:
        copy = Path(folder, "member.xml")
        try:
            archive = archives.opened(place.path)
            told = archive.getinfo(place.member)
            if told.flag_bits & 1:
                raise FormatError("is locked with a password; unlock it", path=str(place))
            _unpack(archive, told, copy, place)
        except _DAMAGE as error:
            raise FormatError(f"cannot be unpacked ({error}); get the file again", path=str(place)) from error
        yield copy


def _unpack(archive: zipfile.ZipFile, told: zipfile.ZipInfo, copy: Path, place: Place) -> None:
    given = 0
    with archive.open(told) as packed, copy.open("wb") as out:
        while data := packed.read(_CHUNK):
            given += len(data)
            if given > _MOST:
                raise FormatError(f"larger than {_MOST // 2**20} MB; split the file", path=str(place))
            if given > _RATIO_FROM and given > limits().expansion * max(1, told.compress_size):
                raise FormatError(
                    f"expands more than {limits().expansion} times, as no text does; if you trust it, raise the limit "
                    "'expansion'",
                    path=str(place),
                )
            out.write(data)
