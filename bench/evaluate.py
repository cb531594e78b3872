"""Evaluating 1,000 employees × 12 months × 8 KPIs on 1,000,000 rows, against bare DuckDB SQL that
counts the same numerators and denominators from the same file.

Run with ``make bench``. Both read the log anew; Dutybook also types and checks every row,
accounts for each one, scores, totals and grades.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import yaml

from dutybook.count.log.store import LogStore
from dutybook.grammar.time.period import parse_period
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace, load

EMPLOYEES, ROWS = 1_000, 1_000_000
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
COLUMNS = {
    "no": "text",
    "employee": "text",
    "category": "text",
    "received_at": "instant",
    "answered_at": "instant",
    "closed_at": "instant",
    "paid": "decimal(12,2)",
    "due": "decimal(12,2)",
    "errors": "integer",
}
MADE = f"""
select 'T' || i as no, 'E' || (hash(i) % {EMPLOYEES}) as employee,
  case hash(i, 1) % 3 when 0 then 'complaint' when 1 then 'repair' else 'inquiry' end as category,
  timestamp '2025-01-01' + to_seconds(((hash(i, 2) % (365 * 86400)))::bigint) as received_at,
  received_at + to_seconds((hash(i, 3) % 20000)::bigint) as answered_at,
  received_at + to_seconds((hash(i, 4) % 400000)::bigint) as closed_at,
  ((hash(i, 5) % 10000) / 100)::decimal(12,2) as paid, 100::decimal(12,2) as due,
  (hash(i, 6) % 4)::integer as errors
from range({ROWS}) t(i)"""


def span(end: str, within: str) -> dict[str, str]:
    """A time limit."""
    return {"from": "received_at", "to": end, "within": within}


KPIS: list[tuple[dict[str, object], dict[str, object]]] = [
    (
        {
            "share": {
                "of": "calls",
                "where": {"category": "complaint"},
                "good": span("answered_at", "2 h"),
            }
        },
        {
            "target": "≥ 40%",
            "score": {"steps": {"from": "target", "per": "1 pp", "lose": 1, "partial": "prorate"}},
        },
    ),
    (
        {
            "share": {
                "of": "calls",
                "where": {"category": "repair"},
                "good": span("closed_at", "2 working h"),
            }
        },
        {"target": "≥ 30%", "score": "proportional"},
    ),
    ({"share": {"of": "calls", "good": "errors = 0"}}, {"target": "≥ 20%", "score": "pass"}),
    (
        {"ratio": {"of": "calls", "num": "paid", "den": "due"}},
        {"target": "≥ 50%", "score": "proportional"},
    ),
    ({"mean": {"of": "calls", "value": "errors"}}, {"target": "≤ 1", "score": "proportional"}),
    ({"sum": {"of": "calls", "value": "paid"}}, {"target": "≥ 3000", "score": "pass"}),
    (
        {"count": {"of": "calls", "late": span("closed_at", "3 d")}},
        {"score": {"incidents": {"each": -0.5}}},
    ),
    ({"count": {"of": "calls", "where": "errors >= 3"}}, {"target": "≤ 25", "score": "pass"}),
]

PEER = """
select strftime(received_at, '%Y-%m') as month, employee,
  count(*) filter (category = 'complaint' and answered_at <= received_at + interval 2 hour),
  count(*) filter (category = 'complaint'),
  count(*) filter (category = 'repair' and closed_at <= received_at + interval 2 hour),
  count(*) filter (category = 'repair'), count(*) filter (errors = 0), count(*),
  sum(paid), sum(due),
  sum(errors), count(*) filter (closed_at > date_trunc('day', received_at) + interval 4 day),
  count(*) filter (errors >= 3)
from read_csv('{log}') group by all order by all"""


def workspace(root: Path) -> Path:
    """A workspace with one post, a thousand holders and a year's log; the log's path."""
    kpis = [
        {"id": f"k{n}", "name": f"指标{n}", "weight": 12.5, "measure": measure, **rest}
        for n, (measure, rest) in enumerate(KPIS)
    ]
    source = {
        "source": "calls",
        "grain": "case",
        "key": "no",
        "employee": "employee",
        "time": "received_at",
        "columns": COLUMNS,
        "complete_to": "2025-12-31",
    }
    grades = [{"grade": "A", "when": "≥ 80"}, {"grade": "B", "when": "< 80"}]
    config = {
        "organisation": "测试",
        "scheme": "m",
        "calendar": "cn-mainland",
        "logs": {"calls": "calls.csv"},
    }
    files = {
        "dutybook.yaml": config,
        "roles/clerk.yaml": {"role": "clerk", "title": "文员", "kpis": kpis},
        "rules/sources/calls.yaml": source,
        "rules/schemes/m.yaml": {"scheme": "m", "grades": grades, "rollup": {"take": "mean"}},
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    people = "".join(f"E{n},员工{n},clerk\n" for n in range(EMPLOYEES))
    (root / "people.csv").write_text("employee,name,role\n" + people, "utf-8")
    log = root / "calls.csv"
    with duckdb.connect() as db:
        db.execute(f"copy ({MADE}) to '{log}' (header)")
    return log


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of one call: by the clock, and of processor time, which other programs disturb
    less."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def month(space: Workspace, text: str, store: LogStore | None = None) -> None:
    """One month, scored."""
    with evaluate(space, parse_period(text), store=store) as run:
        done = [sheet for sheet in run.evaluation.sheets if sheet.total is not None]
        assert len(done) == EMPLOYEES, len(done)
        assert sum(part.read for part in run.evaluation.conservation) == ROWS


def months(root: Path) -> None:
    """Twelve months, as a year's roll-up asks for them: one command, the log read once."""
    space = load(root)
    with LogStore() as store:
        for text in MONTHS:
            month(space, text, store)


def year(root: Path) -> None:
    """A year rolled up from its months."""
    with evaluate(load(root), parse_period(MONTHS[0][:4])) as run:
        sheets = run.evaluation.sheets
        assert all(sheet.total is not None for sheet in sheets)
        assert all(len(sheet.rollup.parts) == len(MONTHS) for sheet in sheets if sheet.rollup)


def peer(log: Path) -> None:
    """The same counts for all months at once, by SQL alone."""
    with duckdb.connect() as db:
        assert len(db.execute(PEER.format(log=log)).fetchall()) == EMPLOYEES * 12


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        log = workspace(root)
        peer(log)
        works: dict[str, Callable[[], object]] = {
            "bare DuckDB, all months": lambda: peer(log),
            "one month, 1,000 × 8 KPIs": lambda: month(load(root), MONTHS[9]),
            "12 months, 1,000,000 rows": lambda: months(root),
            "a year rolled up from them": lambda: year(root),
        }
        took = {name: timed(work) for name, work in works.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scale = 1024 if sys.platform == "darwin" else 1
    print(f"{'':27} {'clock':>9} {'processor':>11}")
    (bare, _), (_, one), *_ = took.values()
    for name, (clock, processor) in took.items():
        ratios = f"{clock / bare:6.1f} × bare {processor / one:6.1f} × one month"
        print(f"{name:27} {clock:7.2f} s {processor:9.2f} s {ratios}")
    print(f"{'peak memory':27} {memory / scale:7.0f} MB")


if __name__ == "__main__":
    main()
