"""The names that TBX has for things, and ours for what it has none for.

Sources: ISO 30042:2019 and the dialects TBX-Min and TBX-Basic (version 3); ISO 30042:2008 (version 2, ``martif``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from align.model import TermStatus

__all__ = [
    "BASIC",
    "CATEGORIES",
    "CORE",
    "ENTRIES",
    "LANGUAGE_SECTIONS",
    "MIN",
    "OUR_NOTE",
    "PICKLISTS",
    "STATUSES",
    "STATUS_CATEGORIES",
    "TERM_SECTIONS",
    "WRITTEN_STATUSES",
    "Category",
]

CORE = "urn:iso:std:iso:30042:ed-2"
MIN = "http://www.tbxinfo.net/ns/min"
BASIC = "http://www.tbxinfo.net/ns/basic"

ENTRIES = {"tbx": "conceptEntry", "martif": "termEntry"}
"""What a concept is called under each root element."""
LANGUAGE_SECTIONS = frozenset({"langsec", "langset"})
TERM_SECTIONS = frozenset({"termsec", "tig", "ntig"})
STATUS_CATEGORIES = ("administrativestatus", "normativeauthorization", "usagestatus")

STATUSES: dict[str, TermStatus] = {
    "preferred": "preferred",
    "standardized": "preferred",
    "admitted": "admitted",
    "legal": "admitted",
    "regulated": "admitted",
    "proposed": "proposed",
    "deprecated": "deprecated",
    "forbidden": "deprecated",
    "notrecommended": "deprecated",
    "superseded": "superseded",
    "obsolete": "superseded",
}
"""The statuses of TBX-Basic (administrativeStatus), version 2 (normativeAuthorization), TBX-Min (usageStatus) and IATE,
and `forbidden` as some tools write it; without "-admn-sts" and "Term"."""
WRITTEN_STATUSES: dict[str, str] = {
    "preferred": "preferredTerm-admn-sts",
    "do-not-translate": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "superseded": "supersededTerm-admn-sts",
}
"""What is written for each status; a proposed term has none, for every one on the closed list is a judgement."""

OUR_NOTE = regex.compile(
    r"x-(status|valid-from|valid-to|authority|form|case-sensitive|gap|abbreviation-of|broader|id|note): (.*)"
)
"""A note of ours, for what TBX-Basic has no category for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A data category of TBX-Basic.

    Attributes:
        name: as it is written.
        element: of style DCA.
        namespace: of style DCT, which also says the dialect that brings it.
        levels: where it may stand: concept, lang, term.
    """

    name: str
    element: str
    namespace: str
    levels: frozenset[str]


def _category(name: str, element: str, namespace: str, levels: str) -> tuple[str, Category]:
    made = Category(name=name, element=element, namespace=namespace, levels=frozenset(levels.split()))
    return name.lower(), made


CATEGORIES: dict[str, Category] = dict(
    [
        _category("subjectField", "descrip", MIN, "concept"),
        _category("administrativeStatus", "termNote", MIN, "term"),
        _category("partOfSpeech", "termNote", MIN, "term"),
        _category("customerSubset", "admin", MIN, "concept term"),
        _category("externalCrossReference", "xref", MIN, "concept lang term"),
        _category("definition", "descrip", BASIC, "concept lang"),
        _category("context", "descrip", BASIC, "term"),
        _category("source", "admin", BASIC, "concept lang term"),
        _category("projectSubset", "admin", BASIC, "concept term"),
        _category("crossReference", "ref", BASIC, "concept term"),
        _category("geographicalUsage", "termNote", BASIC, "term"),
        _category("grammaticalGender", "termNote", BASIC, "term"),
        _category("termLocation", "termNote", BASIC, "term"),
        _category("termType", "termNote", BASIC, "term"),
        _category("transactionType", "transac", BASIC, "concept lang term"),
        _category("responsibility", "transacNote", BASIC, "concept lang term"),
        _category("xGraphic", "xref", BASIC, "concept lang"),
    ]
)
"""The categories of TBX-Basic by their names in small letters; those of the namespace `MIN` are also in TBX-Min."""

PICKLISTS: dict[str, frozenset[str]] = {
    "partofspeech": frozenset({"noun", "verb", "adjective", "adverb", "other"}),
    "grammaticalgender": frozenset({"masculine", "feminine", "neuter", "other"}),
}
"""The values that TBX-Basic allows, where another one is a mistake and not just another tool's habit."""
