"""The rows behind a score, exported; and every reason for which a row is rejected."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner, Result
from office import Office
from openpyxl import load_workbook

from dutybook.cli import main
from dutybook.report.explain.rows import shown_end

TEMPLATES = Path(__file__).parents[2] / "templates"
HEAD = "no,employee,category,received_at,answered_at"
SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}


def run(office: Office, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "--period", "2026-10", "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


@pytest.fixture
def mixed(office: Office) -> Office:
    """Five rows of E1: good, late, still open, excluded, and one of another category."""
    steps = {"steps": {"from": "target", "per": "1 pp", "lose": 1, "partial": "whole"}}
    measure = {"share": {"of": "calls", "where": {"category": "a"}, "good": SPAN}}
    office.kpi(measure, 60, target="≥ 100%", score=steps)
    office.rows(
        ",E1,a,2026-10-05 09:00,2026-10-05 10:00",
        ",E1,a,2026-10-05 09:00,2026-10-05 12:00",
        ",E1,a,2026-10-31 23:00,",
        ",E1,a,2026-10-06 09:00,2026-10-06 18:00",
        ",E1,b,2026-10-07 09:00,2026-10-07 18:00",
        head=HEAD,
    )
    office.adjustments.append(
        {
            "id": "x",
            "source": "calls",
            "action": "exclude",
            "rows": ["4"],
            "reason": "停电",
            "approver": "甲",
        }
    )
    office.write()
    return office


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_rows_that_cost_points_as_csv(mixed: Office) -> None:
    found = run(mixed, "explain", "E1", "k", "--rows", "--format", "csv")
    assert found.stdout.startswith("\ufeff")  # or Excel on Windows reads it as GBK
    heads, row = table(found.stdout)
    assert heads == [
        *(
            "工号",
            "姓名",
            "岗位",
            "指标",
            "结果",
            "编号",
            "时间",
            "到期",
            "完成",
            "数值",
            "文件",
            "行",
        )
    ]
    assert row == [
        *("E1", "甲", "文员", "指标", "超时", "2", "2026-10-05 09:00", "2026-10-05 11:00"),
        *("2026-10-05 12:00", "0", "logs/calls.csv", "3"),
    ]


def test_all_rows(mixed: Office) -> None:
    found = run(mixed, "explain", "E1", "k", "--all", "--format", "csv")
    assert [(row[4], row[5]) for row in table(found.stdout)[1:]] == [
        *[("合格", "1"), ("超时", "2"), ("剔除", "4"), ("未到期", "3")],
    ]
    data = json.loads(run(mixed, "explain", "E1", "k", "--all", "--format", "json").stdout)
    rows = data["scores"][0]["kpis"][0]["rows"]
    assert [(row["outcome"], row["line"]) for row in rows] == [
        *[("good", 2), ("late", 3), ("excluded", 5), ("pending", 4)],
    ]
    assert "剔除" in run(mixed, "explain", "E1", "--all").stdout


def test_as_files(mixed: Office, tmp_path: Path) -> None:
    printed = run(mixed, "explain", "E1", "--all", "--format", "csv").stdout
    assert (
        run(
            mixed, "explain", "E1", "--all", "--format", "csv", "--out", str(tmp_path / "a.csv")
        ).stdout
        == ""
    )
    assert (tmp_path / "a.csv").read_text("utf-8") == printed
    for name in ("b.xlsx", "c.xlsx"):
        words = ("explain", "E1", "--all", "--format", "xlsx", "--out", str(tmp_path / name))
        assert run(mixed, *words).exit_code == 0
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    sheet = load_workbook(tmp_path / "b.xlsx")["明细"]
    assert [cell.value for cell in sheet[3]][4:6] == ["超时", "2"]
    text = tmp_path / "text" / "d.txt"
    run(mixed, "explain", "E1", "--out", str(text))
    assert text.read_text("utf-8").startswith("E1 甲")


def test_a_workbook_needs_a_file(mixed: Office) -> None:
    found = run(mixed, "explain", "E1", "--format", "xlsx")
    assert (found.exit_code, "explain-out-missing" in found.stderr) == (2, True)


def test_a_file_that_cannot_be_written(mixed: Office) -> None:
    (mixed.root / "taken").write_text("")
    found = run(
        mixed, "explain", "E1", "--format", "csv", "--out", str(mixed.root / "taken" / "a.csv")
    )
    assert (found.exit_code, "output-unwritable" in found.stderr) == (2, True)


def test_occurrences_are_rows_too(office: Office) -> None:
    office.role["duties"] = [
        {"id": "report", "text": "交报表", "schedule": "every month by days 5 and 20"}
    ]
    measure = {"schedule": {"duty": "report", "of": "calls"}}
    office.kpi(measure, 10, target="≥ 100%", score="pass")
    office.rows(",E1,a,2026-10-04 09:00,", head=HEAD)
    office.write()
    found = run(office, "explain", "E1", "k", "--all", "--format", "csv")
    assert [(row[4], row[5]) for row in table(found.stdout)[1:]] == [("按期", "1"), ("未完成", "")]


def test_every_reason_for_rejecting_a_row(office: Office) -> None:
    columns = office.source["columns"]
    columns["category"] = {"type": "text", "values": ["a", "b"]}
    columns["no"] = {"type": "text", "required": True}
    office.source["checks"] = [{"that": "answered_at >= received_at", "message": "答复早于受理"}]
    office.kpi({"count": {"of": "calls", "where": "category in ('a', 'b')"}}, None)
    office.logs["logs/calls.csv"] = (
        "no,employee,category,received_at,answered_at\n"
        "1,E1,a,2026-10-01,2026-10-02\n"
        ",E1,a,2026-10-01,\n"
        "3,E1,a,yesterday,\n"
        "4,E1,z,2026-10-01,\n"
        "5,E1,a,2026-10-05,2026-10-01\n"
        "6,E1,a,2026-10-01,\n"
        "6,E2,a,2026-10-01,\n"
        "7,E9,a,2026-10-01,\n"
        "8,E1\n"
    )
    office.write()
    assert run(office, "evaluate").exit_code == 0
    path = office.root / "out/evaluation/2026-10/rejected.csv"
    heads, *rows = table(path.read_text("utf-8-sig"))
    assert heads == ["source", "file", "line", "key", "code", "reason"]
    assert [(row[2], row[4], row[5]) for row in rows] == [
        ("3", "missing", "no 为空"),
        ("4", "bad-value", "received_at 的内容读不懂：yesterday"),
        ("5", "not-listed", "category 不在取值表内：z"),
        ("6", "check-failed", "没有通过检查：答复早于受理"),
        ("7", "duplicate", "编号重复：6"),
        ("8", "duplicate", "编号重复：6"),
        ("9", "unknown-employee", "人员表里没有：E9"),
        ("10", "unparsable", "整条记录读不懂（列数、引号或格式不对）"),
    ]


def test_rows_of_unknown_areas_are_rejected(office: Office) -> None:
    del office.source["employee"]
    office.source["area"] = "area"
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",A,2026-10-01", ",Z,2026-10-01", head="no,area,received_at")
    office.write()
    run(office, "evaluate")
    text = (office.root / "out/evaluation/2026-10/rejected.csv").read_text("utf-8-sig")
    assert table(text)[1][2:] == ["3", "2", "unknown-area", "人员表里没有这个片区：Z"]


LOCALES = {"zh-Hans": "年份只有两位", "en": "two digits"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_there_is_has_words_in_every_language(office: Office, locale: str) -> None:
    """By codes: those below are all that the words know of, and every one of them occurs."""
    office.config |= {
        "locale": locale,
        "logs": {"calls": "logs/calls.csv", "patrols": "logs/p.csv"},
    }
    office.source["columns"] |= {
        "no": {"type": "text", "required": True}, "category": {"type": "text", "values": ["a", "b"]},
    }  # fmt: skip
    office.source["checks"] = [
        {"that": "errors < 5", "message": {"zh-Hans": "差错过多", "en": "too many"}}
    ]
    area = {"source": "patrols", "grain": "case", "key": "no", "area": "area", "time": "on",
            "columns": {"no": "text", "area": "text", "on": "date"}}  # fmt: skip
    office.more = [area]
    select = {"where": "category in ('a', 'b')"}  # a fault where nothing is read rejects nothing
    office.kpi({"share": {"of": "calls", **select, "good": SPAN}}, None)
    office.kpi({"count": {"of": "patrols"}}, None)
    office.logs["logs/p.csv"] = "no,area,on\n1,Z,2026-10-01\n"
    rows = {
        "missing": ",E1,a,2026-10-01,,", "bad-value": "2,E1,a,yesterday,,",
        "not-listed": "3,E1,z,2026-10-01,,", "check-failed": "4,E1,a,2026-10-01,,7",
        "duplicate": "5,E1,a,2026-10-01,,\n5,E2,a,2026-10-01,,",
        "unknown-employee": "6,E9,a,2026-10-01,,", "unparsable": "7,E1",
        "two-digit-year": "8,E1,a,26-10-05 08:05,,", "date-order": "9,E1,a,05/10/2026,,",
        "ends-before-start": "10,E1,a,2026-10-05 09:00,2026-10-05 08:00,",
    }  # fmt: skip
    head = "no,employee,category,received_at,answered_at,errors"
    office.logs["logs/calls.csv"] = "\n".join([head, *rows.values()]) + "\n"
    office.write()
    assert run(office, "evaluate").exit_code == 0
    path = office.root / "out/evaluation/2026-10/rejected.csv"
    found = {row[4]: row[5] for row in table(path.read_text("utf-8-sig"))[1:]}
    known = yaml.safe_load((TEMPLATES / f"evaluation/{locale}.yaml").read_text("utf-8"))["reasons"]
    assert set(found) == {*rows, "unknown-area"} == set(known)
    assert all(reason.strip() and "{" not in reason for reason in found.values())
    assert LOCALES[locale] in found["two-digit-year"]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 10, 25, 16), "2026-10-25 24:00"),  # midnight of Shanghai
        (datetime(2026, 10, 25, 16, 0, 30), "2026-10-26 00:00:30"),
        (datetime(2026, 10, 25, 3, 30), "2026-10-25 11:30"),
        (date(2026, 10, 25), "2026-10-25"),
        (None, None),
    ],
)
def test_a_limit_that_ends_at_midnight_ends_the_day(
    moment: datetime | date | None, said: str | None
) -> None:
    assert shown_end(moment, ZoneInfo("Asia/Shanghai")) == said
