from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import InputError, ModelError
from align.formats import (
    FORMATS,
    AlignmentFormat,
    BeadFormat,
    DocumentFormat,
    Format,
    UnitFormat,
    UnitHeader,
    UnitSource,
    ValidatedFormat,
)
from align.model import (
    Alignment,
    Bead,
    Block,
    Document,
    InlineCode,
    Origin,
    Property,
    Segment,
    TranslationUnit,
    Variant,
)
from align.selection import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ABILITIES = frozenset({"languages", "codes", "notes", "properties", "scores", "status", "segments", "nulls"})
MEMBERS = {name: FORMATS.make(name) for name in FORMATS.names()}
UNIT_FORMATS = [name for name, member in MEMBERS.items() if isinstance(member, UnitFormat)]
TEXTS = {"plain", "markdown"}  # any text is in these formats
BINARY = {"hf-parquet", "parquet", "xlsx"}
READ_AS = {"hf-jsonl": "jsonl", "hf-parquet": "parquet"}  # to a reader that looks at the content
SHOWN = {"html", "html-main"}  # any text shows something
BEAD_FORMATS = [name for name, member in MEMBERS.items() if isinstance(member, BeadFormat)]


def unit_format(name: str) -> UnitFormat:
    """The member called `name`, which is a format of units."""
    member = MEMBERS[name]
    assert isinstance(member, UnitFormat)
    return member


def fitting(units: Iterable[TranslationUnit], member: Format, langs: tuple[str, str]) -> list[TranslationUnit]:
    """The units, in two languages alone where the format has room for no more."""
    return list(units) if "languages" in member.keeps else list(in_languages(units, langs))


def kept(unit: TranslationUnit, keeps: frozenset[str]) -> TranslationUnit:
    """What of `unit` a format that keeps these things promises to give back."""
    variants = tuple(
        Variant(
            lang=v.lang,
            content=v.content if "codes" in keeps else ((v.text,) if v.text else ()),
            segments=v.segments if "segments" in keeps else (),
            starts=v.starts if "segments" in keeps else (),
            properties=v.properties if "properties" in keeps else (),
        )
        for v in unit.variants
    )
    return TranslationUnit(
        id=unit.id,
        variants=variants,
        notes=unit.notes if "notes" in keeps else (),
        properties=unit.properties if "properties" in keeps else (),
        origin=unit.origin if "scores" in keeps else (),
    )


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_members_state_what_they_are(name: str) -> None:
    """Every member has its own name, suffixes with a dot, and keeps only things that the contract knows."""
    member = MEMBERS[name]
    assert isinstance(member, Format)
    assert member.name == name
    assert all(suffix.startswith(".") for suffix in member.suffixes)
    assert member.keeps <= ABILITIES


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_units_come_back_equal(name: str, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """What is written is read back equal, except for what `keeps` says the format cannot hold."""
    member = unit_format(name)
    units = fitting(units, member, ("en", "cs"))
    path = tmp_path / f"x{member.suffixes[0]}"
    written = member.write_units(iter(units), path, header)
    assert written.units == len(units)
    assert written.replaced == 0
    assert [kept(u, member.keeps) for u in member.scan_units(path)] == [kept(u, member.keeps) for u in units]


@pytest.mark.parametrize("name", ["tmx", "jsonl", "parquet", "xliff", "xliff2"])
def test_headers_come_back_equal(name: str, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """The header of a file of units survives, with the signature of the run; also where there is no unit."""
    member = unit_format(name)
    for number, content in enumerate((fitting(units, member, ("en", "cs")), [])):
        path = tmp_path / f"x{number}{member.suffixes[0]}"
        member.write_units(content, path, header)
        assert member.read_header(path) == header
        assert len(list(member.scan_units(path))) == len(content)


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_same_units_same_bytes(name: str, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """Writing twice gives the same bytes, with LF line ends where it is text."""
    member = unit_format(name)
    units = fitting(units, member, ("en", "cs"))
    paths = [tmp_path / f"{letter}{member.suffixes[0]}" for letter in "ab"]
    for path in paths:
        member.write_units(units, path, header)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    if name not in BINARY:
        assert b"\r" not in paths[0].read_bytes()
        assert paths[0].read_bytes().endswith(b"\n")


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_only_its_own_files_are_recognised(
    name: str, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader
) -> None:
    """A written file is recognised by its own format and by no other one of ours."""
    member = unit_format(name)
    units = fitting(units, member, ("en", "cs"))
    path = tmp_path / f"x{member.suffixes[0]}"
    member.write_units(units, path, header)
    head = path.read_bytes()[:4096]
    found = [other for other in MEMBERS if other not in TEXTS and MEMBERS[other].sniff(head)]
    assert found == [READ_AS.get(name, name)]


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_source_language_comes_first(name: str, tmp_path: Path, units: list[TranslationUnit]) -> None:
    """Whatever the order of the variants, the source language of the header is written first."""
    member = unit_format(name)
    units = fitting(units, member, ("en", "cs"))
    path = tmp_path / f"x{member.suffixes[0]}"
    member.write_units(units, path, UnitHeader(source="cs"))
    langs = [[v.lang for v in u.variants] for u in member.scan_units(path)]
    assert [found[0] for found in langs] == ["cs", "cs", "cs", "en"]


@pytest.mark.parametrize("name", [n for n in UNIT_FORMATS if isinstance(MEMBERS[n], ValidatedFormat)])
def test_written_files_are_valid(name: str, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """What a format writes is valid by its own schema."""
    member = MEMBERS[name]
    assert isinstance(member, UnitFormat)
    assert isinstance(member, ValidatedFormat)
    path = tmp_path / f"x{member.suffixes[0]}"
    member.write_units(fitting(units, member, ("en", "cs")), path, header)
    assert member.validate(path) == []


def read_everything(member: Format, path: Path) -> None:
    """Use every reading ability that `member` has on `path`."""
    if isinstance(member, UnitSource):
        list(member.scan_units(path))
        member.read_header(path)
    elif isinstance(member, BeadFormat):
        member.read_beads(path)
    if isinstance(member, DocumentFormat):
        member.read_document(path, lang="en")
    if isinstance(member, AlignmentFormat):
        list(member.scan_alignments(path))


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_unreadable_files_are_input_errors(name: str, tmp_path: Path) -> None:
    """A missing file and a folder give an InputError that names the path, never another exception."""
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(InputError) as caught:
            read_everything(MEMBERS[name], path)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", sorted(MEMBERS.keys() - set(BEAD_FORMATS)))
def test_empty_files_are_refused(name: str, tmp_path: Path) -> None:
    """A file of no bytes is refused, except by formats in which it means no bead."""
    path = tmp_path / "empty"
    path.touch()
    with pytest.raises(InputError, match="empty"):
        read_everything(MEMBERS[name], path)


@settings(max_examples=60, deadline=None)
@given(junk=st.binary(min_size=1, max_size=200))
@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_junk_is_an_input_error_or_nothing(name: str, junk: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any bytes are read or refused with an InputError of one line."""
    path = tmp_path_factory.getbasetemp() / f"junk.{name}"
    path.write_bytes(junk)
    message = ""
    try:
        read_everything(MEMBERS[name], path)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    assert message or name in TEXTS | SHOWN | {*BEAD_FORMATS, "jsonl", "hf-jsonl"}


# --- Hypothesis: any unit that can be built comes back equal ---

LANGS = ("en", "zh-Hant", "ar")
legal = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: c not in "\ufffe\uffff")
texts = st.text(st.one_of(legal, st.sampled_from("\n<&>\"' a")), min_size=1, max_size=30)
words = texts.filter(str.strip)
names = st.text(st.sampled_from("abcx-.:0"), min_size=1, max_size=8)
ids = st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True)
kinds = st.from_regex(r"(?!0-0)[0-9]-[0-9]", fullmatch=True)
scores = st.none() | st.floats(0, 1)
properties = st.lists(st.builds(Property, name=names, value=texts), max_size=3).map(tuple)
codes = st.one_of(
    st.builds(InlineCode, kind=st.just("ph"), content=st.text(legal, max_size=8), attributes=st.just((("x", "1"),))),
    st.builds(
        InlineCode, kind=st.just("it"), content=st.text(legal, max_size=8), attributes=st.just((("pos", "begin"),))
    ),
)


@st.composite
def variants(draw: st.DrawFn, lang: str) -> Variant:
    """Any wording with text, codes, segments and properties."""
    content: list[str | InlineCode] = [draw(words)]
    for code in draw(st.lists(codes, max_size=2)):
        content += [code, draw(texts)]
    segments = tuple(draw(st.lists(ids, max_size=3)))
    starts = tuple(range(len(segments))) if draw(st.booleans()) else ()
    return Variant(lang=lang, content=tuple(content), segments=segments, starts=starts, properties=draw(properties))


@st.composite
def any_units(draw: st.DrawFn) -> TranslationUnit:
    """Any unit in up to three languages, joined from up to three beads."""
    langs = draw(st.lists(st.sampled_from(LANGS), min_size=1, unique=True).map(lambda ls: sorted(ls, key=LANGS.index)))
    origin = draw(
        st.lists(
            st.builds(
                Origin,
                source=st.sampled_from(LANGS),
                target=st.sampled_from(LANGS),
                kind=kinds,
                score=scores,
                status=st.sampled_from(("auto", "checked")),
                bead=st.integers(0, 10**6),
            ),
            max_size=3,
        )
    )
    return TranslationUnit(
        id=draw(names),
        variants=tuple(draw(variants(lang)) for lang in langs),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        properties=draw(properties),
        origin=tuple(origin),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batch=st.lists(any_units(), min_size=1, max_size=4))
@pytest.mark.parametrize("name", ["tmx", "jsonl", "parquet", "xliff", "xliff2"])
def test_any_unit_comes_back_equal(
    name: str, batch: list[TranslationUnit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever a unit holds, a format that keeps it gives it back equal."""
    member = unit_format(name)
    whole = TranslationUnit(id="first", variants=tuple(Variant(lang=lang, content=("x",)) for lang in LANGS))
    batch = fitting(
        [whole, *batch], member, ("en", "ar")
    )  # fixes the order of the languages, which a table has only once
    path = tmp_path_factory.getbasetemp() / f"any{member.suffixes[0]}"
    member.write_units(batch, path, UnitHeader(source="en"))
    assert list(member.scan_units(path)) == [kept(u, member.keeps) for u in batch]


@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(st.tuples(words, words), min_size=1, max_size=5))
def test_any_pair_survives_in_tsv(pairs: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """In TSV a text keeps everything but tabs and line breaks, which become as many spaces."""
    batch = [
        TranslationUnit(id=f"u{n}", variants=(Variant(lang="en", content=(a,)), Variant(lang="cs", content=(b,))))
        for n, (a, b) in enumerate(pairs)
    ]
    path = tmp_path_factory.getbasetemp() / "any.tsv"
    member = unit_format("tsv")
    member.write_units(batch, path, UnitHeader(source="en"))
    flat = [[v.text.translate(dict.fromkeys(map(ord, "\n\x85\u2028\u2029"), " ")) for v in u.variants] for u in batch]
    assert [[v.text for v in u.variants] for u in member.scan_units(path)] == flat


def side() -> st.SearchStrategy[tuple[int, ...]]:
    """Any side of a bead."""
    return st.lists(st.integers(0, 999), max_size=4, unique=True).map(lambda found: tuple(sorted(found)))


@settings(max_examples=60, deadline=None)
@given(source=side(), target=side(), score=st.none() | st.integers(0, 10_000).map(lambda n: n / 10_000))
@pytest.mark.parametrize("name", [one for one in BEAD_FORMATS if one != "ladder"])
def test_any_bead_comes_back_equal(
    name: str,
    source: tuple[int, ...],
    target: tuple[int, ...],
    score: float | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A bead with a score of four decimals, or none, is read back equal, except for what `keeps` leaves out."""
    member = MEMBERS[name]
    assert isinstance(member, BeadFormat)
    try:
        bead = Bead(source=source, target=target, score=score)
    except ModelError:
        assert not source
        assert not target
        return
    path = tmp_path_factory.getbasetemp() / f"any{member.suffixes[0]}"
    member.write_beads([bead], path)
    assert member.read_beads(path) == (bead if "scores" in member.keeps else replace(bead, score=None),)


kinds_of_beads = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)


@settings(max_examples=60, deadline=None)
@given(kinds=st.lists(st.tuples(kinds_of_beads, st.none() | st.integers(0, 10_000).map(lambda n: n / 10_000))))
@pytest.mark.parametrize("name", BEAD_FORMATS)
def test_beads_in_order_come_back_equal(
    name: str,
    kinds: list[tuple[tuple[int, int], float | None]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Beads that follow one another without a gap are read back equal by every format, null beads too."""
    member = MEMBERS[name]
    assert isinstance(member, BeadFormat)
    beads = []
    at = [0, 0]
    for (sources, targets), score in kinds:
        ends = [at[0] + sources, at[1] + targets]
        known = score if "scores" in member.keeps else None
        beads.append(Bead(source=tuple(range(at[0], ends[0])), target=tuple(range(at[1], ends[1])), score=known))
        at = ends
    path = tmp_path_factory.getbasetemp() / f"order{member.suffixes[0]}"
    member.write_beads(beads, path)
    assert member.read_beads(path) == tuple(beads)


def shown(alignment: Alignment) -> list[tuple[object, ...]]:
    """The beads of an alignment with the texts of their segments: what it says, whatever its segments are called."""
    return [
        (
            tuple(" ".join(segment.text.split()) for segment in alignment.source_segments(bead)),
            tuple(" ".join(segment.text.split()) for segment in alignment.target_segments(bead)),
            None if bead.score is None else round(bead.score, 4),
        )
        for bead in alignment.beads
    ]


@pytest.mark.parametrize("name", [name for name, member in MEMBERS.items() if isinstance(member, AlignmentFormat)])
def test_alignments_come_back_equal(name: str, tmp_path: Path, alignment: Alignment) -> None:
    """Beads, scores, null beads and the texts of the segments survive; the same alignment gives the same bytes."""
    member = MEMBERS[name]
    assert isinstance(member, AlignmentFormat)
    folders = [tmp_path / letter for letter in "ab"]
    for folder in folders:
        folder.mkdir()
        written = member.write_alignments(iter([alignment]), folder / f"x{member.suffixes[0]}")
        assert written.units == len(alignment.beads)
    files = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert all(file.startswith("x.") for file in files[0])
    path = folders[0] / f"x{member.suffixes[0]}"
    (again,) = member.scan_alignments(path, langs=("zh", "en"))
    assert shown(again) == shown(alignment)
    assert (again.source.lang, again.target.lang) == ("zh", "en")
    if "status" in member.keeps:
        assert [bead.status for bead in again.beads] == [bead.status for bead in alignment.beads]
    head = path.read_bytes()[:4096]
    assert [other for other in MEMBERS if other not in TEXTS and MEMBERS[other].sniff(head)] == [name]
    if isinstance(member, ValidatedFormat):
        assert member.validate(path) == []


def plain(lang: str, sentences: list[str]) -> Document:
    """A document with a paragraph a sentence."""
    text, blocks, segments = "", [], []
    for number, sentence in enumerate(sentences):
        text += "\n\n" if text else ""
        start, end = len(text), len(text) + len(sentence)
        blocks.append(Block(kind="paragraph", start=start, end=end))
        segments.append(Segment(id=f"s{number + 1}", text=sentence, start=start, end=end, block=number))
        text += sentence
    return Document(id=f"d.{lang}", lang=lang, text=text, blocks=tuple(blocks), segments=tuple(segments))


sentences = st.text(st.one_of(legal, st.sampled_from("<&>\"'; ~a")), max_size=30).map(lambda s: f"a{s}a")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs=st.lists(st.tuples(sentences, sentences, scores), min_size=1, max_size=5))
@pytest.mark.parametrize("name", [name for name, member in MEMBERS.items() if isinstance(member, AlignmentFormat)])
def test_any_alignment_comes_back_equal(
    name: str, pairs: list[tuple[str, str, float | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever characters the sentences hold, they come back; what was replaced is counted."""
    member = MEMBERS[name]
    assert isinstance(member, AlignmentFormat)
    source, target = plain("en", [one for one, _, _ in pairs]), plain("cs", [other for _, other, _ in pairs])
    beads = tuple(
        Bead(source=(number,), target=(number,), score=None if score is None else round(score, 4))
        for number, (_, _, score) in enumerate(pairs)
    )
    alignment = Alignment(source=source, target=target, beads=beads)
    path = tmp_path_factory.getbasetemp() / f"any{member.suffixes[0]}"
    written = member.write_alignments([alignment], path)
    (again,) = member.scan_alignments(path, langs=("en", "cs"))
    assert len(again.beads) == len(beads)
    if not written.replaced:
        assert shown(again) == shown(alignment)


@pytest.mark.parametrize("name", BEAD_FORMATS)
def test_beads_are_recognised_by_their_own_format_alone(name: str, tmp_path: Path) -> None:
    """A file of beads is recognised by the format that wrote it and by no other one of ours."""
    member = MEMBERS[name]
    assert isinstance(member, BeadFormat)
    path = tmp_path / "x"
    member.write_beads([Bead(source=(0, 1), target=(0,)), Bead(source=(), target=(1,))], path)
    head = path.read_bytes()
    assert [other for other in MEMBERS if other not in TEXTS and MEMBERS[other].sniff(head)] == [name]


def test_packed_tmx_is_read_and_written(tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """A name that ends in .gz is written packed, with the same bytes each time, and read again."""
    member = unit_format("tmx")
    first, second = tmp_path / "a.tmx.gz", tmp_path / "b.tmx.gz"
    member.write_units(units, first, header)
    member.write_units(units, second, header)
    assert first.read_bytes() == second.read_bytes()
    assert gzip.decompress(first.read_bytes()).startswith(b"<?xml")
    assert list(member.scan_units(first)) == units
    assert MEMBERS["tmx"].sniff(first.read_bytes()[:4096])


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_lone_surrogates_do_not_stop_a_write(name: str, tmp_path: Path, units: list[TranslationUnit]) -> None:
    """A character that UTF-8 cannot hold is replaced by U+FFFD and, in text formats, counted."""
    bad = replace(units[1], variants=(Variant(lang="en", content=("a\ud800b",)),))
    member = unit_format(name)
    path = tmp_path / f"x{member.suffixes[0]}"
    written = member.write_units([bad], path, UnitHeader(source="en"))
    assert next(iter(member.scan_units(path))).variants[0].text == "a\ufffdb"
    assert written.replaced == 1
