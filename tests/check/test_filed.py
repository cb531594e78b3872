"""`dutybook check` on adjustments, appeals and calendars, before anything is evaluated."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutybook.cli import main

Found = list[tuple[str, str, int]]
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: plain\nlogs: {calls: logs/calls.csv}\n",
    "roles/clerk.yaml": """role: clerk
title: 文员
kpis:
  - {id: calls-taken, name: 接听数, weight: 100, target: "≥ 1", score: pass, measure: {count: {of: calls}}}
""",
    "rules/sources/calls.yaml": """source: calls
grain: case
key: no
employee: employee
time: at
columns: {no: text, employee: text, at: instant}
""",
    "rules/schemes/plain.yaml": "scheme: plain\nitems: [{id: praise, name: 表扬, measure: {count: {of: calls}}}]\n",
    "people.csv": "employee,name,role,from,to\nE1,甲,clerk,,\n",
    "logs/calls.csv": "no,employee,at\n",
}


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Found]:
    """Code, file and line of what ``check`` tells about some files."""

    def check(changed: dict[str, str], about: str) -> Found:
        for name, text in (FILES | changed).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        words = ["check", "--format", "json", "-w", str(tmp_path), str(tmp_path / about)]
        found = json.loads(CliRunner().invoke(main, words).stdout)["findings"]
        return [(one["code"], one["file"], one["line"]) for one in found]

    return check


ADJUSTMENTS = """adjustments:
  - {source: calls, action: exclude, rows: ["1"], reason: 停电, approver: 甲}
  - {source: cals, action: exclude, rows: ["1"], reason: 停电, approver: 甲}
  - {source: calls, action: exclude, employees: [E1, E7], reason: 停电, approver: 甲}
  - {source: calls, action: exclude, window: {from: 2026-10-02 10:00, to: 2026-10-02 09:00}, reason: 停电, approver: 甲}
  - {source: calls, action: exclude, reason: 停电, approver: 甲}
  - {source: calls, action: extend, rows: ["1"], reason: 停电, approver: 甲}
"""


def test_adjustments(told: Callable[..., Found]) -> None:
    assert told({"adjustments.yaml": ADJUSTMENTS}, "adjustments.yaml") == [
        ("source-unknown", "adjustments.yaml", 3),
        ("adjustment-unknown-employee", "adjustments.yaml", 4),
        ("adjustment-window-empty", "adjustments.yaml", 5),
        ("adjustment-unbounded", "adjustments.yaml", 6),
        ("adjustment-without-length", "adjustments.yaml", 7),
    ]


def appeal(number: int, employee: str, kpi: str, period: str = "2026-10", other: str = "") -> str:
    return f"""  - id: {other or f"a-{number}"}
    employee: {employee}
    period: {period}
    kpi: {kpi}
    why: 停电
    filed_on: 2026-11-05
    decision: pending
"""


def test_appeals(told: Callable[..., Found]) -> None:
    appeals = [
        appeal(1, "E1", "calls-taken"), appeal(2, "E1", "praise"), appeal(3, "E7", "praise"),
        appeal(4, "E1", "calls-takne"), appeal(5, "E1", "praise", period="2026-10-08..2026-11-07"),
        appeal(6, "E1", "praise", other="a-1"),
    ]  # fmt: skip
    assert told({"appeals.yaml": "appeals:\n" + "".join(appeals)}, "appeals.yaml") == [
        ("appeal-unknown-employee", "appeals.yaml", 16),
        ("appeal-unknown-kpi", "appeals.yaml", 26),
        ("appeal-unknown-period", "appeals.yaml", 30),
        ("appeal-twice", "appeals.yaml", 37),
    ]


def test_without_people_nothing_is_said_of_them(told: Callable[..., Found]) -> None:
    changed = {"people.csv": "", "adjustments.yaml": ADJUSTMENTS}
    codes = [code for code, *_ in told(changed, "adjustments.yaml")]
    assert "adjustment-unknown-employee" not in codes
    assert "source-unknown" in codes


CALENDAR = """calendar: own
version: "1"
covers: {from: 2026-01-01, to: 2026-12-31}
workdays: [mon]
shifts: [{from: "09:00", to: "09:00"}]
"""


def test_calendars(told: Callable[..., Found]) -> None:
    config = FILES["dutybook.yaml"] + "calendar: own\n"
    assert told({"dutybook.yaml": config}, "dutybook.yaml") == [
        ("calendar-unknown", "dutybook.yaml", 4)
    ]
    changed = {"dutybook.yaml": config, "rules/calendars/own.yaml": CALENDAR}
    assert told(changed, "rules/calendars") == [("calendar-invalid", "rules/calendars/own.yaml", 5)]
    sound = CALENDAR.replace('from: "09:00"', 'from: "08:00"')
    assert told(changed | {"rules/calendars/own.yaml": sound}, "rules/calendars") == []


def test_conditions_of_adjustments_read_declared_columns(told: Callable[..., Found]) -> None:
    text = """adjustments:
  - {source: calls, action: exclude, where: {no: "1"}, reason: 停电, approver: 甲}
  - {source: calls, action: exclude, where: {kind: fire}, reason: 停电, approver: 甲}
  - {source: calls, action: extend, by: 1 h, where: "at > '2026-10-01' and floor = 3", reason: 停电, approver: 甲}
"""
    assert told({"adjustments.yaml": text}, "adjustments.yaml") == [
        ("adjustment-unknown-column", "adjustments.yaml", 3),
        ("adjustment-unknown-column", "adjustments.yaml", 4),
    ]
