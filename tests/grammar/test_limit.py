"""Time limits, in English and Chinese."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.time.limit import Limit, parse_limit

SAME = [
    ("30 s", "30秒", Limit(Fraction(30), "second")),
    ("10 min", "10分钟", Limit(Fraction(10), "minute")),
    ("2 h", "2小时", Limit(Fraction(2), "hour")),
    ("24 h", "24小时内", Limit(Fraction(24), "hour")),
    ("0.5 h", "半小时", Limit(Fraction(1, 2), "hour")),
    ("2 working h", "2个工作小时", Limit(Fraction(2), "hour", working=True)),
    ("3 d", "3天", Limit(Fraction(3), "day")),
    ("3 workdays", "3个工作日", Limit(Fraction(3), "workday")),
    ("2 weeks", "2周", Limit(Fraction(2), "week")),
    ("1 month", "1个月", Limit(Fraction(1), "month")),
    ("same day", "当日", Limit(Fraction(0), "day")),
    ("same day by 17:00", "当日17：00前", Limit(Fraction(0), "day", by=timedelta(hours=17))),
    ("next day by 12:00", "次日12:00前", Limit(Fraction(1), "day", by=timedelta(hours=12))),
    ("same month", "当月内", Limit(Fraction(0), "month", whole=True)),
    ("within the same month", "本月底前", Limit(Fraction(0), "month", whole=True)),
    ("next month", "次月底前", Limit(Fraction(1), "month", whole=True)),
    ("next month by day 5", "次月5日前", Limit(Fraction(1), "month", whole=True, day=5)),
    ("two hours", "两个小时", Limit(Fraction(2), "hour")),
    ("three days", "三天内", Limit(Fraction(3), "day")),
    ("2 business days", "两个工作日", Limit(Fraction(2), "workday")),
    ("30 business min", "30个工作分钟", Limit(Fraction(30), "minute", working=True)),
    ("2 weeks", "2个周", Limit(Fraction(2), "week")),
    ("an hour", "一小时", Limit(Fraction(1), "hour")),
    ("PT2H", "2 hours", Limit(Fraction(2), "hour")),
    ("PT1H30M", "5400 s", Limit(Fraction(5400), "second")),
    ("P3D", "3 days", Limit(Fraction(3), "day")),
    ("1.5 d", "36 h", Limit(Fraction(36), "hour")),
]  # fmt: skip


@pytest.mark.parametrize(("english", "chinese", "limit"), SAME)
def test_forms_read_the_same(english: str, chinese: str, limit: Limit) -> None:
    assert parse_limit(english) == parse_limit(chinese) == limit
    assert parse_limit(str(limit)) == limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "soon",
        "尽快",
        "-1 h",
        "1.5 workdays",
        "2 working months",
        "25:00",
        "P1Y",
        "next month by day 32",
        "当月0日前",
        "P1DT2H",
        "9999999999 d",
        "P2000M",
        "next day by 25:00",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_limit(text)


def test_lengths() -> None:
    assert parse_limit("30 min").seconds == 1800
    assert parse_limit("30 min").elapsed
    assert not parse_limit("3 d").elapsed
    assert parse_limit("1 month").rough_seconds > parse_limit("3 weeks").rough_seconds


@given(
    st.integers(1, 999),
    st.sampled_from(["second", "minute", "hour", "day", "workday", "week", "month"]),
)
def test_round_trip(count: int, unit: str) -> None:
    limit = Limit(Fraction(count), unit)  # type: ignore[arg-type]
    assert parse_limit(str(limit)) == limit


def test_no_digit_of_a_limit_is_lost() -> None:
    assert str(parse_limit("1234567.5 min")) == "1234567.5 min"
    assert str(parse_limit("1.0000005 h")) == "1.0000005 h"
