"""What is filled in, and by what."""

from __future__ import annotations

import pytest

from align.errors import UsageError
from align.formats.suggestions import Suggestion, percent
from align.memory import Memory
from align.pretranslation.filling import check_languages, check_threshold, pretranslate
from small_memory import DOCUMENT, PAIRS, unit


def test_the_text_of_the_memory_itself_is_all_in_context(done):
    """Each sentence is found with its neighbours, and the translation is that of the memory."""
    found = done()
    assert [one.filled_by for one in found.segments] == ["in-context"] * len(PAIRS)
    assert [(one.wanted.text, one.target) for one in found.segments] == list(PAIRS)


def test_sentences_that_the_memory_has_as_one_are_joined(done):
    """The joined segment names both, and spans them in the document."""
    joined = done().segments[2]
    assert joined.wanted.ids == ("s3", "s4")
    assert DOCUMENT[joined.wanted.start : joined.wanted.end] == joined.wanted.text


def test_sentences_that_are_like_one_of_the_memory_are_joined(done):
    """If the memory has them as one but for a word, and neither by itself."""
    text = "It reviewed the work of the last years. It set out the tasks ahead.\n"
    (one,) = done(text).segments
    assert (one.wanted.ids, one.target) == (("s1", "s2"), PAIRS[2][1])
    assert one.filled_by == "fuzzy"


def test_sentences_are_not_joined_where_they_should_stay(done):
    """As in XLIFF, where the segments are somebody else's."""
    assert [one.wanted.ids for one in done(join=False).segments] == [(f"s{n}",) for n in range(1, 7)]


def test_other_neighbours_make_an_exact_match(done):
    """A sentence in another place is exact, and says so."""
    (one,) = done("Nobody disagreed.\n").segments
    assert (one.filled_by, one.used.kind, one.used.score) == ("exact", "exact", 1.0)


def test_a_match_under_the_threshold_is_offered_only(done):
    """It stands among the suggestions and fills nothing."""
    text = "China has made little progress.\n"
    (one,) = done(text, threshold=0.95).segments
    assert one.target is None
    assert [found.target for found in one.suggestions] == ["中国取得了巨大进步。"]
    (one,) = done(text, threshold=0.6).segments
    assert (one.filled_by, one.target) == ("fuzzy", "中国取得了巨大进步。")


def test_equal_sentences_are_filled_like_the_first_of_them(done):
    """The second one says which it repeats, also where nothing was found."""
    found = done(
        "China has made some progress.\n\nWhat is this?\n\nChina has made some progress.\n\nWhat is this?\n"
    ).segments
    assert [one.filled_by for one in found] == ["fuzzy", None, "repetition", None]
    assert [one.repeats for one in found] == [None, None, "s1", "s2"]
    assert found[2].target == found[0].target


def test_a_repeated_sentence_in_its_own_place_is_filled_by_the_memory(done):
    """In context is better than a repetition."""
    found = done(f"Nobody disagreed.\n\n{DOCUMENT}").segments
    assert [found[0].filled_by, found[-1].filled_by, found[-1].repeats] == ["exact", "in-context", "s1"]


def test_only_what_is_in_context_is_over_a_hundred(done):
    """Scores stay in 0..1, and 101 is said of matches in context alone."""
    found = done(f"Nobody disagreed.\n\n{DOCUMENT}").segments
    assert {percent(one) for segment in found for one in segment.suggestions if one.kind == "in-context"} == {101}
    assert max(percent(one) for segment in found for one in segment.suggestions if one.kind != "in-context") == 100


def test_penalties_are_named(tmp_path):
    """A match that nobody has confirmed says what that costs."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(0, *PAIRS[0], status="auto")], document="d")
    from align.pretranslation.records import Wanted

    wanted = [Wanted(id="s1", text=PAIRS[0][0], block=0, ids=("s1",))]
    with Memory.open(tmp_path / "m") as memory:
        (one,) = pretranslate(wanted, memory, source="en", target="zh").segments
    assert one.used.penalties == (("unchecked", 0.01),)
    assert (one.used.explained, percent(one.used)) == ("unchecked -1 %", 99)


def test_terms_are_found_with_their_renderings(done):
    """Place, concept, and every term of the target language with its status."""
    terms = done().segments[1].terms
    assert [(one.found, one.concept.id) for one in terms] == [("conference", "conference"), ("Beijing", "beijing")]
    assert [(term.text, term.status) for term in terms[0].targets] == [("会议", "preferred"), ("会谈", "deprecated")]


@pytest.mark.parametrize("value", [0.2, -1, 1.5, 75, float("nan")])
def test_a_threshold_out_of_range_is_refused(value):
    """A share is wanted; 75 is told from 0.75."""
    with pytest.raises(UsageError, match=r"it has to be in 0\.5\.\.1"):
        check_threshold(value)
    with pytest.raises(UsageError, match=r"write 0\.75 for 75 %"):
        check_threshold(75)


def test_languages_that_the_memory_lacks_are_refused(memory):
    """The message names those it has."""
    with pytest.raises(UsageError, match=r"nothing in the source language 'pt'; it has "):
        check_languages(memory, "pt", "zh")
    with pytest.raises(UsageError, match="both 'en'"):
        check_languages(memory, "en", "en")


def test_a_sentence_of_100_kb_is_looked_up(done):
    """It finds nothing, and nothing breaks."""
    long = "word " * 20_000
    (one,) = done(f"{long.strip()}.\n").segments
    assert one.target is None


def test_a_score_out_of_range_is_refused():
    """No suggestion can be better than equal."""
    from align.errors import ModelError

    with pytest.raises(ModelError, match=r"score 1\.01"):
        Suggestion(source="a", target="b", score=1.01, kind="exact")


def test_other_numbers_are_put_in(tmp_path):
    """The match keeps its own; what is filled in has those of the new sentence, and says that it is fuzzy."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(0, "Article 12 was repealed in 1999.", "第12条于1999年废止。")], document="d")
    from align.pretranslation.records import Wanted

    wanted = [Wanted(id="s1", text="Article 13 was repealed in 2004.", block=0, ids=("s1",))]
    with Memory.open(tmp_path / "m") as memory:
        (one,) = pretranslate(wanted, memory, source="en", target="zh", threshold=0.6).segments
    assert (one.target, one.filled_by) == ("第13条于2004年废止。", "fuzzy")
    assert one.used.target == "第12条于1999年废止。"
    assert "numbers" in dict(one.used.penalties)


def test_penalties_can_be_turned_off(tmp_path):
    """As for a look-up."""
    from align.memory import Penalties
    from align.pretranslation.records import Wanted

    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(0, *PAIRS[0], status="auto")], document="d")
    wanted = [Wanted(id="s1", text=PAIRS[0][0], block=0, ids=("s1",))]
    with Memory.open(tmp_path / "m") as memory:
        found = pretranslate(wanted, memory, source="en", target="zh", penalties=Penalties(unchecked=0))
    assert percent(found.segments[0].used) == 101
