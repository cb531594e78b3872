"""The checklist in Excel, opened again with openpyxl; recomputed with LibreOffice where it is."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dutybook.grammar.time.checklist_period import parse_checklist_period
from dutybook.papers.duty_checklist.excel import write
from dutybook.papers.duty_checklist.paper import duty_checklist
from dutybook.papers.occasion import dated
from dutybook.papers.view import View
from dutybook.roster.due import read_roster
from dutybook.workspace import Workspace

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\ncalendar: cn-mainland\ndocuments: {version: "1.0"}\n',
    "roles/desk.yaml": """role: desk
title: 前台
duties:
  - {id: tidy, text: '=HYPERLINK("http://x")', schedule: every day by 17:00}
  - {id: report, text: 报表, schedule: every month by day 5, standards: [准确]}
  - {id: calls, text: 接电话, within: 30 s}
""",
}


@pytest.fixture
def sheet_of(workspace_at: Callable[..., Workspace]) -> Callable[[str], bytes]:
    workspace = workspace_at(FILES)
    view, role = View(workspace, "zh-Hans"), workspace.role("desk")
    assert role

    def make(period: str) -> bytes:
        about: Any = role
        if period:
            roster, _ = read_roster(workspace)
            about, _ = dated(workspace, roster, role, parse_checklist_period(period), None)
        doc = duty_checklist(view, about)
        return write({"doc": doc, "t": view.labels.words}, "zh-Hans", None)

    return make


def opened(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def column(sheet: Worksheet, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter] if cell.value is not None]


def test_the_same_checklist_is_the_same_bytes(sheet_of: Callable[[str], bytes]) -> None:
    assert sheet_of("2026-10") == sheet_of("2026-10")


def test_a_row_for_each_thing_due(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of("2026-10"))
    dates = [value for value in column(sheet, "A") if str(value).startswith("10月")]
    assert len(dates) == 32  # 31 days, and the report on the 5th
    assert dates.count("10月5日") == 2
    assert "周四 休" in column(sheet, "B")
    assert "周六 班" in column(sheet, "B")


def test_days_off_are_shaded_too(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of("2026-10"))
    shades = {cell.value: cell.fill.fgColor.rgb for cell in sheet["A"] if cell.value}
    assert shades["10月1日"] == "FFD9D9D9"
    assert shades["10月8日"] != "FFD9D9D9"


def test_done_and_time_are_checked_as_they_are_entered(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of("2026-10-05"))
    rules = {(rule.type, str(rule.sqref)[0]) for rule in sheet.data_validations.dataValidation}
    assert rules == {("list", "E"), ("time", "F")}
    done = next(r for r in sheet.data_validations.dataValidation if r.type == "list")
    assert done.formula1 == '"已办,未办,不适用"'
    first = str(done.sqref).split(":")[0]
    assert not sheet[first].protection.locked
    assert sheet.protection.sheet


def test_it_prints_with_its_heading_on_every_page(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of("2026-10"))
    header = next(cell.row for cell in sheet["A"] if cell.value == "日期" and cell.row > 5)
    assert sheet.print_title_rows == f"${header}:${header}"
    assert str(sheet.print_area).endswith(f"$A$1:$H${sheet.max_row}")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_words_are_never_formulas(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of("2026-10-05"))
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) == 1
    assert str(formulas[0]).startswith("=COUNTIF(")
    assert '=HYPERLINK("http://x")' in column(sheet, "C")


def test_without_a_date_it_is_blank(sheet_of: Callable[[str], bytes]) -> None:
    sheet = opened(sheet_of(""))
    assert "接电话" in column(sheet, "C")
    assert not [value for value in column(sheet, "A") if str(value).startswith("10月")]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_the_count_of_what_is_done(sheet_of: Callable[[str], bytes], tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(sheet_of("2026-10-05")))
    sheet = book.worksheets[0]
    done = [r for r in sheet.data_validations.dataValidation if r.type == "list"]
    areas = [area for rule in done for area in rule.sqref.ranges]
    rows = sorted(row for area in areas for row in range(area.min_row, area.max_row + 1))
    assert len(rows) == 3
    sheet[f"E{rows[0]}"], sheet[f"E{rows[1]}"] = "已办", "不适用"
    book.save(tmp_path / "filled.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
               "--convert-to", "csv", "--outdir", str(tmp_path), str(tmp_path / "filled.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "1 / 2" in (tmp_path / "filled.csv").read_text("utf-8")
