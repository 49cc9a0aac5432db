"""The door to `pypdfium2`: the lines of the pages of a PDF, with where they stand and how large they are."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from align.errors import FormatError, InputError, MissingExtraError
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["HYPHEN", "Line", "Page", "pages_of"]

HYPHEN = "\u00ad"
"""What stands at the end of a line for a hyphen that PDFium takes for one of the division of a word."""

_MARKED = frozenset({0x02, 0xFFFE})  # PDFium's own marks for such a hyphen
_PAGES = 20_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of print; lengths are in points from the lower left corner of the page.

    Attributes:
        text: without white space at its ends.
        left, right, bottom, top: the box around its characters.
        size: of its type, the largest if there are several.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The lines of a page in the order of the file; `number` counts from 1, `height` is in points."""

    number: int
    height: float
    lines: tuple[Line, ...]


def pages_of(path: Path) -> Iterator[Page]:
    """The pages of a PDF, one after the other.

    Raises:
        MissingExtraError: pypdfium2 is not installed.
        InputError: the file cannot be opened, or is larger than 512 MB.
        FormatError: it is no PDF, damaged, or protected by a password.
    """
    try:
        import pypdfium2
        import pypdfium2.raw as pdfium
    except ModuleNotFoundError as error:
        if error.name != "pypdfium2":
            raise
        raise MissingExtraError("format 'pdf'", "pdf") from None
    try:
        with path.open("rb") as file:
            data = file.read(limits().whole + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if not data:
        raise FormatError("the file is empty", path=path)
    if len(data) > limits().whole:
        raise InputError(
            f"is larger than {limits().whole // 2**20} MB; split it, or raise the limit 'whole'", path=path
        )
    if b"%PDF-" not in data[:1024]:
        raise FormatError("is not a PDF; name the format that it is in", path=path)
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > _PAGES:
                raise FormatError(f"has more than {_PAGES:,} pages; split it", path=path)
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage()
                lines = tuple(_lines(pdfium, text.raw, text.count_chars()))
                yield Page(number=number + 1, height=page.get_height(), lines=lines)
                text.close()
                page.close()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            raise FormatError("is protected by a password; save a copy without one", path=path) from error
        raise FormatError(f"is damaged ({error}); get or print the PDF again", path=path) from error


def _lines(pdfium: Any, text: Any, count: int) -> Iterator[Line]:  # noqa: ANN401 - both bring no types
    """The lines of a page: they end where PDFium sets a line end, and where a character stands above or below."""
    box = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(one) for one in box]
    line = _Growing()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in {10, 13}:
            yield from line.done()
            line = _Growing()
            continue
        if not pdfium.FPDFText_GetCharBox(text, index, *pointers):
            continue
        left, right, bottom, top = (one.value for one in box)
        size = pdfium.FPDFText_GetFontSize(text, index)
        if line.leaves(bottom, top):
            yield from line.done()
            line = _Growing()
        line.add(HYPHEN if code in _MARKED else _character(code), (left, right, bottom, top), size)
    yield from line.done()


def _character(code: int) -> str:
    """The character with this number; halves of UTF-16, which some versions give, are put together by `_Growing`."""
    return chr(code) if 0x20 <= code <= 0x10FFFF else " "


class _Growing:
    """A line while its characters come in."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._box: tuple[float, float, float, float] | None = None
        self._size = 0.0

    def leaves(self, bottom: float, top: float) -> bool:
        """Whether a character of this height stands above or below the line; a raised or lowered one does not."""
        if self._box is None or top <= bottom:
            return False
        reach = 0.5 * self._size
        return not self._box[2] - reach <= (bottom + top) / 2 <= self._box[3] + reach

    def add(self, character: str, box: tuple[float, float, float, float], size: float) -> None:
        """Take in a character; white space has no box that counts."""
        self._text.append(character)
        if character.isspace():
            return
        left, right, bottom, top = box
        own = self._box
        self._box = (
            box if own is None else (min(left, own[0]), max(right, own[1]), min(bottom, own[2]), max(top, own[3]))
        )
        self._size = max(self._size, size if size > 0 else top - bottom)

    def done(self) -> Iterator[Line]:
        """The line, if it has a character that is shown."""
        text = " ".join("".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").split())
        if text and self._box is not None:
            left, right, bottom, top = self._box
            yield Line(text=text, left=left, right=right, bottom=bottom, top=top, size=round(self._size, 1))
