"""A rated KPI as arithmetic for a spreadsheet: from ratings to a value, from that to points.

Figures are exact text (``0.2``, ``1/3``). Where a spreadsheet cannot follow the rule there is none:
the form then shows the points that the evaluation gave.
"""

from collections.abc import Sequence
from fractions import Fraction

from dutybook.grammar.quantity import plain
from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.model import Kpi, Scheme
from dutybook.model.measure import Rating
from dutybook.model.score import Bands, Bounds, Pass, Proportional, Rated, Score
from dutybook.papers.paper import Data


def live(kpi: Kpi, full: Fraction | None, raters: Sequence[tuple[str, Fraction]]) -> Data | None:
    """How ``kpi`` is worked out from the ratings of ``raters``, worth ``full`` points; None where
    that takes more than a spreadsheet."""
    measure = kpi.measure
    if not isinstance(measure, Rating) or kpi.score is None or full is None or not raters:
        return None
    target = kpi.target.fixed if kpi.target else None
    points = _points(kpi.score, measure, target)
    bounds = _bounds(kpi.score)
    if points is None or bounds is None:
        return None
    missing = measure.missing
    return {
        "weights": {rater: plain(weight) for rater, weight in raters},
        "missing": missing.policy,
        "default": "" if missing.default is None else plain(missing.default),
        "full": plain(full),
        "weight": plain(kpi.weight or Fraction(0)),
        "points": points,
        "target": condition(target) if target else {},
        **bounds,
    }


def _points(score: Score, measure: Rating, target: Target | None) -> Data | None:
    rule = score.rule
    if isinstance(rule, Rated):
        return {"kind": "rating", "scale": plain(measure.scale.max)}
    if isinstance(rule, Bands):
        return _bands(rule)
    if target is None:
        return None
    if isinstance(rule, Pass):
        return {"kind": "pass", **condition(target)}
    if (
        isinstance(rule, Proportional)
        and rule.clamp == Bounds()
        and target.better != "exact"
        and target.bound
    ):
        if target.better == "lower" and score.cap == "none":
            return None  # a value of 0 would be worth no end of points
        return {"kind": f"proportional_{target.better}", "bound": plain(target.bound)}
    return None


def _bands(rule: Bands) -> Data | None:
    """Bands of fixed points that follow one another; two that contradict are for people."""
    worth = [
        condition(band.when) | {"points": plain(band.points)}
        for band in rule.bands
        if isinstance(band.points, Fraction)
    ]
    one_way = len({band.when.better for band in rule.bands[:-1]}) <= 1
    return {"kind": "bands", "bands": worth} if one_way and len(worth) == len(rule.bands) else None


def _bounds(score: Score) -> Data | None:
    """Floor and cap; the cap defaults to full points, which may grow with the weight."""
    below, above = score.zero_below, score.zero_above
    if isinstance(below, Part) or isinstance(above, Part) or score.cap_varies:
        return None
    return {
        "floor": "" if score.floor == "none" else plain(score.floor or Fraction(0)),
        "cap": "" if score.cap == "none" else "full" if score.cap is None else plain(score.cap),
        "zero_below": "" if below is None else plain(below),
        "zero_above": "" if above is None else plain(above),
    }


def condition(target: Target) -> Data:
    """A condition on a value."""
    high = "" if target.high is None else plain(target.high)
    return {"op": target.op, "bound": plain(target.bound), "high": high, "better": target.better}


def worth(spec: Data, value: Fraction) -> Fraction | None:
    """Points that the sheet would give for ``value``, before rounding; None where it gives none."""
    rule, full = spec["points"], Fraction(spec["weight"])
    points: Fraction | None
    if rule["kind"] == "rating":
        points = full * value / Fraction(rule["scale"])
    elif rule["kind"] == "pass":
        points = full if _holds(rule, value) else Fraction(0)
    elif rule["kind"] == "bands":
        held = (Fraction(band["points"]) for band in rule["bands"] if _holds(band, value))
        points = next(held, None)
    elif rule["kind"] == "proportional_higher":
        points = full * value / Fraction(rule["bound"])
    else:
        points = full * Fraction(rule["bound"]) / value if value else Fraction(10**9)
    if points is None:
        return None
    return _cut(spec, value, points, full) * Fraction(spec["full"]) / full


def _cut(spec: Data, value: Fraction, points: Fraction, full: Fraction) -> Fraction:
    if spec["zero_above"] and value > Fraction(spec["zero_above"]):
        return Fraction(0)
    if spec["zero_below"] and value < Fraction(spec["zero_below"]):
        return Fraction(0)
    if spec["cap"]:
        points = min(points, full if spec["cap"] == "full" else Fraction(spec["cap"]))
    return max(points, Fraction(spec["floor"])) if spec["floor"] else points


def _holds(when: Data, value: Fraction) -> bool:
    high = Fraction(when["high"]) if when["high"] else None
    return Target(when["op"], Fraction(when["bound"]), high).holds(value)


def raters_asked(measure: Rating, scheme: Scheme | None) -> tuple[tuple[str, Fraction], ...]:
    """Kinds of raters and their weights: the measure's own, else the scheme's."""
    return measure.raters or (scheme.raters if scheme else ())
