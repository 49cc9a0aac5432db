"""Segments for a machine that translates: one line of JSON each, with matches, terms and neighbours; no instructions.

The schema is ``schemas/feed.schema.json``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from align.errors import UsageError
from align.pretranslation.offers import match_data, term_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.pretranslation.records import PretranslatedSegment, Pretranslation

__all__ = ["LEAST_BYTES", "MOST_BYTES", "feed_lines"]

MOST_BYTES = 16_384
"""Bytes (UTF-8) of a line, its end not counted, unless told otherwise."""

LEAST_BYTES = 256
_SURE = frozenset({"in-context", "exact"})
_NEIGHBOURS = ("after", "before")


def feed_lines(pretranslation: Pretranslation, *, every: bool = False, max_bytes: int = MOST_BYTES) -> Iterator[str]:
    """A line of JSON for each segment that is still to be translated, without line ends.

    What does not fit is left out in this order and named in ``left_out``: the worst matches, the neighbours, the terms
    that come last. The text itself is never cut.

    Args:
        pretranslation: the segments.
        every: whether segments with an exact match are given too.
        max_bytes: of a line, in UTF-8.

    Raises:
        UsageError: `max_bytes` is too low for any line, or for the text of a segment.
    """
    if max_bytes < LEAST_BYTES:
        raise UsageError(f"a line of {max_bytes} bytes holds no segment; allow at least {LEAST_BYTES}")
    segments = pretranslation.segments
    for number, segment in enumerate(segments):
        if not every and segment.used is not None and segment.used.kind in _SURE:
            continue
        data = _data(pretranslation, segment)
        data["before"] = _neighbour(segments[number - 1]) if number else None
        data["after"] = _neighbour(segments[number + 1]) if number + 1 < len(segments) else None
        yield _fitted(data, max_bytes)


def _data(pretranslation: Pretranslation, segment: PretranslatedSegment) -> dict[str, Any]:
    return {
        "document": pretranslation.name,
        "id": segment.wanted.id,
        "source_lang": pretranslation.source,
        "target_lang": pretranslation.target,
        "text": segment.wanted.text,
        "repeats": segment.repeats,
        "matches": [match_data(found) for found in segment.suggestions],
        "terms": [term_data(found) for found in segment.terms],
    }


def _neighbour(segment: PretranslatedSegment) -> dict[str, Any]:
    """The text before or after, and its translation where there is one."""
    sure = segment.used is not None and segment.used.kind in _SURE
    return {"id": segment.wanted.id, "text": segment.wanted.text, "target": segment.target if sure else None}


def _fitted(data: dict[str, Any], max_bytes: int) -> str:
    left_out = {"matches": 0, "neighbours": 0, "terms": 0}
    line = _line(data, left_out)
    while len(line.encode("utf-8")) > max_bytes:
        if data["matches"]:
            data["matches"].pop()
            left_out["matches"] += 1
        elif any(data[name] is not None for name in _NEIGHBOURS):
            data[next(name for name in _NEIGHBOURS if data[name] is not None)] = None
            left_out["neighbours"] += 1
        elif data["terms"]:
            data["terms"].pop()
            left_out["terms"] += 1
        else:
            size = len(line.encode("utf-8"))
            raise UsageError(
                f"segment {data['id']} of {data['document']} takes {size} bytes by itself, and a line may have "
                f"{max_bytes}; allow more with --max-bytes"
            )
        line = _line(data, left_out)
    return line


def _line(data: dict[str, Any], left_out: dict[str, int]) -> str:
    lost = {name: count for name, count in left_out.items() if count}
    told = data | ({"left_out": lost} if lost else {})
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
