"""How concepts were rendered, as text for a terminal and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from align.lang import direction
from align.report._periods import counted, periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.terminology.renderings import (
        Context,
        LanguageRenderings,
        Line,
        Rendering,
        RenderingsSurvey,
    )

__all__ = ["ROW_NAMES", "renderings_json", "renderings_rows", "renderings_text"]

_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"
"""Around a text that is written from right to left, so that it does not turn round the rest of the line."""
_NAMED = 4  # documents or publishers in a line

ROW_NAMES = (
    "concept",
    "language",
    "rendering",
    "status",
    "form",
    "score",
    "date",
    "document",
    "publisher",
    "unit",
    "source before",
    "source term",
    "source after",
    "target before",
    "target term",
    "target after",
)


def renderings_text(survey: RenderingsSurvey, *, lines: int = 2) -> str:
    """The survey as text: concept by concept, language by language, the most frequent rendering first.

    Args:
        survey: what was found.
        lines: how many examples are shown of each rendering.
    """
    out: list[str] = []
    for one in survey.concepts:
        mentions = ", ".join(f"{text} ({count})" for text, count in one.mentions)
        out.append(f"{one.concept.id}  {_isolated(mentions, survey.source)}")
        for part in one.languages:
            out += [f"  {line}" for line in _language(part, survey.source, lines)]
        out.append("")
    out.append(_sum(survey))
    return "\n".join(out) + "\n"


def _language(part: LanguageRenderings, source: str, lines: int) -> Iterator[str]:
    yield f"{part.lang}  {part.mentions} mention{'s' if part.mentions != 1 else ''}"
    known = periods(date for one in part.renderings for date, _ in one.dates)
    several = (
        len({name for one in part.renderings for name, _ in one.documents}) > 1,
        len({name for one in part.renderings for name, _ in one.publishers}) > 1,
    )
    for one in part.renderings:
        yield f"  {one.count:>5}  {_isolated(one.text, part.lang)}  [{_status(one)}]{_span(one)}"
        others = [f"{_isolated(text, part.lang)} ({count})" for text, count in one.forms if text != one.text]
        details = [
            ("forms", others),
            ("by date", _by_date(one, known)),
            ("documents", [f"{name} ({count})" for name, count in one.documents if several[0]]),
            ("publishers", [f"{name} ({count})" for name, count in one.publishers if several[1]]),
        ]
        for name, items in details:
            if items:
                more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED and name != "by date" else ""
                shown = items if name == "by date" else items[:_NAMED]
                yield f"           {name}: {', '.join(shown)}{more}"
        for line in one.lines[:lines]:
            yield from _line(line, source, part.lang)
    if part.unanswered:
        yield f"  {part.unanswered:>5}  (nothing found that renders it)"
        for line in part.unanswered_lines[:lines]:
            yield from _line(line, source, part.lang)


def _status(one: Rendering) -> str:
    return one.status if one.score is None else f"{one.status}, {one.score:.2f}"


def _span(one: Rendering) -> str:
    if one.first is None:
        return ""
    return f"  {one.first}" if one.first == one.last else f"  {one.first} – {one.last}"


def _by_date(one: Rendering, known: tuple[str, ...]) -> list[str]:
    if len(known) < 2:
        return []
    return [f"{period} {count}" for period, count in zip(known, counted(one.dates, known), strict=True) if count]


def _line(line: Line, source: str, target: str) -> Iterator[str]:
    place = ", ".join(
        part for part in (line.unit_id, line.provenance.document, line.provenance.date) if part is not None
    )
    yield f"           {place}"
    yield f"             {_kwic(line.source, source)}"
    yield f"             {_kwic(line.target, target)}"


def _kwic(context: Context, lang: str) -> str:
    key = f"[{context.text}]" if context.text else ""
    return _isolated(f"{context.before}{key}{context.after}".strip(), lang)


def _isolated(text: str, lang: str) -> str:
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if direction(lang) == "rtl" else text


def _sum(survey: RenderingsSurvey) -> str:
    found = len(survey.concepts)
    text = f"{found} concept{'s' if found != 1 else ''} in {survey.units} units"
    if survey.absent:
        text += f"; {len(survey.absent)} of the term base not mentioned"
    return text


def renderings_json(survey: RenderingsSurvey) -> str:
    """The survey as JSON, as ``schemas/renderings.schema.json`` describes it."""
    report = {
        "signature": str(survey.signature),
        "source": survey.source,
        "targets": list(survey.targets),
        "units": survey.units,
        "undated": survey.undated,
        "absent": list(survey.absent),
        "concepts": [
            {
                "id": one.concept.id,
                "subject": one.concept.subject,
                "definition": one.concept.definition,
                "mentions": [{"text": text, "count": count} for text, count in one.mentions],
                "languages": [_language_object(part) for part in one.languages],
            }
            for one in survey.concepts
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _language_object(part: LanguageRenderings) -> dict[str, object]:
    return {
        "lang": part.lang,
        "mentions": part.mentions,
        "renderings": [_rendering_object(one) for one in part.renderings],
        "unanswered": {"count": part.unanswered, "lines": [_line_object(line) for line in part.unanswered_lines]},
        "unused": [{"text": term.text, "status": term.status} for term in part.unused],
    }


def _rendering_object(one: Rendering) -> dict[str, object]:
    return {
        "text": one.text,
        "status": one.status,
        "count": one.count,
        "score": None if one.score is None else round(one.score, 4),
        "first": one.first,
        "last": one.last,
        "valid_from": one.term.valid_from if one.term else None,
        "valid_to": one.term.valid_to if one.term else None,
        "authority": one.term.authority if one.term else None,
        "forms": _counts("text", one.forms),
        "dates": _counts("date", one.dates),
        "documents": _counts("document", one.documents),
        "publishers": _counts("publisher", one.publishers),
        "lines": [_line_object(line) for line in one.lines],
    }


def _counts(name: str, items: Iterable[tuple[str, int]]) -> list[dict[str, object]]:
    return [{name: text, "count": count} for text, count in items]


def _line_object(line: Line) -> dict[str, object]:
    return {
        "unit": line.unit_id,
        **asdict(line.provenance),
        "score": None if line.score is None else round(line.score, 4),
        "source": asdict(line.source),
        "target": asdict(line.target),
    }


def renderings_rows(survey: RenderingsSurvey) -> Iterator[tuple[str, ...]]:
    """A row for each example line, with the columns `ROW_NAMES`, for a spreadsheet."""
    for one in survey.concepts:
        for part in one.languages:
            for rendering in part.renderings:
                for line in rendering.lines:
                    yield _row(one.concept.id, part.lang, rendering.text, rendering.status, line)
            for line in part.unanswered_lines:
                yield _row(one.concept.id, part.lang, "", "nothing found", line)


def _row(concept: str, lang: str, text: str, status: str, line: Line) -> tuple[str, ...]:
    source, target = line.source, line.target
    return (
        concept,
        lang,
        text,
        status,
        target.text,
        "" if line.score is None else f"{line.score:.2f}",
        line.provenance.date or "",
        line.provenance.document or "",
        line.provenance.publisher or "",
        line.unit_id,
        source.before,
        source.text,
        source.after,
        target.before,
        target.text,
        target.after,
    )
