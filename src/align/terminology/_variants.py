"""Chinese in both scripts; the door to `opencc`.

Texts and terms are compared character by character in simplified script, so that places stay where they are. What a
character alone cannot tell (发 is 發 or 髮) then needs no decision. What is said in other words, such as 内存 and
記憶體 (memory), is found since a term of the other script is looked for in all the wordings that OpenCC has for it.
"""

from __future__ import annotations

from functools import lru_cache

from opencc import OpenCC

from align.lang import parse, script

__all__ = ["simplified", "wordings"]

_FROM_SIMPLIFIED = {
    "TW": ("s2tw", "s2twp"),
    "HK": ("s2hk", "s2hkp"),
    "MO": ("s2hk", "s2hkp"),
    "": ("s2t", "s2tw", "s2twp", "s2hk", "s2hkp"),
}
_FROM_TRADITIONAL = {
    "TW": ("tw2s", "tw2sp"),
    "HK": ("hk2s", "hk2sp"),
    "MO": ("hk2s", "hk2sp"),
    "": ("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"),
}
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFAFF), (0x20000, 0x2A6E0))


@lru_cache(maxsize=16)
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


@lru_cache(maxsize=1)
def _characters() -> dict[int, str]:
    """The simplified form of every character that has another one."""
    every = [chr(code) for first, after in _HAN for code in range(first, after)]
    turned = _converter("t2s").convert("\n".join(every)).split("\n")
    return {ord(one): other for one, other in zip(every, turned, strict=True) if one != other and len(other) == 1}


def simplified(text: str) -> str:
    """`text` with every character in simplified form; as long as before."""
    return text.translate(_characters())


def wordings(term: str, lang: str, text_lang: str) -> tuple[str, ...]:
    """`term` as texts in `text_lang` may have it, its own wording first; all in simplified characters.

    Args:
        term: a Chinese term.
        lang: its language tag.
        text_lang: that of the texts; where it names Taiwan or Hong Kong, only the words used there.
    """
    found = [term]
    if script(lang) != script(text_lang):
        simple = script(lang) == "Hans"
        region = _region(text_lang if simple else lang)
        table = _FROM_SIMPLIFIED if simple else _FROM_TRADITIONAL
        found += [_converter(name).convert(term) for name in table[region]]
    return tuple(dict.fromkeys(simplified(wording) for wording in found))


def _region(tag: str) -> str:
    return next((part for part in parse(tag).split("-")[1:] if part in _FROM_SIMPLIFIED), "")
