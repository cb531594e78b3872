"""The example month: its files come from the committed script, and it shows what it should."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dutybook.evaluate.result import Evaluation
from dutybook.evaluate.run import evaluate
from dutybook.grammar.period import parse_period
from dutybook.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def october(example: Workspace) -> Iterator[Evaluation]:
    """The example organisation's October."""
    with evaluate(example, parse_period("2026-10")) as run:
        yield run.evaluation


def test_the_script_makes_the_committed_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)  # as for `python examples/make_logs.py`
    runpy.run_path(str(EXAMPLES / "make_logs.py"))["make"](tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in (EXAMPLES / "logs").iterdir())
    for name in made:
        if not name.endswith(".parquet"):
            assert (tmp_path / name).read_bytes() == (EXAMPLES / "logs" / name).read_bytes(), name
    for name in (name for name in made if name.endswith(".parquet")):
        with duckdb.connect() as db:
            new, old = (
                db.execute(f"select * from read_parquet('{folder / name}')").fetchall()
                for folder in (tmp_path, EXAMPLES / "logs")
            )
        assert new == old, name


def test_every_status_a_month_can_have(october: Evaluation) -> None:
    statuses = {sheet.status for sheet in october.sheets}
    assert statuses == {"complete", "incomplete", "vetoed", "not_eligible"}
    kpis = {result.status for sheet in october.sheets for result in (*sheet.kpis, *sheet.items)}
    assert kpis >= {"scored", "no_data", "not_rated"}
    rules = {result.rule for sheet in october.sheets for result in (*sheet.kpis, *sheet.items)}
    assert rules >= {"pass", "proportional", "bands", "steps", "incidents", "rating"}


def test_every_class_of_row(october: Evaluation) -> None:
    parts = {part.source: part for part in october.conservation}
    assert all(part.whole for part in parts.values())
    tickets = parts["tickets"]
    assert min(tickets.counted, tickets.other_period, tickets.other_employee) > 0
    assert min(tickets.excluded, tickets.rejected, parts["submissions"].filtered) > 0


def test_most_people_do_well(october: Evaluation) -> None:
    totals = [sheet.total for sheet in october.sheets if sheet.total is not None]
    assert len(totals) >= 9
    assert all(80 <= total <= 105 for total in totals)
