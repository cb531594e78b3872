"""Scoring rules: a value to exact points before bounds, with the arithmetic in words.

The words are keys of ``templates/evaluation`` with their figures, so that any locale can say them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from dutybook.evaluate.measuring.measure import Value
from dutybook.grammar.quantity import as_percent, plain, rounded
from dutybook.grammar.target import Target
from dutybook.model import Incidents, Steps
from dutybook.model.score import Bands, Pass, Proportional, Rated


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a trace: a key of the words, and what fills it."""

    word: str
    slots: Mapping[str, str] = field(default_factory=dict)


class UndecidedError(Exception):
    """No rule decides this value; carries the line that says why."""

    def __init__(self, word: str, **slots: str) -> None:
        super().__init__(word)
        self.line = Line(word, slots)


@dataclass(frozen=True, slots=True)
class Case:
    """One value being scored."""

    value: Value
    number: Fraction
    target: Target | None
    base: Fraction
    cap: Fraction | None
    scale: Fraction
    percent: bool

    def show(self, number: Fraction) -> str:
        """A value as people read it."""
        return as_percent(number) if self.percent else figure(number)

    def gap(self, number: Fraction) -> str:
        """A distance between values."""
        return figure(number * 100) + " pp" if self.percent else figure(number)


def figure(number: "Fraction | Decimal | int") -> str:
    """A number for reading: at most four decimals."""
    return plain(rounded(Fraction(number), 4))


def _pass(_: Pass, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    target = _target(case)
    met = target.holds(case.number)
    points = case.base if met else Fraction(0)
    slots = {"value": case.show(case.number), "target": str(target), "points": figure(points)}
    return points, (Line("pass_met" if met else "pass_unmet", slots),)


def _proportional(_: Proportional, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    target = _target(case)
    above, below = case.number, target.bound
    if target.better == "lower":
        above, below = below, above
    if below == 0:
        if case.cap is None:
            raise UndecidedError("proportional_endless")
        return case.cap, (Line("proportional_zero", {"points": figure(case.cap)}),)
    points = case.base * above / below
    slots = {
        "above": case.show(above),
        "below": case.show(below),
        "full": figure(case.base),
        "points": figure(points),
    }
    return points, (Line("proportional", slots),)


def _bands(rule: Bands, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    holding = [band for band in rule.bands if band.when.holds(case.number)]
    shown = case.show(case.number)
    if not holding:
        raise UndecidedError("band_gap", value=shown)
    first = holding[0]
    for other in holding[1:]:
        if other.points != first.points and ambiguous(first.when, other.when):
            ranges = {"one": str(first.when), "two": str(other.when)}
            raise UndecidedError("band_overlap", value=shown, **ranges)
    slots = {"value": shown, "band": str(first.when), "points": figure(first.points)}
    return first.points, (Line("band", slots),)


def ambiguous(one: Target, two: Target) -> bool:
    """Whether two bands that both hold contradict each other. ``≥ 90`` before ``≥ 80`` is a ladder
    and ``= 0`` an exception put first; closed ranges that share a value, or ranges open in opposite
    directions, are a mistake on paper."""
    if "=" in (one.op, two.op):
        return one.op != "="
    return "between" in (one.op, two.op) or one.better != two.better


def _steps(rule: Steps, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    target = _target(case)
    origin, bad = _distance(rule, case, target)
    start = case.base if rule.start is None else rule.start
    size = (
        max(abs(case.number - origin) - rule.free, Fraction(0))
        if bad
        else abs(case.number - origin)
    )
    rate = rule.lose if bad else rule.gain
    slots = {"value": case.show(case.number), "from": case.show(origin), "start": figure(start)}
    if not size or not rate:
        return start, (
            Line("steps_none" if size or origin == case.number else "steps_free", slots),
        )
    steps = size / rule.per
    if rule.partial == "whole":
        steps = Fraction(steps.__floor__())
    elif rule.partial == "up":
        steps = Fraction(steps.__ceil__())
    change = steps * rate * (-1 if bad else 1)
    slots |= {
        "distance": case.gap(size),
        "per": rule.per_text,
        "steps": figure(steps),
        "rate": figure(rate),
        "change": figure(abs(change)),
        "points": figure(start + change),
    }
    word = "steps_lose" if bad else "steps_gain"
    partial = f"partial_{rule.partial}" if steps != size / rule.per else ""
    return start + change, (Line(word, slots), *([Line(partial)] if partial else []))


def _distance(rule: Steps, case: Case, target: Target) -> tuple[Fraction, bool]:
    """Where steps are counted from, and whether the value lies on the bad side of it."""
    origin = target.bound if rule.from_ is None else rule.from_
    if target.better == "higher":
        return origin, case.number < origin
    if target.better == "lower":
        return origin, case.number > origin
    if rule.from_ is None and target.high is not None:
        origin = min(max(case.number, target.bound), target.high)
    return origin, case.number != origin


def _incidents(rule: Incidents, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    count = case.number
    slots = {"count": figure(count), "start": figure(case.base), "free": str(rule.free)}
    if rule.wipe_out_at is not None and count >= rule.wipe_out_at:
        return Fraction(0), (Line("wiped_out", slots | {"limit": str(rule.wipe_out_at)}),)
    charged = max(count - rule.free, Fraction(0))
    if rule.table:
        return _table(rule, charged, slots)
    if isinstance(rule.each, Fraction):
        change = rule.each * charged
        slots |= {"each": figure(rule.each), "charged": figure(charged)}
        word = "incidents"
    else:
        change, word = case.value.amount, "incidents_varied"
    points = case.base + change
    slots |= {"change": figure(change), "points": figure(points)}
    return points, (Line(word if count else "incidents_none", slots),)


def _table(
    rule: Incidents, count: Fraction, slots: dict[str, str]
) -> tuple[Fraction, tuple[Line, ...]]:
    most, last = rule.table[-1]
    points = dict(rule.table).get(int(count))
    if points is None and rule.open_ended and count > most:
        points = last
    if points is None:
        raise UndecidedError("table_gap", count=figure(count))
    return points, (Line("incidents_table", slots | {"points": figure(points)}),)


def _rating(_: Rated, case: Case) -> tuple[Fraction, tuple[Line, ...]]:
    points = case.base * case.number / case.scale
    slots = {"value": figure(case.number), "scale": figure(case.scale), "full": figure(case.base)}
    return points, (Line("rating", slots | {"points": figure(points)}),)


def _target(case: Case) -> Target:
    assert case.target is not None  # supported.py asks for one
    return case.target


RULES: Final[Mapping[type, Callable[[Any, Case], tuple[Fraction, tuple[Line, ...]]]]] = {
    Pass: _pass,
    Proportional: _proportional,
    Bands: _bands,
    Steps: _steps,
    Incidents: _incidents,
    Rated: _rating,
}
