"""Languages that models were trained on, as their makers publish them (tags as `align.lang.primary` gives them)."""

from __future__ import annotations

from align.lang import primary

__all__ = ["LABSE", "XLM_R", "covers"]

# Conneau et al. 2020, table 6 (a language in two scripts counts once); multilingual-e5 was trained from this model
_XLM_R = """
af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha he hi hr hu hy id
is it ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl
so sq sr su sv sw ta te th tr ug uk ur uz vi xh yi zh
"""

# Feng et al. 2022, the 109 languages of its table of training data
_LABSE = """
af am ar as az be bg bn bo bs ca ceb co cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha haw he hi
hmn hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my ne nl no ny or pa
pl pt ro ru rw si sk sl sm sn so sq sr st su sv sw ta te tg th tk tr tt ug uk ur uz vi wo xh yi yo zh zu
"""

XLM_R = frozenset(_XLM_R.split())
LABSE = frozenset(_LABSE.split())

_NORWEGIAN = frozenset({"nb", "nn"})


def covers(languages: frozenset[str], lang: str) -> bool:
    """Whether `lang` (BCP 47 tag) is one of `languages`; Bokmål and Nynorsk are Norwegian."""
    code = primary(lang)
    return code in languages or (code in _NORWEGIAN and "no" in languages)
