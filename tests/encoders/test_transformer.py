"""Models of sentence-transformers: how they are found and loaded, and what a small real one gives."""

from __future__ import annotations

import logging
import shutil
import socket
import sys
from types import ModuleType

import numpy as np
import pytest

from align.encoders.hashing import HashingEncoder
from align.encoders.transformer import TransformerEncoder
from align.errors import AlignError, InputError, MissingExtraError, UsageError
from small_model import small_model

LABSE = "sentence-transformers/LaBSE"


class Model:
    """Stands for sentence_transformers.SentenceTransformer."""

    made: list[Model] = []  # noqa: RUF012 - emptied by the fixture
    online: bool = False

    def __init__(self, folder, *, device=None, cache_folder=None, local_files_only=False):
        """Fetch, if that is allowed; else take the folder."""
        self.asked = {"folder": folder, "device": device, "local_files_only": local_files_only}
        self.max_seq_length = 40
        self.seen = []
        if not local_files_only:
            if not Model.online:
                raise OSError("We couldn't connect to the hub.\nMany more lines.")
            save(cache_folder / folder.replace("/", "--") / "snapshots" / ("c0ffee" * 6))
        elif "broken" in folder:
            raise KeyError("architectures")
        Model.made.append(self)

    def tokenizer(self, text, *, truncation, verbose):
        """A token a character."""
        assert not truncation
        assert not verbose
        return {"input_ids": list(text)}

    def encode(self, texts, *, prompt, show_progress_bar):
        """One row a text."""
        assert not show_progress_bar
        assert all(len(text) <= self.max_seq_length for text in texts[len(texts) == 16 :])
        self.seen.append((prompt, list(texts)))
        rows = HashingEncoder(dimensions=32).encode(texts)
        rows[["nan" in text for text in texts]] = np.nan
        return rows


def save(folder, card=""):
    """A folder that looks like a saved model."""
    folder.mkdir(parents=True)
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "README.md").write_text(card, encoding="utf-8")
    return folder


@pytest.fixture
def library(monkeypatch, tmp_path):
    """The libraries, faked: a hub whose cache is an empty folder, and no network. Gives the cache."""
    cache = tmp_path / "cache"

    def snapshot_download(name, *, cache_dir, local_files_only):
        assert local_files_only
        found = sorted((cache_dir / name.replace("/", "--") / "snapshots").glob("*"))
        if not found:
            raise FileNotFoundError("no snapshot")
        return str(found[-1])

    hub = ModuleType("huggingface_hub")
    hub.snapshot_download = snapshot_download
    hub.constants = ModuleType("constants")
    hub.constants.HF_HUB_CACHE = cache
    hub.constants.HF_HUB_OFFLINE = False
    sentences = ModuleType("sentence_transformers")
    sentences.SentenceTransformer = Model
    bars = ModuleType("logging")
    bars.shown = []
    bars.is_progress_bar_enabled = lambda: True
    bars.disable_progress_bar = lambda: bars.shown.append(False)
    bars.enable_progress_bar = lambda: bars.shown.append(True)
    transformers = ModuleType("transformers.utils")
    transformers.logging = bars
    for name, module in (
        ("huggingface_hub", hub),
        ("sentence_transformers", sentences),
        ("transformers", ModuleType("transformers")),
        ("transformers.utils", transformers),
    ):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delenv("SENTENCE_TRANSFORMERS_HOME", raising=False)
    monkeypatch.setattr(Model, "made", [])
    monkeypatch.setattr(Model, "online", False)
    return cache


@pytest.fixture
def folder(library, tmp_path):  # noqa: ARG001 - a fixture cannot be marked to use another
    """A saved model that says nothing of itself."""
    return save(tmp_path / "mine")


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    """At once, not when the texts have been read."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError, match=r"encoder 'transformer' needs .*'align-toolkit\[transformer\]'"):
        TransformerEncoder()


@pytest.mark.parametrize("name", ["LaBSE", LABSE])
def test_weights_that_are_not_here_are_not_fetched(library, name):
    """The error names the model, the cache, and how to fetch it."""
    with pytest.raises(AlignError) as caught:
        TransformerEncoder(model=name).encode(["a"])
    assert Model.made == []
    for part in (f"model '{LABSE}' is not in the cache {library}", f"'hf download {LABSE}'", "download=yes", "folder"):
        assert part in str(caught.value)


def test_a_model_in_the_cache_is_used(library):
    """Without asking the network, even where fetching is allowed; its commit is in the signature."""
    found = save(library / "sentence-transformers--LaBSE" / "snapshots" / "836121a0533e5664b21c7aacc5d22951f2b8b25b")
    encoder = TransformerEncoder(device="cpu", download=True)
    assert encoder.dimensions == 32
    assert [one.asked for one in Model.made] == [{"folder": str(found), "device": "cpu", "local_files_only": True}]
    assert encoder.signature == "transformer.1.LaBSE.836121a0533e"


def test_the_variable_of_the_library_names_another_cache(library, monkeypatch, tmp_path):
    """SENTENCE_TRANSFORMERS_HOME comes before the cache of the hub."""
    asked = []
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path / "other"))

    def look(_name, *, cache_dir, local_files_only):
        asked.append((cache_dir, local_files_only))
        raise FileNotFoundError

    monkeypatch.setattr(sys.modules["huggingface_hub"], "snapshot_download", look)
    with pytest.raises(AlignError, match="other"):
        TransformerEncoder().encode(["a"])
    assert asked == [(str(tmp_path / "other"), True)]
    assert not library.exists()


def test_a_model_is_fetched_when_asked_for(library, monkeypatch):
    """Once; then it is in the cache."""
    monkeypatch.setattr(Model, "online", True)
    assert TransformerEncoder(download=True).dimensions == 32
    assert TransformerEncoder().dimensions == 32
    assert [one.asked["local_files_only"] for one in Model.made] == [False, True, True]
    assert library.exists()


@pytest.mark.parametrize(("offline", "said"), [(False, ""), (True, r" \(HF_HUB_OFFLINE is set\)")])
def test_a_model_that_cannot_be_fetched_is_an_error(library, monkeypatch, offline, said):
    """The first line of the library's reason is given."""
    monkeypatch.setattr(sys.modules["huggingface_hub"].constants, "HF_HUB_OFFLINE", offline)
    with pytest.raises(AlignError, match=f"cannot be fetched into the cache {library}{said}: We couldn't .* hub.$"):
        TransformerEncoder(download=True).encode(["a"])


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", ["/nowhere/model", "./model", "~/no-such-model", r"models\mine", "a/b/c"])
def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(name):
    """What can only be a path is one."""
    with pytest.raises(UsageError, match="no folder"):
        TransformerEncoder(model=name).encode(["a"])


@pytest.mark.usefixtures("library")
def test_a_folder_without_a_whole_model_is_refused(tmp_path):
    """The library would make up the missing parts."""
    with pytest.raises(InputError, match=r"no modules.json here"):
        TransformerEncoder(model=str(tmp_path)).encode(["a"])


@pytest.mark.usefixtures("library")
def test_a_model_that_cannot_be_loaded_is_an_error(tmp_path):
    """Whatever the library raises; progress bars are as they were before."""
    with pytest.raises(AlignError, match=r"broken' in .* cannot be loaded, .*: 'architectures'"):
        TransformerEncoder(model=str(save(tmp_path / "broken"))).encode(["a"])
    assert sys.modules["transformers.utils"].logging.shown == [False, True]


def test_the_signature_follows_the_files(folder):
    """Other weights, another prompt or another way to make runs give another one; the model card does not."""
    plain = TransformerEncoder(model=str(folder)).signature
    assert plain.startswith("transformer.1.mine.")
    assert TransformerEncoder(model=str(folder), prompt="query: ").signature.startswith(f"{plain}.p")
    assert TransformerEncoder(model=str(folder), runs="joined").signature == f"{plain}.joined"
    (folder / "README.md").write_text("other", encoding="utf-8")
    assert TransformerEncoder(model=str(folder)).signature == plain
    (folder / "model.safetensors").write_bytes(b"other")
    assert TransformerEncoder(model=str(folder)).signature != plain


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("model", "prompt", "languages", "given"),
    [
        (LABSE, None, {"yo": True, "is": True, "nn": True, "om": False}, None),
        ("labse", None, {"yo": True, "om": False}, None),
        ("intfloat/multilingual-e5-base", None, {"om": True, "yo": False}, None),
        ("someone/model", None, {"en": True, "de": False}, ["en", "zh"]),
    ],
)
def test_languages_of_known_models_are_known(model, prompt, languages, given):
    """Without looking for their files; what the user states comes first."""
    encoder = TransformerEncoder(model=model, prompt=prompt, languages=given)
    assert {tag: encoder.knows(tag) for tag in languages} == languages


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("card", "known", "unknown"),
    [
        ("---\nlanguage: en\nlicense: mit\n---\n# A model\n", "en-GB", "de"),
        ("---\nlicense: mit\nlanguage:\n- multilingual\n- zh\n- 'no'\n---\n", "nb", "en"),
        ("---\nlanguage: [de, fr]\n---\nlanguage: en\n", "fr", "en"),
    ],
)
def test_the_model_card_states_languages(tmp_path, card, known, unknown):
    """In the header of README.md, as the hub has it."""
    encoder = TransformerEncoder(model=str(save(tmp_path / "mine", card)))
    assert (encoder.knows(known), encoder.knows(unknown)) == (True, False)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("card", ["", "# A model\nlanguage: en\n", "---\nlanguage: multilingual\n---\n"])
def test_a_model_of_unknown_languages_says_so_once(tmp_path, caplog, card):
    """And is taken at its user's word."""
    encoder = TransformerEncoder(model=str(save(tmp_path / "mine", card)))
    with caplog.at_level(logging.WARNING, logger="align"):
        assert encoder.knows("en")
        assert encoder.knows("tlh")
    assert [record.getMessage().count("does not say which languages it knows") for record in caplog.records] == [1]


@pytest.mark.parametrize(
    ("model", "prompt", "expected"),
    [("intfloat/multilingual-e5-small", None, "query: "), (None, "q ", "q "), (None, None, None)],
)
def test_each_text_gets_its_prompt(library, folder, model, prompt, expected):
    """That of the model, if it is a known one, or the user's."""
    if model:
        save(library / model.replace("/", "--") / "snapshots" / "1")
    TransformerEncoder(model=model or str(folder), prompt=prompt).encode(["a"])
    assert {seen for seen, _ in Model.made[0].seen} == {expected}


def test_a_text_that_is_too_long_is_cut(folder):
    """Equal pieces, none of them longer than the model takes, and nothing is lost."""
    text = "".join(chr(97 + number % 26) for number in range(100))
    rows = TransformerEncoder(model=str(folder)).encode([text, "short"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    *pieces, short = Model.made[0].seen[-1][1]
    assert ("".join(pieces), short) == (text, "short")
    assert {len(piece) for piece in pieces} == {20}


def test_a_model_that_takes_few_tokens_gets_short_pieces(folder):
    """A limit below the room kept for marks is no division by zero."""
    encoder = TransformerEncoder(model=str(folder))
    encoder.encode(["load"])
    Model.made[0].max_seq_length = 16
    assert np.linalg.norm(encoder.encode(["a" * 50])) == pytest.approx(1.0)
    assert {len(piece) for piece in Model.made[0].seen[-1][1]} == {1}


def test_vectors_that_are_not_finite_are_an_error(folder):
    """They would spoil every cosine."""
    with pytest.raises(AlignError, match="values that are not finite"):
        TransformerEncoder(model=str(folder)).encode(["nan"])


def test_runs_are_pooled_or_encoded(folder):
    """As the option says."""
    for runs, asked in (("pooled", ["a", "b", "c"]), ("joined", ["a b", "b c"])):
        encoder = TransformerEncoder(model=str(folder), runs=runs)
        encoder.overlaps(["a", "b", "c"], "en").vectors(np.arange(2), 2)
        assert Model.made[-1].seen[-1][1] == asked


@pytest.fixture(scope="module")
def real():
    """The small English model."""
    return TransformerEncoder(model=small_model(), device="cpu")


def test_a_real_model_needs_no_network(real, monkeypatch, capfd):
    """It is loaded from its folder, and nothing is printed."""

    def refuse(*_args, **_options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert real.encode(["It rained."]).shape == (1, 384) == (1, real.dimensions)
    assert capfd.readouterr() == ("", "")


def test_a_real_model_sees_meaning(real):
    """A paraphrase is closer than another sentence."""
    one, right, wrong = real.encode(
        ["The physician examined her.", "A doctor looked at the patient.", "Wheat prices rose by a third."]
    )
    assert one @ right > one @ wrong + 0.2


def test_a_real_model_states_its_language(real):
    """English, by its card."""
    assert (real.knows("en-US"), real.knows("zh")) == (True, False)


def test_a_real_model_takes_long_texts_whole(real):
    """The end of a text far longer than the model takes changes the vector."""
    text = "The committee met on Tuesday and agreed on a plan. " * 60
    one, other = real.encode([text, text + "Then a whale swam into the harbour and sang to the ships. " * 30])
    assert 0.3 < one @ other < 0.99


def test_a_real_model_with_broken_weights_is_an_error(tmp_path):
    """Half a file is no model."""
    folder = tmp_path / "half"
    shutil.copytree(small_model(), folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(AlignError, match="cannot be loaded, so its files may not be complete"):
        TransformerEncoder(model=str(folder)).encode(["a"])
