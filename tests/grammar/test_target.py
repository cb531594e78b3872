"""Targets: what includes its figure and what does not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.target import Target, parse_target


@pytest.mark.parametrize(
    ("texts", "at_figure", "better"),
    [
        (
            ["≥ 95%", ">= 95%", "at least 95%", "95%以上", "不低于95％", "95%及以上", "达到95%"],
            True,
            "higher",
        ),
        (["> 95%", "超过95%", "more than 95%"], False, "higher"),
        (["<= 95%", "≤95%", "95%以下", "95%以内", "不超过95%", "at most 95%"], True, "lower"),
        (["< 95%", "不满95%", "少于95%", "低于95%", "below 95%"], False, "lower"),
        (["= 95%", "95%", "等于95%"], True, "exact"),
    ],
)
def test_words(texts: list[str], at_figure: bool, better: str) -> None:
    for text in texts:
        target = parse_target(text)
        assert target.holds(Fraction(95, 100)) is at_figure, text
        assert target.better == better
        assert target.holds(Fraction(96, 100)) is (better == "higher")


def test_between() -> None:
    for text in ("between 47% and 53%", "47%~53%", "47 ~ 53%", "47%至53%之间"):
        target = parse_target(text)
        assert [target.holds(Fraction(n, 1000)) for n in (469, 470, 530, 531)] == [
            False,
            True,
            True,
            False,
        ]
    assert parse_target("85 ~ 95").interval == (85, True, 95, True)


@pytest.mark.parametrize("text", ["", "≥", "多些", "95% 100%", "53%~47%", "≥ 95 分"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_target(text)


@given(st.sampled_from([">=", ">", "<=", "<", "="]), st.integers(0, 10_000), st.booleans())
def test_round_trip(op: str, hundredths: int, percent: bool) -> None:
    bound = Fraction(hundredths, 10_000 if percent else 100)
    target = Target(op, bound, None, percent)  # type: ignore[arg-type]
    again = parse_target(str(target))
    assert (again.op, again.bound, again.percent, again.interval) == (
        op,
        bound,
        percent,
        target.interval,
    )
