"""What the checks that look at terms share: one matcher a language, and the source of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.lang import fallbacks
from align.terminology.match import TermMatcher

if TYPE_CHECKING:
    from align.model import TermBase, TranslationUnit, Variant

__all__ = ["Matchers", "source_variant"]


class Matchers:
    """Matchers of one term base, each made when its language is first met."""

    def __init__(self, termbase: TermBase) -> None:
        self._termbase = termbase
        self._made: dict[str, TermMatcher] = {}

    def of(self, lang: str) -> TermMatcher:
        """The matcher for texts in `lang`."""
        if lang not in self._made:
            self._made[lang] = TermMatcher(self._termbase, lang)
        return self._made[lang]


def source_variant(unit: TranslationUnit, lang: str) -> Variant | None:
    """The variant of `unit` in `lang`, or else in a more special form of it (en-GB for en), if there is one."""
    exact = unit.variant(lang)
    if exact is not None:
        return exact
    return next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)
