"""A new document that a translation is wanted for: any document format, or an XLIFF file that is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import InputError
from align.pipeline import read_document, segment
from align.pretranslation.filling import wanted_of
from align.pretranslation.records import Wanted

if TYPE_CHECKING:
    from os import PathLike

    from align.formats.xliff_filling import XliffFile
    from align.model import Document
    from align.pretranslation.records import Pretranslation
    from align.segmenters import Segmenter

__all__ = ["NewDocument", "fill_xliff", "read_new"]

_SNIFFED = 4096
_XLIFF = frozenset({"xliff", "xliff2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """What is to be translated.

    Attributes:
        path: the file.
        wanted: its segments; of XLIFF those without a translation.
        document: None for XLIFF.
        xliff: None for other files.
        numbers: of XLIFF, the places of `wanted` among all its sentences.
    """

    path: Path
    wanted: tuple[Wanted, ...]
    document: Document | None = None
    xliff: XliffFile | None = None
    numbers: tuple[int, ...] = ()


def read_new(
    path: str | PathLike[str],
    *,
    source: str,
    target: str,
    segmenter: Segmenter | str,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
) -> NewDocument:
    """Read a document and cut it as texts are cut when they are aligned; XLIFF is taken sentence by sentence as it is.

    Args:
        path: a file.
        source: BCP 47 tag.
        target: likewise.
        segmenter: what cuts it.
        format: name of a format; found from the content if not given.
        encoding: of a text; found from the content if not given.

    Raises:
        InputError: the file cannot be read, or holds no text.
        LanguageError: it is in another language.
    """
    place = Path(path)
    if format in _XLIFF or (format is None and _is_xliff(place)):
        return _read_xliff(place, source, target)
    document = segment(read_document(path, lang=source, format=format, encoding=encoding), segmenter=segmenter)
    if not document.segments:
        raise InputError("holds no text to translate; is it the right file?", path=path)
    return NewDocument(path=place, wanted=tuple(wanted_of(document)), document=document)


def _is_xliff(path: Path) -> bool:
    from align.formats.xliff import Xliff2Format, XliffFormat

    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except (OSError, ValueError):
        return False  # said by what reads it
    return XliffFormat().sniff(head) or Xliff2Format().sniff(head)


def _read_xliff(path: Path, source: str, target: str) -> NewDocument:

    from align.formats.xliff_filling import XliffFile

    file = XliffFile(path)
    file.check_languages(source, target)
    every = list(file.sentences())
    sentences = [one for one in every if not one.done]
    if not every:
        raise InputError("holds no text to translate; is it the right file?", path=path)
    wanted = tuple(
        Wanted(
            id=f"s{one.number + 1}",
            text=one.text.strip(),
            block=one.number,
            ids=(one.id,),
            before=every[one.number - 1].text.strip() if one.number else "",
            after=every[one.number + 1].text.strip() if one.number + 1 < len(every) else "",
        )
        for one in sentences
    )
    return NewDocument(path=path, wanted=wanted, xliff=file, numbers=tuple(one.number for one in sentences))


def fill_xliff(new: NewDocument, pretranslation: Pretranslation, path: Path) -> tuple[int, int, int]:
    """Write the XLIFF file that was read, filled in, whole or not at all.

    Returns:
        How many sentences were filled in, had a translation, and got suggestions only because of codes inside.

    Raises:
        OutputError: the folder or the disk does not allow it.
    """
    from align.output import replacing
    from align.pretranslation.units import entries_of

    if new.xliff is None:
        raise InputError("is no XLIFF file", path=new.path)
    entries = dict(zip(new.numbers, entries_of(pretranslation), strict=True))
    total = sum(1 for _ in new.xliff.sentences())
    with replacing(path) as temporary:
        done = new.xliff.write(
            [entries.get(number) for number in range(total)],
            temporary,
            langs=(pretranslation.source, pretranslation.target),
        )
    return done.filled, done.done, done.codes
