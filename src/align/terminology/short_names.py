"""Names that are also general words: 大会, the General Assembly, may be the end of 代表大会, a congress.

No list has all the bodies whose names end in such a word. Where another word stands directly before it, the text may
speak of one of them, and only a reader knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.model import Term
    from align.terminology.match import Match

__all__ = ["is_name", "may_be_longer"]

_LONGEST = 3
"""Names up to so many characters are looked at; longer ones are hardly general words."""
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
_CASED = regex.compile(r"^\P{L}*\p{Lu}\w")
_HAN_WORD = regex.compile(r"\p{Han}{2,}")
# Words of Chinese that stand before a name without being a part of it: prepositions, conjunctions, adverbs, and verbs
# of asking, telling and handing over.
_BEFORE_NAMES = (
    "按照 包括 本届 必须 并且 不是 出席 促请 但是 当时 等待 对于 根据 关于 恳请 回顾 即使 建议 鉴于 交给 尽管 经过 "
    "可以 没有 期待 强调 然后 认为 如果 如同 是否 提交 提请 提醒 提议 通过 同意 围绕 为了 希望 现在 宣布 要求 以及 "
    "因为 因此 应当 应该 由于 有关 与其 再次 赞扬 召开 针对 支持 直到 只有 至于 主张 祝贺 最后 作为"
)


def is_name(terms: Iterable[Term]) -> bool:
    """Whether a concept is a name: its terms begin with a capital in every language that tells names by capitals."""
    told = [
        term.text
        for term in terms
        if is_spaced(term.lang)
        and primary(term.lang) not in _NOUNS_IN_CAPITALS
        and term.abbreviation_of is None
        and term.text[:1].lower() != term.text[:1].upper()
    ]
    return bool(told) and all(_CASED.match(text) for text in told)


def may_be_longer(match: Match, text: str, others: Iterable[Match], lang: str) -> bool:
    """Whether the name that was found may be the end of a longer one, since another word stands directly before it.

    Args:
        match: a short name in a script without spaces; for any other the answer is no.
        text: in which it was found.
        others: what else was found there; a term directly before it is a reason to think of the name itself.
        lang: BCP 47 tag of the text.
    """
    if is_spaced(lang) or match.end - match.start > _LONGEST or any(other.end == match.start for other in others):
        return False
    from align.terminology._segmentation import word_before

    before = word_before(text, match.start, lang)
    return before not in _BEFORE_NAMES.split() and _HAN_WORD.fullmatch(before) is not None
