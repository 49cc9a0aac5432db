"""How concepts were rendered, as one HTML page that needs neither a network nor a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align import lang as languages
from align.report._drift import COLOURS, Chart, chart_of
from align.report._templates import beside, environment

if TYPE_CHECKING:
    from align.terminology.renderings import ConceptRenderings, LanguageRenderings, Rendering, RenderingsSurvey

__all__ = ["render_renderings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    colour: int
    rendering: Rendering
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    part: LanguageRenderings
    rows: tuple[_Row, ...]
    chart: Chart | None
    total: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    number: int
    concept: ConceptRenderings
    parts: tuple[_Part, ...]


def render_renderings(survey: RenderingsSurvey, *, title: str) -> str:
    """The page: the same survey gives the same characters."""
    sections = [
        _Section(number=number, concept=concept, parts=tuple(_part(part) for part in concept.languages))
        for number, concept in enumerate(survey.concepts, 1)
    ]
    return (
        environment()
        .get_template("renderings.html.j2")
        .render(
            survey=survey,
            title=title,
            sections=sections,
            direction=languages.direction,
            style=beside("renderings.css"),
        )
    )


def _part(part: LanguageRenderings) -> _Part:
    total = sum(one.count for one in part.renderings)
    rows = tuple(
        _Row(colour=min(number, COLOURS - 1), rendering=one, share=one.count / total if total else 0.0)
        for number, one in enumerate(part.renderings)
    )
    settled = sum(one.count for one in part.renderings if one.term is not None and one.term.is_allowed)
    return _Part(part=part, rows=rows, chart=chart_of(part), total=total, settled=settled)
