"""What holds for any log: conservation, order, monotony; and a slow oracle in plain Python that agrees."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office, result

from dutybook.report.contract import as_data
from dutybook.report.output import as_json

pytestmark = pytest.mark.slow

HEAD = "no,employee,category,received_at,answered_at,errors"
START = datetime(2026, 10, 1)
FOLDERS = count()

ROW = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8"]),
    st.sampled_from(["E1", "E2", "E9", ""]),
    st.sampled_from(["complaint", "repair", "odd", ""]),
    st.integers(-300, 33 * 24 * 60),  # minutes from the period's start
    st.one_of(st.none(), st.integers(-10, 300)),
    st.sampled_from(["", "0", "3", "x"]),
)
SLOW = settings(max_examples=8, deadline=None, derandomize=True)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder below which each example gets its own."""
    return tmp_path_factory.mktemp("offices")


def build(folder: Path, rows: Sequence[str], files: int = 1) -> Office:
    """An office with every kind of measure whose rows are dealt to ``files``."""
    office = Office(folder / str(next(FOLDERS)))
    where = {"category": "complaint"}
    span = {"from": "received_at", "to": "answered_at", "within": "2 h"}
    office.kpi({"share": {"of": "calls", "where": where, "good": span}}, 40, target="≥ 90%",
               score={"steps": {"from": "target", "per": "1 pp", "lose": 1, "partial": "prorate"}})  # fmt: skip
    office.kpi({"count": {"of": "calls", "where": "category in ('complaint', 'repair')"}}, None)
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, None)
    office.kpi({"mean": {"of": "calls", "where": where, "value": "errors"}}, None)
    office.kpi(
        {"count": {"of": "calls"}}, 10, score={"incidents": {"each": "0 - errors", "free": 1}}
    )
    office.source["columns"]["category"] = {"type": "text", "values": ["complaint", "repair"]}
    office.source["complete_to"] = "2026-10-31"
    office.adjustments = [
        {"source": "calls", "action": "exclude", "reason": "x", "approver": "y",
         "window": {"from": "2026-10-10", "to": "2026-10-12"}},
    ]  # fmt: skip
    dealt = [rows[n::files] for n in range(files)]
    office.logs = {f"logs/{n}.csv": "\n".join([HEAD, *part]) + "\n" for n, part in enumerate(dealt)}
    return office


def line(row: tuple[str, str, str, int, int | None, str]) -> str:
    no, employee, category, minutes, taken, errors = row
    at = START + timedelta(minutes=minutes)
    done = "" if taken is None else f"{at + timedelta(minutes=taken):%Y-%m-%d %H:%M}"
    return f"{no},{employee},{category},{at:%Y-%m-%d %H:%M},{done},{errors}"


@given(st.lists(ROW, max_size=12), st.randoms(use_true_random=False), st.integers(1, 3))
@SLOW
def test_order_of_rows_and_files_never_matters(
    folder: Path,
    rows: list[tuple[str, str, str, int, int | None, str]],
    dice: random.Random,
    files: int,
) -> None:
    lines = [line(row) for row in rows]
    first = build(folder, lines).evaluate()
    assert all(part.whole and part.read == len(lines) for part in first.conservation)
    dice.shuffle(lines)
    second = build(folder, lines, files).evaluate()
    assert as_json(as_data(first)) == as_json(as_data(second))


@given(st.lists(ROW, max_size=10), st.integers(0, 30 * 24 * 60))
@SLOW
def test_a_good_case_never_lowers_a_share(
    folder: Path, rows: list[tuple[str, str, str, int, int | None, str]], minutes: int
) -> None:
    lines = [line(row) for row in rows]
    good = line(("new", "E1", "complaint", minutes, 60, ""))
    before = result(build(folder, lines).evaluate()).value.value
    after = result(build(folder, [*lines, good]).evaluate()).value.value
    assert after is not None or before is None
    assert (after or 0) >= (before or 0)


def oracle(lines: Sequence[str], employee: str) -> dict[str, Fraction | None]:
    """The same figures, one row at a time."""
    rows = [dict(zip(HEAD.split(","), text.split(","), strict=True)) for text in lines]
    usable = [r for r in rows if _usable(r)]
    keys = [r["no"] for r in usable]
    known = [r for r in usable if keys.count(r["no"]) == 1 and r["employee"] in ("E1", "E2")]
    mine = [r for r in known if r["employee"] == employee and _counts(_moment(r["received_at"]))]
    verdicts = [_verdict(r) for r in mine if r["category"] == "complaint"]
    judged = [v for v in verdicts if v is not None]
    counted = [r for r in mine if r["errors"] not in ("", "x")]
    given_ = [Fraction(r["errors"]) for r in counted]
    complaints = [Fraction(r["errors"]) for r in counted if r["category"] == "complaint"]
    return {
        "k": Fraction(sum(judged), len(judged)) if judged else None,
        "k2": Fraction(sum(r["category"] not in ("", "odd") for r in mine)),
        "k3": sum(given_, Fraction(0)),
        "k4": sum(complaints, Fraction(0)) / len(complaints) if complaints else None,
    }


def _usable(row: dict[str, str]) -> bool:
    """What only some measures read makes a row of no use to those alone."""
    return row["employee"] != ""


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def _counts(at: datetime) -> bool:
    inside = START <= at < datetime(2026, 11, 1)
    return inside and not datetime(2026, 10, 10) <= at < datetime(2026, 10, 12)


def _verdict(row: dict[str, str]) -> bool | None:
    due = _moment(row["received_at"]) + timedelta(hours=2)
    as_of = datetime(2026, 11, 1)
    if row["answered_at"] and _moment(row["answered_at"]) < as_of:
        return _moment(row["answered_at"]) <= due
    return None if due > as_of else False


@pytest.mark.parametrize("seed", range(6))
def test_the_oracle_agrees(folder: Path, seed: int) -> None:
    dice = random.Random(seed)
    lines = [
        line((
            str(dice.randrange(400)), dice.choice(["E1", "E1", "E2", "E9", ""]),
            dice.choice(["complaint", "complaint", "repair", "odd", ""]),
            dice.randrange(-300, 32 * 24 * 60), dice.choice([None, 30, 119, 120, 121, 900]),
            dice.choice(["", "0", "1", "7", "x"]),
        ))
        for _ in range(300)
    ]  # fmt: skip
    evaluation = build(folder, lines, files=1 + seed % 3).evaluate()
    for employee in ("E1", "E2"):
        for kpi, value in oracle(lines, employee).items():
            assert result(evaluation, employee, kpi).value.value == value, (employee, kpi)
