"""The oracle's points that depend on other KPIs: conditions and arithmetic by hand, unknown being
None."""

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from oracle_points import Undecided
from oracle_values import _and, _or

Fact = Callable[[str, str], Any]
"""What a KPI came to: its ``value``, or whether it was ``met``."""
Own = Mapping[str, Fraction]


def _least(value: Any, bound: int) -> bool | None:
    return None if value is None else value >= bound


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


CONDITIONS: dict[str, Callable[[Fact, str, str], bool | None]] = {
    "not kpi.{m}.met": lambda fact, m, v: _not(fact(m, "met")),
    "kpi.{v}.value >= 1": lambda fact, m, v: _least(fact(v, "value"), 1),
    "kpi.{m}.met or kpi.{v}.value < 2": lambda fact, m, v: _or(
        fact(m, "met"), _not(_least(fact(v, "value"), 2))
    ),
    "kpi.{v}.value >= 2 and kpi.{m}.met = false": lambda fact, m, v: _and(
        _least(fact(v, "value"), 2), _not(fact(m, "met"))
    ),
    "kpi.{v}.value between 0 and 1": lambda fact, m, v: (
        None if fact(v, "value") is None else 0 <= fact(v, "value") <= 1
    ),
}
FIGURES: dict[str, Callable[[Fact, str, Own], Fraction]] = {
    "points * kpi.{v}.value": lambda fact, v, own: own["points"] * _known(fact(v, "value")),
    "coalesce(kpi.{v}.value, 2)": lambda fact, v, own: (
        Fraction(2) if fact(v, "value") is None else fact(v, "value")
    ),
    "full - 2 * (full - points)": lambda fact, v, own: (
        own["full"] - 2 * (own["full"] - own["points"])
    ),
    "kpi.{v}.value + value": lambda fact, v, own: _known(fact(v, "value")) + own["value"],
}


def _known(value: Fraction | None) -> Fraction:
    if value is None:
        raise Undecided
    return value


def entangle(dice: random.Random, kpis: Sequence[dict[str, Any]]) -> None:
    """Makes points of some KPIs depend on others that come before them in some order."""
    order = list(kpis)
    dice.shuffle(order)
    for at, kpi in enumerate(order):
        aimed = [one["id"] for one in order[:at] if isinstance(one.get("target"), str)]
        if aimed and isinstance(kpi.get("score"), dict) and dice.random() < 0.5:
            names = {"m": dice.choice(aimed), "v": dice.choice(order[:at])["id"]}
            kpi["score"]["depends"] = [_line(dice, names) for _ in range(dice.choice([1, 1, 2]))]


def _line(dice: random.Random, names: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if dice.random() < 0.85:
        made["when"] = dice.choice(list(CONDITIONS)).format(**names)
    for key in dice.choice([["points"], ["cap"], ["floor"], ["cap", "floor"]]):
        made[key] = dice.choice([3, 0, "50%", *(one.format(**names) for one in FIGURES)])
    return made


def _named(text: str, known: Mapping[str, Any]) -> tuple[Any, str, str]:
    """What a text means, and the KPIs it is about: its template is found by filling each in."""
    ids = [word.split(".")[1] for word in text.replace("(", " ").split() if word.startswith("kpi.")]
    tries = [(m, v) for m in [*ids, ""] for v in [*ids, ""]]
    return next(
        (means, m, v)
        for template, means in known.items()
        for m, v in tries
        if template.format(m=m, v=v) == text
    )


def changed(line: Mapping[str, Any], own: Own, fact: Fact) -> Fraction:
    """The points after one line."""
    made = own["points"]
    if "when" in line:
        means, m, v = _named(line["when"], CONDITIONS)
        holds = means(fact, m, v)
        if holds is None:
            raise Undecided
        if not holds:
            return made
    given = {
        key: _figure(line[key], own, fact) for key in ("points", "cap", "floor") if key in line
    }
    made = given.get("points", made)
    made = min(made, given["cap"]) if "cap" in given else made
    return max(made, given["floor"]) if "floor" in given else made


def _figure(written: Any, own: Own, fact: Fact) -> Fraction:
    if not isinstance(written, str):
        return Fraction(written)
    if written == "50%":
        return own["full"] / 2
    means, _, v = _named(written, FIGURES)
    found: Fraction = means(fact, v, own)
    return found
