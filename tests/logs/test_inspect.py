"""What is proposed for an unknown log loads, and reads that very log without losing a row."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
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


XES_HEAD = (
    "case:concept:name,concept:name,resource country,org:resource,org:group,time:timestamp,flag"
)


def xes_like(twice: int = 0) -> list[str]:
    rows = [
        f"C{n // 3},{'登回办'[n % 3]},Sweden,R{n % 4},G,2026-10-0{1 + n % 3}T0{n % 9}:00:00Z,{'yn'[n % 2]}"
        for n in range(24)
    ]
    return rows + rows[:twice]


def test_names_of_the_standard_come_first_and_are_no_personal_data(office: Office) -> None:
    proposal, doubts = proposed(office, table(office, XES_HEAD, *xes_like()))
    named = [proposal[key] for key in ("grain", "key", "employee", "time")]
    assert named == ["event", ["case_no", "activity"], "employee", "at"]
    assert proposal["rename"]["org:resource"] == "employee"
    assert "inspect-personal" not in doubts
    assert "several-employees" not in doubts


def test_a_row_exported_twice_keeps_one_copy(office: Office) -> None:
    file = table(office, XES_HEAD, *xes_like(twice=5))
    proposal, doubts = proposed(office, file)
    assert (proposal["key"], proposal["duplicates"]) == (["case_no", "activity"], "first")
    assert "inspect-copies" in doubts
    assert read_back(office, file, file) == 5  # the second copies; none is lost with its copy


@pytest.mark.parametrize(
    ("head", "rows", "key", "policy"),
    [
        ("说明,流水,甲", ["a,x1,1", "b,x2,1", "a,x3,2"], "column_2", "first"),
        ("甲,乙,丙", ["a,x,1", "a,y,1", "b,x,1", "b,y,1"], ["column_1", "column_2"], "first"),
        ("编号,状态", [*(f"{n},开" for n in range(40)), "39,关"], "record_no", "last"),
    ],
)
def test_the_smallest_key(
    office: Office, head: str, rows: list[str], key: object, policy: str
) -> None:
    proposal, _ = proposed(office, table(office, head, *rows))
    assert (proposal["key"], proposal["duplicates"]) == (key, policy)


def test_many_columns_and_a_pair_that_suffices(office: Office) -> None:
    head = ",".join(["case id", "time", *(f"x{n}" for n in range(32))])
    rows = [f"C{n % 7},2026-10-05 {n // 7:02}:00" + f",v{n % 2}" * 32 for n in range(60)]
    proposal, _ = proposed(office, table(office, head, *rows))
    assert (proposal["grain"], proposal["key"]) == ("event", ["case_no", "time"])


@pytest.mark.parametrize(
    ("heading", "values", "kind", "dates"),
    [
        ("hired", ("1987-03-01", "1899-12-31"), "date", None),
        ("at", ("0950-03-01 08:00", "1887-03-01 09:00"), "instant", None),
        ("日期", ("20261005", "19991231"), "date", None),
        ("stamp", ("1791158700", "1791158800"), "instant", "epoch_s"),
        ("x", ("1791158700000", "1791158800000"), "instant", "epoch_ms"),
        ("处理时间秒", ("46300", "46301"), "integer", None),
        ("amount", ("46300", "46301"), "integer", None),
    ],
)
def test_days_of_any_century_and_moments_by_their_digits(
    office: Office, heading: str, values: tuple[str, str], kind: str, dates: str | None
) -> None:
    rows = [f"{n},E1,{value}" for n, value in enumerate(values)]
    proposal, _ = proposed(office, table(office, f"id,employee,{heading}", *rows))
    assert [column["type"] for column in proposal["columns"].values()][2] == kind
    assert proposal.get("dates") == dates


def test_repeated_case_numbers_are_events_without_a_word_for_what_was_done(office: Office) -> None:
    rows = [f"T{n // 2},E{n % 2},2026-10-05 0{n}:00" for n in range(8)]
    proposal, _ = proposed(office, table(office, "工单号,工号,时间", *rows))
    assert (proposal["grain"], proposal["key"]) == ("event", ["ticket_no", "at"])


def test_names_stand_in_for_staff_numbers(office: Office) -> None:
    rows = ["1,张三,李四,2026-10-05", "2,王五,李四,2026-10-06"]
    proposal, doubts = proposed(office, table(office, "no,员工姓名,客户姓名,at", *rows))
    assert proposal["employee"] == "name"
    assert "inspect-employee-names" in doubts
    assert doubts.count("inspect-personal") == 1  # the customer's


def test_the_column_that_holds_staff_numbers(office: Office) -> None:
    office.write()
    number = (office.root / "people.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    rows = [f"{n},操作员,{number},2026-10-05" for n in range(3)]
    proposal, _ = proposed(office, table(office, "no,operator,who,at", *rows))
    assert proposal["employee"] == "who"


def test_what_rows_say_of_one_another(office: Office) -> None:
    _, doubts = kinds(
        office, "case,activity,employee,开始时间,完成时间,breached,time",
        "A,登,E1,2026-10-05 09:00,2026-10-05 08:00,yes,2026-10-05T09:00:00+08:00",
        "A,办,E1,2026-10-05 09:00,,no,2026-10-05T10:00:00+08:00",
        "B,登,E1,2026-10-05 09:00,2026-10-05 11:00,no,2026-10-05T09:00:00Z",
        "B,办,E1,2026-10-05 09:00,2026-10-05 11:00,no,2026-10-05 09:30:00",
    )  # fmt: skip
    assert "+08:00 × 2, – × 1, +00:00 × 1" in doubts or "+08:00 × 2, +00:00 × 1, – × 1" in doubts
    assert "有 1 行的 完成时间 早于 开始时间" in doubts
    assert "完成时间 在 4 行里有 1 行为空" in doubts
    assert "breached 在 1 个案件里" in doubts


def test_no_workspace_is_needed_but_to_write(tmp_path: Path) -> None:
    log = tmp_path / "l.csv"
    log.write_text("no,employee,at\n1,E1,2026-10-05\n", "utf-8")
    assert yaml.safe_load(inspected(tmp_path, str(log)).stdout)["key"] == "record_no"
    result = inspected(tmp_path, str(log), "--write")
    assert (result.exit_code, "no-workspace" in result.stderr) == (2, True)


def test_parquet_whose_moments_have_a_zone(office: Office) -> None:
    office.write()
    path = office.root / "l.parquet"
    with duckdb.connect() as db:
        moment = "cast('2026-10-05 09:00:00+08' as timestamptz)"
        db.execute(
            f"copy (select 'A' as no, 'E1' as employee, {moment} as at) to '{path}' (format parquet)"
        )
    assert read_back(office, "l.parquet", "l.parquet") == 0
    proposal = yaml.safe_load((office.root / "rules/sources/seen.yaml").read_text("utf-8"))
    assert proposal["columns"]["at"]["type"] == "instant"


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
