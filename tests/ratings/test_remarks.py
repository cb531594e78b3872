"""Words typed into a returned form: read back, kept, shown, printed, closed; told where they cannot
be."""

import csv
import json
import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workspaces import write_files

from dutybook.cli import main
from dutybook.files.formsheet import form_id

FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: s\nlogs: {t: logs/t.csv}\n",
    "rules/schemes/s.yaml": "scheme: s\nclamp: {min: 0, max: 100}\n",
    "rules/sources/t.yaml": "source: t\ngrain: event\nkey: no\nemployee: employee\ntime: at\n"
    "columns:\n  no: {type: text}\n  employee: {type: text}\n  at: {type: instant}\n",
    "roles/clerk.yaml": "role: clerk\ntitle: 文员\nkpis:\n"
    "  - {id: a, name: 差错, weight: 100, measure: {count: {of: t}}, score: {incidents: {each: -10}}}\n",
    "roles/head.yaml": "role: head\ntitle: 主任\n",
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\n"
    "E2,乙,clerk,2026-01-01,,E9\nE9,丙,head,2026-01-01,,\n",
    "logs/t.csv": "no,employee,at\n1,E1,2026-10-05 09:00\n2,E2,2026-10-06 09:00\n",
}
TYPED: dict[str, Any] = {
    "remark superior": "本月处理及时。\n下月请注意台账。",
    "remark plan": "- 每周五自查一次",
    "remark employee": "同意评语，台账会补齐。",
    "remark answer": "同意",
    "remark date": datetime(2026, 11, 5),
    "remark signed-1": "甲 2026-11-05",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Desk:
    """A workspace whose forms are handed out, written on and read."""

    def __init__(self, root: Path) -> None:
        self.root, self.kept = root, root / "remarks.csv"
        write_files(root, FILES)
        self.build("xlsx")

    def build(self, form: str, kind: str = "evaluation-form") -> Path:
        period = ("--period", "2026-10", "--kind", kind, "--format", form, "--force")
        built = run("build", "-w", self.root, *period)
        assert built.exit_code == 0, built.stderr
        return self.root / f"out/{kind}/2026-10"

    def fill(self, typed: dict[str, Any], to: str = "filled.xlsx", who: str = "E1") -> Path:
        path = self.root / to
        shutil.copy(self.root / f"out/evaluation-form/2026-10/{who}-clerk.xlsx", path)
        book = load_workbook(path)
        facts = {str(row[0]): str(row[1]) for row in book["dutybook"].iter_rows(values_only=True)}
        for fact, value in typed.items():
            book.worksheets[0][facts[fact]] = value
        book.save(path)
        return path

    def read(self, *arguments: object) -> Result:
        return run("ratings", "-w", self.root, *arguments)

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(self.kept.read_text("utf-8-sig").splitlines(keepends=True)))

    def score(self, command: str, *options: str) -> dict[str, Any]:
        args = (command, "-w", self.root, *options, "--period", "2026-10", "--format", "json")
        scores: list[dict[str, Any]] = json.loads(run(*args).stdout)["scores"]
        return next(one for one in scores if one["employee"] == "E1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_only_looking_writes_nothing(desk: Desk) -> None:
    looked = desk.read(desk.fill(TYPED))
    assert looked.exit_code == 0, looked.stderr
    assert "上级评语" in looked.stdout
    assert "还没有写" in looked.stdout
    assert not desk.kept.exists()


def test_what_was_typed_is_kept_with_who_when_and_on_which_form(desk: Desk) -> None:
    assert desk.read(desk.fill(TYPED), "--write").exit_code == 0
    rows = {row["part"]: row for row in desk.rows()}
    assert set(rows) == {"superior", "plan", "employee", "answer", "date", "signed-1"}
    assert rows["superior"] == {
        "period": "2026-10",
        "employee": "E1",
        "role": "clerk",
        "part": "superior",
        "text": "本月处理及时。\n下月请注意台账。",
        "by": "E9",
        "on": "2026-11-05",
        "form": form_id("2026-10", "E1", "clerk", ""),
    }
    assert rows["plan"]["text"] == "'- 每周五自查一次"  # a spreadsheet would take it for a formula
    assert (rows["answer"]["text"], rows["answer"]["by"]) == ("agree", "E1")
    assert rows["date"]["text"] == "2026-11-05"


def test_the_same_form_twice_changes_nothing(desk: Desk) -> None:
    path = desk.fill(TYPED)
    desk.read(path, "--write")
    before = desk.kept.read_bytes()
    again = desk.read(path, path, "--write")
    assert "没有要写的" in again.stdout
    assert desk.kept.read_bytes() == before


def test_a_changed_remark_is_a_visible_change_and_a_struck_one_too(desk: Desk) -> None:
    desk.read(desk.fill(TYPED), "--write")
    corrected = desk.read(desk.fill({"remark plan": "每天自查"}), "--write")
    assert "更正（原 - 每周五自查一次）" in corrected.stdout
    desk.build("xlsx")
    struck = desk.read(desk.fill({"remark plan": None}), "--write")
    assert "去掉（原 每天自查）" in struck.stdout
    assert "plan" not in {row["part"] for row in desk.rows()}
    assert "superior" in {row["part"] for row in desk.rows()}


def test_a_form_handed_out_earlier_undoes_nothing(desk: Desk) -> None:
    """The employee's copy went out before the superior wrote on another."""
    mine = desk.fill({"remark employee": "没有意见"}, to="mine.xlsx")
    desk.read(desk.fill({"remark superior": "好"}), "--write")
    desk.read(mine, "--write")
    assert {row["part"]: row["text"] for row in desk.rows()} == {
        "superior": "好",
        "employee": "没有意见",
    }


def test_a_file_kept_by_hand_stays_as_it_is(desk: Desk) -> None:
    kept = "考核期;工号;岗位;栏目;内容;备注\r\n2026-10;E2;文员;上级评语;稳;手写\r\n".encode(
        "gb18030"
    )
    desk.kept.write_bytes(kept)
    assert desk.read(desk.fill({"remark superior": "好"}), "--write").exit_code == 0
    assert desk.kept.read_bytes() == kept + "2026-10;E1;clerk;superior;好;\r\n".encode("gb18030")
    other = desk.fill({"remark superior": "很稳"}, to="e2.xlsx", who="E2")
    assert "更正（原 稳）" in desk.read(other, "--write").stdout
    assert "2026-10;E2;clerk;superior;很稳;手写" in desk.kept.read_text("gb18030")


MISTAKES: list[tuple[str, Any, str]] = [
    ("remark superior", "好" * 100_000, "remark-too-long"),
    ("remark employee", '=HYPERLINK("http://x","y")', "remark-formula"),
    ("remark plan", "正常\u202e常正", "remark-character"),
    ("remark date", "下周一", "remark-date-unclear"),
    ("remark answer", "也许", "remark-not-a-choice"),
]


@pytest.mark.parametrize(("fact", "value", "code"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_what_cannot_be_kept_is_told_by_its_cell_and_the_form_gives_nothing(
    desk: Desk, fact: str, value: Any, code: str
) -> None:
    path = desk.fill({**TYPED, fact: value})
    cell = {
        str(row[0]): str(row[1])
        for row in load_workbook(path)["dutybook"].iter_rows(values_only=True)
    }[fact]
    read = desk.read(path, "--write")
    assert read.exit_code == 1
    assert f"filled.xlsx!绩效考核表!{cell}" in read.stderr
    assert f" {code}:" in read.stderr
    assert not desk.kept.exists()


def test_control_characters_are_told(desk: Desk) -> None:
    """Written into the file itself: no spreadsheet would."""
    path = desk.fill({"remark superior": "好MARK好"})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(b"MARK", b"_x0007_"))
    read = desk.read(path, "--write")
    assert "remark-character" in read.stderr
    assert not desk.kept.exists()


def test_a_form_of_another_period_gives_nothing(desk: Desk) -> None:
    read = desk.read(desk.fill(TYPED), "--write", "--period", "2026-09")
    assert "ratings-wrong-period" in read.stderr
    assert not desk.kept.exists()


def test_of_two_forms_that_contradict_neither_is_taken(desk: Desk) -> None:
    one = desk.fill({"remark superior": "好"})
    two = desk.fill({"remark superior": "不好", "remark plan": "改"}, to="other.xlsx")
    read = desk.read(one, two, "--write")
    assert read.stderr.count("remarks-form-twice") == 1
    assert not desk.kept.exists()


def test_evaluate_and_explain_show_them(desk: Desk) -> None:
    total = desk.score("evaluate")["total"]
    desk.read(desk.fill(TYPED), "--write")
    scored = desk.score("evaluate")
    assert scored["total"] == total
    assert [one["part"] for one in scored["remarks"]] == [
        "superior", "plan", "employee", "answer", "date", "signed-1",
    ]  # fmt: skip
    assert scored["remarks"][1]["text"] == "- 每周五自查一次"
    said = run("explain", "-w", desk.root, "E1", "--period", "2026-10").stdout
    assert "表上所写  上级评语：本月处理及时。 / 下月请注意台账。（E9） 2026-11-05" in said
    assert "是否同意：同意（E1） 2026-11-05" in said


def test_the_next_printing_has_them_in_every_format(desk: Desk) -> None:
    desk.read(desk.fill(TYPED), "--write")
    page = (desk.build("html") / "E1-clerk.html").read_text("utf-8")
    for words in (
        "下月请注意台账。",
        "- 每周五自查一次",
        "同意评语",
        "2026年11月5日",
        "甲 2026-11-05",
    ):
        assert words in page
    assert re.search(r"checked[^>]*/?>[^<]*同意", page)
    with zipfile.ZipFile(desk.build("docx") / "E1-clerk.docx") as document:
        text = document.read("word/document.xml").decode()
    assert "下月请注意台账。" in text
    book = load_workbook(desk.build("xlsx") / "E1-clerk.xlsx")
    facts = {str(row[0]): str(row[1]) for row in book["dutybook"].iter_rows(values_only=True)}
    assert book.worksheets[0][facts["remark superior"]].value == TYPED["remark superior"]
    assert book.worksheets[0][facts["remark answer"]].value == "同意"
    assert not book.worksheets[0][facts["remark signed-1"]].protection.locked
    report = (desk.build("html", "evaluation-report") / "E1-clerk.html").read_text("utf-8")
    assert "同意评语，台账会补齐。" in report


def test_the_longest_remark_fits_the_rows_of_the_form(desk: Desk) -> None:
    long = "\n".join(["长" * 100] * 14)
    assert desk.read(desk.fill({"remark superior": long}), "--write").exit_code == 0
    sheet = load_workbook(desk.build("xlsx") / "E1-clerk.xlsx").worksheets[0]
    row = next(c.row for r in sheet.iter_rows() for c in r if c.value == long)
    merged = next(m for m in sheet.merged_cells.ranges if m.min_row == row and m.max_col > 5)
    heights = [sheet.row_dimensions[at].height for at in range(row, merged.max_row + 1)]
    assert max(heights) <= 409
    assert sum(heights) >= 14 * 2 * 14.5


def test_a_closing_keeps_them_and_tells_what_comes_later(desk: Desk) -> None:
    desk.read(desk.fill(TYPED), "--write")
    assert run("close", "-w", desk.root, "2026-10", "--yes").exit_code == 0
    late = desk.read(desk.fill({"remark plan": "改为每天"}), "--write")
    assert "remark-after-closing" in late.stderr
    signed = desk.score("explain", "E1")
    assert signed["remarks"][1]["text"] == "- 每周五自查一次"
    page = (desk.build("html") / "E1-clerk.html").read_text("utf-8")
    assert "每周五自查一次" in page
    assert "改为每天" not in page
    now = run("evaluate", "-w", desk.root, "--period", "2026-10").stdout
    assert "改为每天" in now
    assert run("close", "-w", desk.root, "--verify").exit_code == 0


DISAGREES = {"remark answer": "有异议，提出申诉", "remark employee": "# 5 日停电：「不算」", "remark date": datetime(2026, 11, 6)}  # fmt: skip


def appealing(desk: Desk) -> Path:
    scheme = desk.root / "rules/schemes/s.yaml"
    scheme.write_text(scheme.read_text("utf-8") + "appeal_within: 5 d\n", "utf-8")
    return desk.root / "appeals.yaml"


def test_who_disagrees_appeals(desk: Desk) -> None:
    appeals = appealing(desk)
    form = desk.fill(DISAGREES)
    looked = desk.read(form)
    assert ("appeal-opened" in looked.stderr, appeals.exists()) == (True, False)
    (listed,) = json.loads(desk.read(form, "--format", "json").stdout)["appeals"]
    assert (listed["employee"], listed["period"], listed["why"], listed["filed_on"]) == (
        "E1", "2026-10", "# 5 日停电：「不算」", "2026-11-06")  # fmt: skip
    kept = desk.read(form, "--write")
    assert (kept.exit_code, "appeals.yaml" in kept.stdout) == (0, True)
    assert f"id: {listed['id']}\n" in appeals.read_text("utf-8")
    assert json.loads(desk.read(form, "--format", "json").stdout)["appeals"] == []
    (found,) = desk.score("evaluate")["appeals"]
    assert found["decision"] == "pending"
    assert (found["why"], found["filed_on"]) == ("# 5 日停电：「不算」", "2026-11-06")
    before = appeals.read_bytes()
    again = desk.read(form, "--write")
    assert ("appeal-opened" in again.stderr, appeals.read_bytes()) == (False, before)


@pytest.mark.parametrize(
    "text",
    [
        "# 抬头\nappeals:\n- {id: x, employee: E2, period: 2026-10, why: 甲, filed_on: 2026-11-01}  # 尾\n",
        "appeals:\n    - id: x\n      employee: E2\n      period: 2026-10\n      why: 甲\n      filed_on: 2026-11-01",
        "appeals: [{id: x, employee: E2, period: 2026-10, why: 甲, filed_on: 2026-11-01}]\n",
        "申诉:\n  - {标识: x, 员工: E2, 考核周期: 2026-10, 理由: 甲, 提出日: 2026-11-01}\n",
    ],
)  # fmt: skip
def test_appeals_that_are_there_stay_as_they_are(desk: Desk, text: str) -> None:
    appeals = appealing(desk)
    appeals.write_text(text, "utf-8")
    kept = desk.read(desk.fill(DISAGREES), desk.fill(DISAGREES, "two.xlsx", "E2"), "--write")
    assert kept.exit_code == 0, kept.stderr
    assert appeals.read_text("utf-8").startswith(text)
    assert run("check", "-w", desk.root).stdout.count("appeals.yaml:") == 0
    assert len(desk.score("evaluate")["appeals"]) == 1


def test_appeals_that_cannot_be_read_are_not_added_to(desk: Desk) -> None:
    appeals = appealing(desk)
    appeals.write_text("appeals: [{id: x}]\n", "utf-8")
    refused = desk.read(desk.fill(DISAGREES), "--write")
    assert (refused.exit_code, "appeals-not-writable" in refused.stderr) == (2, True)
    assert (appeals.read_text("utf-8"), desk.kept.exists()) == ("appeals: [{id: x}]\n", False)


def test_a_disagreement_without_a_right_of_appeal_is_told(desk: Desk) -> None:
    kept = desk.read(desk.fill(DISAGREES), "--write")
    assert "disagreed-without-appeal" in kept.stderr
    assert not (desk.root / "appeals.yaml").exists()
    assert {row["text"] for row in desk.rows() if row["part"] == "answer"} == {"disagree"}


def test_words_on_a_form_of_an_earlier_version_are_told(desk: Desk) -> None:
    """Its hidden sheet does not say in which cells they are."""
    path = desk.fill(TYPED)
    book = load_workbook(path)
    for row in book["dutybook"].iter_rows():
        if str(row[0].value).startswith("remark "):
            row[0].value = None
    book.save(path)
    read = desk.read(path, "--write")
    assert (read.stderr.count("remarks-unread"), desk.kept.exists()) == (1, False)
