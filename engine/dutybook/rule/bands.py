"""Points by the range a value lies in, and along straight lines between given points."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from dutybook.grammar.target import Target
from dutybook.model.score import Band, Bands, Interpolate
from dutybook.rule.formula import Line, Outcome, Scoring, UndecidedError, figure
from dutybook.rule.steps import by_steps


def by_bands(rule: Bands, case: Scoring) -> Outcome:
    """The first band that holds; none, or two that contradict each other, leave it undecided."""
    holding = [band for band in rule.bands if band.when.holds(case.number)]
    shown = case.show(case.number)
    if not holding:
        raise UndecidedError("band_gap", value=shown)
    first = holding[0]
    points, lines = _inside(first, case)
    for other in holding[1:]:
        if ambiguous(first.when, other.when) and _inside(other, case)[0] != points:
            ranges = {"one": str(first.when), "two": str(other.when)}
            raise UndecidedError("band_overlap", value=shown, **ranges)
    slots = {"value": shown, "band": str(first.when), "points": figure(points)}
    return points, (Line("band", slots), *lines)


def claiming(conditions: Sequence[Target], number: Fraction) -> list[int]:
    """Positions of the bands that claim ``number``: the first that holds, and those that contradict
    it; none in a gap."""
    held = [i for i, when in enumerate(conditions) if when.holds(number)]
    return [i for i in held if i == held[0] or ambiguous(conditions[held[0]], conditions[i])]


def ambiguous(one: Target, two: Target) -> bool:
    """Whether two bands that both hold contradict each other. ``≥ 90`` before ``≥ 80`` is a ladder
    and ``= 0`` an exception put first; closed ranges that share a value, or ranges open in opposite
    directions, are a mistake on paper."""
    if "=" in (one.op, two.op):
        return one.op != "="
    return "between" in (one.op, two.op) or one.better != two.better


def by_line(rule: Interpolate, case: Scoring) -> Outcome:
    """Along the line between the two points on either side of the value."""
    points = [(at, case.points(given)) for at, given in rule.points]
    number = case.number
    shown = case.show(number)
    (low, least), (high, most) = points[0], points[-1]
    if not low <= number <= high:
        if rule.outside != "clamp":
            ends = {"low": case.show(low), "high": case.show(high)}
            raise UndecidedError("line_outside", value=shown, **ends)
        end, given = (low, least) if number < low else (high, most)
        slots = {"value": shown, "end": case.show(end), "points": figure(given)}
        return given, (Line("line_end", slots),)
    for at, given in points:
        if at == number:
            return given, (Line("line_point", {"value": shown, "points": figure(given)}),)
    return _between(points, case)


def _between(points: list[tuple[Fraction, Fraction]], case: Scoring) -> Outcome:
    pairs = pairwise(points)
    (left, start), (right, end) = next(p for p in pairs if p[0][0] < case.number < p[1][0])
    found = start + (end - start) * (case.number - left) / (right - left)
    slots = {
        "value": case.show(case.number),
        "left": case.show(left),
        "start": figure(start),
        "right": case.show(right),
        "end": figure(end),
        "points": figure(found),
    }
    return found, (Line("line", slots),)


def _inside(band: Band, case: Scoring) -> Outcome:
    """What a band gives: points, steps (in the band's own direction), or a line."""
    if band.steps is not None:
        return by_steps(band.steps, case)  # up or down as the KPI's own target says
    if band.interpolate is not None:
        return by_line(band.interpolate, case)
    assert band.points is not None  # the schema asks for one of the three
    return case.points(band.points), ()
