"""Bytes to text: byte order marks, declared and detected encodings, control characters.

The door to `chardet`. The text is the bytes' own, with three exceptions that are stated in the result: a byte order
mark is taken away, the line ends CR LF and CR become LF, and characters that no XML file can hold (NUL and other
control characters) become one space each, so that nothing moves.

How an encoding is found when none is declared: a byte order mark; else strict UTF-8; else UTF-16 or UTF-32 by
the shape of the code units; else the first of chardet's candidates that decodes every byte and gives no words that
mix scripts or cases or hold symbols. Where the language is known, the encodings in use for it come first; else a
candidate below `MIN_CONFIDENCE` is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import chardet
import regex

from align.errors import EncodingError, InputError
from align.lang import primary
from align.text._signatures import describe

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["MAX_BYTES", "MIN_CONFIDENCE", "Decoded", "decode", "read_text"]

MAX_BYTES = 512 * 1024 * 1024
"""Larger files are refused: a text of this size is a corpus and has to be cut first."""

MIN_CONFIDENCE = 0.05
"""chardet's confidence, 0..1, under which a candidate is not used (one short sentence in its right encoding: .08)."""

_CERTAIN = 0.2  # confidence above which chardet is right whatever the language; multi-byte encodings have .3 and more
_SAMPLE = 32_768  # bytes that detection looks at
# Encodings whose every character another one has at the same place (WHATWG Encoding Standard, "names and labels").
_SUPERSETS = {"iso8859-1": "cp1252", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "tis-620": "cp874"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# What XML 1.0 section 2.2 forbids, with the C1 controls that it only discourages.
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_C1 = regex.compile(r"[\x80-\x9f]")
_LINE_END = regex.compile(r"\r\n?")
_WORD = regex.compile(r"[^\s\p{P}]+")
_SCRIPTS = regex.compile(
    r"(\p{Latin})|(\p{Cyrillic})|(\p{Greek})|(\p{Arabic})|(\p{Hebrew})|(\p{Thai})|(\p{Han}|\p{Hiragana}|\p{Katakana})|(\p{Hangul})"
)
_CASES = regex.compile(r"\p{Ll}\p{Lu}")
# Legacy encodings in use for a language (WHATWG Encoding Standard, with the ISO parts of each family).
_CENTRAL = ("cp1250", "iso8859-2")
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic", "cp866")
_WESTERN = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_IN_USE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("de", "en", "es", "fr", "it", "nl", "pt", "ca", "da", "fi", "is", "nb", "nn", "no", "sv"), _WESTERN
    ),
    **dict.fromkeys(("pl", "cs", "hu", "ro", "sk", "sl", "hr", "bs"), _CENTRAL),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa"), ("cp1256", "iso8859-6")),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257", "iso8859-13")),
    "el": ("cp1253", "iso8859-7"),
    "he": ("cp1255", "iso8859-8"),
    "ja": ("cp932", "euc_jis_2004", "iso2022_jp_2"),
    "ko": ("cp949", "euc_kr"),
    "sr": (*_CYRILLIC, *_CENTRAL),
    "th": ("cp874", "tis-620"),
    "tr": ("cp1254", "iso8859-9"),
    "vi": ("cp1258",),
    "zh": ("gb18030", "big5hkscs"),
}
_TELLTALE_BYTES = 0.1  # share of control bytes from which on a file is binary
_SPOILED = 0.02  # share of words with symbols or mixed scripts or cases that rules a candidate out
_ODD = frozenset({"Sm", "So", "Co", "Cn", "Cc"})


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
        InputError: there is no such file, it cannot be read, is a folder, is empty, or is over `MAX_BYTES`.
        EncodingError: see `decode`.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError("no such file; check the name and the folder", path=path) from None
    except IsADirectoryError:
        raise InputError("is a folder; name a file in it", path=path) from None
    except OSError as error:
        if place.is_dir():  # other systems report a folder as a lack of permission
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
        InputError: `data` is empty, holds nothing but white space, or is over `MAX_BYTES`.
        EncodingError: `data` is not text, is not in the declared `encoding`, or in none that can be told.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES // 1024**2} MiB; cut it into parts", path=path)
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
    found, confidence, guess = _guess(data, lang)
    if found is not None:
        return _finish(data.decode(found), found, "detected", confidence)
    if _looks_binary(data):
        raise EncodingError("is a binary file, not text; export it as plain text first", path=path)
    hint = f" (nearest: {guess}, confidence {confidence:.2f})" if guess else ""
    raise EncodingError(f"its encoding cannot be told from its bytes{hint}; declare it with encoding=", path=path)


def _guess(data: bytes, lang: str | None) -> tuple[str | None, float, str | None]:
    """Encoding (None where none is good enough), confidence, and the nearest candidate."""
    sample = data[:_SAMPLE]
    if not _looks_binary(data) and b"\x1b$" not in sample and _decodes(data, "utf-8"):
        return "utf-8", 1.0, None
    for name in _WIDE:
        if _is_wide(data, name):
            return name, 1.0, None
    if _looks_binary(data):
        return None, 0.0, None
    anywhere = _candidates(data, None)
    if anywhere and anywhere[0][1] >= _CERTAIN:
        return (*anywhere[0], None)
    in_use = _IN_USE.get(primary(lang)) if lang is not None else None
    if in_use and (here := _candidates(data, in_use)):
        return (*here[0], None)
    if not anywhere:
        return None, 0.0, None
    nearest, confidence = anywhere[0]
    return (nearest, confidence, None) if confidence >= MIN_CONFIDENCE else (None, confidence, nearest)


def _candidates(data: bytes, names: tuple[str, ...] | None) -> list[tuple[str, float]]:
    """Encodings, out of `names` if given, in which all of `data` decodes to plausible text; chardet's best first."""
    sample = data[:_SAMPLE]
    found: list[tuple[str, float]] = []
    for candidate in chardet.detect_all(sample, ignore_threshold=True, include_encodings=names, compat_names=False):
        given = candidate["encoding"]
        if given is None:
            continue
        name = _SUPERSETS.get(given, given)
        if _plausible(sample.decode(name, "ignore")) and _decodes(data, name):
            found.append((name, candidate["confidence"]))
    return found


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeError, LookupError):
        return False
    return True


def _looks_binary(data: bytes) -> bool:
    """Whether control bytes abound."""
    sample = data[:_SAMPLE]
    telltale = sum(sample.count(code) for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return telltale > _TELLTALE_BYTES * len(sample)


def _is_wide(data: bytes, name: str) -> bool:
    """Whether `data` reads as text of one or two scripts, with spaces or stops, in this UTF-16 or UTF-32."""
    width = 4 if "32" in name else 2
    if len(data) % width or not _decodes(data, name):
        return False
    text = data[:20_000].decode(name, "ignore")
    # Without its spaces and ASCII a text in UTF-16 is told from other encodings by its stops and its assigned letters.
    common = sum(text.count(mark) for mark in " \n。，、،.")
    letters = sum(1 for char in text if unicodedata.category(char)[0] == "L")
    odd = sum(1 for char in text if unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"} and char not in "\t\n\r")
    return common * 100 >= len(text) and letters * 2 >= len(text) and odd * 100 <= len(text) and _plausible(text)


def _plausible(text: str) -> bool:
    """Whether few words mix scripts or hold symbols and control characters, as in text read in a wrong encoding."""
    if _C1.search(text):
        return False
    words = spoiled = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        words += 1
        scripts = {found.lastindex for found in _SCRIPTS.finditer(word)}
        mixed = len(scripts) > 1 and not scripts & {7, 8}  # Latin beside Chinese, Japanese or Korean is common
        odd = len(word) > 1 and any(unicodedata.category(char) in _ODD or "\ufe70" <= char <= "\ufefc" for char in word)
        spoiled += mixed or odd or _CASES.search(word) is not None
    return spoiled <= _SPOILED * words


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
            codec = next((wide for wide in _WIDE if wide.startswith(name) and _is_wide(data, wide)), f"{name}-le")
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
    if codec.startswith("utf"):
        return
    runs = regex.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data[:_SAMPLE])
    if len(runs) > 2 and _decodes(data, "utf-8"):
        offset = data.find(runs[0])
        raise EncodingError(
            f"is declared {encoding}, but all its bytes are UTF-8 (first at {offset}); declare utf-8",
            path=path,
            line=_line(data, offset),
        )
    control = _C1.search(text)
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
    name, _, guess = _guess(data, lang)
    if name or guess:
        return f"the file looks like {name or guess}: declare that, or nothing to have it detected"
    return "declare another one, or none to have it detected"


def _line(data: bytes, offset: int) -> int:
    """1-based line in which the byte at `offset` stands; line ends count as bytes, which holds in every encoding."""
    before = data[:offset]
    return max(before.count(b"\n"), before.count(b"\r")) + 1
