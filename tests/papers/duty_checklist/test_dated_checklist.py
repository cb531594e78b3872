"""Checklists with their dates: what stands in the grid, in the list, and in words."""

from collections.abc import Callable
from typing import Any

import pytest
from goldens import golden

from dutybook.grammar.time.checklist_period import parse_checklist_period
from dutybook.papers.duty_checklist.paper import duty_checklist
from dutybook.papers.kinds import KINDS
from dutybook.papers.occasion import Dated, dated
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.roster.due import read_roster
from dutybook.workspace import Workspace
from dutybook.write.tree import Element

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\ncalendar: cn-mainland\ndocuments: {version: "1.0"}\n',
    "people.csv": "employee,name,role\nA1,甲,desk\nA2,乙,desk\n",
    "absences.csv": "employee,from,to\nA1,2026-10-20,2026-10-21\n",
    "roles/desk.yaml": """role: desk
title: {zh-Hans: 前台, en: Desk}
department: 客服部
reports_to: lead
duties:
  - {id: tidy, text: {zh-Hans: 整理, en: Tidy up}, schedule: every day by 17:00, owed_by: post}
  - {id: open, text: {zh-Hans: 开门, en: Open}, schedule: every workday by 09:00, standards: [{zh-Hans: 准时, en: In time}]}
  - {id: report, text: {zh-Hans: 报表, en: Report}, schedule: {every: every month by day 5, roll: next_workday}, within: 2 h}
  - {id: visits, text: {zh-Hans: 回访, en: Visits}, schedule: 3 times a week}
  - {id: plan, text: {zh-Hans: 年度计划, en: Plan}, schedule: every year}
  - {id: calls, text: {zh-Hans: 接电话, en: Calls}, within: 30 s}
  - {id: smile, text: {zh-Hans: 微笑, en: Smile}}
""",
    "roles/lead.yaml": "role: lead\ntitle: {zh-Hans: 组长, en: Lead}\n",
}


@pytest.fixture
def desk(workspace_at: Callable[..., Workspace]) -> Workspace:
    workspace = workspace_at(FILES)
    assert not workspace.findings
    return workspace


def about(workspace: Workspace, period: str, person: str = "") -> Dated:
    roster, _ = read_roster(workspace)
    chosen = next((p for p in roster.people if p.employee == person), None)
    role = workspace.role("desk")
    assert role
    made, findings = dated(workspace, roster, role, parse_checklist_period(period), chosen)
    assert not findings
    return made


def context(workspace: Workspace, period: str, person: str = "", locale: str = "zh-Hans") -> Any:
    return duty_checklist(View(workspace, locale), about(workspace, period, person))


def tree(workspace: Workspace, period: str, person: str = "", locale: str = "zh-Hans") -> Element:
    view = View(workspace, locale)
    doc = context(workspace, period, person, locale)
    template = KINDS["duty-checklist"].template
    return render(environment(None), template, {"doc": doc, "t": view.labels.words}, "desk")


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(
    ("period", "person"), [("2026-10", ""), ("2026-W41", "A2"), ("2026-10-10", "A1")]
)
def test_golden_trees(desk: Workspace, period: str, person: str, locale: str) -> None:
    golden(f"duty-checklist-{period}-{locale}", tree(desk, period, person, locale))


def test_a_month_ticks_daily_duties_in_a_grid(desk: Workspace) -> None:
    doc = context(desk, "2026-10")
    assert [row.text for row in doc.grid] == ["整理", "开门"]
    tidy, opened = ([cell.due for cell in row.cells] for row in doc.grid)
    assert tidy == [True] * 31
    # the holidays 1 to 7 and the weekends are off, Saturday the 10th is worked
    assert [day for day, due in enumerate(opened, 1) if due] == [
        8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30,
    ]  # fmt: skip
    marks = {day.day: day.mark for day in doc.days if day.mark}
    assert (marks["1"], marks["10"], marks["31"], len(marks)) == ("休", "班", "休", 14)
    assert "10月1日—7日" in doc.days_off
    assert "调休上班：10月10日" in doc.days_off


def test_what_is_due_by_date_is_listed_with_room_to_sign(desk: Workspace) -> None:
    rows = context(desk, "2026-10").list
    assert [(row.date, row.text, len(row.boxes)) for row in rows] == [
        ("10月4日", "回访", 3),
        ("10月8日", "报表", 1),
        ("10月11日", "回访", 3),
        ("10月18日", "回访", 3),
        ("10月25日", "回访", 3),
    ]
    assert rows[1].due == ["当日内", "2小时内", "由2026年10月5日顺延"]
    assert [row.off for row in rows] == [True, False, True, True, True]


def test_what_is_due_later_can_be_done_ahead(desk: Workspace) -> None:
    ahead = context(desk, "2026-10-14").open
    assert [(row.date, row.text) for row in ahead] == [
        ("2026年10月18日", "回访"),
        ("2026年12月31日", "年度计划"),
    ]


def test_a_person_owes_nothing_when_absent(desk: Workspace) -> None:
    doc = context(desk, "2026-10", "A1")
    opened = next(row for row in doc.grid if row.text == "开门")
    on = [day for day, cell in enumerate(opened.cells, 1) if cell.due]
    assert {19, 20, 21, 22} & set(on) == {19, 22}
    assert "本人缺勤：10月20日—21日" in doc.days_off
    cells = [cell.value for row in doc.identity for cell in row]
    assert {"甲", "A1", "组长"} <= set(cells)
    assert "甲" in doc.paper.heading


def test_duties_without_a_date_stay(desk: Workspace) -> None:
    for period in ("2026-10-10", "2026-W41", "2026-10"):
        sections = context(desk, period).sections
        assert [(s.period, [r.text for r in s.rows]) for s in sections] == [
            ("occurrence", ["接电话"]),
            ("always", ["微笑"]),
        ]


def test_without_a_date_the_checklist_is_blank(desk: Workspace) -> None:
    role = desk.role("desk")
    assert role
    doc = duty_checklist(View(desk, "zh-Hans"), role)
    assert doc.period == ""
    assert (doc.grid, doc.list, doc.days_off) == ((), (), "")
    assert [section.period for section in doc.sections][:2] == ["day", "week"]


def test_a_day_with_nothing_due_says_so(workspace_at: Callable[..., Workspace]) -> None:
    bare = workspace_at({**FILES, "roles/desk.yaml": "role: desk\ntitle: 前台\n"})
    assert "这段时间没有到期的项目" in tree(bare, "2026-10-10").text()
