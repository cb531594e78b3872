"""Targets: what includes its figure and what does not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.number.target import Target, parse_target


@pytest.mark.parametrize(
    ("texts", "at_figure", "better"),
    [
        (
            [
                "≥ 95%",
                ">= 95%",
                "at least 95%",
                "95%以上",
                "不低于95％",
                "95%及以上",
                "达到95%",
                "达到95%以上",
                "应达95%及以上",
            ],
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


@pytest.mark.parametrize(
    ("texts", "interval"),
    [
        (["[75%, 90%)", "≥ 75%, < 90%", "75%以上不满90%", "75%(含)~90%(不含)", "75% ≤ x < 90%",
          "75%以上，不满90%", ">= 75% and < 90%", "75%以上90%以下（不含）"], (True, False)),
        (["(75%, 90%]", "超过75%且不超过90%", "75%（不含）至90%（含）", "75% < x ≤ 90%"], (False, True)),
        (["(75%, 90%)", "> 75%, < 90%", "大于75%、小于90%"], (False, False)),
        (["[75%, 90%]", "75% ~ 90%", "75%以上90%以下"], (True, True)),
    ],
)  # fmt: skip
def test_ranges_that_say_which_end_is_in(texts: list[str], interval: tuple[bool, bool]) -> None:
    low, high = Fraction(3, 4), Fraction(9, 10)
    for text in texts:
        target = parse_target(text)
        assert (target.op, target.better) == ("between", "exact")
        assert target.interval == (low, interval[0], high, interval[1]), text
        assert (target.holds(low), target.holds(high)) == interval, text
        assert parse_target(str(target)).interval == target.interval


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("90%以上（含）", ">="),
        ("90%（含）以上", ">="),
        ("60%以下（不含）", "<"),
        ("60%（不含）以上", ">"),
    ],
)
def test_one_end_marked(text: str, op: str) -> None:
    assert parse_target(text).op == op


@pytest.mark.parametrize(
    "text", ["[90%, 75%)", "[75%, 90)", "≥ 90%, < 75%", "≥ 75%, ≥ 90%", "超过90%（含）", "5% ~ 10"]
)
def test_ranges_that_contradict_themselves(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_target(text)


TIMES = [
    ("≤ 15 min", "15分钟以内", Target("<=", Fraction(900), unit="min")),
    ("at most 2 hours", "2小时之内", Target("<=", Fraction(7200), unit="h")),
    ("more than 30 s", "超过30秒", Target(">", Fraction(30), unit="s")),
    ("between 5 and 10 min", "5~10分钟", Target("between", Fraction(300), Fraction(600), unit="min")),
    ("[0, 3 d]", "0 ~ 3天", Target("between", Fraction(0), Fraction(259200), unit="d")),
    ("≥ 1 h, < 90 min", "1小时以上不满90分钟",
     Target("between", Fraction(3600), Fraction(5400), high_open=True, unit="min")),
]  # fmt: skip


@pytest.mark.parametrize(("english", "chinese", "wanted"), TIMES)
def test_targets_may_be_lengths_of_time(english: str, chinese: str, wanted: Target) -> None:
    for text in (english, chinese, str(wanted)):
        assert replace(parse_target(text), text="") == wanted


@pytest.mark.parametrize(
    "text", ["≤ 15分", "5% ~ 10 min", "[5, 10 min]", "≤ 3 weeks", "10 min ~ 5 min"]
)
def test_units_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_target(text)


@given(st.integers(1, 10_000), st.sampled_from(["s", "min", "h", "d"]))
def test_a_length_of_time_reads_as_it_was_written(count: int, unit: str) -> None:
    target = parse_target(f"≤ {count} {unit}")
    assert target.bound == count * {"s": 1, "min": 60, "h": 3600, "d": 86400}[unit]
    assert parse_target(str(target)).bound == target.bound


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (Target(">=", Fraction(1_234_567)), "≥ 1234567"),
        (Target("<=", Fraction(1_000_000)), "≤ 1000000"),
        (Target(">=", Fraction(1, 3), percent=True), "≥ 33.3333%"),
        (Target(">=", Fraction(956789, 1_000_000), percent=True), "≥ 95.6789%"),
    ],
)
def test_no_digit_is_lost_and_no_power_of_ten_printed(target: Target, shown: str) -> None:
    assert str(target) == shown
