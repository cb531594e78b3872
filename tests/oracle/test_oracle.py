"""The engine agrees with an independent, slow oracle; and what holds for any log whatever it says.

`make oracle` tries many more cases than a test run has time for.
"""

import random
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office, result
from oracle_cases import row
from oracle_experience import compare_experience
from oracle_hours import compare_hours
from oracle_money import compare_money
from oracle_points import meets, rounded
from oracle_refunds import compare_refunds
from oracle_turns import compare_turns
from oracle_wide import compare_wide

from dutybook.logs.connection import Database
from dutybook.report.contract import as_data
from dutybook.report.output import as_json
from oracle import compare, office, world

pytestmark = pytest.mark.slow

FOLDERS = count()
SEEDS = st.integers(100_000, 900_000)
SLOW = settings(max_examples=2, deadline=None, derandomize=True)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oracle")


def fresh(folder: Path) -> Path:
    return folder / str(next(FOLDERS))


@given(SEEDS)
@settings(max_examples=3, deadline=None, derandomize=True)
def test_the_oracle_agrees_on_every_kind_of_measure_and_score(folder: Path, seed: int) -> None:
    tried, wrong = compare(seed, fresh(folder))
    assert tried == 32
    assert wrong == []


@given(SEEDS)
@SLOW
def test_the_oracle_agrees_on_the_past_on_teams_and_on_what_changes(
    folder: Path, seed: int
) -> None:
    tried, wrong = compare_wide(seed, fresh(folder))
    assert tried == 3 * 12 + 6 + 1
    assert wrong == []


@given(SEEDS)
@SLOW
def test_the_oracle_agrees_on_lengths_of_time_and_on_rounds(folder: Path, seed: int) -> None:
    tried, wrong = compare_hours(seed, fresh(folder))
    assert tried == 24
    assert wrong == []


@given(SEEDS)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_the_oracle_agrees_on_every_turn_of_a_loop(folder: Path, seed: int) -> None:
    tried, wrong = compare_turns(seed, fresh(folder))
    assert tried > 20
    assert wrong == []


@given(SEEDS)
@settings(max_examples=6, deadline=None, derandomize=True)
def test_the_oracle_agrees_on_what_a_met_quarter_gives_back(folder: Path, seed: int) -> None:
    assert compare_refunds(seed, fresh(folder)) == (4, [])


@given(SEEDS)
@SLOW
def test_the_oracle_agrees_on_experience_within_experience(folder: Path, seed: int) -> None:
    assert compare_experience(seed, fresh(folder)) == (30, [])


def test_rows_that_nobody_can_use_are_no_silence_of_a_complete_log(folder: Path) -> None:
    """Seed 3005: the log is stated to be complete and holds one row, of somebody unknown."""
    tried, wrong = compare_hours(3005, fresh(folder))
    assert tried == 24
    assert wrong == []


@given(SEEDS)
@SLOW
def test_the_oracle_agrees_on_rounded_totals_coefficients_and_amounts(
    folder: Path, seed: int
) -> None:
    tried, wrong = compare_money(seed, fresh(folder))
    assert tried == 6 * (3 + 4 + 4)
    assert wrong == []


def told(made: Office, seed: int) -> str:
    return as_json(as_data(made.evaluate(as_of=world(seed).as_of.isoformat())))


@given(SEEDS, st.integers(1, 4))
@SLOW
def test_no_order_of_rows_files_or_threads_changes_a_byte(
    folder: Path, seed: int, threads: int
) -> None:
    one = world(seed)
    first = told(office(one, fresh(folder)), seed)
    random.Random(seed + 1).shuffle(one.rows)
    one.files = 1 + threads % 3
    shuffled = office(one, fresh(folder))
    original = Database.__init__

    def with_threads(self: Database) -> None:
        original(self)
        self.connection.execute(f"set threads = {threads}")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Database, "__init__", with_threads)
        assert told(shuffled, seed) == first


def test_sources_in_any_order_change_no_byte(folder: Path) -> None:
    made = []
    for names in (["calls", "other"], ["other", "calls"]):
        one = office(world(123), fresh(folder))
        one.config["logs"] = dict.fromkeys(names, "logs/*.csv")
        one.write()
        (one.root / "rules/sources/other.yaml").write_text(
            (one.root / "rules/sources/calls.yaml")
            .read_text()
            .replace("source: calls", "source: other")
        )
        one.role["kpis"].append({"id": "z", "name": "z", "measure": {"count": {"of": "other"}}})
        made.append(told(one, 123))
    assert made[0] == made[1]


@given(SEEDS)
@SLOW
def test_points_stay_within_floor_and_cap(folder: Path, seed: int) -> None:
    one = world(seed)
    evaluation = office(one, fresh(folder)).evaluate(as_of=one.as_of.isoformat())
    for sheet in evaluation.sheets:
        for found, kpi in zip(sheet.before[0], one.kpis, strict=True):
            score = kpi.get("score")
            if found.exact is None or score is None:
                continue
            rules = score if isinstance(score, dict) else {}
            cliff = "zero_below" in rules or "zero_above" in rules
            low, high = rules.get("floor"), rules.get("cap")
            low = 0 if low is None and "weight" in kpi else low
            high = kpi["weight"] if high is None and "weight" in kpi else high
            assert low in (None, "none") or found.exact >= low or (cliff and not found.exact)
            assert high in (None, "none") or found.exact <= high or (cliff and not found.exact)


@given(SEEDS)
@SLOW
def test_a_case_done_at_once_never_lowers_a_share(folder: Path, seed: int) -> None:
    one = world(seed)
    one.kpis = [
        kpi for kpi in one.kpis
        if "within" in kpi["measure"].get("share", {}).get("good", {})
        and "lead" not in str(kpi) and "due" not in str(kpi) and "error" not in str(kpi)
    ]  # fmt: skip
    before = office(one, fresh(folder)).evaluate()
    at = datetime(2026, 10, 12, 10)
    good = row(random.Random(seed), "new") | {
        "employee": "E1", "received_at": at, "answered_at": at, "closed_at": at, "exempt": False,
        "paused_at": None, "resumed_at": None, "again_at": None, "back_at": None,
    }  # fmt: skip
    one.rows.append(good)
    after = office(one, fresh(folder)).evaluate()
    for kpi in one.kpis:
        was, now = (result(e, "E1", kpi["id"]).value.value for e in (before, after))
        assert now is None or was is None or now >= was


def test_the_oracle_would_notice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that forgot the last microsecond of every limit is caught."""
    rows = Database.rows

    def wrong(self: Database, sql: str, parameters: object = ()) -> object:
        return rows(self, sql.replace('"$done" <= "$due"', '"$done" < "$due"'), parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "rows", wrong)
    assert any(compare(seed, fresh(folder))[1] for seed in (7, 9))


def test_the_oracle_would_notice_pieces_joined_without_their_days(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def simple(figures: Sequence[tuple[Fraction | None, int]]) -> Fraction | None:
        known = [one for one, _ in figures if one is not None]
        return sum(known, Fraction(0)) / len(known) if known else None

    monkeypatch.setattr("dutybook.score.pieces._mean", simple)
    assert any(compare_wide(seed, fresh(folder))[1] for seed in (2, 3))


def test_the_oracle_would_notice_a_turn_that_is_taken_for_the_one_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutybook.count.procedure.passes._gone_back", lambda *_: None)
    assert any(compare_turns(seed, fresh(folder))[1] for seed in (3, 4))


def test_the_oracle_rounds_and_compares_as_people_do() -> None:
    assert [meets("[0.5, 2)", Fraction(n, 2)) for n in (0, 1, 4)] == [False, True, False]
    assert meets("between 40% and 60%", Fraction(3, 5))
    assert [rounded(Fraction(n, 1000)) for n in (125, -125, 124)] == [
        Fraction(13, 100), Fraction(-13, 100), Fraction(12, 100),
    ]  # fmt: skip
