"""Every format gives the same rows: one log, written in all of them, counts the same."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import duckdb
import openpyxl
import pytest
from office import Office, codes, result

HEAD = ("no", "employee", "received_at", "answered_at", "paid", "repeated")
ROWS: list[tuple[str, str, str, str, str, str]] = [
    ("NA", "E1", "2026-10-01 08:00", "2026-10-01 09:00", "2.675", "true"),
    ("007", "E1", "2026-10-02 08:00", "2026-10-02 08:00", "1", "false"),  # took no time: good
    ("1e5", "E1", "2026-10-03 08:00", "", "", ""),
    ("null", "E2", "2026-10-04 08:00", "2026-10-04 11:00", "10", "true"),
    ("5", "E1", "2026-10-05 08:00", "2026-10-05 07:59", "1", "false"),  # closed before it opened
    ("6", "E1", "2026-10-06 25:00", "", "1", ""),
]
Writer = Callable[[Path], "dict[str, Any] | str"]


def csv_text() -> str:
    return "\n".join(",".join(row) for row in (HEAD, *ROWS)) + "\n"


def write_gzip(folder: Path) -> str:
    (folder / "l.csv.gz").write_bytes(gzip.compress(csv_text().encode("gb18030")))
    return "l.csv.gz"


def json_rows() -> list[dict[str, object]]:
    return [{k: (v or None) for k, v in zip(HEAD, row, strict=True)} for row in ROWS]


def write_lines(folder: Path) -> str:
    text = "".join(json.dumps(row) + "\n" for row in json_rows())
    (folder / "l.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return "l.jsonl.gz"


def write_list(folder: Path) -> str:
    (folder / "l.json").write_text(json.dumps(json_rows(), indent=1), "utf-8")
    return "l.json"


def write_xes(folder: Path) -> dict[str, Any] | str:
    body = "".join(
        f'<trace><string key="concept:name" value={quoteattr(row[0])}/><event>'
        + "".join(
            f'<string key="{k}" value={quoteattr(v)}/>'
            for k, v in zip(HEAD[1:], row[1:], strict=True) if v
        )
        + "</event></trace>\n"
        for row in ROWS
    )  # fmt: skip
    text = f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{body}</log>'
    (folder / "l.xes.gz").write_bytes(gzip.compress(text.encode()))
    return "l.xes.gz"


def write_excel(folder: Path) -> dict[str, Any]:
    book = openpyxl.Workbook()
    book.create_sheet("别的")
    sheet = book.create_sheet("工单")
    sheet.append(["十月工单"])
    sheet.append([])
    sheet.append(HEAD)
    for no, employee, received, answered, paid, repeated in ROWS:
        sheet.append([
            no, employee, moment(received), moment(answered), float(paid) if paid else None,
            {"true": True, "false": False}.get(repeated),
        ])  # fmt: skip
    book.save(folder / "l.xlsx")
    return {"file": "l.xlsx", "sheet": "工单", "header": 3}


def write_sqlite(folder: Path) -> dict[str, Any]:
    with sqlite3.connect(folder / "l.sqlite") as db:
        db.execute("create table other (x)")
        db.execute("create table calls (no, employee, received_at, answered_at, paid, repeated)")
        db.executemany(
            "insert into calls values (?,?,?,?,?,?)", [[v or None for v in r] for r in ROWS]
        )
    db.close()
    return {"file": "l.sqlite", "table": "calls"}


def write_duckdb(folder: Path) -> dict[str, Any] | str:
    with duckdb.connect(folder / "l.duckdb") as db:
        db.execute("create table calls (no text, employee text, received_at text, answered_at text,"
                   " paid decimal(12,3), repeated boolean)")  # fmt: skip
        db.executemany(
            "insert into calls values (?,?,?,?,?,?)", [[v or None for v in r] for r in ROWS]
        )
    return "l.duckdb"


def moment(text: str) -> datetime | str | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return text


FORMATS = [
    (write_gzip, "no", 2), (write_lines, "no", 1), (write_list, "no", 1),
    (write_xes, "case:concept:name", 1), (write_excel, "no", 4), (write_sqlite, "no", 1),
    (write_duckdb, "no", 1),
]  # fmt: skip
"""How it is written, the heading of its key, and the line of its first row."""


def timed(office: Office) -> Office:
    """Answers within an hour, and a sum."""
    good = {"from": "received_at", "to": "answered_at", "within": "1 h"}
    office.kpi({"share": {"of": "calls", "good": good}}, None)
    office.kpi({"sum": {"of": "calls", "value": "paid"}}, None)
    office.source["columns"]["paid"] = "decimal(12,3)"
    return office


@pytest.mark.parametrize(
    ("write", "key", "first"), FORMATS, ids=lambda v: getattr(v, "__name__", "")
)
def test_every_format(office: Office, write: Writer, key: str, first: int) -> None:
    timed(office)
    office.source["rename"] = {key: "no"} if key != "no" else {}
    office.config["logs"] = {"calls": write(office.root)}
    evaluation = office.evaluate(as_of="2026-10-31")
    one = result(evaluation).value
    assert (one.numerator, one.denominator) == (2, 3)  # 1e5 is late, the reversed one is none
    total = result(evaluation, kpi="k2").value.value
    assert float(total or 0) == 4.675  # a row's fault concerns what reads it: not the sum
    assert result(evaluation, "E2").value.value == 0
    assert [(r.line - first, r.key, r.code, r.column) for r in evaluation.rejected["calls"]] == [
        (5, "6", "bad-value", "received_at"),
    ]
    part = evaluation.conservation[0]
    assert (part.read, part.counted, part.rejected) == (6, 5, 1)


def test_the_file_that_was_delivered_is_the_one_named(office: Office) -> None:
    timed(office).config["logs"] = {"calls": write_gzip(office.root)}
    (file,) = office.evaluate().files["calls"]
    assert file.name == "l.csv.gz"
    assert len(file.digest) == 64


# ------------------------------------------------------------------ files that cannot be used


def cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def spoiled(office: Office, write: Writer, spoil: Callable[[bytes], bytes]) -> list[str]:
    timed(office)
    place = write(office.root)
    path = office.root / (place if isinstance(place, str) else place["file"])
    path.write_bytes(spoil(path.read_bytes()))
    office.config["logs"] = {"calls": place}
    evaluation = office.evaluate()
    assert result(evaluation).status == "no_data"
    return codes(evaluation)


@pytest.mark.parametrize("write", [write_gzip, write_lines, write_xes, write_excel, write_duckdb])
@pytest.mark.parametrize("spoil", [cut, lambda content: b"nonsense" * 20])
def test_damaged_files(office: Office, write: Writer, spoil: Callable[[bytes], bytes]) -> None:
    assert spoiled(office, write, spoil) == ["log-unreadable"]


def test_a_database_that_is_none(office: Office) -> None:
    assert spoiled(office, write_sqlite, lambda _: b"nonsense" * 20) == ["log-unreadable"]


def test_a_broken_list(office: Office) -> None:
    assert spoiled(office, write_list, cut) == ["log-unreadable"]


def test_broken_xml_says_where(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    office.logs["l.xes"] = "<log>\n<trace>\n<event></trace>\n</log>"
    office.config["logs"] = {"calls": "l.xes"}
    (finding,) = office.evaluate().findings
    assert (finding.code, finding.place.line) == ("log-unreadable", 3)


def test_no_entity_is_ever_expanded(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    office.logs["l.xes"] = (
        '<!DOCTYPE log [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><log><trace><event>'
        '<string key="no" value="&b;"/></event></trace></log>'
    )
    office.config["logs"] = {"calls": "l.xes"}
    (finding,) = office.evaluate().findings
    assert (finding.code, finding.details["reason"]) == ("log-unreadable", "DOCTYPE")


def test_encrypted_and_old_workbooks(office: Office) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    packed = ole + "EncryptedPackage".encode("utf-16-le")
    assert spoiled(office, write_excel, lambda _: packed) == ["log-encrypted"]
    office.role["kpis"].clear()
    assert spoiled(office, write_excel, lambda _: ole) == ["log-old-excel"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"sheet": "无"}, "log-no-sheet"), ({"sheet": 4}, "log-no-sheet"),
     ({"header": 99}, "log-no-header"), ({"header": "工号"}, "log-no-header"),
     ({"header": 2}, "log-no-header"), ({"sheet": 2}, "csv-empty")],
)  # fmt: skip
def test_the_wrong_sheet_or_heading(office: Office, change: dict[str, Any], code: str) -> None:
    timed(office)
    place = write_excel(office.root) | change
    if code == "csv-empty":
        place.pop("header")
    office.config["logs"] = {"calls": place}
    assert codes(office.evaluate()) == [code]


def test_heading_by_word_and_sheet_by_number(office: Office) -> None:
    timed(office)
    place = write_excel(office.root) | {"sheet": 3, "header": "employee"}
    office.config["logs"] = {"calls": place}
    assert office.evaluate().conservation[0].read == 6


@pytest.mark.parametrize("write", [write_sqlite, write_duckdb])
def test_the_wrong_table(office: Office, write: Writer) -> None:
    timed(office)
    place = write(office.root)
    file = place if isinstance(place, str) else place["file"]
    office.config["logs"] = {"calls": {"file": file, "table": "gone"}}
    assert codes(office.evaluate()) == ["log-no-table"]


def test_several_tables_ask_which(office: Office) -> None:
    timed(office)
    office.config["logs"] = {"calls": write_sqlite(office.root)["file"]}
    (finding,) = office.evaluate().findings
    assert finding.details["tables"] == "calls, other"


def test_a_database_somebody_writes_to(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutybook.logs.formats.database._WAIT", 0)
    timed(office).config["logs"] = {"calls": write_sqlite(office.root)}
    db = sqlite3.connect(office.root / "l.sqlite")
    db.execute("begin exclusive")
    try:
        (finding,) = office.evaluate().findings
    finally:
        db.close()
    assert (finding.code, finding.details["reason"]) == ("log-unreadable", "database is locked")


def test_a_small_file_must_not_fill_the_disk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutybook.logs.formats.archive.SMALL", 1 << 20)
    monkeypatch.setattr("dutybook.logs.formats.archive._CHUNK", 1 << 16)
    assert spoiled(office, write_gzip, lambda _: gzip.compress(b"\0" * (1 << 22))) == [
        "log-too-large"
    ]
    office.role["kpis"].clear()
    book = bytes_of_a_workbook_with(b" " * (1 << 23), office.root)
    assert spoiled(office, write_excel, lambda _: book) == ["log-too-large"]


def bytes_of_a_workbook_with(filling: bytes, folder: Path) -> bytes:
    import zipfile

    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", filling)
    return path.read_bytes()


def test_packed_files_of_other_kinds(office: Office) -> None:
    timed(office)
    (office.root / "l.xlsx.gz").write_bytes(b"")
    office.config["logs"] = {"calls": "l.xlsx.gz"}
    assert codes(office.evaluate()) == ["log-format"]


# ------------------------------------------------------------------ rows that cannot be used


def test_lines_that_are_no_objects(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    good = '{"no": "1", "employee": "E1", "received_at": "2026-10-01"}'
    bad = ["[1]", "{", '{"no": 1, "no": 2}', '{"paid": NaN}', "[" * 100_000]
    office.logs["l.jsonl"] = "\n".join([good, *bad, "", good.replace('"1"', "2")]) + "\n"
    office.config["logs"] = {"calls": "l.jsonl"}
    evaluation = office.evaluate()
    rejected = [(r.line, r.code) for r in evaluation.rejected["calls"]]
    assert rejected == [(line, "unparsable") for line in range(2, 7)]
    assert (result(evaluation).value.value, evaluation.conservation[0].read) == (2, 7)


def test_a_huge_cell_is_one_rejected_row(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    lines = [
        json.dumps({"no": str(n), "employee": "E1", "received_at": "2026-10-01", "category": text})
        for n, text in enumerate(["a", "b" * 500_000, "c" * (1 << 22), "d"])
    ]
    office.logs["l.jsonl"] = "\n".join(lines) + "\n"
    office.config["logs"] = {"calls": "l.jsonl"}
    evaluation = office.evaluate()
    assert [(r.line, r.code) for r in evaluation.rejected["calls"]] == [
        (2, "unparsable"), (3, "unparsable"),
    ]  # fmt: skip
    assert result(evaluation).value.value == 2


def test_nested_objects_and_lists(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "where": {"category": "[1, 2]"}}}, None)
    office.source["rename"] = {"who.id": "employee", "tags": "category"}
    row = {"no": 1.50, "who": {"id": "E1"}, "tags": [1, 2], "received_at": "2026-10-01"}
    office.logs["l.ndjson"] = json.dumps(row).replace("[1, 2]", "[1, 2]")
    office.config["logs"] = {"calls": "l.ndjson"}
    evaluation = office.evaluate()
    assert evaluation.rejected["calls"] == []


def test_xes_attributes(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "where": {"category": "水; 电"}}}, None)
    office.source["rename"] = {
        "case:concept:name": "no", "org:resource": "employee", "time:timestamp": "received_at",
        "tags.tag": "category", "cost.currency": "level",
    }  # fmt: skip
    office.source |= {"key": ["no", "received_at"], "grain": "event"}
    office.logs["l.xes"] = """<log><extension name="Time" prefix="time" uri="x"/>
<trace><event><string key="org:resource" value="E1"/>
<date key="time:timestamp" value="2026-10-01T08:00:00.123456789+08:00"/>
<list key="tags"><values><string key="tag" value="水"/><string key="tag" value="电"/></values></list>
<float key="cost" value="1"><string key="currency" value="CNY"/></float></event>
<string key="concept:name" value="NA"/></trace>
<event><string key="org:resource" value="E1"/></event></log>"""
    office.config["logs"] = {"calls": "l.xes"}
    evaluation = office.evaluate()
    assert result(evaluation).value.value == 1
    assert [(r.line, r.code) for r in evaluation.rejected["calls"]] == [(2, "missing")]


# ------------------------------------------------------------------ days, moments, actors


def counted_at(office: Office, moment: str) -> None:
    office.kpi({"count": {"of": "calls", "where": f"received_at = '{moment}'"}}, None)


@pytest.mark.parametrize(
    ("dates", "written"),
    [("day_first", "05/10/2026 08:05"), ("day_first", "5.10.2026 8:05"), ("day_first", "2026-10-05 08:05"),
     ("month_first", "10/05/2026 08:05 AM"), ("month_first", "10-5-2026 08:05:00"),
     ("day_first", "05/10/2026T00:05Z"), ("year_first", "20261005080500"),
     ("year_first", "1791158700"), ("year_first", "1791158700000"), ("year_first", "1791158700000000"),
     ("epoch_s", "1791158700"), ("epoch_s", "1791158700.0"), ("epoch_ms", "1791158700000"),
     ("epoch_us", "1791158700000000"), ("serial", "46300.336805555555"), ("serial_1904", "44838.336805555555"),
     ("serial", "2026-10-05 08:05")],
)  # fmt: skip
def test_moments_as_declared(office: Office, dates: str, written: str) -> None:
    office.source["dates"] = dates
    counted_at(office, "2026-10-05 08:05")
    office.rows(f",E1,complaint,{written},")
    assert office.result().value.value == 1


def test_an_afternoon_in_twelve_hours(office: Office) -> None:
    office.source["dates"] = "month_first"
    counted_at(office, "2026-10-05 20:05")
    office.rows(",E1,complaint,10/5/2026 8:05 PM,")
    assert office.result().value.value == 1


@pytest.mark.parametrize(
    ("dates", "written"),
    [("day_first", "05/10/2026"), ("month_first", "10/5/2026"), ("year_first", "20261005"),
     ("epoch_s", "1791158700"), ("serial", "46300"), ("serial_1904", "44838")],
)  # fmt: skip
def test_days_as_declared(office: Office, dates: str, written: str) -> None:
    office.source["columns"]["received_on"] = {"type": "date", "dates": dates}
    office.kpi({"count": {"of": "calls", "where": "received_on = '2026-10-05'"}}, None)
    office.rows(f",E1,2026-10-05,{written}", head="no,employee,received_at,received_on")
    assert office.result().value.value == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [("05/10/2026", "date-order"), ("5-10-2026 08:05", "date-order"), ("05/10/26", "two-digit-year"),
     ("26-10-05 08:05", "two-digit-year"), ("26年10月5日", "two-digit-year"),
     ("2026100508", "bad-value"), ("46300", "bad-value"), ("1991158700", "bad-value"),
     ("2026-13-05", "bad-value")],
)  # fmt: skip
def test_moments_that_are_not_guessed(office: Office, written: str, code: str) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(f",E1,complaint,{written},", ",E1,complaint,2026-10-01,")
    evaluation = office.evaluate()
    assert [(r.code, r.column) for r in evaluation.rejected["calls"]] == [(code, "received_at")]
    assert ("dates-unclear" in codes(evaluation)) is (code != "bad-value")


def test_a_day_that_ends_on_its_first_day_is_not_reversed(office: Office) -> None:
    good = {"from": "received_at", "to": "due_on", "within": "1 d"}
    office.kpi({"share": {"of": "calls", "good": good}}, None)
    office.rows(
        ",E1,2026-10-05 08:00,2026-10-05", ",E1,2026-10-05 08:00,2026-10-04",
        head="no,employee,received_at,due_on",
    )  # fmt: skip
    evaluation = office.evaluate()
    assert [(r.line, r.code) for r in evaluation.rejected["calls"]] == [(3, "ends-before-start")]
    assert result(evaluation).value.value == 1


def test_actors_who_are_no_employees(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, None)
    office.source["ignore"] = {"employee": ["bot", "系统"], "category": "test"}
    office.rows(
        ",bot,complaint,2026-10-01,", ",系统,complaint,not a day,", ",E1,test,2026-10-01,",
        ",E1,complaint,2026-10-01,", ",Bot,complaint,2026-10-01,",
    )  # fmt: skip
    evaluation = office.evaluate()
    part = evaluation.conservation[0]
    assert (part.read, part.ignored, part.counted, part.rejected) == (5, 3, 1, 1)
    assert [(r.line, r.code) for r in evaluation.rejected["calls"]] == [(6, "unknown-employee")]


# ------------------------------------------------------------------ PostgreSQL


def test_postgres_needs_its_variable(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(office).config["logs"] = {"calls": {"postgres": "DESK_DB", "table": "desk.calls"}}
    monkeypatch.delenv("DESK_DB", raising=False)
    assert codes(office.evaluate()) == ["log-no-connection"]


def test_postgres_needs_its_driver(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(office).config["logs"] = {"calls": {"postgres": "DESK_DB", "table": "desk.calls"}}
    monkeypatch.setenv("DESK_DB", "postgresql://nobody:secret@localhost:1/none")
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    assert codes(office.evaluate()) == ["log-extra-missing"]


def test_a_postgres_that_does_not_answer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    timed(office).config["logs"] = {"calls": {"postgres": "DESK_DB", "table": "desk.calls"}}
    monkeypatch.setenv("DESK_DB", "postgresql://nobody:secret@localhost:1/none")
    (finding,) = office.evaluate().findings
    assert finding.code == "log-unreadable"
    assert "secret" not in str(finding.details)


def test_postgres(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a server named by DUTYBOOK_TEST_POSTGRES, where there is one."""
    import os

    psycopg = pytest.importorskip("psycopg")
    server = os.environ.get("DUTYBOOK_TEST_POSTGRES") or pytest.skip("no server")
    with psycopg.connect(server, autocommit=True) as db:
        db.execute("drop table if exists dutybook_calls")
        db.execute("create table dutybook_calls (no text, employee text, received_at timestamp)")
        db.execute("insert into dutybook_calls values ('NA', 'E1', '2026-10-01 08:00')")
    monkeypatch.setenv("DESK_DB", server)
    office.kpi({"count": {"of": "calls"}}, None)
    office.config["logs"] = {"calls": {"postgres": "DESK_DB", "table": "dutybook_calls"}}
    assert office.result().value.value == 1


def test_serial_days_agree_with_excel() -> None:
    from openpyxl.utils.datetime import to_excel

    assert to_excel(date(2026, 10, 5)) == 46300
