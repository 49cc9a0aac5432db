"""Dates as people write them."""

from __future__ import annotations

import pytest

from align.termbases._dates import DAY_ZERO, NotADateError, are_apart, iso_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018", "2018"),
        ("2018-03", "2018-03"),
        ("2018-3", "2018-03"),
        ("2018-03-24", "2018-03-24"),
        ("2018/3/4", "2018-03-04"),
        ("20180324", "2018-03-24"),
        ("2018-03-24 00:00:00", "2018-03-24"),
        ("March 2018", "2018-03"),
        ("Mar. 2018", "2018-03"),
        ("24 March 2018", "2018-03-24"),
        ("24th March 2018", "2018-03-24"),
        ("March 24, 2018", "2018-03-24"),
        ("24 mars 2018", "2018-03-24"),
        ("1er mars 2018", "2018-03-01"),
        ("24 de marzo de 2018", "2018-03-24"),
        ("24. März 2018", "2018-03-24"),
        ("24 марта 2018 г.", "2018-03-24"),
        ("март 2018", "2018-03"),
        ("مارس 2018", "2018-03"),
        ("2018年", "2018"),
        ("2018年3月", "2018-03"),
        ("2018年3月24日", "2018-03-24"),
        ("24.03.2018", "2018-03-24"),
        ("24/3/2018", "2018-03-24"),
        ("3/24/2018", "2018-03-24"),
        ("04.04.2018", "2018-04-04"),
        ("03.2018", "2018-03"),
        ("May 2018", "2018-05"),
    ],
)
def test_a_date_in_the_ways_that_people_write_it(text: str, date: str) -> None:
    """Becomes the one of ISO 8601, as exact as it was."""
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("03.04.2018", "day and month cannot be told apart; write 2018-04-03 or 2018-03-04"),
        ("Ma 2018", "is no date"),
        ("Ju 2018", "is no date"),
        ("Jum 2018", "is no date"),
        ("2018-13", "is no date"),
        ("2018-02-30", "is no date"),
        ("31.02.2018", "is no date"),
        ("0000", "is no date"),
        ("soon", "is no date"),
        ("18", "is no date"),
        ("43183", "is no date"),
        ("２０１８", "is no date"),
        ("2018-03-24-05", "is no date"),
    ],
)
def test_what_is_no_date_or_could_be_two(text: str, message: str) -> None:
    """Is said, with what to write."""
    with pytest.raises(NotADateError) as caught:
        iso_date(text)
    assert message in str(caught.value)


def test_the_day_number_of_a_sheet() -> None:
    """Only where such numbers can be; a fraction is the time of day."""
    assert iso_date("43183", day_zero=DAY_ZERO) == "2018-03-24"
    assert iso_date("43183.5", day_zero=DAY_ZERO) == "2018-03-24"
    assert iso_date("2018", day_zero=DAY_ZERO) == "2018"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((None, None), (None, None), False),
        ((None, "2018"), ("2019", None), True),
        ((None, "2018"), ("2018", None), True),
        ((None, "2018-03-24"), ("2018-03", None), True),
        ((None, "2018-03-24"), ("2018-01", None), False),
        (("2018", None), (None, "2017-12-31"), True),
        (("2018", "2020"), ("2019", "2021"), False),
    ],
)
def test_spans_of_time(one, other, apart: bool) -> None:
    """Are apart if no day is surely in both."""
    assert are_apart(one, other) is apart
    assert are_apart(other, one) is apart
