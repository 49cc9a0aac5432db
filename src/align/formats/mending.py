"""Broken text files made readable, with a list of everything that was lost on the way; only where a user asks for it.

A copy in UTF-8 is made, line for line that of the file. Bytes that are not text in its encoding become U+FFFD. In XML,
characters and references that XML forbids become a space or U+FFFD, a bare ``&`` becomes text, a prefix that is not
declared is declared, a unit that is not well-formed is left out whole, and elements that a file cut off leaves open are
closed. Nothing else is touched: a document type of its own is refused as ever.
"""

from __future__ import annotations

import codecs
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from align.errors import FormatError, InputError
from align.formats._xml_bytes import legal, root_name
from align.formats.package import IS_PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Loss", "Mended", "mended"]

_HEAD = 65_536
_CHUNK = 262_144
_LONGEST = 16 * 2**20  # characters of a unit
_MOST = 10_000  # losses; more means that the encoding, or the file, is another one than it says
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_MARKS = frozenset({codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE})
_NO_XML = frozenset({None, "html"})  # roots of files whose markup is not mended: browsers read any HTML
_ITEMS = ("tu", "trans-unit", "unit", "termEntry", "conceptEntry")
_ODD = re.compile(
    r"(?s:<!\[CDATA\[.*?\]\]>|<!--.*?-->)"
    r"|&\#(?P<number>\d{1,9});|&\#x(?P<hex>[0-9A-Fa-f]{1,8});|&(?:amp|lt|gt|quot|apos);|(?P<bare>&)"
    "|(?P<illegal>[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])"
)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
_LEFT_OUT = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that mending changed or left out.

    Attributes:
        path: the file.
        line, column: where, from 1; the column in code points.
        what: what was there and what stands for it now.
    """

    path: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        """``file:line:column: what``."""
        return f"{self.path}:{self.line}:{self.column}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A copy that can be read, and all that was lost in making it.

    Attributes:
        place: the copy, under the name of the file.
        losses: in the order of the file; empty if it was whole.
    """

    place: Path
    losses: tuple[Loss, ...]


@dataclass(slots=True)
class _Mending:
    """The state of one copy."""

    path: Path
    losses: list[Loss] = field(default_factory=list)
    line: int = 1
    column: int = 1

    def lose(self, what: str, text: str = "", at: int = 0) -> None:
        """Note a loss at a place in `text`, which begins where this copy stands."""
        before = text[:at]
        lines = before.count("\n")
        column = at - before.rfind("\n") if lines else self.column + at
        self.losses.append(Loss(path=str(self.path), line=self.line + lines, column=column, what=what))
        if len(self.losses) > _MOST:
            raise FormatError(
                f"more than {_MOST:,} faults, the first in line {self.losses[0].line}: {self.losses[0].what}; its "
                "encoding is probably another one than it says",
                path=self.path,
            )

    def go_on(self, text: str) -> None:
        """Stand after `text`."""
        lines = text.count("\n")
        self.line += lines
        self.column = len(text) - text.rfind("\n") if lines else self.column + len(text)


@contextmanager
def mended(path: Path, *, encoding: str | None = None) -> Iterator[Mended]:
    """A copy of a text file in UTF-8 that can be read, while the ``with`` lasts.

    Args:
        path: the file.
        encoding: of the file; None means the one that it says, or UTF-8. A byte order mark outranks it.

    Raises:
        InputError: the file cannot be opened, or is no text.
        FormatError: it is too broken: more than 10,000 faults.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head.startswith((*IS_PACKAGE, b"PAR1", b"%PDF-")):
                raise InputError("is no text file and cannot be mended; get or export it again", path=path)
            with TemporaryDirectory(prefix="align.") as folder:
                place = Path(folder, path.name)
                state = _Mending(path)
                file.seek(0)
                with place.open("w", encoding="utf-8", newline="") as out:
                    texts = _decoded(file, head, encoding, state)
                    for text in _as_xml(texts, state) if root_name(head) not in _NO_XML else _plain(texts, state):
                        out.write(text)
                state.losses.sort(key=lambda loss: (loss.line, loss.column))
                yield Mended(place=place, losses=tuple(state.losses))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error


def _decoded(file: IO[bytes], head: bytes, stated: str | None, state: _Mending) -> Iterator[str]:
    """The text piece by piece; what the encoding does not know is U+FFFD and noted."""
    signature, encoding = next(((mark, name) for mark, name in _SIGNATURES if head.startswith(mark)), (b"", ""))
    if stated and signature not in _MARKS:
        signature, encoding = b"", stated
    if not encoding:
        declared = _ENCODING.search(head)
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        errors = "surrogateescape" if encoding.lower().replace("_", "-") in {"utf-8", "utf8", "us-ascii"} else "replace"
        decoder = codecs.getincrementaldecoder(encoding)(errors)
    except LookupError:
        state.lose(f"the encoding {encoding} is not known; read as utf-8")
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    if signature in _MARKS:
        file.seek(len(signature))
    while True:
        data = file.read(_CHUNK)
        yield decoder.decode(data, final=not data)
        if not data:
            return


def _whole_characters(text: str, state: _Mending) -> str:
    """`text`, each byte that was no character noted and replaced."""
    for found in re.finditer("[\udc80-\udcff\ufffd]", text):
        code = ord(found[0])
        what = (
            f"byte {code - 0xDC00:#04x} is no text in this encoding"
            if code != 0xFFFD
            else "a character is not readable"
        )
        state.lose(f"{what}; U+FFFD stands for it", text, found.start())
    return re.sub("[\udc80-\udcff]", "\ufffd", text)


def _plain(texts: Iterator[str], state: _Mending) -> Iterator[str]:
    for text in texts:
        mended_text = _whole_characters(text, state)
        state.go_on(text)
        yield mended_text


def _as_xml(texts: Iterator[str], state: _Mending) -> Iterator[str]:
    """XML of which each unit is well-formed, and which ends."""
    item = ""
    pending = ""
    begun = False
    open_elements: list[str] = []
    root_tag = ""
    for text in texts:
        pending += text
        at_end = not text
        if not begun:
            declaration = _DECLARATION.match(pending)
            if declaration:
                state.go_on(declaration[0])
                pending = pending[declaration.end() :]
                yield "\n" * declaration[0].count("\n")
            begun = True
        if not item:
            first = re.search(rf"<(?:\w+:)?({'|'.join(_ITEMS)})\b", pending)
            item = first[1] if first else ""
            if item:
                root = next((tag for tag in _TAG.finditer(pending) if not tag[1]), None)
                root_tag = root[0] if root else ""
        while pending:
            cut = _next_cut(pending, item, at_end=at_end)
            if cut is None:
                if len(pending) > _LONGEST:
                    raise FormatError(
                        "a unit of over 16 MB; this file cannot be mended", path=state.path, line=state.line
                    )
                break
            piece, is_item = pending[: cut[0]], cut[1]
            pending = pending[cut[0] :]
            clean = _legal_markup(piece, state)
            if is_item:
                cut_off = at_end and not pending
                clean = _well_formed(clean, piece, root_tag, state, cut_off=cut_off)
            else:
                _follow(clean, open_elements)
            state.go_on(piece)
            yield clean
    if open_elements:
        state.lose(f"the file ends inside <{open_elements[-1]}>; closed here")
        yield "".join(f"</{name}>" for name in reversed(open_elements))


def _next_cut(text: str, item: str, *, at_end: bool) -> tuple[int, bool] | None:
    """Where the next piece ends, and whether it is a unit; None if more text is needed."""
    begin = re.search(rf"<(?:\w+:)?{item}\b", text) if item else None
    if begin is None:
        if at_end:
            return len(text), False
        safe = max(text.rfind(">", 0, len(text) - 64) + 1, 0)
        return (safe, False) if safe else None
    if begin.start():
        return begin.start(), False
    end = re.search(rf"</(?:\w+:)?{item}\s*>", text)
    again = re.search(rf"<(?:\w+:)?{item}\b", text[1:])
    if end is None or (again is not None and again.start() + 1 < end.start()):
        if again is not None:  # the next one begins before this one has ended
            return again.start() + 1, True
        return (len(text), True) if at_end else None
    return end.end(), True


def _legal_markup(text: str, state: _Mending) -> str:
    """`text` without characters and references that XML forbids."""
    text = _whole_characters(text, state)

    def mend(found: re.Match[str]) -> str:
        number = found["number"] or found["hex"]
        if number:
            code = int(number, 10 if found["number"] else 16)
            char = chr(code) if code < 0x110000 else "\0"
            fit, count = (char, 0) if char == "\r" else legal(char)
            if not count:
                return found[0]
            state.lose(f"{found[0]} is no character that XML allows; {_named(fit)} stands for it", text, found.start())
            return fit
        if found["bare"]:
            state.lose("a bare & is read as that character", text, found.start())
            return "&amp;"
        if found["illegal"]:
            fit = legal(found[0])[0]
            state.lose(f"U+{ord(found[0]):04X} is not allowed in XML; {_named(fit)} stands for it", text, found.start())
            return fit
        return found[0]

    return _ODD.sub(mend, text)


def _named(char: str) -> str:
    return "a space" if char == " " else "U+FFFD"


def _well_formed(clean: str, piece: str, root_tag: str, state: _Mending, *, cut_off: bool) -> str:
    """A unit as it is, with the prefixes declared that it lacks, or its line ends alone where it cannot be read."""
    from align.formats._xml import fault_of

    root = root_tag.removesuffix(">").removesuffix("/")
    name = re.match(r"<([^\s/>]+)", root)
    around = (f"{root}>", f"</{name[1]}>") if name else ("", "")
    fault = fault_of(around[0] + clean + around[1])
    if fault is None:
        return clean
    declared = set(re.findall(r"xmlns:([\w.-]+)", root + clean)) | {"xml", "xmlns"}
    lacking = sorted({one or other for one, other in _PREFIX.findall(clean)} - declared)
    if lacking:
        told = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in lacking)
        with_prefixes = re.sub(r"^<[^\s/>]+", lambda tag: tag[0] + told, clean, count=1)
        if fault_of(around[0] + with_prefixes + around[1]) is None:
            state.lose(f"the prefix {', '.join(lacking)} is not declared; its elements are of no namespace known")
            return with_prefixes
    state.lose("a unit is left out: the file ends inside it" if cut_off else f"a unit is left out: {fault}")
    return _LEFT_OUT.sub("", piece)


def _follow(text: str, open_elements: list[str]) -> None:
    """Keep account of the elements around the units."""
    for closing, name, empty in _TAG.findall(re.sub(r"(?s)<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", "", text)):
        if not closing and not empty:
            open_elements.append(name)
        elif closing and open_elements and open_elements[-1] == name:
            open_elements.pop()
