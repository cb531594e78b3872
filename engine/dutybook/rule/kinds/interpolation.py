"""``interpolate``: along straight lines between given points."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from operator import eq
from typing import Any, Final

from cattrs import Converter

from dutybook.grammar.number.step import parse_distance, parse_points
from dutybook.grammar.number.target import Target
from dutybook.model import Kpi
from dutybook.model.score import Interpolate
from dutybook.rule.kind import Breakpoints, Kind, Printed, Speaker
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    Choice,
    Constant,
    Formula,
    Said,
    Shown,
    Undecided,
    compare,
)
from dutybook.rule.wording import points_in_words, reads

Point = tuple[Constant, Formula]
"""A value and what it is worth."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How values on a line are told: on a point, between two of them, beyond the first or last."""

    on: Callable[[Point], Formula]
    between: Callable[[Point, Point, Formula], Formula]
    beyond: Callable[[Point], Formula]


def interpolation(rule: Interpolate, terms: Terms) -> Formula:
    """Between two points by the straight line, on one of them what it says; beyond the first and
    the last what they say, or undecided."""
    points = [(Constant(at), terms.points(given)) for at, given in rule.points]
    ends = {"low": Shown(points[0][0], "value"), "high": Shown(points[-1][0], "value")}
    outside = Undecided("line_outside", {"value": Shown(VALUE, "value"), **ends})
    return lines(points, None if rule.outside == "clamp" else outside, _TOLD)


def lines(points: Sequence[Point], outside: Formula | None, told: Telling) -> Formula:
    """The straight lines between ``points``, in order; ``outside`` them what is given, or what the
    nearest end says."""
    inside = told.on(points[-1])
    for left, right in reversed(list(pairwise(points))):
        width = right[0].number - left[0].number
        found = left[1] + (right[1] - left[1]) * (VALUE - left[0]) / width
        between = told.between(left, right, found)
        line = Choice(compare(VALUE, "=", left[0]), told.on(left), between)
        inside = Choice(compare(VALUE, "<", right[0]), line, inside)
    first, last = points[0], points[-1]
    above = Choice(compare(VALUE, ">", last[0]), outside or told.beyond(last), inside)
    return Choice(compare(VALUE, "<", first[0]), outside or told.beyond(first), above)


def _on(point: Point) -> Formula:
    slots = {"value": Shown(VALUE, "value"), "points": Shown(point[1])}
    return Said("line_point", point[1], slots)


def _beyond(end: Point) -> Formula:
    slots = {
        "value": Shown(VALUE, "value"),
        "end": Shown(end[0], "value"),
        "points": Shown(end[1]),
    }
    return Said("line_end", end[1], slots)


def _between(left: Point, right: Point, found: Formula) -> Formula:
    slots = {
        "value": Shown(VALUE, "value"),
        "left": Shown(left[0], "value"),
        "start": Shown(left[1]),
        "right": Shown(right[0], "value"),
        "end": Shown(right[1]),
        "points": Shown(found),
    }
    return Said("line", found, slots)


_TOLD: Final = Telling(_on, _between, _beyond)


def parse_interpolation(body: Mapping[str, Any]) -> Interpolate:
    """Straight lines from their YAML: ``{points: {80%: 10, 100%: full}, outside: clamp}``."""
    pairs = ((parse_distance(at), parse_points(points)) for at, points in body["points"].items())
    return Interpolate(tuple(sorted(pairs, key=lambda pair: pair[0])), body.get("outside"))


def lines_in_words(speaker: Speaker, rule: Interpolate, *, how: str) -> str:
    """The points between which values are read off straight lines."""
    pairs = (
        speaker.say(
            "score.line_point",
            value=speaker.figure(at, how),
            points=points_in_words(speaker, given),
        )
        for at, given in rule.points
    )
    words = speaker.say("score.line", points=speaker.joined(pairs, "list_sep"))
    outside = speaker.say(f"score.outside.{rule.outside}") if rule.outside else ""
    return speaker.joined([words, outside], "phrase_sep")


def _words(speaker: Speaker, kpi: Kpi, rule: Interpolate) -> Iterator[str]:
    yield lines_in_words(speaker, rule, how=reads(kpi))


def _lacking(_kpi: Kpi, rule: Interpolate, _target: Target | None) -> Iterator[str]:
    if rule.outside is None:
        yield "outside: clamp | none"


def _parse(_: Converter, body: Mapping[str, Any]) -> Interpolate:
    return parse_interpolation(body)


class LineFigures(Breakpoints):
    """The points between which lines run."""

    def values(self, rule: Interpolate, target: Target | None) -> Iterator[Fraction]:
        yield from (value for value, _ in rule.points)

    def printed(self, rule: Interpolate) -> Iterator[Printed]:
        yield from ((given, "interpolate/points", partial(eq, at)) for at, given in rule.points)


INTERPOLATION = Kind(
    "interpolate", Interpolate, _parse, interpolation, _words, _lacking, LineFigures(), aimed=False
)
