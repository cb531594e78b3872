"""Calendars: which events there are, and that what is written is iCalendar (RFC 5545)."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from goldens import golden
from icalendar import Calendar

from dutybook.grammar.time.checklist_period import parse_checklist_period
from dutybook.papers.due_calendar.paper import calendar
from dutybook.papers.occasion import dated
from dutybook.papers.view import View
from dutybook.roster.due import read_roster
from dutybook.workspace import Workspace
from dutybook.write.calendar.ics import write

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\ncalendar: cn-mainland\nscheme: plain\ndocuments: {version: "1.0", reminders: {month: 2 d, day: 15 min, year: never}}\n',
    "people.csv": "employee,name,role,from,to\nA1,甲,desk,2026-01-01,\nA2,乙,desk,2026-10-12,\n",
    "absences.csv": "employee,from,to\nA1,2026-10-20,2026-10-21\n",
    "rules/schemes/plain.yaml": "scheme: plain\ncut_off: day 3 of the next month\n",
    "roles/desk.yaml": """role: desk
title: {zh-Hans: 前台, en: Desk}
effective: 2026-01-01
training: {hours: 8, per: month, topics: [礼仪]}
duties:
  - {id: tidy, text: "整理；逗号,分号;反斜线\\\\换行", schedule: every day by 17:00}
  - {id: open, text: 开门, schedule: every workday by 09:00}
  - {id: report, text: 报表, schedule: every month by day 5, records: [台账], standards: [准确]}
  - {id: late, text: 每月31日, schedule: every month by day 31}
  - {id: plan, text: 计划, schedule: every year}
kpis:
  - id: rate
    name: 收费率
    weight: 100
    measure: {rating: {of: ratings, scale: 100, raters: {superior: 100%}}}
    target: {2026-04-01: "≥ 80%", 2026-10-15: "≥ 85%"}
    score: rating
""",
    "roles/deal.yaml": """agreement: deal
title: 年度责任书
parties: {first: 总经理, second: desk}
term: {from: 2026-01-01, to: 2026-10-31}
""",
}


@pytest.fixture
def desk(workspace_at: Callable[..., Workspace]) -> Workspace:
    workspace = workspace_at(FILES)
    assert not workspace.findings
    return workspace


def context(workspace: Workspace, period: str, person: str = "", locale: str = "zh-Hans") -> Any:
    roster, _ = read_roster(workspace)
    chosen = next((p for p in roster.people if p.employee == person), None)
    role = workspace.role("desk")
    assert role
    about, findings = dated(workspace, roster, role, parse_checklist_period(period), chosen)
    assert not findings
    return calendar(View(workspace, locale), about)


def written(workspace: Workspace, period: str, person: str = "", locale: str = "zh-Hans") -> bytes:
    return write({"doc": context(workspace, period, person, locale), "t": {}}, locale, None)


def days_of(data: bytes, words: str) -> list[date]:
    """Every day an event with these words stands on, rules expanded and exceptions left out."""
    found: list[date] = []
    for event in Calendar.from_ical(data).walk("VEVENT"):
        if words not in event["SUMMARY"]:
            continue
        start = event["DTSTART"].dt
        if "RRULE" not in event:
            found.append(start if type(start) is date else start.date())
            continue
        naive = datetime(start.year, start.month, start.day)
        given = event.get("EXDATE", [])
        excepted = [
            d.dt for entry in (given if isinstance(given, list) else [given]) for d in entry.dts
        ]
        gone = {d if type(d) is date else d.date() for d in excepted}
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=naive)
        found += [at.date() for at in rule if at.date() not in gone]
    return sorted(found)


def october(*days: int) -> list[date]:
    return [date(2026, 10, day) for day in days]


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_golden_calendars(desk: Workspace, locale: str) -> None:
    """The zone's own definition is the time zone database's."""
    text = written(desk, "2026-10", "A2", locale).decode().replace("\r\n", "\n")
    text = re.sub(r"BEGIN:VTIMEZONE\n.*END:VTIMEZONE\n", "", text, flags=re.DOTALL)
    golden(f"calendar-{locale}", text)


def test_what_is_in_a_month(desk: Workspace) -> None:
    data = written(desk, "2026-10")
    assert days_of(data, "整理") == october(*range(1, 32))
    assert days_of(data, "开门") == october(
        8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30
    )
    assert days_of(data, "报表") == october(5)
    assert days_of(data, "每月31日") == october(31)
    assert days_of(data, "培训") == october(31)
    assert days_of(data, "目标值改为 ≥ 85%：收费率") == october(15)
    assert days_of(data, "考核数据截止") == october(3)
    assert days_of(data, "责任书到期：《年度责任书》") == october(31)


def test_a_year_repeats_what_a_rule_gives_and_lists_the_rest(desk: Workspace) -> None:
    events = context(desk, "2026").events
    rules = {event.summary[:2]: event.rule for event in events}
    assert rules["整理"] == "FREQ=DAILY;COUNT=365"
    assert rules["报表"] == "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=5;COUNT=12"
    assert rules["每月"] == ""  # day 31 is the last day of a short month, which no such rule says
    assert rules["开门"] == ""
    assert len([event for event in events if event.summary == "开门"]) == 248


def test_a_persons_calendar_leaves_out_absences_and_other_times(desk: Workspace) -> None:
    assert days_of(written(desk, "2026-10", "A1"), "整理") == october(
        *(day for day in range(1, 32) if day not in (20, 21))
    )
    late = written(desk, "2026-10", "A2")
    assert days_of(late, "整理") == october(*range(12, 32))
    assert days_of(late, "考核数据截止") == []
    assert days_of(late, "目标值改为") == october(15)


def test_lines_are_folded_at_75_octets_between_characters(desk: Workspace) -> None:
    lines = written(desk, "2026").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    assert lines[-1] == b""


def test_text_is_escaped_and_read_back(desk: Workspace) -> None:
    data = written(desk, "2026-10")
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:整理；逗号\\,分号\\;反斜线\\\\换行" in unfolded
    event = next(e for e in Calendar.from_ical(data).walk("VEVENT") if "整理" in e["SUMMARY"])
    assert event["SUMMARY"] == "整理；逗号,分号;反斜线\\换行"


def test_times_are_local_with_their_zone_defined(desk: Workspace) -> None:
    read = Calendar.from_ical(written(desk, "2026-10"))
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    event = next(e for e in read.walk("VEVENT") if "开门" in e["SUMMARY"])
    assert event["DTSTART"].dt == datetime(2026, 10, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert b"DTSTART;TZID=Asia/Shanghai:20261008T090000" in written(desk, "2026-10")


def test_reminders_are_data(desk: Workspace) -> None:
    read = Calendar.from_ical(written(desk, "2026"))
    leads = {
        str(event["SUMMARY"])[:2]: [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        for event in read.walk("VEVENT")
    }
    assert leads["整理"] == [timedelta(minutes=-15)]
    assert leads["报表"] == [timedelta(days=-2, hours=9)]  # at nine, two days before
    assert leads["计划"] == []
    assert leads["开门"] == [timedelta(minutes=-30)]  # as shipped


def test_nothing_depends_on_the_clock(desk: Workspace) -> None:
    data = written(desk, "2026-10")
    assert data == written(desk, "2026-10")
    read = Calendar.from_ical(data)
    assert {event["DTSTAMP"].dt.date() for event in read.walk("VEVENT")} == {date(2026, 1, 1)}


def test_no_two_due_days_of_a_window_share_a_uid(workspace_at: Callable[..., Workspace]) -> None:
    """Programs that import a calendar keep one event per UID."""
    schedule = "every month by days 10 and 25"
    duty = f"role: desk\ntitle: 前台\nduties: [{{id: chase, text: 催缴, schedule: {schedule}}}]\n"
    workspace = workspace_at({**FILES, "roles/desk.yaml": duty})
    events = context(workspace, "2026-02").events
    days = {event.start: event.uid for event in events if "duty-chase" in event.uid}
    assert list(days) == ["2026-02-10", "2026-02-25"]
    assert len(set(days.values())) == 2


def test_uids_are_stable_and_unique(desk: Workspace) -> None:
    def uids(period: str, person: str = "") -> set[str]:
        events = Calendar.from_ical(written(desk, period, person)).walk("VEVENT")
        found = [str(event["UID"]) for event in events]
        assert len(found) == len(set(found))
        return set(found)

    month, year = uids("2026-10"), uids("2026")
    assert len([uid for uid in month & year if "duty-open" in uid]) == 18
    assert not uids("2026-10", "A1") & month


def test_the_words_are_in_the_papers_locale(desk: Workspace) -> None:
    english = {event.summary for event in context(desk, "2026-10", locale="en").events}
    assert any(words.startswith("Training: ") for words in english)


def test_nothing_due_is_no_calendar(workspace_at: Callable[..., Workspace]) -> None:
    bare = workspace_at({"roles/desk.yaml": "role: desk\ntitle: 前台\n"})
    assert context(bare, "2026-10") is None
