"""What falls due, and who owes it: hand-made schedules, holidays, absences and transfers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dutybook.roster.due import Due, dues, of_person, read_roster
from dutybook.workspace import Workspace

Make = Callable[..., Workspace]

CONFIG = """organisation: 测试公司
calendar: works
documents: {version: "1.0"}
"""
CALENDAR = """calendar: works
version: "1"
covers: {from: 2026-01-01, to: 2026-12-31}
holidays: [2026-10-01..2026-10-07]
makeup: [2026-10-10]
"""
PEOPLE = """employee,name,role,from,to
A1,甲,desk,2026-01-01,
A2,乙,desk,2026-01-01,2026-10-15
"""


def role(duties: str, effective: str = "") -> str:
    return f"role: desk\ntitle: 前台\n{effective}duties:\n" + duties


def duty(schedule: str, more: str = "") -> str:
    return f"  - {{id: d, text: 事, schedule: {schedule}{more}}}\n"


def listed(
    workspace: Workspace, first: str, last: str, **kwargs: Any
) -> tuple[list[Due], list[str]]:
    roster, _ = read_roster(workspace)
    end = date.fromordinal(date.fromisoformat(last).toordinal() + 1)
    found, findings = dues(workspace, roster, date.fromisoformat(first), end, **kwargs)
    return found, [finding.code for finding in findings]


def days(found: list[Due]) -> list[str]:
    return [due.day.isoformat()[5:] for due in found]


@pytest.fixture
def office(workspace_at: Make) -> Callable[..., Workspace]:
    def make(duties: str, **files: str) -> Workspace:
        given = {
            "dutybook.yaml": CONFIG,
            "rules/calendars/works.yaml": CALENDAR,
            "people.csv": PEOPLE,
            "roles/desk.yaml": role(duties),
        }
        workspace = workspace_at(given | files)
        assert not workspace.findings
        return workspace

    return make


def test_workdays_are_the_calendars(office: Callable[..., Workspace]) -> None:
    found, _ = listed(office(duty("every workday by 09:00")), "2026-09-30", "2026-10-12")
    assert days(found) == ["09-30", "10-08", "10-09", "10-10", "10-12"]
    assert {f"{due.due:%H:%M}" for due in found} == {"09:00"}


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("every month by day 5", ["10-05"]),
        ("每月10日、25日前", ["10-10", "10-25"]),
        ("每季度次月3日前", ["10-03"]),
        ("every week by friday 17:00", ["10-02", "10-09", "10-16", "10-23", "10-30"]),
        ("every month", ["10-31"]),
        ("every year", []),
        ('{rrule: "FREQ=WEEKLY;BYDAY=MO", due: "12:00"}', ["10-05", "10-12", "10-19", "10-26"]),
    ],
)
def test_every_kind_of_schedule_gives_its_days(
    office: Callable[..., Workspace], schedule: str, expected: list[str]
) -> None:
    found, findings = listed(office(duty(schedule)), "2026-10-01", "2026-10-31")
    assert (days(found), findings) == (expected, [])


def test_a_due_day_moved_over_the_holidays_says_from_where(
    office: Callable[..., Workspace],
) -> None:
    workspace = office(duty("{every: every month by day 5, roll: next_workday}"))
    found, _ = listed(workspace, "2026-10-01", "2026-10-31")
    assert [(due.day, due.planned, due.rolled) for due in found] == [
        (date(2026, 10, 8), date(2026, 10, 5), True)
    ]
    # asked from after the planned day on, it is still found
    assert days(listed(workspace, "2026-10-08", "2026-10-08")[0]) == ["10-08"]


def test_several_times_at_once_are_one_entry(office: Callable[..., Workspace]) -> None:
    found, _ = listed(office(duty("7 times a week")), "2026-10-05", "2026-10-11")
    assert [due.count for due in found] == [7]
    assert found[0].opens == date(2026, 10, 5)


def test_a_report_on_a_quarter_opens_when_the_quarter_ends(
    office: Callable[..., Workspace],
) -> None:
    workspace = office(duty("every quarter by day 3 of the next month"))
    assert [due.opens for due in listed(workspace, "2026-10-01", "2026-10-31")[0]] == [
        date(2026, 10, 1)
    ]


def test_each_person_owes_or_the_post_does(office: Callable[..., Workspace]) -> None:
    for more, owed in (("", "person"), (", owed_by: post", "post")):
        found, _ = listed(office(duty("every month by day 5", more)), "2026-10-01", "2026-10-31")
        assert [[o.employee for o in due.owners] for due in found] == [["A1", "A2"]]
        assert found[0].duty.owed_by == owed
    assert len(of_person(found, "A2")) == 1


def test_who_left_or_is_absent_owes_nothing(office: Callable[..., Workspace]) -> None:
    absences = "employee,from,to,reason\nA1,2026-10-19,2026-10-20,年假\n"
    workspace = office(duty("every day"), **{"absences.csv": absences})
    found, _ = listed(workspace, "2026-10-15", "2026-10-21")
    assert [[o.employee for o in due.owners] for due in found] == [
        ["A1", "A2"], ["A1"], ["A1"], ["A1"], [], [], ["A1"],
    ]  # fmt: skip
    assert [due.day.day for due in found if due.excused] == [19, 20]


def test_the_version_in_force_on_the_day_counts(office: Callable[..., Workspace]) -> None:
    old = role(duty("every month by day 5"), "effective: 2026-01-01\n")
    new = role(duty("every month by day 20"), "effective: 2026-10-10\n")
    workspace = office("", **{"roles/desk.yaml": old + "---\n" + new})
    assert days(listed(workspace, "2026-09-01", "2026-11-30")[0]) == [
        "09-05", "10-05", "10-20", "11-20",
    ]  # fmt: skip


def test_obligations_count_within_the_term_and_once(office: Callable[..., Workspace]) -> None:
    agreement = """agreement: deal
title: 责任书
parties: {first: 总经理, second: desk}
term: {from: 2026-01-01, to: 2026-10-06}
obligations:
  second:
    - {id: d, text: 事, schedule: every month by day 5}
    - {id: own, text: 另一件事, schedule: every month by day 6}
"""
    workspace = office(duty("every month by day 5"), **{"roles/deal.yaml": agreement})
    found, _ = listed(workspace, "2026-10-01", "2026-11-30")
    assert [(due.duty.id, days([due])[0], bool(due.agreement)) for due in found] == [
        ("d", "10-05", False),
        ("own", "10-06", True),
        ("d", "11-05", False),
    ]


def test_days_outside_the_calendar_are_never_guessed(office: Callable[..., Workspace]) -> None:
    workspace = office(duty("every workday"))
    found, findings = listed(workspace, "2026-12-30", "2027-01-04")
    assert (days(found), findings) == (["12-30", "12-31"], ["due-not-covered"])
    plain = office(duty("every day"))
    assert listed(plain, "2027-01-01", "2027-01-02")[1] == []


def test_without_a_calendar_workdays_cannot_be_told(office: Callable[..., Workspace]) -> None:
    bare = {"dutybook.yaml": 'organisation: 测试公司\ndocuments: {version: "1.0"}\n'}
    found, findings = listed(office(duty("every workday"), **bare), "2026-10-01", "2026-10-09")
    assert (found, findings) == ([], ["due-without-calendar"])


def test_only_the_roles_asked_for(office: Callable[..., Workspace]) -> None:
    workspace = office(duty("every day"))
    assert listed(workspace, "2026-10-01", "2026-10-02", roles=["other"]) == ([], [])
    assert len(listed(workspace, "2026-10-01", "2026-10-02", roles=["desk"])[0]) == 2


@pytest.mark.parametrize(
    ("first", "last"), [("0001-01-01", "0002-02-01"), ("9997-12-01", "9999-12-30")]
)
def test_the_ends_of_time(office: Callable[..., Workspace], first: str, last: str) -> None:
    found, _ = listed(office(duty("every month by day 5")), first, last)
    assert days(found)[0].endswith("-05")


SITES = """employee,name,role,from,to,site
A1,甲,desk,2026-01-01,,东区
A2,乙,desk,2026-01-01,,东区
A3,丙,desk,2026-01-01,2026-10-15,西区
"""


def test_what_a_post_owes_is_owed_once_at_each_site(office: Callable[..., Workspace]) -> None:
    """The rule scores go by: an occurrence for the holders at a site, none where nobody is left."""
    shared = office(duty("every month by day 12", ", owed_by: post"), **{"people.csv": SITES})
    found, _ = listed(shared, "2026-10-01", "2026-11-30")
    told = [(due.day.isoformat(), due.site, [p.employee for p in due.owners]) for due in found]
    assert told == [
        ("2026-10-12", "东区", ["A1", "A2"]),
        ("2026-10-12", "西区", ["A3"]),
        ("2026-11-12", "东区", ["A1", "A2"]),
    ]
    assert [due.site for due in of_person(found, "A3")] == ["西区"]


def test_of_one_site_and_of_each_person_no_site_is_told(office: Callable[..., Workspace]) -> None:
    alone = office(duty("every month by day 12"), **{"people.csv": SITES})
    found, _ = listed(alone, "2026-10-01", "2026-10-31")
    assert [(due.site, len(due.owners)) for due in found] == [("", 3)]
    one = SITES.replace("西区", "东区")
    shared = office(duty("every month by day 12", ", owed_by: post"), **{"people.csv": one})
    found, _ = listed(shared, "2026-10-01", "2026-10-31")
    assert [(due.site, len(due.owners)) for due in found] == [("", 3)]
