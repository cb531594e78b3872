"""Scoring steps, shares of something, and how long ago counts as again."""

from datetime import date
from fractions import Fraction

import pytest

from dutybook.grammar.number.step import (
    Part,
    parse_bound,
    parse_distance,
    parse_part,
    parse_points,
    parse_step,
)
from dutybook.grammar.time.month import first_day, later, parse_span

F = Fraction


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("1 pp", F(1, 100), "pp"), ("1个百分点", F(1, 100), "pp"), ("0.5 百分点", F(1, 200), "pp"),
        ("0.1", F(1, 10), "none"), (2, F(2), "none"), ("5 min", F(300), "min"), ("5分钟", F(300), "min"),
        ("2 h", F(7200), "h"), ("1天", F(86400), "d"), ("30 秒", F(30), "s"), ("1次", F(1), "times"),
        ("3 times", F(3), "times"), ("1% of target", F(1, 100), "target"), ("目标值的2%", F(2, 100), "target"),
        ("1%", F(1, 100), "percent"),
    ],
)  # fmt: skip
def test_steps(text: str | int, size: Fraction, unit: str) -> None:
    step = parse_step(text)
    assert (step.size, step.unit) == (size, unit)


def test_a_share_of_the_target_has_the_targets_size() -> None:
    assert parse_step("5% of target").of(F(80)) == 4
    assert parse_step("5 pp").of(F(80)) == F(1, 20)


def test_parts() -> None:
    assert parse_bound("60% of target") == parse_bound("目标的60%") == Part(F(3, 5), "target")
    assert parse_bound("60%") == F(3, 5)
    assert parse_points("80%") == parse_points("80% of full") == Part(F(4, 5), "full")
    assert parse_points("full") == parse_points("满分") == Part(F(1), "full")
    assert parse_points(5) == 5
    assert [parse_distance(t) for t in ("10 min", "1 pp", "95%", 3)] == [600, F(1, 100), F(19, 20), 3]  # fmt: skip


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        (parse_step, "0"), (parse_step, "-1"), (parse_step, "some"), (parse_bound, "full"),
        (parse_points, "60% of target"), (parse_points, "many"), (parse_distance, "1% of target"),
        (parse_part, "60% of nothing"), (parse_span, "2 h"), (parse_span, "0 d"), (parse_span, "same day"),
    ],
)  # fmt: skip
def test_refused(grammar: object, text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        grammar(text)  # type: ignore[operator]


def test_how_long_ago() -> None:
    assert later(date(2026, 1, 31), parse_span("1 month")) == date(2026, 2, 28)
    assert later(date(2026, 11, 30), parse_span("3 months")) == date(2027, 2, 28)
    assert later(date(2026, 10, 2), parse_span("2 weeks")) == date(2026, 10, 16)
    day = date(2026, 8, 20)
    assert [first_day(day, kind) for kind in ("month", "quarter", "half_year", "year")] == [
        date(2026, 8, 1), date(2026, 7, 1), date(2026, 7, 1), date(2026, 1, 1),
    ]  # fmt: skip
