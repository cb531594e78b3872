"""``bands``: points by the range a value lies in."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from cattrs import Converter

from dutybook.grammar.number.step import parse_points
from dutybook.grammar.number.target import Target, parse_target
from dutybook.model import Kpi
from dutybook.model.score import Band, Bands
from dutybook.rule.kind import Breakpoints, Kind, Printed, Speaker, target_ends
from dutybook.rule.kinds.interpolation import (
    LineFigures,
    interpolation,
    lines_in_words,
    parse_interpolation,
)
from dutybook.rule.kinds.steps import StepFigures, parse_steps, steps, steps_in_words, steps_lacking
from dutybook.rule.terms import Terms, holds
from dutybook.rule.tree import (
    VALUE,
    Both,
    Choice,
    Condition,
    Formula,
    Said,
    Shown,
    Slots,
    Undecided,
    compare,
)
from dutybook.rule.wording import better, points_in_words, reading, target_in_words


@dataclass(frozen=True, slots=True)
class Rung:
    """One band: when it holds, what it gives, and that as it is told. ``fixed``: what it gives
    where that is known as it is written, whatever the value."""

    when: Target
    worth: Formula
    told: Formula
    fixed: Hashable = None


def bands(rule: Bands, terms: Terms) -> Formula:
    """The first band that holds; none, or two that contradict each other, leave it undecided."""
    worth = [(band, _inside(band, terms)) for band in rule.bands]
    rungs = [Rung(band.when, points, _told(band, points)) for band, points in worth]
    return ladder(rungs, Undecided("band_gap", {"value": Shown(VALUE, "value")}), _overlap)


def ladder(
    rungs: Sequence[Rung], gap: Formula, overlap: Callable[[Target, Target], Formula]
) -> Formula:
    """The first rung that holds for the value; ``gap`` where none does, ``overlap`` where a later
    one holds too, contradicts it and gives something else."""
    tree = gap
    for i, rung in reversed(list(enumerate(rungs))):
        inside = rung.told
        for other in reversed(rungs[i + 1 :]):
            apart = _apart(rung, other) if ambiguous(rung.when, other.when) else None
            if apart is not None:
                inside = Choice(apart, overlap(rung.when, other.when), inside)
        tree = Choice(holds(rung.when), inside, tree)
    return tree


def _apart(one: Rung, two: Rung) -> Condition | None:
    """When the second holds as well and gives something else; None: never."""
    also = holds(two.when)
    if one.fixed is not None:
        return None if one.fixed == two.fixed else also
    return Both(also, compare(one.worth, "!=", two.worth))


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


def _told(band: Band, points: Formula) -> Formula:
    slots: Slots = {
        "value": Shown(VALUE, "value"),
        "band": str(band.when),
        "points": Shown(points),
    }
    return Said("band", points, slots)


def _overlap(one: Target, two: Target) -> Formula:
    ranges: Slots = {"one": str(one), "two": str(two)}
    return Undecided("band_overlap", {"value": Shown(VALUE, "value"), **ranges})


def _inside(band: Band, terms: Terms) -> Formula:
    """What a band gives: points, steps (up or down as the KPI's own target says), or a line."""
    if band.steps is not None:
        return steps(band.steps, terms)
    if band.interpolate is not None:
        return interpolation(band.interpolate, terms)
    assert band.points is not None  # the schema asks for one of the three
    return terms.points(band.points)


def _parse(_: Converter, body: Any) -> Bands:
    return Bands(tuple(_band(item) for item in (body if isinstance(body, list) else [body])))


def _band(item: Mapping[str, Any]) -> Band:
    return Band(
        parse_target(item["when"]),
        parse_points(item["points"]) if "points" in item else None,
        parse_steps(item["steps"]) if "steps" in item else None,
        parse_interpolation(item["interpolate"]) if "interpolate" in item else None,
    )


def _words(speaker: Speaker, kpi: Kpi, rule: Bands) -> Iterator[str]:
    """A line for each band."""
    yield from (_line(speaker, kpi, band) for band in rule.bands)


def _line(speaker: Speaker, kpi: Kpi, band: Band) -> str:
    within, how = target_in_words(band.when, speaker.figure), reading(band.when)
    if band.steps is not None:
        parts = steps_in_words(speaker, band.steps, better(kpi), how=how)
        rule = speaker.joined(parts, "phrase_sep")
    elif band.interpolate is not None:
        rule = lines_in_words(speaker, band.interpolate, how=how)
    else:
        assert band.points is not None  # the schema asks for one of the three
        points = points_in_words(speaker, band.points)
        return speaker.say("score.band", range=within, points=points)
    return speaker.say("score.band_rule", range=within, rule=rule)


def _lacking(kpi: Kpi, rule: Bands, target: Target | None) -> Iterator[str]:
    for band in rule.bands:
        if band.steps is None:
            continue
        if band.steps.from_ is None and kpi.target is None:
            yield f"{band.when}: steps: from: …"
        yield from (f"{band.when}: {what}" for what in steps_lacking(kpi, band.steps, target))


class BandFigures(Breakpoints):
    """The ends of the bands, and what the rules inside them name."""

    def values(self, rule: Bands, target: Target | None) -> Iterator[Fraction]:
        for band in rule.bands:
            yield from target_ends(band.when)
            if band.interpolate:
                yield from _LINES.values(band.interpolate, target)
            if band.steps:
                yield from _STEPS.values(band.steps, target)

    def strides(self, rule: Bands, target: Target | None) -> Iterator[Fraction]:
        for band in rule.bands:
            yield from _STEPS.strides(band.steps, target) if band.steps else ()

    def printed(self, rule: Bands) -> Iterator[Printed]:
        for i, band in enumerate(rule.bands):
            if band.points is not None:
                yield band.points, f"bands/{i}/points", partial(_first, rule.bands, i)

    def percent(self, rule: Bands) -> bool:
        return any(band.when.percent for band in rule.bands)


def _first(bands: Sequence[Band], number: int, value: Fraction) -> bool:
    """Whether a band is the first that holds."""
    return next((i for i, band in enumerate(bands) if band.when.holds(value)), None) == number


_STEPS, _LINES = StepFigures(), LineFigures()
BANDS = Kind(
    "bands", Bands, _parse, bands, _words, _lacking, BandFigures(), aimed=False, listed=True
)
