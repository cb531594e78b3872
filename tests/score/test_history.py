"""Earlier periods: closed first, evaluated once, and only so far back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.time.period import Period, parse_period, period_before
from dutybook.score.history.periods import History
from dutybook.score.history.results import Past, past_of_closing

SEPTEMBER = parse_period("2026-09")
KPI = {"kpi": "k", "status": "scored", "value": "2/3", "met": False, "points": "4.00", "full": "60"}
SHEET = {"employee": "E1", "role": "clerk", "status": "complete", "total": "94.50", "grade": "B", "days": 30,
         "kpis": [KPI], "adjustments": [{**KPI, "kpi": "bonus", "points": "9", "applied": "5", "full": None}],
         "decided": None}  # fmt: skip


class Counting:
    """An evaluator that remembers what it was asked, and looks one period further back itself."""

    def __init__(self, **sheet: Any) -> None:
        self.asked: list[str] = []
        self.sheet = SHEET | sheet

    def __call__(self, period: Period, as_of: date | None, history: History) -> Past:
        self.asked.append(period.text)
        history.of(period_before(period))
        return replace(past_of_closing(period, {"scores": [self.sheet]}), closed=False)


def test_an_earlier_sheet(tmp_path: Path) -> None:
    past = History(tmp_path, Counting()).of(SEPTEMBER)
    assert past is not None
    assert past.closed is False
    sheet = past.sheets["E1", "clerk"]
    assert (sheet.total, sheet.grade, sheet.days) == (Decimal("94.50"), "B", 30)
    assert (sheet.kpis["k"].value, sheet.kpis["k"].met) == (Fraction(2, 3), False)
    assert sheet.kpis["bonus"].points == 5  # after its cap


def test_what_was_decided_stands_in_for_what_was_computed(tmp_path: Path) -> None:
    decided = {"status": "complete", "total": "96", "grade": "A", "kpis": [], "adjustments": []}
    past = History(tmp_path, Counting(decided=decided)).of(SEPTEMBER)
    assert past is not None
    assert past.sheets["E1", "clerk"].total == 96


def test_each_period_is_evaluated_once(tmp_path: Path) -> None:
    evaluator = Counting()
    history = History(tmp_path, evaluator)
    for _ in range(3):
        history.of(SEPTEMBER)
        history.of(period_before(SEPTEMBER))
    assert sorted(evaluator.asked) == ["2026-07", "2026-08", "2026-08", "2026-09"]


def test_it_does_not_go_back_for_ever(tmp_path: Path) -> None:
    evaluator = Counting()
    History(tmp_path, evaluator, depth=2).of(SEPTEMBER)
    assert evaluator.asked == ["2026-09", "2026-08"]
    assert History(tmp_path, evaluator, depth=0).of(SEPTEMBER) is None


def test_a_period_without_anybody_is_none_and_other_trouble_is_told(tmp_path: Path) -> None:
    def nobody(period: Period, as_of: date | None, history: History) -> Past:
        raise DutybookError(Finding("nobody-to-evaluate", Place("")))

    def broken(period: Period, as_of: date | None, history: History) -> Past:
        raise DutybookError(Finding("people-missing", Place("")))

    assert History(tmp_path, nobody).of(SEPTEMBER) is None
    with pytest.raises(DutybookError):
        History(tmp_path, broken).of(SEPTEMBER)
