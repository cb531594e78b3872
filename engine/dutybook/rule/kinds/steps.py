"""``steps``: so many points for each step that a value lies away from where steps are counted."""

from fractions import Fraction
from typing import Literal

from dutybook.grammar.target import Target
from dutybook.model import Steps
from dutybook.model.score import Slope
from dutybook.rule.line import figure
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    Choice,
    Constant,
    Display,
    Figure,
    Formula,
    Said,
    Slots,
    Whole,
    compare,
    least,
    most,
)

Side = tuple[Slope | None, bool]
"""The slope of one side, and whether it is the bad one."""


def steps(rule: Steps, terms: Terms) -> Formula:
    """From ``start`` points: the slope of the side on which the value lies, step by step."""
    low, high = _origin(rule, terms.target)
    start = terms.points(rule.start) if rule.start is not None else Constant(terms.full)
    below, above = _sides(rule, terms.target)
    at = low if low is high else VALUE
    return Choice(
        compare(VALUE, "<", low),
        _side(below, low - VALUE, low, start, rule, terms),
        Choice(
            compare(VALUE, ">", high),
            _side(above, VALUE - high, high, start, rule, terms),
            _none(at, start),
        ),
    )


def _origin(rule: Steps, target: Target | None) -> tuple[Formula, Formula]:
    """Where steps are counted from: one place, or the two ends of a range."""
    if rule.from_ is not None:
        place = Constant(rule.from_)
        return place, place
    assert target is not None  # a finding asks for one
    low = Constant(target.bound)
    return low, low if target.high is None else Constant(target.high)


def _sides(rule: Steps, target: Target | None) -> tuple[Side, Side]:
    """What lies below and above. Without a target (a band's own steps) more is better."""
    better = target.better if target else "higher"
    if better == "exact":
        return (rule.lose_below or rule.lose, True), (rule.lose_above or rule.lose, True)
    bad, good = (rule.lose, True), (rule.gain, False)
    return (bad, good) if better == "higher" else (good, bad)


def _none(origin: Formula, start: Formula) -> Formula:
    return Said("steps_none", start, _slots(origin, start))


def _slots(origin: Formula, start: Formula) -> dict[str, Figure | str]:
    return {
        "value": Figure(VALUE, "value"),
        "from": Figure(origin, "value"),
        "start": Figure(start),
    }


def _side(
    side: Side, away: Formula, origin: Formula, start: Formula, rule: Steps, terms: Terms
) -> Formula:
    """Points on one side, ``away`` from where steps are counted."""
    slope, bad = side
    if slope is None:
        return _none(origin, start)
    counted = most(away - slope.free, 0) if slope.free else away
    worth = _worth(slope, counted, origin, start, rule, terms, bad=bad)
    if not (slope.free or slope.tolerance):
        return worth
    free = Said("steps_free", start, _slots(origin, start))
    return Choice(compare(away, "<=", max(slope.free, slope.tolerance)), free, worth)


def _worth(
    slope: Slope,
    counted: Formula,
    origin: Formula,
    start: Formula,
    rule: Steps,
    terms: Terms,
    *,
    bad: bool,
) -> Formula:
    per, step = _step(slope, terms.target)
    exact = counted / per
    number = _whole(exact, rule)
    change = number * slope.points
    bounded = change
    if slope.at_most is not None:
        capped: Slots = {"change": Figure(change), "most": Figure(Constant(slope.at_most))}
        over = compare(change, ">", slope.at_most)
        bounded = Said("steps_at_most", least(change, slope.at_most), capped, over, after=True)
    points = start - bounded if bad else start + bounded
    slots = _slots(origin, start) | {
        "distance": Figure(counted, "gap"),
        "per": step,
        "steps": Figure(number),
        "rate": figure(slope.points),
        "change": Figure(bounded),
        "points": Figure(points),
    }
    return Said("steps_lose" if bad else "steps_gain", points, slots)


def _whole(exact: Formula, rule: Steps) -> Formula:
    """What becomes of a part of a step."""
    if rule.partial not in ("whole", "up"):
        return exact
    way: Literal["down", "up"] = "down" if rule.partial == "whole" else "up"
    whole = Whole(exact, way)
    return Said(f"partial_{rule.partial}", whole, {}, when=compare(whole, "!=", exact))


def _step(slope: Slope, target: Target | None) -> tuple[Fraction, Figure | str]:
    """The size of a step, and how it is said beside the distance: 1 pp, 5 min, or its size."""
    step = slope.per
    size = step.of(target.bound if target else None)
    display: Display = "gap"
    if step.unit in ("target", "none"):
        return size, Figure(Constant(size), display)
    return size, figure(step.count) + ("" if step.unit == "times" else f" {step.unit}")
