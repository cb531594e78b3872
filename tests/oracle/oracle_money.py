"""The oracle's offices with money: rounded points and totals, grades, coefficients, what posts pay,
and consequences of every form, worked out by naive arithmetic."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from office import Office
from oracle_points import meets, rounded

from dutybook.score.result import SheetResult

PAY = {"salary": 5000, "night": 80, "meal": {"by": "site", "南": 20, "北": 15}}
WEIGHTS = {"a": 50, "b": 30, "c": 20}
PEOPLE = 6
ROUNDS = [
    None,
    "down",
    "up",
    "half_up",
    {"to": 0.5},
    {"to": 1, "how": "down"},
    {"to": 0.1, "how": "up"},
]
Tree = Any
"""A figure (Decimal), a name, or an operation with two trees."""


@dataclass(frozen=True)
class Rich:
    """One random office: what each person did, and the scheme that it is scored by."""

    counts: Sequence[Mapping[str, int]]
    each: Mapping[str, Decimal]
    rounds: Mapping[str, Any]
    scheme: dict[str, Any]
    trees: Sequence[Tree]
    company: Decimal


def rich(seed: int) -> Rich:
    """The office of a seed."""
    dice = random.Random(f"{seed} money")
    counts = [{kpi: dice.choice([0, 0, 1, 2, 3, 7]) for kpi in (*WEIGHTS, "nights")}
              for _ in range(PEOPLE)]  # fmt: skip
    each = {kpi: Decimal(dice.randrange(1, 999)) / dice.choice([10, 100]) for kpi in WEIGHTS}
    trees = [_money(dice, 3) if n % 2 else _number(dice, 3) for n in range(4)]
    scheme: dict[str, Any] = {
        "scheme": "plain",
        "places": (places := dice.choice([0, 1, 2])),
        "grades": [
            {"grade": "A", "when": "≥ 90", "coefficient": 1.2},
            {"grade": "B", "when": "[60, 90)", "coefficient": 1},
            *([{"grade": "C", "when": "< 60", "coefficient": 0.65}] * dice.choice([0, 1, 1])),
        ],
        "coefficient": _coefficient(dice),
        "consequences": [*(_computed(dice, tree) for tree in trees), *_others(dice)],
    }
    total = _fitting(dice, places)
    if total is not None:
        scheme["total"] = {"round": total}
    if dice.random() < 0.5:
        scheme["clamp"] = {"min": dice.choice([10, 33]), "max": dice.choice([80, 95])}
    rounds = {kpi: _fitting(dice, places) for kpi in WEIGHTS}
    return Rich(counts, each, rounds, scheme, trees, Decimal(dice.randrange(80, 130)) / 100)


def _fitting(dice: random.Random, places: int) -> Any:
    """A way of rounding that the printed places can show."""
    made = dice.choice(ROUNDS)
    fine = isinstance(made, dict) and (Fraction(str(made["to"])) * 10**places).denominator != 1
    return None if fine else made


def _coefficient(dice: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {"company": dice.random() < 0.6, "places": dice.choice([1, 2, 3])}
    form = dice.choice(["grade", "bands", "line"])
    if form == "bands":
        made["bands"] = [{"when": "≥ 80", "amount": 1.1}, {"when": "[50, 80)", "amount": 0.9}]
    if form == "line":
        outside = dice.choice(["clamp", "none"])
        made["interpolate"] = {"points": {50: 0.5, 90: 1.3}, "outside": outside}
    if dice.random() < 0.4:
        made |= {"min": 0.6, "max": 1.15}
    return made


def _number(dice: random.Random, depth: int) -> Tree:
    if not depth or dice.random() < 0.3:
        names = ["total", "lost", "scale", "kpi.nights.value", "kpi.a.points", "kpi.b.lost"]
        return dice.choice([*names, Decimal(dice.randrange(200)) / 4])
    if dice.random() < 0.15:
        return "coalesce", _number(dice, depth - 1), _number(dice, depth - 1)
    return dice.choice("+-*/"), _number(dice, depth - 1), _number(dice, depth - 1)


def _money(dice: random.Random, depth: int) -> Tree:
    pay = dice.choice(["pay.salary", "pay.night", "pay.meal"])
    if not depth or dice.random() < 0.2:
        return pay
    form = dice.choice("+-*/")
    rest = _money(dice, depth - 1) if form in "+-" else _number(dice, depth - 1)
    return form, _money(dice, depth - 1), rest


def written(tree: Tree) -> str:
    """A tree as it stands in YAML."""
    if isinstance(tree, tuple):
        form, one, two = tree
        if form == "coalesce":
            return f"coalesce({written(one)}, {written(two)})"
        return f"({written(one)} {form} {written(two)})"
    return f"{tree:f}" if isinstance(tree, Decimal) else str(tree)


def _computed(dice: random.Random, tree: Tree) -> dict[str, Any]:
    money = "pay." in written(tree)
    unit = "CNY" if money else ""
    amount: dict[str, Any] = {"compute": written(tree), **({"unit": unit} if unit else {})}
    if dice.random() < 0.4:
        amount["min"] = f"{dice.randrange(50)} {unit}".strip()
    if dice.random() < 0.4:
        amount["max"] = f"{dice.randrange(60, 900)} {unit}".strip()
    return {"then": "notice", "amount": amount}


def _others(dice: random.Random) -> Iterator[dict[str, Any]]:
    """Fixed figures, figures by site, bands and lines."""
    of = dice.choice(["total", "lost", "kpi.a.points", "total / scale * 100"])
    gap = dice.choice([60, 70])
    rungs = [{"when": "≥ 85", "amount": "300 CNY"}, {"when": f"[{gap}, 85)", "amount": "123.45 CNY"},
             {"when": "< 60", "amount": "0 CNY"}]  # fmt: skip
    ends = {"outside": dice.choice(["clamp", "none"])}
    for amount in (
        "88.5 CNY",
        {"by": "site", "南": "7 CNY", "else": "9 CNY"},
        {"of": of, "bands": rungs},
        {"of": of, "interpolate": {"points": {20: "10 CNY", 70: "77 CNY", 90: "300 CNY"}, **ends}},
    ):
        yield {"then": "notice", "amount": amount}


def office(one: Rich, folder: Path) -> Office:
    """The office on disk."""
    made = Office(folder)
    made.scheme = one.scheme
    made.config["company_coefficient"] = {"2026-10": float(one.company)}
    made.people = "employee,name,role,from,to,site\n"
    lines = ["no,employee,category,received_at"]
    for n, counts in enumerate(one.counts):
        made.people += f"E{n},x,clerk,,,{_site(n)}\n"
        for kpi, count in counts.items():
            lines += [f"{n}{kpi}{k},E{n},{kpi},2026-10-0{1 + k} 10:00" for k in range(count)]
    made.logs["logs/calls.csv"] = "\n".join(lines) + "\n"
    made.source |= {"complete_from": "2026-09-01", "complete_to": "2026-12-31"}
    for kpi, weight in WEIGHTS.items():
        score: dict[str, Any] = {"incidents": {"each": -float(one.each[kpi])}}
        if one.rounds[kpi] is not None:
            score["round"] = one.rounds[kpi]
        made.role["kpis"].append({"id": kpi, "name": kpi, "weight": weight, "score": score,
                                  "measure": _count(kpi)})  # fmt: skip
    made.role["kpis"].append({"id": "nights", "name": "夜班", "advisory": True,
                              "measure": _count("nights")})  # fmt: skip
    made.role["pay"] = {"salary": "5000 CNY", "night": "80 CNY",
                        "meal": {"by": "site", "南": "20 CNY", "else": "15 CNY"}}  # fmt: skip
    return made


def _count(kpi: str) -> dict[str, Any]:
    return {"count": {"of": "calls", "where": {"category": kpi}}}


def _site(number: int) -> str:
    return "南" if number % 2 else "北"


def printed(value: Fraction, rule: Any, places: int) -> Fraction:
    """A figure rounded as ``rule`` says, else to so many places."""
    made = dict(rule) if isinstance(rule, dict) else {"how": rule or "half_up"}
    return rounded(value, {"to": f"{10.0**-places:.4f}", **made})


def names_of(one: Rich, number: int) -> dict[str, Fraction]:
    """What every name of a condition or an expression comes to for one person."""
    places, known = one.scheme["places"], {"scale": Fraction(100)}
    for kpi, weight in WEIGHTS.items():
        lost = Fraction(one.each[kpi]) * one.counts[number][kpi]
        points = printed(max(weight - lost, Fraction(0)), one.rounds[kpi], places)
        known |= {f"kpi.{kpi}.points": points, f"kpi.{kpi}.lost": weight - points}
    rule = one.scheme.get("total", {}).get("round")
    total = printed(sum((known[f"kpi.{k}.points"] for k in WEIGHTS), Fraction(0)), rule, places)
    ends = one.scheme.get("clamp", {})
    total = min(max(total, ends.get("min", total)), ends.get("max", max(total, ends.get("min", 0))))
    known |= {"total": Fraction(total), "lost": 100 - Fraction(total)}
    known["kpi.nights.value"] = Fraction(one.counts[number]["nights"])
    known |= {"pay.salary": Fraction(5000), "pay.night": Fraction(80)}
    known["pay.meal"] = Fraction(20 if _site(number) == "南" else 15)
    return known


def worth_of(tree: Tree, known: Mapping[str, Fraction]) -> Fraction | None:
    """What a tree comes to; None where something is divided by nothing."""
    if isinstance(tree, Decimal):
        return Fraction(tree)
    if isinstance(tree, str):
        return known[tree]
    form, *both = tree
    one, two = (worth_of(side, known) for side in both)
    if form == "coalesce":
        return two if one is None else one
    if one is None or two is None or (form == "/" and not two):
        return None
    return {"+": one + two, "-": one - two, "*": one * two}[form] if form != "/" else one / two


def _figure(written_: str) -> Fraction:
    return Fraction(written_.split()[0])


def _along(points: Mapping[int, Any], outside: str, at: Fraction) -> Fraction | None:
    marks = [(Fraction(x), Fraction(str(y).split()[0])) for x, y in points.items()]
    if not marks[0][0] <= at <= marks[-1][0]:
        return None if outside == "none" else marks[0 if at < marks[0][0] else -1][1]
    for (left, low), (right, high) in pairwise(marks):
        if left <= at <= right:
            return low + (high - low) * (at - left) / (right - left)
    raise AssertionError


def amounts_of(one: Rich, number: int) -> Iterator[Fraction | None]:
    """Every consequence of one person, in order: money to cents."""
    known = names_of(one, number)
    for tree, rule in zip(one.trees, one.scheme["consequences"], strict=False):
        amount, made = rule["amount"], worth_of(tree, known)
        if made is not None:
            made = max(made, _figure(amount["min"])) if "min" in amount else made
            made = min(made, _figure(amount["max"])) if "max" in amount else made
        cents = made is not None and amount.get("unit") == "CNY"
        yield rounded(made) if cents and made is not None else made
    fixed, by, bands, line = (rule["amount"] for rule in one.scheme["consequences"][-4:])
    yield _figure(fixed)
    yield _figure(by.get(_site(number), by["else"]))
    of = known["total"] if bands["of"].startswith("total") else known[bands["of"]]
    yield next((_figure(b["amount"]) for b in bands["bands"] if meets(b["when"], of)), None)
    found = _along(line["interpolate"]["points"], line["interpolate"]["outside"], of)
    yield None if found is None else rounded(found)


def coefficients_of(one: Rich, total: Fraction) -> tuple[str | None, Fraction | None]:
    """The grade and the coefficient to pay by."""
    rule = one.scheme["coefficient"]
    grade = next((g for g in one.scheme["grades"] if meets(g["when"], total)), None)
    if "bands" in rule:
        held = (b["amount"] for b in rule["bands"] if meets(b["when"], total))
        found = next((Fraction(str(worth)) for worth in held), None)
    elif "interpolate" in rule:
        found = _along(rule["interpolate"]["points"], rule["interpolate"]["outside"], total)
    else:
        found = Fraction(str(grade["coefficient"])) if grade else None
    if found is not None:
        found = found * Fraction(one.company) if rule["company"] else found
        found = max(found, Fraction(str(rule["min"]))) if "min" in rule else found
        found = min(found, Fraction(str(rule["max"]))) if "max" in rule else found
        found = printed(found, None, rule["places"])
    return grade["grade"] if grade else None, found


def compare_money(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Cases tried (totals, grades, coefficients, amounts), and every disagreement in words."""
    one = rich(seed)
    evaluation = office(one, folder).evaluate()
    tried, wrong = 0, []
    for number in range(PEOPLE):
        sheet = next(s for s in evaluation.sheets if s.sheet.employee == f"E{number}")
        known = names_of(one, number)
        grade, pay = coefficients_of(one, known["total"])
        want = [known["total"], grade, pay, *amounts_of(one, number)]
        for what, (got, wanted) in enumerate(zip(told(sheet), want, strict=True)):
            tried += 1
            if got != wanted:
                rule = one.scheme["consequences"][what - 3] if what > 2 else one.scheme
                wrong.append(
                    f"money {seed} E{number} {what} {rule}\n  engine {got}\n  oracle {wanted}"
                )
    return tried, wrong


def told(sheet: SheetResult) -> list[Any]:
    """What the engine says of one person."""
    amounts = [f.worth.number if f.worth else None for f in sheet.consequences]
    total = None if sheet.total is None else Fraction(sheet.total)
    return [total, sheet.grade, sheet.pay_coefficient, *amounts]
