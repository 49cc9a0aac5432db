from __future__ import annotations

import unicodedata

import pytest

from align.corpus.pairing import match_folders, read_pair_list
from align.errors import InputError, UsageError


@pytest.fixture
def tree(tmp_path):
    """Makes files with these names, and gives the folder."""

    def make(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("text\n", encoding="utf-8")
        return tmp_path

    return make


def shown(pairing, folder):
    """Source, target and output of each pair, below the folder."""
    return [
        (pair.source.relative_to(folder).as_posix(), pair.target.relative_to(folder).as_posix(), pair.name)
        for pair in pairing.pairs
    ]


@pytest.mark.parametrize(
    ("source", "target", "name", "tags"),
    [
        ("doc1.txt", "doc1.txt", "doc1.tmx", (None, None)),
        ("doc1.txt", "doc1.md", "doc1.tmx", (None, None)),
        ("doc1", "doc1.txt", "doc1.tmx", (None, None)),
        ("sub/deep/doc1.txt", "sub/deep/doc1.txt", "sub/deep/doc1.tmx", (None, None)),
        ("readout.zh.txt", "readout.en.txt", "readout.tmx", ("zh", "en")),
        ("readout.zh", "readout.en", "readout.tmx", ("zh", "en")),
        ("readout_zh.txt", "readout-en.md", "readout.tmx", ("zh", "en")),
        ("readout.zh-Hans.txt", "readout.en_GB.txt", "readout.tmx", ("zh-Hans", "en-GB")),
        ("readout.zho.txt", "readout.eng.txt", "readout.tmx", ("zh", "en")),
        ("readout.zh.txt", "readout.txt", "readout.tmx", ("zh", None)),
        ("sub/a.b.zh.txt", "sub/a.b.en.txt", "sub/a.b.tmx", ("zh", "en")),
        ("notes.en.txt", "notes.en.txt", "notes.en.tmx", (None, None)),
        ("v1.2.txt", "v1.2.txt", "v1.2.tmx", (None, None)),
    ],
)
def test_names_that_belong_together(tree, source, target, name, tags):
    """The same path, the same without suffix, or the same without language code, which then states the language."""
    folder = tree(f"a/{source}", f"b/{target}")
    pairing = match_folders(folder / "a", folder / "b")
    assert shown(pairing, folder) == [(f"a/{source}", f"b/{target}", name)]
    assert pairing.pairs[0].tags == tags
    assert pairing.alone == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("one.txt", "two.txt"),
        ("x/doc.txt", "y/doc.txt"),
        ("text.old.txt", "text.new.txt"),
        ("report.doc", "report.draft.txt"),
        (".doc.txt", ".doc.txt"),
    ],
)
def test_names_that_do_not(tree, source, target):
    """Words of three letters are no codes, although there are languages of these codes; hidden files are none."""
    folder = tree(f"a/{source}", f"b/{target}")
    with pytest.raises(InputError, match="no file in it has a partner in"):
        match_folders(folder / "a", folder / "b")


def test_files_without_a_partner_are_named(tree):
    """Of both folders; pairs come in the order of their names."""
    folder = tree("a/z.txt", "a/b.zh.txt", "a/alone.txt", "b/z.txt", "b/b.en.txt", "b/s/other.txt", "b/b.fr.md")
    pairing = match_folders(folder / "a", folder / "b", tags=("zh", "en"))
    assert [pair.name for pair in pairing.pairs] == ["b.tmx", "z.tmx"]
    assert [path.relative_to(folder).as_posix() for path in pairing.alone] == [
        "a/alone.txt",
        "b/b.fr.md",
        "b/s/other.txt",
    ]


def test_a_language_without_a_short_code_is_stated(tree):
    """Then its code is one, and no other is."""
    folder = tree("a/doc.grc.txt", "b/doc.en.txt")
    pairing = match_folders(folder / "a", folder / "b", tags=("grc", "en"))
    assert shown(pairing, folder) == [("a/doc.grc.txt", "b/doc.en.txt", "doc.tmx")]


def test_a_word_that_looks_like_a_code(tree):
    """Files of one name belong together, whatever the name looks like."""
    folder = tree("a/sign-in.txt", "b/sign-in.txt")
    assert [pair.name for pair in match_folders(folder / "a", folder / "b", tags=("zh", "en")).pairs] == ["sign-in.tmx"]


def test_both_languages_in_one_folder(tree):
    """The stated languages tell the sides apart; files in others are left out."""
    folder = tree("d.zh", "d.en", "d.fr", "d.zh-en.gold", "s/e_zh.txt", "s/e_en.txt")
    pairing = match_folders(folder, folder, tags=("zh", "en"))
    assert shown(pairing, folder) == [("d.zh", "d.en", "d.tmx"), ("s/e_zh.txt", "s/e_en.txt", "s/e.tmx")]
    assert [path.name for path in pairing.alone] == ["d.fr", "d.zh-en.gold"]
    with pytest.raises(UsageError, match="is given for both sides; state the languages, as in --langs zh:en"):
        match_folders(folder, folder)


def test_the_name_of_a_gold_file_is_no_language(tree):
    """Its en-de stands for both languages, not for the English of Germany."""
    folder = tree("d.en", "d.de", "d.en-de.gold")
    pairing = match_folders(folder, folder, tags=("en", "de"))
    assert shown(pairing, folder) == [("d.en", "d.de", "d.tmx")]


def test_earlier_results_are_no_texts(tree):
    """The folder for the results may be in one of the folders."""
    folder = tree("a/doc.txt", "a/out/doc.tmx", "b/doc.txt", "b/out/doc.txt")
    pairing = match_folders(folder / "a", folder / "b", out=folder / "a" / "out")
    assert [pair.name for pair in pairing.pairs] == ["doc.tmx"]


@pytest.mark.parametrize(
    "names",
    [("a/doc.txt", "b/doc.en.txt", "b/doc.fr.txt"), ("a/doc.zh.txt", "a/doc_fr.txt", "b/doc.txt")],
)
def test_several_partners_are_refused(tree, names):
    """The message names them and says what to do."""
    folder = tree(*names)
    with pytest.raises(InputError, match=r"both .* and .* could be its partner; state the languages with --langs"):
        match_folders(folder / "a", folder / "b")


def test_two_outputs_of_one_name_are_refused(tree):
    """Before any work is done; names that differ in case alone are one on many systems."""
    folder = tree("a/doc.txt", "b/doc.txt", "a/doc.zh.txt", "b/doc.en.txt")
    with pytest.raises(InputError, match=r"doc\.tmx would be written twice, for .* and for .*"):
        match_folders(folder / "a", folder / "b")


def test_names_in_either_form_of_unicode(tree):
    """An accent as a character of its own, as some systems write it, makes no other name."""
    folder = tree(
        f"a/{unicodedata.normalize('NFD', 'économie')}.txt", f"b/{unicodedata.normalize('NFC', 'économie')}.txt"
    )
    assert len(match_folders(folder / "a", folder / "b").pairs) == 1


@pytest.mark.parametrize("missing", ["a", "b"])
def test_a_folder_that_is_not_there(tree, missing):
    """Is named."""
    folder = tree("a/doc.txt" if missing == "b" else "b/doc.txt")
    with pytest.raises(InputError, match=rf"{missing}: cannot be read"):
        match_folders(folder / "a", folder / "b")


def test_a_list(tree):
    """Paths are relative to it; outputs are named as the source if they have no name, and by suffix otherwise."""
    folder = tree("list/x")
    path = folder / "list" / "pairs.tsv"
    path.write_text(
        "x/a.zh.txt\ty/b.en.txt\n\n../c.txt\td.txt \n e.txt\tf.txt\tsub/name.jsonl\ng.txt\th.txt\tplain\n",
        encoding="utf-8",
    )
    pairs = read_pair_list(path).pairs
    assert [(pair.name, pair.format) for pair in pairs] == [
        ("x/a.tmx", "tmx"),
        ("c.tmx", "tmx"),
        ("sub/name.jsonl", "jsonl"),
        ("plain.tmx", "tmx"),
    ]
    assert (pairs[0].source, pairs[0].target) == (path.parent / "x/a.zh.txt", path.parent / "y/b.en.txt")
    assert [pair.tags for pair in pairs][:2] == [("zh", "en"), (None, None)]
    assert [pair.name for pair in read_pair_list(path, format="beads").pairs][2:] == [
        "sub/name.jsonl.beads",
        "plain.beads",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a.txt\tb.txt\nalone.txt\n", r":2: a line is a source, a tab, a target"),
        ("a\tb\tc\td\n", r":1: a line is a source"),
        ("a\t\n", r":1: a line is a source"),
        ("a\tb\t../c.tmx\n", r":1: \.\./c\.tmx is no name for an output"),
        ("a\tb\t/c.tmx\n", r":1: /c\.tmx is no name for an output"),
        ("a\tb\t.align-pair.jsonl\n", r":1: \.align-pair\.jsonl is no name for an output"),
        ("a\tb\tc.tmxx\n", r":1: c\.tmxx: no unit or bead format has the suffix '\.tmxx'; did you mean \.tmx\?"),
        ("a.txt\tb\nx.txt\ty\n\na.md\tc\n", r"a\.tmx would be written twice, for .*:1 and for .*:4"),
        ("a\tb\tX.tmx\nc\td\tx.tmx\n", r"x\.tmx would be written twice"),
    ],
)
def test_a_mistake_in_a_list_is_told_with_its_line(tmp_path, content, message):
    """Before any work is done."""
    path = tmp_path / "pairs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_pair_list(path)
