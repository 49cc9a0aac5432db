"""A small memory in English and Chinese, for the tests of what is built on memories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.memory import Memory
from align.model import Concept, Origin, Term, TermBase, TranslationUnit, Variant

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = (
    ("A conference in Beijing", "北京会议"),
    ("The conference was held in Beijing.", "会议在北京举行。"),
    (
        "It reviewed the work of the past years. It set out the tasks ahead.",
        "会议回顾了过去几年的工作，并部署了今后的任务。",
    ),
    ("China has made great progress.", "中国取得了巨大进步。"),
    ("Nobody disagreed.", "没有人反对。"),
)
DOCUMENT = (
    "A conference in Beijing\n\nThe conference was held in Beijing. It reviewed the work of the past years. It set out the "
    "tasks ahead.\n\nChina has made great progress. Nobody disagreed.\n"
)
TERMS = TermBase(
    concepts=(
        Concept(
            id="conference",
            definition="a meeting",
            terms=(
                Term(text="conference", lang="en"),
                Term(text="会议", lang="zh"),
                Term(text="会谈", lang="zh", status="deprecated"),
            ),
        ),
        Concept(id="progress", terms=(Term(text="progress", lang="en"), Term(text="发展", lang="zh"))),
        Concept(id="beijing", terms=(Term(text="Beijing", lang="en", status="do-not-translate"),)),
    )
)


def unit(number: int, english: str, chinese: str, *, status: str = "checked") -> TranslationUnit:
    """A unit that a person has confirmed, unless told otherwise."""
    origin = Origin(source="en", target="zh", kind="1-1", score=0.9, status=status, bead=number)
    variants = (Variant(lang="en", content=(english,)), Variant(lang="zh", content=(chinese,)))
    return TranslationUnit(id=f"u{number}", variants=variants, origin=(origin,))


def fill(folder: Path, *, document: str = "report", status: str = "checked") -> Path:
    """Make the memory, or add to it."""
    with Memory.open(folder, writable=True) as memory:
        units = [unit(number, *pair, status=status) for number, pair in enumerate(PAIRS)]
        memory.add(units, document=document, date="2024-01-31")
    return folder
