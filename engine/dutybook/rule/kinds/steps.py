"""``steps``: so many points for each step that a value lies away from where steps are counted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, Literal

from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.number.step import Step, parse_distance, parse_points, parse_step
from dutybook.grammar.number.target import Target
from dutybook.model import By, Kpi, Steps
from dutybook.model.score import Rule, Slope
from dutybook.rule.kind import Breakpoints, Kind, Speaker
from dutybook.rule.line import as_shown
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    Choice,
    Constant,
    Display,
    Formula,
    Said,
    Shown,
    Slots,
    Whole,
    compare,
    least,
    most,
)
from dutybook.rule.wording import better, distance_in_words, points_in_words, reads

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


def _slots(origin: Formula, start: Formula) -> dict[str, Shown | str]:
    return {
        "value": Shown(VALUE, "value"),
        "from": Shown(origin, "value"),
        "start": Shown(start),
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
        capped: Slots = {"change": Shown(change), "most": Shown(Constant(slope.at_most))}
        over = compare(change, ">", slope.at_most)
        bounded = Said("steps_at_most", least(change, slope.at_most), capped, over, after=True)
    points = start - bounded if bad else start + bounded
    slots = _slots(origin, start) | {
        "distance": Shown(counted, "gap"),
        "per": step,
        "steps": Shown(number),
        "rate": as_shown(slope.points),
        "change": Shown(bounded),
        "points": Shown(points),
    }
    return Said("steps_lose" if bad else "steps_gain", points, slots)


def _whole(exact: Formula, rule: Steps) -> Formula:
    """What becomes of a part of a step."""
    if rule.partial not in ("whole", "up"):
        return exact
    way: Literal["down", "up"] = "down" if rule.partial == "whole" else "up"
    whole = Whole(exact, way)
    return Said(f"partial_{rule.partial}", whole, {}, when=compare(whole, "!=", exact))


def _step(slope: Slope, target: Target | None) -> tuple[Fraction, Shown | str]:
    """The size of a step, and how it is said beside the distance: 1 pp, 5 min, or its size."""
    step = slope.per
    size = step.of(target.bound if target else None)
    display: Display = "gap"
    if step.unit in ("target", "none"):
        return size, Shown(Constant(size), display)
    return size, as_shown(step.count) + ("" if step.unit == "times" else f" {step.unit}")


_SPARING: Final = ("free", "tolerance")
_SLOPES: Final = ("lose", "gain", "lose_below", "lose_above")


def parse_steps(body: Mapping[str, Any]) -> Steps:
    """Steps from their YAML: ``{from: target, per: 1 pp, lose: 2, partial: whole}``."""
    from_, start = body["from"], body.get("start")
    given = [key for key in _SLOPES if key in body]
    losing = [key for key in given if key != "gain"] or given
    shared = {key: body[key] for key in ("per", *_SPARING) if key in body}
    only_per = {key: value for key, value in shared.items() if key == "per"}
    slopes = {key: _parse_slope(body[key], shared if key in losing else only_per) for key in given}
    return Steps(
        None if from_ == "target" else parse_distance(from_),
        None if start is None else parse_points(start),
        partial=body.get("partial"),
        **slopes,
    )


def _parse_slope(value: Any, shared: Mapping[str, Any]) -> Slope:
    """Points per step; what a slope does not say itself is ``shared``: an allowance spares from
    losing, and the gaining side only where there is no other."""
    whole = isinstance(value, Mapping) and "by" not in value
    own = value if whole else {"points": value}
    given = {**shared, **own}
    most, points = given.get("at_most"), given["points"]
    varies = parse_varying(points) if isinstance(points, Mapping) else None
    return Slope(
        Fraction(0) if varies else Fraction(points),
        parse_step(given.get("per", 1)),
        parse_distance(given.get("free", 0)),
        parse_distance(given.get("tolerance", 0)),
        None if most is None else Fraction(most),
        varies,
    )


def parse_varying(value: Mapping[str, Any]) -> By[Fraction]:
    """A figure by a column of people.csv."""
    cases = {k: v for k, v in value.items() if k not in ("by", "else", "$origin")}
    rest = value.get("else")
    return By(
        value["by"],
        tuple((key, parse_number(given)) for key, given in cases.items()),
        None if rest in (None, "error") else parse_number(rest),
    )


def steps_in_words(speaker: Speaker, rule: Steps, way: str, *, how: str) -> Iterator[str]:
    """Where steps are counted from, what each costs or gives, and what part of one does."""
    if rule.from_ is None:
        yield speaker.say("score.from_target")
    else:
        yield speaker.say("score.from_value", value=speaker.figure(rule.from_, how))
    if rule.start is not None:
        yield speaker.say("score.start", points=points_in_words(speaker, rule.start))
    shared = len({(slope.free, slope.tolerance) for slope in rule.slopes}) <= 1
    sides = (
        (f"lose_{way}", rule.lose),
        ("lose_lower_side", rule.lose_below),
        ("lose_upper_side", rule.lose_above),
        (f"gain_{way}", rule.gain),
    )
    for phrase, slope in sides:
        if slope is not None:
            yield from _slope_in_words(speaker, phrase, slope, how, own=not shared)
    if shared and rule.slopes:  # every side has the same allowance: said once
        yield from _spared(speaker, rule.slopes[0], how)
    if rule.partial:
        yield speaker.say(f"score.partial.{rule.partial}")


def _slope_in_words(
    speaker: Speaker, phrase: str, slope: Slope, how: str, *, own: bool
) -> Iterator[str]:
    if slope.varies is None:
        yield _each(speaker, phrase, slope.per, slope.points)
    else:
        cases = _cases(speaker, phrase, slope.per, slope.varies)
        yield speaker.say("score.by_person", column=slope.varies.column, cases=cases)
    if own:
        yield from _spared(speaker, slope, how)
    if slope.at_most is not None:
        lose = phrase.startswith("lose")
        most = speaker.figure(slope.at_most)
        yield speaker.say(f"score.at_most_{'lose' if lose else 'gain'}", n=most)


def _each(speaker: Speaker, phrase: str, per: Step, points: Fraction) -> str:
    step = speaker.say(f"score.step.{per.unit}", n=speaker.figure(per.count))
    return speaker.say(f"score.{phrase}", step=step, n=speaker.figure(points))


def _cases(speaker: Speaker, phrase: str, per: Step, by: By[Fraction]) -> str:
    """What a step costs or gives, for each content of a column of people.csv."""
    words = [
        speaker.say("score.person_case", value=key, text=_each(speaker, phrase, per, points))
        for key, points in by.cases
    ]
    if by.otherwise is not None:
        rest = _each(speaker, phrase, per, by.otherwise)
        words.append(speaker.say("score.person_other", text=rest))
    return speaker.joined(words, "list_sep")


def _spared(speaker: Speaker, slope: Slope, how: str) -> Iterator[str]:
    for name, size in (("free", slope.free), ("tolerance", slope.tolerance)):
        if size:
            distance = distance_in_words(speaker, size, how=how)
            yield speaker.say(f"score.{name}", step=distance)


def _words(speaker: Speaker, kpi: Kpi, rule: Steps) -> Iterator[str]:
    yield from steps_in_words(speaker, rule, better(kpi), how=reads(kpi))


def steps_lacking(_kpi: Kpi, rule: Steps, target: Target | None) -> Iterator[str]:
    """What steps leave open, or cannot be counted by."""
    if rule.partial is None:
        yield "partial: whole | prorate | up"
    for slope in rule.slopes:
        written = f"{slope.per.count}%"
        if slope.per.unit == "percent":
            yield f"per: {slope.per.count} pp | {written} of target"
        if slope.per.unit == "target" and (target is None or target.bound <= 0):
            yield f"per: {written} of target × target {target or '…'}"
    if target and target.better != "exact" and (rule.lose_below or rule.lose_above):
        yield f"lose: … × target {target}"


class StepFigures(Breakpoints):
    """Where steps are counted from, how large they are, and each slope left out."""

    def values(self, rule: Steps, target: Target | None) -> Iterator[Fraction]:
        yield from () if rule.from_ is None else (rule.from_,)

    def strides(self, rule: Steps, target: Target | None) -> Iterator[Fraction]:
        yield from (slope.per.of(target.bound if target else None) for slope in rule.slopes)

    def settled(self, rule: Steps) -> Steps:
        given = ((name, getattr(rule, name)) for name in _SLOPES)
        settled: dict[str, Any] = {name: _settled(slope) for name, slope in given if slope}
        return replace(rule, **settled)

    def without(self, rule: Steps) -> Iterator[tuple[str, Rule]]:
        for name in _SLOPES:
            slope: Slope | None = getattr(rule, name)
            if slope is not None and slope.points:
                still: dict[str, Any] = {name: replace(slope, points=Fraction(0))}
                yield name, replace(rule, **still)


def _settled(slope: Slope) -> Slope:
    """A slope whose points vary by person: those of the first content."""
    if slope.varies is None or not slope.varies.cases:
        return slope
    return replace(slope, points=slope.varies.cases[0][1], varies=None)


STEPS = Kind(
    "steps",
    Steps,
    lambda _conv, body: parse_steps(body),
    steps,
    _words,
    steps_lacking,
    StepFigures(),
)
