"""Ratings by level: chosen from a list on the form, computed there, read back by word or figure."""

import shutil
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
  - id: attitude
    name: 态度
    weight: 100
    measure: {rating: {scale: {levels: {优: 95, 良: 85, 差: 60}, max: 100}, raters: {self: 40%, superior: 60%}}}
    score: rating
"""
HEAD = "employee,kpi,rater,by,value,rated_on\n"
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: s\nlogs: {ratings: logs/ratings.csv}\n",
    "rules/schemes/s.yaml": "scheme: s\n",
    "roles/clerk.yaml": ROLE,
    "roles/head.yaml": "role: head\ntitle: 主任\n",
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\nE9,丙,head,2026-01-01,,\n",
    "logs/ratings.csv": HEAD + "E1,attitude,self,E1,优,2026-10-20\n",
}
SELF, SUPERIOR = "rating attitude self", "rating attitude superior"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Handed:
    """A form handed out, with the addresses its hidden sheet names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_files(root, FILES)
        kind = ("--period", "2026-10", "--kind", "evaluation-form", "--format", "xlsx")
        assert run("build", "-w", root, *kind).exit_code in (0, 1)
        self.form = root / "out/evaluation-form/2026-10/E1-clerk.xlsx"
        book = load_workbook(self.form)
        self.facts = {
            str(n): str(v) for n, v in book["dutybook"].iter_rows(max_col=2, values_only=True)
        }
        self.sheet = book.worksheets[0]

    def read(self, given: Any) -> Result:
        path = self.root / "filled.xlsx"
        shutil.copy(self.form, path)
        book = load_workbook(path)
        book.worksheets[0][self.facts[SUPERIOR]] = given
        book.save(path)
        return run("ratings", "-w", self.root, path, "--write")

    @property
    def log(self) -> str:
        return (self.root / "logs/ratings.csv").read_text("utf-8-sig")


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    return Handed(tmp_path)


def test_levels_are_a_list_to_choose_from(handed: Handed) -> None:
    lists = {str(o.sqref): o.formula1 for o in handed.sheet.data_validations.dataValidation}
    assert lists[handed.facts[SUPERIOR]] == '"优,良,差"'
    assert handed.sheet[handed.facts[SELF]].value == "优"


@pytest.mark.parametrize("given", ["良", " 良 ", 85, "85"])
def test_the_word_or_the_figure_is_kept_as_a_figure(handed: Handed, given: Any) -> None:
    assert handed.read(given).exit_code == 0
    kept = handed.log
    assert kept.endswith("E1,attitude,superior,E9,85,2026-10-31\n")
    assert "E1,attitude,self,E1,优,2026-10-20" in kept  # the same as was written by hand
    assert handed.read(given).exit_code == 0
    assert handed.log == kept
    told = run("explain", "-w", handed.root, "E1", "attitude", "--period", "2026-10").output
    assert "优（95）" in told
    assert "良（85）" in told
    assert "89" in told


@pytest.mark.parametrize("given", ["优秀", 90, "=85", "85%", True])
def test_anything_else_is_told_by_its_cell(handed: Handed, given: Any) -> None:
    done = handed.read(given)
    assert "rating-not-level" in done.output
    assert f"!{handed.facts[SUPERIOR]}" in done.output
    assert "superior" not in handed.log


def test_the_sheet_knows_what_a_level_stands_for(handed: Handed) -> None:
    formulas = [str(c.value) for row in handed.sheet.iter_rows() for c in row]
    known = "INDEX({95,85,60},MATCH(" + handed.facts[SUPERIOR] + ',{"优","良","差"},0))'
    assert any(known in formula for formula in formulas)
