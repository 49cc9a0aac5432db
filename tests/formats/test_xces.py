"""Alignments of OPUS with their documents."""

from __future__ import annotations

import gzip
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from align.errors import FormatError, LanguageError, OutputError, UsageError
from align.formats.xces import XcesFormat

XCES = XcesFormat()
LINKS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
    '<cesAlign version="1.0">\n<linkGrp targType="s" fromDoc="en/d.xml.gz" toDoc="cs/d.xml.gz">\n'
    '<link xtargets="1 2;1" id="SL1" certainty="0.83" />\n<link xtargets="3 ;" id="SL2" />\n</linkGrp>\n</cesAlign>\n'
)
ENGLISH = '<document id="d"><p id="p1"><s id="1">One.</s>\n<s id="2">Two <w>&amp;</w> a half.</s></p><p><s id="3">Three.</s></p></document>'
CZECH = '<text><head><s id="1">Jedna a dvě.</s></head><s id="2">Nic.</s></text>'


@pytest.fixture
def opus(tmp_path: Path) -> Path:
    """An alignment with its documents beside it, one packed."""
    (tmp_path / "en").mkdir()
    (tmp_path / "cs").mkdir()
    (tmp_path / "en" / "d.xml.gz").write_bytes(gzip.compress(ENGLISH.encode()))
    (tmp_path / "cs" / "d.xml").write_text(CZECH, encoding="utf-8")
    path = tmp_path / "cs-en.xml"
    path.write_text(LINKS, encoding="utf-8")
    return path


def rewrite(path: Path, old: str, new: str) -> None:
    """Change the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def sides(path: Path) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The beads of the one alignment in a file."""
    (alignment,) = XCES.scan_alignments(path)
    return [(bead.source, bead.target) for bead in alignment.beads]


def test_the_left_side_is_from_doc(opus):
    """Ids need not be names; the language is the first folder; sentences in no link become null beads."""
    (alignment,) = XCES.scan_alignments(opus)
    assert (alignment.source.lang, alignment.target.lang) == ("en", "cs")
    assert [segment.text for segment in alignment.source.segments] == ["One.", "Two & a half.", "Three."]
    assert [segment.id for segment in alignment.source.segments] == ["s1", "s2", "s3"]
    assert [block.kind for block in alignment.target.blocks] == ["heading", "paragraph"]
    assert [(b.source, b.target, b.score) for b in alignment.beads] == [
        ((0, 1), (0,), 0.83),
        ((2,), (), None),
        ((), (1,), None),
    ]


@pytest.mark.parametrize("name", ["en.zip", "Corpus_latest_raw_en.zip"])
@pytest.mark.parametrize("member", ["en/d.xml", "Corpus/raw/en/d.xml.gz"])
def test_documents_in_zip_files(opus, name, member):
    """As OPUS gives them out: a zip file a language, with or without folders before the name."""
    (opus.parent / "en" / "d.xml.gz").unlink()
    data = gzip.compress(ENGLISH.encode()) if member.endswith(".gz") else ENGLISH
    with zipfile.ZipFile(opus.parent / name, "w") as archive:
        archive.writestr("other/en/dd.xml", "<x/>")
        archive.writestr(member, data)
    assert sides(opus)[0] == ((0, 1), (0,))


def test_documents_elsewhere(opus, tmp_path):
    """Are named: as files, folders or zip files."""
    for lang in ("en", "cs"):
        (tmp_path / lang).rename(tmp_path / f"far.{lang}")
    files = (tmp_path / "far.en" / "d.xml.gz", tmp_path / "far.cs" / "d.xml")
    (alignment,) = XCES.scan_alignments(opus, texts=files)
    assert len(alignment.beads) == 3
    with pytest.raises(FormatError, match=r"cs-en\.xml:4: the document en/d\.xml\.gz is neither beside"):
        list(XCES.scan_alignments(opus))


def test_certainties_on_another_scale(opus, caplog):
    """Are left out, and it is said."""
    rewrite(opus, '"0.83"', '"2.4"')
    (alignment,) = XCES.scan_alignments(opus)
    assert alignment.beads[0].score is None
    assert "1 of 1 confidences are outside 0..1" in caplog.text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1 2;1", "1 9;1", r":5: xtargets names the sentence '9', which is not in .*en.d\.xml\.gz"),
        ("3 ;", "1 ;", r":6: the sentence '1' of .* is already in the link of line 5"),
        ("1 2;1", "1 2 1", r":5: xtargets='1 2 1'; it holds the ids of both sides"),
        ("3 ;", " ; ", r":6: xtargets=' ; '"),
        ("0.83", "high", r":5: the confidence 'high' is not a number"),
        ('fromDoc="en/d.xml.gz" toDoc="cs/d.xml.gz"', 'fromDoc="cs/d.xml.gz" toDoc="en/d.xml.gz"', r"sides swapped"),
        ("en/d.xml.gz", "../d.xml.gz", r":4: fromDoc='\.\./d\.xml\.gz' is not a file beside"),
        ('fromDoc="en/d.xml.gz"', "", r":4: <linkGrp> has no fromDoc"),
        ("cesAlign", "align", r"the root element is <align>, not <cesAlign>"),
    ],
)
def test_bad_alignments(opus, old, new, message):
    """Are refused with the line of the link or of the group."""
    rewrite(opus, old, new)
    with pytest.raises(FormatError, match=message):
        list(XCES.scan_alignments(opus))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<text><s>One.</s></text>", r"d\.xml:1: <s> has no id"),
        ("<text><s id='1'>One.</s>\n<s id='1'>Two.</s></text>", r"d\.xml:2: the id '1' is used twice"),
        ("<text><p>One.</p></text>", "has no sentences"),
        ("<text>", r"d\.xml:1:\d+: not well-formed"),
    ],
)
def test_bad_documents(opus, content, message):
    """Are refused by their own name and line."""
    (opus.parent / "cs" / "d.xml").write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(XCES.scan_alignments(opus))


def test_a_language_that_nothing_says(opus):
    """Is asked for."""
    (opus.parent / "cs").rename(opus.parent / "texts")
    rewrite(opus, "cs/d", "texts/d")
    with pytest.raises(LanguageError, match="--langs"):
        list(XCES.scan_alignments(opus))
    (alignment,) = XCES.scan_alignments(opus, langs=("en", "cs"))
    assert alignment.target.lang == "cs"


def test_a_damaged_zip_file(opus):
    """Is named."""
    (opus.parent / "en" / "d.xml.gz").unlink()
    (opus.parent / "en.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(FormatError, match=r"en\.zip: cannot be read as a zip file"):
        list(XCES.scan_alignments(opus))


def test_a_zip_bomb(opus):
    """Is refused before it fills the disk."""
    (opus.parent / "en" / "d.xml.gz").unlink()
    with zipfile.ZipFile(opus.parent / "en.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("en/d.xml", b"<text>" + b" " * 2**25 + b"</text>")
    with pytest.raises(FormatError, match="expands more than 250 times"):
        list(XCES.scan_alignments(opus))


def test_several_pairs_of_documents(opus, tmp_path, alignment):
    """One file holds them, each document once in the zip file of its language; they are read one by one."""
    (first,) = XCES.scan_alignments(opus)
    other = replace(first, source=replace(first.source, text=first.source.text + " "))  # same id, another text
    out = tmp_path / "all.xml.gz"
    assert XCES.write_alignments([first, other, alignment], out).units == 6 + len(alignment.beads)
    assert zipfile.ZipFile(tmp_path / "all.en.zip").namelist() == [
        "all/raw/en/d.xml",
        "all/raw/en/d.2.xml",
        "all/raw/en/r.en.xml",
    ]
    assert [len(found.beads) for found in XCES.scan_alignments(out)] == [3, 3, len(alignment.beads)]
    assert XCES.validate(out) == []
    texts = (tmp_path / "one.xml", tmp_path / "other.xml")
    for text, lang in zip(texts, ("en", "cs"), strict=True):
        text.write_bytes(zipfile.ZipFile(tmp_path / f"all.{lang}.zip").read(f"all/raw/{lang}/d.xml"))
    with pytest.raises(UsageError, match="several pairs"):
        list(XCES.scan_alignments(out, texts=texts))


def test_what_cannot_be_written(tmp_path, alignment):
    """No alignment, and a text without segments."""
    with pytest.raises(OutputError, match="no alignment"):
        XCES.write_alignments([], tmp_path / "x.xml.gz")
    bare = replace(alignment.source, segments=())
    beads = tuple(replace(bead, source=()) for bead in alignment.beads if bead.target)
    with pytest.raises(OutputError, match=r"r\.zh has no segments"):
        XCES.write_alignments([replace(alignment, source=bare, beads=beads)], tmp_path / "x.xml.gz")


def test_validate_tells_every_mistake_with_its_line(opus):
    """The shape by our schema, the documents, and the ids."""
    assert XCES.validate(opus) == []
    rewrite(opus, "cs/d.xml.gz", "cs/e.xml.gz")
    rewrite(opus, 'targType="s"', 'targType="p"')
    problems = XCES.validate(opus)
    assert [(problem.line, problem.rule) for problem in problems] == [
        (4, "align-xces"),
        (4, "missing-document"),
    ]
    rewrite(opus, "cs/e.xml.gz", "cs/d.xml.gz")
    rewrite(opus, 'targType="p"', 'targType="s"')
    rewrite(opus, "1 2;1", "1 2;7")
    assert [(problem.line, problem.rule) for problem in XCES.validate(opus)] == [(5, "alignment")]


@pytest.mark.external
def test_samples_of_opus(shared):
    """The documents are found in zip files beside the packed alignment."""
    (alignment,) = XCES.scan_alignments(shared / "interop" / "opus" / "en-cs.xml.gz")
    assert [(b.source, b.target, b.score) for b in alignment.beads] == [((0, 1), (0,), 0.83), ((2,), (), None)]
    assert alignment.source.segments[1].text == "It is happy & calm."


@pytest.mark.external
def test_opus_read_reads_what_is_written(tmp_path, alignment, run):
    """OpusTools gives every bead of our file as a line of Moses, null beads with an empty side."""
    path = tmp_path / "ours.xml.gz"
    XCES.write_alignments([alignment], path)
    files = ("-af", path, "-sz", tmp_path / "ours.zh.zip", "-tz", tmp_path / "ours.en.zip")
    out = (tmp_path / "zh.txt", tmp_path / "en.txt")
    beside = Path(sys.executable).with_name("opus_read")
    words = ("-d", "ours", "-s", "zh", "-t", "en", "-r", "v1", "-p", "raw", *files, "-wm", "moses", "-w", *out)
    done = run(beside if beside.is_file() else "opus_read", *words)
    assert done.returncode == 0, done.stderr
    expected = [
        [" ".join(" ".join(segment.text.split()) for segment in side(bead)) for bead in alignment.beads]
        for side in (alignment.source_segments, alignment.target_segments)
    ]
    assert [path.read_text(encoding="utf-8").splitlines() for path in out] == expected
