"""Scoring rules: a value to exact points before bounds, with the arithmetic in words.

The words are keys of ``templates/evaluation`` with their figures, so that any locale can say them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.quantity import as_percent, brief, lasting
from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.measure.value import Value
from dutybook.model.score import Bounds, Pass, Proportional, Rated


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
class Scoring:
    """One value being scored."""

    value: Value
    number: Fraction
    target: Target | None
    full: Fraction
    cap: Fraction | None
    scale: Fraction
    percent: bool
    unit: str | None = None
    """Of a length of time: the unit it reads in, empty for any; None for other values."""

    def points(self, given: "Fraction | Part") -> Fraction:
        """Points as a number."""
        return given.share * self.full if isinstance(given, Part) else given

    def show(self, number: Fraction) -> str:
        """A value as people read it."""
        if self.unit is not None:
            return lasting(number, self.unit)
        return as_percent(number) if self.percent else figure(number)

    def gap(self, number: Fraction) -> str:
        """A distance between values."""
        if self.unit is not None:
            return lasting(number, self.unit)
        return figure(number * 100) + " pp" if self.percent else figure(number)


Outcome = tuple[Fraction, tuple[Line, ...]]
"""Exact points before bounds, and how they came about."""


def figure(number: "Fraction | Decimal | int") -> str:
    """A number for reading: at most four decimals."""
    return brief(Fraction(number), 4)


def _pass(_: Pass, case: Scoring) -> Outcome:
    target = aim(case)
    met = target.holds(case.number)
    points = case.full if met else Fraction(0)
    slots = {"value": case.show(case.number), "target": str(target), "points": figure(points)}
    return points, (Line("pass_met" if met else "pass_unmet", slots),)


def _proportional(rule: Proportional, case: Scoring) -> Outcome:
    target = aim(case)
    above, below = case.number, target.bound
    if target.better == "lower":
        above, below = below, above
    if below == 0:
        if case.cap is None:
            raise UndecidedError("proportional_endless")
        return case.cap, (Line("proportional_zero", {"points": figure(case.cap)}),)
    done = above / below
    counted = _clamped(done, rule.clamp)
    points = case.full * counted
    slots = {
        "above": case.show(above),
        "below": case.show(below),
        "full": figure(case.full),
        "done": as_percent(done),
        "counted": as_percent(counted),
        "points": figure(points),
    }
    return points, (Line("proportional" if counted == done else "proportional_clamped", slots),)


def _clamped(done: Fraction, clamp: Bounds) -> Fraction:
    """What was completed, within the least and the most it counts as."""
    low = done if clamp.min is None else max(done, clamp.min)
    return low if clamp.max is None else min(low, clamp.max)


def _rating(_: Rated, case: Scoring) -> Outcome:
    points = case.full * case.number / case.scale
    slots = {"value": figure(case.number), "scale": figure(case.scale), "full": figure(case.full)}
    return points, (Line("rating", slots | {"points": figure(points)}),)


def aim(case: Scoring) -> Target:
    """The target of a rule that needs one."""
    assert case.target is not None  # supported.py asks for one
    return case.target


SIMPLE: Final[Mapping[type, Callable[[Any, Scoring], Outcome]]] = {
    Pass: _pass,
    Proportional: _proportional,
    Rated: _rating,
}
