"""Language tags are parsed, compared and made more general; nothing is guessed."""

from __future__ import annotations

import pytest

from align.errors import LanguageError
from align.lang import direction, fallbacks, is_spaced, parse, primary, same_language, script


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("eng", "en"),
        ("zh_hant_tw", "zh-Hant-TW"),
        (" fr ", "fr"),
        ("zho", "zh"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
    ],
)
def test_tags_are_made_canonical(tag, expected):
    """Case, underscores and three-letter codes do not matter."""
    assert parse(tag) == expected


@pytest.mark.parametrize("tag", ["", "xx", "english", "中文", "en--US", "und", "und-Latn", "e", "en-", "-", "zz-ZZ"])
def test_what_is_no_tag_is_refused(tag):
    """The message gives the tag and shows what one looks like."""
    with pytest.raises(LanguageError, match="is not a language tag") as caught:
        parse(tag)
    assert repr(tag) in str(caught.value)
    assert "zh-Hant" in str(caught.value)


def test_parsing_is_done_once():
    """A canonical tag is its own canonical form."""
    assert parse(parse("ZH-hans-cn")) == parse("ZH-hans-cn")


@pytest.mark.parametrize(("tag", "expected"), [("zh-Hant-TW", "zh"), ("en", "en"), ("PT-br", "pt")])
def test_the_language_subtag_stands_alone(tag, expected):
    """Region and script fall away."""
    assert primary(tag) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("zh-CN", "zh-Hant", True), ("eng", "en-GB", True), ("en", "de", False), ("nb", "nn", False)],
)
def test_languages_are_compared_without_region_and_script(one, other, same):
    """Region and script make no other language."""
    assert same_language(one, other) is same


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", "Hans"),
        ("zh-TW", "Hant"),
        ("ja", "Jpan"),
        ("ru", "Cyrl"),
        ("ar", "Arab"),
        ("de", "Latn"),
        ("sr-Latn", "Latn"),
    ],
)
def test_a_language_has_a_usual_script(tag, expected):
    """A region or an explicit script decides where there are several."""
    assert script(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("zh", "ltr")]
)
def test_direction_follows_the_script(tag, expected):
    """Arabic and Hebrew letters run from the right."""
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", False),
        ("zh-Hant", False),
        ("ja", False),
        ("th", False),
        ("ko", True),
        ("en", True),
        ("ar", True),
        ("vi", True),
    ],
)
def test_some_scripts_have_no_spaces_between_words(tag, expected):
    """Korean has them, Chinese, Japanese and Thai have not."""
    assert is_spaced(tag) is expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh")), ("en", ("en",)), ("pt_br", ("pt-BR", "pt"))],
)
def test_fallbacks_go_from_the_tag_to_the_language(tag, expected):
    """Never to another language."""
    assert fallbacks(tag) == expected


@pytest.mark.parametrize("question", [primary, script, direction, is_spaced, fallbacks])
def test_every_question_refuses_what_is_no_tag(question):
    """No default answer is given."""
    with pytest.raises(LanguageError):
        question("nonsense")
