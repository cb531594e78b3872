"""What is proposed for an unknown log loads, and reads that very log without losing a row."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office
from test_formats import FORMATS, ROWS, Writer, write_excel, write_sqlite

from dutybook.cli import main
from dutybook.logs.inspection.definition import source_id

EXAMPLES = Path(__file__).parents[2] / "examples" / "logs"


def inspected(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["source", "inspect", *arguments, "-w", str(root)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def proposed(office: Office, file: str, *arguments: str) -> tuple[Mapping[str, Any], str]:
    """The definition as data, and the report of doubts."""
    office.write()
    result = inspected(office.root, str(office.root / file), *arguments)
    assert result.exit_code == 0, result.output
    return yaml.load(result.stdout, yaml.CBaseLoader), result.stderr


def read_back(office: Office, file: str, place: Mapping[str, Any] | str, *arguments: str) -> int:
    """Writes the proposal, evaluates with it, and gives the number of rows that were rejected."""
    office.config["logs"] = {"seen": place}
    office.write()
    written = inspected(
        office.root, str(office.root / file), "--name", "seen", "--write", *arguments
    )
    assert written.exit_code == 0, written.output
    office.kpi({"count": {"of": "seen"}}, None)
    evaluation = office.evaluate()
    assert [part.source for part in evaluation.conservation] == ["seen"]
    people = [r for r in evaluation.rejected["seen"] if r.code != "unknown-employee"]
    return len(people)


@pytest.mark.parametrize(
    ("write", "key", "first"), FORMATS, ids=lambda v: getattr(v, "__name__", "")
)
def test_every_format_is_read_as_proposed(
    office: Office, write: Writer, key: str, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_formats.ROWS", ROWS[:4])  # those without an impossible time
    place = write(office.root)
    file = place if isinstance(place, str) else place["file"]
    options = (
        [] if isinstance(place, str) else [f"--{k}={v}" for k, v in place.items() if k != "file"]
    )
    assert read_back(office, file, place, *options) == 0


@pytest.mark.parametrize(
    "file", ["tickets-2026-10.csv", "submissions.csv", "deductions.csv", "fees.parquet"]
)
def test_the_example_logs(office: Office, file: str) -> None:
    (office.root / file).write_bytes((EXAMPLES / file).read_bytes())
    proposal, _ = proposed(office, file)
    shipped = yaml.safe_load(
        (EXAMPLES.parents[1] / "rules/sources" / f"{proposal['source']}.yaml").read_text("utf-8")
    )
    same = {k: v for k, v in proposal.items() if k in ("key", "employee", "area", "time")}
    assert same == {k: shipped[k] for k in same}


def table(office: Office, head: str, *rows: str) -> str:
    office.logs["seen.csv"] = "\n".join([head, *rows]) + "\n"
    return "seen.csv"


def kinds(office: Office, head: str, *rows: str) -> tuple[Any, str]:
    proposal, doubts = proposed(office, table(office, head, *rows))
    return proposal["columns"], doubts


def test_types(office: Office) -> None:
    columns, doubts = kinds(
        office, "单号,工号,数量,金额,是否合格,日期,时间,代码,状态",
        "A1,007,1,1.5,是,2026/10/5,2026-10-05 08:00,1e5,开",
        'A2,008,"1,234",22.75,否,2026/10/6,2026-10-05 09:00,2e5,开',
        "A3,009,3,,是,2026/10/7,2026-10-05 10:00,3e5,关",
        "A4,010,3,,是,2026/10/7,2026-10-05 10:00,4e5,关",
    )  # fmt: skip
    assert [c["type"] for c in columns.values()] == [
        "text", "text", "integer", "decimal(12,2)", "boolean", "date", "instant", "text", "text",
    ]  # fmt: skip
    assert columns["column_9"]["values"] == ["关", "开"]
    assert "inspect-zone" in doubts


@pytest.mark.parametrize(
    ("written", "dates", "doubt"),
    [(("13/10/2026", "05/10/2026"), "day_first", ""), (("10/13/2026", "10/05/2026"), "month_first", ""),
     (("03/04/2026", "05/06/2026"), "day_first", "inspect-day-or-month"),
     (("1791158700", "1791158800"), "epoch_s", "inspect-number-time"),
     (("1791158700000", "1791158800000"), "epoch_ms", "inspect-number-time"),
     (("46300.5", "46301.25"), "serial", "inspect-number-time"),
     (("05/10/26", "06/10/26"), None, "inspect-two-digit-year")],
)  # fmt: skip
def test_days(office: Office, written: tuple[str, str], dates: str | None, doubt: str) -> None:
    rows = [f"{n},E1,{text}" for n, text in enumerate(written)]
    proposal, doubts = proposed(office, table(office, "id,employee,received time", *rows))
    assert proposal.get("dates") == dates
    assert doubt in doubts
    assert proposal["columns"]["received_time"]["type"] == (
        "text" if dates is None else "date" if "first" in dates else "instant"
    )


def test_doubts(office: Office) -> None:
    _, doubts = kinds(
        office, "编号,客户姓名,完成时间,得分",
        *(f"{min(n, 98)},张三,{'9999-12-31' if n == 5 else '2026-10-05'},{'优' if n < 40 else n}"
          for n in range(100)),
    )  # fmt: skip
    for code in ("near-key", "personal", "sentinel", "mixed", "no-employee"):
        assert f"inspect-{code}" in doubts, code


def test_an_event_log(office: Office) -> None:
    rows = [f"C{n // 3},E1,{act},2026-10-05 0{n % 9}:00" for n, act in enumerate("登回办" * 4)]
    proposal, _ = proposed(
        office, table(office, "case id,org:resource,activity,time:timestamp", *rows)
    )
    assert (proposal["grain"], proposal["key"]) == ("event", ["case_no", "activity"])
    assert (proposal["employee"], proposal["time"]) == ("employee", "at")


def test_nothing_is_overwritten(office: Office) -> None:
    file = table(office, "no,employee,received_at", "1,E1,2026-10-05")
    office.write()
    first = inspected(office.root, str(office.root / file), "--write")
    path = office.root / "rules/sources/seen.yaml"
    assert path.is_file()
    path.write_text("kept", "utf-8")
    again = inspected(office.root, str(office.root / file), "--write")
    assert (first.exit_code, again.exit_code) == (0, 2)
    assert "inspect-exists" in again.stderr
    assert path.read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("gone.csv", None, "inspect-no-file"), ("l.docx", b"x", "log-format"), ("l.csv", b"", "csv-empty"),
     ("l.xes", b"<log>", "log-unreadable"), ("l.csv.gz", b"x", "log-unreadable")],
)  # fmt: skip
def test_files_that_cannot_be_looked_at(
    office: Office, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        office.logs[name] = content
    office.write()
    result = inspected(office.root, str(office.root / name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert code in result.stderr


def test_a_heading_alone_and_broken_rows(office: Office) -> None:
    _, doubts = kinds(office, "no,employee,at")
    assert "inspect-empty" in doubts
    _, doubts = kinds(office, "no,employee,at", "1,E1,2026-10-05", "2,E1")
    assert "inspect-broken" in doubts


def test_several_people_no_time_and_a_sample(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutybook.logs.inspection.sample.MAX_ROWS", 2)
    _, doubts = kinds(office, "受理人,处理人", "a,b", "c,d", "e,f")
    for code in ("several-employees", "no-time", "sampled"):
        assert f"inspect-{code}" in doubts, code


def test_rows_that_nothing_tells_apart(office: Office) -> None:
    proposal, doubts = proposed(office, table(office, "员工,说明", "a,b", "a,b"))
    assert "inspect-no-key" in doubts
    assert proposal["key"] == list(proposal["columns"])


def test_words_of_the_workspace(office: Office) -> None:
    office.logs["rules/inspect.yaml"] = "names: 3"
    office.logs["seen.csv"] = "no\n1\n"
    office.write()
    result = inspected(office.root, str(office.root / "seen.csv"))
    assert (result.exit_code, "words-unreadable" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("工单导出.xlsx", "log"),
        ("Tickets 2026-10.csv.gz", "tickets"),
        ("a_b.csv", "a-b"),
        ("9.csv", "log"),
    ],
)
def test_ids_from_file_names(name: str, source: str) -> None:
    assert source_id(Path(name)) == source


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", "no", "1e5", "2026-10-05", "5/10/26", "NULL", "1_000", "0x1f", "-", "017", "=1"]
    ),
)


@pytest.mark.slow
@settings(max_examples=25, derandomize=True, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12), st.integers(0, 9)
)
def test_whatever_stands_in_a_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], seed: int
) -> None:
    """Any content gives a definition that loads and reads all its rows, used or rejected."""
    import csv
    import io

    out = io.StringIO()
    head = random.Random(seed).choice(
        [["no", "员工", "时间"], ["a:b", "employee", "at"], ["是", "否", "no"]]
    )
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    office = Office(tmp_path_factory.mktemp("office"))
    office.logs["seen.csv"] = out.getvalue().encode("utf-8", "replace")
    office.config["logs"] = {"seen": "seen.csv"}
    office.write()
    result = inspected(office.root, str(office.root / "seen.csv"), "--name", "seen", "--write")
    assert result.exit_code == 0, result.output
    office.kpi({"count": {"of": "seen"}}, None)
    with office.run_anyway() as run:
        for part in run.evaluation.conservation:
            assert part.whole


def test_sheets_and_tables_by_number(office: Office) -> None:
    place = write_excel(office.root)
    proposal, _ = proposed(office, "l.xlsx", "--sheet", "3", "--header", str(place["header"]))
    assert proposal["key"] == "record_no"
    place = write_sqlite(office.root)
    office.write()
    result = inspected(office.root, str(office.root / "l.sqlite"))
    assert (result.exit_code, "log-no-table" in result.stderr) == (2, True)
