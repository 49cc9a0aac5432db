from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from align.errors import FormatError, InputError
from align.formats._xml import XmlStream, legal, parse, root_name
from align.formats.tmx import TmxFormat

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path, content: bytes) -> str:
    """The one line with which both ways of reading refuse `content`."""
    path.write_bytes(content)
    messages = []
    for read in (lambda: parse(path), lambda: list(XmlStream(path, "tu"))):
        with pytest.raises(FormatError) as caught:
            read()
        messages.append(str(caught.value))
    assert all("\n" not in message and message.startswith(str(path)) for message in messages)
    return messages[0].removeprefix(str(path))


@pytest.mark.parametrize(
    "subset",
    [
        '<!DOCTYPE tmx [<!ENTITY x "y">]>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        "<!-- > [ -->\n<?pi > [ ?><!doctype tmx\n[\n]>",
        "<!DOCTYPE tmx [<!ATTLIST tu tuid CDATA 'x'>]>",
    ],
)
def test_internal_subsets_are_refused(tmp_path: Path, subset: str) -> None:
    """A document type that declares anything of its own is refused before the parser sees it."""
    assert "the document type declares" in refused(tmp_path / "x.tmx", f"{subset}<tmx/>".encode())


def test_subsets_in_utf_16_are_refused(tmp_path: Path) -> None:
    """The look at the prolog knows UTF-16, with and without a signature."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        content = '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x "y">]><tmx>&x;</tmx>'.encode(encoding)
        assert "the document type declares" in refused(tmp_path / "x.tmx", content)


def test_markup_hidden_by_utf_7_is_refused(tmp_path: Path) -> None:
    """A document type written in UTF-7 is not seen as markup, so the file is no XML."""
    content = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY x "y"+AD4AXQA+-<tmx>&x;</tmx>'
    assert "not XML" in refused(tmp_path / "x.tmx", content)


@pytest.mark.parametrize("content", ["<tmx>a &nbsp; b<tu/></tmx>", '<tmx a="x&nbsp;y"><tu/></tmx>'])
def test_undeclared_entities_are_refused(tmp_path: Path, content: str) -> None:
    """An entity that only an external document type could explain is refused, for its text would be lost."""
    refused(tmp_path / "x.tmx", f'<!DOCTYPE tmx SYSTEM "tmx14.dtd">{content}'.encode())
    refused(tmp_path / "x.tmx", content.encode())


def test_external_document_types_are_not_loaded(tmp_path: Path) -> None:
    """A document type without a subset is let pass, and its file is not opened."""
    (tmp_path / "evil.dtd").write_text('<!ELEMENT tmx ANY><!ATTLIST tmx version CDATA "9">')
    path = tmp_path / "x.tmx"
    path.write_text('<!DOCTYPE tmx SYSTEM "evil.dtd"><tmx>x</tmx>')
    root = parse(path)
    assert dict(root.attrib) == {}
    assert root.text == "x"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"<tmx>\n<tu></tmx>", ":2:"),
        (b"<tmx>\n\n<tu>\x0b</tu></tmx>", ":3:"),
        (b"<tmx>&#x0B;</tmx>", ":1:"),
        (b"<tmx><a:tu/></tmx>", ":1:"),
        (b"<tmx><tu>", ":1:"),
        (b'<?xml version="1.0" encoding="nonsense"?><tmx/>', ":1:"),
        ("<tmx>é</tmx>".encode("latin-1"), ":1:"),
        (b"<tmx>" + b"<tu>" * 300 + b"</tu>" * 300 + b"</tmx>", ":1:"),
        (b"no markup", ":1:"),
    ],
)
def test_broken_xml_is_refused_with_its_place(tmp_path: Path, content: bytes, place: str) -> None:
    """XML that is not well-formed, or nested too deep, is refused with line and column."""
    assert refused(tmp_path / "x.tmx", content).startswith(place)


def test_huge_text_nodes_are_refused(tmp_path: Path) -> None:
    """A text of over 10 MB in one element is refused: the limits of the parser are never lifted."""
    refused(tmp_path / "x.tmx", b"<tmx><tu>" + b"x" * 10_100_000 + b"</tu></tmx>")


def test_gzip_bombs_are_refused(tmp_path: Path) -> None:
    """Packed bytes that expand as no text does are refused while they expand."""
    path = tmp_path / "x.tmx.gz"
    path.write_bytes(gzip.compress(b"<tmx>" + b"<tu/>" * 6_000_000 + b"</tmx>"))
    with pytest.raises(FormatError, match="expands more than"):
        list(XmlStream(path, "tu"))


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    """Packed bytes that end too early are refused, not taken for a short file."""
    path = tmp_path / "x.tmx.gz"
    path.write_bytes(gzip.compress(b"<tmx>" + bytes(f"{list(range(9999))}", "ascii") + b"</tmx>")[:-30])
    with pytest.raises(FormatError, match="gzip data are damaged"):
        list(XmlStream(path, "tu"))


def test_unknown_encodings_are_input_errors(tmp_path: Path) -> None:
    """An encoding that nobody knows is an InputError that names it."""
    path = tmp_path / "x.xml"
    path.write_text("<a/>")
    with pytest.raises(InputError, match="no encoding is called 'klingon'"):
        parse(path, encoding="klingon")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ttext\n", ("plain\ttext\n", 0)),
        ("a\r\nb\rc", ("a\nb\nc", 0)),
        ("a\x0bb\x0cc\x1fd", ("a b c d", 3)),
        ("a\0b\x1b\ufffe\uffff\ud800", ("a\ufffdb\ufffd\ufffd\ufffd\ufffd", 5)),
        ("\U0001f469\u200d\U0001f467", ("\U0001f469\u200d\U0001f467", 0)),
    ],
)
def test_illegal_characters_are_replaced_and_counted(text: str, expected: tuple[str, int]) -> None:
    """Separators become spaces, other illegal characters U+FFFD, one for one; line ends become LF uncounted."""
    assert legal(text) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<tmx", "tmx"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <a> -->\n<!DOCTYPE b>\n<x:TMX version="1.4">', "tmx"),
        ('<?xml version="1.0"?><TEI>'.encode("utf-16"), "tei"),
        (b"<!-- never closed", None),
        (b"PAR1", None),
        (b"\x1f\x8b\x00", None),
    ],
)
def test_root_names_are_found_in_the_first_bytes(head: bytes, expected: str | None) -> None:
    """The root is named without prefix in small letters; what is no XML has none."""
    assert root_name(head) == expected


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """While a memory is read, the tree holds one unit and not those that were given before."""
    path = tmp_path / "x.tmx"
    path.write_text("<tmx><body>\n" + "<tu><tuv xml:lang='en'><seg>x</seg></tuv></tu>\n" * 5000 + "</body></tmx>")
    stream = XmlStream(path, "tu")
    largest = max(sum(1 for _ in stream.root.iter("tuv")) for _ in stream)
    assert largest < 3000  # what one chunk of the parser holds, not the file
    assert len(list(TmxFormat().scan_units(path))) == 5000
