"""An independent oracle: random small logs, scored by the engine and by naive loops, compared.

``make oracle`` runs many; ``PYTHONPATH=tests/support python tests/oracle/oracle.py 2000 7`` begins with
seed 7.
"""

import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import oracle_cases as cases
from office import Office, result
from oracle_depends import changed, entangle
from oracle_experience import compare_experience
from oracle_owed import scheduled
from oracle_points import Undecided, meets, points, rounded
from oracle_refunds import compare_refunds
from oracle_time import midnight
from oracle_values import Asked, Found, measured, scale
from oracle_wide import compare_wide

from dutybook.score.result import Evaluation, KpiResult

Case = dict[str, Any]


@dataclass
class World:
    """One random office: its log, definitions, absences and the last day that counts."""

    rows: list[dict[str, Any]]
    kpis: list[dict[str, Any]]
    duty: dict[str, Any]
    absent: tuple[date, date]
    as_of: date
    files: int = 1
    sites: tuple[str, str] = ("", "")
    stated: bool = True
    differences: list[str] = field(default_factory=list)


def world(seed: int, kpis: int = 16) -> World:
    """The office of a seed."""
    dice = random.Random(seed)
    made = []
    for number in range(kpis):
        measure = cases.measure(dice)
        made.append({"id": f"k{number}", "name": "指标", "measure": measure,
                     **cases.score(dice, measure)})  # fmt: skip
    entangle(random.Random(seed + 1), made)
    cases.rounding(random.Random(f"{seed} rounding"), made)
    first = date(2026, 10, dice.randrange(1, 31))
    return World(
        cases.rows(dice, dice.choice([0, 3, 12, 30])),
        made,
        {"id": "d", "text": "交报表", "schedule": dice.choice(cases.SCHEDULES),
         "owed_by": dice.choice(["person", "post"])},
        (first, first + timedelta(days=dice.randrange(9))),
        date(2026, 10, 20) + timedelta(days=dice.randrange(19)),
        dice.choice([1, 1, 3]),
        dice.choice([("", ""), ("北", "北"), ("北", "南"), ("北", "南")]),
        dice.random() < 0.6,
    )  # fmt: skip


def office(one: World, folder: Path) -> Office:
    """The office on disk."""
    made = Office(folder)
    made.role |= {"kpis": one.kpis, "duties": [one.duty]}
    made.source["columns"] = dict(cases.COLUMNS)
    made.source["complete_from"] = "2026-09-01"
    if one.stated:
        made.source["complete_to"] = "2026-12-31"
    made.people = "employee,name,role,from,to,area,site\n" + "".join(
        f"E{n},x,clerk,,,,{site}\n" for n, site in enumerate(one.sites, 1)
    )
    made.config["calendar"] = "cn-mainland"
    made.config["logs"]["waits"] = "waits.csv"
    made.logs["waits.csv"] = cases.waits_csv(one.rows)
    made.more = [cases.WAITS]
    made.adjustments = [{"source": "calls", "action": "exclude", "where": "exempt",
                         "reason": "x", "approver": "y"}]  # fmt: skip
    made.logs["absences.csv"] = f"employee,from,to,reason\nE1,{one.absent[0]},{one.absent[1]},x\n"
    for number in range(one.files):
        made.logs[f"logs/{number}.csv"] = cases.as_csv(one.rows[number :: one.files])
    return made


def usable(one: World) -> list[dict[str, Any]]:
    """Rows as they stand on the last day that counts: keys once, known people, nothing later."""
    after = midnight(one.as_of + timedelta(days=1))
    keys = [row["no"] for row in one.rows]
    kept = [row for row in one.rows if keys.count(row["no"]) == 1 and row["employee"] != "E9"]
    ahead = {"due_at", "for", "event_at" if _looks_ahead(one) else "due_at"}
    return [
        {
            name: None if isinstance(v, datetime) and v >= after and name not in ahead else v
            for name, v in row.items()
        }
        for row in kept if row["received_at"] < after
    ]  # fmt: skip


def _looks_ahead(one: World) -> bool:
    return "'lead'" in str([kpi["measure"] for kpi in one.kpis])


def judged(one: World, kpi: Mapping[str, Any], employee: str, rows: Sequence[Case]) -> Found:
    """The value of a KPI."""
    as_of = midnight(one.as_of + timedelta(days=1))
    ((kind, body),) = kpi["measure"].items()
    first, last = one.absent
    days = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    absent = days if employee == "E1" else set()
    if not silent_means_none(one, employee, kind):
        return Found("not_rated" if kind in ("rating", "entered") else "no_data")
    if kind == "schedule":
        together = one.duty["owed_by"] == "post" and one.sites[0] == one.sites[1]
        holders = ["E1", "E2"] if together else [employee]
        return scheduled(body, one.duty, rows, absent, as_of, holders)
    mine = [row for row in rows if row["employee"] == employee]
    better = "lower" if kpi.get("target", "≥")[0] in "≤<" else "higher"
    return measured(kpi["measure"], mine, Asked(as_of, kpi["id"], better, absent))


def silent_means_none(one: World, employee: str, kind: str) -> bool:
    """Whether no row of an employee means that there was nothing: where it is said that the log is
    complete, or there are rows of the period by then, of the same site where there are two. Rows
    of the period none of which can be used mean that nothing is known, whatever is said."""
    after = midnight(one.as_of + timedelta(days=1))
    keys = [row["no"] for row in one.rows]
    known = [row for row in one.rows if row["received_at"] < after]
    inside = [row for row in known if row["received_at"].month == 10]
    there = {row["employee"] for row in inside if keys.count(row["no"]) == 1} & {"E1", "E2"}
    if one.stated:
        return bool(there) or not inside
    alone = one.sites[0] != one.sites[1] and kind not in ("rating", "entered")
    return not one.rows or (employee in there if alone else bool(there))


def compare(seed: int, folder: Path, kpis: int = 16) -> tuple[int, list[str]]:
    """Cases tried, and every disagreement in words."""
    one = world(seed, kpis)
    with patch("dutybook.soundness.kpi.misfits", lambda *_: ()):  # figures in any unit add up
        evaluation = office(one, folder).evaluate(as_of=one.as_of.isoformat())
    rows, tried = usable(one), 0
    wrong: list[str] = []
    for kpi in one.kpis:
        for employee in ("E1", "E2"):
            found = unsettled(evaluation, employee, kpi["id"])
            want = expected(one, kpi, employee, rows)
            got = (found.status, found.value.value, found.value.pending, found.met, found.exact)
            tried += 1
            settled = result(evaluation, employee, kpi["id"])
            if settled.full == found.full and found.exact is not None:
                assert settled.points == rounded(found.exact, rule_of(kpi)), (seed, kpi)
            if got != want:
                wrong.append(f"seed {seed} {employee} {kpi}\n  engine {got}\n  oracle {want}")
    return tried, wrong


def rule_of(kpi: Mapping[str, Any]) -> Any:
    """How a KPI's points are rounded, as it is written."""
    score = kpi.get("score")
    return score.get("round") if isinstance(score, dict) else None


def unsettled(evaluation: Evaluation, employee: str, kpi: str) -> KpiResult:
    """A result before the scheme gives the weight of what does not apply to others."""
    sheet = next(s for s in evaluation.sheets if s.sheet.employee == employee)
    return next(found for found in sheet.before[0] if found.kpi.id == kpi)


def expected(one_: World, kpi: Mapping[str, Any], employee: str, rows: Sequence[Case]) -> Any:
    """Status, value, pending, verdict and exact points."""
    found = judged(one_, kpi, employee, rows)
    if found.value is None:
        return found.status, None, found.pending, None, None
    if "round" in kpi:
        found = replace(found, value=rounded(found.value, kpi["round"]))
    met = meets(kpi["target"], found.value) if "target" in kpi else None
    if "score" not in kpi:
        return "scored", found.value, found.pending, met, None

    def fact(other: str, part: str) -> Any:
        its = next(one for one in one_.kpis if one["id"] == other)
        value = judged(one_, its, employee, rows).value
        if value is not None and "round" in its:
            value = rounded(value, its["round"])
        return value if part == "value" or value is None else meets(its["target"], value)

    try:
        exact = points(
            kpi, found, _highest(kpi["measure"]), lambda line, own: changed(line, own, fact)
        )
    except Undecided:
        return "undecided", found.value, found.pending, met, None
    return "scored", found.value, found.pending, met, exact


def _highest(measure: Mapping[str, Any]) -> Any:
    return scale(measure["rating"])[1] if "rating" in measure else 1


def compare_all(seed: int) -> tuple[int, list[str]]:
    """Cases of every kind of office of a seed, and every disagreement in words."""
    from oracle_hours import compare_hours  # these are made of what stands here
    from oracle_money import compare_money
    from oracle_turns import compare_turns

    tried, wrong = 0, []
    every = (partial(compare, kpis=40), compare_wide, compare_hours, compare_money, compare_turns)
    for one in (*every, compare_refunds, compare_experience):
        with tempfile.TemporaryDirectory() as folder:
            count, differences = one(seed, Path(folder))
        tried, wrong = tried + count, wrong + differences
    return tried, wrong


def main(wanted: int, seed: int) -> int:
    """Tries at least ``wanted`` cases."""
    tried = 0
    wrong: list[str] = []
    while tried < wanted:
        count, differences = compare_all(seed)
        tried, seed = tried + count, seed + 1
        wrong += differences
        for difference in differences:
            print(difference)  # noqa: T201
    print(f"cases tried {tried}, disagreements {len(wrong)}")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (sys.argv[1:] + ["20000", "1"][len(sys.argv) - 1 :]))))
