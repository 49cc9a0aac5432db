"""A project folder for OmegaT, ready to open: document, memories, glossary, and rules that make the matches fire."""

from __future__ import annotations

import logging
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.formats.omegat import write_filters, write_project, write_rules
from align.formats.srx import write_rules as write_srx
from align.lang import parse
from align.model import Property, TranslationUnit, Variant
from align.pipeline import write_units
from align.pretranslation.omegat_cuts import cuts_of, rules_for
from align.pretranslation.units import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.model import Block, Document, TermBase
    from align.pretranslation.records import PretranslatedSegment, Pretranslation

__all__ = ["write_omegat_project"]

_log = logging.getLogger(__name__)
_SURE = frozenset({"in-context", "exact"})
_PLAIN = frozenset({".txt", ".text"})
_KNOWN = frozenset({".docx", ".docm", ".dotx", ".odt", ".html", ".htm", ".xhtml", ".xht", ".srt"})
"""Suffixes of files that OmegaT reads itself, paragraph by paragraph as we do."""

_HERE = "this document"
_RULES = "align"


def write_omegat_project(
    pretranslation: Pretranslation,
    folder: Path,
    *,
    document: Document,
    original: Path,
    termbase: TermBase | None = None,
    rules: Path | None = None,
) -> Path:
    """Write the folder, whole or not at all.

    ``source/`` has the document, ``tm/auto/`` the translations that are sure (OmegaT fills them in at once), ``tm/``
    the other matches, ``glossary/`` the terms, ``omegat/`` the rules of segmentation.

    Args:
        pretranslation: what was found.
        folder: must not exist, or be empty.
        document: with its blocks.
        original: the file of the document; plain text is written in UTF-8, files that OmegaT reads are copied as they
            are, and of all others the project has the paragraphs as plain text.
        termbase: whose terms in both languages become the glossary.
        rules: SRX file that the document was cut by.

    Returns:
        The folder.

    Raises:
        OutputError: the folder holds something, or cannot be written.
    """
    texts, segmenter = rules_for(document.lang, rules=rules)
    spans = [(one.wanted.start, one.wanted.end) for one in pretranslation.segments]
    suffix, file_name = original.suffix.lower(), original.name
    if suffix not in _PLAIN | _KNOWN:
        document, spans = _as_plain_text(document, spans)
        file_name = f"{original.stem}.txt"
        _log.info("%s: OmegaT does not read such files, so the project has its paragraphs as %s", original, file_name)
    own = cuts_of(document, spans, segmenter)
    source, target = pretranslation.source, pretranslation.target
    with _new_folder(folder) as made:
        for name in ("source", "target", "tm/auto", "glossary", "omegat", "dictionary"):
            (made / name).mkdir(parents=True)
        plain = suffix not in _KNOWN
        place = made / "source" / file_name
        if plain:
            place.write_text(document.text, encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(original, place)
        write_project(made / "omegat.project", source=_tag(source), target=_tag(target), remove_tags=not plain)
        if plain:
            lines = any("\n" in document.text[block.start : block.end] for block in document.blocks)
            write_filters(made / "omegat" / "filters.xml", paragraphs="EMPTYLINES" if lines else "BREAKS")
        pattern = f"(?i){re.escape(parse(source).partition('-')[0])}(?:[-_].*)?"
        write_rules(made / "omegat" / "segmentation.conf", [(_HERE, pattern, own), (_RULES, pattern, texts)])
        named = {_HERE: own, _RULES: texts}
        write_srx(named, [(pattern, name) for name in named if named[name]], made / "omegat" / "segmentation.srx")
        _write_memories(pretranslation, [document.text[start:end] for start, end in spans], file_name, made)
        if termbase is not None:
            _write_glossary(termbase, source, target, made / "glossary" / "terms.utf8")
    return folder


def _as_plain_text(document: Document, spans: Sequence[tuple[int, int]]) -> tuple[Document, list[tuple[int, int]]]:
    """The paragraphs of a document alone, an empty line between them, and where the spans are in that."""
    pieces: list[str] = []
    blocks: list[Block] = []
    moved: list[tuple[int, int]] = []
    at = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        pieces.append(text)
        blocks.append(replace(block, start=at, end=at + len(text)))
        by = at - block.start
        moved += [(start + by, end + by) for start, end in spans if block.start <= start < block.end]
        at += len(text) + 2
    text = "\n\n".join(pieces) + "\n"
    return replace(document, text=text, blocks=tuple(blocks), segments=()), moved


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which then takes the place of `folder`."""
    target = Path(os.path.realpath(folder))
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise OutputError(f"{folder} is there and not an empty folder; name another for the project")
        if not target.parent.is_dir():
            raise OutputError(f"there is no folder {folder.parent}; make it, or choose another")
        made = Path(mkdtemp(prefix=f".{target.name[:100]}.", suffix=".partial", dir=target.parent))
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; choose another") from error
    try:
        yield made
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        if target.exists():
            target.rmdir()
        made.rename(target)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _tag(lang: str) -> str:
    """A language as OmegaT names it: with a region of two letters or none."""
    parts = parse(lang).split("-")
    region = next((part for part in parts[1:] if re.fullmatch("[A-Z]{2}", part)), None)
    return parts[0] if region is None else f"{parts[0]}-{region}"


def _write_memories(pretranslation: Pretranslation, texts: Sequence[str], name: str, made: Path) -> None:
    """What is sure, what is sure of one place only (where equal sentences differ), and what is offered.

    The `texts` of the segments are as the document has them, with its white space: OmegaT compares letter by letter.
    """
    source, target = _tag(pretranslation.source), _tag(pretranslation.target)
    header = header_of(pretranslation)
    sure: dict[str, TranslationUnit] = {}
    others: list[TranslationUnit] = []
    for number, (segment, text) in enumerate(zip(pretranslation.segments, texts, strict=True)):
        if segment.target is None or segment.used is None or segment.used.kind not in _SURE:
            continue
        first = sure.setdefault(text, _unit(segment, text, segment.target, source, target))
        if first.variants[1].text != segment.target:
            place = (name, texts[number - 1] if number else "", texts[number + 1] if number + 1 < len(texts) else "")
            keys = zip(("file", "prev", "next"), place, strict=True)
            context = tuple(Property(name=key, value=value) for key, value in keys)
            others.append(replace(_unit(segment, text, segment.target, source, target), properties=context))
    if sure:
        write_units(sure.values(), made / "tm" / "auto" / "sure.tmx", format="tmx", header=header)
    if others:
        write_units(others, made / "omegat" / "project_save.tmx", format="tmx", header=header)
    offered: dict[tuple[str, str], TranslationUnit] = {}
    for segment in pretranslation.segments:
        for number, found in enumerate(segment.suggestions, 1):
            key = (found.source, found.target)
            if key not in offered:
                about = tuple(Property(name="x-origin", value=found.origin) for _ in [0] if found.origin)
                offered[key] = TranslationUnit(
                    id=f"{segment.wanted.id}.{number}",
                    variants=(
                        Variant(lang=source, content=(found.source,)),
                        Variant(lang=target, content=(found.target,)),
                    ),
                    properties=about,
                )
    if offered:
        write_units(offered.values(), made / "tm" / "matches.tmx", format="tmx", header=header)


def _unit(segment: PretranslatedSegment, text: str, translation: str, source: str, target: str) -> TranslationUnit:
    return TranslationUnit(
        id=segment.wanted.id,
        variants=(Variant(lang=source, content=(text,)), Variant(lang=target, content=(translation,))),
    )


def _write_glossary(termbase: TermBase, source: str, target: str, path: Path) -> None:
    """A line for each term and rendering: source, target, comment; what may not be used is in the comment only."""
    from align.terminology.match import TermMatcher

    ours, theirs = TermMatcher(termbase, source), TermMatcher(termbase, target)
    lines: list[str] = []
    for concept in termbase.concepts:
        renderings = theirs.terms(concept.id)
        allowed = [term for term in renderings if term.is_allowed]
        refused = ", ".join(term.text for term in renderings if not term.is_allowed and term.status != "proposed")
        for term in ours.terms(concept.id):
            for rendering in allowed:
                said = [rendering.status if rendering.status != "preferred" else "", concept.definition or ""]
                said.append(f"not: {refused}" if refused else "")
                comment = "; ".join(part for part in said if part)
                lines.append("\t".join(" ".join(part.split()) for part in (term.text, rendering.text, comment)))
    path.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), encoding="utf-8", newline="\n")
