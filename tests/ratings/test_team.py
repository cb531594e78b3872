"""One sheet for a superior's whole team: handed out, filled in, read back row by row."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workspaces import write_files

from dutybook.cli import main
from dutybook.files.formsheet import members_of

CLERK = """
role: clerk
title: 文员
kpis:
  - id: attitude
    name: 工作态度
    weight: 60
    measure: {rating: {scale: {levels: {优: 95, 良: 85, 中: 70}}, raters: {superior: 60%, self: 40%}}}
    target: "≥ 80"
    score: rating
  - id: let
    name: 出租率
    weight: 40
    measure: {entered: {by: superior, scale: 1}}
    target: "≥ 96%"
    score: proportional
"""
GUARD = """
role: guard
title: 保安
kpis:
  - id: rounds
    name: 巡查质量
    weight: 100
    measure: {rating: {scale: 10, raters: {superior: 100%}}}
    target: "≥ 8"
    score: rating
"""
TEAM = [f"E{n:02}" for n in range(1, 13)]
"""Nine clerks and three guards."""
HEAD = "employee,name,role,from,to,superior\n"
PEOPLE = [f"{e},员工{e},{'guard' if e > 'E09' else 'clerk'},2026-01-01,,M1" for e in TEAM]
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: s\n"
    "logs: {entered: logs/entered.csv, ratings: logs/ratings.csv}\n",
    "rules/schemes/s.yaml": "scheme: s\n",
    "roles/clerk.yaml": CLERK,
    "roles/guard.yaml": GUARD,
    "roles/head.yaml": "role: head\ntitle: 主任\n",
    "people.csv": HEAD
    + "\n".join([*PEOPLE, "M1,主任,head,2026-01-01,,", "X1,旁人,guard,2026-01-01,,M9", ""]),
    "logs/entered.csv": "工号,岗位,指标,填报人,填报人工号,数值,填报日期\n",
    "logs/ratings.csv": "工号,指标,评分人,评分人工号,评分,评分日期\n",
}
GOOD = {"attitude": "良", "let": 0.97, "rounds": 9}
NOTE = "remark superior"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Desk:
    """A superior's desk: the sheet comes and goes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_files(root, FILES)
        self.sheet = root / "team.xlsx"
        self.hand_out()

    def hand_out(self, period: str = "2026-10", *more: str) -> Result:
        return run(
            "team-sheet", "-w", self.root, self.sheet, "--period", period, "--superior", "M1", *more
        )

    def facts(self) -> dict[str, dict[str, str]]:
        rows = load_workbook(self.sheet)["dutybook"].iter_rows(max_col=2, values_only=True)
        facts = {str(name): str(value) for name, value in rows}
        return {one["employee"]: one for one in members_of(facts)}

    def fill(self, fill: Mapping[tuple[str, str], Any], to: str = "filled.xlsx") -> Path:
        """A copy with every cell answered, and then those of ``fill`` (employee, KPI or fact)."""
        path, facts = self.root / to, self.facts()
        shutil.copy(self.sheet, path)
        book = load_workbook(path)
        for employee, mine in facts.items():
            for fact, cell in mine.items():
                if fact.startswith("rating "):
                    kpi = fact.split()[1]
                    book.worksheets[0][cell] = fill.get((employee, kpi), GOOD[kpi])
        for (employee, fact), value in fill.items():
            if fact in facts[employee]:
                book.worksheets[0][facts[employee][fact]] = value
        book.save(path)
        return path

    def read(self, path: Path, *more: object) -> Result:
        return run("ratings", "-w", self.root, path, *more)

    def kept(self) -> list[str]:
        logs = ("ratings", "entered")
        texts = [(self.root / f"logs/{log}.csv").read_text("utf-8-sig") for log in logs]
        return [row for text in texts for row in text.splitlines()[1:]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_sheet_asks_each_what_their_post_asks(desk: Desk) -> None:
    sheet, facts = load_workbook(desk.sheet).worksheets[0], desk.facts()
    assert list(facts) == TEAM
    clerk, guard = facts["E01"], facts["E10"]
    mark, rate = clerk["rating attitude superior"], clerk["rating let superior"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists[mark] == '"优,良,中"'
    assert (sheet[rate].number_format, sheet[rate].protection.locked) == ("0.00%", False)
    assert "rating attitude superior" not in guard
    grey = sheet[f"{mark[0]}{guard['rating rounds superior'][1:]}"]
    assert (grey.protection.locked, grey.value) == (True, None)
    assert sheet.protection.sheet


def test_there_and_back_and_the_same_again(desk: Desk) -> None:
    filled = desk.fill({("E03", NOTE): "雨夜排险及时", ("E10", "rounds"): 7})
    looked = desk.read(filled)
    assert (looked.exit_code, desk.kept()) == (0, [])
    done = desk.read(filled, "--write")
    assert done.exit_code == 0, done.output
    kept = desk.kept()
    assert len(kept) == 9 + 9 + 3
    assert "E01,attitude,superior,M1,85,2026-10-31" in kept
    assert "E10,rounds,superior,M1,7,2026-10-31" in kept
    assert "E02,clerk,let,superior,M1,0.97,2026-10-31" in kept
    assert "雨夜排险及时" in (desk.root / "remarks.csv").read_text("utf-8-sig")
    again = json.loads(desk.read(filled, "--write", "--format", "json").stdout)
    assert again["logs"] == []
    assert desk.kept() == kept


def test_the_next_printing_shows_what_was_kept(desk: Desk) -> None:
    desk.read(desk.fill({("E03", NOTE): "雨夜排险及时"}), "--write")
    assert "tables-exists" in desk.hand_out().output
    assert desk.hand_out("2026-10", "--overwrite").exit_code == 0
    sheet, facts = load_workbook(desk.sheet).worksheets[0], desk.facts()
    assert sheet[facts["E03"][NOTE]].value == "雨夜排险及时"
    assert sheet[facts["E01"]["rating attitude superior"]].value == "良"
    assert sheet[facts["E01"]["rating let superior"]].value == 0.97
    assert json.loads(desk.read(desk.sheet, "--format", "json").stdout)["logs"] == []


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (("E02", "attitude"), "极好", "rating-not-level"),
        (("E02", "let"), "很高", "entered-not-number"),
        (("E02", "let"), None, "rating-missing"),
        (("E11", "rounds"), 12, "rating-off-scale"),
        (("E11", NOTE), "=1+1", "remark-formula"),
    ],
)
def test_a_wrong_cell_keeps_out_that_person_only(
    desk: Desk, cell: tuple[str, str], value: Any, code: str
) -> None:
    employee, what = cell
    done = desk.read(desk.fill({cell: value, ("E05", NOTE): "好"}), "--write")
    facts = desk.facts()[employee]
    assert done.exit_code == 1
    assert f"!{facts.get(what) or facts[f'rating {what} superior']}" in done.output
    assert done.output.count(code) == 1
    assert {row.partition(",")[0] for row in desk.kept()} == set(TEAM) - {employee}


def test_rows_that_moved_are_told_and_give_nothing(desk: Desk) -> None:
    path, facts = desk.fill({}), desk.facts()
    book = load_workbook(path)
    sheet = book.worksheets[0]
    one, other = (facts[who]["remark superior"][1:] for who in ("E01", "E02"))
    for column in "ABCDEFG":
        here, there = sheet[f"{column}{one}"], sheet[f"{column}{other}"]
        here.value, there.value = there.value, here.value
    book.save(path)
    done = desk.read(path, "--write")
    assert f"!A{one}" in done.output
    assert "ratings-label-changed" in done.output
    assert {row.partition(",")[0] for row in desk.kept()} == set(TEAM[2:])


def test_a_changed_heading_and_no_rater_are_told_once(desk: Desk) -> None:
    path, facts = desk.fill({}), desk.facts()
    book = load_workbook(path)
    book.worksheets[0][facts["E01"]["by superior"]] = "没有这个人"
    book.save(path)
    done = desk.read(path, "--write")
    assert done.output.count("rating-unknown-rater") == 1
    assert desk.kept() == []


def test_a_changed_heading_keeps_out_those_asked_below_it(desk: Desk) -> None:
    path, facts = desk.fill({}), desk.facts()
    book = load_workbook(path)
    head = f"{facts['E10']['rating rounds superior'][0]}5"
    assert book.worksheets[0][head].value == "巡查质量"
    book.worksheets[0][head] = "别的指标"
    book.save(path)
    done = desk.read(path, "--write")
    assert done.output.count("ratings-label-changed") == 1
    assert {row.partition(",")[0] for row in desk.kept()} == set(TEAM[:9])


def test_the_seal_is_on_the_whole_sheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_SECRET", "the office's own")
    unsealed = desk.read(desk.fill({}))
    assert (unsealed.exit_code, unsealed.output.count("ratings-unsealed")) == (0, 1)
    desk.hand_out("2026-10", "--overwrite")
    path = desk.fill({})
    assert "ratings-unsealed" not in desk.read(path).output
    book = load_workbook(path)
    for row in book["dutybook"].iter_rows(max_col=2):
        if row[0].value == "member 1 rating let superior":
            row[1].value = desk.facts()["E02"]["rating let superior"]
    book.save(path)
    assert desk.read(path, "--write").output.count("ratings-seal-wrong") == 1
    assert desk.kept() == []


def test_rows_left_empty_are_no_mistake(desk: Desk) -> None:
    empty = {(who, kpi): None for who in TEAM[1:] for kpi in GOOD}
    done = desk.read(desk.fill(empty), "--write")
    assert (done.exit_code, "ratings-nothing" in done.output) == (0, False)
    assert {row.partition(",")[0] for row in desk.kept()} == {"E01"}
    nothing = desk.read(desk.sheet)
    assert nothing.output.count("ratings-nothing") == 1


def test_a_sheet_of_another_period_is_refused_where_one_is_named(desk: Desk) -> None:
    path = desk.fill({})
    done = desk.read(path, "--write", "--period", "2026-11")
    assert done.output.count("ratings-wrong-period") == 1
    assert desk.kept() == []
    assert desk.read(path, "--write", "--period", "2026-10").exit_code == 0
    desk.hand_out("2026-11", "--overwrite")
    assert desk.read(desk.fill({}, "next.xlsx"), "--write").exit_code == 0
    assert "E01,attitude,superior,M1,85,2026-11-30" in desk.kept()
    assert "E01,attitude,superior,M1,85,2026-10-31" in desk.kept()


def test_who_left_or_whose_kpis_changed_is_kept_out_alone(desk: Desk) -> None:
    path = desk.fill({})
    people = (desk.root / "people.csv").read_text("utf-8")
    gone = PEOPLE[3].replace("01-01,,", "01-01,2026-09-30,")
    (desk.root / "people.csv").write_text(people.replace(PEOPLE[3], gone), "utf-8")
    role = desk.root / "roles/guard.yaml"
    role.write_text(role.read_text("utf-8").replace("≥ 8", "≥ 9"), "utf-8")
    done = desk.read(path, "--write")
    assert "ratings-unknown-employee" in done.output
    assert "ratings-definition-changed" in done.output
    assert {row.partition(",")[0] for row in desk.kept()} == {*TEAM[:3], *TEAM[4:9]}


def test_facts_that_were_changed_are_refused(desk: Desk) -> None:
    path = desk.fill({})
    book = load_workbook(path)
    for row in book["dutybook"].iter_rows(max_col=2):
        if row[0].value == "member 2 employee":
            row[1].value = "X1"
    book.save(path)
    assert "ratings-facts-changed" in desk.read(path, "--write").output
    assert desk.kept() == []


@pytest.mark.parametrize("superior", ["E01", "没有这个人", ""])
def test_nobody_to_rate_is_told(desk: Desk, superior: str) -> None:
    other = desk.root / "other.xlsx"
    asked = ("--period", "2026-10", "--superior", superior)
    done = run("team-sheet", "-w", desk.root, other, *asked)
    assert (done.exit_code, "team-nobody" in done.output, other.exists()) == (2, True, False)


@pytest.mark.parametrize("form", ["html", "docx"])
def test_the_sheet_is_printed_with_what_stands_on_it(desk: Desk, form: str) -> None:
    assert desk.read(desk.fill({("E01", NOTE): "十月失误一次"}), "--write").exit_code == 0
    path = desk.root / f"team.{form}"
    asked = ("--period", "2026-10", "--superior", "M1")
    done = run("team-sheet", "-w", desk.root, path, *asked)
    assert done.exit_code == 0, done.output
    assert "供打印" in done.output
    if form == "html":
        text = path.read_text("utf-8")
        for words in ("员工E01", "工作态度", "97%", "十月失误一次", "—"):
            assert words in text
    assert run("team-sheet", "-w", desk.root, desk.root / "team.txt", *asked).exit_code == 2
