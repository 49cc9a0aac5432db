"""Names and closed lists of XLIFF 1.2 that its reader and its writer share."""

from __future__ import annotations

__all__ = [
    "APPROVED",
    "HEADER_NOTE",
    "MARKS",
    "NAMED",
    "QUALIFIER",
    "QUALIFIERS",
    "STATE",
    "STATES",
    "VALUE",
    "XLIFF1",
]

XLIFF1 = "urn:oasis:names:tc:xliff:document:1.2"

HEADER_NOTE = "align:"
"""What stands before the name of a field of our header, as the author of a note."""

NAMED = "x-property-name"
VALUE = "x-property"
"""The types of the two contexts for a fact whose name XLIFF does not take."""

STATE = "x-state"
APPROVED = "x-approved"
QUALIFIER = "x-state-qualifier"
"""The properties of a target for what a tool says about it."""

STATES = frozenset(
    {
        "final",
        "needs-adaptation",
        "needs-l10n",
        "needs-review-adaptation",
        "needs-review-l10n",
        "needs-review-translation",
        "needs-translation",
        "new",
        "signed-off",
        "translated",
    }
)

QUALIFIERS = frozenset(
    {
        "exact-match",
        "fuzzy-match",
        "id-match",
        "leveraged-glossary",
        "leveraged-inherited",
        "leveraged-mt",
        "leveraged-repository",
        "leveraged-tm",
        "mt-suggestion",
        "rejected-grammar",
        "rejected-inaccurate",
        "rejected-length",
        "rejected-spelling",
        "tm-suggestion",
    }
)

MARKS = frozenset(
    {
        "abbrev",
        "abbreviated-form",
        "abbreviation",
        "acronym",
        "appellation",
        "collocation",
        "common-name",
        "datetime",
        "equation",
        "expanded-form",
        "formula",
        "head-term",
        "initialism",
        "international-scientific-term",
        "internationalism",
        "logical-expression",
        "materials-management-unit",
        "name",
        "near-synonym",
        "part-number",
        "phrase",
        "phraseological-unit",
        "protected",
        "romanized-form",
        "seg",
        "set-phrase",
        "short-form",
        "sku",
        "standard-text",
        "symbol",
        "synonym",
        "synonymous-phrase",
        "term",
        "transcribed-form",
        "transliterated-form",
        "truncated-term",
        "variant",
    }
)
"""The kinds of a mark (mtype)."""
