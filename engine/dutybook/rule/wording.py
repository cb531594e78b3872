"""What several kinds of rules say on forms: points, distances, which way is good."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from dutybook.grammar.number.rounding import Rounding
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.measure.kinds import kind_of
from dutybook.model import Kpi
from dutybook.model.kpi import Targets
from dutybook.model.score import Points
from dutybook.rule.kind import Speaker

_SYMBOLS = {">=": "≥", "<=": "≤"}


def points_in_words(speaker: Speaker, given: Points) -> str:
    """“20分”, “满分”, or “满分的80%”."""
    if not isinstance(given, Part):
        return speaker.say("score.points", n=speaker.figure(given))
    if given.share == 1:
        return speaker.say("score.full")
    return speaker.say("score.of_full", share=speaker.figure(given.share, "%"))


def rounding_in_words(speaker: Speaker, rule: Rounding, path: str = "score.round") -> Iterator[str]:
    """How points (or totals, under another ``path``) are rounded; nothing where as always."""
    if rule.to is not None:
        yield speaker.say(f"{path}.{rule.way}_to", to=speaker.figure(rule.to))
    elif rule.way != "half_up":
        yield speaker.say(f"{path}.{rule.way}")


def distance_in_words(speaker: Speaker, size: Fraction, *, how: str) -> str:
    """How far apart two values are: between percentages that is points, not per cent."""
    if how == "%":
        return speaker.say("score.step.pp", n=speaker.figure(size * 100))
    return speaker.figure(size, how)


def reading(value: Target) -> str:
    """How the figures of a condition read: ``%``, the short name of a unit of time, or plainly."""
    return "%" if value.percent else value.unit


def target_in_words(value: Target, figure: Callable[[Fraction, str], str]) -> str:
    """``≥ 95%``: read alike in every locale but for units of time; ``figure`` prints a number."""
    how = reading(value)
    low = figure(value.bound, how)
    if value.high is not None and (value.low_open or value.high_open):
        first, last = ">" if value.low_open else "≥", "<" if value.high_open else "≤"
        return f"{first} {low}, {last} {figure(value.high, how)}"
    if value.high is not None:
        return f"{low} ~ {figure(value.high, how)}"
    return f"{_SYMBOLS.get(value.op, value.op)} {low}"


def better(kpi: Kpi) -> str:
    """Which way is good, as far as any of the KPI's targets says."""
    target = kpi.target
    by = target.by.cases[0][1] if target and target.by else None
    dated = target.dated[0][1] if target and target.dated else None
    known = (target.fixed if target else None) or by or dated
    return known.better if known else "higher"


def reads(kpi: Kpi) -> str:
    """How the KPI's values read: as percentages, in a unit of time, or plainly."""
    kind = kind_of(kpi.measure) if kpi.measure else None
    if kind and kind.lasting(kpi.measure):
        return targets_read(kpi.target) or "min"
    return "%" if kind and kind.percent(kpi.measure) else targets_read(kpi.target)


def targets_read(targets: Targets | None) -> str:
    """How the figures of a KPI's targets read (see :func:`reading`)."""
    if targets is None:
        return ""
    by = [each for _, each in targets.by.cases] if targets.by else []
    fixed = [targets.fixed] if targets.fixed else []
    every = (*fixed, *(each for _, each in targets.dated), *by)
    return next((how for each in every if (how := reading(each))), "")
