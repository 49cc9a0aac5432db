"""What the tests of formats share: a small corpus, and the ways to run outside readers."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from align.formats import UnitHeader
from align.model import Alignment, Bead, Block, Document, Origin, Property, Segment, Signature, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def _document(own_id: str, lang: str, blocks: Sequence[tuple[str, Sequence[str]]]) -> Document:
    """A document of blocks; white space at the end of a sentence is between it and the next."""
    text = ""
    made: list[Block] = []
    segments: list[Segment] = []
    for kind, sentences in blocks:
        text += "\n\n" if text else ""
        start = len(text)
        for sentence in sentences:
            bare = sentence.rstrip()
            at = len(text)
            name = f"{own_id}.s{len(segments) + 1}"
            segments.append(Segment(id=name, text=bare, start=at, end=at + len(bare), block=len(made)))
            text += sentence
        made.append(Block(kind=kind, start=start, end=len(text)))
    return Document(
        id=own_id,
        lang=lang,
        text=text,
        blocks=tuple(made),
        segments=tuple(segments),
        source=f"{own_id}.xml",
        date="2023-12-28",
        publisher="Office of A & B",
    )


@pytest.fixture
def chinese() -> Document:
    """A Chinese text with two headings in a row, a list, a note and a heading at the end."""
    return _document(
        "r.zh",
        "zh",
        [
            ("paragraph", ["開頭。"]),
            ("heading", ["標題"]),
            ("heading", ["副標題"]),
            ("paragraph", ["第一句。", "第二句。"]),
            ("item", ["甲"]),
            ("item", ["乙"]),
            ("note", ["注。"]),
            ("heading", ["末"]),
        ],
    )


@pytest.fixture
def english() -> Document:
    """An English text that begins with a note and has odd white space inside a paragraph."""
    return _document(
        "r.en",
        "en",
        [
            ("note", ["Start."]),
            ("heading", ["Title"]),
            ("paragraph", ["One two.  ", "Three <&>\nx. "]),
            ("item", ["A"]),
            ("item", ["B"]),
            ("paragraph", ["End."]),
        ],
    )


@pytest.fixture
def alignment(chinese: Document, english: Document) -> Alignment:
    """Beads of every sort: 1-1, 2-1, 2-2, null on both sides and of two segments, with and without score, checked."""
    beads = (
        Bead(source=(0,), target=(0,), score=0.5),
        Bead(source=(1, 2), target=(1,), score=0.98123, status="checked"),
        Bead(source=(3, 4), target=(2, 3)),
        Bead(source=(5, 6), target=()),
        Bead(source=(), target=(4,), score=0.1),
        Bead(source=(7, 8), target=(5,), score=0.00001),
        Bead(source=(), target=(6,)),
    )
    signature = Signature.of(align="0.1.0", langs="zh-en", aligner="semantic.1")
    return Alignment(source=chinese, target=english, beads=beads, signature=signature)


@pytest.fixture
def header() -> UnitHeader:
    """A header with everything in it."""
    return UnitHeader(
        source="en",
        title="Readout & more",
        publisher="Lab",
        licence="CC BY 4.0",
        date="2023-12-28",
        signature=Signature.of(align="0.1.0", langs="en-cs-ar"),
    )


@pytest.fixture
def units() -> list[TranslationUnit]:
    """Three languages, a pair, and null units on both sides."""
    return [
        TranslationUnit(
            id="u1",
            variants=(
                Variant(
                    lang="en", content=("The cat sleeps. It is happy.",), segments=("en.s1", "en.s2"), starts=(0, 16)
                ),
                Variant(lang="cs", content=("Kočka spí & je šťastná.",), segments=("cs.s1",), starts=(0,)),
                Variant(lang="ar", content=("تنام القطة.",), segments=("ar.s1",), starts=(0,)),
            ),
            notes=("first", "second"),
            properties=(Property(name="x-document", value="demo"), Property(name="x-document", value="again")),
            origin=(
                Origin(source="cs", target="en", kind="1-2", score=0.9125, status="auto", bead=0),
                Origin(source="ar", target="en", kind="1-2", score=0.8, status="checked", bead=3),
            ),
        ),
        TranslationUnit(
            id="u2",
            variants=(
                Variant(
                    lang="en",
                    content=("Rivers flow to the sea.",),
                    segments=("en.s3",),
                    starts=(0,),
                    properties=(Property(name="x-place", value="p. 3"),),
                ),
                Variant(lang="cs", content=("Řeky tečou do moře.",), segments=("cs.s2",), starts=(0,)),
            ),
            origin=(Origin(source="cs", target="en", kind="1-1", score=None, status="checked", bead=1),),
        ),
        TranslationUnit(
            id="u3",
            variants=(Variant(lang="cs", content=("Jen česky.",), segments=("cs.s3",), starts=(0,)),),
            origin=(Origin(source="cs", target="en", kind="1-0", score=None, status="auto", bead=2),),
        ),
        TranslationUnit(
            id="u4",
            variants=(Variant(lang="en", content=("Only English.",)),),
            origin=(Origin(source="cs", target="en", kind="0-1", score=0.1, status="auto", bead=3),),
        ),
    ]


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs an outside program and gives what it said; skips where it is not installed."""

    def runner(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        if shutil.which(str(command[0])) is None:
            pytest.skip(f"{command[0]} is not installed")
        return subprocess.run(
            [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
        )

    return runner
