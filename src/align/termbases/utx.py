"""UTX, the glossary format of the Asia-Pacific Association for Machine Translation: tabs, and a header with languages.

UTX 1.11 and 1.20 (AAMT) say: the first line is ``#UTX``, a version and the two languages; the last line with ``#``
names the columns; ``src``, ``tgt`` and ``src:pos`` have to be there. An empty cell, or ``-``, says nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from align.errors import FormatError, LanguageError
from align.lang import parse
from align.termbases._drafts import PARTS_OF_SPEECH, Drafts
from align.termbases._losses import counted, field_losses
from align.termbases._pairs import entries, one_line, pair_of
from align.text.decode import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Columns, Loss, Reading

__all__ = ["UtxTermbase"]

_FIRST = regex.compile(r"#UTX(?:-S)?\s+([0-9.]+)\s*;\s*([A-Za-z0-9-]+)\s*/\s*([A-Za-z0-9-]+)")
_COLUMNS = ("src", "tgt", "src:pos", "tgt:pos", "term status", "src:comment", "tgt:comment", "concept ID")
# the status of the target term
_STATUSES = {
    "approved": "preferred",
    "provisional": "proposed",
    "non-standard": "admitted",
    "forbidden": "deprecated",
    "rejected": "deprecated",
    "obsolete": "superseded",
}
_WRITTEN = {
    "preferred": "approved",
    "do-not-translate": "approved",
    "admitted": "non-standard",
    "proposed": "provisional",
    "deprecated": "forbidden",
    "superseded": "obsolete",
}
_POS = {"adj": "adjective", "adv": "adverb", "n": "noun", "v": "verb", "propernoun": "noun"}
_NOTHING = ("", "-")


class UtxTermbase:
    """UTX: glossary of one pair of languages, with part of speech and status."""

    name = "utx"
    suffixes: tuple[str, ...] = (".utx",)
    keeps: frozenset[str] = frozenset({"ids", "status", "part_of_speech", "note"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins with ``#UTX``."""
        return head.removeprefix(b"\xef\xbb\xbf").startswith(b"#UTX")

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """A concept for each concept ID, or, where there are none, for each source term.

        Raises:
            InputError: the file cannot be read.
            FormatError: the header does not say the languages or the columns, or there is no entry.
        """
        lines = read_text(path).text.split("\n")
        source, target = _languages(lines[0], path)
        names, begin = _names(lines, path)
        drafts = Drafts(path)
        ids: dict[str, str] = {}
        for number, line in enumerate(lines[begin:], begin + 1):
            if not line.strip() or line.startswith("#"):
                continue
            values = [cell.strip() for cell in line.split("\t")]
            row = {name: cell for name, cell in zip(names, values, strict=False) if cell not in _NOTHING}
            if "src" not in row:
                drafts.wrong(number, "row", "this line has no source term", "fill it or remove the line")
                continue
            drafts.numbered = drafts.numbered or "concept id" not in row
            concept = row.get("concept id") or ids.setdefault(row["src"], f"concept-{len(ids) + 1}")
            for side, lang in (("src", source), ("tgt", target)):
                if side in row:
                    _add(drafts, (concept, lang), row, side, number)
        return drafts.finish(empty="there is no entry in this glossary; a line is source, tab, target, tab, word class")

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write UTX 1.20: each term of the source language that may be used, with each rendering.

        Raises:
            OutputError: there is no pair to write.
            UsageError: there are not two languages.
        """
        source, target = pair_of(termbase, langs, self.name)
        lost: Counter[str] = Counter()
        lines = [f"#UTX 1.20; {source}/{target}; bidirectional", "#" + "\t".join(_COLUMNS)]
        for entry in entries(termbase, source, target, lost, every_status=True):
            one, other = entry.source, entry.target
            cells = [
                one.text,
                other.text,
                one.part_of_speech or "-",
                other.part_of_speech or "-",
                _WRITTEN[other.status],
                one.note or "-",
                other.note or "-",
                entry.concept.id,
            ]
            lines.append("\t".join(one_line(cell, lost) for cell in cells))
        path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", errors="replace", newline="")
        told = [term for concept in termbase.concepts for term in concept.terms]
        lost["statuses other than preferred of source terms"] += sum(
            term.lang == source and term.status != "preferred" for term in told
        )
        lost["status do-not-translate"] += sum(
            term.lang == target and term.status == "do-not-translate" for term in told
        )
        return counted(lost + field_losses(termbase, self.keeps))


def _add(drafts: Drafts, place: tuple[str, str], row: dict[str, str], side: str, number: int) -> None:
    """Add the term of one side to a concept in a language, if it is not there."""
    concept, lang = place
    text = row[side]
    known = drafts.texts(concept, lang)
    if text in known:
        return
    cells = {"lang": lang, "text": text, "status": "admitted" if known else "preferred"}
    if side == "tgt" and (status := row.get("term status")):
        found = _STATUSES.get(status.lower())
        if found is None:
            drafts.wrong(number, "value", f"unknown term status {status!r}", f"known: {', '.join(_STATUSES)}")
            return
        cells["status"] = "admitted" if found == "preferred" and drafts.has_preferred(concept, lang) else found
    if pos := row.get(f"{side}:pos"):
        pos = _POS.get(pos.lower(), pos.lower())
        cells["part_of_speech"] = pos if pos in PARTS_OF_SPEECH else "other"
    if note := row.get(f"{side}:comment") or (row.get("comment") if side == "tgt" else None):
        cells["note"] = note
    drafts.term(concept, cells, number)


def _languages(line: str, path: Path) -> tuple[str, str]:
    found = _FIRST.match(line)
    if found is None:
        raise FormatError("the first line is not like '#UTX 1.20; en/ja'; say the languages there", path=path, line=1)
    try:
        return parse(found[2]), parse(found[3])
    except LanguageError as error:
        raise FormatError(error.reason, path=path, line=1) from None


def _names(lines: list[str], path: Path) -> tuple[list[str], int]:
    """The names of the columns in small letters, and how many lines the header has."""
    header = 0
    while header < len(lines) and lines[header].startswith("#"):
        header += 1
    for number in range(header - 1, 0, -1):
        names = [name.strip().lower() for name in lines[number].lstrip("#").split("\t")]
        if "src" in names:
            if "tgt" not in names:
                break
            return names, header
    raise FormatError(
        "no line of the header names the columns, such as '#src<tab>tgt<tab>src:pos'", path=path, line=header
    )
