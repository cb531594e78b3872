"""Readers: rows per second from a file to typed, checked rows, per format, against DuckDB reading
the same rows from CSV; and cases held against a procedure. Run with ``make bench``.
"""

import csv
import gzip
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import xlsxwriter
import yaml

from dutybook.count.log.store import LogStore
from dutybook.count.log.table import Known
from dutybook.count.sql.columns import Dialect
from dutybook.grammar.time.period import parse_period
from dutybook.plan.frame import Frame
from dutybook.roster.attendance.days import day_start
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace, load

ROWS = 100_000
EVENTS = 100_000
HEAD = ("no", "employee", "category", "received_at", "answered_at", "amount", "errors", "repeated")
TYPES = ("text", "text", "text", "instant", "instant", "decimal(12,2)", "integer", "boolean")
SOURCE = {
    "source": "calls", "grain": "case", "key": "no", "employee": "employee", "time": "received_at",
    "columns": dict(zip(HEAD, TYPES, strict=True)),
}  # fmt: skip
PROCEDURE = """
source: events
grain: event
key: [case, at, activity]
time: at
columns: {case: text, at: instant, activity: text, who: text}
---
source: cases
grain: case
key: number
employee: employee
time: received_at
columns: {number: text, employee: text, received_at: instant}
cases:
  of: events
  key: case
  activity: activity
  actor: who
  owner: last
  columns: {received_at: {first: at}}
---
sop: desk
title: desk
steps:
  - {id: register, text: register, owner: clerk, within: 40 min}
  - {id: assign, text: assign, owner: clerk, within: 40 min}
  - {id: answer, text: answer, owner: clerk, within: 40 min}
  - {id: close, text: close, owner: clerk, within: 40 min}
escalation: [{after: 2 h, to: boss}]
---
role: clerk
title: clerk
kpis: [{id: k, name: k, measure: {conformance: {sop: desk, of: cases}}}]
"""
FIRST = datetime.fromisoformat("2026-10-01T08:00")


def rows() -> Iterator[tuple[str, ...]]:
    """The same rows every time."""
    for n in range(ROWS):
        at = FIRST + timedelta(seconds=20 * n)
        done = at + timedelta(minutes=n % 90)
        yield (f"T{n:07d}", f"E{n % 500:03d}", f"kind {n % 7}", str(at), str(done),
               f"{n % 1000}.{n % 100:02d}", str(n % 3), str(n % 5 == 0).lower())  # fmt: skip


def write_csv(path: Path) -> None:
    """CSV, as the others are made from."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(rows())


def write_packed(path: Path) -> None:
    """The CSV, gzipped."""
    plain = path.with_suffix("")
    write_csv(plain)
    path.write_bytes(gzip.compress(plain.read_bytes(), 6))
    plain.unlink()


def write_parquet(path: Path) -> None:
    """Typed columns."""
    plain = path.with_suffix(".tmp")
    write_csv(plain)
    with duckdb.connect() as db:
        db.execute(f"copy (select * from read_csv('{plain}')) to '{path}' (format parquet)")
    plain.unlink()


def write_lines(path: Path) -> None:
    """An object per line."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(dict(zip(HEAD, row, strict=True))) + "\n" for row in rows())


def write_xes(path: Path) -> None:
    """A trace of one event per row."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<log>")
        for row in rows():
            pairs = zip(HEAD, row, strict=True)
            inside = "".join(f'<string key="{key}" value="{value}"/>' for key, value in pairs)
            stream.write(f"<trace><event>{inside}</event></trace>\n")
        stream.write("</log>")


def write_excel(path: Path) -> None:
    """All cells text, as exports often are."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows()]):
            sheet.write_row(number, 0, row)


def write_sqlite(path: Path) -> None:
    """A table without types."""
    with sqlite3.connect(path) as db:
        db.execute(f"create table calls ({', '.join(HEAD)})")
        db.executemany(f"insert into calls values ({', '.join('?' * len(HEAD))})", rows())
    db.close()


WRITERS: dict[str, Callable[[Path], None]] = {
    "calls.csv": write_csv, "calls.csv.gz": write_packed, "calls.parquet": write_parquet,
    "calls.jsonl": write_lines, "calls.xes": write_xes, "calls.xlsx": write_excel,
    "calls.sqlite": write_sqlite,
}  # fmt: skip


def workspace(root: Path, log: str, *documents: dict[str, Any]) -> Workspace:
    """A workspace around one log."""
    config = {"organisation": "bench", "logs": {documents[0]["source"]: log}}
    people = ["employee,name,role", *(f"E{n:03d},n,clerk" for n in range(500))]
    files = {"dutybook.yaml": yaml.safe_dump(config), "people.csv": "\n".join(people) + "\n"}
    for number, document in enumerate(documents):
        files[f"rules/sources/d{number}.yaml"] = yaml.safe_dump(document, sort_keys=False)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return load(root)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read(space: Workspace) -> None:
    """From the file to typed rows with their faults."""
    source = space.definitions.sources["calls"]
    zone = ZoneInfo(space.organisation.timezone)
    period = parse_period("2026-10")
    start, end = day_start(period.start, zone), day_start(period.end, zone)
    frame = Frame(zone.key, start, end, end, period.start, period.end, period.end)
    known = Known(frozenset(f"E{n:03d}" for n in range(500)), frozenset())
    with LogStore() as store:
        files, findings = store.files(space, source, set())
        assert not findings, findings
        assert not store.log(Dialect(source, frame), files, known).rejected()


def readers(root: Path) -> None:
    """Every format, as rows per second and as a ratio."""
    csv_path = root / "calls.csv"
    write_csv(csv_path)
    with duckdb.connect() as db:
        query = f"create or replace table t as select * from read_csv('{csv_path}')"
        base = min(seconds(lambda: db.execute(query)) for _ in range(3))
    print(f"{'DuckDB, the CSV':18}{ROWS / base:12,.0f} rows/s")
    for name, write in WRITERS.items():
        write(root / name)
        space = workspace(root, name, SOURCE)
        took = min(seconds(lambda space=space: read(space)) for _ in range(2))
        print(f"{name:18}{ROWS / took:12,.0f} rows/s   ratio {base / took:6.3f}")


def conformance(root: Path) -> None:
    """An event log of complaints, held against a procedure of four steps."""
    steps = ("register", "assign", "answer", "close")
    with (root / "events.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case", "at", "activity", "who"])
        for n in range(EVENTS):
            number, step = divmod(n, len(steps))
            at = FIRST + timedelta(seconds=80 * number, minutes=(20 + number % 25) * step)
            writer.writerow([f"C{number:06d}", str(at), steps[step], f"E{number % 500:03d}"])
    documents = list(yaml.safe_load_all(PROCEDURE))
    workspace(root, "events.csv", *documents[:2])
    for number, document in enumerate(documents[2:]):
        path = root / "roles" / f"d{number}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(document), "utf-8")
    space = load(root)

    def run() -> None:
        with evaluate(space, parse_period("2026-10")) as found:
            (conformity,) = found.conformities.values()
            assert len(conformity.verdicts) == EVENTS // len(steps)

    took = seconds(run)
    print(f"{'conformance':18}{EVENTS / took:12,.0f} events/s   ({EVENTS:,} events: {took:.1f} s)")


def main() -> None:
    """Readers, then conformance."""
    with tempfile.TemporaryDirectory() as folder:
        readers(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        conformance(Path(folder))


if __name__ == "__main__":
    main()
