"""`dutybook check`, `query` and `rules` as they are run."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutybook.cli import main

ROLE = """role: clerk
title: 文员
code: 行-1
department: 行政部
kpis:
  - {id: a, name: 归档率, weight: 99.9, score: {incidents: {each: -1}}, covers: [x], measure: {count: {of: tickets}}}
duties: [{id: x, text: "归档,登记"}]
"""
CONFIG = "organisation: 测试公司\nlogs: {tickets: logs/t.csv}\n"
SHIPPED_LOGS = "logs: {tickets: logs/t.csv, deductions: logs/d.csv}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "roles/sub").mkdir(parents=True)
    (tmp_path / "dutybook.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "roles/a.yaml").write_text(ROLE, "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    return lambda *args: CliRunner().invoke(main, [*args, "-w", str(folder)])


def test_check_prints_place_source_and_summary(run: Callable[..., Result]) -> None:
    result = run("check")
    assert result.exit_code == 1
    assert "roles/a.yaml:5:1: error weights-sum: “文员”的权重合计 99.9，应为 100。" in result.stdout
    assert "    5 | kpis:\n      | ^\n      = 各项：99.9。" in result.stdout
    assert result.stdout.endswith("检查了 2 个文件：错误 1，警告 0，提示 1。\n")


def test_check_of_a_clean_workspace(folder: Path, run: Callable[..., Result]) -> None:
    clean = ROLE.replace("99.9", "100").replace(",登记", "")
    (folder / "roles/a.yaml").write_text(clean, "utf-8")
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "检查了 2 个文件，没有问题。\n")


def test_check_in_english(folder: Path, run: Callable[..., Result]) -> None:
    (folder / "dutybook.yaml").write_text(CONFIG + "locale: en\n", "utf-8")
    result = run("check")
    assert "add up to 99.9; they should be 100" in result.stdout
    assert result.stdout.endswith("2 files checked: errors 1, warnings 0, notes 1.\n")


def test_check_as_json_keeps_its_promise(run: Callable[..., Result]) -> None:
    result = run("check", "--format", "json")
    report = json.loads(result.stdout)
    assert list(report) == ["findings", "counts"]
    assert report["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert report["findings"][0] == {
        "code": "weights-sum",
        "severity": "error",
        "file": "roles/a.yaml",
        "line": 5,
        "column": 1,
        "path": "/kpis",
        "message": "“文员”的权重合计 99.9，应为 100。",
        "hint": "各项：99.9。",
    }


def test_check_as_sarif_and_github(run: Callable[..., Result]) -> None:
    run_ = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]
    assert [result["ruleId"] for result in run_["results"]] == [
        "weights-sum",
        "half-width-punctuation",
    ]
    lines = run("check", "--format", "github").stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::notice"]


def test_check_of_some_files_only(folder: Path) -> None:
    (folder / "roles/sub/b.yaml").write_text(
        ROLE.replace("clerk", "b").replace("行-1", "行-2"), "utf-8"
    )

    def files(*paths: Path) -> set[str]:
        result = CliRunner().invoke(main, ["check", "--format", "json", *map(str, paths)])
        return {finding["file"] for finding in json.loads(result.stdout)["findings"]}

    assert files(folder / "roles/a.yaml") == {"roles/a.yaml"}
    assert files(folder / "roles/sub") == {"roles/sub/b.yaml"}
    assert files(folder / "roles/a.yaml", folder / "roles/sub") == {
        "roles/a.yaml",
        "roles/sub/b.yaml",
    }
    assert files(folder) == {"roles/a.yaml", "roles/sub/b.yaml"}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_path_that_is_not_there(form: str, folder: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(folder / "roles/none.yaml"), "--format", form])
    assert result.exit_code == 2
    assert "path-unknown" in result.output


def test_a_path_outside_the_workspace(run: Callable[..., Result], folder: Path) -> None:
    outside = folder.parent / "outside.yaml"
    outside.write_text("", "utf-8")
    result = run("check", str(outside))
    assert result.exit_code == 2
    assert "path-unknown" in result.stderr


def test_no_workspace(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--format", "json", "-w", str(tmp_path)])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["findings"][0]["code"] == "no-workspace"


def test_waivers_are_judged_by_the_day_and_can_be_shown(
    folder: Path, run: Callable[..., Result]
) -> None:
    waived = "waive: [{rule: weights-sum, reason: 下月改, until: 2026-10-31}]\n"
    (folder / "roles/a.yaml").write_text(ROLE + waived, "utf-8")
    quiet = run("check", "--on", "2026-10-31")
    assert quiet.exit_code == 0
    assert "weights-sum" not in quiet.stdout
    told = run("check", "--on", "2026-10-31", "--show-waived").stdout
    assert "豁免 1 项：\nroles/a.yaml:5:1: weights-sum: " in told
    assert "豁免至 2026-10-31：下月改" in told
    shown = json.loads(
        run("check", "--on", "2026-10-31", "--show-waived", "--format", "json").stdout
    )
    assert [(item["code"], item["reason"]) for item in shown["waived"]] == [
        ("weights-sum", "下月改")
    ]
    late = run("check", "--on", "2026-11-01")
    assert late.exit_code == 1
    assert "waiver-expired" in late.stdout


def test_a_day_that_is_none(run: Callable[..., Result]) -> None:
    result = run("check", "--on", "tomorrow")
    assert result.exit_code == 2
    assert "date-unreadable" in result.stderr


def test_query_formats(run: Callable[..., Result]) -> None:
    sql = "select role, title, total_weight, effective, code = '行-1' as ok from roles"
    assert (
        run("query", sql).stdout
        == "role\ttitle\ttotal_weight\teffective\tok\nclerk\t文员\t99.9\t\tTrue\n"
    )
    assert run("query", sql, "--format", "csv").stdout.splitlines()[1] == "clerk,文员,99.9,,True"
    assert json.loads(run("query", sql, "--format", "json").stdout) == [
        {"role": "clerk", "title": "文员", "total_weight": "99.9", "effective": None, "ok": True}
    ]


def test_query_as_a_table_on_a_terminal(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutybook.cli.score.query.on_terminal", lambda: True)
    result = run("query", "select title, '[red]' as mark from roles")
    assert "文员" in result.stdout
    assert "[red]" in result.stdout
    assert "│" in result.stdout


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("drop table roles", "query-refused"),
        ("select nothing from roles", "query-failed"),
    ],
)
def test_a_query_that_is_none(sql: str, code: str, run: Callable[..., Result]) -> None:
    result = run("query", sql)
    assert result.exit_code == 2
    assert code in result.stderr


def test_query_without_a_query(run: Callable[..., Result]) -> None:
    assert run("query").exit_code == 2


def test_query_lists_tables(run: Callable[..., Result]) -> None:
    listed = run("query", "--tables").stdout
    assert re.search(r"^superior_closure  逐级而上", listed, re.M)
    assert re.search(r"^    limit_seconds +decimal +时限的秒数", listed, re.M)


def test_query_tells_when_rows_are_cut(run: Callable[..., Result]) -> None:
    many = "select a.word from words a, words b, words c"
    result = run("query", many, "--format", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 10_001
    assert "query-cut" in result.stderr


def test_rules_are_listed_and_explained(run: Callable[..., Result]) -> None:
    listed = run("rules").stdout
    assert re.search(r"^weights-sum +error +权重之和不对$", listed, re.M)
    page = run("rules", "weights-sum").stdout
    assert page.startswith("weights-sum (error)  权重之和不对\n\n")
    assert "from weight_sums w" in page
    assert "怎样改" in page
    assert "Weights do not add up" in run("rules", "weights-sum", "--locale", "en").stdout
    assert "from weight_sums" not in run("rules", "rule-timeout").stdout


def test_rules_guesses_a_code(run: Callable[..., Result]) -> None:
    result = run("rules", "weight-sum")
    assert result.exit_code == 2
    assert "weights-sum" in result.stderr


def test_rules_outside_a_workspace(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["rules", "weights-sum", "-w", str(tmp_path)])
    assert result.exit_code == 0
