"""Matches and hits for people and programs: text, JSON, TSV, XLSX, HTML."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from align.report.passages import Passage, Piece, passages_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from align.memory.records import Change, Hit, Hits, MemoryMatch, MemoryOrigin, Phrase

__all__ = [
    "HIT_COLUMNS",
    "about",
    "difference",
    "hit_data",
    "hit_rows",
    "hits_html",
    "hits_json",
    "hits_text",
    "hits_tsv",
    "match_data",
    "matches_html",
    "matches_json",
    "matches_text",
    "percentage",
    "write_hits_xlsx",
]

_Mark = tuple[str, str]
_PLAIN: dict[str, _Mark] = {"hit": ("[", "]"), "insert": ("{+", "+}"), "delete": ("[-", "-]")}
_COLOURED: dict[str, _Mark] = {
    "hit": ("\x1b[1;33m", "\x1b[0m"),
    "insert": ("\x1b[4;32m", "\x1b[0m"),
    "delete": ("\x1b[9;31m", "\x1b[0m"),
}
HIT_COLUMNS = (
    "unit",
    "lang",
    "left",
    "match",
    "right",
    "other_lang",
    "other",
    "counterpart",
    "document",
    "date",
    "publisher",
    "score",
    "status",
)
"""The columns of a concordance in a table: one row a place."""


def about(origins: Sequence[MemoryOrigin]) -> str:
    """Where a unit comes from, in a few words."""
    if not origins:
        return ""
    first = next((one for one in origins if one.same_wording), origins[0])
    parts = [part for part in (first.document, first.date, first.publisher) if part]
    if first.score is not None:
        parts.append(f"alignment {first.score:.2f}")
    parts.append(first.status)
    more = len(origins) - 1
    return ", ".join(parts) + (f", and {more} more" if more else "")


# -- look-up


def percentage(match: MemoryMatch) -> str:
    """The score as translators write it, with what was taken off: ``84 % (86 - 1 unchecked - 1 region)``."""
    shown = f"{int(match.score * 100 + 1e-9)} %"
    taken = "".join(f" - {value * 100:g} {name.replace('_', ' ')}" for name, value in match.penalties)
    return f"{shown} ({match.similarity * 100:.1f}{taken})" if taken or match.kind == "fuzzy" else shown


def difference(changes: Iterable[Change], *, colour: bool) -> str:
    """The source of a match with what differs marked: what the text looked up has more, and what it lacks."""
    marks = _COLOURED if colour else _PLAIN
    out = []
    for change in changes:
        if change.kind == "equal":
            out.append(change.found)
            continue
        for kind, text in (("delete", change.found), ("insert", change.looked_up)):
            if text:
                out.append(f"{marks[kind][0]}{text}{marks[kind][1]}")
    return "".join(out)


def match_data(match: MemoryMatch) -> dict[str, Any]:
    """A match as it stands in JSON."""
    data = asdict(match)
    data["penalties"] = [{"name": name, "value": value} for name, value in match.penalties]
    return data


def matches_json(
    text: str, matches: Sequence[MemoryMatch], phrases: Sequence[Phrase], *, signature: str, **more: object
) -> str:
    """A look-up as ``schemas/memory-matches.schema.json`` describes it."""
    data = {
        "signature": signature,
        "text": text,
        **more,
        "matches": [match_data(match) for match in matches],
        "phrases": [asdict(phrase) for phrase in phrases],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def matches_text(
    matches: Sequence[MemoryMatch], phrases: Sequence[Phrase], *, colour: bool, terms: Sequence[str] = ()
) -> str:
    """A look-up for the terminal."""
    lines: list[str] = []
    for number, match in enumerate(matches, 1):
        lines.append(f"{number}. {percentage(match)} {match.kind}  {about(match.origins)}")
        lines.append(f"   {match.source_lang:<5} {difference(match.changes, colour=colour)}")
        lines.append(f"   {match.target_lang:<5} {match.target}")
        if match.adapted and match.adapted != match.target:
            lines.append(f"   {'':<5} with your numbers: {match.adapted}")
    for phrase in phrases:
        lines.append(f"part: {phrase.text}  ({phrase.count} or more)" if phrase.count > 1 else f"part: {phrase.text}")
        if phrase.counterpart:
            lines.append(f"   = {phrase.counterpart}")
        lines += [f"   {phrase.source}", f"   {phrase.target}"]
    lines += [f"term: {term}" for term in terms]
    return "".join(f"{line}\n" for line in lines)


def matches_html(
    text: str,
    matches: Sequence[MemoryMatch],
    phrases: Sequence[Phrase] = (),
    *,
    langs: tuple[str, str],
    terms: Sequence[str] = (),
) -> str:
    """A look-up as a page of its own; `langs` are those of the text and of what is wanted."""
    passages = [
        Passage(
            label=f"{percentage(match)} {match.kind}",
            about=about(match.origins),
            left_lang=match.source_lang,
            left=tuple(_change_pieces(match.changes)),
            right_lang=match.target_lang,
            right=(Piece(text=match.target),),
            note=f"with your numbers: {match.adapted}" if match.adapted and match.adapted != match.target else "",
        )
        for match in matches
    ]
    passages += [
        Passage(
            label="part",
            about=phrase.text,
            left_lang=langs[0],
            left=tuple(_part_pieces(phrase.source, phrase.text)),
            right_lang=langs[1],
            right=tuple(_part_pieces(phrase.target, phrase.counterpart)),
        )
        for phrase in phrases
    ]
    return passages_page(f"Matches of: {text}", passages, lang=langs[0], notes=tuple(f"term: {term}" for term in terms))


def _part_pieces(text: str, part: str | None) -> Iterable[Piece]:
    at = text.find(part) if part else -1
    return _span_pieces(text, [(at, at + len(part))] if part and at >= 0 else [])


def _change_pieces(changes: Iterable[Change]) -> Iterable[Piece]:
    for change in changes:
        if change.kind == "equal":
            yield Piece(text=change.found)
            continue
        if change.found:
            yield Piece(text=change.found, mark="delete")
        if change.looked_up:
            yield Piece(text=change.looked_up, mark="insert")


# -- concordance


def hit_data(hit: Hit) -> dict[str, Any]:
    """A hit as it stands in JSON."""
    return asdict(hit)


def hits_json(query: str, hits: Hits, *, signature: str, **more: object) -> str:
    """A concordance as ``schemas/memory-hits.schema.json`` describes it."""
    data = {
        "signature": signature,
        "query": query,
        **more,
        "total": hits.total,
        "is_complete": hits.is_complete,
        "hits": [hit_data(hit) for hit in hits.hits],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def hits_text(hits: Iterable[Hit], *, colour: bool, width: int) -> str:
    """A concordance for the terminal: `width` characters on each side of a place, 0 for all."""
    mark = (_COLOURED if colour else _PLAIN)["hit"]
    lines: list[str] = []
    for hit in hits:
        lines.append(f"{hit.unit_id}  {about(hit.origins)}")
        lines.append(f"  {hit.lang:<5} {_marked(hit.text, hit.spans, mark, width)}")
        if hit.other:
            lines.append(f"  {hit.other_lang:<5} {_marked(hit.other, hit.other_spans, mark, width)}")
    return "".join(f"{line}\n" for line in lines)


def hit_rows(hits: Iterable[Hit]) -> Iterable[tuple[str | float | None, ...]]:
    """Rows of a table with the columns `HIT_COLUMNS`, one a place."""
    for hit in hits:
        first = next((one for one in hit.origins if one.same_wording), hit.origins[0] if hit.origins else None)
        for start, end in hit.spans:
            yield (
                hit.unit_id,
                hit.lang,
                hit.text[:start],
                hit.text[start:end],
                hit.text[end:],
                hit.other_lang,
                hit.other,
                " … ".join(hit.other[one:other] for one, other in hit.other_spans),
                first.document if first else "",
                first.date if first else None,
                first.publisher if first else None,
                first.score if first else None,
                first.status if first else "",
            )


def hits_tsv(hits: Iterable[Hit]) -> str:
    """A concordance as tab-separated values with a line of names; line ends and tabs in texts become spaces."""
    rows: list[Sequence[object]] = [HIT_COLUMNS, *hit_rows(hits)]
    return "".join("\t".join(_cell(value) for value in row) + "\n" for row in rows)


def write_hits_xlsx(hits: Iterable[Hit], path: Path) -> None:
    """Write a concordance to a workbook, whole or not at all.

    Raises:
        OutputError: the folder or the disk does not allow it.
        UsageError: there are more places than a sheet has rows.
    """
    from align.formats.sheets import write_table
    from align.output import replacing

    rows = (["" if value is None else str(value) for value in row] for row in hit_rows(hits))
    widths = {"left": 50, "match": 24, "right": 50, "other": 90, "counterpart": 30, "document": 24}
    with replacing(path) as temporary:
        write_table(temporary, "concordance", HIT_COLUMNS, rows, widths=widths)


def hits_html(query: str, hits: Hits, *, lang: str) -> str:
    """A concordance as a page of its own."""
    passages = [
        Passage(
            label=hit.unit_id,
            about=about(hit.origins),
            left_lang=hit.lang,
            left=tuple(_span_pieces(hit.text, hit.spans)),
            right_lang=hit.other_lang,
            right=tuple(_span_pieces(hit.other, hit.other_spans)),
        )
        for hit in hits.hits
    ]
    shown = f"{len(hits.hits)} of {hits.total}{'' if hits.is_complete else ' or more'} units"
    return passages_page(f"Concordance: {query}", passages, lang=lang, notes=(shown,))


def _span_pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        if start > at:
            yield Piece(text=text[at:start])
        yield Piece(text=text[start:end], mark="hit")
        at = end
    if at < len(text):
        yield Piece(text=text[at:])


def _marked(text: str, spans: Sequence[tuple[int, int]], mark: _Mark, width: int) -> str:
    """The text with its places marked, cut to `width` characters before the first and behind the last."""
    first, last = (spans[0][0], spans[-1][1]) if spans else (0, len(text))
    begin, stop = (max(0, first - width), min(len(text), last + width)) if width and spans else (0, len(text))
    pieces = [
        f"{mark[0]}{piece.text}{mark[1]}" if piece.mark else piece.text
        for piece in _span_pieces(text[begin:stop], [(start - begin, end - begin) for start, end in spans])
    ]
    cut = f"{'… ' if begin else ''}{''.join(pieces)}{' …' if stop < len(text) else ''}"
    return " ".join(cut.split())


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
