"""What reports show of the periods before: closed results, else evaluated; only months with logs."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutybook.cli import main
from dutybook.grammar.time.period import parse_period
from dutybook.report.trends import earlier
from dutybook.score.evaluation import evaluate
from dutybook.workspace import load

ROLE = """
role: clerk
title: 文员
department: 办公室
duties: [{id: answer, text: 答复来电并登记}]
kpis:
  - id: calls
    name: 来电数
    covers: [answer]
    weight: 100
    measure: {count: {of: calls}}
    target: "≥ 2"
    score: proportional
"""
SOURCE = """
source: calls
grain: case
key: no
employee: employee
time: at
columns: {no: text, employee: text, at: instant}
"""
CALLS = """no,employee,at
1,E1,2026-08-03 09:00
2,E1,2026-08-04 09:00
3,E1,2026-10-05 09:00
4,E1,2026-11-03 09:00
5,E1,2026-11-04 09:00
"""
CONFIG = """
organisation: 试验公司
scheme: plain
people: people.csv
logs: {calls: calls.csv}
"""
SCHEME = """
scheme: plain
period: month
scale: 100
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A clerk with two calls in August, none in September, one in October, two in November."""
    for name, text in (
        ("dutybook.yaml", CONFIG), ("roles/clerk.yaml", ROLE), ("rules/sources/calls.yaml", SOURCE),
        ("rules/schemes/plain.yaml", SCHEME),
        ("people.csv", "employee,name,role,from,to,superior\nE1,张三,clerk,2026-01-01,,\n"),
        ("calls.csv", CALLS),
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def told(root: Path, period: str) -> list[tuple[str, str | None, list[str | None]]]:
    with evaluate(load(root), parse_period(period)) as run:
        return [
            (one["period"], one["from"], [sheet["total"] for sheet in one["scores"]])
            for one in earlier(run)
        ]


def test_back_to_the_first_month_with_a_total_and_gaps_are_told(office: Path) -> None:
    # two calls are the target: 100 in August, one of two is 50 in October
    assert told(office, "2026-11") == [
        ("2026-08", "computed", ["100"]),
        ("2026-09", None, []),
        ("2026-10", "computed", ["50"]),
    ]


def test_nothing_before_the_first_month(office: Path) -> None:
    assert told(office, "2026-08") == []


def test_a_closed_month_is_taken_as_it_was_signed(office: Path) -> None:
    closing = ["close", "2026-08", "-w", str(office), "--yes"]
    assert CliRunner().invoke(main, closing, catch_exceptions=False).exit_code == 0
    calls = office / "calls.csv"
    calls.write_text(
        calls.read_text("utf-8").replace("2,E1,2026-08-04", "2,E1,2026-12-04"), "utf-8"
    )
    assert told(office, "2026-11")[0] == ("2026-08", "closed", ["100"])


def test_what_lies_in_out_is_not_read(office: Path) -> None:
    left = office / "out/evaluation/2026-08/scores.json"
    left.parent.mkdir(parents=True)
    left.write_text(json.dumps({"scores": []}), "utf-8")
    before = told(office, "2026-11")
    shutil.rmtree(office / "out")
    assert told(office, "2026-11") == before


def test_a_log_that_only_mentions_a_month_does_not_make_it_one(office: Path) -> None:
    # three logs speak of November; in July one of them does, which is less than half
    config = office / "dutybook.yaml"
    config.write_text(CONFIG.replace("calls.csv}", "calls.csv, b: b.csv, c: c.csv}"), "utf-8")
    for name, first in (("b", "2026-07-06"), ("c", "2026-11-02")):
        source = SOURCE.replace("source: calls", f"source: {name}")
        (office / f"rules/sources/{name}.yaml").write_text(source, "utf-8")
        rows = f"no,employee,at\n1,E1,{first} 09:00\n2,E1,2026-11-05 09:00\n"
        (office / f"{name}.csv").write_text(rows, "utf-8")
    assert [period for period, _, _ in told(office, "2026-11")] == []
    calls = office / "calls.csv"
    calls.write_text(calls.read_text("utf-8") + "6,E1,2026-07-07 09:00\n7,E1,2026-07-08 09:00\n")
    assert told(office, "2026-11")[0] == ("2026-07", "computed", ["100"])


def test_periods_that_are_no_calendar_ones_have_none_before(office: Path) -> None:
    scheme = office / "rules/schemes/plain.yaml"
    scheme.write_text(SCHEME.replace("month", "custom"), "utf-8")
    assert told(office, "2026-11-01..2026-11-15") == []
