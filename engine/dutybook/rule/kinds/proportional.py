"""``proportional``: the value over its target, or where lower is better the target over the
value."""

from collections.abc import Iterator, Mapping
from typing import Any

from cattrs import Converter

from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.number.target import Target
from dutybook.model import Kpi
from dutybook.model.score import Bounds, Proportional
from dutybook.rule.kind import Kind, Speaker
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
    least,
    most,
)
from dutybook.rule.wording import better


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
        "above": Shown(parts[0], "value"),
        "below": Shown(parts[1], "value"),
        "full": Shown(Constant(terms.full)),
        "done": Shown(done, "percent"),
        "counted": Shown(counted, "percent"),
        "points": Shown(points),
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
    return Said("proportional_zero", cap, {"points": Shown(cap)})


def _parse(_: Converter, body: Mapping[str, Any]) -> Proportional:
    ends = {key: parse_number(value) for key, value in body.get("clamp", {}).items()}
    return Proportional(Bounds(**ends))


def _words(speaker: Speaker, kpi: Kpi, rule: Proportional) -> Iterator[str]:
    way = "lower" if better(kpi) == "lower" else "higher"
    yield speaker.say(f"score.proportional_{way}")
    for name, bound in (("min", rule.clamp.min), ("max", rule.clamp.max)):
        if bound is not None:
            yield speaker.say(f"score.clamp_{name}", value=speaker.figure(bound, "%"))
    assert kpi.score is not None
    if kpi.score.cap is None and not (rule.clamp.max and rule.clamp.max > 1):
        yield speaker.say("score.at_most_full")


def _lacking(_kpi: Kpi, _rule: Proportional, target: Target | None) -> Iterator[str]:
    if target and (target.better == "exact" or not target.bound):
        yield f"proportional × target {target}"


PROPORTIONAL = Kind("proportional", Proportional, _parse, proportional, _words, _lacking)
