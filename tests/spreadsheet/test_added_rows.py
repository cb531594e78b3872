"""Rows added in Excel: new posts become files, new KPIs items of their post, ratings log rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from workspaces import MINIMAL, write_files

from dutybook.cli import main
from dutybook.repair.source import Source
from dutybook.spreadsheet.additions import with_item
from dutybook.workspace import load

DEPARTMENTS = "departments: {客服部: {title: 客服部, code: 客, manual_code: KF}}\n"
ROLE = """\
role: clerk
title: 文员   # 名称
department: 客服部
kpis:
  - id: quick   # 快
    name: 及时率
    weight: 60
  # 以上是老的
"""
CHINESE = "岗位: 司机\n名称: 驾驶员\n职责:\n  - {标识: a, 内容: 出车}\n"
RATED = """\
role: head
title: 主任
kpis:
  - {id: tidy, name: 整洁, weight: 50, measure: {rating: {of: ratings, scale: 100, raters: {superior: 60%, self: 40%}}}, target: "≥ 80", score: rating}
  - {id: team, name: 协作, weight: 50, measure: {rating: {of: ratings, scale: 100, raters: {peer: 100%}, anonymous: {min: 2}}}, target: "≥ 80", score: rating}
"""
PEOPLE = "employee,name,role,superior\nE1,甲,head,E9\nE9,乙,clerk,\n"
LOG = "employee,kpi,rater,by,value,rated_on\nE1,tidy,superior,E9,90,2026-10-28\nE1,team,peer,E9,70,2026-10-28\nE1,tidy,self,E1,80,2026-09-28\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "dutybook.yaml": MINIMAL + DEPARTMENTS + "logs: {ratings: logs/ratings.csv}\n",
        "roles/a.yaml": ROLE,
        "roles/b.yaml": CHINESE,
        "roles/c.yaml": RATED,
        "people.csv": PEOPLE,
        "logs/ratings.csv": LOG,
    }
    write_files(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert run("export", "t.xlsx", "--period", "2026-10").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["tables", *arguments], catch_exceptions=False)


def changed(edit: Callable[[Workbook], object]) -> None:
    book = load_workbook("t.xlsx")
    edit(book)
    book.save("t.xlsx")


def add(book: Workbook, sheet: str, **values: object) -> None:
    """A row below the last, its cells named by the Chinese heads."""
    page = book[sheet]
    heads = {str(c.value).partition("\n")[0]: c.column for c in page[1]}
    number = max(r for r in range(1, page.max_row + 1) if page.cell(r, 1).value) + 1
    while any(page.cell(number, column).value for column in heads.values()):
        number += 1
    for head, value in values.items():
        page.cell(number, heads[head]).value = value  # type: ignore[assignment]


def test_a_new_post_with_kpis_and_somebody_in_it(office: Path) -> None:
    def edit(book: Workbook) -> None:
        add(book, "岗位", 岗位名称="档案员", 部门="客服部", 直接上级="clerk", 编制人数=2)
        add(
            book,
            "岗位",
            标识="usher",
            岗位名称="引导员",
            英文名称="Usher",
            文件="roles/新/usher.yaml",
        )
        add(book, "考核指标", 岗位="档案员", 指标名称="归档率", 权重=100, 目标值="≥ 98%")
        add(book, "人员", 工号="E2", 姓名="丙", 岗位="档案员")

    changed(edit)
    shown = run("import", "t.xlsx")
    assert shown.exit_code == 0, shown.output
    assert "归档率" in shown.output
    assert "roles/档案员.yaml" in shown.output
    assert not (office / "roles/档案员.yaml").exists()
    assert run("import", "t.xlsx", "--write").exit_code == 0
    assert (office / "roles/档案员.yaml").read_text("utf-8").splitlines()[1:] == [
        "role: 档案员",
        "title: 档案员",
        "department: 客服部",
        "reports_to: clerk",
        "headcount: 2",
        "kpis:",
        "  - id: 归档率",
        "    name: 归档率",
        "    weight: 100",
        "    target: ≥ 98%",
    ]
    usher = load(office).role("usher")
    assert usher
    assert usher.title.at("en") == "Usher"
    assert (office / "people.csv").read_text("utf-8") == PEOPLE + "E2,丙,档案员,\n"


def test_new_kpis_stand_at_the_end_of_their_post_in_its_own_keys(office: Path) -> None:
    def edit(book: Workbook) -> None:
        add(book, "考核指标", 岗位="文员", 标识="polite", 指标名称="礼貌", 权重=40, 无数据时="hold")
        add(book, "考核指标", 岗位="驾驶员", 指标名称="安全", 权重=100, 无数据时="hold")

    changed(edit)
    assert run("import", "t.xlsx", "--write").exit_code == 0
    assert (office / "roles/a.yaml").read_text("utf-8") == ROLE.replace(
        "    weight: 60\n",
        "    weight: 60\n  - id: polite\n    name: 礼貌\n    weight: 40\n    no_data: hold\n",
    )
    assert (office / "roles/b.yaml").read_text("utf-8") == CHINESE + (
        "考核指标:\n  - 标识: 安全\n    名称: 安全\n    权重: 100\n    无数据时: 待定\n"
    )


def test_ratings_of_the_period_but_not_anonymous_ones(office: Path) -> None:
    page = load_workbook("t.xlsx")["评分与填报"]
    given = [[cell.value for cell in row[1:9]] for row in page.iter_rows(min_row=4)]
    assert [row for row in given if any(row)] == [
        ["E1", "甲", "", "tidy", "superior", "E9", 90, "2026-10-28"]
    ]

    def edit(book: Workbook) -> None:
        book["评分与填报"]["H4"].value = 92
        add(book, "评分与填报", 工号="甲", 指标="整洁", 评分人="self", 数值=85, 日期="2026-10-30")
        add(book, "评分与填报", 工号="甲", 指标="整洁", 评分人="self", 数值=850, 日期="2026-11-30")
        add(book, "评分与填报", 工号="甲", 指标="协作", 评分人="peer", 数值=85, 日期="2026-10-30")

    changed(edit)
    done = run("import", "t.xlsx", "--write")
    assert "评分与填报!H6: error rating-off-scale" in done.stderr
    assert "评分与填报!F7: error tables-anonymous" in done.stderr
    log = (office / "logs/ratings.csv").read_text("utf-8-sig")
    assert log == LOG.replace("E9,90", "E9,92") + "E1,tidy,self,E1,85,2026-10-30\n"


def test_a_sheet_that_nobody_touched_changes_nothing(office: Path) -> None:
    before = {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}
    assert run("import", "t.xlsx", "--write").exit_code == 0
    assert {path: path.read_bytes() for path in before} == before


NAME = st.text("甲乙丙：,#'\"ab[]{}-&* ", min_size=1, max_size=8).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(NAME, st.sampled_from([ROLE, CHINESE, "role: x\ntitle: y\nkpis:\n- id: a\n  name: b\n"]))
def test_an_item_more_and_nothing_else(name: str, text: str) -> None:
    for ending in ("\n", "\r\n"):
        source = Source("a.yaml", text.replace("\n", ending) + f"---{ending}role: z{ending}")
        first, last = source.documents
        item = {"id": "new", "name": name, "weight": 5}
        after = with_item(source, first, "kpis", item)
        (one, two) = after.documents
        assert one.data == {**first.data, "kpis": [*first.data.get("kpis", []), item]}
        assert two.data == last.data
        kept = iter(after.text.splitlines(keepends=True))
        assert all(line in kept for line in source.text.splitlines(keepends=True))
