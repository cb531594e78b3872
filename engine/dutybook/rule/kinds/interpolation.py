"""``interpolate``: along straight lines between given points."""

from itertools import pairwise

from dutybook.model.score import Interpolate
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
)

Point = tuple[Constant, Formula]
"""A value and what it is worth."""


def interpolation(rule: Interpolate, terms: Terms) -> Formula:
    """Between two points by the straight line, on one of them what it says; beyond the first and
    the last what they say, or undecided."""
    points = [(Constant(at), terms.points(given)) for at, given in rule.points]
    inside = _on(points[-1])
    for left, right in reversed(list(pairwise(points))):
        line = Choice(compare(VALUE, "=", left[0]), _on(left), _between(left, right))
        inside = Choice(compare(VALUE, "<", right[0]), line, inside)
    clamp = rule.outside == "clamp"
    first, last = points[0], points[-1]
    ends = {"low": Figure(first[0], "value"), "high": Figure(last[0], "value")}
    outside = Undecided("line_outside", {"value": Figure(VALUE, "value"), **ends})
    above = Choice(compare(VALUE, ">", last[0]), _beyond(last) if clamp else outside, inside)
    return Choice(compare(VALUE, "<", first[0]), _beyond(first) if clamp else outside, above)


def _on(point: Point) -> Formula:
    slots = {"value": Figure(VALUE, "value"), "points": Figure(point[1])}
    return Said("line_point", point[1], slots)


def _beyond(end: Point) -> Formula:
    slots = {
        "value": Figure(VALUE, "value"),
        "end": Figure(end[0], "value"),
        "points": Figure(end[1]),
    }
    return Said("line_end", end[1], slots)


def _between(left: Point, right: Point) -> Formula:
    width = right[0].number - left[0].number
    found = left[1] + (right[1] - left[1]) * (VALUE - left[0]) / width
    slots = {
        "value": Figure(VALUE, "value"),
        "left": Figure(left[0], "value"),
        "start": Figure(left[1]),
        "right": Figure(right[0], "value"),
        "end": Figure(right[1]),
        "points": Figure(found),
    }
    return Said("line", found, slots)
