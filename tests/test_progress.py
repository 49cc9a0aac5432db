"""How far a long step is."""

from __future__ import annotations

from align.encoders import ENCODERS
from align.progress import heard_by, tell


def test_a_listener_hears_while_it_listens_and_no_longer():
    """Steps told before and after go nowhere."""
    heard = []
    tell("reading", 1, 2)
    with heard_by(lambda *told: heard.append(told)):
        tell("reading", 2, 2)
    tell("reading", 3, 2)
    assert heard == [("reading", 2, 2)]


def test_the_inner_listener_hears_alone_and_the_outer_one_again_after_it():
    """Listeners are nested like the calls they are set for."""
    outer, inner = [], []
    with heard_by(lambda *told: outer.append(told)):
        with heard_by(lambda *told: inner.append(told)):
            tell("a", 1, 1)
        tell("b", 1, 1)
    assert (outer, inner) == ([("b", 1, 1)], [("a", 1, 1)])


def test_the_default_encoder_tells_how_many_segments_are_encoded():
    """The last told is all of them."""
    heard = []
    texts = [f"Sentence number {k} of a text that is long enough for two batches." for k in range(600)]
    with heard_by(lambda *told: heard.append(told)):
        ENCODERS.make("use").overlaps(texts, "en")
    assert heard[-1] == ("encoding", 600, 600)
    assert len(heard) > 1
    assert [done for _, done, _ in heard] == sorted(done for _, done, _ in heard)
