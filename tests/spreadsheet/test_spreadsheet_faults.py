"""What is wrong in a workbook that came back: told by cell, and only that row stays out."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workspaces import MINIMAL, write_files

from dutybook.cli import main

DEPARTMENTS = "departments: {客服部: {title: 客服部, code: 客, manual_code: KF}}\n"
ROLES = """\
role: clerk
title: 文员   # 名称
department: 客服部
duties:
  - {id: reply, text: 回复来信, within: 3 d}
kpis:
  - id: quick
    name: 及时率
    weight: 60     # 六成
    target: "≥ 95%"
  - id: polite
    name: 满意度
    weight: 40
    target: {by: site, 一期: "≥ 90%", else: "≥ 80%"}
"""
PEOPLE = "employee,name,role,site\r\nE1,甲,clerk,一期\r\nE2,乙,clerk,二期\r\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"dutybook.yaml": MINIMAL + DEPARTMENTS, "roles/a.yaml": ROLES, "people.csv": PEOPLE}
    write_files(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert run("export", "t.xlsx").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["tables", *arguments])


def put(sheet: Worksheet, cell: str, value: object) -> None:
    sheet[cell].value = value  # type: ignore[union-attr, assignment]


def row(sheet: Worksheet, *cells: object) -> None:
    for cell, value in zip(cells[::2], cells[1::2], strict=True):
        put(sheet, str(cell), value)


def edited(edit: Callable[[Workbook], object]) -> None:
    book = load_workbook("t.xlsx")
    edit(book)
    book.save("t.xlsx")


def test_one_wrong_cell_keeps_its_row_out_and_no_other(office: Path) -> None:
    def edit(book: Workbook) -> None:
        kpis, people = book["考核指标"], book["人员"]
        put(kpis, "F4", 55)
        put(kpis, "G4", "胡说")
        put(kpis, "F5", 45)
        put(people, "D4", "nobody")
        put(people, "E5", "三期")
        for cell, value in (("B6", "E3"), ("C6", "丙"), ("D6", "文员")):
            put(people, cell, value)
        put(book["分项目目标"], "H4", "≥ 91%")
        put(book["时限"], "F4", "2 d")

    edited(edit)
    shown = run("import", "t.xlsx")
    assert shown.exit_code == 1
    assert "考核指标!G4: error bad-target" in shown.stderr
    assert "人员!D4: error people-unknown-role" in shown.stderr
    assert (office / "roles/a.yaml").read_text("utf-8") == ROLES
    assert run("import", "t.xlsx", "--write").exit_code == 1
    assert (office / "roles/a.yaml").read_text("utf-8") == ROLES.replace(
        "weight: 40", "weight: 45"
    ).replace('"≥ 90%"', '"≥ 91%"').replace("within: 3 d", "within: 2 d")
    assert (office / "people.csv").read_bytes().decode() == PEOPLE.replace(
        "二期", "三期"
    ) + "E3,丙,文员,\r\n"


def _away(book: Workbook) -> None:
    book["考核指标"].delete_cols(6)


def _moved(book: Workbook) -> None:
    book["考核指标"].move_range("F1:F5", cols=4)
    put(book["考核指标"], "J4", 61)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda b: put(b["考核指标"], "F4", "=30+30"), "考核指标!F4: error tables-formula"),
        (lambda b: put(b["考核指标"], "D4", "other"), "考核指标!D4: error tables-locked"),
        (lambda b: put(b["考核指标"], "G5", "≥ 9%"), "考核指标!G5: error tables-locked"),
        (lambda b: put(b["时限"], "F6", "3 d"), "时限!F6: error tables-row-unknown"),
        (
            lambda b: put(b["考核指标"], "E6", "新指标"),
            "考核指标!C6: error tables-new-post-unknown",
        ),
        (
            lambda b: row(b["考核指标"], "C6", "文员", "D6", "quick", "E6", "新"),
            "D6: error tables-new-taken",
        ),
        (lambda b: row(b["考核指标"], "C6", "文员", "F6", 5), "E6: error tables-new-lacks"),
        (
            lambda b: row(b["考核指标"], "C6", "文员", "E6", "新", "G6", "胡说"),
            "G6: error bad-target",
        ),
        (
            lambda b: row(b["岗位"], "C5", "clerk", "D5", "文员二"),
            "岗位!C5: error tables-new-taken",
        ),
        (lambda b: row(b["岗位"], "B5", "../a.yaml", "D5", "新"), "岗位!B5: error tables-new-file"),
        (
            lambda b: row(b["岗位"], "B5", "roles/a.yaml", "D5", "新"),
            "岗位!B5: error tables-new-file",
        ),
        (lambda b: put(b["岗位"], "C5", "x"), "岗位!D5: error tables-new-lacks"),
        (lambda b: row(b["岗位"], "D5", "新", "J5", "三人"), "岗位!J5: error"),
        (lambda b: put(b["考核指标"], "H4", "maybe"), "考核指标!H4: error tables-not-listed"),
        (lambda b: put(b["考核指标"], "A5", b["考核指标"]["A4"].value), "error tables-row-twice"),
        (lambda b: b["考核指标"].delete_rows(5), "考核指标: warning tables-row-gone"),
        (lambda b: b["考核指标"].merge_cells("F4:G4"), "考核指标!A4: error tables-merged"),
        (lambda b: put(b["考核指标"], "I1", "备注"), "考核指标!I1: warning tables-column-unknown"),
        (
            lambda b: put(b["考核指标"], "I1", "权重\nWeight"),
            "考核指标!I1: error tables-column-twice",
        ),
        (_away, "考核指标: error tables-column-missing"),
        (lambda b: b.remove(b["时限"]), "时限: warning tables-sheet-missing"),
        (lambda b: b.create_sheet("我的"), "我的: warning tables-sheet-unknown"),
        (lambda b: put(b["人员"], "C4", "@SUM(1)"), "人员!C4: error tables-formula"),
        (lambda b: put(b["岗位"], "D4", None), "岗位!D4: error"),
        (lambda b: b.remove(b["dutybook"]), "t.xlsx: error tables-not-ours"),
        (lambda b: put(b["dutybook"], "D2", "{"), "t.xlsx: error tables-not-ours"),
    ],
)
def test_what_cannot_be_read_is_told_and_changes_nothing(
    office: Path, edit: Callable[[Workbook], object], said: str
) -> None:
    edited(edit)
    result = run("import", "t.xlsx", "--write")
    assert said in result.stderr
    assert (office / "roles/a.yaml").read_text("utf-8") == ROLES
    assert (office / "people.csv").read_bytes().decode() == PEOPLE


def test_columns_that_were_moved_are_found_by_their_heads(office: Path) -> None:
    edited(_moved)
    assert run("import", "t.xlsx", "--write").exit_code == 0
    assert "weight: 61     # 六成" in (office / "roles/a.yaml").read_text("utf-8")


def test_what_changed_in_the_file_meanwhile_is_not_replaced(office: Path) -> None:
    edited(lambda b: put(b["考核指标"], "F4", 55))
    (office / "roles/a.yaml").write_text(ROLES.replace("weight: 60", "weight: 50"), "utf-8")
    result = run("import", "t.xlsx", "--write")
    assert "考核指标!F4: error tables-stale" in result.stderr
    assert "weight: 50" in (office / "roles/a.yaml").read_text("utf-8")


def test_no_file_is_replaced_unasked_and_none_that_is_no_workbook_read(office: Path) -> None:
    assert "tables-exists" in run("export", "t.xlsx").stderr
    assert run("export", "t.xlsx", "--overwrite").exit_code == 0
    assert run("export", "roles/a.yaml", "--overwrite").exit_code == 2
    assert (office / "roles/a.yaml").read_text("utf-8") == ROLES
    (office / "b.xlsx").write_text("不是表格", "utf-8")
    with zipfile.ZipFile(office / "c.xlsx", "w") as archive:
        archive.writestr("a", "b")
    for name in ("b.xlsx", "c.xlsx"):
        result = run("import", name)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
