"""Files with any content, as Hypothesis makes it up, are valid by the official schemas of their formats."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.formats import UnitHeader
from align.formats.tei import TeiFormat
from align.formats.tmx import TmxFormat
from align.model import (
    Alignment,
    Bead,
    Block,
    Document,
    InlineCode,
    Origin,
    Property,
    Segment,
    Signature,
    TranslationUnit,
    Variant,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.external

TEXT = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"'\n\r\t\0\x0b \u202e\u0301𠀀")), max_size=20)
TAGS = st.sampled_from(["en", "zh-Hant", "ar", "sr-Latn-RS"])
CODES = st.builds(
    InlineCode,
    kind=st.sampled_from(["ph", "bpt", "ept", "it", "mrk", "g"]),
    content=TEXT,
    attributes=st.dictionaries(
        st.sampled_from(["i", "x", "type", "assoc", "other"]), st.sampled_from(["1", "2", "a b"])
    ).map(lambda told: tuple(told.items())),
)
PROPERTIES = st.lists(
    st.builds(Property, name=st.sampled_from(["creationdate", "segtype", "x-a", "note", "usagecount", ""]), value=TEXT),
    max_size=3,
).map(tuple)


@st.composite
def unit(draw: st.DrawFn) -> TranslationUnit:
    """Any unit, with codes that are paired or not."""
    langs = draw(st.lists(TAGS, min_size=1, unique=True))
    variants = tuple(
        Variant(
            lang=lang,
            content=tuple(draw(st.lists(st.one_of(TEXT, CODES), min_size=1, max_size=5))),
            segments=tuple(draw(st.lists(st.sampled_from(["s1", "s2"]), max_size=2))),
            properties=draw(PROPERTIES),
        )
        for lang in langs
    )
    origin = Origin(
        source="en", target="ar", kind="1-1", score=draw(st.none() | st.floats(0, 1)), status="auto", bead=0
    )
    return TranslationUnit(
        id=draw(TEXT),
        variants=variants,
        notes=tuple(draw(st.lists(TEXT, max_size=2))),
        properties=draw(PROPERTIES),
        origin=(origin,) if draw(st.booleans()) else (),
    )


@pytest.fixture(scope="module")
def memories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some TMX files of any units; each is valid by our own schema and rules."""
    folder = tmp_path_factory.mktemp("tmx")
    member = TmxFormat()
    number = 0

    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(unit(), min_size=1, max_size=4), TEXT)
    def write(units: list[TranslationUnit], title: str) -> None:
        nonlocal number
        number += 1
        path = folder / f"{number}.tmx"
        member.write_units(units, path, UnitHeader(title=title, date="2023-12-28"))
        assert member.validate(path) == []

    write()
    return folder


@pytest.mark.parametrize("option", ["--dtdvalid", "--schema"])
def test_any_tmx_passes_the_official_dtd_and_xsd(
    memories: Path, shared: Path, run: Callable[..., object], option: str
) -> None:
    """Whatever the units hold, control characters, half pairs and odd attributes included."""
    for official in ("tmx/tmx14.dtd", "tmx/tmx14.xsd", "xliff/1.2/xml.xsd"):  # the XSD imports xml.xsd beside it
        shutil.copy(shared / "interop" / "schema" / official, memories)
    schema = memories / ("tmx14.dtd" if option == "--dtdvalid" else "tmx14.xsd")
    done = run("xmllint", "--noout", "--nonet", option, schema, *sorted(memories.glob("*.tmx")))
    assert done.returncode == 0, done.stderr


def document(own: str, lang: str, texts: list[str]) -> Document:
    """A document of a paragraph a text."""
    blocks, segments, at = [], [], 0
    for number, text in enumerate(texts):
        kind = ("paragraph", "heading", "item", "note")[number % 4]
        blocks.append(Block(kind=kind, start=at, end=at + len(text)))
        segments.append(Segment(id=f"{own}.s{number}", text=text, start=at, end=at + len(text), block=number))
        at += len(text) + 1
    whole = "\n".join(texts)
    return Document(id=own, lang=lang, text=whole, blocks=tuple(blocks), segments=tuple(segments))


SENTENCES = st.lists(TEXT.map(lambda text: f"a{text}b"), min_size=1, max_size=6)


def test_any_tei_passes_the_official_schema_and_schematron(
    tmp_path: Path, shared: Path, run: Callable[..., object]
) -> None:
    """Texts and alignments of any sentences, null beads and all kinds of blocks included."""
    number = 0

    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(SENTENCES, SENTENCES, st.none() | st.floats(0, 1))
    def write(one: list[str], other: list[str], score: float | None) -> None:
        nonlocal number
        number += 1
        source, target = document("a", "en", one), document("b", "ar", other)
        beads = [Bead(source=(0,), target=(0,), score=score)]
        beads += [Bead(source=(n,), target=()) for n in range(1, len(one))]
        if len(other) > 1:
            beads.append(Bead(source=(), target=tuple(range(1, len(other)))))
        alignment = Alignment(
            source=replace(source, date="2023-12-28", publisher="A & B"),
            target=target,
            beads=tuple(beads),
            signature=Signature.of(align="0.1.0"),
        )
        TeiFormat().write_alignments([alignment], tmp_path / f"{number}.xml")

    write()
    files = sorted(tmp_path.glob("*.xml"))
    schema = shared / "interop" / "schema" / "tei"
    for rules in ("tei_all.rng", "tei_all.extracted.sch"):
        done = run("jing", schema / rules, *files)
        assert (done.stdout, done.returncode) == ("", 0)
