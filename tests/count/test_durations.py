"""How long something took, by hand."""

from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes

TOOK = {"from": "received_at", "to": "answered_at"}
LATE = {"late": {**TOOK, "within": "30 min"}}
MONDAY = "2026-10-12"


def value(office: Office, kind: str, value: dict[str, Any], *rows: str, **how: Any) -> Any:
    office.config["calendar"] = "cn-mainland"
    office.kpi({kind: {"of": "calls", "value": value}}, None, **how)
    office.rows(*rows)
    return office.result().value


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [("mean", 30), ("median", 20), ("p90", 60), ("sum", 90), ("min", 10), ("max", 60)],
)
def test_every_statistic(office: Office, kind: str, minutes: int) -> None:
    rows = [f",E1,c,{MONDAY} 09:00,{MONDAY} {end}" for end in ("09:10", "09:20", "10:00")]
    found = value(office, kind, TOOK, *rows)
    assert (found.value, found.time) == (minutes * 60, True)


def test_to_the_microsecond(office: Office) -> None:
    found = value(office, "sum", TOOK, f",E1,c,{MONDAY} 09:00,{MONDAY} 09:00:00.000001")
    assert found.value == Fraction(1, 1_000_000)


def test_what_is_not_over_is_pending_and_what_never_began_has_no_value(office: Office) -> None:
    office.kpi({"mean": {"of": "calls", "value": {"from": "answered_at", "to": "closed_at"}}}, None)
    office.rows(
        f",E1,{MONDAY} 09:00,,", f",E1,{MONDAY} 09:00,{MONDAY} 09:10,",
        head="no,employee,received_at,answered_at,closed_at",
    )  # fmt: skip
    found = office.result().value
    assert (found.status, found.pending, found.no_value) == ("pending", 1, 1)


def test_days_are_whole(office: Office) -> None:
    office.source["time"] = "received_on"
    office.kpi({"max": {"of": "calls", "value": {"from": "received_on", "to": "due_on"}}}, None)
    office.rows(",E1,2026-10-12,2026-10-15", head="no,employee,received_on,due_on")
    assert office.result().value.value == 3 * 86400


def test_working_time_leaves_nights_and_lunch_out(office: Office) -> None:
    rows = f",E1,c,{MONDAY} 11:30,{MONDAY} 13:15", f",E1,c,{MONDAY} 20:00,2026-10-13 09:05"
    assert value(office, "sum", {**TOOK, "in": "working time"}, *rows).value == 50 * 60


def test_outside_the_calendar_nothing_is_guessed(office: Office) -> None:
    office.config["calendar"] = "own"
    office.calendar = {
        "calendar": "own", "version": "1", "covers": {"from": "2026-10-01", "to": "2026-10-12"},
        "workdays": ["mon"], "shifts": [{"from": "09:00", "to": "17:00"}],
    }  # fmt: skip
    office.kpi({"sum": {"of": "calls", "value": {**TOOK, "in": "工作时间"}}}, None)
    office.rows(f",E1,c,{MONDAY} 09:00,2026-10-13 10:00")
    evaluation = office.evaluate()
    assert "calendar-not-covering" in codes(evaluation)


@pytest.mark.parametrize(
    ("answered", "minutes"),
    [("09:29", 0), ("09:30", 0), ("09:31", 1), ("12:30", 180)],
)
def test_lateness_is_what_lies_beyond_the_limit(
    office: Office, answered: str, minutes: int
) -> None:
    found = value(office, "sum", LATE, f",E1,c,{MONDAY} 09:00,{MONDAY} {answered}")
    assert found.value == minutes * 60


def test_what_is_still_late_counts_until_as_of(office: Office) -> None:
    found = value(office, "sum", LATE, ",E1,c,2026-10-31 23:00,")
    assert (found.value, found.pending) == (30 * 60, 0)
    office.rows(",E1,c,2026-10-31 23:45,")
    assert office.result().value.pending == 1


def test_lateness_in_days_where_only_days_are_known(office: Office) -> None:
    office.source["time"] = "received_on"
    span = {"from": "received_on", "to": "due_on", "within": "2 d"}
    office.kpi({"sum": {"of": "calls", "value": {"late": span}}}, None)
    office.rows(
        ",E1,2026-10-12,2026-10-14", ",E1,2026-10-12,2026-10-17",
        head="no,employee,received_on,due_on",
    )  # fmt: skip
    assert office.result().value.value == 3 * 86400


@pytest.mark.parametrize(("partial", "steps"), [("whole", 1), ("up", 3)])
def test_each_row_in_steps_of_its_own(office: Office, partial: str, steps: int) -> None:
    rows = [f",E1,c,{MONDAY} 09:00,{MONDAY} {end}" for end in ("09:45", "09:31")]
    found = value(office, "sum", {**LATE, "per": "10 min", "partial": partial}, *rows)
    assert (found.value, found.time) == (steps, False)


BAD = [
    ("mean", TOOK, {"target": "≤ 15"}, "duration-unit"),
    ("mean", TOOK, {"target": "≤ 15%"}, "duration-unit"),
    ("mean", {**TOOK, "in": "working time"}, {"target": "≤ 2 d"}, "duration-workdays"),
    ("mean", {"from": "received_at", "to": "due_on"}, {"target": "≤ 1 h"}, "duration-columns"),
    ("mean", {"from": "received_at", "to": "category"}, {"target": "≤ 1 h"}, "duration-columns"),
    ("sum", {**LATE, "per": "10 min", "partial": "up"}, {"target": "≤ 15 min"}, "unit-mismatch"),
    (
        "mean",
        TOOK,
        {"target": "≤ 15 min", "score": {"bands": [{"when": "≤ 9", "points": 1}]}},
        "unit-mismatch",
    ),
]


@pytest.mark.parametrize(("kind", "took", "rest", "code"), BAD)
def test_what_cannot_be_told_is_said(
    office: Office, kind: str, took: Any, rest: dict[str, Any], code: str
) -> None:
    office.config["calendar"] = "cn-mainland"
    office.kpi({kind: {"of": "calls", "value": took}}, 30, **{"score": "pass"} | rest)
    office.rows(f",E1,c,{MONDAY} 09:00,{MONDAY} 09:10")
    evaluation = office.evaluate()
    assert code in codes(evaluation)
    assert office.result().status == "not_evaluable"


def test_a_column_of_seconds_may_have_a_target_in_minutes(office: Office) -> None:
    office.source["columns"]["errors"] = {"type": "integer", "unit": "秒"}
    office.kpi({"max": {"of": "calls", "value": "errors"}}, 30, score="pass", target="≤ 15 min")
    office.rows(",E1,2026-10-12 09:00,900", head="no,employee,received_at,errors")
    assert office.result().points == 30
