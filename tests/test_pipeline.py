"""The verbs as functions."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from align.encoders.hashing import HashingEncoder
from align.errors import (
    EncodingError,
    FormatError,
    InputError,
    LanguageError,
    OutputError,
    UnknownNameError,
    UsageError,
)
from align.formats import Problem, UnitHeader
from align.formats.tmx import TmxFormat
from align.model import Bead, Origin, TranslationUnit, Variant
from align.pipeline import (
    check,
    format_for,
    format_of,
    join,
    make_aligner,
    pair,
    read_alignment,
    read_beads,
    read_bilingual,
    read_document,
    read_header,
    read_units,
    segment,
    validate,
    write_beads,
    write_units,
)

ENGLISH = "The conference was held in Beijing. It reviewed the work of the past years and set out the tasks ahead."
CHINESE = "会议在北京举行。会议回顾了过去几年的工作，并部署了今后的任务。"


@pytest.fixture
def file(tmp_path):
    """Makes a file with this content and returns its path."""

    def make(content, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return make


def unit(number, **texts):
    """A unit with these texts, made from one bead."""
    langs = list(texts)
    return TranslationUnit(
        id=f"u{number}",
        variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items()),
        origin=(Origin(source=langs[-1], target=langs[0], kind="1-1", score=0.5, status="auto", bead=number),),
    )


UNITS = (unit(1, en="One.", zh="一。"), unit(2, en="Two.", zh="二。"))


def test_a_detected_language_is_said(file, caplog):
    """Which language was detected, and how surely, goes to the log."""
    with caplog.at_level(logging.INFO, logger="align"):
        document = read_document(file(ENGLISH))
    assert document.lang == "en"
    assert "language detected: en (" in caplog.text


def test_a_language_that_is_not_clear_has_to_be_stated(file):
    """A few words are not enough to tell."""
    with pytest.raises(LanguageError, match="the language is not clear"):
        read_document(file("Kim Lee\n"))


def test_the_tag_is_canonical(file):
    """However it was spelt."""
    assert read_document(file(CHINESE), lang="ZH_cn").lang == "zh-CN"


def test_a_text_in_another_language_is_refused(file):
    """In one line that names the file and the remedy."""
    with pytest.raises(LanguageError, match=r"a\.txt: is said to be fr, but .*; correct the language, or the file"):
        read_document(file(CHINESE), lang="fr")


@pytest.mark.parametrize("content", [" ", "\n\n", " \t\r\n\f\v" * 2000])
def test_white_space_alone_is_a_text_without_segments(file, content):
    """It gives a document without blocks; its language has to be stated."""
    path = file(content)
    document = segment(read_document(path, lang="en"))
    assert (document.blocks, document.segments) == ((), ())
    with pytest.raises(LanguageError, match="nothing but white space"):
        read_document(path)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(file, content):
    """A byte order mark alone is nothing either."""
    with pytest.raises(InputError, match="nothing to read"):
        read_document(file(content), lang="en")


def test_control_characters_are_replaced_and_counted(file, caplog):
    """One for one, so that no word moves; the log has the number and the first line."""
    document = read_document(file(f"{ENGLISH}\nTw\0o\x07.\n"), lang="en")
    assert document.text == f"{ENGLISH}\nTw o .\n"
    assert "a.txt:2: replaced 2 control character(s)" in caplog.text


@pytest.mark.parametrize("name", ["none.txt", "", "a\0b"])
def test_what_is_no_file(tmp_path, name):
    """A missing file, a folder and an impossible name are errors of the input."""
    with pytest.raises(InputError, match=r"cannot be read|is a folder|is no file name"):
        read_document(tmp_path / name, lang="en")


def test_binary_content_is_refused(file):
    """Whatever the file is called."""
    with pytest.raises(EncodingError):
        read_document(file(bytes(range(256)) * 8), lang="en")


def test_an_empty_side_gives_null_beads_and_says_so(file, caplog):
    """On either side, with every aligner."""
    empty = segment(read_document(file("\n", "empty.txt"), lang="zh"))
    full = segment(read_document(file(ENGLISH, "full.txt"), lang="en"))
    for aligner in ("length", "lexical", make_semantic()):
        assert [bead.kind for bead in pair(empty, full, aligner=aligner).beads] == ["0-1", "0-1"]
        assert [bead.kind for bead in pair(full, empty, aligner=aligner).beads] == ["1-0", "1-0"]
    assert "empty has no text: every segment of full is a null bead" in caplog.text


def make_semantic(**options):
    """The semantic aligner with the encoder for tests."""
    from align.aligners.semantic import SemanticAligner

    return SemanticAligner(encoder=HashingEncoder(dimensions=64, **options))


def test_an_unsegmented_text_cannot_be_paired(file):
    """The message says what to call first."""
    document = read_document(file(ENGLISH), lang="en")
    with pytest.raises(UsageError, match=r"call segment\(\) first"):
        pair(document, document)


def test_a_language_that_the_encoder_does_not_know_is_said(file, caplog):
    """Vectors that mean nothing are not used; the aligner that takes over is in the signature."""

    class Deaf(HashingEncoder):
        def knows(self, lang):
            return lang == "en"

    from align.aligners.semantic import SemanticAligner

    english = segment(read_document(file(ENGLISH, "en.txt"), lang="en"))
    chinese = segment(read_document(file(CHINESE, "zh.txt"), lang="zh"))
    made = pair(chinese, english, aligner=SemanticAligner(encoder=Deaf(dimensions=64)))
    assert "does not know zh; lexical" in caplog.text
    assert made.signature.get("aligner").startswith("lexical")


def test_scores_have_four_decimals(file):
    """What differs beyond them is the arithmetic of the machine, and results have to be the same everywhere."""
    english = segment(read_document(file(ENGLISH, "en.txt"), lang="en"))
    chinese = segment(read_document(file(CHINESE, "zh.txt"), lang="zh"))
    scores = [bead.score for bead in pair(chinese, english, aligner="length").beads]
    assert scores
    assert scores == [round(score, 4) for score in scores]


def test_aligners_by_name():
    """An aligner takes an encoder by name, or says that it takes none."""
    assert "hashing" in make_aligner("semantic", encoder="hashing").signature
    with pytest.raises(UsageError, match="'length' takes no encoder"):
        make_aligner("length", encoder="use")
    with pytest.raises(UnknownNameError, match="did you mean 'length'"):
        make_aligner("lenght")


def test_a_source_language_that_no_unit_has_is_refused():
    """Otherwise nothing would be compared, and nothing found."""
    with pytest.raises(UsageError, match="no unit has the source language 'fr'; the units have en, zh"):
        list(check(UNITS, source="fr"))


def test_an_unknown_check_is_refused_even_without_units():
    """With the nearest name."""
    with pytest.raises(UnknownNameError, match="did you mean 'terms'"):
        list(check((), checks=("trems",)))


def test_no_units_no_findings():
    """An empty corpus is not an error."""
    assert list(check((), source="en")) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.tmx", "tmx"),
        ("A.TMX", "tmx"),
        ("a.tmx.gz", "tmx"),
        ("a.b.tsv", "tsv"),
        ("a.jsonl", "jsonl"),
        ("a.parquet", "parquet"),
        ("a.beads", "beads"),
    ],
)
def test_the_suffix_says_what_is_written(name, expected):
    """In any case, and with more than one dot."""
    assert format_for(name) == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.tmxx", r"did you mean \.tmx\?"), ("a", "known: "), ("a.gz", "suffix '.gz'"), ("a.txt", r"suffix '\.txt'")],
)
def test_a_suffix_that_says_nothing(name, message):
    """Is a wrong call, with the nearest suffix or all of them."""
    with pytest.raises(UsageError, match=message):
        format_for(name)


def test_a_named_format_has_to_be_able():
    """Plain text holds no units."""
    assert format_for("anything", name="tsv") == "tsv"
    with pytest.raises(UsageError, match="plain is not a unit or bead format; known: beads, bertalign, csv, hf-jsonl"):
        format_for("a.tmx", name="plain")
    with pytest.raises(UnknownNameError, match="did you mean 'tmx'"):
        format_for("a.tmx", name="tmxx")


@pytest.mark.parametrize("name", ["a.tmx", "a.tmx.gz", "a.tsv", "a.jsonl", "a.parquet"])
def test_content_tells_the_format_whatever_the_name(tmp_path, name):
    """A file that was renamed is read all the same."""
    path = tmp_path / name
    write_units(UNITS, path, header=UnitHeader(source="en"))
    other = path.rename(tmp_path / "renamed.xyz")
    assert format_of(other) == format_for(name)
    assert read_header(other).source == "en"
    assert [[v.text for v in one.variants] for one in read_units(other)] == [["One.", "一。"], ["Two.", "二。"]]
    assert validate(other) == []


def test_content_that_no_format_knows(file):
    """Is an error that lists the formats."""
    with pytest.raises(InputError, match="is in no known unit format"):
        read_units(file("just words\n", "a.xyz"))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.tmx", "<?xml version='1.0'?>\n<tmx version='1.4'/>", "tmx"),
        ("a", "\n<book><p>Words.</p></book>", "XML"),
        ("a.jsonl", '{"id": "u1", "translation": {"en": "x"}}', "jsonl"),
        ("a", "id\ten\tzh\nu1\tOne.\t一。\n", "tsv"),
    ],
)
def test_what_is_no_text_is_not_read_as_one(file, name, content, what):
    """Tags and columns are no sentences; who wants them all the same names the format."""
    path = file(content, name)
    with pytest.raises(InputError, match=f"is {what}, not a document"):
        read_document(path, lang="en")
    assert read_document(path, lang="en", format="plain").blocks


def test_a_text_that_begins_like_a_tag_is_a_text(file):
    """If its suffix says so."""
    assert read_document(file("<3 is a heart. " + ENGLISH, "a.txt"), lang="en").blocks


def test_an_invalid_result_is_not_written(tmp_path, monkeypatch):
    """What our own schema refuses never reaches a user's tool; the old file stays."""
    path = tmp_path / "a.tmx"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(
        TmxFormat, "validate", lambda _, place: [Problem(path=str(place), line=1, column=None, rule="r", message="m")]
    )
    with pytest.raises(OutputError, match=r"a\.tmx was not written; please report this") as caught:
        write_units(UNITS, path)
    assert "partial" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir()] == ["a.tmx"]
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(("stated", "written"), [("fr", None), ("zh-Hant", "zh"), ("en", "en")])
def test_a_source_language_that_no_unit_has_is_not_written(tmp_path, caplog, stated, written):
    """It becomes the one that the units spell otherwise, or none, and that is said: other tools would find no unit."""
    path = tmp_path / "a.tmx"
    write_units(UNITS, path, header=UnitHeader(source=stated))
    assert read_header(path).source == written
    assert ("the source language by the header" in caplog.text) == (written != stated)


def test_an_error_while_units_come_leaves_the_old_file(tmp_path):
    """As when a file is converted onto itself and is damaged in its middle."""

    def units():
        yield UNITS[0]
        raise FormatError("damaged", path="source", line=7)

    path = tmp_path / "a.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(FormatError, match="source:7: damaged"):
        write_units(units(), path)
    assert path.read_text(encoding="utf-8") == "old"


def test_beads_go_out_and_come_back(tmp_path):
    """To a file of any name, for there is one format of beads."""
    beads = (Bead(source=(0, 1), target=(0,), score=0.5), Bead(source=(), target=(1,)))
    write_beads(beads, tmp_path / "x.out")
    assert read_beads(tmp_path / "x.out") == beads
    assert validate(tmp_path / "x.out") == []


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.jsonl", '{"id": "u1", "translation": {"en": "x"}}\n{"id": 3}\n', 2),
        ("a.tsv", "id\ten\tzh\nu1\tx\n", 2),
        ("a.beads", "0:0\n0:1\n", 2),
        ("a.tmx", "<tmx version='1.4'><header/></tmx>", 1),
    ],
)
def test_what_is_wrong_with_a_file_has_its_line(file, name, content, line):
    """Also where the format has no schema but its reader."""
    problems = validate(file(content, name))
    assert problems
    assert problems[0].line == line


def test_a_damaged_table_is_a_problem(file):
    """Not a crash."""
    assert len(validate(file(b"PAR1" + bytes(50), "a.parquet"))) == 1


def test_an_alignment_in_tei_comes_back(tmp_path, file):
    """With its texts, its beads and its signature."""
    from align.formats.tei import TextHeader, write_alignment, write_text

    zh = segment(read_document(file(CHINESE, "zh.txt"), lang="zh"))
    en = segment(read_document(file(ENGLISH, "en.txt"), lang="en"))
    made = pair(zh, en, aligner="length")
    for document in (zh, en):
        write_text(document, tmp_path / f"{document.id}.xml", header=TextHeader(title="t"))
    path = tmp_path / "zh-en.xml"
    write_alignment(made, path, source_href="zh.xml", target_href="en.xml", header=TextHeader(title="t"))
    found = read_alignment(path)
    assert format_of(path) == "tei"
    assert [(b.source, b.target) for b in found.beads] == [(b.source, b.target) for b in made.beads]
    assert found.signature == made.signature
    assert [[v.text for v in one.variants] for one in join([found])] == [
        [v.text for v in one.variants] for one in join([made])
    ]


def test_paths_may_be_strings(tmp_path):
    """Every function that takes a path takes a string."""
    path = str(Path(tmp_path, "a.tsv"))
    write_units(UNITS, path)
    assert len(read_units(path)) == 2


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a", f"<!doctype html><h1>{ENGLISH}</h1>", "heading"),
        ("x", f"1\n00:00:01,000 --> 00:00:02,000\n{ENGLISH.strip()}\n", "paragraph"),
        ("a.bin", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{ENGLISH.strip()}\n", "paragraph"),
        ("b.html", f"<TEI><text xml:lang='en'><list><item n='7'>{ENGLISH}</item></list></text></TEI>", "item"),
    ],
)
def test_documents_are_known_by_their_content(file, name, content, kind):
    """And their language by the text that is read, or by what the file says of itself; each block has its place."""
    document = read_document(file(content, name))
    assert (document.lang, document.blocks[0].kind) == ("en", kind)
    assert document.blocks[0].place


def test_a_legacy_encoding_without_a_language(tmp_path):
    """Is told twice: the text gives the language, and that the encodings in use for it."""
    text = "Zażółć gęślą jaźń, powiedział minister na konferencji prasowej, która odbyła się w środę w Warszawie.\n" * 3
    (tmp_path / "a.txt").write_bytes(text.encode("cp1250"))
    assert read_document(tmp_path / "a.txt").text == text


def test_one_file_in_two_languages_is_an_alignment(file):
    """Its signature says how the languages were told apart."""
    path = file(
        "北京会议\n\nA conference in Beijing\n\n会议在北京举行，取得成果。\n\nIt was held in Beijing.\n", "law.txt"
    )
    alignment = read_bilingual(path)
    assert (alignment.source.id, alignment.target.id) == ("law.zh", "law.en")
    assert [bead.kind for bead in alignment.beads] == ["1-1", "1-1"]
    assert str(alignment.signature).endswith("|langs:zh-en|aligner:bilingual.1,layout=lines")


def test_alignments_count_only_where_they_are_asked_for():
    """`pair` writes units or beads; a conversion may write texts too."""
    assert format_for("a.xml", alignments=True) == "tei"
    assert format_for("a.xml.gz", alignments=True) == "xces"
    with pytest.raises(UsageError, match=r"suffix '\.xml'"):
        format_for("a.xml")
