"""Findings as one HTML page that needs neither a network nor a script; a content security policy forbids both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align import lang as languages
from align.model import SEVERITIES
from align.report._quoted import pieces
from align.report._templates import beside, environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.checks import Rule
    from align.model import Finding, Severity, TranslationUnit
    from align.report import Location, RunFacts

__all__ = ["HtmlReport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A text in three parts; the middle one is what the finding is about, and empty where it is in the other text."""

    lang: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    finding: Finding
    texts: tuple[_Text, ...]
    place: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """All findings of one rule."""

    id: str
    name: str
    rule: Rule | None
    severity: Severity
    cards: tuple[_Card, ...]


class HtmlReport:
    """Findings by rule, the gravest first, each with both texts; the page can be narrowed without a script."""

    is_text = True

    def render(
        self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], run: RunFacts
    ) -> Iterator[bytes]:
        """The page: the same findings give the same characters."""
        groups: dict[str, list[_Card]] = {}
        counts = Counter[str]()
        langs = Counter[str]()
        for finding in [*findings]:  # `locate` wants to know them all
            counts[finding.severity] += 1
            langs[finding.about] += 1
            texts = _texts(finding, units.get(finding.unit_id), run.source)
            groups.setdefault(finding.rule_id, []).append(
                _Card(finding=finding, texts=texts, place=run.locate(finding))
            )
        sections = [
            _Section(
                id=f"r{number}",
                name=name,
                rule=run.rules.get(name),
                severity=max((card.finding.severity for card in cards), key=SEVERITIES.index),
                cards=tuple(cards),
            )
            for number, (name, cards) in enumerate(groups.items(), 1)
        ]
        sections.sort(key=lambda section: (-SEVERITIES.index(section.severity), section.name))
        page = (
            environment()
            .get_template("findings.html.j2")
            .render(
                run=run,
                sections=sections,
                counts=[(name, counts[name]) for name in reversed(SEVERITIES)],
                langs=sorted(langs.items()),
                number_of={lang: number for number, lang in enumerate(sorted(langs), 1)},
                clean=[rule.summary for name, rule in run.rules.items() if name not in groups and not rule.optional],
                total=counts.total(),
                direction=languages.direction,
                pieces=pieces,
                style=beside("findings.css"),
            )
        )
        yield f"{page.rstrip()}\n".encode("utf-8", "replace")


def _texts(finding: Finding, unit: TranslationUnit | None, source: str | None) -> tuple[_Text, ...]:
    """The source and the translation, as far as they are at hand."""
    if unit is None:
        return ()
    wanted = dict.fromkeys(lang for lang in (source, finding.lang, finding.about) if lang)
    out = []
    for lang in wanted:
        variant = unit.variant(lang)
        if variant is None:
            continue
        text = variant.text
        start, end = (finding.start, finding.end) if lang == finding.lang else (0, 0)
        out.append(_Text(lang=lang, before=text[:start], marked=text[start:end], after=text[end:]))
    return tuple(out)
