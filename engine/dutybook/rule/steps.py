"""Points by steps: so many for each step that a value lies away from where steps are counted."""

from fractions import Fraction
from typing import Final

from dutybook.grammar.target import Target
from dutybook.model import Steps
from dutybook.model.score import Slope
from dutybook.rule.formula import Line, Outcome, Scoring, figure

_BETTER: Final = {"higher": 1, "lower": -1}


def by_steps(rule: Steps, case: Scoring) -> Outcome:
    """From ``start`` points: the slope of the side on which the value lies, step by step."""
    origin = _origin(rule, case)
    start = case.full if rule.start is None else case.points(rule.start)
    ahead = case.number - origin
    slots = {"value": case.show(case.number), "from": case.show(origin), "start": figure(start)}
    slope, bad = _slope(rule, case.target, ahead)
    if slope is None or not ahead:
        return start, (Line("steps_none", slots),)
    size = _counted(slope, abs(ahead))
    if not size:
        return start, (Line("steps_free", slots),)
    exact = size / slope.per.of(case.target.bound if case.target else None)
    steps = _whole(exact, rule)
    change = steps * slope.points
    most = slope.at_most
    lines = [Line(f"partial_{rule.partial}")] if steps != exact else []
    if most is not None and change > most:
        capped = {"change": figure(change), "most": figure(most)}
        change, lines = most, [*lines, Line("steps_at_most", capped)]
    points = start - change if bad else start + change
    slots |= {
        "distance": case.gap(size),
        "per": _step_text(slope, case),
        "steps": figure(steps),
        "rate": figure(slope.points),
        "change": figure(change),
        "points": figure(points),
    }
    return points, (Line("steps_lose" if bad else "steps_gain", slots), *lines)


def _origin(rule: Steps, case: Scoring) -> Fraction:
    """Where steps are counted from; of a range the nearest end, and the value itself within."""
    if rule.from_ is not None:
        return rule.from_
    assert case.target is not None  # completeness.py asks for one
    if case.target.high is not None:
        return min(max(case.number, case.target.bound), case.target.high)
    return case.target.bound


def _slope(rule: Steps, target: Target | None, ahead: Fraction) -> tuple[Slope | None, bool]:
    """The slope of the value's side, and whether it is the bad one. Without a target (a band's own
    steps) more is better."""
    better = target.better if target else "higher"
    if better == "exact":
        own = rule.lose_above if ahead > 0 else rule.lose_below
        return own or rule.lose, True
    bad = ahead * _BETTER[better] < 0
    return (rule.lose if bad else rule.gain), bad


def _counted(slope: Slope, distance: Fraction) -> Fraction:
    """The distance that counts: nothing within the tolerance, else what is beyond the free part."""
    if distance <= slope.tolerance:
        return Fraction(0)
    return max(distance - slope.free, Fraction(0))


def _whole(steps: Fraction, rule: Steps) -> Fraction:
    if rule.partial == "whole":
        return Fraction(steps.__floor__())
    return Fraction(steps.__ceil__()) if rule.partial == "up" else steps


def _step_text(slope: Slope, case: Scoring) -> str:
    """A step as people read it beside the distance: 1 pp, 5 min, or its size."""
    step = slope.per
    if step.unit == "target":
        return case.gap(step.of(case.target.bound if case.target else None))
    if step.unit == "none" and case.percent:
        return case.gap(step.size)
    return figure(step.count) + (f" {step.unit}" if step.unit not in ("none", "times") else "")
