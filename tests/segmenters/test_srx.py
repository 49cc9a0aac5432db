"""SRX files: ours and those of others."""

from __future__ import annotations

import re

import pytest

from align.errors import FormatError, InputError, LanguageError
from align.segmenters.srx import SrxSegmenter

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
  <header segmentsubflows="yes" cascade="{cascade}"/>
  <body>
    <languagerules>
      <languagerule languagerulename="Mine">{rules}</languagerule>
      <languagerule languagerulename="All">
        <rule break="yes"><beforebreak>[.?!]</beforebreak><afterbreak>\\s</afterbreak></rule>
      </languagerule>
    </languagerules>
    <maprules>
      <languagemap languagepattern="en.*" languagerulename="Mine"/>
      <languagemap languagepattern=".*" languagerulename="All"/>
    </maprules>
  </body>
</srx>
"""


@pytest.fixture
def segmenter(tmp_path):
    """A segmenter with the given rules for English before the common ones."""

    def make(rules, cascade="yes"):
        path = tmp_path / "mine.srx"
        path.write_text(FILE.format(rules=rules, cascade=cascade), encoding="utf-8")
        return SrxSegmenter(rules=path)

    return make


def rule(decision, before, after=""):
    """A rule element."""
    return f'<rule break="{decision}"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>'


def test_exception_before_rule(segmenter):
    """The first rule that matches at a place decides."""
    found = segmenter(rule("no", r"\bMr\.", r"\s")).split("Mr. Li came. He left.", "en")
    assert found == ["Mr. Li came.", " He left."]


def test_cascade(segmenter):
    """Without cascade only the first map that matches applies."""
    assert segmenter(rule("yes", ";"), "no").split("a; b. c", "en") == ["a;", " b. c"]
    assert segmenter(rule("yes", ";"), "yes").split("a; b. c", "en") == ["a;", " b.", " c"]
    assert segmenter(rule("yes", ";"), "yes").split("a; b. c", "fr") == ["a; b.", " c"]


@pytest.mark.parametrize(
    "expression", [r"\Q.)\E", r"\x{002E}\)", r"[\p{P}&amp;&amp;[^)]]\)", r"\.\)++", r"(?&lt;=b)\.\)"]
)
def test_expressions_of_icu_and_java(segmenter, expression):
    """Quoting, code points, intersections, possessive quantifiers and looking back are understood."""
    assert segmenter(rule("yes", expression), "no").split("a b.) c", "en") == ["a b.)", " c"]


def test_one_sided_rules(segmenter):
    """A rule may have only one of its two parts."""
    only_after = '<rule break="yes"><afterbreak>\\n</afterbreak></rule><rule break="yes"/>'
    assert segmenter(only_after, "no").split("a\nb", "en") == ["a", "\nb"]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (rule("yes", "(a"), r"mine\.srx:6: not a regular expression"),
        (rule("yes", r"\x{110000}"), r"mine\.srx:6: the character .* at character 1 is not supported"),
        (rule("perhaps", "a"), r"mine\.srx:6: break='perhaps' in a rule; it is yes or no"),
        (rule("yes", "a" * 20_001), r"mine\.srx:6: an expression of 20001 characters"),
    ],
)
def test_bad_rules(segmenter, rules, message):
    """A rule that cannot be used is an error with its line."""
    with pytest.raises(FormatError, match=message):
        segmenter(rules)


def test_slow_rule(segmenter):
    """A rule that would run for ages is stopped and named."""
    with pytest.raises(InputError, match=r"mine\.srx:6: this rule, or all rules so far, take too long"):
        segmenter(rule("yes", "a", "(?:a|a|aa)*c")).split("a" * 400 + "b", "en")


def test_slow_map(tmp_path):
    """A pattern of languages that would run for ages is stopped and named."""
    path = tmp_path / "x.srx"
    slow = FILE.format(rules="", cascade="no").replace('"en.*"', '"(?:[a-z-]|x|-|xx)*[01]"')
    path.write_text(slow, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.srx: the languagepattern of 'Mine' takes more than"):
        SrxSegmenter(rules=path).split("a", f"en-x{'-xxxxxxxx' * 8}")


def test_map_to_missing_rules(tmp_path):
    """A map must name rules that are there."""
    path = tmp_path / "x.srx"
    path.write_text(FILE.format(rules="", cascade="no").replace('rulename="All">', 'rulename="Al">'), encoding="utf-8")
    with pytest.raises(FormatError, match=r"names rules 'All' that are not in the file"):
        SrxSegmenter(rules=path)


@pytest.mark.parametrize(
    ("content", "message"),
    [("<a/>", "is no SRX file"), ("<srx/>", "no <languagemap>"), ("no XML", "not XML"), ("", "empty")],
)
def test_other_files(tmp_path, content, message):
    """A file that is no SRX is refused."""
    path = tmp_path / "x.srx"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        SrxSegmenter(rules=path)


def test_missing_file(tmp_path):
    """A missing rule file is an error at once."""
    with pytest.raises(InputError, match="cannot be read"):
        SrxSegmenter(rules=tmp_path / "none.srx")


def test_own_rules_serve_chinese_and_japanese_only():
    """Our own file maps no other language."""
    with pytest.raises(LanguageError, match=r"no rules for 'de' in align\.srx"):
        SrxSegmenter().split("A. B.", "de")


def test_changed_file_is_read_again(segmenter):
    """Rules are not remembered beyond a change of their file."""
    assert len(segmenter(rule("yes", ";")).split("a; b: c", "en")) == 2
    assert len(segmenter(rule("yes", "[;:]")).split("a; b: c", "en")) == 3


def test_signature_names_the_file(segmenter):
    """A foreign rule file shows in the signature, and so does a change of its content."""
    one, other = segmenter("").signature, segmenter(rule("yes", ";")).signature
    assert re.fullmatch(r"srx\.2\(mine\.srx@[0-9a-f]{8}\)", one)
    assert one != other
    assert SrxSegmenter(semicolon=True).signature == "srx.2(semicolon)"


@pytest.mark.external
@pytest.mark.parametrize("name", ["okapi-defaultSegmentation.srx", "omegat-defaultRules.srx", "loomchild-example.srx"])
def test_files_of_other_tools(shared, name):
    """The rules of Okapi, OmegaT and segment are read and divide plain sentences."""
    segmenter = SrxSegmenter(rules=shared / "interop" / "srx" / name)
    pieces = segmenter.split("The talks were held in Geneva. They failed.", "en")
    assert [piece.strip() for piece in pieces] == ["The talks were held in Geneva.", "They failed."]


@pytest.mark.external
def test_an_invalid_file(shared):
    """Rules that serve no language are refused with the line."""
    with pytest.raises(FormatError, match=r"invalid\.srx:2: has no <languagemap>"):
        SrxSegmenter(rules=shared / "interop" / "srx" / "loomchild-invalid.srx")


def test_maps_of_languagetool(tmp_path):
    """Maps that say how paragraphs end serve the language, as if two line breaks ended them."""
    path = tmp_path / "x.srx"
    text = FILE.format(rules=rule("yes", ";"), cascade="yes").replace(
        'languagepattern="en.*"', 'languagepattern="en_.*"'
    )
    path.write_text(text.replace('languagepattern=".*"', 'languagepattern=".*_one"'), encoding="utf-8")
    assert SrxSegmenter(rules=path).split("a; b", "en-GB") == ["a;", " b"]


def test_references_to_groups(segmenter):
    """Are followed after the place; before it they would be met before their group, and are refused."""
    assert segmenter(rule("yes", "(a|b)", r"(c)\1")).split("acc bc", "en") == ["a", "cc bc"]
    with pytest.raises(FormatError, match=r"mine\.srx:6: a reference to a group in beforebreak at character 4"):
        segmenter(rule("yes", r"(a)\1", "c"))


@pytest.mark.external
def test_own_rules_are_valid(shared):
    """Our own file is valid by the official schema."""
    from lxml import etree

    import align.segmenters.srx as module

    schema = etree.XMLSchema(etree.parse(shared / "interop" / "schema" / "srx" / "srx20.xsd"))
    schema.assertValid(etree.parse(module.OWN_RULES))
