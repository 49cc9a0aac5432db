"""Broken plurals of Arabic, made by pattern: نظام gives نظم and أنظمة, of which one is a word.

The patterns are those that grammars name, by the long vowels of the singular. They give words that are none, too, and
so serve where a text is asked for a term, not where terms are looked for.
"""

from __future__ import annotations

import regex

__all__ = ["broken_plurals"]

_C = "[^اوىةءأإآؤئ]"
"""Any letter that stays when a word is put into another pattern; ي and و may be such as well."""
_PATTERNS = tuple(
    (regex.compile(singular), plurals)
    for singular, plurals in (
        (rf"({_C})({_C}|و)({_C})", (r"أ\1\2ا\3", r"\1\2و\3", r"\1\2ا\3")),  # مرض أمراض, حق حقوق, جبل جبال
        (rf"أ({_C})({_C})", (r"آ\1ا\2",)),  # أثر آثار
        (rf"({_C})({_C})ا({_C})", (r"\1\2\3", r"أ\1\2\3ة")),  # نظام نظم, سلاح أسلحة
        (rf"({_C})({_C}|و)اء", (r"أ\1\2ية",)),  # دواء أدوية
        (rf"({_C}|و)({_C})ي({_C})", (r"\1\2\3", r"\1\2\3اء")),  # طريق طرق, وزير وزراء
        (rf"({_C}|و)({_C}|و)[ياو]({_C})ة", (r"\1\2ائ\3",)),  # ضريبة ضرائب
        (rf"({_C}|و)ا({_C}|ئ)({_C})ة?", (r"\1وا\2\3", r"\1\2ا\3")),  # حاجز حواجز, عامل عمال
        (rf"(م)({_C}|و)({_C})({_C})ة?", (r"\1\2ا\3\4",)),  # مورد موارد, محكمة محاكم
        (rf"(ت)({_C})({_C})({_C})ة", (r"\1\2ا\3\4",)),  # تجربة تجارب
        (rf"({_C})({_C}|ا)({_C}|ن)[اوي]({_C})", (r"\1\2ا\3ي\4", r"\1وا\3ي\4")),  # مشروع مشاريع, قانون قوانين
        (rf"({_C})({_C}|و)({_C})ة", (r"\1\2\3",)),  # دولة دول
        (rf"({_C})({_C})ة", (r"\1\2\2",)),  # خطة خطط
    )
)


def broken_plurals(word: str) -> frozenset[str]:
    """What may be a plural of `word`, an Arabic noun in the singular, with the article or without."""
    article = "ال" if word.startswith("ال") and len(word) > 4 else ""
    bare = word.removeprefix(article)
    return frozenset(
        article + found.expand(plural)
        for pattern, plurals in _PATTERNS
        if (found := pattern.fullmatch(bare))
        for plural in plurals
    )
