"""A term base in which every field has a value somewhere."""

from __future__ import annotations

from dataclasses import replace

from align.model import Concept, Term, TermBase

FULL = TermBase(
    concepts=(
        Concept(
            id="shared-future",
            subject="diplomacy",
            definition="a guiding idea of Chinese diplomacy",
            source="white paper, 2023",
            note="first line\nx-gap: a line that looks like one of ours",
            broader=("diplomacy", "42"),
            terms=(
                Term(
                    text="community ... shared future",
                    lang="en",
                    status="preferred",
                    valid_from="2018-01-24",
                    authority="Xinhua",
                    source="speech & text <2017>",
                    part_of_speech="noun",
                    forms=("communities of shared future", "shared futures"),
                    case_sensitive=False,
                    gap=3,
                    note="one\ntwo",
                ),
                Term(
                    text="community of common destiny",
                    lang="en",
                    status="superseded",
                    valid_from="2011",
                    valid_to="2018-01",
                ),
                Term(text="CSF", lang="en", status="admitted", abbreviation_of="community ... shared future"),
                Term(text="common doom", lang="en", status="deprecated", case_sensitive=True),
                Term(text="communauté d’avenir partagé", lang="fr", status="proposed"),
                Term(text="l’« avenir » partagé", lang="fr", status="preferred"),
                Term(text="人类命运共同体", lang="zh-Hans", status="preferred"),
            ),
        ),
        Concept(id="42", terms=(Term(text="COVID-19", lang="en", status="do-not-translate"),)),
        Concept(id="diplomacy", terms=(Term(text="diplomacy", lang="en"), Term(text="дипломатия", lang="ru"))),
    )
)


def grouped(termbase: TermBase) -> TermBase:
    """The term base with the terms of each concept put together by language, as some formats keep them."""
    return TermBase(
        concepts=tuple(
            replace(
                concept,
                terms=tuple(
                    term
                    for lang in dict.fromkeys(term.lang for term in concept.terms)
                    for term in concept.terms_in(lang)
                ),
            )
            for concept in termbase.concepts
        )
    )
