"""Broken files that a user wants read nevertheless: everything that is lost is said."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import AlignError, FormatError, InputError
from align.formats.mending import mended
from align.formats.tmx import TmxFormat

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="x" creationtoolversion="1" '
    'segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>\n<body>\n'
)
END = "</body></tmx>\n"


def unit(text, *, more=""):
    """A line with a unit of one language."""
    return f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv>{more}</tu>\n'


def read(path, data):
    """Texts of the units of a mended file, and the losses with the line they are in."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with mended(path) as found:
        texts = [one.variants[0].text for one in TmxFormat().scan_units(found.place)]
    return texts, [str(loss).removeprefix(f"{path}:") for loss in found.losses]


@pytest.mark.parametrize(
    ("text", "kept", "loss"),
    [
        ("a\x0bb", "a b", "4:30: U+000B is not allowed in XML; a space stands for it"),
        ("a\x01b", "a\ufffdb", "4:30: U+0001 is not allowed in XML; U+FFFD stands for it"),
        ("a&#x0b;b", "a b", "4:30: &#x0b; is no character that XML allows; a space stands for it"),
        ("a&#1114112;b", "a\ufffdb", "4:30: &#1114112; is no character that XML allows; U+FFFD stands for it"),
        ("R & D", "R & D", "4:31: a bare & is read as that character"),
        ("a&nbsp;b", "a&nbsp;b", "4:30: a bare & is read as that character"),
    ],
)
def test_characters_that_xml_forbids(tmp_path, text, kept, loss):
    """Each is replaced one for one, and said with its place."""
    assert read(tmp_path / "a.tmx", HEAD + unit(text) + unit("c") + END) == ([kept, "c"], [loss])


def test_bytes_of_another_encoding(tmp_path):
    """A byte that is no text in the declared encoding is U+FFFD."""
    data = (HEAD + unit("na X rok") + END).encode().replace(b"X", b"\xf8")
    texts, losses = read(tmp_path / "a.tmx", data)
    assert texts == ["na \ufffd rok"]
    assert losses == ["4:32: byte 0xf8 is no text in this encoding; U+FFFD stands for it"]


def test_units_that_are_not_well_formed_are_left_out_whole(tmp_path):
    """Half a translation would be worse than none; all others stay, with their lines."""
    bad = unit("x").replace("</seg>", "")
    texts, losses = read(tmp_path / "a.tmx", HEAD + unit("a") + bad + unit("b") + END)
    assert texts == ["a", "b"]
    assert losses == [
        "5:1: a unit is left out: not well-formed XML: Opening and ending tag mismatch: seg line 1 and tuv"
    ]


def test_a_unit_that_does_not_end_does_not_take_the_next_with_it(tmp_path):
    """It ends where the next one begins."""
    texts, losses = read(tmp_path / "a.tmx", HEAD + unit("a").replace("</tu>", "") + unit("b") + END)
    assert texts == ["b"]
    assert [loss.partition(" a unit")[0] for loss in losses] == ["4:1:"]


def test_a_file_that_is_cut_off(tmp_path):
    """Its last unit is left out, and the elements around it are closed."""
    texts, losses = read(tmp_path / "a.tmx", (HEAD + unit("a") + unit("b"))[:-30])
    assert texts == ["a"]
    assert losses == [
        "5:1: a unit is left out: the file ends inside it",
        "5:18: the file ends inside <body>; closed here",
    ]


def test_prefixes_that_are_not_declared(tmp_path):
    """The unit stays."""
    texts, losses = read(tmp_path / "a.tmx", HEAD + unit("a", more="<t5:n>1</t5:n>") + END)
    assert texts == ["a"]
    assert losses == ["4:1: the prefix t5 is not declared; its elements are of no namespace known"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1250"])
def test_a_good_file_loses_nothing(tmp_path, encoding):
    """Whatever its encoding, CDATA sections and comments: the units are those of the file."""
    label = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = HEAD.replace("UTF-8", label) + "<!-- R & D -->" + unit("<![CDATA[a & <b>]]> kočka") + END
    data = text.encode(encoding)
    assert read(tmp_path / "a.tmx", data) == (["a & <b> kočka"], [])


def test_long_files_are_mended_piece_by_piece(tmp_path):
    """The fault has its line however far down it is."""
    texts, losses = read(tmp_path / "a.tmx", HEAD + unit("word " * 20) * 10_000 + unit("R & D") + END)
    assert len(texts) == 10_001
    assert losses == ["10004:31: a bare & is read as that character"]


def test_lines_of_text(tmp_path):
    """Formats without markup lose no more than characters."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"One.\nTw\xf8.\n")
    with mended(path) as found:
        assert found.place.read_text(encoding="utf-8") == "One.\nTw\ufffd.\n"
        assert [(loss.line, loss.column) for loss in found.losses] == [(2, 3)]


def test_what_cannot_be_mended(tmp_path):
    """An archive, a file that is not there, and a file that is in another encoding altogether."""
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\3\4junk")
    with pytest.raises(InputError, match="cannot be mended"), mended(path):
        pass
    with pytest.raises(InputError, match="cannot be read"), mended(tmp_path / "absent"):
        pass
    path.write_bytes(b"\xf8" * 20_000)
    with pytest.raises(FormatError, match="more than 10,000 faults, the first in line 1"), mended(path):
        pass


def test_entities_of_a_file_of_its_own_are_refused_as_ever(tmp_path):
    """Mending is no way around."""
    with pytest.raises(FormatError, match="declares things of its own"):
        read(tmp_path / "a.tmx", '<!DOCTYPE tmx [<!ENTITY a "b">]>' + HEAD.partition("\n")[2] + unit("a") + END)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["<", "&", "\0", "</tu>", "<tu>", "]]>", "<!--", ">", '"', ""])),
        min_size=1,
        max_size=4,
    )
)
def test_any_damage_is_mended_or_refused(tmp_path, cuts):
    """Nothing but an AlignError, and no unit that was not in the file."""
    text = HEAD + unit("one") + unit("two") + unit("three") + END
    for share, piece in cuts:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + 3 :]
    message = ""
    try:
        read(tmp_path / "a.tmx", text)
    except AlignError as error:
        message = str(error)
    assert "\n" not in message
