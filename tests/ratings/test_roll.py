"""A list of ratings, a row each: by ids or names, judged cell by cell, into the log once."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
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
  - id: tidy
    name: 整洁
    weight: 40
    measure: {rating: {of: ratings, scale: 100, raters: {superior: 60%, self: 40%}}}
    target: "≥ 80"
    score: rating
"""
LOGS = "logs: {entered: logs/entered.csv, ratings: logs/ratings.csv}\n"
FILES = {
    "dutybook.yaml": f"organisation: 测试公司\nscheme: s\n{LOGS}",
    "rules/schemes/s.yaml": "scheme: s\n",
    "roles/clerk.yaml": ROLE,
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\n",
    "logs/entered.csv": "工号,岗位,指标,填报人,填报人工号,数值,填报日期\n",
    "logs/ratings.csv": "employee,kpi,rater,by,value,rated_on\n",
}
HEAD = "employee,kpi,rater,value,rated_on\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(office: Path, rows: str, *options: str) -> Result:
    (office / "名单.csv").write_text(HEAD + rows, "utf-8-sig")
    return CliRunner().invoke(main, ["ratings", "名单.csv", *options], catch_exceptions=False)


def test_rows_by_name_go_into_the_log_that_their_kpi_asks(office: Path) -> None:
    rows = (
        "甲,整洁,self,88,2026-10\nE1,tidy,直接上级,90,2026-10-28\n甲,出租率,superior,0.97,2026-10\n"
    )
    assert "88" in read(office, rows).output
    assert (office / "logs/ratings.csv").read_text("utf-8") == FILES["logs/ratings.csv"]
    done = read(office, rows, "--write")
    assert done.exit_code == 0, done.output
    assert (office / "logs/ratings.csv").read_text("utf-8-sig") == (
        FILES["logs/ratings.csv"]
        + "E1,tidy,self,E1,88,2026-10-31\nE1,tidy,superior,E9,90,2026-10-28\n"
    )
    assert "E1,clerk,let,superior,E9,0.97,2026-10-31" in (office / "logs/entered.csv").read_text(
        "utf-8"
    )
    before = (office / "logs/ratings.csv").read_bytes()
    assert read(office, rows, "--write").exit_code == 0
    assert (office / "logs/ratings.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("乙,整洁,self,88,2026-10", "ratings-unknown-employee"),
        ("甲,整洁,self,88,2025-10", "ratings-unknown-employee"),
        ("甲,礼貌,self,88,2026-10", "roll-unknown-kpi"),
        ("甲,整洁,peer,88,2026-10", "roll-unknown-rater"),
        ("甲,整洁,self,好,2026-10", "rating-not-number"),
        ("甲,整洁,self,101,2026-10", "rating-off-scale"),
        ("甲,整洁,self,88,上月", "roll-bad-day"),
    ],
)
def test_a_row_with_a_mistake_is_told_and_the_others_are_taken(
    office: Path, row: str, code: str
) -> None:
    done = read(office, f"{row}\n甲,整洁,superior,90,2026-10\n", "--write")
    assert done.exit_code == 1
    assert f"名单.csv:2:1: error {code}" in done.stderr
    log = (office / "logs/ratings.csv").read_text("utf-8").splitlines()
    assert log[1:] == ["E1,tidy,superior,E9,90,2026-10-31"]


def test_a_list_without_its_columns_and_one_that_contradicts_itself_give_nothing(
    office: Path,
) -> None:
    twice = "甲,整洁,self,88,2026-10\n甲,整洁,self,89,2026-10\n"
    assert "ratings-form-twice" in read(office, twice, "--write").stderr
    (office / "空.csv").write_text("a,b\n1,2\n", "utf-8")
    done = CliRunner().invoke(main, ["ratings", "空.csv", "--write"])
    assert "csv-column-missing" in done.stderr
    assert (office / "logs/ratings.csv").read_text("utf-8") == FILES["logs/ratings.csv"]
