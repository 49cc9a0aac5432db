"""The check `terms`: a rendering that is missing, out of use, not yet in use, another publisher's, or not preferred.

The rules are in `TermsCheck.rules`; how a term stands in a document, by its date and its publisher, is in
`align.checks._standing`. Any one of several right renderings will do, in any form of inflection. A concept without a
term in the variant's language, or without one that is right at the date, is left alone.

Where terms lie inside each other, the longest counts, whatever its concept. A place where two concepts have the same
rendering speaks for the one that the source has. A proposed term is a known rendering, and never a finding. Units with
one variant raise nothing; `count_terms` says how many terms they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from align.checks._documents import Documents, is_of
from align.checks._occurrences import Matchers, is_abbreviation, source_variant
from align.checks._places import Place, Source, mentions
from align.checks._standing import needs_date, own_terms
from align.checks._term_counts import TermCounts, count_terms
from align.checks._term_rules import TERM_RULES
from align.checks._unchanged import changed_form, stands_unchanged
from align.terminology.shared_words import shares_character, shares_letters, shares_words
from align.terminology.word_formation import in_compound, is_derived, is_qualifier, stands_in_plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.checks import Candidate, CheckContext, Counterparts, Rule
    from align.checks._documents import DocumentFacts, Untold
    from align.model import Finding, Severity, Term, TranslationUnit
    from align.terminology.match import Match

__all__ = ["TermCounts", "TermsCheck", "count_terms"]

_SHOWN = 3
"""How many renderings a message names; `Finding.expected` has them all."""
_SURE = 0.5
"""Score under which a candidate for an unlisted rendering is not shown."""


class TermsCheck:
    """Compares the terms of every variant with those of the source."""

    rules: ClassVar[tuple[Rule, ...]] = TERM_RULES

    def __init__(self, *, added: bool = False) -> None:
        """Make the check.

        Args:
            added: also report renderings whose concept the source does not have.
        """
        self._added = added

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units and, in a unit, of its variants; none where there is no term base.

        What depends on a date that a document does not have is said once, on the log, at the end.
        """
        run = self.begin(context)
        if run is None:
            return
        for unit in units:
            yield from run.look(unit)
        run.untold.tell()

    def begin(self, context: CheckContext) -> _Run | None:
        """Get ready to look at units; see `align.checks.running`."""
        if context.termbase is None:
            return None
        return _Run(
            context=context,
            matchers=Matchers(context),
            documents=Documents(context),
            added=self._added or "terms/added" in context.optional,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What one run of the check knows."""

    context: CheckContext
    matchers: Matchers
    documents: Documents
    added: bool

    @property
    def untold(self) -> Untold:
        """What could not be compared so far."""
        return self.documents.untold

    def look(self, unit: TranslationUnit) -> Iterator[Finding]:
        """The findings in one unit."""
        if len(unit.variants) < 2:
            self.count_unpaired(unit)
            return
        variant = source_variant(unit, self.context.source)
        in_source = self.matchers.of(variant.lang).find_all(variant.text) if variant else []
        source = (
            Source(
                variant=variant,
                known=tuple(mentions(variant.text, in_source)),
                matcher=self.matchers.of(variant.lang),
            )
            if variant
            else Source(variant=None)
        )
        for variant in unit.variants:
            matcher = self.matchers.of(variant.lang)
            is_source = variant is source.variant
            matches = in_source if is_source else matcher.find_all(variant.text)
            facts = self.documents.facts(unit, variant)
            if not matches and (is_source or not source.known):
                continue  # most texts have no term, and nothing is to be said of them
            place = Place(
                unit=unit, variant=variant, facts=facts, source=source, matcher=matcher, matches=tuple(matches)
            )
            self._count_undated(place)
            findings = [*_out_of_use(place)]
            if source.variant is not None and not is_source:
                findings += _unanswered(place, self.context.counterparts)
                findings += _not_preferred(place)
                if self.added:
                    findings += _added(place)
            yield from sorted(
                findings, key=lambda f: (f.lang != place.variant.lang, f.start, f.end, f.rule, f.concept or "")
            )

    def count_unpaired(self, unit: TranslationUnit) -> None:
        """Count a null bead, and the terms in it."""
        self.untold.unpaired += 1
        for variant in unit.variants:
            self.untold.unpaired_terms += len(self.matchers.of(variant.lang).find(variant.text))

    def _count_undated(self, place: Place) -> None:
        if place.facts.days is None and place.visible:
            wanted = place.source.concepts
            self.untold.undated += sum(
                match.concept in wanted and needs_date(match.term, place.facts) for match in place.visible
            )


def _unanswered(place: Place, counterparts: Mapping[str, Counterparts]) -> Iterator[Finding]:
    """Concepts that the source has and the variant does not, and names that it has otherwise."""
    source = place.source.variant
    if source is None:
        return
    present = place.rendered()
    reported = set[str]()
    at_span: dict[tuple[int, int], set[str]] = {}
    for match in place.source.known:
        at_span.setdefault(match.span, set()).add(match.concept)
    for match in place.source.known:
        if match.concept in reported:
            continue
        if match.term.status == "do-not-translate":
            findings = [*_changed(place, match)]
            reported.update(match.concept for _ in findings)
            yield from findings
            continue
        if at_span[match.span] & present:
            continue
        terms = place.expected(match.concept)
        if not terms or _stands_otherwise(place, match, terms) or place.source.is_doubtful(match):
            continue
        reported.add(match.concept)
        expected = tuple(dict.fromkeys(term.text for term in terms))
        asked = source.text[match.start : match.end]
        candidate = _candidate(place, match, counterparts.get(place.variant.lang))
        other = place.hiding(match.concept)
        if other is None and candidate is not None:
            other = _other_term(place, candidate)
        if candidate is not None and other is None:
            yield place.finding(
                "unlisted",
                "warning",
                f"“{asked}” has no listed rendering in {place.variant.lang}; found: “{candidate.text}”; "
                f"expected {_alternatives(expected)}{_by_own(place, terms)}",
                concept=match.concept,
                start=candidate.start,
                end=candidate.end,
                expected=expected,
                family="missing",
            )
            continue
        yield place.finding(
            "missing",
            "warning",
            f"“{asked}” has no listed rendering in {place.variant.lang}; "
            f"expected {_alternatives(expected)}{_by_own(place, terms)}{_named(place, other)}",
            concept=match.concept,
            start=match.start,
            end=match.end,
            expected=expected,
            in_source=True,
            family="missing",
        )


def _stands_otherwise(place: Place, match: Match, terms: tuple[Term, ...]) -> bool:
    """Whether one of the terms stands there as no matcher finds it.

    It may share a word with another one (countries both developed and developing), or be a part of a compound, or a
    verb that was made a noun of.
    """
    inflector, lang, text = place.matcher.inflector, place.variant.lang, place.variant.text
    forms = [form for term in terms for form in (term.text, *term.forms)]
    partners = [term.text for concept in place.source.concepts for term in place.matcher.terms(concept)]
    if inflector is None:
        return any(shares_letters(form, text, lang=lang) or shares_character(form, partners, text) for form in forms)
    taken = [other.span for other in place.visible]
    source = place.source.variant
    qualifies = source is not None and is_qualifier(source.text, match.start, match.end, lang=source.lang)
    return any(
        shares_words(form, text, lang=lang, inflector=inflector)
        or in_compound(form, text, lang=lang, inflector=inflector, partners=partners, taken=taken, qualifies=qualifies)
        or is_derived(form, text, lang=lang, inflector=inflector)
        or stands_in_plural(form, text, lang=lang, inflector=inflector)
        for form in forms
    )


def _candidate(place: Place, match: Match, finder: Counterparts | None) -> Candidate | None:
    """What seems to render the term of the source, unless it is unlikely or the rendering of another concept."""
    source = place.source.variant
    if finder is None or source is None:
        return None
    taken = [
        other.span
        for other in place.visible
        if other.concept in place.source.concepts and other.concept != match.concept
    ]
    found = finder.find(source.text, match.start, match.end, place.variant.text, taken=taken)
    if found is None or found.score < _SURE:
        return None
    return None if any(start < found.end and found.start < end for start, end in taken) else found


def _changed(place: Place, match: Match) -> Iterator[Finding]:
    """A name of the source that the variant does not have as it is, nor in a rendering that is listed for it."""
    source, text = place.source.variant, place.variant.text
    if source is None:
        return
    wanted = source.text[match.start : match.end]
    if any(stands_unchanged(form, text) for form in dict.fromkeys((match.term.text, wanted))):
        return
    for other in place.matches:
        if (
            other.concept == match.concept
            and other.term.status != "do-not-translate"
            and place.standing(other) == "right"
        ):
            return
    expected = (match.term.text,)
    changed = changed_form(match.term.text, text)
    if changed is None:
        yield place.finding(
            "do-not-translate",
            "error",
            f"“{wanted}” stays as it is in every language, and is not in the {place.variant.lang} text",
            concept=match.concept,
            start=match.start,
            end=match.end,
            expected=expected,
            in_source=True,
        )
        return
    start, end = changed
    yield place.finding(
        "do-not-translate",
        "error",
        f"“{text[start:end]}” is written “{match.term.text}” in every language",
        concept=match.concept,
        start=start,
        end=end,
        expected=expected,
    )


def _out_of_use(place: Place) -> Iterator[Finding]:
    """Renderings that are deprecated, superseded, or of a later time."""
    concepts = place.source.concepts
    standings = [(match, place.standing(match)) for match in place.visible]
    for match, how in standings:
        if how in ("right", "proposed"):
            continue
        rivals = {m.concept for m, other in standings if m.span == match.span and other in ("right", "proposed")}
        if rivals and (place.is_source or rivals & concepts or match.concept not in concepts):
            continue
        known = match.concept in concepts and not place.is_source
        if how == "early" and match.concept not in concepts:
            continue
        terms = place.expected(match.concept)
        expected = tuple(dict.fromkeys(term.text for term in terms))
        severity: Severity
        if how == "deprecated":
            severity = "error" if known else "warning"
        elif how == "superseded":
            severity = "warning" if known else "note"
        else:
            severity = "warning" if known and expected else "note"
        found = place.variant.text[match.start : match.end]
        yield place.finding(
            "anachronism" if how == "early" else how,
            severity,
            f"“{found}” {_reason(place.entry(match), how, place.facts)}"
            + (f"; use {_alternatives(expected)}{_by_own(place, terms)}" if expected else ""),
            concept=match.concept,
            start=match.start,
            end=match.end,
            expected=expected,
        )


def _not_preferred(place: Place) -> Iterator[Finding]:
    """Renderings that are right, where the publisher's own or the preferred one is expected and not used.

    An abbreviation may answer an abbreviation, and one that the term base ties to its long form may answer that.
    """
    known = place.source.known
    concepts = place.source.concepts
    right = [(match, place.entry(match)) for match in place.visible if place.standing(match) == "right"]
    own = {concept: own_terms(place.matcher.terms(concept), place.facts) for concept in concepts}
    best = {(m.concept) for m, entry in right if _is_best(entry, own.get(m.concept, ()))}
    best_spans = {m.span for m, entry in right if m.concept in concepts and _is_best(entry, own.get(m.concept, ()))}
    short = {match.concept for match in known if is_abbreviation(match.term.text) or match.term.abbreviation_of}
    for match, entry in right:
        concept = match.concept
        if concept not in concepts or concept in best or match.span in best_spans:
            continue
        if entry.abbreviation_of or (concept in short and is_abbreviation(entry.text)):
            continue
        found = place.variant.text[match.start : match.end]
        if own[concept] and entry not in own[concept]:
            expected = tuple(dict.fromkeys(term.text for term in own[concept]))
            whose = f"the rendering of {entry.authority}" if entry.authority else "right"
            yield place.finding(
                "authority",
                "warning" if entry.authority else "note",
                f"“{found}” is {whose}; {place.facts.publisher} has {_alternatives(expected)}",
                concept=concept,
                start=match.start,
                end=match.end,
                expected=expected,
            )
            continue
        if entry.status not in ("admitted", "preferred"):
            continue
        preferred = tuple(term.text for term in place.expected(concept) if term.status == "preferred")
        if preferred and entry.status == "admitted":
            yield place.finding(
                "admitted",
                "note",
                f"“{found}” is admitted; preferred is {_alternatives(preferred)}",
                concept=concept,
                start=match.start,
                end=match.end,
                expected=preferred,
            )


def _is_best(entry: Term, own: tuple[Term, ...]) -> bool:
    """Whether nothing better could stand there: it is the publisher's own preferred one, or the preferred one."""
    if own:
        return entry in own and (entry.status == "preferred" or all(term.status != "preferred" for term in own))
    return entry.status in ("preferred", "do-not-translate")


def _added(place: Place) -> Iterator[Finding]:
    """Renderings of concepts that the source does not have."""
    for match in place.visible:
        homonyms = {m.concept for m in place.visible if m.span == match.span}
        if place.standing(match) == "right" and not homonyms & place.source.concepts:
            found = place.variant.text[match.start : match.end]
            message = f"“{found}” renders {match.concept}, which the source does not have"
            yield place.finding("added", "note", message, concept=match.concept, start=match.start, end=match.end)


def _alternatives(terms: tuple[str, ...]) -> str:
    shown = " or ".join(f"“{term}”" for term in terms[:_SHOWN])
    return shown + (f" (or one of {len(terms) - _SHOWN} more)" if len(terms) > _SHOWN else "")


def _other_term(place: Place, candidate: Candidate) -> Match | None:
    """The term of a concept that the source does not have, if what seems to render another one is that."""
    return next((match for match in place.visible if match.start < candidate.end and candidate.start < match.end), None)


def _named(place: Place, other: Match | None) -> str:
    """Says so where what stands there is the term of another concept."""
    if other is None:
        return ""
    return f"; “{place.variant.text[other.start : other.end]}” is another concept ({other.concept})"


def _by_own(place: Place, terms: tuple[Term, ...]) -> str:
    """Says so where the expected terms are the publisher's own."""
    own = place.facts.publisher and all(is_of(term.authority, place.facts.publisher) for term in terms)
    return f" ({place.facts.publisher})" if own and terms else ""


def _reason(term: Term, how: str, facts: DocumentFacts) -> str:
    """What is wrong with the term: since when and by whom, as far as it is known, and of when the document is."""
    by = f" ({term.authority})" if term.authority else ""
    if how == "early":
        return f"is in use since {term.valid_from}{by}, and the document is of {facts.date}"
    since = f" since {term.valid_to}" if term.valid_to else ""
    dated = f", and the document is of {facts.date}" if since and facts.date else ""
    return f"is {how}{since}{by}{dated}"
