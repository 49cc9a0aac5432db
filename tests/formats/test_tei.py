from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import FormatError, InputError, LanguageError, OutputError
from align.formats.tei import TeiFormat, TextHeader, read_alignment, write_alignment, write_corpus, write_text
from align.model import Alignment, Bead, Block, Document, Segment, Signature

if TYPE_CHECKING:
    from pathlib import Path

TEI = TeiFormat()
HEADER = TextHeader(
    title="Read & out",
    publisher="Lab",
    date="2024-01-02",
    licence="CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    note="Working text of this project, not an official translation.",
    signature=Signature.of(align="0.1.0", segmenter="auto.1"),
)


def tei(path: Path, body: str, *, attributes: str = 'xml:lang="en"') -> Path:
    """A TEI file with this body."""
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {attributes}>\n<teiHeader/>\n<text><body>{body}</body></text></TEI>',
        encoding="utf-8",
    )
    return path


def write_all(alignment: Alignment, folder: Path) -> Path:
    """Both texts and their alignment in one folder; the path of the alignment."""
    write_text(alignment.source, folder / "r.zh.xml", header=HEADER)
    write_text(alignment.target, folder / "r.en.xml", header=HEADER)
    path = folder / "r.zh-en.xml"
    write_alignment(alignment, path, source_href="r.zh.xml", target_href="r.en.xml", header=HEADER)
    return path


def test_a_text_comes_back_equal(tmp_path: Path, chinese: Document, english: Document) -> None:
    """Blocks, segments with ids, and all characters inside blocks are as they were."""
    for document in (chinese, english):
        path = tmp_path / f"{document.id}.xml"
        written = write_text(document, path, header=HEADER)
        assert written.units == len(document.segments)
        assert TEI.read_document(path, lang=document.lang) == document
        assert TEI.validate(path) == []


def test_a_text_without_sentences_comes_back_equal(tmp_path: Path, english: Document) -> None:
    """A document that is not segmented yet is written and read without s."""
    bare = replace(english, segments=())
    path = tmp_path / "r.en.xml"
    write_text(bare, path, header=HEADER)
    assert "<s " not in path.read_text()
    assert TEI.read_document(path, lang="en") == bare
    assert TEI.validate(path) == []


def test_a_document_without_blocks_is_valid(tmp_path: Path) -> None:
    """An empty text is a TEI file with an empty paragraph, and reads as empty."""
    path = tmp_path / "e.xml"
    write_text(Document(id="e", lang="en", text="", blocks=()), path, header=TextHeader(title="Nothing"))
    assert TEI.validate(path) == []
    assert TEI.read_document(path, lang="en").blocks == ()


def test_an_alignment_comes_back_equal(tmp_path: Path, alignment: Alignment) -> None:
    """Beads in their order with score and status, both texts, and the signature are read back."""
    path = write_all(alignment, tmp_path)
    assert TEI.validate(path) == []
    assert read_alignment(path) == alignment


def test_an_alignment_of_one_language_with_itself_is_not_confused(tmp_path: Path, english: Document) -> None:
    """Two texts in one language have prefixes of their own."""
    other = replace(english, id="o.en", source="o.en.xml")  # segment ids keep the old stem
    beads = tuple(Bead(source=(i,), target=(i,)) for i in range(len(english.segments)))
    twins = Alignment(source=english, target=other, beads=beads)
    write_text(english, tmp_path / "r.en.xml", header=HEADER)
    write_text(other, tmp_path / "o.en.xml", header=HEADER)
    path = tmp_path / "twins.xml"
    write_alignment(twins, path, source_href="r.en.xml", target_href="o.en.xml", header=HEADER)
    assert read_alignment(path) == twins
    assert TEI.validate(path) == []


def test_file_names_with_spaces_are_escaped(tmp_path: Path, alignment: Alignment) -> None:
    """A file name that is no URI is escaped in pointers and found again."""
    write_text(alignment.source, tmp_path / "r $1 zh.xml", header=HEADER)
    write_text(alignment.target, tmp_path / "r.en.xml", header=HEADER)
    path = tmp_path / "a.xml"
    write_alignment(alignment, path, source_href="r $1 zh.xml", target_href="r.en.xml", header=HEADER)
    assert "r%20%241%20zh.xml#" in path.read_text()
    assert read_alignment(path).beads == alignment.beads


def test_a_corpus_takes_in_its_files(tmp_path: Path, alignment: Alignment) -> None:
    """The corpus file names its parts, is valid, and is not read as one text."""
    write_all(alignment, tmp_path)
    path = tmp_path / "corpus.xml"
    write_corpus(["r.zh.xml", "r.en.xml", "r.zh-en.xml"], path, header=HEADER)
    assert TEI.validate(path) == []
    assert path.read_text().count("include") == 3
    with pytest.raises(FormatError, match="a corpus of several texts"):
        TEI.read_document(path, lang="en")


def test_same_input_same_bytes(tmp_path: Path, alignment: Alignment) -> None:
    """Writing twice gives the same bytes, with LF line ends."""
    folders = [tmp_path / letter for letter in "ab"]
    for folder in folders:
        folder.mkdir()
        write_all(alignment, folder)
    for name in ("r.zh.xml", "r.en.xml", "r.zh-en.xml"):
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second
        assert b"\r" not in first
        assert first.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<TEI ')


def test_the_header_says_what_it_was_told(tmp_path: Path, english: Document) -> None:
    """Title, publisher, licence with its address, the standing of the text, signature and date are in the header."""
    path = tmp_path / "r.en.xml"
    write_text(english, path, header=HEADER)
    text = path.read_text()
    for told in (
        "<title>Read &amp; out</title>",
        '<licence target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0, https',
        '<note type="status">Working text of this project, not an official translation.</note>',
        "by the rules auto.1;",
        "<desc>align:0.1.0|segmenter:auto.1</desc>",
        '<language ident="en">',
        '<change when="2024-01-02">',
        '<idno type="file">r.en.xml</idno>',
    ):
        assert told in text


def test_illegal_characters_in_a_text_are_replaced_and_counted(tmp_path: Path) -> None:
    """A control character is replaced in the sentence and between sentences, and both are counted."""
    text = "a\x0bb\0 c"
    segments = (Segment(id="d.s1", text="a\x0bb", start=0, end=3, block=0),)
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    document = Document(id="d", lang="en", text=text, blocks=blocks, segments=segments)
    path = tmp_path / "d.xml"
    assert write_text(document, path, header=HEADER).replaced == 2
    assert TEI.read_document(path, lang="en").text == "a b\ufffd c"


def test_ids_that_clash_are_refused(tmp_path: Path, english: Document) -> None:
    """A segment with the id of its document could not be pointed at."""
    first = replace(english.segments[0], id="r.en")
    with pytest.raises(OutputError, match="also the id of the document"):
        write_text(replace(english, segments=(first, *english.segments[1:])), tmp_path / "x.xml", header=HEADER)


def test_nothing_to_write_is_refused(tmp_path: Path) -> None:
    """TEI has no empty alignment and no corpus without a text."""
    empty = Document(id="e", lang="en", text="", blocks=())
    nothing = Alignment(source=empty, target=replace(empty, id="f"), beads=())
    with pytest.raises(OutputError, match="without segments"):
        write_alignment(nothing, tmp_path / "x.xml", source_href="e.xml", target_href="f.xml", header=HEADER)
    with pytest.raises(OutputError, match="at least one text"):
        write_corpus([], tmp_path / "x.xml", header=HEADER)


def blocks_of(path: Path) -> list[tuple[str, str]]:
    """Kind and text of the blocks in a file."""
    document = TEI.read_document(path, lang="en")
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_texts_of_others_are_read_without_sentences(tmp_path: Path) -> None:
    """Pretty-printed TEI with markup, nested lists and inline notes gives clean blocks in reading order."""
    path = tei(
        tmp_path / "x.xml",
        """
        <div><head>The <hi>Title</hi></head>
          <p>One <choice><sic>tow</sic><corr>two</corr></choice><note>A <hi>foot</hi>note.</note>
             three.<lb/>Four. <list><item>A</item> <item><p>B</p></item></list> Rest.</p>
          loose text
          <table><row><cell>c1</cell><cell>c2</cell></row></table>
          <lg><l>Verse</l></lg></div>""",
    )
    assert blocks_of(path) == [
        ("heading", "The Title"),
        ("paragraph", "One tow three. Four."),
        ("item", "A"),
        ("paragraph", "B"),
        ("paragraph", "Rest."),
        ("note", "A footnote."),
        ("paragraph", "loose text"),
        ("paragraph", "c1"),
        ("paragraph", "c2"),
        ("paragraph", "Verse"),
    ]


def test_sentences_of_others_keep_their_ids(tmp_path: Path) -> None:
    """Sentences with markup and line breaks inside are segments; those without id get one that is free."""
    path = tei(
        tmp_path / "x.xml",
        '<p><s xml:id="d.s2">The\n   cat <hi>sleeps</hi>.</s>\n   <s>It is\nhappy. </s></p><p><s/> </p>',
        attributes='xml:id="d" xml:lang="en-GB"',
    )
    document = TEI.read_document(path, lang="en")
    assert [(s.id, s.text) for s in document.segments] == [("d.s2", "The cat sleeps."), ("d.s1", "It is happy.")]
    assert document.text == "The cat sleeps. It is happy."


def test_words_outside_sentences_are_not_passed_over(tmp_path: Path) -> None:
    """In a text with s, other words become segments of their own; bare punctuation does not."""
    path = tei(
        tmp_path / "x.xml",
        '<head>No s here</head><p>– <s xml:id="a">One.</s> stray <s xml:id="b">Two.</s></p>',
        attributes='xml:id="d"',
    )
    document = TEI.read_document(path, lang="en")
    assert [s.text for s in document.segments] == ["No s here", "One.", "stray", "Two."]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html/>", "the root element is <html>, not <TEI>"),
        ("<TEI/>", "<TEI> has no <text>"),
        ('<TEI xml:lang="fr"><text/></TEI>', "the file says it is in fr, not in en"),
        ('<TEI><text xml:lang="zz-zz-zz"/></TEI>', "is not a language tag"),
        ('<TEI><text><s xml:id="a">x</s><s xml:id="a">y</s></text></TEI>', "segment id a occurs twice"),
        ('<TEI><text><s xml:id="3:1">x</s></text></TEI>', "is not an NCName"),
    ],
)
def test_texts_that_cannot_be_used_are_refused(tmp_path: Path, content: str, message: str) -> None:
    """Each fault is an InputError that names the file and what is wrong."""
    path = tmp_path / "x.xml"
    path.write_text(content)
    with pytest.raises((FormatError, LanguageError)) as caught:
        TEI.read_document(path, lang="en")
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_an_encoding_may_be_imposed(tmp_path: Path) -> None:
    """A stated encoding is used instead of the declared one."""
    path = tmp_path / "x.xml"
    path.write_bytes("<TEI><text><p>Řeka</p></text></TEI>".encode("windows-1250"))
    assert TEI.read_document(path, lang="cs", encoding="windows-1250").text == "Řeka"


def edited(path: Path, old: str, new: str) -> Path:
    """The file with one thing changed; a test that changes nothing fails."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zh:s1 en:s1", "zh:s99 en:s1", "dangling pointer 'zh:s99'"),
        ('target="#r.zh-r.en.j1.zh en:s2"', 'target="#nowhere en:s2"', "dangling pointer '#nowhere'"),
        ("zh:s1 en:s1", "xx:s1 en:s1", "no prefixDef explains the pointer 'xx:s1'"),
        ("zh:s1 en:s1", "http://example.org/a#b en:s1", "nothing is fetched"),
        ('replacementPattern="r.zh.xml#', 'replacementPattern="/etc/r.zh.xml#', "is not a file beside this one"),
        ('replacementPattern="r.zh.xml#', 'replacementPattern="a/../../r.zh.xml#', "is not a file beside this one"),
        (
            'replacementPattern="r.zh.xml#',
            'replacementPattern="gone.xml#',
            "the text gone.xml that it points at cannot",
        ),
        ('matchPattern="(.+)"', 'matchPattern="(a+)+"', "is not supported"),
        ('cert="0.5"', 'cert="7"', "score 7.0 is not in 0..1"),
        ("zh:s1 en:s1", "zh:s2 en:s1", "is in 2 beads"),
    ],
)
def test_faulty_alignments_are_refused(tmp_path: Path, alignment: Alignment, old: str, new: str, message: str) -> None:
    """A pointer that leads nowhere or away, a bad pattern or score, and a segment used twice: refused with the place."""
    path = edited(write_all(alignment, tmp_path), old, new)
    with pytest.raises(InputError) as caught:
        read_alignment(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")
    assert TEI.validate(path)


def test_a_side_may_be_named_segment_by_segment(tmp_path: Path, alignment: Alignment) -> None:
    """Where no domains say which the two texts are, the pointers of the first link do, however many there are."""
    path = write_all(alignment, tmp_path)
    text = re.sub(r' domains="[^"]*"', "", path.read_text())
    joined = dict(re.findall(r'<join xml:id="([^"]*)" target="([^"]*)"', text))
    text = re.sub('#([^" ]*)', lambda match: joined.get(match[1], match[0]), text)
    several = next(link for link in re.findall("<link .*/>", text) if link.count("zh:") > 1)
    path.write_text(text.replace(several, "").replace("<link ", f"{several}<link ", 1))
    assert read_alignment(path).beads == alignment.beads


def test_joins_of_joins_cannot_multiply(tmp_path: Path, alignment: Alignment) -> None:
    """A pointer that means ever more segments is refused before the memory is full."""
    path = write_all(alignment, tmp_path)
    joins = "".join(f'<join xml:id="x{n}" target="{f"#x{n + 1} " * 200}" scope="root"/>' for n in range(4))
    joins += f'<join xml:id="x4" target="{"zh:s1 " * 200}" scope="root"/>'
    text = path.read_text().replace("</joinGrp>", f"{joins}</joinGrp>", 1).replace("zh:s1 en:s1", "#x0 en:s1", 1)
    path.write_text(text)
    with pytest.raises(FormatError, match="means more than 10000 segments"):
        read_alignment(path)


def test_all_dangling_pointers_are_listed(tmp_path: Path, alignment: Alignment) -> None:
    """Validation names every pointer that leads nowhere, each with its line."""
    path = edited(edited(write_all(alignment, tmp_path), "zh:s1 en:s1", "zh:s98 en:s1"), "en:s7", "en:s99")
    problems = [p for p in TEI.validate(path) if p.rule == "dangling-pointer"]
    assert [("s98" in p.message, "s99" in p.message) for p in problems] == [(True, False), (False, True)]
    assert all(p.line for p in problems)


def test_segments_that_no_link_names_become_null_beads(tmp_path: Path, alignment: Alignment) -> None:
    """TEI lets unaligned sentences be left out; they are not lost."""
    path = write_all(alignment, tmp_path)
    start, end = path.read_text().index('<linkGrp type="unaligned">'), path.read_text().index("</standOff>")
    path.write_text(path.read_text()[:start] + path.read_text()[end:])
    beads = read_alignment(path).beads
    assert {(b.source, b.target) for b in beads if b.is_null} == {((5,), ()), ((6,), ()), ((), (4,)), ((), (6,))}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('xml:id="r.zh.s2"', 'xml:id="r.zh.s1"', "duplicate-id"),
        ("<p><s", "<p><b/><s", "align-tei-text"),
        ("<teiHeader>", "<teiHeader><x/>", "align-tei-text"),
        ("</TEI>", "", "well-formed"),
    ],
)
def test_faulty_texts_are_invalid(tmp_path: Path, chinese: Document, old: str, new: str, rule: str) -> None:
    """What breaks the schema or repeats an id is a problem with rule and line."""
    path = tmp_path / "r.zh.xml"
    write_text(chinese, path, header=HEADER)
    problems = TEI.validate(edited(path, old, new))
    assert rule in [p.rule for p in problems]
    assert all(p.line for p in problems)


@pytest.mark.external
def test_the_demonstration_of_the_standards_is_read(shared: Path) -> None:
    """A stand-off alignment made by hand, with its own prefixes, resolves to its three beads."""
    found = read_alignment(shared / "interop" / "tei" / "demo.en-cs.align.xml")
    assert [(b.source, b.target, b.score) for b in found.beads] == [
        ((0,), (0,), 0.98),
        ((1, 2), (1,), 0.81),
        ((3,), (), None),
    ]
    assert [s.text for s in found.source.segments][2] == "It is happy."


sentences = st.lists(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: c not in "\ufffe\uffff"),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(
    blocks=st.lists(
        st.tuples(st.sampled_from(["heading", "paragraph", "item", "note"]), sentences), min_size=1, max_size=6
    ),
    gap=st.sampled_from(["", " ", "  ", "\n", "\t"]),
    place=st.sampled_from([None, "page 4", 'a.xhtml "p" <1>', "00:00:01,000 --> 00:00:02,000"]),
)
def test_any_text_comes_back_equal(
    blocks: list[tuple[str, list[str]]], gap: str, place: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the order of blocks, their places and the white space, the document is read back equal."""
    text, made, segments = "", [], []
    for kind, found in blocks:
        text += "\n\n" if text else ""
        start = len(text)
        for sentence in found:
            text += gap if len(text) > start else ""
            name = f"d.s{len(segments) + 1}"
            segments.append(
                Segment(id=name, text=sentence, start=len(text), end=len(text) + len(sentence), block=len(made))
            )
            text += sentence
        made.append(Block(kind=kind, start=start, end=len(text), place=place))
    document = Document(id="d", lang="en", text=text, blocks=tuple(made), segments=tuple(segments), source="d.xml")
    path = tmp_path_factory.getbasetemp() / "d.xml"
    write_text(document, path, header=TextHeader(title="t"))
    assert TEI.read_document(path, lang="en") == document
    assert TEI.validate(path) == []


def test_a_text_whose_language_is_not_known_yet(tmp_path: Path, english: Document) -> None:
    """Is in the language that the file says; where it says none, the caller has to find out."""
    path = tmp_path / "r.en.xml"
    write_text(english, path, header=HEADER)
    assert TEI.read_document(path, lang="und").lang == "en"
    path.write_text("<TEI><text><p>Words.</p></text></TEI>", encoding="utf-8")
    assert TEI.read_document(path, lang="und").lang == "und"
