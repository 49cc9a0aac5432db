"""Hostile and broken archives: each is refused in one line, in time, whatever format it pretends to be."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import AlignError, FormatError, InputError
from align.formats import FORMATS
from align.formats.package import member_names, resolved
from align.limits import raised
from align.pipeline import read_document
from office_files import docx, epub, odt, packed

PARTS = {"docx": "word/document.xml", "odt": "content.xml", "epub": "META-INF/container.xml"}
PARAGRAPH = "<w:p><w:r><w:t>Some words.</w:t></w:r></w:p>"


def refusal(name, path):
    """The one line with which a format refuses a file."""
    with pytest.raises(InputError) as caught:
        FORMATS.make(name).read_document(path, lang="en")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))
    return str(caught.value)


@pytest.fixture
def whole(tmp_path):
    """A good file of each format."""
    return {
        "docx": docx(tmp_path / "a.docx", PARAGRAPH),
        "odt": odt(tmp_path / "a.odt", "<office:text><text:p>Some words.</text:p></office:text>"),
        "epub": epub(tmp_path / "a.epub", "<p>Some words.", "<p>More."),
    }


@pytest.mark.parametrize("name", PARTS)
def test_truncated_archives(whole, name, tmp_path):
    """A file that was cut off anywhere is damaged, not read in part."""
    data = whole[name].read_bytes()
    for size in range(4, len(data) - 1, 97):
        path = tmp_path / f"cut.{name}"
        path.write_bytes(data[:size])
        assert "not a whole ZIP archive" in refusal(name, path)


@pytest.mark.parametrize("name", PARTS)
def test_bombs(name, tmp_path):
    """A part that expands beyond reason is given up as soon as that shows."""
    path = packed(tmp_path / f"bomb.{name}", {"mimetype": "x", PARTS[name]: b"<a>" + b" " * 40_000_000})
    assert "expands more than 250 times" in refusal(name, path)


def test_large_parts(tmp_path):
    """So is one that is simply too large, whatever its archive says of it."""
    path = docx(tmp_path / "a.docx", PARAGRAPH * 5_000)
    with raised(whole=100_000):
        assert "holds more than 0 MB" in refusal("docx", path)


def test_too_many_parts(tmp_path):
    """No document has so many."""
    path = packed(tmp_path / "a.docx", {f"word/{number}.xml": "" for number in range(101)})
    with raised(parts=100):
        assert "has more than 100 parts" in refusal("docx", path)


@pytest.mark.parametrize("name", PARTS)
def test_entities_in_parts(name, tmp_path):
    """What declares entities is refused before the parser sees it; the message names the part."""
    part = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
    path = packed(tmp_path / f"a.{name}", {"mimetype": "x", PARTS[name]: part})
    assert f"{PARTS[name]}:1:1: the document type declares things of its own" in refusal(name, path)


def test_passwords(tmp_path):
    """An encrypted part, and the container of Office for a document with a password, are called by their name."""
    path = docx(tmp_path / "a.docx", PARAGRAPH)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            struct.pack_into("<H", data, at + offset, 1)
    path.write_bytes(data)
    assert "is protected by a password" in refusal("docx", path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))
    assert "is protected by a password" in refusal("docx", path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert "is an old Microsoft Office document" in refusal("docx", path)


def test_other_ways_of_packing(tmp_path):
    """Documents are stored or deflated, and nothing else."""
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "is packed in a way that documents do not use" in refusal("docx", path)


@pytest.mark.parametrize("name", PARTS)
def test_no_archive_at_all(name, tmp_path):
    """Nor is anything read as one that is none."""
    path = tmp_path / f"a.{name}"
    path.write_text("just words", encoding="utf-8")
    assert "no ZIP archive; name the format that it is in" in refusal(name, path)


@pytest.mark.parametrize("name", PARTS)
def test_content_tells_archives_apart(name, whole, tmp_path):
    """Whatever the suffix, and in whatever order the parts were packed."""
    path = tmp_path / "renamed.bin"
    for reorder in (False, True):
        with zipfile.ZipFile(whole[name]) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        if reorder and name != "odt":  # its first part has to say what it is
            parts = {"filler": bytes(range(256)) * 40} | dict(reversed(parts.items()))
        packed(path, parts)
        assert "words" in read_document(path, lang="en").text


def test_names_of_parts(tmp_path):
    """Are found beside their base and never outside of the archive; what is no archive has none."""
    assert resolved("../text/a%20b.xhtml#x", base="OEBPS/x/book.opf") == "OEBPS/text/a b.xhtml"
    assert resolved("../../../etc/passwd", base="a/b.opf") == "etc/passwd"
    (tmp_path / "a").write_bytes(b"PK\x03\x04 no archive")
    assert member_names(tmp_path / "a") == frozenset()


def archive(content):
    """The bytes of an archive with this content as the main part of each format."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed_in:
        for part in PARTS.values():
            packed_in.writestr(part, content)
    return bytearray(out.getvalue())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.lists(st.sampled_from(["<w:p>", "</w:p>", "<a>", "</a>", "x", "&", "<!DOCTYPE a [", "中", "]>"])).map(
        "".join
    ),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4),
)
@pytest.mark.parametrize("name", PARTS)
def test_damaged_archives(name, content, changes, tmp_path_factory):
    """Whatever bytes change in a file, it is read or refused, and nothing else happens."""
    data = archive(content)
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path_factory.getbasetemp() / f"damaged.{name}"
    path.write_bytes(data)
    message = ""
    try:
        FORMATS.make(name).read_document(path, lang="en")
    except AlignError as error:
        message = str(error)
    assert "\n" not in message


def test_deep_parts(tmp_path):
    """Nesting beyond the parser's limit is refused, not followed."""
    path = docx(tmp_path / "a.docx", "<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    assert "not well-formed XML" in refusal("docx", path)


@pytest.mark.parametrize(
    "piece", ["<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", "<w:p/>"]
)
def test_a_large_part_takes_linear_time(piece, tmp_path):
    """1 MB of one element is read in seconds."""
    path = docx(tmp_path / "a.docx", PARAGRAPH + piece * (1_000_000 // len(piece)))
    assert FORMATS.make("docx").read_document(path, lang="en").blocks


def test_formats_refuse_with_their_own_error(tmp_path):
    """A good archive of another kind says what is missing in it."""
    path = packed(tmp_path / "a.zip", {"readme.txt": "words"})
    for name, part in PARTS.items():
        with pytest.raises(FormatError, match=f"has no part {part}"):
            FORMATS.make(name).read_document(path, lang="en")
