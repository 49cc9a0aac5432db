"""Bytes to text: byte order marks, declared and detected encodings, control characters.

The text is the bytes' own, with three exceptions that are stated in the result: a byte order
mark is taken away, the line ends CR LF and CR become LF, and characters that no XML file can hold (NUL and other
control characters) become one space each, so that nothing moves.

Where no encoding is declared, a byte order mark tells it, or else `align.text._encodings`.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from align.errors import EncodingError, InputError
from align.limits import limits
from align.text._encodings import C1, MIN_CONFIDENCE, WIDE, decodes, guess, is_wide, looks_binary
from align.text.signatures import describe

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["MIN_CONFIDENCE", "Decoded", "decode", "read_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What XML 1.0 section 2.2 forbids, with the C1 controls that it only discourages.
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LOOKED_AT = 100_000  # bytes in which UTF-8 under another label is looked for
_LINE_END = regex.compile(r"\r\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text with the story of how it was read.

    Attributes:
        text: line ends are LF, without a byte order mark.
        encoding: Python's name of the encoding, such as ``utf-8`` or ``cp1252``.
        origin: how the encoding became known.
        confidence: 1.0 unless detected by chardet; 0..1, higher is better.
        replaced: how many control characters became a space.
        first_replaced: 1-based line of the first of them, or None.
    """

    text: str
    encoding: str
    origin: str
    confidence: float = 1.0
    replaced: int = 0
    first_replaced: int | None = None


def read_text(path: str | PathLike[str], *, encoding: str | None = None, lang: str | None = None) -> Decoded:
    """The text in the file `path`.

    Args:
        path: a file.
        encoding: its encoding; None means detected.
        lang: BCP 47 tag; helps to tell legacy encodings of one byte a character apart.

    Raises:
        InputError: there is no such file, it cannot be read, is a folder, is empty, or is over the limit `whole`.
        EncodingError: see `decode`.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            data = file.read(limits().whole + 1)
    except FileNotFoundError:
        raise InputError("no such file; check the name and the folder", path=path) from None
    except IsADirectoryError:
        raise InputError("is a folder; name a file in it", path=path) from None
    except OSError as error:
        if isinstance(error, PermissionError) and place.is_dir():  # how Windows refuses a folder
            raise InputError("is a folder; name a file in it", path=path) from None
        raise InputError(f"cannot be read ({error.strerror or error}); check its permissions", path=path) from None
    except ValueError as error:  # a NUL in the name
        raise InputError(f"is no file name ({error})", path=path) from None
    return decode(data, encoding=encoding, lang=lang, path=path)


def decode(
    data: bytes,
    *,
    encoding: str | None = None,
    lang: str | None = None,
    path: str | PathLike[str] | None = None,
) -> Decoded:
    """The text in `data`.

    Args:
        data: the bytes of a whole file.
        encoding: their encoding; None means detected.
        lang: BCP 47 tag; helps to tell legacy encodings of one byte a character apart.
        path: what messages call the file.

    Raises:
        InputError: `data` is empty, holds nothing but white space, or is over the limit `whole`.
        EncodingError: `data` is not text, is not in the declared `encoding`, or in none that can be told.
    """
    if len(data) > limits().whole:
        raise InputError(
            f"is larger than {limits().whole // 1024**2} MiB; cut it into parts, or raise the limit 'whole'", path=path
        )
    if not data:
        raise InputError("is empty; there is nothing to read", path=path)
    if kind := describe(data):
        raise EncodingError(f"is {kind.what}, not plain text; {kind.remedy}", path=path)
    found = _declared(data, encoding, lang, path) if encoding is not None else _detected(data, lang, path)
    if not found.text.strip("\ufeff \t\n"):
        raise InputError("holds nothing but white space; there is nothing to read", path=path)
    return found


def _finish(text: str, encoding: str, origin: str, confidence: float = 1.0) -> Decoded:
    """Normalise line ends and replace control characters."""
    text = _LINE_END.sub("\n", text)
    first = _CONTROL.search(text)
    if first is None:
        return Decoded(text=text, encoding=encoding, origin=origin, confidence=confidence)
    line = text.count("\n", 0, first.start()) + 1
    text, count = _CONTROL.subn(" ", text)
    return Decoded(
        text=text, encoding=encoding, origin=origin, confidence=confidence, replaced=count, first_replaced=line
    )


def _mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark at the start and its encoding."""
    return next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)


def _detected(data: bytes, lang: str | None, path: str | PathLike[str] | None) -> Decoded:
    """The text in the encoding that its bytes speak for."""
    if marked := _mark(data):
        mark, name = marked
        try:
            return _finish(data[len(mark) :].decode(name), name, "byte order mark")
        except UnicodeDecodeError as error:
            offset = error.start + len(mark)
            raise EncodingError(
                f"begins with the mark of {name}, but byte {offset} is not {name}; repair or convert the file",
                path=path,
                line=_line(data, offset),
            ) from None
    found, confidence, nearest = guess(data, lang)
    if found is not None:
        return _finish(data.decode(found), found, "detected", confidence)
    if looks_binary(data):
        raise EncodingError("is a binary file, not text; export it as plain text first", path=path)
    hint = f" (nearest: {nearest}, confidence {confidence:.2f})" if nearest else ""
    raise EncodingError(f"its encoding cannot be told from its bytes{hint}; declare it with encoding=", path=path)


def _declared(data: bytes, encoding: str, lang: str | None, path: str | PathLike[str] | None) -> Decoded:
    """The text in the encoding that the caller names."""
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)  # refuses codecs that are no encodings of text, such as hex
    except (LookupError, ValueError):
        raise EncodingError(
            f"no text encoding is called {encoding!r}; known are utf-8, utf-16, cp1252, gb18030, big5, shift_jis ...",
            path=path,
        ) from None
    marked = _mark(data)
    if marked is not None and not marked[1].startswith(name.removesuffix("-sig")) and not name.startswith(marked[1]):
        raise EncodingError(f"is declared {encoding}, but begins with the mark of {marked[1]}; declare that", path=path)
    if marked is not None:
        body, codec = data[len(marked[0]) :], marked[1]
    else:
        body, codec = data, name
        if name in {"utf-16", "utf-32"}:
            codec = next((wide for wide in WIDE if wide.startswith(name) and is_wide(data, wide)), f"{name}-le")
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        offset = error.start + len(data) - len(body)
        raise EncodingError(
            f"is declared {encoding}, but byte {offset} (0x{data[offset]:02x}) is not; {_instead(data, lang)}",
            path=path,
            line=_line(data, offset),
        ) from None
    _refuse_wrong_label(data, text, encoding, codec, lang=lang, path=path)
    return _finish(text, codec, "declared")


def _refuse_wrong_label(
    data: bytes, text: str, encoding: str, codec: str, *, lang: str | None, path: str | PathLike[str] | None
) -> None:
    """Refuse bytes that a declared encoding accepts although they are plainly in another one."""
    is_wide_codec = codec in WIDE  # two or four bytes of anything make some character
    if codec.startswith("utf") and not is_wide_codec:
        return
    runs = regex.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data[:_LOOKED_AT])
    if (len(runs) > 2 or (is_wide_codec and 0 not in data)) and decodes(data, "utf-8"):
        offset = data.find(runs[0]) if runs else 0
        raise EncodingError(
            f"is declared {encoding}, but all its bytes are UTF-8 (first at {offset}); declare utf-8",
            path=path,
            line=_line(data, offset),
        )
    control = C1.search(text)
    if control is not None and len(text) == len(data):
        offset = control.start()
        raise EncodingError(
            f"is declared {encoding}, where byte {offset} (0x{data[offset]:02x}) is a control character; "
            f"{_instead(data, lang)}",
            path=path,
            line=_line(data, offset),
        )


def _instead(data: bytes, lang: str | None) -> str:
    """What to declare instead, as part of a sentence."""
    found, _, nearest = guess(data, lang)
    if found or nearest:
        return f"the file looks like {found or nearest}: declare that, or nothing to have it detected"
    return "declare another one, or none to have it detected"


def _line(data: bytes, offset: int) -> int:
    """1-based line in which the byte at `offset` stands; line ends count as bytes, which holds in every encoding."""
    before = data[:offset]
    return max(before.count(b"\n"), before.count(b"\r")) + 1
