"""Alignments in TEI as InterText and others keep them."""

from __future__ import annotations

import pytest

from align.errors import FormatError, UsageError
from align.formats.tei import TeiFormat

TEI = TeiFormat()
ENGLISH = (
    '<text><p><s id="1:1">One.</s> <s id="1:2">Two.</s></p><p><s id="2:1">Three.</s> <s id="2:2">Four.</s></p></text>'
)
CZECH = '<text><p><s id="1:1">Jedna dvě.</s></p><p><s id="2:1">Tři.</s> <s id="2:3">Navíc.</s></p></text>'
LINKS = """<?xml version="1.0"?>
<linkGrp toDoc="n.cs.xml" fromDoc="n.en.xml">
<link type='1-2' xtargets='1:1;1:1 1:2' status='man'/>
<link type='1-1' xtargets='2:1;2:1' status='auto'/>
<link type='1-0' xtargets='2:3;' status='auto'/>
</linkGrp>
"""
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{}"><teiHeader/><text><body><p>'
FOOT = "</p></body></text></TEI>"


@pytest.fixture
def links(tmp_path):
    """An alignment of InterText with its texts."""
    (tmp_path / "n.en.xml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "n.cs.xml").write_text(CZECH, encoding="utf-8")
    path = tmp_path / "n.cs.en.xml"
    path.write_text(LINKS, encoding="utf-8")
    return path


def rewrite(path, old, new):
    """Change the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sides_are_found_by_their_ids(links):
    """In InterText the left side is toDoc; ids that are no names are rewritten, languages are in the file names."""
    (alignment,) = TEI.scan_alignments(links)
    assert (alignment.source.id, alignment.target.id) == ("n.cs", "n.en")
    assert (alignment.source.lang, alignment.target.lang) == ("cs", "en")
    assert [segment.id for segment in alignment.source.segments] == ["s1.1", "s2.1", "s2.3"]
    assert [(b.source, b.target, b.status) for b in alignment.beads] == [
        ((0,), (0, 1), "checked"),
        ((1,), (2,), "auto"),
        ((2,), (), "auto"),
        ((), (3,), "auto"),
    ]
    assert TEI.sniff(LINKS.encode())


def test_sides_the_other_way_round(links):
    """Where the ids fit only so, the left side is fromDoc, as some files have it."""
    rewrite(links, 'toDoc="n.cs.xml" fromDoc="n.en.xml"', 'toDoc="n.en.xml" fromDoc="n.cs.xml"')
    (alignment,) = TEI.scan_alignments(links)
    assert (alignment.source.lang, alignment.target.lang) == ("cs", "en")


def test_ids_that_fit_both_ways(links):
    """Are decided by the status that InterText writes; without it the file is refused, and --texts decides."""
    rewrite(links, "<link type='1-0' xtargets='2:3;' status='auto'/>\n", "")
    rewrite(links, "1:1 1:2", "1:1")
    (alignment,) = TEI.scan_alignments(links)
    assert alignment.source.lang == "cs"
    rewrite(links, " status='auto'", "")
    with pytest.raises(FormatError, match=r"n\.cs\.en\.xml:2: the ids of xtargets fit both ways"):
        list(TEI.scan_alignments(links))
    texts = (links.with_name("n.en.xml"), links.with_name("n.cs.xml"))
    (alignment,) = TEI.scan_alignments(links, texts=texts)
    assert alignment.source.lang == "en"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2:1;2:1", "9:9;2:1", r":4: xtargets names the sentence '9:9'"),
        ("'2:3;'", "'2:1;'", r":5: the sentence '2:1' of .* is already in the link of line 4"),
        ("n.cs.xml", "n.de.xml", r":2: the text n\.de\.xml is not beside this file"),
        ("n.cs.xml", "/n.cs.xml", r":2: toDoc='/n\.cs\.xml' is not a file beside"),
        (' toDoc="n.cs.xml"', "", r":2: <linkGrp> has no toDoc"),
    ],
)
def test_bad_links(links, old, new, message):
    """Are refused with the line."""
    rewrite(links, old, new)
    with pytest.raises(FormatError, match=message):
        list(TEI.scan_alignments(links))


@pytest.fixture
def text(tmp_path):
    """A text whose sentences point at those of another, which points back once."""
    one = (
        '<s xml:id="a1" corresp="b.xml#b1">One.</s> <s xml:id="a2" corresp="b.xml#b1">Two.</s> <s xml:id="a3">Back.</s>'
    )
    other = '<s xml:id="b1">Jedna dvě.</s> <s xml:id="b2" corresp="a.xml#a3">Zpět.</s> <s xml:id="b3">Navíc.</s>'
    (tmp_path / "b.xml").write_text(HEAD.format("cs") + other + FOOT, encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(HEAD.format("en") + one + FOOT, encoding="utf-8")
    return path


def test_pointers_on_the_sentences(text):
    """What a chain of corresp connects is a bead, whichever side points; the rest are null beads."""
    (alignment,) = TEI.scan_alignments(text)
    assert [(b.source, b.target) for b in alignment.beads] == [((0, 1), (0,)), ((2,), (1,)), ((), (2,))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("b.xml#b1", "b.xml#b9", r"a\.xml:1: dangling pointer 'b\.xml#b9'"),
        ("b.xml#b1", "#a2", r"a\.xml:1: corresp='#a2' points into the same file"),
        ('"b.xml#b1">Two', '"c.xml#b1">Two', r"a\.xml:1: corresp points at c\.xml and at b\.xml"),
        ('corresp="b.xml#b1"', "", r"a\.xml:1: is a text that points at no other"),
    ],
)
def test_bad_pointers(text, old, new, message):
    """Are refused with the line."""
    rewrite(text, old, new)
    with pytest.raises(FormatError, match=message):
        list(TEI.scan_alignments(text))


def test_texts_are_not_taken_where_the_file_names_them(text):
    """Pointers say where they lead."""
    with pytest.raises(UsageError, match="leave out --texts"):
        list(TEI.scan_alignments(text, texts=(text, text)))


@pytest.mark.external
def test_a_stand_off_file_of_others(shared):
    """Links, joins, prefixes and unaligned pointers as the Guidelines have them."""
    (alignment,) = TEI.scan_alignments(shared / "interop" / "tei" / "demo.en-cs.align.xml")
    assert [(b.source, b.target, b.score) for b in alignment.beads] == [
        ((0,), (0,), 0.98),
        ((1, 2), (1,), 0.81),
        ((3,), (), None),
    ]
