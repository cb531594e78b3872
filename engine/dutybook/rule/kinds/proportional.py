"""``proportional``: the value over its target, or where lower is better the target over the
value."""

from dutybook.model.score import Bounds, Proportional
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    Choice,
    Constant,
    Figure,
    Formula,
    Said,
    Undecided,
    compare,
    least,
    most,
)


def proportional(rule: Proportional, terms: Terms) -> Formula:
    """So much of the full points as was completed. A divisor of 0 earns the cap."""
    above, below = VALUE, Constant(terms.aim.bound)
    lower = terms.aim.better == "lower"
    done = below / above if lower else above / below
    worth = _told(done, (below, above) if lower else (above, below), rule.clamp, terms)
    if not lower and terms.aim.bound:
        return worth
    return Choice(compare(above if lower else below, "=", 0), _endless(terms), worth)


def _told(done: Formula, parts: tuple[Formula, Formula], clamp: Bounds, terms: Terms) -> Formula:
    counted = done if clamp.min is None else most(done, clamp.min)
    counted = counted if clamp.max is None else least(counted, clamp.max)
    points = Constant(terms.full) * counted
    slots = {
        "above": Figure(parts[0], "value"),
        "below": Figure(parts[1], "value"),
        "full": Figure(Constant(terms.full)),
        "done": Figure(done, "percent"),
        "counted": Figure(counted, "percent"),
        "points": Figure(points),
    }
    told = Said("proportional", points, slots)
    if counted is done:
        return told
    clamped = Said("proportional_clamped", points, slots)
    return Choice(compare(counted, "=", done), told, clamped)


def _endless(terms: Terms) -> Formula:
    if terms.cap is None:
        return Undecided("proportional_endless")
    cap = Constant(terms.cap)
    return Said("proportional_zero", cap, {"points": Figure(cap)})
