"""The evaluation form in Excel, opened again with openpyxl; recomputed with LibreOffice where it is."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workspaces import SMALL
from xlsxwriter.workbook import Workbook as Workbook_

from dutybook.files.formsheet import META
from dutybook.papers.evaluation_form.excel.form import write
from dutybook.papers.evaluation_form.paper import evaluation_form
from dutybook.papers.view import View
from dutybook.workspace import Workspace, load
from dutybook.write.excel.pages import paginate
from dutybook.write.excel.sheet import FormGrid

PAPERS = SMALL


@pytest.fixture(scope="module")
def papers() -> Workspace:
    return load(PAPERS)


def form(workspace: Workspace, role: str = "stress", locale: str = "zh-Hans") -> bytes:
    view = View(workspace, locale)
    doc = evaluation_form(view, view.role(role))  # type: ignore[arg-type]
    return write({"doc": doc, "t": view.labels.words}, locale, None)


def opened(data: bytes, values: bool = False) -> tuple[Workbook, Worksheet]:
    book = load_workbook(io.BytesIO(data), data_only=values)
    return book, book.worksheets[0]


def cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.value is not None:
                yield cell


def find(sheet: Worksheet, text: str) -> Cell:
    return next(cell for cell in cells(sheet) if cell.value == text)


def places(book: Workbook) -> dict[str, str]:
    return {str(row[0].value): str(row[1].value) for row in book[META].iter_rows() if row[0].value}


def test_the_same_form_is_the_same_bytes(papers: Workspace) -> None:
    assert form(papers) == form(papers)


def test_only_our_formulas_are_formulas(papers: Workspace) -> None:
    """Words of a definition never compute, whatever they begin with."""
    from dataclasses import replace

    from dutybook.words.locale import Text

    view = View(papers, "zh-Hans")
    role = view.role("stress")
    assert role
    bad = Text.of('=HYPERLINK("http://x","y")')
    kpis = tuple(replace(kpi, name=bad, definition=bad) for kpi in role.kpis)
    doc = evaluation_form(view, replace(role, title=bad, kpis=kpis))
    _, sheet = opened(write({"doc": doc, "t": view.labels.words}, "zh-Hans", None))
    for cell in cells(sheet):
        if cell.data_type == "f":
            assert "HYPERLINK" not in str(cell.value)
        assert cell.hyperlink is None


def test_labels_are_locked_and_inputs_are_not(papers: Workspace) -> None:
    book, sheet = opened(form(papers))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert find(sheet, "考核指标与定义").protection.locked
    row = int(places(book)["kpi on-time"])
    unlocked = [sheet.cell(row, c).protection.locked for c in range(1, 13)]
    assert unlocked == [True] * 6 + [False] * 5 + [True]


def test_ratings_are_validated_from_0_to_full(papers: Workspace) -> None:
    book, sheet = opened(form(papers))
    row = int(places(book)["kpi collected"])
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for column in "IJK":
        rule = rules[f"{column}{row}"]
        assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "20")
    penalty = rules[f"L{places(book)['adjustment discipline']}"]
    assert (penalty.formula1, penalty.formula2) == ("-8", "0")
    bonus = rules[f"L{places(book)['adjustment praise']}"]
    assert (bonus.formula1, bonus.formula2) == ("0", "3")
    either = rules[f"L{places(book)['adjustment mixed']}"]
    assert (either.formula1, either.formula2) == ("-10", "5")


def test_an_empty_form_shows_no_score(papers: Workspace) -> None:
    _, sheet = opened(form(papers), values=True)
    total = find(sheet, "总分")
    assert sheet.cell(total.row, 7).value in (None, "")
    assert sheet.cell(find(sheet, "加减分合计").row, 7).value == 0


def test_it_prints_as_a_form(papers: Workspace) -> None:
    _, sheet = opened(form(papers))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$2"  # the form's title: its KPIs fill no page
    assert str(sheet.print_area).endswith(f"$A$1:$L${sheet.max_row}")
    result = find(sheet, "考核结果").row
    bonus = find(sheet, "加减分项").row
    assert [mark.id for mark in sheet.row_breaks.brk] == [bonus - 2, result - 2]  # above the air
    footer = sheet.oddFooter
    assert "SY-03" in footer.left.text
    assert "&P" in footer.right.text or "&P" in str(footer.right.text)


def test_the_heads_of_kpis_are_repeated_where_they_fill_a_page() -> None:
    buffer = io.BytesIO()
    with Workbook_(buffer) as book:
        sheet = FormGrid(book, "a", [20.0, 60.0], "Arial")
        for row in range(60):
            sheet.put(0, 1, f"{row}")
            sheet.next(least=20)
        paginate(sheet, 3, 50, 52)
    printed = load_workbook(buffer).worksheets[0]
    assert printed.print_title_rows == "$4:$4"
    assert [mark.id for mark in printed.row_breaks.brk] == [25, 49]  # 500 points, then 20 + 480


def test_signatures_stay_with_the_comments(papers: Workspace) -> None:
    """No page begins between them, whatever stands above."""
    for i in range(40):
        buffer = io.BytesIO()
        with Workbook_(buffer) as book:
            sheet = FormGrid(book, "a", [20.0, 60.0], "Arial")
            for _ in range(i):
                sheet.next(least=20)
            sheet.heading("考核评语")
            for _ in range(3):
                sheet.next(least=46)
            sheet.heading("签署", parted=False)
            for _ in range(3):
                sheet.next(least=30)
            paginate(sheet, 0, 2, sheet.row)
        breaks = [mark.id for mark in load_workbook(buffer).worksheets[0].row_breaks.brk]
        assert not [row for row in breaks if row > i]
    _, printed = opened(form(papers))
    comments = find(printed, "考核评语").row
    assert all(mark.id < comments for mark in printed.row_breaks.brk)


def test_the_last_row_of_a_section_is_not_left_alone() -> None:
    buffer = io.BytesIO()
    with Workbook_(buffer) as book:
        sheet = FormGrid(book, "a", [20.0, 60.0], "Arial")
        for _ in range(26):
            sheet.next(least=20)
        sheet.heading("一票否决")
        sheet.next(least=20)
        paginate(sheet, 0, 2, sheet.row)
    breaks = load_workbook(buffer).worksheets[0].row_breaks.brk
    assert [mark.id for mark in breaks] == [24]  # 25 rows fit; the 26th would be alone


@pytest.mark.parametrize(
    ("before", "rows", "broken"),
    [
        (20, 3, []),  # all fits
        (23, 3, [23]),  # 460 + 84 of 500: the section is short and goes to the next page whole
        (21, 16, [25]),  # long, but its heading and two rows still fit: 420 + 64, a third does not
        (22, 16, [22]),  # 440 + 64 do not
        (23, 16, [23]),  # the heading would be left at the foot
    ],
)
def test_no_sections_heading_is_left_at_a_pages_foot(
    before: int, rows: int, broken: list[int]
) -> None:
    buffer = io.BytesIO()
    with Workbook_(buffer) as book:
        sheet = FormGrid(book, "a", [20.0, 60.0], "Arial")
        for row in range(before + rows):
            if row == before:
                sheet.heading("一票否决")
            sheet.put(0, 1, f"{row}")
            sheet.next(least=20)
        paginate(sheet, 0, 2, sheet.row)
    printed = load_workbook(buffer).worksheets[0]
    assert [mark.id for mark in printed.row_breaks.brk] == broken


def test_the_hidden_sheet_says_what_it_was_made_from(papers: Workspace) -> None:
    book, _ = opened(form(papers))
    assert book[META].sheet_state == "hidden"
    facts = places(book)
    assert facts["role"] == "stress"
    assert facts["scheme"] == "trial"
    assert facts["locale"] == "zh-Hans"
    assert facts["version"] == "2.1"
    assert len(facts["definition"]) == 64


def test_a_role_without_weights_is_met_or_not(papers: Workspace) -> None:
    _, sheet = opened(form(papers, "plain"))
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert '"{}"'.format(",".join(["达标", "未达标"])) in lists
    assert find(sheet, "达标项数")
    assert not [cell for cell in cells(sheet) if cell.value == "总分"]


def test_a_role_without_kpis_has_a_form_all_the_same(papers: Workspace) -> None:
    _, sheet = opened(form(papers, "lonely", "en"))
    assert find(sheet, "Indicator and definition")


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
def test_other_locales(papers: Workspace, locale: str) -> None:
    book, sheet = opened(form(papers, locale=locale))
    assert sheet.title == {"zh-Hant": "績效評核表", "en": "Performance appraisal form"}[locale]
    assert book.properties.title


SOFFICE = shutil.which("soffice")


def recomputed(data: bytes, folder: Path, inputs: dict[str, Any]) -> list[list[str]]:
    """The sheet's shown values after ``inputs`` were entered, by LibreOffice."""
    book, sheet = opened(data)
    for address, value in inputs.items():
        sheet[address] = value
    book.save(folder / "form.xlsx")
    assert SOFFICE
    profile = f"-env:UserInstallation=file://{folder}/profile"
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = [SOFFICE, profile, "--headless", "--convert-to", utf8, "--outdir", str(folder)]
    command.append(str(folder / "form.xlsx"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return list(csv.reader((folder / "form.csv").read_text("utf-8").splitlines()))


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_formulas_compute(papers: Workspace, tmp_path: Path) -> None:
    data = form(papers)
    book, sheet = opened(data)
    at = places(book)
    full = {
        "on-time": 30,
        "collected": 20,
        "complaints": 15,
        "amount": 10,
        "reports": 10,
        "rating": 15,
    }
    inputs: dict[str, Any] = {}
    for name, points in full.items():
        row = at[f"kpi {name}"]
        inputs |= {f"I{row}": points, f"J{row}": points - 1, f"K{row}": points}
    inputs |= {
        f"L{at['adjustment praise']}": 3,
        f"L{at['adjustment extra']}": 2,
        f"L{at['adjustment discipline']}": -4,
    }
    shown = recomputed(data, tmp_path, inputs)

    def figure(label: str) -> str:
        return shown[find(sheet, label).row - 1][6]

    # each KPI loses 0.5 of a point; only the highest bonus and penalty count: 97 + 3 - 4
    assert figure("指标得分") == "97.0"
    assert figure("加减分合计") == "-1.0"
    assert figure("总分") == "96.0"
    assert shown[find(sheet, "总分").row][6] == "A"
    assert shown[find(sheet, "总分").row + 1][6] == "1.2"
    veto = find(sheet, "观察项实际值 ≥ 2").row
    (tmp_path / "veto").mkdir()
    shown = recomputed(data, tmp_path / "veto", inputs | {f"L{veto}": "是"})
    assert figure("总分") == "96.0"
    assert shown[find(sheet, "总分").row][6] == "B"
