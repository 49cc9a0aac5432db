"""OPUS XCES alignments -> alignments, with the documents that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError, UsageError
from align.formats._reading import document_id
from align.formats._sentences import Archives, Place, read_sentences
from align.formats._xml import XmlStream, local_name
from align.formats._xtargets import aligned
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from align.formats._sentences import SentenceText
    from align.formats._xml import Element
    from align.model import Alignment

__all__ = ["SIDES", "document_place", "groups_of", "name_of", "scan"]

SIDES = ("fromDoc", "toDoc")


def groups_of(path: Path) -> Iterator[Element]:
    """The groups of links, one a pair of documents; each is dropped from memory when the next one is asked for.

    Raises:
        FormatError: not XML, another root element, or no group.
    """
    stream = XmlStream(path, "linkGrp")
    count = 0
    for group in stream:
        if not count:
            _refuse_root(stream.root, path)
        count += 1
        yield group
    _refuse_root(stream.root, path)
    if not count:
        raise FormatError("has no <linkGrp>: it aligns no documents", path=path, line=stream.root.sourceline)


def _refuse_root(root: Element, path: Path) -> None:
    if local_name(root.tag) != "cesalign":
        raise FormatError(
            f"the root element is <{local_name(root.tag)}>, not <cesAlign>", path=path, line=root.sourceline
        )


def scan(path: Path, *, langs: tuple[str, str] | None, texts: tuple[Path, Path] | None) -> Iterator[Alignment]:
    """The alignment of each pair of documents; see `align.formats.xces.XcesFormat.scan_alignments`."""
    single = texts is not None and any(text.suffix != ".zip" and not text.is_dir() for text in texts)
    with Archives() as archives:
        for count, group in enumerate(groups_of(path)):
            if count and single:
                raise UsageError(f"{path.name} aligns several pairs of documents; name folders or zip files as --texts")
            documents = []
            for number, side in enumerate(SIDES):
                lang, given = langs and langs[number], texts and texts[number]
                documents.append(_document(group, side, path, lang=lang, given=given, archives=archives))
            links = [inner for inner in group if local_name(inner.tag) == "link"]
            yield aligned(links, documents, path, line=group.sourceline, left=_from_is_left(path, group.sourceline))


def _from_is_left(path: Path, line: int) -> Callable[[Sequence[bool]], int]:
    """The left side is fromDoc in OPUS; ids that fit only the other way are a mistake to be told."""

    def left(fits: Sequence[bool]) -> int:
        if fits[1] and not fits[0]:
            raise FormatError(
                "the ids of xtargets fit only with the sides swapped; exchange fromDoc and toDoc", path=path, line=line
            )
        return 0

    return left


def _document(
    group: Element, side: str, path: Path, *, lang: str | None, given: Path | None, archives: Archives
) -> SentenceText:
    name = name_of(group, side, path)
    place = document_place(name, path, archives, line=group.sourceline, given=given)
    own_id = document_id(path.with_name(name.rpartition("/")[2].removesuffix(".gz")))
    return read_sentences(place, lang=lang or _language(name), own_id=own_id, archives=archives)


def name_of(group: Element, side: str, path: Path) -> str:
    """The name of the document on a side of a group.

    Raises:
        FormatError: there is none, or it leads out of the folder.
    """
    name: str | None = group.get(side)
    if not name:
        raise FormatError(f"<linkGrp> has no {side}; name the document", path=path, line=group.sourceline)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise FormatError(
            f"{side}={name!r} is not a file beside this one or below; nothing else is read",
            path=path,
            line=group.sourceline,
        )
    return name


def _language(name: str) -> str | None:
    """The language that OPUS says by the first folder of a document's name, if that is a language tag."""
    folder, slash, _ = name.partition("/")
    try:
        return parse_lang(folder) if slash else None
    except LanguageError:
        return None


def document_place(name: str, path: Path, archives: Archives, *, line: int, given: Path | None = None) -> Place:
    """Where the document `name` of the alignment in `path` is.

    Tried in turn: the zip file that is called like the alignment, ``<stem>.en.zip`` (en being the first folder of the
    name); the file beside the alignment, packed or not; zip files called ``en.zip``, ``*.en.zip`` or ``*_en.zip``. In a
    zip file, a member is taken that is called so or ends so.

    Args:
        name: such as ``en/doc1.xml.gz``.
        path: the alignment.
        archives: what opens zip files.
        line: where the document is named, for the message.
        given: look here only: the document itself, a folder, or a zip file.

    Raises:
        FormatError: it is nowhere, or a zip file is damaged.
    """
    bare = name.removesuffix(".gz")
    names = (name, bare) if name != bare else (name, f"{name}.gz")
    if given is not None and given.suffix != ".zip" and not given.is_dir():
        return Place(path=given)
    if given is not None and given.suffix == ".zip":
        places = [given]
    else:
        folder = given or path.parent
        zipped = archives.beside(folder, name.partition("/")[0])
        own = [one for one in zipped if one.name.startswith(f"{path.name.partition('.xml')[0]}.")]
        places = [*own, folder, *zipped]
    for place in places:
        for one in names:
            if place.is_dir() and (place / one).is_file():
                return Place(path=place / one)
            member = None if place.is_dir() else archives.member(place, one)
            if member is not None:
                return Place(path=place, member=member)
    raise FormatError(
        f"the document {name} is neither beside this file nor in a zip file there; put it there, or name both "
        "documents with --texts",
        path=path,
        line=line,
    )
