"""Languages detected and contradicted."""

from __future__ import annotations

import socket
import tempfile

import pytest

from align.errors import LanguageError
from align.text.detect import check_language, detect

LANGS = ["ar", "de", "en", "es", "fr", "ja", "ru", "zh"]
DANISH = "Mødet blev holdt i Beijing i december, og parterne blev enige om en fælles erklæring. " * 4
SERBIAN = "Konferencija je održana u Pekingu, a strane su se složile o zajedničkoj izjavi za štampu. " * 4
MALAY = "Persidangan itu diadakan di Beijing pada bulan Disember dan dihadiri oleh ramai wakil. " * 4


@pytest.fixture(scope="module")
def texts(root):
    """The readout in its eight languages."""
    folder = root / "corpora" / "readout-2023" / "sources"
    return {lang: (folder / f"readout.{lang}.txt").read_text(encoding="utf-8") for lang in LANGS}


@pytest.mark.parametrize("lang", LANGS)
def test_detect(texts, lang):
    """Whole documents are recognised with confidence."""
    found, confidence = detect(texts[lang])
    assert found == lang
    assert 0.9 < confidence <= 1


def test_detect_nothing():
    """A text without letters has no language."""
    with pytest.raises(LanguageError, match="without letters"):
        detect("12345 ...\n")


def test_detect_short():
    """A word or two gets a low confidence rather than an error."""
    assert detect("ok")[1] < 0.85


@pytest.mark.parametrize("lang", LANGS)
def test_every_wrong_tag_is_found(texts, lang):
    """The text of each language contradicts the other seven tags and not its own."""
    assert [other for other in LANGS if check_language(texts[lang], other) is None] == [lang]


def test_the_reason_is_given():
    """A contradiction says what speaks against the tag."""
    found = check_language("The conference was held in Beijing and leaders attended it.", "zh")
    assert str(found) == "is said to be zh, but 100% of its letters are Latin letters"
    assert found is not None
    assert found.found is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (DANISH, "nb"),
        (DANISH, "sv"),
        (SERBIAN, "hr"),
        (SERBIAN, "bs"),
        (SERBIAN, "sr-Latn"),
        (MALAY, "id"),
        (MALAY, "ms"),
    ],
)
def test_close_languages(text, tag):
    """Close relatives are not told apart."""
    assert check_language(text, tag) is None


@pytest.mark.parametrize("tag", ["tlh", "mi", "haw", "ain-Latn"])
def test_unknown_languages(texts, tag):
    """A language that the model does not know is not contradicted in its own script."""
    assert check_language(texts["en"], tag) is None


@pytest.mark.parametrize(
    ("text", "tag"), [("Hello", "zh"), ("The UN and WTO", "zh"), ("会议", "en"), ("", "en"), ("3.5", "fr")]
)
def test_short_texts(text, tag):
    """A few words contradict nothing."""
    assert check_language(text, tag) is None


def test_chinese_and_japanese(texts):
    """Kana tell Japanese from Chinese, whatever the model says."""
    found = check_language(texts["ja"][:400], "zh-Hant")
    assert found is not None
    assert found.found == "ja"


def test_names_in_another_script():
    """A Chinese text with many English names is still Chinese."""
    text = "美国总统Joseph Robinette Biden与中国外交部长王毅在Woodside的Filoli庄园举行了会晤，双方讨论了COP28和AI。"
    assert check_language(text, "zh") is None


def test_malformed_tag():
    """A tag that is none is an error."""
    with pytest.raises(LanguageError):
        check_language("Some text.", "no such tag")


def test_no_network_and_no_files(monkeypatch):
    """Detection opens no connection and makes no temporary file."""

    def refuse(*_args, **_options):
        raise AssertionError

    import align.text.detect as module

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    module._detector.cache_clear()
    assert detect("The conference was held in Beijing.")[0] == "en"
