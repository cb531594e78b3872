"""Forms filled from an evaluation, in Excel: the formulas give the evaluation's own figures, and
what is asked of raters can be told again."""

import io
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from evaluated import SHEET, incomplete, kpi, results
from formula import Recomputed
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workspaces import SMALL

from dutybook.files.formsheet import META
from dutybook.papers.evaluation_form.excel.form import write
from dutybook.papers.evaluation_form.filled import filled_form
from dutybook.papers.results import Person, people_of, read_results
from dutybook.papers.view import View
from dutybook.workspace import Workspace, load

PAPERS = SMALL


def opened(view: View, data: dict[str, Any], at: int = 0) -> tuple[Workbook, Worksheet]:
    return written(view, list(people_of(view, read_results(data)))[at])


def written(view: View, person: Person) -> tuple[Workbook, Worksheet]:
    words = {"doc": filled_form(view, person), "t": view.labels.words}
    book = load_workbook(io.BytesIO(write(words, view.locale, None)))
    return book, book.worksheets[0]


def facts(book: Workbook) -> dict[str, str]:
    return {str(r[0].value): str(r[1].value or "") for r in book[META].iter_rows() if r[0].value}


def beside(sheet: Worksheet, label: str) -> str:
    """The address of the figure beside a label of the result."""
    row = max(c.row for r in sheet.iter_rows() for c in r if c.value == label)
    return f"G{row}"


def figure(book: Workbook, sheet: Worksheet, label: str) -> Any:
    return Recomputed(book).value(sheet, beside(sheet, label))


@pytest.fixture(scope="module")
def small() -> View:
    return View(load(PAPERS), "zh-Hans")


def test_formulas_give_the_evaluations_total(small: View) -> None:
    book, sheet = opened(small, results())
    assert figure(book, sheet, "指标得分") == Fraction("87.9")
    assert figure(book, sheet, "加减分合计") == -2
    assert figure(book, sheet, "总分") == Fraction("85.9")


def test_an_incomplete_form_becomes_complete_when_it_is_filled_in(small: View) -> None:
    book, sheet = opened(small, incomplete())
    assert figure(book, sheet, "总分") == "未完成"
    assert figure(book, sheet, "指标得分") == ""
    address = facts(book)["rating rating customer"]
    sheet[address] = 9
    assert figure(book, sheet, "指标得分") == Fraction(
        "87.9"
    )  # 0.6 × 9 + 0.4 × 8 = 8.6, of 10: 12.9
    assert figure(book, sheet, "总分") == Fraction("85.9")


def test_only_what_is_asked_is_open(small: View) -> None:
    book, sheet = opened(small, incomplete())
    known = facts(book)
    asked = {address for name, address in known.items() if name.startswith(("rating ", "by "))}
    unlocked = {
        cell.coordinate
        for row in sheet.iter_rows(max_row=int(sheet[beside(sheet, "总分")].row))
        for cell in row
        if isinstance(cell, Cell) and not cell.protection.locked
    }
    assert sheet.protection.sheet
    assert asked <= unlocked
    assert len(unlocked - asked) == 1  # the day of the appraisal


def test_the_hidden_sheet_says_whose_form_it_is(small: View) -> None:
    known = facts(opened(small, results())[0])
    assert (known["period"], known["employee"], known["role"]) == ("2026-10", "T001", "stress")
    assert known["rated_on"] == "2026-10-31"
    assert len(known["form"]) == 12
    assert known["rating rating peer"]
    assert "rating rating customer" not in known
    assert known == facts(opened(small, results())[0])


def test_a_slip_shows_nobody_elses_figures(small: View) -> None:
    book, sheet = opened(small, results() | {"rater": "peer"})
    assert facts(book)["rater"] == "peer"
    shown = {str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None}
    assert not shown & {"9", "8", "8.6", "12.9", "85.9", "总分", "客户评"}
    address = facts(book)["rating rating peer"]
    assert sheet[address].value is None
    assert not sheet[address].protection.locked


def test_anonymous_and_several_ratings_are_shut(small: View) -> None:
    book, sheet = opened(small, results())  # three customers: their mean, not a cell to fill in
    known = facts(book)
    assert "rating rating customer" not in known
    assert "rating rating peer" in known
    assert not [c for row in sheet.iter_rows() for c in row if c.value == "客户评　票号"]


def test_where_a_sheet_cannot_follow_it_shows_the_evaluations_figures(small: View) -> None:
    _, sheet = opened(small, results(total="80", grade="B"))  # not what the parts add up to
    assert sheet[beside(sheet, "总分")].value == 80
    assert any("不在表内重算" in str(c.value) for row in sheet.iter_rows() for c in row)


def test_an_undecided_veto_leaves_the_total_open(small: View) -> None:
    undecided = [{"veto": "absence", "decided": False, "effect": {"grade": "B"}, "text": None}]
    data = results(status="incomplete", total=None, grade=None, vetoes=undecided)
    _, sheet = opened(small, data)
    assert sheet[beside(sheet, "总分")].value == "未完成"


def test_a_fired_veto_sets_the_total_whatever_is_missing(small: View) -> None:
    fired = [{"veto": "accident", "decided": True, "effect": {"total": "0"}, "text": "事故"}]
    kpis = [kpi("rating", None, None, "15", status="not_rated", raters=[], lacking=[])
            if one["kpi"] == "rating" else one for one in SHEET["kpis"]]  # fmt: skip
    data = results(status="vetoed", total="0", grade="C", vetoes=fired, kpis=kpis)
    assert figure(*opened(small, data), "总分") == 0


@pytest.mark.slow
def test_every_form_of_the_example_computes_the_engines_total(
    example: Workspace, october_on_paper: Mapping[str, Any]
) -> None:
    view = View(example, "zh-Hans", date(2026, 10, 31))
    checked = 0
    for person in people_of(view, read_results(october_on_paper)):
        sheet_data = person.sheet
        if not person.role.total_weight or sheet_data.status == "not_eligible":
            continue
        book, sheet = written(view, person)
        assert str(sheet[beside(sheet, "总分")].value).startswith("="), sheet_data.employee
        values = Recomputed(book)
        total = values.value(sheet, beside(sheet, "总分"))
        expected = sheet_data.total
        assert total == ("未完成" if expected is None else expected), sheet_data.employee
        if expected is not None:
            grade = values.value(sheet, f"G{sheet[beside(sheet, '总分')].row + 1}")
            assert grade == sheet_data.grade, sheet_data.employee
        checked += 1
    assert checked >= 10
