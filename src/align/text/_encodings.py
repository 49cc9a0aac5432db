"""Which encoding bytes are in.

The door to `chardet`. In order: strict UTF-8; UTF-16 or UTF-32 by the shape of the code units; the first of chardet's
candidates that decodes every byte and gives no words that mix scripts or cases or hold symbols. Where the language is
known, the encodings in use for it come first, unless chardet is certain; else a candidate below `MIN_CONFIDENCE` is
refused rather than guessed.
"""

from __future__ import annotations

import unicodedata

import chardet
import regex

from align.lang import primary

__all__ = ["C1", "MIN_CONFIDENCE", "WIDE", "decodes", "guess", "is_wide", "looks_binary"]

MIN_CONFIDENCE = 0.05
"""chardet's confidence, 0..1, under which a candidate is not used (one short sentence in its right encoding: .08)."""

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""Encodings of two or four bytes a unit."""

C1 = regex.compile(r"[\x80-\x9f]")
"""Control characters that no text holds, but other encodings have letters and quotation marks there."""

_CERTAIN = 0.2  # confidence above which chardet is right whatever the language; multi-byte encodings have .3 and more
_SAMPLE = 32_768  # bytes that detection looks at
# Encodings whose every character another one has at the same place (WHATWG Encoding Standard, "names and labels").
_SUPERSETS = {"iso8859-1": "cp1252", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "tis-620": "cp874"}
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


def guess(data: bytes, lang: str | None) -> tuple[str | None, float, str | None]:
    """Encoding (None where none is good enough), confidence, and the nearest candidate."""
    sample = data[:_SAMPLE]
    if not looks_binary(data) and b"\x1b$" not in sample and decodes(data, "utf-8"):
        return "utf-8", 1.0, None
    for name in WIDE:
        if is_wide(data, name):
            return name, 1.0, None
    if looks_binary(data):
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
        if _plausible(sample.decode(name, "ignore")) and decodes(data, name):
            found.append((name, candidate["confidence"]))
    return found


def decodes(data: bytes, name: str) -> bool:
    """Whether all of `data` is text in the encoding `name`."""
    try:
        data.decode(name)
    except (UnicodeError, LookupError):
        return False
    return True


def looks_binary(data: bytes) -> bool:
    """Whether control bytes abound."""
    sample = data[:_SAMPLE]
    telltale = sum(sample.count(code) for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return telltale > _TELLTALE_BYTES * len(sample)


def is_wide(data: bytes, name: str) -> bool:
    """Whether `data` reads as text of one or two scripts, with spaces or stops, in this UTF-16 or UTF-32."""
    width = 4 if "32" in name else 2
    if len(data) % width or not decodes(data, name):
        return False
    text = data[:20_000].decode(name, "ignore")
    # Without its spaces and ASCII a text in UTF-16 is told from other encodings by its stops and its assigned letters.
    common = sum(text.count(mark) for mark in " \n。，、،.")
    letters = sum(1 for char in text if unicodedata.category(char)[0] == "L")
    odd = sum(1 for char in text if unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"} and char not in "\t\n\r")
    return common * 100 >= len(text) and letters * 2 >= len(text) and odd * 100 <= len(text) and _plausible(text)


def _plausible(text: str) -> bool:
    """Whether few words mix scripts or hold symbols and control characters, as in text read in a wrong encoding."""
    if C1.search(text):
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
