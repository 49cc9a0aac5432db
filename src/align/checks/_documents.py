"""What is known of the document that a unit is from: its name, its date and its publisher."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks._dates import span_of
from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from align.checks import CheckContext
    from align.model import Property, TranslationUnit, Variant

__all__ = ["DocumentFacts", "Documents", "Untold", "is_of"]

_log = logging.getLogger(__name__)

_NAMES = {
    name: key for key in ("document", "date", "publisher") for name in (key, f"x-{key}")
}  # memoQ writes x-document into its TMX


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Of one variant of a unit.

    Attributes:
        name: of the document, or None.
        date: as it was given, or None where none was given, or none that can be read.
        days: its first and last day.
        publisher: or None.
    """

    name: str | None = None
    date: str | None = None
    days: tuple[str, str] | None = None
    publisher: str | None = None


@dataclass(slots=True)
class Untold:
    """What could not be compared, until it is said.

    Attributes:
        undated: renderings that are right at some dates only, in documents without a date.
        unpaired: units in one language only.
        unpaired_terms: terms in them.
        unreadable: dates that cannot be read, and the first unit of each.
    """

    undated: int = 0
    unpaired: int = 0
    unpaired_terms: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)

    def add(self, other: Untold) -> None:
        """Count what another part of the same run could not compare."""
        self.undated += other.undated
        self.unpaired += other.unpaired
        self.unpaired_terms += other.unpaired_terms
        self.unreadable = other.unreadable | self.unreadable

    def tell(self) -> None:
        """Say it once."""
        if self.unpaired_terms:
            _log.info(
                "%d units have one language only; the %d terms in them have nothing to be compared with",
                self.unpaired,
                self.unpaired_terms,
            )
        for date, unit_id in self.unreadable.items():
            _log.warning("unit %s: the date %r cannot be read; write 2018, 2018-03 or 2018-03-05", unit_id, date)
        if self.undated:
            _log.warning(
                "%d renderings are right at some dates only, and their documents have no date; they were judged by "
                "their status alone (give the date with --date, in corpus.toml, or as a property of the units)",
                self.undated,
            )


class Documents:
    """Looks up the facts for each unit, and counts what is not known where it is needed."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context
        self._known: dict[tuple[str, str | None, str | None, str | None], DocumentFacts] = {}
        self.untold = Untold()

    def facts(self, unit: TranslationUnit, variant: Variant) -> DocumentFacts:
        """The facts of `variant`: its own properties, then those of the unit, then the context's."""
        said: dict[str, str] = {}
        if variant.properties or unit.properties:
            said = {**_said(unit.properties), **_said(variant.properties)}
        key = (variant.lang, said.get("document"), said.get("date"), said.get("publisher"))
        if key not in self._known:
            self._known[key] = self._made(*key, unit_id=unit.id)
        return self._known[key]

    def _made(
        self, lang: str, name: str | None, date: str | None, publisher: str | None, *, unit_id: str
    ) -> DocumentFacts:
        text = self._context.texts.get(lang)
        date = date or (text.date if text else None) or self._context.date
        days = span_of(date) if date else None
        if date and days is None:
            self.untold.unreadable.setdefault(date, unit_id)
            date = None
        publisher = publisher or (text.publisher if text else None) or self._context.publisher
        return DocumentFacts(name=name, date=date, days=days, publisher=publisher)


def _said(properties: tuple[Property, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in properties:
        name = _NAMES.get(one.name)
        if name and one.value.strip():
            found.setdefault(name, one.value.strip())
    return found


def is_of(authority: str | None, publisher: str | None) -> bool:
    """Whether `publisher` is one of those that `authority` names; several are set apart by a semicolon."""
    if not authority or not publisher:
        return False
    return comparison_key(publisher) in {comparison_key(part) for part in authority.split(";")}
