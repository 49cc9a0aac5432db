"""Signatures are one line that can be compared and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ModelError
from align.model import Signature

NAMES = st.text(st.characters(blacklist_categories=("Z", "C"), blacklist_characters="|:"), min_size=1).filter(
    lambda text: not any(c.isspace() for c in text)
)
VALUES = st.text(st.characters(blacklist_categories=("Z", "C"), blacklist_characters="|")).filter(
    lambda text: not any(c.isspace() for c in text)
)


def test_a_signature_is_one_line_in_the_order_given():
    """Items are joined by bars."""
    assert str(Signature.of(align="0.1.0", langs="zh-en")) == "align:0.1.0|langs:zh-en"


def test_no_items_are_an_empty_line():
    """And an empty line gives no items."""
    assert str(Signature()) == ""
    assert Signature.parse("") == Signature()


@given(st.dictionaries(NAMES, VALUES))
def test_a_signature_reads_back_equal(items):
    """Parsing is the way back from str()."""
    made = Signature(items=tuple(items.items()))
    assert Signature.parse(str(made)) == made


def test_a_value_may_hold_colons():
    """Only the first colon parts name and value."""
    assert Signature.parse("aligner:semantic.1+use:3").get("aligner") == "semantic.1+use:3"


def test_a_name_that_is_not_there_gives_none():
    """Absence is None."""
    assert Signature.of(a="1").get("b") is None


def test_items_are_added_at_the_end_or_replaced_where_they_are():
    """The signature itself stays as it was."""
    made = Signature.of(a="1", b="2")
    assert str(made.with_items(a="9", c="3")) == "a:9|b:2|c:3"
    assert str(made) == "a:1|b:2"


@pytest.mark.parametrize(
    ("name", "value"), [("", "x"), ("a|b", "x"), ("a:b", "x"), ("a b", "x"), ("a", "x|y"), ("a", "x y"), ("a", "x\n")]
)
def test_separators_are_refused(name, value):
    """The message shows the item."""
    with pytest.raises(ModelError, match=r"signature item .* holds '|', ':' or white space") as caught:
        Signature(items=((name, value),))
    assert repr(name) in str(caught.value)


def test_a_name_occurs_once():
    """The message lists the names."""
    with pytest.raises(ModelError, match="signature names occur twice: a, b, a"):
        Signature(items=(("a", "1"), ("b", "2"), ("a", "3")))
