"""A value to points out of ``full`` (docs/scoring.md): a rule, then zero lines, floor and cap."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.measure.value import Value
from dutybook.model import Kpi, Score
from dutybook.model.score import Bands, Incidents, Interpolate, Proportional, Steps
from dutybook.rule.bands import by_bands, by_line
from dutybook.rule.formula import SIMPLE, Line, Outcome, Scoring, UndecidedError, figure
from dutybook.rule.incidents import by_incidents
from dutybook.rule.steps import by_steps

RULES: Final[Mapping[type, Callable[[Any, Scoring], Outcome]]] = {
    **SIMPLE,
    Interpolate: by_line,
    Bands: by_bands,
    Steps: by_steps,
    Incidents: by_incidents,
}


@dataclass(frozen=True, slots=True)
class Points:
    """What a rule gave; ``exact`` None means undecided, and the last line says why."""

    exact: Fraction | None
    lines: tuple[Line, ...] = ()


def score(
    kpi: Kpi, value: Value, scale: Fraction = Fraction(0), full: Fraction | None = None
) -> Points:
    """Points of a KPI with a score rule and a known value, out of ``full`` (its weight unless the
    scheme has another measure); ``scale`` is a rating's maximum."""
    assert kpi.score is not None
    assert value.value is not None
    rule = kpi.score.rule
    most = kpi.weight if full is None else full
    floor, cap = _bounds(kpi.score, most)
    target = kpi.target.fixed if kpi.target else None
    percent = _percent(rule, target, value)
    unit = (target.unit if target else "") if value.time else None
    case = Scoring(value, value.value, target, most or Fraction(0), cap, scale, percent, unit)
    try:
        exact, lines = RULES[type(rule)](rule, case)
    except UndecidedError as error:
        return Points(None, (error.line,))
    return _bounded(exact, lines, case, kpi.score, floor)


def _bounds(rule: Score, full: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap: 0 and full for a weighted KPI, none for an adjustment, unless written; what a
    clamp lets count beyond the target may earn more than full."""
    floor = Fraction(0) if full is not None else None
    cap = full
    most = rule.rule.clamp.max if isinstance(rule.rule, Proportional) else None
    if cap is not None and most is not None:
        cap *= max(most, Fraction(1))
    low, high = (
        None if own == "none" else default if own is None else own
        for own, default in ((rule.floor, floor), (rule.cap, cap))
    )
    return low, high


def _bounded(
    exact: Fraction, lines: tuple[Line, ...], case: Scoring, rule: Score, floor: Fraction | None
) -> Points:
    below, above = (_cut(cut, case) for cut in (rule.zero_below, rule.zero_above))
    for word, limit, beyond in (
        ("zero_below", below, below is not None and case.number < below),
        ("zero_above", above, above is not None and case.number > above),
    ):
        if beyond:
            slots = {"value": case.show(case.number), "limit": case.show(limit or Fraction(0))}
            return Points(Fraction(0), (*lines, Line(word, slots)))
    if floor is not None and exact < floor:
        return Points(
            floor, (*lines, Line("floor", {"points": figure(exact), "floor": figure(floor)}))
        )
    if case.cap is not None and exact > case.cap:
        return Points(
            case.cap, (*lines, Line("cap", {"points": figure(exact), "cap": figure(case.cap)}))
        )
    return Points(exact, lines)


def _cut(cut: Fraction | Part | None, case: Scoring) -> Fraction | None:
    """A zero line on the value; a share of the target is a line on what was completed."""
    if not isinstance(cut, Part):
        return cut
    assert case.target is not None  # complete.py asks for one
    return cut.share * case.target.bound


def _percent(rule: object, target: Target | None, value: Value) -> bool:
    if target is not None:
        return target.percent
    if isinstance(rule, Bands):
        return any(band.when.percent for band in rule.bands)
    return value.percent
