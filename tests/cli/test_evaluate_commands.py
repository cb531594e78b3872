"""`dutybook evaluate` and `dutybook explain`, as people and programs call them."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from office import Office
from openpyxl import load_workbook

from dutybook.cli import main
from dutybook.files import replacement

SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}


def run(*words: str) -> Result:
    found = CliRunner().invoke(main, list(words))
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


@pytest.fixture
def busy(office: Office) -> Office:
    """Every kind of result: scored, incomplete, excluded, rejected, a veto, a consequence."""
    office.kpi(
        {"share": {"of": "calls", "good": SPAN}},
        60,
        target="≥ 98%",
        score={
            "steps": {"from": "target", "per": "1 pp", "lose": 2, "partial": "whole"},
            "zero_below": "20%",
        },
    )
    office.kpi(
        {"rating": {"of": "calls", "scale": 100, "raters": {"superior": "100%"}}},
        40,
        target="≥ 80",
        score="rating",
    )
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, None, target="= 0")
    office.kpi(None, None)
    office.role["duties"] = [{"id": "report", "text": "交报表", "schedule": "every month by day 5"}]
    office.kpi(
        {"schedule": {"duty": "report", "of": "calls", "where": {"kpi": "report"}}},
        None,
        target="≥ 100%",
    )
    office.scheme |= {
        "veto": [
            {"id": "v", "when": "kpi.k3.value > 0", "effect": {"total": 10}, "text": "有差错"}
        ],
        "grades": [
            {"grade": "甲", "when": "≥ 90", "coefficient": 1.2},
            {"grade": "乙", "when": "< 90"},
        ],
        "items": [
            {
                "id": "item",
                "name": "奖励",
                "measure": {"count": {"of": "calls", "late": SPAN}},
                "score": {"incidents": {"each": -1}},
            }
        ],
        "consequences": [{"each": "unmet", "then": "training"}],
    }
    office.adjustments = [
        {
            "source": "calls",
            "action": "exclude",
            "rows": ["x"],
            "reason": "台风",
            "approver": "经理",
        }
    ]
    office.rows(
        "1,E1,2026-10-01 08:00,2026-10-01 09:00,k2,superior,90,0",
        "2,E1,2026-10-02 08:00,2026-10-02 10:30,,,,",
        "x,E1,2026-10-03 08:00,,,,,",
        "3,E2,2026-10-04 08:00,2026-10-04 09:00,,,,1",
        "=1+1,E9,2026-10-04,,,,,",
        head="no,employee,received_at,answered_at,kpi,rater,value,errors",
    )
    office.write()
    return office


def evaluated(office: Office, *words: str) -> Result:
    return run("evaluate", "--period", "2026-10", "-w", str(office.root), *words)


def test_the_contract(busy: Office) -> None:
    found = evaluated(busy, "--format", "json")
    data = json.loads(found.stdout)
    assert found.exit_code == 0
    keys = ["period", "as_of", "scores", "conservation", "persons", "contract", "closed"]
    assert list(data) == keys
    first, second = data["scores"]
    assert list(first) == [
        "employee", "name", "role", "status", "total", "grade", "coefficient",
            "person_coefficient", "company_coefficient", "pay_coefficient", "kpis", "adjustments",
        "vetoes", "consequences", "days", "rank", "stretches", "appeals",
        "remarks", "decided", "rollup",
    ]  # fmt: skip
    assert first["kpis"][0] == {
        "kpi": "k", "status": "scored", "value": "0.5", "numerator": "1", "denominator": "2",
        "pending": 0, "excluded": 1, "target": "≥ 98%", "met": False, "settled": True,
        "points": "0", "full": "60",
        "rule": "steps", "percent": True, "unit": None, "applied": "0", "held": False, "own": None, "own_full": None,
    }  # fmt: skip
    assert (first["name"], first["stretches"]) == ("甲", [["2026-10-01", "2026-11-01"]])
    assert (first["status"], first["total"], first["grade"]) == ("complete", "35", "乙")
    assert (first["adjustments"][0]["points"], first["adjustments"][0]["applied"]) == ("-1", "-1")
    assert [c["kpi"] for c in first["consequences"]] == ["k", "k5"]
    assert (second["status"], second["total"], second["vetoes"][0]["veto"]) == ("vetoed", "10", "v")
    assert data["conservation"] == [
        {"source": "calls", "read": 5, "counted": 3, "other_period": 0, "other_employee": 0,
         "filtered": 0, "excluded": 1, "rejected": 1, "ignored": 0}
    ]  # fmt: skip


def test_what_is_written_is_the_same_every_time(busy: Office, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert evaluated(busy, "--out", str(tmp_path / folder)).exit_code == 0
    one, two = (tmp_path / folder / "evaluation/2026-10" for folder in ("one", "two"))
    names = sorted(path.name for path in one.iterdir() if path.name != ".dutybook.lock")
    assert names == ["rejected.csv", "scores.csv", "scores.json", "scores.xlsx"]
    assert [(one / n).read_bytes() for n in names] == [(two / n).read_bytes() for n in names]
    trace = json.loads((one / "scores.json").read_text())["scores"][0]["kpis"][0]["trace"]
    assert trace["definition"] == "roles/clerk.yaml:4"
    assert trace["scored"][0].startswith(
        "50% 差于起点 98%：差 48 个百分点 ÷ 1 个百分点 × 2 = 扣 96 分"
    )
    assert trace["measured"][-1] == "剔除 1 条：台风（批准人 经理）"
    assert trace["files"][0]["name"] == "logs/calls.csv"
    rejected = (one / "rejected.csv").read_text("utf-8-sig").splitlines()
    assert rejected[1] == "calls,logs/calls.csv,6,'=1+1,unknown-employee,人员表里没有：E9"


def test_the_workbook(busy: Office) -> None:
    evaluated(busy)
    path = busy.root / "out/evaluation/2026-10/scores.xlsx"
    book = load_workbook(path)
    assert book.sheetnames == ["总分", "指标", "后果", "数据去向"]
    assert [cell.value for cell in book["总分"][2]] == [
        "E1",
        "甲",
        "文员",
        "完整",
        35,
        "乙",
        None,
        None,
    ]
    assert "<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml").decode()


def test_printed_summary(busy: Office) -> None:
    found = evaluated(busy)
    assert "测试公司 2026-10 考核结果（截至 2026-10-31）" in found.stdout
    assert "rows-rejected" in found.stderr
    assert evaluated(busy, "--format", "csv").stdout.startswith("\ufeff工号,姓名,岗位,指标")
    assert evaluated(busy, "--format", "xlsx").stdout.endswith("scores.xlsx\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--period", "2026-13"], "bad-period"),
        (["--period", "2026-10", "--as-of", "3 Nov"], "bad-as-of"),
        (["--period", "2025"], "nobody-to-evaluate"),
    ],
)
def test_words_that_make_no_sense(busy: Office, words: list[str], code: str) -> None:
    for command in (["evaluate"], ["explain", "E1"]):
        found = run(*command, *words, "-w", str(busy.root))
        assert (found.exit_code, found.stdout) == (2, "")
        assert code in found.stderr


def test_errors_in_definitions_make_the_status_1(busy: Office) -> None:
    busy.role["kpis"][0]["measure"]["share"]["good"]["within"] = {"limit": "2 h", "pause": "x"}
    busy.write()
    found = evaluated(busy)
    assert found.exit_code == 1
    assert "pause-unknown" in found.stderr
    assert "无法考核" in found.stdout


def test_nothing_half_written(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated(busy)
    folder = busy.root / "out/evaluation/2026-10"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    busy.rows(",E1,2026-10-01", head="no,employee,received_at,answered_at,kpi,rater,value,errors")
    busy.write()
    written = replacement._write

    def full(path: Path, data: bytes, **how: bool) -> None:
        if len(list(folder.glob(".scores*"))) == 2:
            raise OSError(28, "No space left on device")
        written(path, data, **how)

    monkeypatch.setattr(replacement, "_write", full)
    found = evaluated(busy)
    assert found.exit_code == 2
    assert "output-unwritable" in found.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_out_that_is_a_file(busy: Office) -> None:
    (busy.root / "out").write_text("in the way")
    found = evaluated(busy)
    assert (found.exit_code, "output-unwritable" in found.stderr) == (2, True)


def explained(office: Office, *words: str) -> Result:
    return run("explain", *words, "--period", "2026-10", "-w", str(office.root))


def test_explain(busy: Office) -> None:
    text = explained(busy, "E1").stdout
    for said in (
        "E1 甲 · 文员 · 2026-10",
        "定义  roles/clerk.yaml:4",
        "    4 | - id: k",
        "计量  合格 1 ÷ 有效 2 = 50%",
        "计量  直接上级 90 分，权重 100%",
        "计量  没有计量方法，只列出，不计零分",
        "计量  按期 0 ÷ 应完成 1 = 0%",
        "计分  90 ÷ 100 × 40 = 36 分",
        "明细  dutybook explain E1 k --period 2026-10 --rows",
    ):
        assert said in text
    assert "! 有差错" in explained(busy, "E2").stdout


def test_rows_that_cost_points(busy: Office) -> None:
    late = explained(busy, "E1", "k", "--rows").stdout.splitlines()
    assert [line.split() for line in late if "超时" in line] == [
        ["超时", "2", "2026-10-02", "08:00", "2026-10-02", "10:00", "2026-10-02", "10:30", "0", "logs/calls.csv", "3"]
    ]  # fmt: skip
    assert "未完成" in explained(busy, "E1", "k5", "--rows").stdout
    assert "计入" in explained(busy, "E1", "k2", "--rows").stdout
    assert "没有要列的明细" in explained(busy, "E1", "k4", "--rows").stdout
    data = json.loads(explained(busy, "E1", "item", "--rows", "--format", "json").stdout)
    sheet = data["scores"][0]
    assert sheet["kpis"] == []
    assert sheet["adjustments"][0]["rows"] == [
        {"outcome": "late", "key": "2", "at": "2026-10-02T08:00:00+08:00", "due": "2026-10-02T10:00:00+08:00",
         "done": "2026-10-02T10:30:00+08:00", "number": "1", "file": "logs/calls.csv", "line": 3,
         "costs": True}
    ]  # fmt: skip


def test_explain_by_json_without_rows(busy: Office) -> None:
    data = json.loads(explained(busy, "E1", "--format", "json").stdout)
    assert data["scores"][0]["kpis"][0]["trace"]["definition"] == "roles/clerk.yaml:4"
    assert "rows" not in data["scores"][0]["kpis"][0]


def test_explain_prints_only_findings_of_the_employee_or_the_whole(office: Office) -> None:
    """Not those of another's line of people.csv, of appeals or of a post they do not hold."""
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, 100, score={"incidents": {"each": -1}})
    office.more = [
        {"role": "guard", "title": "保安", "extends": "base", "kpis": []},
        {"role": "base", "title": "基层", "abstract": True, "reports_to": 12, "kpis": []},
        {"role": "cook", "title": "厨师", "reports_to": 12, "kpis": []},
        {"source": "calls", "grain": "case", "key": "no", "columns": {"no": "text"}},
    ]
    office.people = (
        "employee,name,role,from,to\nE1,甲,clerk,2026-01-01,\nE2,乙,guard,2026-01-01,\n"
        "E3,丙,cook,2026-01-01,\n"
    )
    office.rows(",E1,2026-10-05,1", head="no,employee,received_at,errors")
    appeal = {"id": "a1", "employee": "E1", "period": "2026-10", "kpi": "kk", "why": "停电"}
    appeal |= {"filed_on": "2026-11-05", "decision": "dismissed", "by": "陈立新"}
    office.logs["appeals.yaml"] = json.dumps({"appeals": [appeal | {"decided_on": "2026-11-06"}]})
    office.write()
    told = {number: explained(office, number) for number in ("E1", "E2", "E3")}
    for number, files in (("E1", set()), ("E2", {1}), ("E3", {2})):
        for file in (1, 2):
            said = f"more-{file}.yaml" in told[number].stderr
            assert said == (file in files), (number, file, told[number].stderr)
        assert "duplicate-definition" in told[number].stderr
        assert ("appeal-unknown-kpi" in told[number].stderr) == (number == "E1")


def test_explain_what_is_not_there(busy: Office) -> None:
    found = explained(busy, "E11")
    assert (found.exit_code, "employee-not-evaluated" in found.stderr) == (2, True)
    found = explained(busy, "E1", "kk")
    assert (found.exit_code, "kpi-not-evaluated" in found.stderr) == (2, True)


def test_on_a_terminal_tables_are_drawn(
    busy: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        main(["evaluate", "--period", "2026-10", "-w", str(busy.root)], standalone_mode=False)
    assert "┃" in capsys.readouterr().out


def test_words_of_the_workspace_win(busy: Office) -> None:
    path = busy.root / "templates/evaluation/zh-Hans.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("sheet_status: {complete: 已完成}\n", "utf-8")
    assert "已完成" in evaluated(busy).stdout
    path.write_text("a: [", "utf-8")
    found = evaluated(busy)
    assert (found.exit_code, "words-unreadable" in found.stderr) == (2, True)


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "Where every row went"), ("zh-Hant", "每條數據的去向")]
)
def test_other_locales(busy: Office, locale: str, said: str) -> None:
    busy.config["locale"] = locale
    busy.write()
    assert said in evaluated(busy).stdout


def test_what_a_trace_leaves_out_and_why(busy: Office) -> None:
    busy.kpi(
        {"share": {"of": "calls", "good": {**SPAN, "within": {"by": "level", "a": "1 h"}}}},
        None,
        target="≥ 1",
    )
    busy.kpi({"mean": {"of": "calls", "value": "errors"}}, None, target="≥ 1")
    busy.role["duties"].append({"id": "daily", "text": "巡查", "schedule": "every day"})
    busy.kpi(
        {
            "schedule": {
                "duty": "daily",
                "of": "calls",
                "where": {"rater": "superior"},
                "count": ["late", "missing"],
            }
        },
        None,
        target="= 0",
    )
    busy.config["logs"]["other"] = "none.csv"
    busy.more = [{"source": "other", "grain": "event", "key": "no", "employee": "no", "time": "at",
                  "columns": {"no": "text", "at": "date"}}]  # fmt: skip
    busy.kpi({"count": {"of": "other"}}, None, target="= 0")
    busy.rows(
        "1,E1,2026-10-01 08:00,2026-10-01 09:00,k2,superior,90,0,b",
        "2,E1,2026-10-02 08:00,2026-10-02 10:30,,,,,a",
        head="no,employee,received_at,answered_at,kpi,rater,value,errors,level",
    )
    busy.write()
    text = explained(busy, "E1", "--rows").stdout
    assert "1 条缺少要计算的列，没有计入" in text
    assert "1 条找不到适用的时限或分值，本项未定" in text
    assert "本期数据没有送到" in text
    assert "共 30 次" in text
    assert "直接上级还没有评，等评齐再计分" in explained(busy, "E2").stdout
    assert "另有 29 条未到期" in explained(busy, "E1", "k8", "--as-of", "2026-10-02").stdout


def test_explaining_tells_what_is_broken(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",E1,complaint,2026-10-01,")
    office.adjustments = [{"source": "calls", "reason": "x"}]
    office.write()
    found = run("explain", "-w", str(office.root), "E1", "--period", "2026-10")
    assert found.exit_code == 1
    assert "missing-key" in found.stderr
    assert "missing-key" not in found.stdout
