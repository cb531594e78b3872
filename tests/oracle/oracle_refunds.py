"""The oracle's quarters: months added up by hand, and what a met quarter gives back of each.

One post with a weighted KPI, an item that adds and takes, one in a group, and one of the scheme.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from office import Office
from oracle_points import rounded

Dice = random.Random
MONTHS = {"2026-07": 31, "2026-08": 31, "2026-09": 30}
TAKES = ["mean", "sum", "weighted by days", "best 2 of 3", "last"]
FULL, BASE = 60, 30
ITEMS = {"loose": "a", "grouped": "b", "extra": "c"}
"""Items that add and take, and the letter their categories begin with."""


@dataclass(frozen=True)
class Month:
    """What a month came to: its total, whether vetoed, and what each KPI or item lost in it."""

    total: Fraction
    vetoed: bool
    lost: Mapping[str, Fraction]


@dataclass
class Quarter:
    """One random quarter: values and (category, how many) by month, and the rules."""

    values: dict[str, list[int]]
    counts: dict[str, dict[str, int]]
    good: float
    bad: float
    targets: dict[str, int]
    group: int
    top: int | None
    caps: dict[str, int]
    take: str
    refunds: Any


def quarter(seed: int) -> Quarter:
    """The quarter of a seed."""
    dice = Dice(seed)
    kinds = [letter + way for letter in ITEMS.values() for way in ("good", "bad")]
    return Quarter(
        {m: [dice.randrange(70, 101) for _ in range(dice.choice([1, 2, 3]))] for m in MONTHS},
        {m: {kind: dice.choice([0, 0, 1, 2, 3]) for kind in kinds} for m in MONTHS},
        dice.choice([1, 0.5, 2]),
        -dice.choice([1, 2, 1.25]),
        {name: dice.randrange(3, 12) for name in ITEMS},
        dice.choice([2, 5, 20]),
        dice.choice([None, None, 100, 110]),
        dice.choice([{}, {}, {"bonus_cap": 2}, {"penalty_cap": 3}, {"bonus_cap": 1, "penalty_cap": 2}]),
        dice.choice(TAKES),
        dice.choice(["all", "all", ["loose"], ["grouped", "extra"], ["k", "loose"], ["k"]]),
    )  # fmt: skip


def month(one: Quarter, name: str) -> Month:
    """A month's points, one after another."""
    counts, values = one.counts[name], one.values[name]
    mean = Fraction(sum(values), len(values))
    k = rounded(min(max(FULL - (100 - mean), Fraction(0)), Fraction(FULL)))
    good, bad = Fraction(str(one.good)), Fraction(str(one.bad))
    raw = {
        item: good * counts[letter + "good"] + bad * counts[letter + "bad"]
        for item, letter in ITEMS.items()
    }
    raw = {item: rounded(points) for item, points in raw.items()}
    loose = _capped({item: raw[item] for item in ("loose", "extra")}, one.caps)
    group = _within(one.group + raw["grouped"], one.group)
    whole = _within(one.group + max(raw["grouped"], Fraction(0)), one.group)
    total = BASE + k + sum(loose.values()) + group
    if one.top is not None:
        total = min(total, Fraction(one.top))
    vetoed = counts["abad"] + counts["agood"] >= 6
    lost = {item: max(-points, Fraction(0)) for item, points in loose.items()}
    lost |= {"k": FULL - k, "grouped": whole - group}
    return Month(Fraction(0) if vetoed else total, vetoed, lost)


def _within(points: Fraction, most: int) -> Fraction:
    return min(max(points, Fraction(0)), Fraction(most))


def _capped(points: Mapping[str, Fraction], caps: Mapping[str, int]) -> dict[str, Fraction]:
    """Each side within its cap, what is largest first."""
    left = dict(points)
    for sign, cap in ((1, caps.get("bonus_cap")), (-1, caps.get("penalty_cap"))):
        room = Fraction(10**6 if cap is None else cap)
        for item in sorted(points, key=lambda item: -abs(points[item])):
            if points[item] * sign > 0:
                size = min(abs(points[item]), room)
                left[item], room = sign * size, room - size
    return left


def expected(one: Quarter) -> tuple[list[tuple[Fraction, Fraction]], Fraction]:
    """Of each month what came back and the total with it; the total of the quarter."""
    values = [value for name in MONTHS for value in one.values[name]]
    met = {"k"} if Fraction(sum(values), len(values)) >= 90 else set()
    for item, letter in ITEMS.items():
        rows = sum(one.counts[m][letter + way] for m in MONTHS for way in ("good", "bad"))
        met |= {item} if rows <= one.targets[item] else set()
    back = met if one.refunds == "all" else met & set(one.refunds)
    parts: list[tuple[Fraction, Fraction]] = []
    for name in MONTHS:
        made = month(one, name)
        given = Fraction(0) if made.vetoed else sum((made.lost[i] for i in back), Fraction(0))
        if one.top is not None:
            given = max(min(given, one.top - made.total), Fraction(0))
        parts.append((given, made.total + given))
    return parts, rounded(_taken([total for _, total in parts], one.take))


def _taken(totals: Sequence[Fraction], take: str) -> Fraction:
    if take == "sum":
        return sum(totals, Fraction(0))
    if take == "last":
        return totals[-1]
    if take.startswith("best"):
        return sum(sorted(totals)[1:], Fraction(0)) / 2
    days = list(MONTHS.values()) if take == "weighted by days" else [1, 1, 1]
    return sum((t * d for t, d in zip(totals, days, strict=True)), Fraction(0)) / sum(days)


def office(one: Quarter, folder: Path) -> Office:
    """The office on disk."""
    made = Office(folder)
    made.people = "employee,name,role,from,to\nE1,甲,clerk,,\n"
    made.source |= {"complete_from": "2026-01-01", "complete_to": "2026-12-31"}
    steps = {"steps": {"from": 100, "per": 1, "lose": 1, "partial": "prorate"}}
    made.kpi(
        {"mean": {"of": "calls", "value": "value"}}, FULL, target="≥ 90", score=steps, group="main"
    )
    for item, letter in ITEMS.items():
        each = {
            "by": "category", f"{letter}good": one.good, f"{letter}bad": one.bad, "else": 0,
        }  # fmt: skip
        chosen = {"category": [f"{letter}good", f"{letter}bad"]}
        kpi: dict[str, Any] = {
            "id": item, "name": "加减分", "measure": {"count": {"of": "calls", "where": chosen}},
            "target": f"≤ {one.targets[item]}", "score": {"incidents": {"each": each}},
        }  # fmt: skip
        if item == "extra":
            made.scheme["items"] = [kpi]
        else:
            made.role["kpis"].append(kpi | ({"group": "side"} if item == "grouped" else {}))
    made.scheme |= {
        "base": BASE,
        "groups": [{"id": "main", "points": FULL}, {"id": "side", "points": one.group}],
        "rollup": {"take": one.take, "refund_if_met": one.refunds},
        "veto": [{"id": "v", "text": "x", "when": "kpi.loose.value >= 6", "effect": {"total": 0}}],
    }
    if one.caps:
        made.scheme["adjustments"] = dict(one.caps)
    if one.top is not None:
        made.scheme["clamp"] = {"max": one.top}
    rows = [f",E1,,{name}-05,{value}" for name in MONTHS for value in one.values[name]]
    rows += [
        f",E1,{kind},{name}-07,"
        for name in MONTHS for kind, count in one.counts[name].items() for _ in range(count)
    ]  # fmt: skip
    made.rows(*rows, head="no,employee,category,received_at,value")
    return made


def compare_refunds(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Cases tried, and every disagreement in words."""
    one = quarter(seed)
    (sheet,) = office(one, folder).evaluate("2026-Q3").sheets
    want, total = expected(one)
    assert sheet.rollup is not None
    got = [(part.refund, part.total) for part in sheet.rollup.parts]
    if (got, sheet.total) == (want, total):
        return 4, []
    return 4, [f"refunds {seed} {one}\n  engine {got} {sheet.total}\n  oracle {want} {total}"]
