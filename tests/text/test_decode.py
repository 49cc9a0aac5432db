"""Bytes to text."""

from __future__ import annotations

import codecs
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import EncodingError, InputError
from align.text.decode import decode, read_text

SENTENCES = {
    "ar": "عقد المؤتمر المركزي في بيجين. وحضره الرئيس.",
    "de": "Größe und Übermaß sind schön.",
    "el": "Καλημέρα σας, πώς είστε;",
    "es": "El año pasado, la Organización celebró ¿qué?",
    "fr": "L'été a été très chaud à Genève. Où êtes-vous passés ?",
    "ja": "中央外事工作会議が北京で開催された。カタカナも、ある。",
    "ko": "중앙 회의가 베이징에서 열렸다. 안녕하세요.",
    "pl": "Zażółć gęślą jaźń, proszę pana.",
    "ru": "Центральное совещание состоялось в Пекине.",
    "tr": "Türkiye Büyük Millet Meclisi, İstanbul'da ağır şartlar.",
    "zh": "中央外事工作会议在北京举行。会议强调，要坚持和平发展。",
}
LEGACY = [
    ("ar", "cp1256"),
    ("ar", "iso8859-6"),
    ("de", "cp1252"),
    ("el", "cp1253"),
    ("es", "latin-1"),
    ("fr", "cp1252"),
    ("fr", "mac-roman"),
    ("fr", "cp850"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ko", "euc_kr"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ru", "cp866"),
    ("tr", "cp1254"),
    ("zh", "gb18030"),
]


@pytest.mark.parametrize(("lang", "encoding"), LEGACY)
def test_legacy_encodings_of_a_known_language(lang, encoding):
    """One sentence is enough to tell a legacy encoding where the language is known."""
    text = SENTENCES[lang]
    assert text == decode(text.encode(encoding), lang=lang).text


@pytest.mark.parametrize(
    ("lang", "encoding"), [("zh", "gb18030"), ("ja", "euc_jp"), ("ru", "koi8-r"), ("ar", "cp1256")]
)
def test_plain_cases_need_no_language(lang, encoding):
    """Multi-byte encodings and those of other scripts are told without the language, and with a wrong one."""
    data = SENTENCES[lang].encode(encoding)
    assert SENTENCES[lang] == decode(data).text
    assert SENTENCES[lang] == decode(data, lang="de").text


@pytest.mark.parametrize("lang", sorted(SENTENCES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_unicode(lang, encoding):
    """UTF-8, UTF-16 and UTF-32 are told with and without a byte order mark, which is no part of the text."""
    assert SENTENCES[lang] == decode(SENTENCES[lang].encode(encoding)).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_mark_and_declaration(encoding):
    """A byte order mark may stand beside a declaration that agrees with it."""
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    data = marks.get(encoding, codecs.BOM_UTF32_BE) + "中文。".encode(encoding)
    assert decode(data, encoding=encoding).text == "中文。"
    assert decode(data).origin == "byte order mark"


def test_declared_utf16_without_mark():
    """UTF-16 declared without an order of bytes is read in the order that gives text."""
    assert decode("会议开始。".encode("utf-16-be"), encoding="utf-16").text == "会议开始。"


def test_short_text_in_unknown_encoding():
    """What cannot be told is refused, with the nearest guess and the way out."""
    with pytest.raises(EncodingError, match=r"a\.txt: its encoding cannot be told.*declare it with encoding="):
        decode("Größe".encode("latin-1"), path="a.txt")


@pytest.mark.parametrize(
    ("data", "declared", "message"),
    [
        ("a\né".encode(), "ascii", r"a\.txt:2: is declared ascii, but byte 2 \(0xc3\) is not; .* looks like utf-8"),
        ("a\nñ".encode("latin-1"), "utf-8", r"a\.txt:2: is declared utf-8, but byte 2 \(0xf1\) is not"),
        ("中文会议。\n".encode() * 3, "gb18030", r"a\.txt:1: is declared gb18030"),
        ("Où êtes-vous à Genève ?".encode(), "cp1252", r"a\.txt:1: .* all its bytes are UTF-8 \(first at 1\)"),
        ("x “y” été à Genève".encode("cp1252"), "latin-1", r"byte 2 \(0x93\) is a control character; .*cp1252"),
        (codecs.BOM_UTF8 + b"a", "latin-1", "begins with the mark of utf-8; declare that"),
        (codecs.BOM_UTF8 + b"a\xff", None, "begins with the mark of utf-8, but byte 4 is not"),
        (b"a", "klingon", "no text encoding is called 'klingon'"),
        (b"a", "hex", "no text encoding is called 'hex'"),
    ],
)
def test_wrong_labels(data, declared, message):
    """A wrong label is an error with the place, and names what the file looks like."""
    with pytest.raises(EncodingError, match=message):
        decode(data, encoding=declared, lang="fr", path="a.txt")


def test_line_ends():
    """CR LF and CR become LF; nothing else that Python calls a line end does."""
    assert decode("a\r\nb\rc\nd\u2028e".encode()).text == "a\nb\nc\nd\u2028e"


def test_control_characters():
    """Control characters become spaces one for one, counted, with the first line; tabs stay."""
    found = decode(b"This is a line of text.\n\tk\x00l\x07m\x1bn\x7f")
    assert found.text == "This is a line of text.\n\tk l m n "
    assert (found.replaced, found.first_replaced) == (4, 2)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"\x00" * 100, "a binary file"),
    ],
)
def test_binary_files(data, what):
    """A binary file is refused by name, with what to do."""
    with pytest.raises(EncodingError, match=f"is {what}, not .*text; .* first"):
        decode(data)


@pytest.mark.parametrize(
    ("member", "what"), [("word/document.xml", "Word"), ("xl/workbook.xml", "Excel"), ("a.txt", "ZIP archive")]
)
def test_packed_files(tmp_path, member, what):
    """Office documents are told from other ZIP archives."""
    path = tmp_path / "a.txt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(EncodingError, match=what):
        read_text(path)


def test_text_that_begins_like_a_binary_file():
    """A sentence that begins with the letters of a signature is text."""
    assert decode(b"ID3 is a tag. BZh is not.").text == "ID3 is a tag. BZh is not."


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, "\u3000"[:0].encode("utf-16")])
def test_empty_files(data):
    """An empty file, or one of white space or a mark alone, is an error."""
    with pytest.raises(InputError, match="nothing to read"):
        decode(data)


def test_files_that_are_none(tmp_path):
    """A missing file, a folder and an impossible name give one line each."""
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_text(tmp_path)
    with pytest.raises(InputError, match="is no file name"):
        read_text("a\0b")
    with pytest.raises(InputError, match="cannot be read"):
        read_text(tmp_path / ("x" * 5000))


def test_long_line():
    """A line of 200,000 characters is nothing special."""
    assert len(decode(b"word " * 40_000).text) == 200_000


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff"), min_size=1))
def test_utf8_is_read_as_it_is(text):
    """Text without control characters and line ends comes back unaltered."""
    if text.strip("\ufeff \t\n"):
        assert text == decode(text.encode(), encoding="utf-8").text


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes(data):
    """Any bytes give text without control characters, or an error of ours."""
    try:
        found = decode(data)
    except InputError:
        return
    assert not set(found.text) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}
