"""HTML pages: all that is shown (`html`), or the main text alone (`html-main`, with the extra ``html``).

The door to `trafilatura`, which only says which of the blocks belong to the main text; the blocks themselves, their
text and their places are the same in both formats.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

from align.errors import EncodingError, InputError, MissingExtraError
from align.formats._html_blocks import blocks_of
from align.formats._reading import UNKNOWN, document_of, tell_left_out
from align.text.decode import decode, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from align.formats._reading import Piece
    from align.model import Document

__all__ = ["HtmlFormat", "HtmlMainFormat", "decoded_html"]

_LOOKED_AT = 1024  # bytes in which the HTML standard wants the encoding declared
_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_SIGN = re.compile(
    rb"(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*+<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div|table|ul|ol)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
# Encodings that pages name and browsers read as a larger one (WHATWG Encoding Standard, "names and labels").
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
_READ_AS |= {
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
}
_TAGS = re.compile(rb"<[^<>]*>")
_WHITE = re.compile(r"[\W_]+")
_REMEDY = "if its text is put in by a script, save the page from a browser"


class HtmlFormat:
    """Reads all the text that an HTML page shows."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` begins with a document type or an element of HTML."""
        return _SIGN.match(_eight_bit(head)) is not None

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The text of a page, with blocks and no segments.

        Headings, list items, cells of tables, notes (by their role) and paragraphs are blocks; white space counts once.
        Scripts, styles, navigation, forms' controls, deleted and hidden elements are left out. Places are ``p12``,
        ``li3`` and ``table2/r3/c1``.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: of the file; None means a byte order mark, what the page says, or detected, in this order.

        Raises:
            InputError: the file cannot be opened, or shows no text.
            EncodingError: the bytes are not text in `encoding`, in the one that the page names, or in any.
        """
        return document_of(path, _shown(path, lang=lang, encoding=encoding), lang=lang, remedy=_REMEDY)


class HtmlMainFormat:
    """Reads the main text of an HTML page: an article without the navigation, adverts and comments around it."""

    name = "html-main"
    suffixes: tuple[str, ...] = ()
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002
        """Never: whether the main text alone is wanted has to be said."""
        return False

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The main text of a page; blocks and places as in `HtmlFormat.read_document`.

        Which blocks are the main text, trafilatura says (Barbaresi 2021); the number of the others is logged.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: as there.

        Raises:
            MissingExtraError: trafilatura is not installed.
            InputError: as there; or no main text is found.
            EncodingError: as there.
        """
        pieces = list(_shown(path, lang=lang, encoding=encoding))
        main = _main_text(decoded_html(path, lang=lang, encoding=encoding), path)
        kept = list(_found_in(main, pieces))
        tell_left_out(path, {"blocks outside of the main text": len(pieces) - len(kept)} if kept else {})
        return document_of(path, kept, lang=lang, remedy="read it all with the format html")


def decoded_html(path: Path, *, lang: str, encoding: str | None = None) -> str:
    """The characters of a page: by its byte order mark, by `encoding`, by what it says, or detected.

    Raises:
        InputError: the file cannot be opened, or is empty.
        EncodingError: the bytes are not what they are said to be.
    """
    tag = None if lang == UNKNOWN else lang
    if encoding is not None:
        return read_text(path, encoding=encoding, lang=tag).text
    said = _said(path)
    if said is None:
        return _detected(path, tag)
    try:
        return read_text(path, encoding=said, lang=tag).text
    except EncodingError as error:
        raise EncodingError(
            f"{error.reason} (the page itself says {said}); state its encoding, or correct the page",
            path=path,
            line=error.line,
        ) from error


def _detected(path: Path, lang: str | None) -> str:
    """The page in the encoding that its bytes show; where the tags stand in the way, that of the text between them."""
    try:
        return read_text(path, lang=lang).text
    except EncodingError:
        found = decode(_TAGS.sub(b" ", path.read_bytes()), lang=lang, path=path)
        return read_text(path, encoding=found.encoding, lang=lang).text


def _said(path: Path) -> str | None:
    """The encoding that a page names at its beginning, as Python calls it; None where it has a byte order mark."""
    try:
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    found = _META.search(head)
    if found is None or head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    if label.startswith("utf-16"):  # a page whose bytes spell it out cannot be in UTF-16 (HTML standard, prescan)
        return "utf-8"
    try:
        name = codecs.lookup("gb18030" if label == "gb_2312-80" else label.removeprefix("x-")).name
    except LookupError:
        raise EncodingError(f"says that it is in {label!r}, which is no known encoding; state it", path=path) from None
    return _READ_AS.get(name, name)


def _shown(path: Path, *, lang: str, encoding: str | None) -> Iterator[Piece]:
    left_out: Counter[str] = Counter()
    yield from blocks_of(decoded_html(path, lang=lang, encoding=encoding), left_out=left_out)
    tell_left_out(path, left_out)


def _main_text(text: str, path: Path) -> str:
    try:
        import trafilatura
    except ModuleNotFoundError as error:
        if error.name != "trafilatura":
            raise
        raise MissingExtraError("format 'html-main'", "html") from None
    if text.count("<") > _TAGS_MOST:
        raise InputError(
            f"has more than {_TAGS_MOST:,} tags, as no page has; read it all with the format html", path=path
        )
    found = trafilatura.extract(text, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True)
    return _WHITE.sub("", found or "")


def _found_in(main: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces whose letters occur in `main`, in its order as far as possible."""
    at = 0
    for piece in pieces:
        letters = _WHITE.sub("", piece.text)
        if not letters:
            continue
        place = main.find(letters, at)
        if place >= 0:
            at = place + len(letters)
        if place >= 0 or (len(letters) >= _SURE and letters in main):
            yield piece


_TAGS_MOST = 200_000  # trafilatura takes 20 microseconds and 2 KB for each
_SURE = 20  # letters that do not occur by chance


def _eight_bit(head: bytes) -> bytes:
    """`head` of a file in UTF-8 or UTF-16, as far as markup goes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(codecs.BOM_UTF8)
