"""Glossaries of OmegaT: a line an entry, source, tab, target, tab, comment; UTF-8.

OmegaT's manual ("Glossaries") describes the format. It does not say the languages: we write them into a line that
OmegaT takes for a comment, and read them there; otherwise they have to be named.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from align.errors import FormatError, LanguageError, UsageError
from align.lang import parse
from align.termbases._drafts import Drafts
from align.termbases._losses import counted, field_losses
from align.termbases._pairs import entries, one_line, pair_of
from align.text.decode import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Columns, Loss, Reading

__all__ = ["OmegatTermbase"]

_HEAD = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_LANGS = regex.compile(r"#.*\blanguages:\s*([A-Za-z0-9-]+)\s+([A-Za-z0-9-]+)")


class OmegatTermbase:
    """Glossary of OmegaT: source, tab, target, tab, comment."""

    name = "omegat"
    suffixes: tuple[str, ...] = (".utf8",)
    keeps: frozenset[str] = frozenset({"concept_note"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins as OmegaT begins a glossary, or has two or three cells in each of its lines."""
        try:
            text = head.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = head[:-4].decode("utf-8-sig", "ignore")
        if text.startswith("# Glossary in tab-separated format"):
            return True
        lines = [line for line in text.split("\n")[:-1] or [text] if line.strip() and not line.startswith("#")]
        return bool(lines) and all(1 <= line.count("\t") <= 2 for line in lines)

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """A concept for each source term: its renderings, the first one preferred, and the comments as its note.

        Raises:
            InputError: the file cannot be read.
            FormatError: there is no entry.
            UsageError: neither the file nor `langs` says the two languages.
        """
        lines = read_text(path).text.split("\n")
        source, target = _languages(lines, langs, path)
        drafts = Drafts(path)
        drafts.numbered = True
        notes: dict[str, list[str]] = {}
        ids: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) < 2 or not cells[0] or not cells[1]:
                drafts.wrong(number, "row", "this line is no entry: source, tab, target", "fill it or remove the line")
                continue
            concept = ids.setdefault(cells[0], f"concept-{len(ids) + 1}")
            if not drafts.has(concept):
                drafts.term(concept, {"lang": source, "text": cells[0]}, number)
            seen = drafts.texts(concept, target)
            if cells[1] not in seen:
                status = "admitted" if seen else "preferred"
                drafts.term(concept, {"lang": target, "text": cells[1], "status": status}, number)
            known = notes.setdefault(concept, [])
            known += [cell for cell in cells[2:] if cell and cell not in known]
        for concept, found in notes.items():
            drafts.fact(concept, "concept_note", "\n".join(found), drafts.line_of(concept))
        return drafts.finish(empty="there is no entry in this glossary; a line is source, tab, target")

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write each term of the source language with each rendering that may be used.

        Raises:
            OutputError: there is no pair to write.
            UsageError: there are not two languages.
        """
        source, target = pair_of(termbase, langs, self.name)
        lost: Counter[str] = Counter()
        lines = [_HEAD, f"# languages: {source} {target}"]
        told: set[tuple[str, str]] = set()
        kept: set[tuple[str, str]] = set()
        for entry in entries(termbase, source, target, lost, every_status=False):
            notes = []
            if entry.concept.note and (entry.concept.id, entry.source.text) not in told:
                told.add((entry.concept.id, entry.source.text))
                notes.append(one_line(entry.concept.note, lost))
            if entry.target.note:
                kept.add((entry.concept.id, entry.target.text))
                notes.append(one_line(entry.target.note, lost))
            cells = [one_line(entry.source.text, lost), one_line(entry.target.text, lost), "; ".join(notes)]
            lines.append("\t".join(cells).rstrip("\t"))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace", newline="\n")
        lost["ids of concepts"] += len(termbase.concepts)
        return counted(lost + field_losses(termbase, self.keeps) - Counter({"note": len(kept)}))


def _languages(lines: list[str], langs: tuple[str, ...], path: Path) -> tuple[str, str]:
    if len(langs) == 2:
        return langs[0], langs[1]
    for number, line in enumerate(lines[:5], 1):
        if found := _LANGS.match(line):
            try:
                return parse(found[1]), parse(found[2])
            except LanguageError as error:
                raise FormatError(error.reason, path=path, line=number) from None
    raise UsageError(
        f"{path}: a glossary of OmegaT does not say its languages; name both, the source first, with "
        "align terms convert --langs zh:en"
    )
