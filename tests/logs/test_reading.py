"""Logs as they really come: encodings, headings, figures, and everything that can be wrong with them."""

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
from office import Office, codes, result

from dutybook.count.log.rejected import Rejected
from dutybook.grammar.time.period import parse_period
from dutybook.logs.places import named
from dutybook.score.evaluation import evaluate

HEAD = "no,employee,category,received_at,answered_at"
GOOD = "1,E1,complaint,2026-10-01 08:00,2026-10-01 09:00\n"


@pytest.fixture
def counting(office: Office) -> Office:
    """An office that counts complaints and sums errors."""
    office.kpi({"count": {"of": "calls", "where": {"category": "complaint"}}}, None)
    return office


def reasons(office: Office) -> list[tuple[int, str, str]]:
    rejected: list[Rejected] = office.evaluate().rejected["calls"]
    return [(row.line, row.code, row.column) for row in rejected]


@pytest.mark.parametrize(
    "written",
    ["2026-10-05 08:05", "2026/10/5 8:05", "2026-10-05T08:05:00+08:00", "2026-10-05T00:05Z",
     "2026年10月5日 8:05", "2026.10.05 08:05:00", "２０２６/１０/５　８：０５", "2026-10-05T00:05:00+0000"],
)  # fmt: skip
def test_moments(counting: Office, written: str) -> None:
    counting.role["kpis"][0]["measure"] = {
        "count": {"of": "calls", "where": "received_at = '2026-10-05 08:05'"}
    }
    counting.rows(f",E1,complaint,{written},")
    assert counting.result().value.value == 1


@pytest.mark.parametrize(
    ("written", "total"),
    [("7", 7), ('"1,234.5"', 1234.5), ("１２", 12), ("-3", -3), ("+1.25", 1.25), ("1e2", 100)],
)
def test_figures(office: Office, written: str, total: float) -> None:
    office.kpi({"sum": {"of": "calls", "value": "paid"}}, None)
    office.rows(f",E1,2026年10月5日,{written}", head="no,employee,received_at,paid")
    assert float(office.result().value.value or 0) == total


def test_only_the_empty_string_is_missing(counting: Office) -> None:
    counting.people = "employee,name,role\nNA,甲,clerk\nnull,乙,clerk\n007,丙,clerk\n"
    counting.rows(
        ",NA,complaint,2026-10-01,", ",null,complaint,2026-10-01,", ",007,complaint,2026-10-01,",
        ",7,complaint,2026-10-01,", ",,complaint,2026-10-01,",
    )  # fmt: skip
    evaluation = counting.evaluate()
    assert [result(evaluation, e).value.value for e in ("NA", "null", "007")] == [1, 1, 1]
    assert reasons(counting) == [(5, "unknown-employee", "employee"), (6, "missing", "employee")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(counting: Office, encoding: str) -> None:
    counting.source["rename"] = {"编号": "no", "工号": "employee", "受理时间": "received_at"}
    counting.source["columns"]["category"] = {
        "type": "text",
        "title": {"zh-Hans": "类别", "en": "Kind"},
    }
    counting.role["kpis"][0]["measure"]["count"]["where"] = {"category": "投诉"}
    text = "编号,工号,类别,受理时间\n1,E1,投诉,2026-10-01\n"
    if encoding == "utf-16":  # Excel's Unicode text
        text = text.replace(",", "\t")
    counting.logs["logs/calls.csv"] = text.encode(encoding)
    assert counting.result().value.value == 1


def test_what_is_wrong_with_rows(counting: Office) -> None:
    counting.source["checks"] = [{"that": "answered_at >= received_at", "message": "早于受理"}]
    counting.source["columns"]["category"] = {
        "type": "text",
        "required": True,
        "values": ["complaint"],
    }
    counting.logs["logs/calls.csv"] = (
        f"{HEAD}\n"
        f"{GOOD}"
        '2,E1,complaint,"2026-10-01 8\n点",\n'  # the line break is inside the value
        "\n"
        "3,E1,complaint,2026-10-32,\n"
        "4,E1,,2026-10-01,\n"
        "5,E1,other,2026-10-01,\n"
        "6,E1,complaint,2026-10-01,2026-09-30\n"
        "7,E1,complaint,2026-10-01\n"
        "8,E1,complaint,2026-10-01,,1,2,3,4,5\n"
        "9,E9,complaint,2026-10-01,\n"
        "10,E1,complaint,2026-10-01,\n"
        "10,E1,complaint,2026-10-02,\n"
        "11,E1,complaint,2026-10-02,\n"
    )
    assert reasons(counting) == [
        (3, "bad-value", "received_at"),
        (6, "bad-value", "received_at"),
        (7, "missing", "category"),
        (8, "not-listed", "category"),
        (9, "check-failed", ""),
        (10, "unparsable", ""),
        (11, "unparsable", ""),
        (12, "unknown-employee", "employee"),
        (13, "duplicate", "no"),
        (14, "duplicate", "no"),
    ]
    evaluation = counting.evaluate()
    assert result(evaluation).value.value == 2
    part = evaluation.conservation[0]
    assert (part.read, part.rejected, part.counted) == (12, 10, 2)


@pytest.mark.parametrize(("policy", "category"), [("first", "early"), ("last", "late")])
@pytest.mark.parametrize("turned", [False, True])
def test_duplicates(counting: Office, policy: str, category: str, turned: bool) -> None:
    counting.source["duplicates"] = policy
    counting.role["kpis"][0]["measure"]["count"]["where"] = {"category": category}
    rows = ["7,E1,early,2026-10-01,", "7,E1,late,2026-10-02,", "8,E1,other,2026-10-02,"]
    counting.rows(*(reversed(rows) if turned else rows))
    evaluation = counting.evaluate()
    assert result(evaluation).value.value == 1
    assert evaluation.conservation[0].rejected == 1


def test_several_files_and_a_key_across_them(counting: Office) -> None:
    counting.logs = {
        "logs/b.csv": f"{HEAD}\n{GOOD}2,E1,complaint,2026-10-01,\n",
        "logs/a.csv": "employee,no,received_at,answered_at,category,more\nE1,1,2026-10-03,,complaint,x\n",
    }
    evaluation = counting.evaluate()
    assert result(evaluation).value.value == 1
    assert [(r.file, r.line) for r in evaluation.rejected["calls"]] == [
        ("logs/a.csv", 2),
        ("logs/b.csv", 2),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "csv-empty"),
        (b"  \n", "csv-empty"),
        (b"no,employee\n1,E1\n", "csv-column-missing"),
        (f"{HEAD},no\n".encode(), "csv-column-twice"),
        (b"\xff\xff\xff\xff,\x81\n", "csv-encoding"),
        (b"\xff\xfea", "csv-encoding"),
    ],
)
def test_files_that_cannot_be_used(counting: Office, content: bytes, code: str) -> None:
    counting.role["kpis"][0] |= {"weight": 100, "target": "= 0", "score": "pass"}
    counting.logs["logs/calls.csv"] = content
    evaluation = counting.evaluate()
    assert codes(evaluation) == [code]
    assert (result(evaluation).status, evaluation.sheets[0].status) == ("no_data", "incomplete")


def test_a_heading_alone_means_that_nothing_happened(counting: Office) -> None:
    counting.rows()
    evaluation = counting.evaluate()
    assert (result(evaluation).value.value, codes(evaluation)) == (0, [])


def test_a_log_of_another_year(counting: Office) -> None:
    counting.rows(",E1,complaint,2025-10-01,")
    evaluation = counting.evaluate()
    assert (result(evaluation).status, codes(evaluation)) == ("no_data", ["log-outside-period"])
    counting.source["complete_to"] = "2026-10-31"
    assert counting.result().value.value == 0
    counting.source["complete_to"] = "2026-10-30"
    evaluation = counting.evaluate()
    assert (result(evaluation).status, codes(evaluation)) == ("no_data", ["log-not-complete"])


def test_a_period_is_no_data_beyond_what_was_delivered(counting: Office) -> None:
    counting.source["complete_to"] = "2026-10-15"
    counting.rows(",E1,complaint,2026-10-01,")
    assert counting.result().status == "no_data"


def test_where_logs_are(counting: Office) -> None:
    counting.config["logs"] = {"calls": "logs/*.csv", "nothing": "x.csv"}
    evaluation = counting.evaluate()
    assert codes(evaluation) == ["log-no-file", "log-unknown-source"]
    counting.config["logs"] = {}
    assert codes(counting.evaluate()) == ["log-not-configured"]
    counting.config["logs"] = {"calls": "people.csv"}
    assert codes(counting.evaluate()) == ["csv-column-missing"]
    counting.config["logs"] = {"calls": "dutybook.yaml"}
    assert codes(counting.evaluate()) == ["log-format"]


def parquet(office: Office, query: str) -> Path:
    path = office.root / "logs" / "calls.parquet"
    path.parent.mkdir(exist_ok=True)
    with duckdb.connect() as db:
        db.execute(f"copy ({query}) to '{path}' (format parquet)")
    office.config["logs"] = {"calls": "logs/calls.parquet"}
    return path


PARQUET = """select 7 as no, 'E1' as employee, timestamp '2026-10-31 23:30' as received_at,
 timestamptz '2026-11-01 00:10+08' as answered_at, 2.675::double as paid, 3.0::double as errors,
 date '2026-10-31' as received_on, true as repeated, date '2026-10-31' as due_at"""


def test_parquet_has_types_of_its_own(office: Office) -> None:
    parquet(office, PARQUET)
    office.kpi({"sum": {"of": "calls", "value": "paid + errors"}}, None)
    where = "repeated and received_on = date '2026-10-31'".replace("date ", "")
    good = {"from": "received_at", "to": "answered_at", "within": "40 min"}
    office.kpi({"share": {"of": "calls", "where": where, "good": good}}, None)
    evaluation = office.evaluate(as_of="2026-11-03")
    assert (
        float(result(evaluation).value.value or 0) == 5.68
    )  # 2.675 is 2.68, whatever a float thinks
    assert result(evaluation, kpi="k2").value.value == 1


def test_parquet_cut_in_half(office: Office) -> None:
    path = parquet(office, f"select * from ({PARQUET}), range(1000)")
    office.kpi({"count": {"of": "calls"}}, None)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    evaluation = office.evaluate()
    assert (codes(evaluation), result(evaluation).status) == (["log-unreadable"], "no_data")
    path.write_bytes(whole[:60] + b"\0" * (len(whole) // 4) + whole[60 + len(whole) // 4 :])
    assert result(office.evaluate()).status in ("no_data", "scored")


def test_bad_rows_of_a_parquet_file_are_numbered(office: Office) -> None:
    parquet(
        office,
        "select n::varchar as no, 'E' || n as employee, '2026-10-01' as received_at from range(1, 4) t(n)",
    )
    office.kpi({"count": {"of": "calls"}}, None)
    assert reasons(office) == [(3, "unknown-employee", "employee")]


def test_a_source_that_cannot_be_placed(counting: Office) -> None:
    del counting.source["time"]
    counting.rows(",E1,complaint,2026-10-01,")
    assert codes(counting.evaluate()) == ["source-incomplete"]


def test_definitions_that_read_what_is_not_there(counting: Office) -> None:
    counting.kpi({"count": {"of": "calls", "where": "nonsense = 1"}}, None)
    counting.kpi({"count": {"of": "elsewhere"}}, None)
    counting.kpi({"count": {"of": "calls", "where": "category = 7 and received_at"}}, None)
    counting.kpi({"sum": {"of": "calls", "value": "errors * 1e3"}}, None)
    counting.rows(",E1,complaint,2026-10-01,,5", head=HEAD + ",errors")
    evaluation = counting.evaluate()
    assert codes(evaluation) == [
        "column-unknown",
        "expression-types",  # told from the definition, before anything is asked
        "measure-failed",
        "source-unknown",
    ]
    assert [r.status for r in evaluation.sheets[0].kpis] == ["scored", *["not_evaluable"] * 4]


def test_a_file_that_cannot_be_opened(counting: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counting.rows(",E1,complaint,2026-10-01,")
    workspace = counting.write()
    opened = os.open

    def refused(path: Any, *args: Any, **how: Any) -> Any:
        if str(path).endswith("calls.csv"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **how)

    monkeypatch.setattr(os, "open", refused)
    with evaluate(workspace, parse_period("2026-10")) as run:
        assert codes(run.evaluation) == ["csv-unreadable"]


def test_a_semicolon_as_excel_writes_it_elsewhere(counting: Office) -> None:
    counting.logs["logs/calls.csv"] = (HEAD + "\n" + GOOD).replace(",", ";")
    assert counting.result().value.value == 1


def test_the_lock_file_of_an_open_workbook_is_no_log(tmp_path: Path) -> None:
    for name in ("t.csv", "~$t.csv", ".~lock.t.csv#"):
        (tmp_path / name).write_text("no\n1\n", "utf-8")
    assert list(named(tmp_path, "*t.csv*")) == ["t.csv"]
