"""A value to points out of ``full`` (design §4, Scores): a rule, then zero lines, floor and cap."""

from dataclasses import dataclass
from fractions import Fraction

from dutybook.evaluate.measuring.measure import Value
from dutybook.evaluate.scoring.rules import RULES, Case, Line, UndecidedError, figure
from dutybook.grammar.target import Target
from dutybook.model import Kpi, Score
from dutybook.model.score import Bands


@dataclass(frozen=True, slots=True)
class Points:
    """What a rule gave; ``exact`` None means undecided, and the last line says why."""

    exact: Fraction | None
    lines: tuple[Line, ...] = ()


def score(kpi: Kpi, value: Value, scale: Fraction = Fraction(0)) -> Points:
    """Points of a KPI with a score rule and a known value; ``scale`` is a rating's maximum."""
    assert kpi.score is not None
    assert value.value is not None
    rule, full = kpi.score.rule, kpi.weight or Fraction(0)
    floor, cap = _bounds(kpi.score, kpi.weight)
    target = kpi.target.fixed if kpi.target else None
    percent = _percent(rule, target, value)
    case = Case(value, value.value, target, full, cap, scale, percent)
    try:
        exact, lines = RULES[type(rule)](rule, case)
    except UndecidedError as error:
        return Points(None, (error.line,))
    return _bounded(exact, lines, case, kpi.score, floor)


def _bounds(rule: Score, weight: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap: 0 and full for a weighted KPI, none for an adjustment, unless written."""
    floor = Fraction(0) if weight is not None else None
    written = (rule.floor, floor), (rule.cap, weight)
    low, high = (
        None if own == "none" else default if own is None else own for own, default in written
    )
    return low, high


def _bounded(
    exact: Fraction, lines: tuple[Line, ...], case: Case, rule: Score, floor: Fraction | None
) -> Points:
    below = rule.zero_below is not None and case.number < rule.zero_below
    above = rule.zero_above is not None and case.number > rule.zero_above
    if below or above:
        limit = rule.zero_below if below else rule.zero_above
        slots = {"value": case.show(case.number), "limit": case.show(limit or Fraction(0))}
        return Points(Fraction(0), (*lines, Line("zero_below" if below else "zero_above", slots)))
    if floor is not None and exact < floor:
        return Points(
            floor, (*lines, Line("floor", {"points": figure(exact), "floor": figure(floor)}))
        )
    if case.cap is not None and exact > case.cap:
        return Points(
            case.cap, (*lines, Line("cap", {"points": figure(exact), "cap": figure(case.cap)}))
        )
    return Points(exact, lines)


def _percent(rule: object, target: Target | None, value: Value) -> bool:
    if target is not None:
        return target.percent
    if isinstance(rule, Bands):
        return any(band.when.percent for band in rule.bands)
    return value.percent
