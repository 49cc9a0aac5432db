"""Candidate terms as a table for a terminal, and as JSON."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING

from align.lang import direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.terminology.extract import Extraction, TermPair

__all__ = ["extraction_json", "extraction_text"]

_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"
_WIDEST = 44  # columns of a term; what is longer moves the rest of its line


def extraction_text(extraction: Extraction, *, lines: int = 0) -> str:
    """The pairs as a table: rank, score, units that hold both (and each side), source, target.

    Args:
        extraction: what was found.
        lines: how many examples are shown of each pair.
    """
    if not extraction.pairs:
        return "no candidates\n"
    heads = ("", "score", "units", extraction.source, extraction.target, "")
    rows = [
        (
            str(number),
            f"{one.score:.2f}",
            _units(one),
            _isolated(one.source, extraction.source),
            _isolated(one.target, extraction.target),
            f"known: {one.concept}" if one.concept else "",
        )
        for number, one in enumerate(extraction.pairs, 1)
    ]
    widths = [min(_WIDEST, max(_width(row[column]) for row in (heads, *rows))) for column in range(len(heads))]
    out = [_row(heads, widths)]
    for row, one in zip(rows, extraction.pairs, strict=True):
        out.append(_row(row, widths))
        for line in one.lines[:lines]:
            out.append(f"      {line.unit_id}")
            for context, lang in ((line.source, extraction.source), (line.target, extraction.target)):
                out.append(f"        {_isolated(f'{context.before}[{context.text}]{context.after}'.strip(), lang)}")
    return "\n".join(out) + "\n"


def _units(one: TermPair) -> str:
    """``3`` where the three counts are the same, otherwise ``2 (4, 3)``."""
    if one.together == one.count == one.target_count:
        return str(one.together)
    return f"{one.together} ({one.count}, {one.target_count})"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    number, score, units, *terms = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join((number.rstrip().rjust(widths[0]), score, units, *terms)).rstrip()


def _width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf"
        else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _isolated(text: str, lang: str) -> str:
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if direction(lang) == "rtl" else text


def extraction_json(extraction: Extraction) -> str:
    """The pairs as JSON, as ``schemas/extraction.schema.json`` describes it."""
    report = {
        "signature": str(extraction.signature),
        "source": extraction.source,
        "target": extraction.target,
        "units": extraction.units,
        "known": extraction.known,
        "pairs": [
            {
                "source": one.source,
                "target": one.target,
                "score": round(one.score, 4),
                "count": one.count,
                "target_count": one.target_count,
                "together": one.together,
                "dice": round(one.dice, 4),
                "log_likelihood": round(one.likelihood, 2),
                "c_value": round(one.weight, 2),
                "concept": one.concept,
                "lines": [
                    {
                        "unit": line.unit_id,
                        **asdict(line.provenance),
                        "source": asdict(line.source),
                        "target": asdict(line.target),
                    }
                    for line in one.lines
                ],
            }
            for one in extraction.pairs
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
