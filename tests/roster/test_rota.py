"""Who works by a rota: which days and hours are theirs, what they owe, and what is wrong with it."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from office import Office, codes, result

from dutybook.report.explain.rows import costing
from dutybook.roster.attendance.days import to_local
from dutybook.roster.due import dues, read_roster

HEAD = "no,employee,received_at,answered_at"
SHIFTS: dict[str, Any] = {
    "calendar": "desk", "version": "1",
    "covers": {"from": "2026-09-01", "to": "2026-11-30"},
    "shifts": [
        {"from": "09:00", "to": "18:00"},
        {"id": "early", "title": "早班", "from": "06:00", "to": "14:00", "rota": True},
        {"id": "night", "title": "夜班", "from": "22:00", "to": "06:00", "rota": True},
    ],
}  # fmt: skip
MINUTE = timedelta(minutes=1)
HOURS = {"early": (6, 14), "night": (22, 30), "off": (0, 0)}


def rota(office: Office, lines: str, limit: Any = "2 working h") -> None:
    office.config["calendar"] = "desk"
    office.calendar = SHIFTS
    good = {"from": "received_at", "to": "answered_at", "within": limit}
    office.kpi({"share": {"of": "calls", "good": good}}, 100, target="≥ 90%", score="pass")
    (office.root / "rota.csv").write_text(f"工号,日期,班次\n{lines}", encoding="utf-8")


def test_a_limit_runs_through_the_weekend_if_the_shift_does(office: Office) -> None:
    rota(office, "E1,2026-10-16,夜班\nE1,2026-10-17,night\nE1,2026-10-20,early\n")
    office.rows(
        ",E1,2026-10-16 23:00,2026-10-17 01:00",  # Friday night into Saturday: two hours
        ",E1,2026-10-17 05:00,2026-10-17 23:00",  # one before 6:00, one after 22:00
        ",E1,2026-10-17 05:00,2026-10-17 23:01",
        ",E1,2026-10-18 12:00,2026-10-20 08:00",  # free until Tuesday 6:00
        ",E1,2026-10-18 12:00,2026-10-20 08:01",
        ",E2,2026-10-16 17:00,2026-10-19 10:00",  # by the calendar: over the weekend
        head=HEAD,
    )
    evaluation = office.evaluate()
    assert codes(evaluation) == []
    value = result(evaluation).value
    assert (value.numerator, value.denominator) == (3, 5)
    assert result(evaluation, "E2").met


def stepped(shifts: dict[date, str], start: datetime, minutes: int) -> datetime:
    """The end of a limit, minute by minute."""

    def works(at: datetime) -> bool:
        for day in (at.date() - timedelta(days=1), at.date()):
            first, last = HOURS[shifts.get(day, "off")]
            passed = at - datetime.combine(day, datetime.min.time())
            if timedelta(hours=first) <= passed < timedelta(hours=last):
                return True
        return False

    while not works(start):
        start += MINUTE
    while minutes:
        minutes -= works(start)
        start += MINUTE
    return start


@pytest.mark.parametrize("seed", range(3))
def test_any_rota_agrees_with_a_stepped_clock(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(45)]
    shifts = {day: dice.choice(["early", "night", "off"]) for day in days}
    for day, following in pairwise(days):
        if shifts[day] == "night" and shifts[following] == "early":
            shifts[following] = "night"
    rota(office, "".join(f"E1,{day},{shift}\n" for day, shift in shifts.items()), "5 working h")
    starts = [datetime(2026, 10, 2) + MINUTE * dice.randrange(28 * 1440) for _ in range(60)]
    office.rows(*(f",E1,{start}," for start in starts), head=HEAD)
    with office.run(as_of="2026-11-30") as run:
        sheet = run.evaluation.sheets[0]
        rows = {row.key: row for row in costing(run, sheet, sheet.kpis[0])}
    for number, start in enumerate(starts, 1):
        due = rows[str(number)].due
        assert due is not None
        assert to_local(due, ZoneInfo("Asia/Shanghai")) == stepped(shifts, start, 300), start


def test_working_time_taken_is_the_rotas(office: Office) -> None:
    rota(office, "E1,2026-10-16,night\nE1,2026-10-18,night\n")
    office.role["kpis"].clear()
    office.kpi(
        {"sum": {"of": "calls", "value": {"from": "received_at", "to": "answered_at", "in": "working time"}}},
        100, target="≤ 3 h", score="pass",
    )  # fmt: skip
    office.rows(",E1,2026-10-17 04:00,2026-10-18 23:00", head=HEAD)  # 4 to 6, 22 to 23
    assert office.result().value.value == 3 * 3600


def test_what_is_due_falls_on_the_days_worked(office: Office) -> None:
    rota(office, "E1,2026-10-03,early\nE1,2026-10-06,night\nE1,2026-10-07,休\n")
    office.role["duties"] = [
        {"id": "round", "text": "巡查", "schedule": "every workday before close of business"},
        {"id": "note", "text": "记录", "schedule": "every day"},
    ]
    workspace = office.write()
    roster, findings = read_roster(workspace)
    assert findings == []
    found, _ = dues(workspace, roster, date(2026, 10, 1), date(2026, 10, 9))
    mine = [
        (due.duty.id, f"{due.due:%d %H:%M}")
        for due in found
        if any(owner.employee == "E1" for owner in due.owners)
    ]
    assert {at for name, at in mine if name == "round"} == {"03 14:00", "07 06:00"}
    assert {at for name, at in mine if name == "note"} == {"04 00:00", "07 00:00"}
    others = {
        f"{d.due:%d %H:%M}" for d in found if d.duty.id == "round" and d.owners[0].employee == "E2"
    }
    assert "03 14:00" not in others
    assert "01 18:00" in others


WRONG = [
    ("E1,2026-10-32,early", "rota-unreadable"),
    ("E1,2026-10-03", "rota-unreadable"),
    (",2026-10-03,early", "rota-unreadable"),
    ("E1,2026-10-03,late", "rota-shift-unknown"),
    ("E1,2026-10-03,early\nE1,2026-10-03,early", "rota-overlap"),
    ("E1,2026-10-03,off\nE1,2026-10-03,early", "rota-overlap"),
]


@pytest.mark.parametrize(("lines", "code"), WRONG)
def test_what_is_wrong_is_told_at_its_line(office: Office, lines: str, code: str) -> None:
    rota(office, lines + "\n")
    office.rows(",E1,2026-10-16 23:00,2026-10-17 01:00", head=HEAD)
    evaluation = office.evaluate()
    told = [finding for finding in evaluation.findings if finding.code.startswith("rota-")]
    assert [finding.code for finding in told] == [code]
    assert (told[0].place.file, told[0].place.line) == ("rota.csv", 1 + len(lines.splitlines()))


def test_a_night_into_an_early_shift_of_ones_own(office: Office) -> None:
    shifts = [*SHIFTS["shifts"], {"id": "dawn", "from": "05:00", "to": "09:00", "rota": True}]
    rota(office, "E1,2026-10-03,night\nE1,2026-10-04,dawn\n")
    office.calendar = {**SHIFTS, "shifts": shifts}
    office.rows(",E1,2026-10-16 23:00,2026-10-17 01:00", head=HEAD)
    assert codes(office.evaluate()) == ["rota-overlap"]


def test_a_rota_without_a_calendar(office: Office) -> None:
    rota(office, "E1,2026-10-03,night\n", "2 h")
    del office.config["calendar"]
    office.rows(",E1,2026-10-16 23:00,2026-10-17 01:00", head=HEAD)
    assert codes(office.evaluate()) == ["rota-without-calendar"]
