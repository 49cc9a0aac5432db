"""The contract of the shelf of encoders, held by every member."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from align.encoders import DEFAULT_ENCODER, ENCODERS
from align.encoders.hashing import HashingEncoder
from align.errors import MissingExtraError, UnknownNameError
from small_model import small_model

TEXTS = {
    "en": [
        "The conference opened in Beijing at the end of December.",
        "Its members had read the report on the work of the past ten years.",
        "Nobody in the hall had expected so many people to come and listen!",
        "What would the next five years bring to the countries of the South?",
        "The chairman thanked all who had taken part and closed the meeting.",
    ],
    "zh": [
        "会议于十二月底在北京开幕,各地代表出席了开幕式。",
        "与会人员此前已经阅读了关于过去十年工作情况的报告。",
        "没有人料到会有这么多听众专程从各地赶来参加会议!",
        "未来五年将给南方国家的经济和社会带来怎样的变化?",
        "主席感谢所有与会者的积极参与,随后宣布会议闭幕。",
    ],
    "ar": [
        "افتتح المؤتمر أعماله في بكين في أواخر شهر ديسمبر بحضور ممثلي المناطق.",
        "وكان الأعضاء قد قرأوا التقرير عن أعمال السنوات العشر الماضية.",
        "لم يتوقع أحد في القاعة أن يأتي هذا العدد الكبير من الناس للاستماع!",
        "ماذا ستحمل السنوات الخمس القادمة لبلدان الجنوب ولشعوبها؟",
        "شكر الرئيس جميع المشاركين على جهودهم ثم أعلن اختتام الاجتماع.",
    ],
}


# the least cosine of a run to its joined string, for encoders that put runs together from their segments
POOLED = {"e5": 0.5, "transformer": 0.5}


@pytest.fixture(scope="module", params=ENCODERS.names())
def member(request):
    """The name of each member once."""
    return request.param


@pytest.fixture(scope="module")
def make(member, tmp_path_factory):
    """Makes a new encoder of the kind; skips what an extra brings that is not installed."""
    if member == "transformer":
        return partial(ENCODERS.make, member, model=small_model())
    if member == "precomputed":
        return partial(ENCODERS.make, member, source=all_runs(tmp_path_factory.mktemp("vectors")), languages=["en"])
    try:
        ENCODERS.make(member)
    except MissingExtraError as error:
        pytest.skip(str(error))
    return partial(ENCODERS.make, member)


@pytest.fixture(scope="module")
def encoder(make):
    """One of each."""
    return make()


def all_runs(folder):
    """Vectors of every run of the texts in the form of Vecalign, made with the encoder for tests."""
    runs = {
        joiner.join(texts[start : start + size])
        for texts in TEXTS.values()
        for size in range(1, 6)
        for start in range(6 - size)
        for joiner in (" ", "")
    }
    lines = sorted(runs | {"\u200b"})
    (folder / "all.runs").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    HashingEncoder().encode(lines).astype("<f4").tofile(folder / "all.runs.emb")
    return folder / "all.runs.emb"


def norms(rows):
    """Lengths of the vectors."""
    return np.linalg.norm(rows, axis=1)


def test_the_default_is_on_the_shelf():
    """Its name can be loaded."""
    assert DEFAULT_ENCODER in ENCODERS.names()


def test_an_unknown_encoder_is_refused():
    """The nearest name is offered."""
    with pytest.raises(UnknownNameError, match="no encoder named 'hashin'; did you mean 'hashing'"):
        ENCODERS.make("hashin")


def test_the_signature_fits_into_a_run(encoder):
    """It is one word without the separators of signatures."""
    assert encoder.signature
    assert not any(c in "|:" or c.isspace() for c in encoder.signature)


@pytest.mark.parametrize("lang", TEXTS)
def test_rows_are_unit_vectors_of_float32(encoder, lang):
    """One row a text, each of length 1."""
    rows = encoder.encode(TEXTS[lang])
    assert rows.shape == (5, encoder.dimensions)
    assert rows.dtype == np.float32
    assert norms(rows) == pytest.approx(np.ones(5), abs=1e-5)


def test_no_text_gives_no_row(encoder):
    """The number of columns stays."""
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b", "\n"])
def test_a_text_without_content_gives_a_finite_row(encoder, text):
    """It is a unit vector or all zeros, never not-a-number."""
    row = encoder.encode([text])
    assert np.isfinite(row).all()
    assert norms(row)[0] == pytest.approx(1.0, abs=1e-5) or not row.any()


def test_the_same_text_gives_the_same_row(encoder, make):
    """Twice in one call, in another call, and in a new encoder."""
    texts = [*TEXTS["en"], TEXTS["en"][0]]
    rows = encoder.encode(texts)
    assert np.abs(rows[0] - rows[5]).max() < 1e-6
    assert np.array_equal(encoder.encode(texts), rows)
    assert np.array_equal(make().encode(texts), rows)


def test_neighbours_in_the_call_do_not_matter(encoder):
    """A text alone has the vector that it has among others."""
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS["en"]])
    assert np.abs(alone - encoder.encode(TEXTS["en"])).max() < 1e-5


def test_a_text_is_closest_to_itself(encoder):
    """The cosine of a text with itself is 1, with another it is less."""
    rows = encoder.encode(TEXTS["en"])
    cosines = rows @ rows.T
    assert (cosines.argmax(axis=1) == np.arange(5)).all()


@pytest.mark.parametrize("lang", TEXTS)
def test_runs_agree_with_joined_strings(encoder, member, lang):
    """Joined with a space, or with nothing in a script without spaces, a run of sentences is the string it stands for."""
    texts = TEXTS[lang]
    overlaps = encoder.overlaps(texts, lang)
    assert len(overlaps) == 5
    for size in range(1, 6):
        starts = np.arange(len(texts) - size + 1)
        runs = overlaps.vectors(starts, size)
        assert runs.shape == (len(starts), encoder.dimensions)
        assert runs.dtype == np.float32
        spaced, plain = (
            encoder.encode([joiner.join(texts[start : start + size]) for start in starts]) for joiner in (" ", "")
        )
        agree = np.einsum("ij,ij->i", runs, spaced)
        if lang == "zh":
            agree = np.maximum(agree, np.einsum("ij,ij->i", runs, plain))
        assert agree.min() > (POOLED.get(member, 0.999) if size > 1 else 0.999)


def test_runs_may_be_asked_for_in_any_order(encoder):
    """Rows follow the starts, and a start may come twice."""
    overlaps = encoder.overlaps(TEXTS["en"], "en")
    rising = overlaps.vectors(np.arange(4), 2)
    assert np.abs(overlaps.vectors(np.asarray([3, 0, 3]), 2) - rising[[3, 0, 3]]).max() < 1e-6


def test_no_start_gives_no_row(encoder):
    """Nor does a document without segments fail."""
    nothing = np.zeros(0, dtype=np.int64)
    assert encoder.overlaps(TEXTS["en"], "en").vectors(nothing, 3).shape == (0, encoder.dimensions)
    assert len(encoder.overlaps([], "en")) == 0


def test_an_encoder_knows_english(encoder):
    """And says so by tag, whatever the region."""
    assert encoder.knows("en")
    assert encoder.knows("en-GB")
