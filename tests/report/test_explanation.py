"""Why a bead was chosen, in words and as JSON."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.aligners._features import BEAD_FEATURES, NULL_FEATURES
from align.aligners.crossing import Crossing
from align.aligners.explain import Candidate, Share
from align.model import Bead, Block, Document, Segment, Signature
from align.report.explanation import Explanation, about, explanation_json, explanation_text
from align.resources import schema_path


def document(lang: str, *sentences: str) -> Document:
    """A text whose segments are `sentences`."""
    text = "\n".join(sentences)
    segments, at = [], 0
    for number, sentence in enumerate(sentences, start=1):
        segments.append(Segment(id=f"s{number}", text=sentence, start=at, end=at + len(sentence), block=0))
        at += len(sentence) + 1
    return Document(
        id=f"text.{lang}",
        lang=lang,
        text=text,
        blocks=(Block(kind="paragraph", start=0, end=len(text)),),
        segments=tuple(segments),
    )


def candidate(source: tuple[int, ...], target: tuple[int, ...], probability: float, **amounts: float) -> Candidate:
    """A candidate whose features have these amounts; ``_`` in a name stands for a space."""
    shares = tuple(
        Share(feature=name.replace("_", " "), value=value, weight=1.0)
        for name, value in sorted(amounts.items(), key=lambda item: -abs(item[1]))
    )
    return Candidate(source=source, target=target, probability=probability, shares=shares)


CHOSEN = candidate((1,), (1, 2), 0.62, cosine=2.0, cosine_by_size=0.5, length_log_ratio=-0.4, size=0.01)


def explanation(*candidates: Candidate, bead: Bead | None = None, **changes: object) -> Explanation:
    """An explanation of bead 1: the second German sentence against two English ones."""
    facts: dict[str, object] = {
        "source": document("de", "Eins.", "Zwei und drei.", "Vier."),
        "target": document("en", "One.", "Two.", "Three.", "Four."),
        "number": 1,
        "bead": bead or Bead(source=(1,), target=(1, 2), score=0.62),
        "candidates": candidates,
        "signature": Signature.of(align="0.1.0"),
    }
    return Explanation(**{**facts, **changes})  # type: ignore[arg-type]


def test_the_verdict_says_what_counted_and_what_came_next():
    """Amounts are summed by what they are about; small ones are not named."""
    lines = explanation_text(explanation(CHOSEN, candidate((1,), (1,), 0.3, cosine=1.0))).splitlines()
    assert lines[0] == "bead 1  de s2 : en s2 s3  1-2  score 0.62, doubtful (under 0.70)"
    assert lines[1:4] == ["    de s2  Zwei und drei.", "    en s2  Two.", "    en s3  Three."]
    assert lines[5] == "Chosen for: content +2.5. Against it: length -0.4."
    assert lines[6] == "Runner-up (0.30): splits off en s3."


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (((1, 2), (1, 2)), "adds de s3"),
        (((0, 1), (0, 1, 2)), "adds de s1 and en s1"),
        (((1,), (2,)), "splits off en s2"),
        (((1,), (2, 3)), "takes en s4 instead of en s2"),
        (((2,), (2,)), "takes de s3 instead of de s2 and en s2"),
        (((1,), ()), "leaves de s2 without a counterpart"),
        (((), (2,)), "leaves en s3 without a counterpart"),
    ],
)
def test_the_runner_up_is_told_by_its_difference(other, said):
    """A reviser reads what it would change, not a list of numbers."""
    text = explanation_text(explanation(CHOSEN, candidate(*other, 0.3, cosine=1.0)))
    assert f"Runner-up (0.30): {said}." in text


def test_the_runner_up_of_a_null_bead_pairs_it():
    """The other way round, a partner is what the null bead does not have."""
    bead = Bead(source=(), target=(2,), score=0.8)
    text = explanation_text(
        explanation(candidate((), (2,), 0.8, null=0.5), candidate((1,), (2,), 0.1, cosine=1.0), bead=bead)
    )
    assert text.startswith("bead 1  en s3  0-1  score 0.80\n")
    assert "Chosen for: how usual null beads are +0.5.\nRunner-up (0.10): pairs en s3 with de s2.\n" in text


def test_a_bead_that_is_not_the_most_probable_says_so():
    """The path is what is most probable; a bead of it need not be."""
    text = explanation_text(explanation(candidate((1,), (1,), 0.7, cosine=1.0), CHOSEN))
    assert "Another bead is more probable by itself; this one fits better to the beads around it." in text
    assert "Runner-up (0.70): splits off en s3." in text


def test_a_bead_without_rivals_and_one_that_is_no_candidate():
    """Both are said in words."""
    assert "No other bead comes near." in explanation_text(explanation(CHOSEN))
    lost = explanation_text(explanation(candidate((1,), (1,), 0.004, cosine=1.0)))
    assert "Improbable by itself; it is what the beads around it leave." in lost
    assert "Runner-up (under 0.01)" in lost


def test_a_bead_without_a_score():
    """Beads made by people have none."""
    assert "  no score\n" in explanation_text(explanation(CHOSEN, bead=Bead(source=(1,), target=(1, 2))))


def test_a_bead_that_was_kept():
    """It was not chosen, so it is not said why it was; and it is not doubtful, whatever its score."""
    kept = Bead(source=(1,), target=(1, 2), score=0.2, status="checked")
    lines = explanation_text(explanation(candidate((1,), (1,), 0.7, cosine=1.0), CHOSEN, bead=kept)).splitlines()
    assert lines[0] == "bead 1  de s2 : en s2 s3  1-2  score 0.20, checked"
    assert lines[5:8] == [
        "Kept as it is, for a person has confirmed it.",
        "For it: content +2.5. Against it: length -0.4.",
        "Another bead is more probable by itself; this one was confirmed.",
    ]
    lost = explanation_text(explanation(candidate((1,), (1,), 0.9, cosine=1.0), bead=kept))
    assert "\nImprobable by itself.\n" in lost


def test_what_is_out_of_order_is_said():
    """After the verdict, by ids; in the JSON with all segments and their texts."""
    crossing = Crossing(source=range(1, 3), target=range(1), cosine=0.5)
    made = explanation(CHOSEN, crossings=(crossing,))
    assert (
        explanation_text(made).splitlines()[7] == "s2 to s3 of the de text read like s1 of the en text, out of order."
    )
    report = json.loads(explanation_json(made))
    schema = json.loads(schema_path("explanation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["crossings"] == [{"source": ["s2", "s3"], "target": ["s1"], "cosine": 0.5}]
    assert report["target"]["segments"]["s1"] == "One."
    assert report["source"]["segments"]["s3"] == "Vier."


def test_each_segment_is_shown_once_and_right_to_left_text_is_kept_apart():
    """A candidate shows only the segments that were not shown before it."""
    arabic = document("ar", "واحد.", "اثنان وثلاثة.", "أربعة.")
    text = explanation_text(explanation(CHOSEN, candidate((1, 2), (1, 2), 0.3, cosine=1.0), source=arabic))
    assert text.count("Two.") == text.count("اثنان") == 1
    assert "    ar s3  \u2067أربعة.\u2069\n" in text


def test_every_feature_is_about_something():
    """Each has words other than its own name."""
    assert [name for name in (*BEAD_FEATURES, *NULL_FEATURES) if about(name) == name] == []


def test_a_feature_without_words_keeps_its_name():
    """Nothing is left out because it is new."""
    assert about("phase of the moon") == "phase of the moon"
    assert "phase of the moon" in explanation_text(explanation(candidate((1,), (1, 2), 0.9, phase_of_the_moon=3.0)))


def test_the_json_is_valid_and_has_everything():
    """Ids, texts, every share, and which candidate was chosen."""
    schema = json.loads(schema_path("explanation.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    report = json.loads(explanation_json(explanation(CHOSEN, candidate((1,), (), 0.3, null=-1.0))))
    validator.validate(report)
    assert report["signature"] == "align:0.1.0"
    assert report["bead"] == {
        "number": 1,
        "source": ["s2"],
        "target": ["s2", "s3"],
        "kind": "1-2",
        "score": 0.62,
        "status": "auto",
    }
    assert report["source"] == {"document": "text.de", "lang": "de", "segments": {"s2": "Zwei und drei."}}
    assert [one["chosen"] for one in report["candidates"]] == [True, False]
    assert report["candidates"][0]["shares"][0] == {
        "feature": "cosine",
        "about": "content",
        "value": 2.0,
        "weight": 1.0,
        "amount": 2.0,
    }
    assert report["candidates"][1]["target"] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("bead", "score"), 2),
        (("bead", "kind"), "many"),
        (("bead", "status"), "sure"),
        (("candidates", 0, "probability"), -0.1),
        (("candidates", 0, "colour"), "red"),
        (("crossings",), None),
        (("candidates", 0, "shares", 0, "feature"), ""),
        (("source", "segments"), ["s1"]),
    ],
)
def test_the_schema_refuses_what_is_wrong(path, value):
    """Each fault is seen."""
    schema = json.loads(schema_path("explanation.schema.json").read_text(encoding="utf-8"))
    report = json.loads(explanation_json(explanation(CHOSEN)))
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not jsonschema.Draft202012Validator(schema).is_valid(report)
