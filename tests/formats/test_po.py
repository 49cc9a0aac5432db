from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import EncodingError, FormatError, InputError, LanguageError
from align.formats.po import PoFormat

if TYPE_CHECKING:
    from pathlib import Path

PO = PoFormat()
HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: Clock 2\\n"\n"Language: fr\\n"\n'
    '"Content-Type: text/plain; charset={}\\n"\n\n'
)


def read(path: Path, body: str, charset: str = "UTF-8") -> list:
    """The units of a file with a header and this body."""
    path.write_bytes((HEADER.format(charset) + body).encode(charset if charset != "CHARSET" else "utf-8"))
    return list(PO.scan_units(path))


def test_messages_become_units(tmp_path: Path) -> None:
    """Comments are notes, the rest are properties; a fuzzy message is not checked, an untranslated one is alone."""
    body = (
        '# by hand\n#. for you\n#: a.c:1 b.c:2\n#, c-format, fuzzy\n#| msgid "Opne"\n'
        'msgctxt "menu"\nmsgid "Open"\nmsgstr "Ouvrir"\n\n'
        'msgid ""\n"Two "\n"lines\\n"\nmsgstr "Deux\\tlignes\\n"\n\nmsgid "New"\nmsgstr ""\n'
    )
    path = tmp_path / "a.po"
    first, second, third = read(path, body)
    assert PO.sniff(path.read_bytes())
    assert [(v.lang, v.text) for v in first.variants] == [("en", "Open"), ("fr", "Ouvrir")]
    assert (first.status, first.notes) == ("auto", ("by hand", "for you"))
    assert [(p.name, p.value) for p in first.properties] == [
        ("x-context", "menu"),
        ("x-reference", "a.c:1 b.c:2"),
        ("x-flag", "c-format"),
        ("x-previous", 'msgid "Opne"'),
    ]
    assert [v.text for v in second.variants] == ["Two lines\n", "Deux\tlignes\n"]
    assert (second.status, third.id, [v.lang for v in third.variants]) == ("checked", "tu3", ["en"])
    assert (PO.read_header(path).source, PO.read_header(path).title) == ("en", "Clock 2")


def test_plural_forms_become_units(tmp_path: Path) -> None:
    """The first form goes with the singular, the others with the plural; the property says which form it is."""
    body = 'msgid "a day"\nmsgid_plural "%d days"\nmsgstr[0] "un jour"\nmsgstr[1] "%d jours"\n'
    units = read(tmp_path / "a.po", body)
    assert [(u.id, [v.text for v in u.variants], u.properties[0].value) for u in units] == [
        ("tu1", ["a day", "un jour"], "0"),
        ("tu1.1", ["%d days", "%d jours"], "1"),
    ]


def test_messages_need_no_line_between_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A comment or a msgid begins the next one; obsolete ones are left out and counted."""
    body = (
        'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n# note\nmsgctxt "x"\nmsgid "c"\nmsgstr "e"\n'
        '#~ msgid "old"\n#~ msgstr "vieux"\n\n#~ msgid "older"\n#~ msgstr "x"\n'
    )
    with caplog.at_level(logging.WARNING):
        units = read(tmp_path / "a.po", body)
    assert [[v.text for v in u.variants] for u in units] == [["a", "b"], ["c", "d"], ["c", "e"]]
    assert units[2].notes == ("note",)
    assert "2 obsolete messages were left out" in caplog.text


@pytest.mark.parametrize(("charset", "text"), [("ISO-8859-15", "œuvre"), ("GB18030", "工作"), ("CHARSET", "é")])
def test_the_header_names_the_encoding(tmp_path: Path, charset: str, text: str) -> None:
    """The file is read in the encoding that its header names, a template in UTF-8."""
    (one,) = read(tmp_path / "a.po", f'msgid "x"\nmsgstr "{text}"\n', charset)
    assert one.variants[1].text == text


def test_a_source_language_that_is_stated_is_taken(tmp_path: Path) -> None:
    """X-Source-Language wins over the custom that messages are in English; a modifier is no part of the tag."""
    path = tmp_path / "a.po"
    header = HEADER.format("UTF-8").replace("Language: fr", 'Language: sr_RS@latin\\n"\n"X-Source-Language: de')
    path.write_text(header + 'msgid "Tag"\nmsgstr "dan"\n', encoding="utf-8")
    (one,) = PO.scan_units(path)
    assert [v.lang for v in one.variants] == ["de", "sr-RS"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("msgid x\n", ":7: neither a comment nor a text in quotes"),
        ('"text"\n', ":7: neither a comment nor a text in quotes"),
        ('msgid "a"\n\n', ":7: a msgid without msgstr"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', ":9: a second msgstr in one message"),
    ],
)
def test_what_is_no_po_is_refused_with_its_line(tmp_path: Path, body: str, message: str) -> None:
    """Nothing is skipped silently."""
    with pytest.raises(FormatError) as caught:
        read(tmp_path / "a.po", body)
    assert message in str(caught.value)


def test_languages_and_encodings_have_to_be_right(tmp_path: Path) -> None:
    """A header without a language, with none that exists, or with the wrong encoding is an error with a remedy."""
    path = tmp_path / "a.po"
    message = 'msgid "a"\nmsgstr "\xe9"\n'
    for old, new, error in (
        ("Language: fr", "Language: ", FormatError),
        ("Language: fr", "Language: en", FormatError),
        ("Language: fr", "Language: french", LanguageError),
        ("charset=UTF-8", "charset=UTF-9", FormatError),
        ("charset=UTF-8", "charset=ASCII", EncodingError),
    ):
        path.write_text(HEADER.format("UTF-8").replace(old, new) + message, encoding="utf-8")
        with pytest.raises(error):
            list(PO.scan_units(path))


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20), min_size=1, max_size=4)
)
def test_any_text_that_is_escaped_comes_back(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A text with quotes, backslashes and line ends escaped is read as it was."""
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\x1a": "\\032"}
    escaped = ["".join(named.get(char, char) for char in text) for text in texts]
    body = "".join(f'msgid "a"\nmsgstr "{text}"\n\n' for text in escaped)
    units = read(tmp_path_factory.getbasetemp() / "any.po", body)
    assert [u.variants[1].text for u in units] == texts


@settings(max_examples=100, deadline=None)
@given(junk=st.text(st.sampled_from('msgidctxstr_plural[0]" \n#~,:|\\ax7'), max_size=80))
def test_junk_is_refused_in_one_line(junk: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever comes after the header is read or refused with an InputError."""
    message = ""
    try:
        read(tmp_path_factory.getbasetemp() / "junk.po", junk)
    except InputError as error:
        message = str(error)
    assert "\n" not in message


@pytest.mark.external
def test_translate_toolkit_reads_the_same(tmp_path: Path) -> None:
    """translate-toolkit finds the same messages in the same file."""
    po = pytest.importorskip("translate.storage.po", reason="translate-toolkit is not installed")
    body = '#, fuzzy\nmsgid "Open"\nmsgstr "Ouvrir \\"x\\""\n\nmsgid "a\\n"\n"b"\nmsgstr "c"\n'
    units = read(tmp_path / "a.po", body)
    store = po.pofile.parsefile(str(tmp_path / "a.po"))
    theirs = [(str(u.source), str(u.target), u.isfuzzy()) for u in store.units if not u.isheader()]
    assert theirs == [(*(v.text for v in u.variants), u.status == "auto") for u in units]
