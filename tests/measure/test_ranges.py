"""Arithmetic of ranges, checked against trying every value."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.number.target import Target, parse_target
from dutybook.measure.ranges import Domain, gaps, overlaps, ranges, shown, unreachable

bounds = st.integers(0, 20).map(Fraction)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    op = draw(st.sampled_from((">=", ">", "<=", "<", "=", "between")))
    low = draw(bounds)
    high = low + draw(bounds) if op == "between" else None
    return Target(op, low, high)


@given(st.lists(targets(), max_size=5), st.booleans())
def test_gaps_are_exactly_what_no_band_takes(bands: list[Target], whole: bool) -> None:
    within = Domain(Fraction(0), Fraction(20), Fraction(1) if whole else None)
    found = gaps(ranges(bands, within), within)
    for half in range(0, 41, 2 if whole else 1):
        value = Fraction(half, 2)
        taken = any(band.holds(value) for band in bands)
        assert any(low <= (value, 0) < high for low, high in found) == (not taken)


@given(st.lists(targets(), max_size=5))
def test_an_unreachable_band_takes_nothing_first(bands: list[Target]) -> None:
    within = Domain(Fraction(0), Fraction(20))
    dead = set(unreachable(ranges(bands, within), within))
    for half in range(41):
        value = Fraction(half, 2)
        first = next((i for i, band in enumerate(bands) if band.holds(value)), None)
        assert first not in dead


@given(targets(), targets())
def test_overlaps_hold_a_value_in_common(first: Target, second: Target) -> None:
    pairs = overlaps([first, second], ranges([first, second], Domain()))
    common = any(
        first.holds(Fraction(n, 2)) and second.holds(Fraction(n, 2)) for n in range(-2, 100)
    )
    nested = first.op == "=" or (first.better == second.better != "exact")
    assert bool(pairs) == (common and not nested)


@pytest.mark.parametrize(
    ("texts", "percent", "expected"),
    [
        (["≥ 86%", "60% ~ 85%"], True, ["x < 60%", "85% < x < 86%"]),
        (["> 90", "< 90"], False, ["90 ≤ x ≤ 90"]),
        (["= 5"], False, ["x < 5", "5 < x"]),
        (["≥ 5", "< 5"], False, []),
    ],
)
def test_gaps_for_people(texts: list[str], percent: bool, expected: list[str]) -> None:
    within = Domain(low=None)
    found = gaps(ranges(map(parse_target, texts), within), within)
    assert [shown(gap, percent) for gap in found] == expected
