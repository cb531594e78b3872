"""``bands``: points by the range a value lies in."""

from dutybook.grammar.target import Target
from dutybook.model.score import Band, Bands
from dutybook.rule.kinds.interpolation import interpolation
from dutybook.rule.kinds.steps import steps
from dutybook.rule.terms import Terms, holds
from dutybook.rule.tree import VALUE, Both, Choice, Figure, Formula, Said, Slots, Undecided, compare


def bands(rule: Bands, terms: Terms) -> Formula:
    """The first band that holds; none, or two that contradict each other, leave it undecided."""
    worth = [_inside(band, terms) for band in rule.bands]
    tree: Formula = Undecided("band_gap", {"value": Figure(VALUE, "value")})
    for i, band in reversed(list(enumerate(rule.bands))):
        inside = _told(band, worth[i])
        for other, points in reversed(list(zip(rule.bands[i + 1 :], worth[i + 1 :], strict=True))):
            if ambiguous(band.when, other.when):
                apart = Both(holds(other.when), compare(worth[i], "!=", points))
                inside = Choice(apart, _overlap(band, other), inside)
        tree = Choice(holds(band.when), inside, tree)
    return tree


def ambiguous(one: Target, two: Target) -> bool:
    """Whether two bands that both hold contradict each other. ``≥ 90`` before ``≥ 80`` is a ladder
    and ``= 0`` an exception put first; closed ranges that share a value, or ranges open in opposite
    directions, are a mistake on paper."""
    if "=" in (one.op, two.op):
        return one.op != "="
    return "between" in (one.op, two.op) or one.better != two.better


def _told(band: Band, points: Formula) -> Formula:
    slots: Slots = {
        "value": Figure(VALUE, "value"),
        "band": str(band.when),
        "points": Figure(points),
    }
    return Said("band", points, slots)


def _overlap(one: Band, two: Band) -> Formula:
    ranges: Slots = {"one": str(one.when), "two": str(two.when)}
    return Undecided("band_overlap", {"value": Figure(VALUE, "value"), **ranges})


def _inside(band: Band, terms: Terms) -> Formula:
    """What a band gives: points, steps (up or down as the KPI's own target says), or a line."""
    if band.steps is not None:
        return steps(band.steps, terms)
    if band.interpolate is not None:
        return interpolation(band.interpolate, terms)
    assert band.points is not None  # the schema asks for one of the three
    return terms.points(band.points)
