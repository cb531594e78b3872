"""Calendars in evaluations: engine against stepped clock, findings, traces, own calendars."""

import json
import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from clockwork import Clockwork
from office import Office, codes, result

from dutybook.finding.catalogue import Catalogue
from dutybook.report.explain.rows import costing
from dutybook.report.explain.text import Wanted, as_data, as_text, explain
from dutybook.report.words import Words
from dutybook.roster.attendance.days import to_local
from dutybook.workspace import load

DOCS = Path(__file__).parents[2] / "docs"
HEAD = "no,employee,level,received_at,answered_at"
OWN: dict[str, Any] = {
    "calendar": "own", "version": "7",
    "covers": {"from": "2026-09-01", "to": "2026-11-15"},
    "workdays": ["tue", "wed", "thu", "fri", "sat"],
    "shifts": [
        {"from": "08:30", "to": "12:00"},
        {"from": "13:30", "to": "17:30", "days": ["tue", "wed", "thu", "fri"], "season": "10-10..04-30"},
        {"from": "14:30", "to": "18:30", "days": ["tue", "wed", "thu", "fri"], "season": "05-01..10-09"},
    ],
    "holidays": ["2026-10-01..2026-10-03", "2026-10-22"], "makeup": ["2026-10-12"],
}  # fmt: skip


def timed(office: Office, limit: Any, **more: Any) -> None:
    office.config["calendar"] = "own"
    office.calendar = {**OWN, **more}
    good = {"from": "received_at", "to": "answered_at", "within": limit}
    office.kpi({"share": {"of": "calls", "good": good}}, 100, target="≥ 90%", score="pass")


LIMITS: list[tuple[Any, Any]] = [
    ("2 working h", lambda c, s, _: c.after_time(s, 120, None)),
    ("50 working min", lambda c, s, _: c.after_time(s, 50, None)),
    ("20 working h", lambda c, s, _: c.after_time(s, 1200, None)),
    (
        {"limit": "3 working h", "cutoff": "15:00"},
        lambda c, s, _: c.after_time(s, 180, timedelta(hours=15)),
    ),
    ("3 workdays", lambda c, s, _: c.after_days(s, 3, None, same_day=False)),
    (
        {"limit": "2 workdays", "cutoff": "13:00"},
        lambda c, s, _: c.after_days(s, 2, timedelta(hours=13), same_day=False),
    ),
    (
        {"limit": "2 workdays", "start": "same_day"},
        lambda c, s, _: c.after_days(s, 2, None, same_day=True),
    ),
    (
        {"by": "level", "a": "1 working h", "b": "1 workday", "else": "45 min"},
        lambda c, s, level: {
            "a": lambda: c.after_time(s, 60, None),
            "b": lambda: c.after_days(s, 1, None, same_day=False),
        }.get(level, lambda: s + timedelta(minutes=45))(),
    ),
    (
        {"limit": "4 working h", "times": {"by": "level", "a": 1.5, "b": "50%", "else": 1}},
        lambda c, s, level: c.after_time(s, {"a": 360, "b": 120}.get(level, 240), None),
    ),
]


@pytest.mark.parametrize(("limit", "expected"), LIMITS, ids=lambda x: "")
def test_the_engine_agrees_with_the_stepped_clock(
    office: Office, limit: Any, expected: Any
) -> None:
    timed(office, limit)
    dice = random.Random(str(limit))
    starts = [
        datetime(2026, 10, 1) + timedelta(minutes=dice.randrange(31 * 1440)) for _ in range(150)
    ]
    levels = [dice.choice("abc") for _ in starts]
    office.rows(*(f",E1,{level},{start}," for start, level in zip(starts, levels, strict=True)), head=HEAD)  # fmt: skip
    with office.run(as_of="2027-01-31") as run:
        assert not codes(run.evaluation)
        sheet = run.evaluation.sheets[0]
        rows = {row.key: row for row in costing(run, sheet, sheet.kpis[0])}
    clock = Clockwork(load(office.root).definitions.calendars["own"])
    zone = ZoneInfo("Asia/Shanghai")
    for number, (start, level) in enumerate(zip(starts, levels, strict=True), 1):
        due = rows[str(number)].due
        assert due is not None
        assert to_local(due, zone) == expected(clock, start, level), (start, level)


def test_exactly_on_the_limit_is_on_time(office: Office) -> None:
    timed(office, "2 working h")
    office.config["calendar"] = "cn-mainland"
    office.rows(
        ",E1,,2026-10-13 11:00,2026-10-13 14:00",
        ",E1,,2026-10-13 11:00,2026-10-13 14:00:01",
        ",E1,,2026-09-30 16:30,2026-10-08 09:30",  # of September
        ",E1,,2026-10-01 08:00,2026-10-08 11:00",
        ",E1,,2026-10-09 17:30,2026-10-10 10:30",
        ",E1,,2026-10-09 17:30,2026-10-10 10:31",
        head=HEAD,
    )
    value = office.result().value
    assert (value.numerator, value.denominator) == (3, 5)


def test_calendar_days_have_a_cut_off_too(office: Office) -> None:
    timed(office, {"limit": "1 d", "cutoff": "13:00"})
    del office.config["calendar"]  # no workday in it
    office.rows(
        ",E1,,2026-10-13 12:59,2026-10-14 23:59",
        ",E1,,2026-10-13 12:59,2026-10-15 00:01",
        ",E1,,2026-10-13 13:00,2026-10-15 23:59",
        ",E1,,2026-10-13 13:00,2026-10-16 00:01",
        head=HEAD,
    )
    value = office.result().value
    assert (value.numerator, value.denominator) == (2, 4)


def test_a_start_that_is_a_day_begins_with_its_first_moment(office: Office) -> None:
    timed(office, "1 workday")
    office.role["kpis"][0]["measure"]["share"]["good"]["from"] = "received_on"
    office.rows(
        ",E1,2026-10-13,2026-10-13 08:00,2026-10-14 17:30",
        ",E1,2026-10-13,2026-10-13 08:00,2026-10-14 17:31",
        ",E1,,2026-10-13 08:00,2026-10-14 17:31",
        head="no,employee,received_on,received_at,answered_at",
    )
    value = office.result().value
    assert (value.numerator, value.denominator, value.no_value) == (1, 2, 1)


def test_a_due_time_of_the_case_itself_comes_first(office: Office) -> None:
    timed(office, {"due": "due_at", "else": "1 workday"})
    office.rows(
        ",E1,2026-10-13 08:00,2026-10-13 12:00,2026-10-13 12:00",
        ",E1,2026-10-13 08:00,2026-10-13 12:01,2026-10-13 12:00",
        ",E1,2026-10-13 08:00,2026-10-14 17:30,",
        ",E1,2026-10-13 08:00,2026-10-14 17:31,",
        head="no,employee,received_at,answered_at,due_at",
    )
    value = office.result().value
    assert (value.numerator, value.denominator) == (2, 4)


def test_hours_are_those_of_the_clock_on_the_wall(office: Office) -> None:
    timed(office, "2 working h", workdays=["mon", "fri"])
    office.calendar["shifts"] = [{"from": "09:00", "to": "18:00"}]
    office.config["timezone"] = "America/New_York"  # clocks go back on Sunday 1 November 2026
    office.rows(
        ",E1,,2026-10-30 17:00,2026-11-02 10:00", ",E1,,2026-10-30 17:00,2026-11-02 10:01",
        ",E1,,2026-10-30T17:00:00-04:00,2026-11-02T10:00:00-05:00", head=HEAD,
    )  # fmt: skip
    value = office.result(as_of="2026-11-03").value
    assert (value.numerator, value.denominator) == (2, 3)


def test_days_outside_the_calendar_are_never_guessed(office: Office) -> None:
    timed(office, "3 workdays", covers={"from": "2026-10-05", "to": "2026-10-31"})
    office.rows(
        ",E1,,2026-10-13 08:00,2026-10-13 09:00", ",E1,,2026-10-30 08:00,2026-10-30 09:00",
        ",E2,,2026-10-13 08:00,2026-10-13 09:00", head=HEAD,
    )  # fmt: skip
    with office.run() as run:
        evaluation = run.evaluation
        mine, other = result(evaluation), result(evaluation, "E2")
        rows = costing(run, evaluation.sheets[0], mine)
    assert (mine.status, mine.value.uncovered, mine.held) == ("not_evaluable", 1, True)
    assert (other.status, other.value.value) == ("scored", 1)
    assert [(row.state, row.due) for row in rows] == [("uncovered", None)]
    (finding,) = evaluation.findings
    assert finding.code == "calendar-not-covering"
    assert finding.place.file == "roles/clerk.yaml"
    said = Catalogue.load(locale="zh-Hans").message(finding)
    assert "own" in said
    assert "2026-10-31" in said
    assert evaluation.conservation[0].counted == 3


def test_a_schedule_outside_the_calendar(office: Office) -> None:
    office.config["calendar"] = "own"
    office.calendar = {**OWN, "covers": {"from": "2026-10-05", "to": "2026-12-31"}}
    office.role["duties"] = [{"id": "report", "text": "交报表", "schedule": "every workday"}]
    office.kpi({"schedule": {"duty": "report", "of": "calls"}}, None)
    office.rows(",E1,,2026-10-13 08:00,", head=HEAD)
    evaluation = office.evaluate()
    assert (codes(evaluation), result(evaluation).status) == (
        ["calendar-not-covering"],
        "not_evaluable",
    )


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        (None, "calendar-missing"),
        ("unheard-of", "calendar-unknown"),
        ({"shifts": [{"from": "18:00", "to": "18:00"}]}, "calendar-invalid"),
        ({"shifts": []}, "calendar-without-hours"),
    ],
)
def test_calendars_that_cannot_be_used(office: Office, calendar: Any, code: str) -> None:
    timed(office, "2 working h", **(calendar if isinstance(calendar, dict) else {}))
    if not isinstance(calendar, dict):
        office.config["calendar"] = calendar
    if calendar is None:
        del office.config["calendar"]
    office.rows(",E1,,2026-10-13 08:00,2026-10-13 09:00", head=HEAD)
    evaluation = office.evaluate()
    assert (codes(evaluation), result(evaluation).status) == ([code], "not_evaluable")


def test_workdays_without_hours_end_at_midnight(office: Office) -> None:
    timed(office, "1 workday", shifts=[])
    office.rows(
        ",E1,,2026-10-13 08:00,2026-10-14 23:59", ",E1,,2026-10-13 08:00,2026-10-15 00:01",
        head=HEAD,
    )  # fmt: skip
    assert office.result().value.numerator == 1


def test_explain_names_the_calendar_and_its_version(office: Office) -> None:
    timed(office, "2 working h")
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",E1,,2026-10-13 08:00,2026-10-13 09:00", head=HEAD)
    with office.run() as run:
        words = Words.load(None, "zh-Hans")
        catalogue = Catalogue.load(locale="zh-Hans")
        found = explain(run, words, catalogue, Wanted("E1"))
        data, text = as_data(found), as_text(found, words, load(office.root))
    timed_, counted = data["scores"][0]["kpis"]
    assert timed_["trace"]["calendar"] == "own 7 (2026-09-01..2026-11-15)"
    assert counted["trace"]["calendar"] is None
    assert text.count("日历  own 7 (2026-09-01..2026-11-15)") == 1
    assert json.dumps(data)


def test_the_calendar_in_the_documentation_works(office: Office) -> None:
    page = (DOCS / "evaluation.md").read_text("utf-8")
    written = next(b for b in re.findall(r"```yaml\n(.*?)```", page, re.S) if "shifts:" in b)
    timed(office, "4 working h")
    office.calendar = yaml.load(written, yaml.BaseLoader)
    office.config["calendar"] = "front-office"
    # Friday 17:00: half an hour; Saturday the 10th is made up with a Monday's hours: 08:30–12:00.
    office.rows(",E1,,2026-10-09 17:00,2026-10-10 12:00", head=HEAD)
    assert office.result().value.value == 1
    office.rows(",E1,,2026-10-09 17:00,2026-10-10 12:01", head=HEAD)
    assert office.result().value.value == 0
