"""What several kinds of rules say on forms: points, distances, which way is good."""

from collections.abc import Callable
from fractions import Fraction

from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.model import Kpi
from dutybook.model.kpi import Targets
from dutybook.model.measure import Conformance, Scheduled, Share
from dutybook.model.score import Points
from dutybook.rule.kind import Speaker

_SYMBOLS = {">=": "≥", "<=": "≤"}


def points_in_words(speaker: Speaker, given: Points) -> str:
    """“20分”, “满分”, or “满分的80%”."""
    if not isinstance(given, Part):
        return speaker.say("score.points", n=speaker.figure(given))
    if given.share == 1:
        return speaker.say("score.full")
    return speaker.say("score.of_full", share=speaker.figure(given.share, percent=True))


def distance_in_words(speaker: Speaker, size: Fraction, *, percent: bool) -> str:
    """How far apart two values are: between percentages that is points, not per cent."""
    if percent:
        return speaker.say("score.step.pp", n=speaker.figure(size * 100))
    return speaker.figure(size)


def target_in_words(value: Target, figure: Callable[[Fraction, bool], str]) -> str:
    """``≥ 95%``: read alike in every locale; ``figure`` prints a number."""
    low = figure(value.bound, value.percent)
    if value.high is not None and (value.low_open or value.high_open):
        first, last = ">" if value.low_open else "≥", "<" if value.high_open else "≤"
        return f"{first} {low}, {last} {figure(value.high, value.percent)}"
    if value.high is not None:
        return f"{low} ~ {figure(value.high, value.percent)}"
    return f"{_SYMBOLS.get(value.op, value.op)} {low}"


def better(kpi: Kpi) -> str:
    """Which way is good, as far as any of the KPI's targets says."""
    target = kpi.target
    by = target.by.cases[0][1] if target and target.by else None
    dated = target.dated[0][1] if target and target.dated else None
    known = (target.fixed if target else None) or by or dated
    return known.better if known else "higher"


def is_percent(kpi: Kpi) -> bool:
    """Whether the KPI's values read as percentages."""
    share = isinstance(kpi.measure, Share | Conformance) or (
        isinstance(kpi.measure, Scheduled) and not kpi.measure.count
    )
    return share or targets_are_percent(kpi.target)


def targets_are_percent(targets: Targets | None) -> bool:
    """Whether the figures of a target are percentages."""
    if targets is None:
        return False
    by = [each for _, each in targets.by.cases] if targets.by else []
    fixed = [targets.fixed] if targets.fixed else []
    return any(each.percent for each in (*fixed, *(each for _, each in targets.dated), *by))
