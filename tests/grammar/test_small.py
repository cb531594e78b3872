"""Numbers, times, periods and expressions."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar import expression
from dutybook.grammar.number import quantity
from dutybook.grammar.number.step import parse_step
from dutybook.grammar.time import clock, period


def test_figures() -> None:
    assert quantity.parse_number("95%") == quantity.parse_number("95％") == Fraction(19, 20)
    assert quantity.parse_number(Decimal("99.9")) == Fraction(999, 10)
    assert quantity.percent("12.5%") == Fraction(1, 8)
    assert quantity.change("+5%") == (Fraction(1, 20), True)
    assert quantity.change("3 pp") == (Fraction(3, 100), False)
    assert quantity.number_range("1-2") == (1, 2)


def test_seasons_may_cross_new_year() -> None:
    summer, winter = clock.parse_season("05-01..09-30"), clock.parse_season("10-01..04-30")
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [day in summer for day in days] == [False, True, True, False]
    assert [day in winter for day in days] == [True, False, False, True]


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        (quantity.parse_number, "many"), (quantity.percent, "95"),
        (quantity.change, "5"), (quantity.number_range, "2-1"), (clock.clock, "24:01"), (clock.clock, "17"),
        (clock.parse_date, "2026-02-30"), (clock.parse_date, "2026-1-1"), (clock.parse_dates, "2026-10-07..2026-10-01"),
        (clock.moment, "2026-10-05 8"), (clock.timezone, "Mars/Base"), (clock.timezone, "../etc"),
        (period.parse_period, "2026-13"), (period.parse_period, "0000"), (period.parse_period, "2026-Q5"),
        (period.cut_off_days, "day 40 of the next month"), (period.cut_off_days, "soon"),
        (clock.parse_season, "02-30..03-01"), (clock.parse_season, "13-01..12-31"), (clock.parse_season, "summer"),
    ],
)  # fmt: skip
def test_refused(grammar: object, text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        grammar(text)  # type: ignore[operator]


def test_points_are_exact() -> None:
    distance = quantity.parse_number("95%") - quantity.parse_number("92%")
    assert distance / parse_step("1 pp").size == 3


@given(st.decimals(-10_000, 10_000, allow_nan=False, places=5), st.integers(0, 4))
def test_rounding_is_half_away_from_zero(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert quantity.rounded(Fraction(value), places) == expected


def test_figures_for_reading_have_no_idle_zeros() -> None:
    assert [quantity.brief(Fraction(n, 3), 2) for n in (1, 30, -300, 0)] == [
        "0.33",
        "10",
        "-100",
        "0",
    ]
    assert [quantity.trimmed(Decimal(t)) for t in ("2.50", "100", "1E+2", "0.0")] == [
        "2.5",
        "100",
        "100",
        "0",
    ]
    assert quantity.as_percent(Fraction(923, 1000)) == "92.3%"


@given(st.decimals(-10_000, 10_000, allow_nan=False, places=4))
def test_plain_is_exact(value: Decimal) -> None:
    assert Fraction(quantity.plain(Fraction(value))) == Fraction(value)


def test_plain_and_percent() -> None:
    assert [
        quantity.plain(v) for v in (Fraction(19, 20), Fraction(1, 3), Fraction(-1, 8), 100)
    ] == ["0.95", "1/3", "-0.125", "100"]
    assert quantity.as_percent(Fraction(923, 1000)) == "92.3%"
    assert quantity.as_percent(Fraction(1)) == "100%"


def test_times() -> None:
    assert clock.clock("24:00") == timedelta(days=1)
    assert clock.clock_text(clock.clock("9:05")) == "09:05"
    assert clock.moment("2026-10-05 8:30") == datetime(2026, 10, 5, 8, 30)
    assert clock.parse_dates("2026-10-01..2026-10-07") == (date(2026, 10, 1), date(2026, 10, 7))
    assert clock.parse_dates("2026-10-01") == (date(2026, 10, 1), date(2026, 10, 1))


def test_periods() -> None:
    october = period.parse_period("2026-10")
    assert (october.start, october.end, october.last, october.days) == (
        date(2026, 10, 1),
        date(2026, 11, 1),
        date(2026, 10, 31),
        31,
    )
    assert date(2026, 10, 31) in october
    assert date(2026, 11, 1) not in october
    assert period.parse_period("2026-q4").end == date(2027, 1, 1)
    assert period.parse_period("2026-H2").start == date(2026, 7, 1)
    assert str(period.parse_period("2026")) == "2026"
    assert period.cut_off_days("次月3日前") == period.cut_off_days("day 3 of the next month") == 3


def test_conditions() -> None:
    assert (
        expression.condition_sql({"a": "o'x", "b": [1, 2], "c": True, "d": Decimal("1.50")})
        == '"a" = \'o\'\'x\' AND "b" IN (1, 2) AND "c" = TRUE AND "d" = 1.50'
    )
    assert expression.columns(expression.parse_expression("kpi.late.value >= 1 and b")) == {
        "kpi.late.value",
        "b",
    }


@pytest.mark.parametrize(
    "text",
    [
        "(select 1)",
        "read_csv('x')",
        "a / 2 > 1",
        "x; drop table y",
        "current_date > x",
        "random() > 1",
        "a ~ 'x+'",
        "a || 'x'",
        "",
        "1 +",
        "a" * 3000,
        "exists (select 1)",
        "[x for x in y]",
        "getenv('HOME')",
    ],
)
def test_dangerous_or_inexact_expressions_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        expression.parse_expression(text)


def test_conditions_name_kpis_by_chinese_ids() -> None:
    tree = expression.parse_expression("kpi.答复及时率.value < 0.9 and kpi.第2-项.met")
    assert expression.columns(tree) == {"kpi.答复及时率.value", "kpi.第2-项.met"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年10月", "2026-10"),
        ("2026年9月份", "2026-09"),
        ("2026年第四季度", "2026-Q4"),
        ("2026年1季度", "2026-Q1"),
        ("2026年上半年", "2026-H1"),
        ("2026年度", "2026"),
        ("2026年10月8日至2026年11月7日", "2026-10-08..2026-11-07"),
    ],
)
def test_periods_in_chinese(written: str, meant: str) -> None:
    assert period.parse_period(written) == period.parse_period(meant)


@pytest.mark.parametrize(
    "text", ["2026年13月", "十月", "2026年五季度", "2026年2月30日至2026年3月1日"]
)
def test_what_is_no_period_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        period.parse_period(text)
