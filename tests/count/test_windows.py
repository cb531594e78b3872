"""Measures taken day by day, week by week, month by month; numbers by hand.

See docs/semantics.md#measures.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office, codes, result

from dutybook.grammar.time.lookback import parse_lookback
from dutybook.grammar.time.windows import windows

F = Fraction
HEAD = "no,employee,received_at,errors"


def opinions(**more: Any) -> dict[str, Any]:
    return {"count": {"of": "calls", "window": "week", **more}}


def visits(office: Office, *days: str) -> None:
    office.rows(*(f",E1,{day} 09:00,1" for day in days), head=HEAD)


# October 2026: Thursdays are the 1st, 8th, 15th, 22nd, 29th; the weeks run from 28 September to 1 November.
WEEKS = {"w1": "2026-09-28", "w2": "2026-10-07", "w3": "2026-10-12", "w4": "2026-10-25", "w5": "2026-11-01"}  # fmt: skip


@pytest.mark.parametrize(
    ("take", "wanted"),
    [
        ({"take": "meeting", "meet": "≥ 2"}, F(3, 5)),  # 2, 2, 1, 0, 3
        ({"take": "mean"}, F(8, 5)),
        ({"take": "worst"}, F(0)),
        ({"take": "last"}, F(3)),
        ({"take": "number", "meet": "≥ 2"}, F(3)),
        ({"take": "number", "meet": "> 2"}, F(1)),
        ({"take": "beyond", "meet": "≤ 1"}, F(4)),
        ({"take": "beyond", "meet": "≥ 2"}, F(3)),
        ({"take": "beyond", "meet": "between 1 and 2"}, F(2)),
    ],
)
def test_weeks_go_by_their_thursday(office: Office, take: dict[str, Any], wanted: F) -> None:
    office.kpi(opinions(**take), None, target="≥ 2")
    visits(office, WEEKS["w1"], "2026-10-04", WEEKS["w2"], "2026-10-08", WEEKS["w3"],
           WEEKS["w5"], "2026-10-31", "2026-10-26", "2026-11-02")  # fmt: skip
    found = result(office.evaluate(as_of="2026-11-05"))
    assert found.value.value == wanted
    assert [number for _, number in found.value.windows] == [2, 2, 1, 0, 3]


def test_the_worst_week_is_the_highest_where_less_is_better(office: Office) -> None:
    office.kpi(opinions(take="worst"), None, target="≤ 2")
    visits(office, WEEKS["w1"], WEEKS["w3"], "2026-10-13")
    assert result(office.evaluate(as_of="2026-11-05")).value.value == 2


def test_a_week_that_is_not_over_is_pending(office: Office) -> None:
    office.kpi(opinions(take="meeting", meet="≥ 1"), None, target="≥ 90%")
    visits(office, *WEEKS.values())
    found = result(office.evaluate(as_of="2026-10-31")).value
    assert (found.value, found.denominator, found.pending) == (1, 4, 1)


def test_a_week_before_the_log_begins_is_not_counted_as_empty(office: Office) -> None:
    office.kpi(opinions(take="mean"), None)
    visits(office, WEEKS["w2"], WEEKS["w3"], WEEKS["w4"], WEEKS["w5"])
    assert len(result(office.evaluate(as_of="2026-11-05")).value.windows) == 4
    office.source["complete_from"] = "2026-09-28"
    assert len(result(office.evaluate(as_of="2026-11-05")).value.windows) == 5


def test_only_whole_weeks_in_the_post(office: Office) -> None:
    office.people = "employee,name,role,from,to\nE1,甲,clerk,2026-10-14,2026-10-27\n"
    office.kpi(opinions(take="mean"), None)
    visits(office, "2026-10-14", "2026-10-20", "2026-10-21", "2026-10-27")
    found = result(office.evaluate(as_of="2026-11-05")).value
    assert (found.value, [n for _, n in found.windows]) == (2, [2])  # 19 to 25 October


def test_absence_takes_whole_weeks_away(office: Office) -> None:
    office.kpi(opinions(take="mean"), None)
    office.logs["absences.csv"] = "employee,from,to,reason\nE1,2026-10-12,2026-10-16,年假\n"
    visits(office, WEEKS["w1"], WEEKS["w2"])
    assert [n for _, n in result(office.evaluate(as_of="2026-11-05")).value.windows] == [1, 1, 0, 0]


def test_days_off_are_no_empty_days(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "window": "day", "take": "meeting", "meet": "≥ 1"}}, None)
    visits(office, "2026-10-01", "2026-10-03")  # a Thursday, and a Saturday somebody worked
    found = result(office.evaluate(as_of="2026-11-05")).value
    assert (found.numerator, found.denominator) == (2, 22 + 1)


def test_shares_by_month_leave_empty_months_out(office: Office) -> None:
    good = {"from": "received_at", "to": "answered_at", "within": "2 h"}
    office.kpi({"share": {"of": "calls", "good": good, "window": "month", "take": "mean"}}, None)
    office.scheme["period"] = "quarter"
    office.rows(
        ",E1,2026-10-02 08:00,2026-10-02 09:00",
        ",E1,2026-10-03 08:00,2026-10-03 19:00",
        ",E1,2026-12-03 08:00,2026-12-03 09:00",
        head="no,employee,received_at,answered_at",
    )
    found = result(office.evaluate("2026-Q4")).value
    assert (found.value, [n for _, n in found.windows]) == (F(3, 4), [F(1, 2), 1])


@pytest.mark.parametrize(
    ("measure", "what"),
    [
        ({"window": "week"}, "take"),
        ({"take": "mean"}, "window"),
        ({"window": "week", "take": "meeting"}, "meet"),
        ({"window": "week", "take": "mean", "over": "rolling 24 h"}, "rolling"),
    ],
)
def test_what_is_missing_is_asked_for(office: Office, measure: dict[str, Any], what: str) -> None:
    office.kpi({"count": {"of": "calls", **measure}}, None)
    visits(office, "2026-10-01")
    evaluation = office.evaluate()
    assert codes(evaluation) == ["measure-incomplete"]
    assert what in str(evaluation.findings[0].details["what"])
    assert result(evaluation).status == "not_evaluable"


@given(st.dates(), st.integers(1, 120), st.sampled_from(["day", "week", "month"]))
def test_windows_are_whole_disjoint_and_in_order(start: Any, days: int, every: Any) -> None:
    end = min(start, date.max - timedelta(days=140)) + timedelta(days=days)
    start = end - timedelta(days=days)
    found = windows(every, max(start, date(1, 2, 1)), max(end, date(1, 2, 2)))
    assert found == sorted(found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    lengths = {"day": {1}, "week": {7}, "month": {28, 29, 30, 31}}[every]
    assert {(b - a).days for a, b in found} <= lengths


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("year_to_date", "2026-01-01"),
        ("本年累计", "2026-01-01"),
        ("quarter_to_date", "2026-07-01"),
        ("half_year_to_date", "2026-07-01"),
        ("month_to_date", "2026-08-01"),
        ("last 3 months", "2026-06-01"),
        ("近2年", "2024-09-01"),
        ("last 10 days", "2026-08-22"),
        ("last 2 quarters", "2026-03-01"),
        ("rolling 24 h", "2026-07-31"),
        ("任意 2 天", "2026-07-30"),
    ],
)
def test_how_far_back(text: str, start: str) -> None:
    over = parse_lookback(text)
    assert over.start(date(2026, 8, 1), date(2026, 9, 1)).isoformat() == start
    assert parse_lookback(str(over)) == over


@pytest.mark.parametrize("text", ["", "decade_to_date", "last 0 days", "rolling 3 months", "rolling 2 working h", "last week"])  # fmt: skip
def test_what_says_nothing_about_how_far_back(text: str) -> None:
    with pytest.raises(ValueError, match="^.*$"):
        parse_lookback(text)


@pytest.mark.parametrize(
    "more", [{"take": "number"}, {"take": "beyond"}, {"take": "beyond", "meet": "> 3"}]
)
def test_what_lies_beyond_needs_a_figure_to_start_from(
    office: Office, more: dict[str, Any]
) -> None:
    office.kpi(opinions(**more), None)
    visits(office, *WEEKS.values())
    assert "measure-incomplete" in codes(office.evaluate())


def test_windows_have_no_rows_of_their_own(office: Office) -> None:
    each = {"by": "errors", "1": -1, "else": -2}
    office.kpi(opinions(take="number", meet="≥ 2"), 10, score={"incidents": {"each": each}})
    visits(office, *WEEKS.values())
    assert "score-incomplete" in codes(office.evaluate())
