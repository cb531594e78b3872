"""Logs are read once for all periods of a command; nothing else may tell that they were shared."""

from collections.abc import Callable
from typing import Any

import pytest
from office import Office, codes
from test_waits import PAUSE, WAITS

from dutybook.count.log.store import LogStore
from dutybook.count.log.table import Log
from dutybook.grammar.time.period import parse_period
from dutybook.logs.connection import Database
from dutybook.report.contract import as_data
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace

MONTHS = ("2026-09", "2026-10", "2026-11")
TABLES = "select table_name from information_schema.tables where table_catalog = current_database()"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources whose files were read, in order."""
    found: list[str] = []
    load = Log.load

    def noted(log: Log, *args: Any) -> None:
        found.append(log.source.source)
        load(log, *args)

    monkeypatch.setattr(Log, "load", noted)
    return found


def timely(office: Office) -> Office:
    """Answers within two hours, a bad row and a duplicate, over three months."""
    span = {"from": "received_at", "to": "answered_at", "within": "2 h"}
    office.kpi({"share": {"of": "calls", "good": span}}, 100, target="≥ 90%", score="pass")
    days = ("2026-09-01", "2026-09-30", "2026-10-01", "2026-10-31", "2026-11-15")
    office.rows(
        *(f",E{n % 2 + 1},x,{day} 10:00,{day} 1{n}:30" for n, day in enumerate(days)),
        "9,E1,x,2026-10-05 10:00,never",
        "7,E3,x,2026-10-05 10:00,2026-10-05 11:00",
        "8,E1,x,2026-10-06 10:00,2026-10-06 11:00",
        "8,E1,x,2026-11-06 10:00,2026-11-06 11:00",
    )
    return office


def waiting(office: Office) -> Office:
    """The same, with waits of a log of their own."""
    timely(office)
    within = {"limit": "2 h", "pause": PAUSE}
    span = {"from": "received_at", "to": "answered_at", "within": within}
    office.kpi({"share": {"of": "calls", "good": span}}, 100, target="≥ 90%", score="pass")
    office.more = [WAITS]
    office.config["logs"] = {"calls": "logs/calls.csv", "waits": "logs/waits.csv"}
    rows = ["1,2,2026-09-30 10:30,2026-09-30 11:00", "2,4,2026-10-31 10:05,2026-10-31 12:05"]
    office.logs["logs/waits.csv"] = "\n".join(["no,ticket,paused_at,resumed_at", *rows]) + "\n"
    return office


def told(workspace: Workspace, period: str, store: LogStore | None = None) -> tuple[Any, ...]:
    """Everything an evaluation says, rejected rows and the rows behind a KPI included."""
    with evaluate(workspace, parse_period(period), store=store) as run:
        rows = run.counted.rows(0, 0)
        evaluation = run.evaluation
        return as_data(evaluation), evaluation.rejected, list(evaluation.findings), rows


@pytest.mark.parametrize("build", [timely, waiting])
def test_sharing_changes_nothing_but_how_often_logs_are_read(
    office: Office, reads: list[str], build: Callable[[Office], Office]
) -> None:
    workspace = build(office).write()
    alone = [told(workspace, month) for month in MONTHS]
    sources = len(workspace.organisation.logs)
    assert len(reads) == 3 * sources
    reads.clear()
    with LogStore() as store:
        shared = [told(workspace, month, store) for month in MONTHS]
        again = [told(workspace, month, store) for month in reversed(MONTHS)]
    assert shared == alone
    assert list(reversed(again)) == alone
    assert len(reads) == sources
    assert {row.code for row in alone[1][1]["calls"]} == {
        "bad-value",
        "unknown-employee",
        "duplicate",
    }


def test_a_roll_up_reads_its_log_once(office: Office, reads: list[str]) -> None:
    timely(office)
    office.scheme["rollup"] = {"take": "mean", "missing": "leave_out"}
    found = office.evaluate("2026-Q3")
    assert reads == ["calls"]
    assert found.sheets[0].rollup is not None
    assert [part.total for part in found.sheets[0].rollup.parts] == [None, None, 100]


def test_what_an_evaluation_makes_of_rows_is_gone_with_it(office: Office) -> None:
    workspace = timely(office).write()
    with LogStore() as store:
        with evaluate(workspace, parse_period("2026-10"), store=store):
            assert len(store.db.rows(TABLES)) > 1
        assert store.db.rows(TABLES) == [("log_0",)]


def test_another_definition_of_a_source_is_read_anew(office: Office, reads: list[str]) -> None:
    timely(office)
    with LogStore() as store:
        first = told(office.write(), "2026-10", store)
        office.source["duplicates"] = "first"
        second = told(office.write(), "2026-10", store)
    assert reads == ["calls", "calls"]
    codes_of = [{row.code for row in one[1]["calls"]} for one in (first, second)]
    assert "duplicate" in codes_of[0]
    counted = [sum(part["counted"] for part in one[0]["conservation"]) for one in (first, second)]
    assert counted[1] == counted[0] + 1


def test_a_log_that_cannot_be_read_is_said_of_every_period(office: Office) -> None:
    timely(office)
    workspace = office.write()
    (office.root / "logs/calls.csv").write_bytes(b"PAR1 nothing of the kind")
    with LogStore() as store:
        for month in MONTHS[:2]:
            with evaluate(workspace, parse_period(month), store=store) as run:
                assert codes(run.evaluation) == ["csv-column-missing"]


def test_two_views_of_a_database_do_not_see_each_other() -> None:
    with Database() as db:
        db.rows("create table shared as select 1 as x")
        one, two = db.beside(), db.beside()
        one.rows("create table own as select x + 1 as x from shared")
        two.rows("create table own as select x + 2 as x from shared")
        assert (one.rows("from own"), two.rows("from own")) == ([(2,)], [(3,)])
        one.close()
        assert two.rows("from own") == [(3,)]
        two.close()
        assert db.rows(TABLES) == [("shared",)]
