"""Registers: what the Excel file checks, and that a filled one is read as its source."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dutybook.grammar.time.period import parse_period
from dutybook.papers.log_sheet.paper import definition, log_sheet
from dutybook.papers.production import Request, build
from dutybook.papers.view import View
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace, load

Make = Callable[..., Workspace]

SOURCE = """
source: calls
title: {zh-Hans: 来电, en: Calls}
grain: case
key: no
employee: employee
time: received_at
columns:
  no: {type: text, title: {zh-Hans: 单号, en: No.}}
  employee: {type: text, title: {zh-Hans: 工号, en: Staff no.}}
  category: {type: text, required: true, title: {zh-Hans: 类别, en: Category}, values: {complaint: {zh-Hans: 投诉, en: Complaint}, repair: {zh-Hans: 报修, en: Repair}}}
  received_at: {type: instant, title: {zh-Hans: 受理时间, en: Received}}
  answered_on: {type: date, title: {zh-Hans: 回复日期, en: Answered}}
  paid: {type: "decimal(12,2)", unit: {zh-Hans: 元, en: yuan}, title: {zh-Hans: 实收, en: Paid}}
  errors: {type: integer, title: {zh-Hans: 差错, en: Errors}}
  repeated: {type: boolean, title: {zh-Hans: 重复, en: Repeated}}
"""
ROLE = """
role: clerk
title: 文员
kpis:
  - {id: paid, name: 实收, weight: 50, target: "≥ 1", score: pass, measure: {sum: {of: calls, value: paid, where: "category = 'complaint' and repeated = true and errors = 2"}}}
"""
FILES = {
    "rules/sources/calls.yaml": SOURCE,
    "roles/clerk.yaml": ROLE,
    "people.csv": "employee,name,role\n007,甲,clerk\n",
    "dutybook.yaml": "organisation: 测试公司\nlogs: {calls: logs/*.csv}\n",
}
FILLED = {
    "zh-Hans": ("投诉", "是"),
    "zh-Hant": ("投訴", "是"),
    "en": ("Complaint", "Yes"),
}


def register(workspace: Workspace, locale: str) -> Path:
    report = build(workspace, Request(kinds=("log-sheet",), formats=("xlsx",), locale=locale))
    assert report.findings == []
    (path,) = [path for path in report.written if path.endswith("calls.xlsx")]
    return report.out / path


def rules_by_heading(sheet: Any) -> dict[str, Any]:
    found = {}
    for rule in sheet.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.max_row) == (2, 1001)
        found[sheet.cell(1, area.min_col).value] = rule
    return found


def test_each_cell_is_checked(workspace_at: Make) -> None:
    book = load_workbook(register(workspace_at(FILES), "zh-Hans"))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [
        "单号", "工号", "类别", "受理时间", "回复日期", "实收", "差错", "重复",
    ]  # fmt: skip
    rules = rules_by_heading(sheet)
    assert {name: rule.type for name, rule in rules.items()} == {
        "单号": "textLength", "工号": "textLength", "类别": "list", "受理时间": "date",
        "回复日期": "date", "实收": "decimal", "差错": "whole", "重复": "list",
    }  # fmt: skip
    assert rules["类别"].formula1 == '"投诉,报修"'
    assert rules["重复"].formula1 == '"是,否"'
    assert rules["类别"].prompt == "从所列内容中选一项 （必填）"
    assert rules["实收"].prompt == "数字，最多2位小数（元）"
    assert sheet.freeze_panes == "A2"
    assert sheet.protection.sheet
    assert sheet.cell(1, 1).protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet.column_dimensions["D"].number_format == "yyyy-mm-dd hh:mm"


def test_it_says_for_which_source_it_was_made(workspace_at: Make) -> None:
    workspace = workspace_at(FILES)
    book = load_workbook(register(workspace, "zh-Hans"))
    assert [(s.title, s.sheet_state) for s in book.worksheets] == [
        ("来电", "visible"), ("填写说明", "visible"), ("dutybook", "hidden"),
    ]  # fmt: skip

    def named(name: str) -> object:
        sheet, cell = book.defined_names[name].attr_text.split("!")
        return book[sheet][cell.replace("$", "")].value

    assert named("dutybook_source") == "calls"
    made_for = definition(workspace.definitions.sources["calls"])
    assert named("dutybook_definition") == made_for
    renamed = FILES | {"rules/sources/calls.yaml": SOURCE.replace("实收", "实际收到")}
    assert definition(workspace_at(renamed).definitions.sources["calls"]) == made_for
    changed = FILES | {"rules/sources/calls.yaml": SOURCE.replace("repair", "works")}
    assert definition(workspace_at(changed).definitions.sources["calls"]) != made_for


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("locale", FILLED)
def test_a_filled_register_is_read_as_its_source(
    workspace_at: Make, locale: str, form: str
) -> None:
    """As it is, and as Excel itself would save it as CSV."""
    settings = str(FILES["dutybook.yaml"]).replace("*.csv", f"*.{form}")
    workspace = workspace_at(FILES | {"dutybook.yaml": settings})
    book = load_workbook(register(workspace, locale))
    sheet, (category, yes) = book.worksheets[0], FILLED[locale]
    at = datetime(2026, 10, 5, 9, 30)
    for row, paid in enumerate((10.25, 0.1, 5), 2):
        line = [f"A{row}", "007", category, at, at.date(), paid, 2, yes]
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value)
    (workspace.root / "logs").mkdir()
    path = workspace.root / f"logs/calls.{form}"
    if form == "xlsx":
        book.save(path)
    else:
        out = io.StringIO()
        csv.writer(out).writerows(sheet.iter_rows(values_only=True))
        path.write_text(out.getvalue(), "utf-8")
    with evaluate(load(workspace.root), parse_period("2026-10")) as run:
        (result,) = run.evaluation.sheets[0].kpis
        assert {f.code for f in run.evaluation.findings} == {"role-without-scheme"}
        assert run.evaluation.rejected["calls"] == []
        assert result.value.value == Fraction("15.35")


def test_a_name_two_values_share_is_no_value(workspace_at: Make) -> None:
    """Guessing one of them would be worse than rejecting the row."""
    source = SOURCE.replace("报修", "投诉")
    line = "单号,工号,类别,受理时间,实收,差错,重复\n1,007,投诉,2026-10-05 09:30,1,2,是\n2,007,repair,2026-10-05 09:30,,,\n"
    workspace = workspace_at(FILES | {"rules/sources/calls.yaml": source, "logs/a.csv": line})
    with evaluate(workspace, parse_period("2026-10")) as run:
        rejected = run.evaluation.rejected["calls"]
        assert [(row.line, row.code) for row in rejected] == [(2, "not-listed")]


def test_long_lists_of_choices_stand_in_cells(workspace_at: Make) -> None:
    values = ", ".join(f"{{v{n}: 很长的一个可选内容第{n}项}}".strip("{}") for n in range(60))
    source = SOURCE.replace("values: {complaint: {zh-Hans: 投诉, en: Complaint}, repair: {zh-Hans: 报修, en: Repair}}", f"values: {{{values}}}")  # fmt: skip
    book = load_workbook(register(workspace_at(FILES | {"rules/sources/calls.yaml": source}), "en"))
    rule = rules_by_heading(book.worksheets[0])["Category"]
    area = rule.formula1.removeprefix("dutybook!").replace("$", "")
    cells = [cell.value for (cell,) in book["dutybook"][area]]
    assert cells == [f"很长的一个可选内容第{n}项" for n in range(60)]


def test_more_columns_than_a_page_holds_go_on_a_second(workspace_at: Make) -> None:
    columns = "".join(f"  extra_{n}: {{type: instant, title: 时刻{n}}}\n" for n in range(12))
    workspace = workspace_at(FILES | {"rules/sources/calls.yaml": SOURCE + columns})
    doc = log_sheet(View(workspace, "zh-Hans"), workspace.definitions.sources["calls"])
    assert doc.paper.orientation == "landscape"
    tables = [[column.name for column in table.columns] for table in doc.tables]
    assert len(tables) == 3
    assert {names[0] for names in tables} == {"no"}
    assert [n for names in tables for n in names[1:]] == [c.name for c in doc.columns][1:]
    for table in doc.tables:
        widths = [table.number_width, *(c.width for c in table.columns)]
        assert sum(widths) == 100


def test_which_registers_are_made(workspace_at: Make) -> None:
    workspace = workspace_at(FILES)

    def made(**wanted: Any) -> set[str]:
        report = build(workspace, Request(formats=("html",), **wanted))
        paths = map(Path, report.written + report.unchanged)
        return {path.stem for path in paths if path.parts[-2] == "log-sheet"}

    assert made() == {"calls"}  # the shipped ones it has no data for are left out
    assert {"calls", "tickets"} <= made(kinds=("log-sheet",))
    assert "scores" not in made(kinds=("log-sheet",))  # an evaluation fills it in, nobody else
    assert made(kinds=("log-sheet",), roles=("clerk",)) == {"calls"}
    assert made(roles=("clerk",)) == set()
