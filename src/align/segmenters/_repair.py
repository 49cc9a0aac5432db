"""Sentence boundaries in languages that end sentences with a stop and white space.

sentencex proposes; this module looks at every stop, mark and ellipsis that is followed by white space and overrules
it where the place itself says more. A missed break is preferred to a wrong one. In order:

1. inside brackets and short quotations there is no break (`align.segmenters._protected`);
2. before a small letter there is none (``"Ready?" he asked``; ``etc. are``), unless it is a list label;
3. after a label that begins a sentence (``1.``, ``a.``, ``iv.``, ``Article 5.``, ``Table 2.``) there is none;
4. abbreviations, initials and ordinals as `align.segmenters._abbreviations` knows them;
5. after ``?``, ``!`` and an ellipsis there is one;
6. after a bracket and a full stop there is one before a capital (``measure (b). The Council``), unless the bracket is
   all that the sentence has;
7. after a full stop sentencex decides, unless the next word is known to begin sentences.

An empty line always separates.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import regex

from align.segmenters._abbreviations import Class, squeezed
from align.segmenters._protected import BRACKETS, protected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.segmenters._abbreviations import Knowledge

__all__ = ["HEADED", "SPEAKER", "boundaries"]

_STOPS = ".!?…؟۔‼⁇⁈⁉"
_OTHER_STOPS = frozenset("।॥።፧፨။։;\u037e。！？｡")
_PLACE = regex.compile(
    # marks; closing marks, of which French guillemets may stand after a space; notes such as [3] or ²; white space
    rf"(?<![{_STOPS}])(?P<marks>[{_STOPS}]++)"
    r"(?P<closers>(?:[\u00a0\u202f]?[\"'”’»›)\]}“‘]|[ ][»›](?=[\s\p{P}]|$))*+)"
    r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]++)*+[\s\u200b\ufeff]+"
)
_OPENERS = regex.compile(r"[\"'“”‘’„‚«»‹›(\[{¿¡—–\-\s\u200b\u00a0*•·]*")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'][\p{L}\p{M}]+)?")
_LABEL = regex.compile(r"[\"'“„«\s]*(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*|\p{L}|[ivx]{1,5}|[IVX]{1,5})")
# A word, or an abbreviation, and a number: what articles, rules, tables and figures are headed by. Nothing in it is
# possessive, for rules of SRX are matched from right to left as well.
HEADED = (
    r"(?:(?:[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}]*\.?[\s\u00a0]+(?:\p{Lu}\.?[\s\u00a0]?)?|[§№][\s\u00a0]*)"
    r"(?:\p{Nd}{1,3}(?:[.-]\p{Nd}{1,3})*(?:er|re|bis|ter|quater|º|ª|°|\p{Lu})?|[IVXLC]{1,6})"
    r"(?:[\s\u00a0]?\([\p{L}\p{Nd}]{1,4}\))*|\p{Lu}(?:\.\p{Nd}{1,2})+)"
)
_HEADED = regex.compile(r"[\"'“„«\s]*" + HEADED)
SPEAKER = r"(?:\p{Lu}[\p{L}.’'-]{0,24}[\s\u00a0]){1,4}"
_SPEAKER = regex.compile(SPEAKER + r"(\p{Ll}+)[.,]")
_LABEL_NEXT = regex.compile(r"\(?(?:\p{L}|[ivx]{1,5}|\p{Nd}{1,3})\)\s|\p{Nd}{1,3}\.\s")
_LABEL_IN_LIST = regex.compile(r"[:;،؛][\s\u00a0]+(?:\p{Nd}{1,2}|\p{Ll}|[ivx]{1,5})$")
_NUMBER = regex.compile(r"\+?\p{Nd}|[IVXLC]+\b|[§№#]|\p{Lu}\b(?![.’'])|\p{L}\)|\p{Lu}{1,6}[/-][\p{Lu}\p{Nd}]")
_NUMBERED = regex.compile(r"(\p{L}{1,6}\.)[\s\u00a0]*\p{Nd}")  # No. 118
_INITIAL = regex.compile(r"(?<![\p{L}\p{N}\p{M}])(?:[\p{Lu}\p{Lo}]\p{M}*\.?[-‐])*[\p{Lu}\p{Lo}]\p{M}*$")
_ORDINAL = regex.compile(r"(?<![\p{L}\p{N}.,:])(?:\p{Nd}{1,2}|[IVX]{1,5})$")
_LONG_WORD = regex.compile(r"(?<![\p{L}.])\p{Ll}{5,}$")
_ELIDED = frozenset({"L", "D", "C", "J", "S", "N", "Qu", "M", "T", "Lorsqu", "Puisqu", "Quoiqu", "Jusqu"})
_TITLE = regex.compile(r"(?<!\p{L})(?:Mr|Mrs|Ms|Dr|Prof|St)\.$")  # before names in texts of any language
_SPACED_DOTS = regex.compile(r"\.[\s\u00a0]$")
_EMPTY_LINE = regex.compile(r"\n[^\S\n]*\n\s*")
_NUMBER_BEFORE = regex.compile(r"(?:\p{Nd}(?:-\p{L}{1,3})?|[IVX])[\s\u00a0]+\p{L}{1,3}$")
_OPENING = 24  # characters of a sentence that may be no more than a date at its head
_REACH = 32  # characters before a stop in which abbreviations are looked for
_WORDS_BEFORE_BRACKET = 3  # what is shorter is a label, such as Rule 5 (b)
_QUOTES = frozenset("\"“„«‘'")
_BULLETS = frozenset("•·")


def boundaries(text: str, known: Knowledge, proposed: Sequence[int] | None) -> list[int]:
    """Where the sentences of `text` begin, except for the first; white space belongs to the sentence before it.

    Args:
        text: a block of text.
        known: the language's data file.
        proposed: rising places where another segmenter begins a sentence; None where there is no other.
    """
    found = {match.end() for match in _EMPTY_LINE.finditer(text)}
    spans = protected(text)
    starts = [start for start, _ in spans]

    def inside(at: int) -> bool:
        index = bisect_right(starts, at - 1) - 1
        return index >= 0 and at <= spans[index][1]

    begin = 0
    for match in _PLACE.finditer(text):
        end = match.end()
        if end == len(text):
            break
        if end in found or (not inside(match.end("closers")) and _breaks(text, match, begin, known, proposed)):
            found.add(end)
            begin = end
    for place in proposed or ():
        if _before(text, place) in _OTHER_STOPS and not inside(place):
            found.add(place)
    return sorted(place for place in found if 0 < place < len(text))


def _before(text: str, place: int) -> str:
    """The last character before `place` that is not white space, looked for among a few."""
    return text[max(place - 8, 0) : place].rstrip()[-1:]


def _breaks(text: str, match: regex.Match[str], begin: int, known: Knowledge, proposed: Sequence[int] | None) -> bool:
    """Whether a sentence that began at `begin` ends at `match`."""
    marks, closers, at, end = match["marks"], match["closers"], match.start(), match.end()
    openers = _OPENERS.match(text, end)
    first = openers.end() if openers else end
    if first >= len(text) or text[first] in _STOPS or text[first] in ",;:،؛%":
        return False
    if not _BULLETS.isdisjoint(text[end:first]):
        return True
    label_next = _LABEL_NEXT.match(text, end) is not None
    if text[first].islower() and not label_next and not text[first + 1 : first + 2].isupper():
        return False
    word = found.group() if (found := _WORD.match(text, first)) else ""
    initial = len(word) == 1 and text[first + 1 : first + 2] == "."
    starter = not initial and (word in known.starters or _elided(word, known))
    if closers[:1] in {")", "]"} and _in_midst(text, begin, at, one_word=text[first].isupper()):
        return False
    full_stop = marks == "." and not _SPACED_DOTS.search(text, max(at - 2, 0), at)
    if full_stop and not closers:
        if _LABEL.fullmatch(text, begin, at) or _LABEL_IN_LIST.search(text, max(at - 12, begin), at):
            return False
        if _HEADED.fullmatch(text, begin, at):
            return False
        verdict = _after_abbreviation(text, begin, match, first, known, starter=starter)
        if verdict is not None:
            return verdict
    if not full_stop and marks != "۔":
        if not text[begin:at].strip(" \t\n\u00a0\"'“„«‘[("):
            return False  # an ellipsis that opens the sentence
        if closers and known.speech and (word in known.speech or _names_the_speaker(text, begin, first, known)):
            return False
        if marks[-1] not in ".…":
            return True
        return starter if known.capital_nouns else not text[first].isdigit()
    if starter or label_next or proposed is None or marks == "۔":
        return True
    if full_stop and not closers and text[at - 1] in ")]" and text[first].isupper():
        return len(text[max(begin, at - BRACKETS) : at].split()) > _WORDS_BEFORE_BRACKET
    if known.lengths and _LONG_WORD.search(text, max(at - 32, 0), at):
        return True  # sentencex takes some common words for abbreviations, such as Spanish "contra"
    index = bisect_right(proposed, at)
    return index < len(proposed) and proposed[index] <= first


def _in_midst(text: str, begin: int, at: int, *, one_word: bool) -> bool:
    """Whether the bracket that closes after `at` opens in the midst of the sentence that began at `begin`.

    With `one_word`, only where it holds no more than a word: ``Gen. (ret.) Brown``.
    """
    begin = max(begin, at - BRACKETS)
    opening = max(text.rfind("(", begin, at), text.rfind("[", begin, at))
    if opening <= begin or (one_word and len(text[opening:at].split()) > 1):
        return False
    return bool(text[begin:opening].strip())


def _names_the_speaker(text: str, begin: int, first: int, known: Knowledge) -> bool:
    """Whether a quotation that a sentence begins with is followed by who spoke (``"All?" Mr. Ali asked.``)."""
    found = _SPEAKER.match(text, first)
    return found is not None and found.group(1) in known.speech and text[begin : begin + 8].lstrip()[:1] in _QUOTES


def _elided(word: str, known: Knowledge) -> bool:
    """Whether `word` begins with one cut short before a vowel, such as French ``L’``, in a language with starters."""
    head, apostrophe, _ = word.replace("’", "'").partition("'")
    return bool(apostrophe) and head in _ELIDED and bool(known.starters)


def _after_abbreviation(
    text: str, begin: int, match: regex.Match[str], first: int, known: Knowledge, *, starter: bool
) -> bool | None:
    """Whether the full stop of `match` ends a sentence, as far as the word before it tells; None where it does not."""
    at, end = match.start(), match.end()
    tail, kind = _abbreviation(squeezed(text[max(at - _REACH, 0) : at]) + ".", known)
    if tail in known.parts:
        following = squeezed(text[end : end + _REACH])
        if following.startswith(known.parts[tail]):
            return False
    if kind is Class.NEVER:
        return False
    if kind is Class.CAPITAL:
        return True
    if kind is Class.AFTER_NUMBER:
        opening = at - begin < _OPENING
        return starter or (not opening and _NUMBER_BEFORE.search(text, max(at - 12, begin), at) is not None)
    if kind is Class.STARTER:
        return starter
    if kind is Class.NUMBER and _number_follows(text, first, known):
        return False
    if _INITIAL.search(text, max(at - 6, 0), at):
        return starter
    if known.ordinals and _ORDINAL.search(text, max(at - 8, 0), at):
        return starter
    return None


def _number_follows(text: str, first: int, known: Knowledge) -> bool:
    """Whether a number begins at `first`, or what stands before one: ``doc. No. 118``."""
    if _NUMBER.match(text, first):
        return True
    numbered = _NUMBERED.match(text, first)
    return numbered is not None and known.abbreviations.get(numbered.group(1)) is Class.NUMBER


def _abbreviation(before: str, known: Knowledge) -> tuple[str, Class | None]:
    """The longest entry, or beginning of an entry, with which `before` ends, and its class."""
    for length in known.lengths:
        tail = before[-length:]
        if (tail in known.abbreviations or tail in known.parts) and not before[-length - 1 : -length].isalnum():
            return tail, known.abbreviations.get(tail)
    return "", Class.NEVER if _TITLE.search(before) else None
