"""What the checks that look at terms share: one matcher a language, and the source of a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from align.errors import ModelError
from align.lang import fallbacks, same_language
from align.model import TermBase
from align.terminology.match import TermMatcher

if TYPE_CHECKING:
    from align.checks import CheckContext
    from align.model import Concept, TranslationUnit, Variant

__all__ = ["Matchers", "is_abbreviation", "source_variant"]


class Matchers:
    """Matchers of the term base of a context, each made when its language is first met.

    A term that is not translated is a term of every language.
    """

    def __init__(self, context: CheckContext) -> None:
        if context.termbase is None:
            raise ModelError("there is no term base to match with")
        self._termbase = context.termbase
        self._made = cast("dict[str, TermMatcher]", context._matchers)  # noqa: SLF001 - kept there for us

    def of(self, lang: str) -> TermMatcher:
        """The matcher for texts in `lang`."""
        if lang not in self._made:
            self._made[lang] = TermMatcher(_with_untranslated(self._termbase, lang), lang)
        return self._made[lang]


def _with_untranslated(termbase: TermBase, lang: str) -> TermBase:
    """The term base with every term that is not translated as one of `lang`."""

    def extended(concept: Concept) -> Concept:
        there = {term.text for term in concept.terms if same_language(term.lang, lang)}
        kept = {
            term.text: replace(term, lang=lang)
            for term in concept.terms
            if term.status == "do-not-translate" and term.text not in there
        }
        return replace(concept, terms=(*concept.terms, *kept.values())) if kept else concept

    if not any(term.status == "do-not-translate" for concept in termbase.concepts for term in concept.terms):
        return termbase
    return TermBase(concepts=tuple(map(extended, termbase.concepts)))


def source_variant(unit: TranslationUnit, lang: str) -> Variant | None:
    """The variant of `unit` in `lang`, or else in a more special form of it (en-GB for en), if there is one."""
    exact = unit.variant(lang)
    if exact is not None:
        return exact
    return next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)


def is_abbreviation(term: str) -> bool:
    """Whether `term` is one word with two capitals or more, such as UNO or KPCh."""
    return " " not in term and sum(char.isupper() for char in term) > 1
