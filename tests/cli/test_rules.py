"""``align rules``, and the rules of others."""

from __future__ import annotations

import pytest

SRX = """<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/><body>
<languagerules><languagerule languagerulename="All">
<rule break="yes"><beforebreak>{}</beforebreak><afterbreak></afterbreak></rule>
</languagerule></languagerules>
<maprules><languagemap languagepattern="EN.*|ZH.*" languagerulename="All"/></maprules></body></srx>
"""


@pytest.fixture
def rules(desk):
    """A file of rules that cuts at commas."""
    path = desk / "mine.srx"
    path.write_text(SRX.format("[,，]"), encoding="utf-8")
    return path


def test_rules_are_written_and_followed(align, desk):
    """To a file or to standard output; the file cuts as the default segmenter does."""
    done = align("rules", "--langs", "en,zh", "-o", "ours.srx")
    assert (done.code, done.lines) == (0, ["align: rules for 2 languages written to ours.srx: en, zh"])
    assert align("-q", "rules", "--langs", "en,zh").data == (desk / "ours.srx").read_bytes()
    for name in ("en.txt", "zh.txt"):
        assert align("segment", name, "--rules", "ours.srx").out == align("segment", name).out


def test_rules_cut_many_documents(align, desk, rules):
    """Two folders, in every process; other rules align again."""
    for lang in ("zh", "en"):
        (desk / lang).mkdir()
        (desk / f"{lang}.txt").rename(desk / lang / "a.txt")
    words = ["pair", "zh", "en", "--aligner", "length", "--rules", rules, "-o", "out"]
    assert align(*words).lines[-1] == "align: 1 written to out, 0 failed"
    assert "srx.2(mine.srx@" in (desk / "out" / "a.tmx").read_text(encoding="utf-8")
    assert align(*words).lines[-1] == "align: 0 written to out, 0 failed"
    rules.write_text(SRX.format("[.。]"), encoding="utf-8")
    assert align(*words).lines[-1] == "align: 1 written to out, 0 failed"


def test_unknown_languages(align):
    """Are refused with those that there are."""
    assert align("rules", "--langs", "xx").code == 2
    done = align("rules", "--langs", "oc")
    assert (done.code, len(done.lines)) == (2, 1)
    assert "there are for ar, cs" in done.said


def test_rules_of_others_cut(align, desk, rules):
    """In segment, pair, explain and build; tags in capitals serve, and the signature names the file."""
    done = align("segment", "en.txt", "--lang", "en", "--rules", rules)
    assert "It reviewed the work of the past years,\nand set out the tasks ahead." in done.out
    done = align("pair", "zh.txt", "en.txt", "--aligner", "length", "--rules", rules, "-o", "x.beads")
    assert done.code == 0
    assert "segmenter:srx.2(mine.srx@" in done.said
    done = align(
        "explain", "zh.txt", "en.txt", "--aligner", "lexical", "--rules", rules, "--keep", "x.beads", "--bead", "0"
    )
    assert done.code == 0, done.said
    manifest = desk / "corpus.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("[pair]", '[segment]\nrules = "mine.srx"\n[pair]'), encoding="utf-8")
    assert align("build", ".", "-o", "out").code == 0
    assert "srx.2(mine.srx@" in (desk / "out" / "small.tmx").read_text(encoding="utf-8")
    assert "nothing has changed" in align("build", ".", "-o", "out").said
    rules.write_text(SRX.format("[.。]"), encoding="utf-8")
    assert "nothing has changed" not in align("build", ".", "-o", "out").said


@pytest.mark.parametrize(
    ("expression", "message"),
    [(r"a\K", r"mine.srx:3: the escape \K at character 2 is not supported"), ("(a", "mine.srx:3: not a regular")],
)
def test_rules_that_cannot_be_followed(align, rules, expression, message):
    """Name the file and the line."""
    rules.write_text(SRX.format(expression), encoding="utf-8")
    done = align("segment", "en.txt", "--lang", "en", "--rules", rules)
    assert (done.code, len(done.lines)) == (3, 1)
    assert message in done.said


def test_rules_and_another_segmenter(align, desk, rules):
    """Contradict each other, on the command line and in a manifest."""
    done = align("segment", "en.txt", "--rules", rules, "--segmenter", "lines")
    assert (done.code, done.lines) == (2, ["align: the segmenter 'lines' takes no rules; leave it out, or name 'srx'"])
    manifest = desk / "corpus.toml"
    text = manifest.read_text(encoding="utf-8")
    entry = '[segment]\nsegmenter = "lines"\nrules = "mine.srx"\n[pair]'
    manifest.write_text(text.replace("[pair]", entry), encoding="utf-8")
    done = align("build", ".", "-o", "out")
    assert (done.code, len(done.lines)) == (3, 1)
    assert "takes no rules" in done.said


def test_a_manifest_with_rules_that_are_missing(align, desk):
    """Names the key's line."""
    manifest = desk / "corpus.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("[pair]", '[segment]\nrules = "none.srx"\n[pair]'), encoding="utf-8")
    done = align("build", ".", "-o", "out")
    assert done.code == 3
    assert "there is no file none.srx" in done.said
