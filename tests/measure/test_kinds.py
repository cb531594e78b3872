"""What a tally comes to: an exact value, or the word for why there is none."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from dutybook.measure.kinds import kind_of
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.rating import Missing, Rating
from dutybook.measure.kinds.share import Share
from dutybook.measure.scale import Scale
from dutybook.model import Condition, Measure
from dutybook.tally.tally import Tally
from dutybook.tally.value import Lacking, Value

SHARE, COUNT = Share(of="tickets", good=Condition("done")), Count(of="tickets")
HALVES = (("superior", Fraction(1, 2)), ("peer", Fraction(1, 2)))


def came_to(
    measure: Measure, tallies: Sequence[Tally], raters: Sequence[tuple[str, Fraction]] = ()
) -> Value:
    """The value of a measure, as its kind makes it."""
    return kind_of(measure).value(measure, tallies, raters)


def given(rater: str, *ratings: int) -> Tally:
    """What one kind of rater gave."""
    return Tally(
        rater,
        numerator=Fraction(sum(ratings)),
        denominator=Fraction(len(ratings)),
        counted=len(ratings),
    )


def test_a_share_is_a_fraction_and_nothing_divided_by_nothing_is_no_data() -> None:
    one = came_to(SHARE, [Tally(numerator=Fraction(1), denominator=Fraction(3), counted=3)])
    assert (one.status, one.value, one.percent) == ("scored", Fraction(1, 3), True)
    assert came_to(SHARE, []).status == "no_data"
    assert came_to(SHARE, [Tally(pending=2)]).status == "pending"


def test_a_count_of_nothing_is_zero() -> None:
    none = came_to(COUNT, [])
    assert (none.status, none.value, none.denominator) == ("scored", 0, None)


@pytest.mark.parametrize(
    ("tally", "status"),
    [(Tally(undefined=1), "undecided"), (Tally(uncovered=1, undefined=1), "not_evaluable")],
)
def test_rows_that_cannot_be_placed_leave_it_open(tally: Tally, status: str) -> None:
    found = came_to(COUNT, [tally])
    assert (found.status, found.value) == (status, None)


@pytest.mark.parametrize(
    ("missing", "status", "value"),
    [
        (Missing(), "not_rated", None),
        (Missing("redistribute"), "scored", Fraction(85)),
        (Missing("default", Fraction(60)), "scored", Fraction(145, 2)),
    ],
)
def test_whoever_has_not_rated_is_never_a_zero(
    missing: Missing, status: str, value: Fraction | None
) -> None:
    rating = Rating(Scale(Fraction(100)), "ratings", HALVES, missing=missing)
    found = came_to(rating, [given("superior", 80, 90)], HALVES)
    assert (found.status, found.value) == (status, value)
    assert found.lacking == (Lacking("peer"),)
