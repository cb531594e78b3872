"""Figures that a superior types into the value cell of a form: handed out, read back, kept once."""

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

ROLE = """
role: clerk
title: 文员
department: 办公室
kpis:
  - id: let
    name: 出租率
    weight: 60
    measure: {entered: {by: superior, scale: 1}}
    target: "≥ 96%"
    score: proportional
  - id: visits
    name: 走访
    weight: 40
    measure: {entered: {by: superior}}
    target: "≥ 4"
    score: pass
"""
HEAD = "工号,岗位,指标,填报人,填报人工号,数值,填报日期\n"
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: s\nlogs: {entered: logs/entered.csv}\n",
    "rules/schemes/s.yaml": "scheme: s\n",
    "roles/clerk.yaml": ROLE,
    "roles/head.yaml": "role: head\ntitle: 主任\n",
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\nE9,丙,head,2026-01-01,,\n",
    "logs/entered.csv": HEAD,
}
LET, VISITS, BY = "rating let superior", "rating visits superior", "by superior"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Desk:
    def __init__(self, root: Path) -> None:
        self.root = root
        write_files(root, FILES)
        self.log = root / "logs/entered.csv"
        self.form = root / "out/evaluation-form/2026-10/E1-clerk.xlsx"
        self.hand_out()

    def hand_out(self, *options: str) -> None:
        kind = ("--period", "2026-10", "--kind", "evaluation-form", "--format", "xlsx")
        done = run("build", "-w", self.root, *kind, *options, "--force")
        assert done.exit_code in (0, 1), done.output

    def facts(self, form: Path) -> dict[str, str]:
        rows = load_workbook(form)["dutybook"].iter_rows(max_col=2, values_only=True)
        return {str(name): str(value) for name, value in rows}

    def fill(
        self, fill: Mapping[str, Any], to: str = "filled.xlsx", form: Path | None = None
    ) -> Path:
        path = self.root / to
        shutil.copy(form or self.form, path)
        book, facts = load_workbook(path), self.facts(path)
        for fact, value in fill.items():
            book.worksheets[0][facts[fact]] = value
        book.save(path)
        return path

    def read(self, path: Path, *arguments: object) -> Result:
        return run("ratings", "-w", self.root, path, *arguments)

    def rows(self) -> list[str]:
        return self.log.read_text("utf-8-sig").splitlines()[1:]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_value_cells_are_open_and_the_percentage_is_one(desk: Desk) -> None:
    sheet, facts = load_workbook(desk.form).worksheets[0], desk.facts(desk.form)
    let, visits = sheet[facts[LET]], sheet[facts[VISITS]]
    assert (let.protection.locked, visits.protection.locked) == (False, False)
    assert (let.value, let.number_format, visits.number_format) == (None, "0.00%", "General")
    assert sheet[facts[BY]].value == "E9"
    checks = {str(one.sqref): one.formula2 for one in sheet.data_validations.dataValidation}
    assert checks[facts[LET]] == "1"


def test_what_is_typed_is_kept_once_and_scored(desk: Desk) -> None:
    filled = desk.fill({LET: 0.72, VISITS: "５"})
    first = desk.read(filled, "--write")
    assert first.exit_code == 0, first.output
    kept = desk.log.read_bytes()
    assert desk.rows() == [
        "E1,clerk,let,superior,E9,0.72,2026-10-31",
        "E1,clerk,visits,superior,E9,5,2026-10-31",
    ]
    assert desk.read(filled, "--write").exit_code == 0
    assert desk.log.read_bytes() == kept
    done = run("evaluate", "-w", desk.root, "--period", "2026-10", "--format", "json")
    (sheet,) = (one for one in json.loads(done.stdout)["scores"] if one["employee"] == "E1")
    assert float(sheet["total"]) == 85
    desk.hand_out()
    assert load_workbook(desk.form).worksheets[0][desk.facts(desk.form)[LET]].value == 0.72


def test_a_correction_takes_the_place_of_all_before_it(desk: Desk) -> None:
    old = "E1,clerk,let,superior,E8,0.9,2026-10-20\nE1,clerk,let,superior,E9,0.91,2026-10-31\n"
    desk.log.write_text(HEAD + old + "E1,clerk,let,superior,E9,0.5,2026-09-30\n", "utf-8")
    done = desk.read(desk.fill({LET: "95%", VISITS: 4}), "--write", "--format", "json")
    corrected = json.loads(done.stdout)["ratings"][0]
    assert (corrected["outcome"], corrected["was"]) == ("corrected", "0.9 / 0.91")
    assert desk.rows() == [
        "E1,clerk,let,superior,E9,0.95,2026-10-20",
        "E1,clerk,let,superior,E9,0.5,2026-09-30",
        "E1,clerk,visits,superior,E9,4,2026-10-31",
    ]


@pytest.mark.parametrize(
    ("fill", "code", "cell"),
    [
        ({LET: 0.9}, "rating-missing", VISITS),
        ({LET: "很高", VISITS: 4}, "entered-not-number", LET),
        ({LET: 0.9, VISITS: "40%"}, "entered-not-number", VISITS),
        ({LET: "96", VISITS: 4}, "entered-not-percent", LET),
        ({LET: 1.2, VISITS: 4}, "rating-off-scale", LET),
        ({LET: 0.9, VISITS: 4, BY: "E7"}, "rating-unknown-rater", BY),
        ({LET: 0.9, VISITS: 4, BY: None}, "rating-no-rater", BY),
    ],
)
def test_mistakes_are_told_by_cell(desk: Desk, fill: dict[str, Any], code: str, cell: str) -> None:
    path = desk.fill(fill)
    done = desk.read(path, "--write")
    assert code in done.output
    assert f"!{desk.facts(path)[cell]}" in done.output
    assert desk.rows() == []


def test_two_forms_that_differ_give_nothing(desk: Desk) -> None:
    desk.fill({LET: 0.9, VISITS: 4})
    desk.fill({LET: 0.8, VISITS: 4}, "other.xlsx")
    done = run(
        "ratings", "-w", desk.root, desk.root / "filled.xlsx", desk.root / "other.xlsx", "--write"
    )
    assert "ratings-form-twice" in done.output
    assert desk.rows() == []


def test_a_slip_for_the_superior_has_the_cells_and_nothing_else(desk: Desk) -> None:
    desk.hand_out("--rater", "superior")
    (slip,) = desk.form.parent.glob("*superior*.xlsx")
    done = desk.read(desk.fill({LET: 0.96, VISITS: 4}, form=slip), "--write")
    assert done.exit_code == 0, done.output
    assert len(desk.rows()) == 2
