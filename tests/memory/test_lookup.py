"""Looking up what is to be translated."""

from __future__ import annotations

import pytest

from align.errors import LanguageError, UsageError
from align.memory import DEFAULT_PENALTIES, Memory, Penalties

NONE = Penalties(unchecked=0, low_score=0, region=0, publisher=0, numbers=0, spelling=0)


@pytest.mark.parametrize("source", ["zh", "en", "fr"])
def test_any_language_can_be_the_source(folder, units, source):
    """What is in the memory is found, whichever side is asked for."""
    with Memory.open(folder) as memory:
        for unit in units[:4]:
            texts = {variant.lang: variant.text for variant in unit.variants}
            for target in {"zh", "en", "fr"} - {source}:
                best = memory.lookup(texts[source], source=source, target=target)[0]
                assert (best.kind, best.source, best.target) == ("exact", texts[source], texts[target])


def test_penalties_are_named_and_taken_off(folder):
    """The score is the similarity less what is listed."""
    with Memory.open(folder) as memory:
        best = memory.lookup(
            "Only china HAS always been a builder of world peace.", source="en-GB", target="fr", publisher="Press"
        )[0]
    assert dict(best.penalties) == {
        "unchecked": DEFAULT_PENALTIES.unchecked,
        "region": DEFAULT_PENALTIES.region,
        "publisher": DEFAULT_PENALTIES.publisher,
    }
    assert best.score == pytest.approx(best.similarity - sum(value for _, value in best.penalties), abs=1e-4)


def test_a_penalty_of_nothing_is_not_listed(folder, units):
    """With all penalties off, what is equal has the score 1."""
    with Memory.open(folder) as memory:
        best = memory.lookup(units[0].variants[0].text, source="zh", target="en", penalties=NONE)[0]
    assert (best.score, best.penalties) == (1.0, ())


def test_checked_and_well_aligned_units_have_no_penalty(tmp_path, unit):
    """Whether a person has confirmed it, and how sure the alignment is, come from the beads."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(
            [
                unit(1, {"en": "One sentence.", "de": "Ein Satz."}, status="checked", score=0.1),
                unit(2, {"en": "Another sentence.", "de": "Noch ein Satz."}, score=0.3),
            ],
            document="d",
        )
        assert memory.lookup("One sentence.", source="en", target="de")[0].penalties == ()
        names = [name for name, _ in memory.lookup("Another sentence.", source="en", target="de")[0].penalties]
    assert names == ["unchecked", "low_score"]


def test_case_and_quotation_marks_make_an_exact_match_with_a_penalty(tmp_path, unit):
    """A translator wants to know that something differs."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": 'The "House" Act', "de": "Das „Haus“-Gesetz"})], document="d")
        best = memory.lookup("the “house” act", source="en", target="de")[0]
    assert best.kind == "exact"
    assert "spelling" in dict(best.penalties)


def test_other_numbers_are_put_into_the_target(folder):
    """The match says so, and offers the target with the numbers of the text looked up."""
    with Memory.open(folder) as memory:
        best = memory.lookup("The conference was held in Beijing on 28 December 2018.", source="en", target="fr")[0]
    assert "numbers" in dict(best.penalties)
    assert best.adapted == "La conférence s’est tenue à Beijing le 28 décembre 2018."


def test_a_match_in_context_comes_before_an_equal_one(tmp_path, unit):
    """Equal, and so are the segments before and after; the beginning of a document is the empty segment."""
    first = [
        {"en": "Before one.", "de": "Vor eins."},
        {"en": "Same.", "de": "Gleich."},
        {"en": "Behind.", "de": "Hinter."},
    ]
    second = [{"en": "Before two.", "de": "Vor zwei."}, {"en": "Same.", "de": "Derselbe."}]
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(number, texts) for number, texts in enumerate(first)], document="first")
        memory.add([unit(number, texts) for number, texts in enumerate(second)], document="second")
        ask = {"source": "en", "target": "de"}
        assert {match.kind for match in memory.lookup("Same.", **ask)} == {"exact"}
        best, other = memory.lookup("Same.", before="Before two.", after="", **ask)
        assert (best.kind, best.target, other.kind) == ("in-context", "Derselbe.", "exact")
        best, other = memory.lookup("Same.", before="Before one.", after="Behind.", **ask)
        assert (best.kind, best.target, other.kind) == ("in-context", "Gleich.", "exact")
        assert memory.lookup("Before one.", before="", after="Same.", **ask)[0].kind == "in-context"
        assert {match.kind for match in memory.lookup("Same.", before="Else.", after="Behind.", **ask)} == {"exact"}


def test_equal_source_and_many_targets_are_all_found(tmp_path, unit):
    """The one that most documents have comes first."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(n, {"en": "Yes.", "de": f"Antwort {n}."}) for n in range(30)], document="d")
        memory.add([unit(1, {"en": "Yes.", "de": "Antwort 7."})], document="other")
        matches = memory.lookup("Yes.", source="en", target="de", limit=40)
    assert len(matches) == 30
    assert matches[0].target == "Antwort 7."


def test_a_fuzzy_match_is_found_and_its_difference_shown(folder):
    """A few words more do not hide a sentence."""
    with Memory.open(folder) as memory:
        best = memory.lookup("中国始终是世界和平的坚定建设者。", source="zh", target="fr")[0]
    assert best.kind == "fuzzy"
    assert [change.looked_up for change in best.changes if change.kind == "insert"] == ["坚定"]


def test_origins_are_kept(folder):
    """Document, date, publisher, file, score and status."""
    with Memory.open(folder) as memory:
        (origin,) = memory.lookup("中国始终是世界和平的建设者。", source="zh", target="en")[0].origins
    assert (origin.document, origin.date, origin.publisher, origin.file) == (
        "readout",
        "2023-12-28",
        "Ministry",
        "readout.tmx",
    )
    assert (origin.score, origin.status, origin.unit, origin.position) == (0.9, "auto", "u0", 0)


def test_only_what_is_over_the_threshold_is_given(folder):
    """After penalties."""
    with Memory.open(folder) as memory:
        text = "各国应携手建设人类命运共同体。"
        assert memory.lookup(text, source="zh", target="en", threshold=0.995) == []
        assert len(memory.lookup(text, source="zh", target="en", threshold=0.99)) == 1


def test_the_longest_common_parts_are_found(folder):
    """Word for word in the memory, none inside another, with the text of the unit."""
    with Memory.open(folder) as memory:
        found = memory.phrases(
            "We want a community with a shared future, as the conference was held in Rome.",
            source="en",
            target="fr",
            mark=False,
        )
        text = "我们要构建人类命运共同体。"
        (chinese,) = memory.phrases(text, source="zh", target="en", mark=False)
    assert [phrase.text for phrase in found] == ["a community with a shared future", "the conference was held in"]
    assert text[chinese.start : chinese.end] == chinese.text == "构建人类命运共同体"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "de"}, "has nothing in 'de'; it has"),
        ({"target": "de"}, "has nothing in 'de'"),
        ({"target": "zh"}, "source and target are both 'zh'"),
        ({"threshold": 70}, "0.7 stands for 70 %"),
        ({"threshold": -0.1}, "not in 0..1"),
        ({"limit": 0}, "below 1"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(folder, options, message):
    """And says what to do."""
    with Memory.open(folder) as memory, pytest.raises(UsageError, match=message):
        memory.lookup("中国", **({"source": "zh", "target": "en"} | options))


def test_a_language_that_is_none_is_refused(folder):
    """As everywhere."""
    with Memory.open(folder) as memory, pytest.raises(LanguageError):
        memory.lookup("中国", source="zh", target="not a language")


def test_a_penalty_out_of_range_is_refused():
    """It is a share of 1, not a percentage."""
    with pytest.raises(UsageError, match="unchecked is 5"):
        Penalties(unchecked=5)


def test_empty_text_finds_nothing(folder):
    """Nor do signs alone that the memory does not have."""
    with Memory.open(folder) as memory:
        assert memory.lookup(" ", source="zh", target="en") == []
        assert memory.lookup("……", source="zh", target="en") == []


def test_a_region_of_a_language_is_the_language(tmp_path, unit):
    """British and American English are found for each other, and each knows its own first."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(
            [
                unit(1, {"en-GB": "The colour of peace.", "fr": "La couleur de la paix (GB)."}),
                unit(2, {"en-US": "The color of peace.", "fr": "La couleur de la paix (US)."}),
            ],
            document="d",
        )
        for lang, text in (("en-GB", "The colour of peace."), ("en-US", "The color of peace.")):
            first, second = memory.lookup(text, source=lang, target="fr")
            assert first.source_lang == lang
            assert "region" not in dict(first.penalties)
            assert "region" in dict(second.penalties)
        assert len(memory.lookup("The colour of peace.", source="en", target="fr-CA")) == 2


def test_a_long_segment_is_looked_up(tmp_path, unit):
    """A hundred thousand characters are a segment like any other."""
    long = " ".join(f"word{number}" for number in range(14_000))
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(
            [unit(1, {"en": long, "zh": "长" * 100_000}), unit(2, {"en": "x" * 100_000, "zh": "短"})], document="d"
        )
        assert memory.lookup(f"{long} more", source="en", target="zh")[0].kind == "fuzzy"
        assert memory.lookup("长" * 99_999, source="zh", target="en")[0].similarity > 0.99
        assert memory.lookup("x" * 100_000, source="en", target="zh")[0].target == "短"
