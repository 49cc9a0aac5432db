"""OPUS XCES alignments -> alignments, with the documents that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError, UsageError
from align.formats._reading import document_id
from align.formats._sentences import Place, names_in, read_sentences
from align.formats._xml import local_name, parse
from align.formats._xtargets import aligned
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from align.formats._sentences import SentenceText
    from align.formats._xml import Element
    from align.model import Alignment

__all__ = ["SIDES", "document_place", "groups_of", "root_of", "scan"]

SIDES = ("fromDoc", "toDoc")


def root_of(path: Path) -> Element:
    """The root of an XCES alignment.

    Raises:
        FormatError: not XML, or another root element.
    """
    root = parse(path)
    if local_name(root.tag) != "cesalign":
        raise FormatError(
            f"the root element is <{local_name(root.tag)}>, not <cesAlign>", path=path, line=root.sourceline
        )
    return root


def groups_of(root: Element) -> list[Element]:
    """The groups of links: one a pair of documents."""
    return [*root.iter("{*}linkGrp")]


def scan(path: Path, *, langs: tuple[str, str] | None, texts: tuple[Path, Path] | None) -> Iterator[Alignment]:
    """The alignment of each pair of documents; see `align.formats.xces.XcesFormat.scan_alignments`."""
    root = root_of(path)
    groups = groups_of(root)
    if not groups:
        raise FormatError("has no <linkGrp>: it aligns no documents", path=path, line=root.sourceline)
    if texts is not None and len(groups) > 1 and any(text.suffix != ".zip" and not text.is_dir() for text in texts):
        raise UsageError(f"{path.name} aligns {len(groups)} pairs of documents; name folders or zip files as --texts")
    members: dict[Path, list[str]] = {}
    for group in groups:
        documents = []
        for number, side in enumerate(SIDES):
            lang, given = langs and langs[number], texts and texts[number]
            documents.append(_document(group, side, path, lang=lang, given=given, members=members))

        def left(fits: Sequence[bool], group: Element = group) -> int:
            """The left side is fromDoc (OPUS); ids that fit the other way only are a mistake to be told."""
            if fits[1] and not fits[0]:
                raise FormatError(
                    "the ids of xtargets fit only with the sides swapped; exchange fromDoc and toDoc",
                    path=path,
                    line=group.sourceline,
                )
            return 0

        links = [inner for inner in group if local_name(inner.tag) == "link"]
        yield aligned(links, documents, path, line=group.sourceline, left=left)


def _document(
    group: Element, side: str, path: Path, *, lang: str | None, given: Path | None, members: dict[Path, list[str]]
) -> SentenceText:
    name = _name(group, side, path)
    place = document_place(name, path, members, line=group.sourceline, given=given)
    own_id = document_id(path.with_name(name.rpartition("/")[2].removesuffix(".gz")))
    return read_sentences(place, lang=lang or _language(name), own_id=own_id)


def _name(group: Element, side: str, path: Path) -> str:
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


def document_place(
    name: str, path: Path, members: dict[Path, list[str]], *, line: int, given: Path | None = None
) -> Place:
    """Where the document `name` of the alignment in `path` is.

    Tried in turn: the file beside the alignment, packed or not; in zip files beside it called ``en.zip``, ``*.en.zip``
    or ``*_en.zip`` (en being the first folder of the name), a member that is called so or ends so.

    Args:
        name: such as ``en/doc1.xml.gz``.
        path: the alignment.
        members: names in zip files, filled as they are looked into.
        line: where the document is named, for the message.
        given: look here only: the document itself, a folder, or a zip file.

    Raises:
        FormatError: it is nowhere, or a zip file is damaged.
    """
    names = (name, name.removesuffix(".gz"), f"{name.removesuffix('.gz')}.gz")
    if given is not None and given.suffix != ".zip" and not given.is_dir():
        return Place(path=given)
    folder = path.parent if given is None or given.suffix == ".zip" else given
    if given is None or given.is_dir():
        for one in names:
            if (folder / one).is_file():
                return Place(path=folder / one)
    if given is not None and given.suffix == ".zip":
        archives = [given]
    else:
        lang = name.partition("/")[0]
        archives = sorted(
            (one for one in folder.glob("*.zip") if one.stem == lang or one.stem.endswith((f".{lang}", f"_{lang}"))),
            key=lambda one: (one.stem != lang, not one.name.startswith(path.name.partition(".xml")[0]), one.name),
        )
    for archive in archives:
        if archive not in members:
            members[archive] = names_in(archive)
        inside = members[archive]
        fitting = [one for one in inside if one in names] or [
            one for one in inside if one.endswith(tuple(f"/{one}" for one in names))
        ]
        if fitting:
            return Place(path=archive, member=fitting[0])
    raise FormatError(
        f"the document {name} is neither beside this file nor in a zip file there; put it there, or name both "
        "documents with --texts",
        path=path,
        line=line,
    )
