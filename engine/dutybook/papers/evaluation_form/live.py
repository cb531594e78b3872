"""A rated KPI as arithmetic for a spreadsheet: from ratings to a value, from that to points.

Where a spreadsheet cannot follow the rule there is none: the form then shows the points that the
evaluation gave.
"""

from collections.abc import Sequence
from fractions import Fraction

from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.model import Kpi, Scheme
from dutybook.model.measure import Rating
from dutybook.model.score import Bands, Bounds, Pass, Proportional, Rated, Score
from dutybook.papers.evaluation_form.context import (
    ByBands,
    ByProportion,
    ByRating,
    ByTarget,
    LiveKpi,
    LiveRule,
)


def live(kpi: Kpi, full: Fraction | None, raters: Sequence[tuple[str, Fraction]]) -> LiveKpi | None:
    """How ``kpi`` is worked out from the ratings of ``raters``, worth ``full`` points; None where
    that takes more than a spreadsheet."""
    measure, score = kpi.measure, kpi.score
    if not isinstance(measure, Rating) or score is None or full is None or not raters:
        return None
    target = kpi.target.fixed if kpi.target else None
    points = _points(score, measure, target)
    below, above = score.zero_below, score.zero_above
    if points is None or isinstance(below, Part) or isinstance(above, Part) or score.cap_varies:
        return None
    return LiveKpi(
        weights=tuple(raters),
        missing=measure.missing.policy,
        default=measure.missing.default,
        full=full,
        weight=kpi.weight or Fraction(0),
        points=points,
        target=target,
        floor=None if score.floor == "none" else score.floor or Fraction(0),
        cap=None if score.cap == "none" else "full" if score.cap is None else score.cap,
        zero_below=below,
        zero_above=above,
    )


def _points(score: Score, measure: Rating, target: Target | None) -> LiveRule | None:
    rule = score.rule
    if isinstance(rule, Rated):
        return ByRating(measure.scale.max)
    if isinstance(rule, Bands):
        return _bands(rule)
    if target is None:
        return None
    if isinstance(rule, Pass):
        return ByTarget(target)
    if isinstance(rule, Proportional) and rule.clamp == Bounds():
        return _proportion(score, target)
    return None


def _proportion(score: Score, target: Target) -> LiveRule | None:
    if target.better == "exact" or not target.bound:
        return None
    if target.better == "lower" and score.cap == "none":
        return None  # a value of 0 would be worth no end of points
    return ByProportion(target.bound, target.better == "lower")


def _bands(rule: Bands) -> LiveRule | None:
    """Bands of fixed points that follow one another; two that contradict are for people."""
    worth = [(b.when, b.points) for b in rule.bands if isinstance(b.points, Fraction)]
    one_way = len({band.when.better for band in rule.bands[:-1]}) <= 1
    return ByBands(tuple(worth)) if one_way and len(worth) == len(rule.bands) else None


def worth(spec: LiveKpi, value: Fraction) -> Fraction | None:
    """Points that the sheet would give for ``value``, before rounding; None where it gives none."""
    points = _worth(spec.points, value, spec.weight)
    return None if points is None else _cut(spec, value, points) * spec.full / spec.weight


def _worth(rule: LiveRule, value: Fraction, full: Fraction) -> Fraction | None:
    match rule:
        case ByRating(top):
            return full * value / top
        case ByTarget(when):
            return full if when.holds(value) else Fraction(0)
        case ByBands(bands):
            return next((points for when, points in bands if when.holds(value)), None)
        case ByProportion(bound, lower=False):
            return full * value / bound
        case ByProportion(bound):
            return full * bound / value if value else Fraction(10**9)


def _cut(spec: LiveKpi, value: Fraction, points: Fraction) -> Fraction:
    if spec.zero_above is not None and value > spec.zero_above:
        return Fraction(0)
    if spec.zero_below is not None and value < spec.zero_below:
        return Fraction(0)
    if spec.cap is not None:
        points = min(points, spec.weight if spec.cap == "full" else spec.cap)
    return points if spec.floor is None else max(points, spec.floor)


def raters_asked(measure: Rating, scheme: Scheme | None) -> tuple[tuple[str, Fraction], ...]:
    """Kinds of raters and their weights: the measure's own, else the scheme's."""
    return measure.raters or (scheme.raters if scheme else ())
