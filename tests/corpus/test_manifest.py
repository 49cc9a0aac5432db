"""The manifest: what it may say, and how mistakes in it are told."""

from __future__ import annotations

import json
import runpy
import tomllib

import jsonschema
import pytest

from align.corpus.build import build
from align.corpus.manifest import manifest_schema, read_manifest
from align.errors import InputError, ManifestError
from align.resources import schema_path


def test_a_manifest_is_read(corpus):
    """From its folder or by its own name."""
    for path in (corpus, corpus / "corpus.toml"):
        manifest = read_manifest(path)
        assert manifest.corpus.title == "A small corpus"
        assert manifest.pivot_text.file == "texts/small.en.txt"
        assert [text.lang for text in manifest.other_texts] == ["zh", "fr"]
        assert [path.name for path in manifest.inputs()] == [
            "corpus.toml",
            "small.en.txt",
            "small.zh.txt",
            "small.fr.txt",
            "terms.csv",
        ]


def test_tags_are_canonical_before_they_are_compared(edit):
    """A pivot "EN" is the text "en", and "zh_cn" is "zh-CN"."""
    edit('pivot = "en"', 'pivot = "EN"')
    manifest = read_manifest(edit('lang = "zh"', 'lang = "zh_cn"'))
    assert manifest.pivot_text.lang == "en"
    assert [text.lang for text in manifest.other_texts] == ["zh-CN", "fr"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(corpus):
    """Notepad writes both."""
    path = corpus / "corpus.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_manifest(corpus).corpus.id == "small"


MISTAKES = {
    "unknown key": ("title =", "tilte =", 3, "corpus: unknown key 'tilte'; did you mean 'title'?"),
    "key unlike any": ('role = "source"', "xyzzy = 1", 16, r"text\.\(2\): unknown key 'xyzzy'; known keys: lang, file"),
    "unknown table": ("[corpus]", "[corups]", 1, "unknown key 'corups'; did you mean 'corpus'?"),
    "missing key": ('title = "A small corpus"\n', "", 1, "corpus: the key 'title' is missing"),
    "two files for one language": (
        'lang = "zh"',
        'lang = "EN"',
        14,
        r"two files for 'en': texts/small.en.txt and texts/",
    ),
    "pivot without a file": (
        'pivot = "en"',
        'pivot = "de"',
        7,
        "corpus.pivot: the pivot 'de' has no text; give one of en",
    ),
    "tag that is none": ('lang = "zh"', 'lang = "zzzz"', 14, r"text\.\(2\)\.lang: 'zzzz' is not a language tag"),
    "tag out of shape": ('lang = "zh"', 'lang = "z"', 14, r"text\.\(2\)\.lang: this is not a language tag"),
    "pivot out of shape": ('pivot = "en"', 'pivot = "en de"', 7, "corpus.pivot: this is not a language tag"),
    "tag of a rule": ('[[drop]]\nlang = "en"', '[[drop]]\nlang = "qq"', 23, r"drop\.\(1\)\.lang: 'qq' is not"),
    "id out of shape": ('id = "small"', 'id = "../small"', 2, "corpus.id: this is not an id: letters"),
    "id of another type": ('id = "small"', "id = 3", 2, "corpus.id: expected text in quotes, got a whole number"),
    "missing file": ("small.zh.txt", "none.txt", 15, r"text\.\(2\)\.file: there is no file texts/none.txt"),
    "folder for a file": ("texts/small.zh.txt", "texts", 15, "texts is a folder, not a file"),
    "name that cannot be": ("texts/small.zh.txt", "x" * 5000, 15, "there is no file|no file can have this name"),
    "missing term base": ("terms.csv", "none.csv", 30, "terms.base: there is no file none.csv"),
    "missing checked alignment": (
        'role = "source"',
        'checked = "none.tsv"',
        16,
        r"text\.\(2\)\.checked: there is no file none.tsv",
    ),
    "checked alignment of the pivot": (
        'file = "texts/small.en.txt"',
        'file = "texts/small.en.txt"\nchecked = "terms.csv"',
        12,
        r"text\.\(1\)\.checked: the pivot is not aligned with itself; name its checked alignments at the other texts",
    ),
    "unknown aligner": ('"length"', '"lenght"', 27, "pair.aligner: no aligner named 'lenght'; did you mean 'length'?"),
    "unknown encoder": (
        '"length"',
        '"semantic"\nencoder = "usee"',
        28,
        "pair.encoder: no encoder named 'usee'; did you",
    ),
    "missing dictionary": (
        '"length"',
        '"lexical"\ndictionary = "none.tbx"',
        28,
        "pair.dictionary: there is no file none.tbx",
    ),
    "unknown segmenter": (
        "[pair]",
        '[segment]\nsegmenter = "aut"\n[pair]',
        27,
        "segment.segmenter: no segmenter named 'aut'",
    ),
    "unknown check": (
        "[terms]",
        '[terms]\nchecks = ["trems"]',
        30,
        "terms.checks: no check named 'trems'; did you mean",
    ),
    "unknown format": ('role = "source"', 'format = "plian"', 16, "no format named 'plian'; did you mean 'plain'?"),
    "format of no text": ('role = "source"', 'format = "tmx"', 16, "'tmx' is not a format of texts; known: docx, "),
    "unknown encoding": ('role = "source"', 'encoding = "utf-9"', 16, "no text encoding is called 'utf-9'"),
    "unknown output": ("[terms]", '[output]\nformats = ["tmxx"]\n[terms]', 30, "'tmxx'; did you mean 'tmx'?"),
    "unknown role": ('role = "source"', 'role = "sorce"', 16, "'sorce'; did you mean 'source'?"),
    "bad pattern": ("'Share this .*'", "'Share ('", 24, r"drop\.\(1\)\.pattern: not a regular expression: missing \)"),
    "bad date": ("2024-01-31", '"January"', 6, "corpus.date: expected a date such as 2023-12-28"),
    "time for a date": ("2024-01-31", "2024-01-31T10:00:00", 6, "corpus.date: expected a date such as 2023-12-28"),
    "score out of range": ('"length"', '"length"\ndoubtful = 7', 28, "pair.doubtful: expected a number <= 1.0"),
    "not TOML": ("[pair]", "[pair", 26, "is not valid TOML: "),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_key_and_line(edit, name):
    """In one line, for each mistake that can be made."""
    old, new, line, message = MISTAKES[name]
    folder = edit(old, new)
    with pytest.raises(ManifestError, match=message.replace("?", r"\?") if "did you" in message else message) as caught:
        read_manifest(folder)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{folder / 'corpus.toml'}:{line}:")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; a manifest needs"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"a = " + b"[" * 100_000, "is not valid TOML"),
        (b"a = " + b"1" * 10_000, "is not valid TOML"),
    ],
)
def test_what_is_no_manifest_at_all(corpus, content, message):
    """An empty file, another encoding, a hostile one."""
    (corpus / "corpus.toml").write_bytes(content)
    with pytest.raises(ManifestError, match=message):
        read_manifest(corpus)


def test_one_text_is_no_corpus(edit):
    """There is nothing to align it with."""
    edit('[[text]]\nlang = "zh"\nfile = "texts/small.zh.txt"\nrole = "source"\n', "")
    folder = edit('[[text]]\nlang = "fr"\nfile = "texts/small.fr.txt"\n', "")
    with pytest.raises(ManifestError, match="needs at least two texts"):
        read_manifest(folder)


def test_no_manifest(tmp_path):
    """A folder without one, and a folder in its place, are told apart."""
    with pytest.raises(ManifestError, match=r"there is no corpus\.toml here"):
        read_manifest(tmp_path)
    (tmp_path / "corpus.toml").mkdir()
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path)


def test_a_dictionary_helps_in_a_build(edit):
    """A term base gives each pair of languages its entries; the signature shows it, and a change builds again."""
    folder = edit('"length"', '"lexical"\ndictionary = "terms.csv"')
    corpus = build(folder, out=folder / "out").corpus
    signatures = [dict(alignment.signature.items)["aligner"] for alignment in corpus.alignments]
    assert all("+dictionary." in signature for signature in signatures)
    assert len(set(signatures)) == 2
    assert folder / "terms.csv" in corpus.manifest.inputs()


@pytest.mark.parametrize(
    ("aligner", "name", "message"),
    [
        ("length", "terms.csv", r"pair\.dictionary: the aligner 'length' takes no dictionary"),
        ("lexical", "words.tsv", r"pair\.dictionary: words\.tsv does not say in which languages .* there are 3 texts"),
    ],
)
def test_a_dictionary_that_cannot_serve(edit, aligner, name, message):
    """The aligner takes none, or it is for two languages and the corpus has more."""
    folder = edit('"length"', f'"{aligner}"\ndictionary = "{name}"')
    (folder / "words.tsv").write_text("会议\tconference\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=message):
        build(folder)


def test_an_encoder_that_the_aligner_does_not_take(edit):
    """Is a mistake in the manifest, told when the aligner is made."""
    with pytest.raises(ManifestError, match=r"pair\.encoder: the aligner 'length' takes no encoder"):
        build(edit('"length"', '"length"\nencoder = "use"'))


def test_every_mistake_is_an_error_of_the_input():
    """So the exit code is 3."""
    assert issubclass(ManifestError, InputError)
    assert ManifestError.exit_code == 3


def test_the_schema_in_the_folder_is_the_one_of_the_classes(checkout):
    """schemas/corpus.schema.json is what docs/write_schema.py writes."""
    text = runpy.run_path(str(checkout / "docs" / "write_schema.py"))["schema_text"]()
    assert schema_path("corpus.schema.json").read_text(encoding="utf-8") == text, "run: python docs/write_schema.py"


def test_the_schema_is_one_and_accepts_the_readout(root):
    """An editor that knows the schema finds nothing wrong with the manifest of the readout, but with mistakes in it."""
    schema = manifest_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    text = (root / "corpora" / "readout-2023" / "corpus.toml").read_text(encoding="utf-8")
    tree = json.loads(json.dumps(tomllib.loads(text), default=str))
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(tree)
    assert not validator.is_valid(tree | {"xyzzy": 1})
    assert not validator.is_valid(tree | {"corpus": {"id": "x", "title": "x"}})


def test_the_manifest_of_the_readout_names_the_schema(checkout):
    """Its first line leads an editor to it."""
    path = checkout / "corpora" / "readout-2023" / "corpus.toml"
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("#:schema ")
    assert (path.parent / first.removeprefix("#:schema ")).resolve() == checkout / "schemas" / "corpus.schema.json"
