"""The least and the most points a KPI can give, worked out from its definition alone.

Values are tried where a rule can change: at the ends of what the measure can give, at every figure
of the target and the rule, just before and after each, and steps away from them. A KPI that gives
the same for all of them gives it for ever; a printed figure that is not what is scored for its own
values is a mistake on paper.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import as_percent, plain
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.measure.completeness import at
from dutybook.measure.ranges import Domain, domain
from dutybook.model import By, Expression, Incidents, Kpi, Score, Steps, Targets
from dutybook.model.measure import Quotient, Rating
from dutybook.model.score import Bands, Interpolate, Points, Slope
from dutybook.rule.line import as_shown
from dutybook.rule.points import untold

SLOPES: Final = ("lose", "gain", "lose_below", "lose_above")
_NEAR: Final = Fraction(1, 10**6)
_STEPS: Final = (1, 2, 1000)
_MOST: Final = 60
"""As many incidents as are tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One value, what its incidents come to together, and the points it gives (None: undecided)."""

    value: Fraction
    amount: Fraction
    points: Fraction | None


def unmoved(kpi: Kpi, full: Fraction | None) -> Iterator[Finding]:
    """Findings about a KPI that can only give one amount, slopes that never change anything, and
    printed points that are not the ones scored. ``full``: what it is scored out of."""
    if kpi.score is None or kpi.advisory or kpi.measure is None:
        return
    for one in _settled(kpi):
        tried = _tried(one, full)
        found = {each.points for each in tried}
        if len(found) == 1 and None not in found and not kpi.score.depends:
            points = as_shown(tried[0].points or 0)
            yield at(kpi, "score", "points-constant", points=points)
            return
        idle = list(_idle(one, full, tried))
        if idle:
            yield from idle
            return
        yield from _misprinted(one, full, tried)


def _settled(kpi: Kpi) -> list[Kpi]:
    """The KPI with each target that it may have, rates taken as for anybody; none where its target
    is only known beside other values."""
    targets = kpi.target
    if targets is not None and targets.relative is not None:
        return []
    if targets is None or targets.fixed is not None:
        given: list[Target | None] = [targets.fixed if targets else None]
    else:
        by = [case for _, case in targets.by.cases] if targets.by else []
        rest = [targets.by.otherwise] if targets.by and targets.by.otherwise else []
        given = [*by, *rest, *(target for _, target in targets.dated)]
    rule = _rated(kpi.score) if kpi.score else None
    return [
        replace(kpi, target=Targets(fixed=one) if one else None, score=rule)
        for one in dict.fromkeys(given)
    ]


def _rated(given: Score) -> Score:
    """A score whose figures by a column of people.csv are those of the first content."""
    rule = given.rule
    if isinstance(rule, Steps):
        for name in SLOPES:
            rule = _with(rule, name, _slope)
    cap = given.cap
    if given.cap_varies is not None and given.cap_varies.cases:
        cap = given.cap_varies.cases[0][1]
    return replace(given, rule=rule, cap=cap, cap_varies=None, depends=())


def _with(rule: Steps, name: str, change: Callable[[Slope], Slope]) -> Steps:
    """The rule with one of its slopes changed, where it has it."""
    slope: Slope | None = getattr(rule, name)
    if slope is None:
        return rule
    changed: dict[str, Any] = {name: change(slope)}
    return replace(rule, **changed)


def _slope(slope: Slope) -> Slope:
    if slope.varies is None or not slope.varies.cases:
        return slope
    return replace(slope, points=slope.varies.cases[0][1], varies=None)


def _tried(kpi: Kpi, full: Fraction | None) -> list[Tried]:
    within = domain(kpi.measure)
    whole = within.grain is not None and not isinstance(kpi.measure, Rating)
    values = _counts(kpi) if whole else _values(kpi, within)
    points = _points(kpi, full)
    return [
        Tried(value, amount, points(value, amount))
        for value in values
        for amount in _amounts(kpi, value)
    ]


def _points(kpi: Kpi, full: Fraction | None) -> Callable[[Fraction, Fraction], Fraction | None]:
    """Points by a value and what its incidents come to."""
    scale = kpi.measure.scale.max if isinstance(kpi.measure, Rating) else Fraction(1)
    return untold(replace(kpi, score=_unrepeated(kpi.score)) if kpi.score else kpi, scale, full)


def _unrepeated(given: Score) -> Score:
    """Repetitions only make the same change dearer."""
    if isinstance(given.rule, Incidents) and given.rule.repeat is not None:
        return replace(given, rule=replace(given.rule, repeat=None))
    return given


def _amounts(kpi: Kpi, value: Fraction) -> Sequence[Fraction]:
    """What so many incidents may come to, where that varies by row."""
    rule = kpi.score.rule if kpi.score else None
    each = rule.each if isinstance(rule, Incidents) else None
    charged = max(value - rule.spared, Fraction(0)) if isinstance(rule, Incidents) else value
    if isinstance(each, By):
        rates = [*(case for _, case in each.cases), each.otherwise or Fraction(0)]
        return sorted({rate * charged for rate in rates})
    if isinstance(each, Expression):
        return sorted({-charged, charged})
    return [Fraction(0)]


def _counts(kpi: Kpi) -> list[Fraction]:
    """Counts to try: every one up to beyond the last figure of the rule."""
    last = max((int(one) for one in _figures(kpi)), default=0)
    most = min(max(_MOST, last + 2), 5000)
    return [Fraction(count) for count in range(most + 1)] + [Fraction(10 * most)]


def _values(kpi: Kpi, within: Domain) -> list[Fraction]:
    """Values to try between the ends of what can be measured."""
    marks = [*_figures(kpi), *(end for end in (within.low, within.high) if end is not None)]
    if isinstance(kpi.measure, Quotient) or within.high is None:
        marks.append(max(marks, default=Fraction(1)) * 1000 + 1000)
    away = [per * count for per in _pers(kpi) for count in _STEPS]
    offs = [Fraction(0), _NEAR, -_NEAR, *away, *(-step for step in away)]
    around = {mark + off for mark in marks for off in offs}
    ordered = sorted(around | set(marks))
    middles = {(one + two) / 2 for one, two in pairwise(ordered)}
    return [v for v in sorted(around | middles) if _inside(v, within)]


def _inside(value: Fraction, within: Domain) -> bool:
    above = within.low is None or value >= within.low
    return above and (within.high is None or value <= within.high)


def _figures(kpi: Kpi) -> list[Fraction]:
    """Every value that the target and the rule name."""
    assert kpi.score is not None
    target = kpi.target.fixed if kpi.target else None
    found = [*(_ends(target) if target else []), *_named(kpi.score.rule)]
    found += [steps.from_ for steps in _all_steps(kpi.score.rule) if steps.from_ is not None]
    for cut in (kpi.score.zero_below, kpi.score.zero_above):
        if isinstance(cut, Fraction):
            found.append(cut)
        elif isinstance(cut, Part) and target is not None:
            found.append(cut.share * target.bound)
    return found


def _named(rule: object) -> Iterator[Fraction]:
    """Values that a rule names, those of steps left out."""
    if isinstance(rule, Incidents):
        yield from (Fraction(count) for count, _ in rule.table)
        yield from (Fraction(one) for one in (rule.from_, rule.wipe_out_at, rule.free) if one)
    elif isinstance(rule, Interpolate):
        yield from (value for value, _ in rule.points)
    elif isinstance(rule, Bands):
        for band in rule.bands:
            yield from _ends(band.when)
            yield from (value for value, _ in band.interpolate.points) if band.interpolate else ()


def _ends(target: Target) -> list[Fraction]:
    return [end for end in (target.bound, target.high) if end is not None]


def _all_steps(rule: object) -> list[Steps]:
    if isinstance(rule, Steps):
        return [rule]
    bands = rule.bands if isinstance(rule, Bands) else ()
    return [band.steps for band in bands if band.steps is not None]


def _pers(kpi: Kpi) -> list[Fraction]:
    target = kpi.target.fixed if kpi.target else None
    rule = kpi.score.rule if kpi.score else None
    slopes = [slope for steps in _all_steps(rule) for slope in steps.slopes]
    sizes = {slope.per.of(target.bound if target else None) for slope in slopes}
    return sorted(size for size in sizes if size > 0)


def _idle(kpi: Kpi, full: Fraction | None, tried: Sequence[Tried]) -> Iterator[Finding]:
    """Slopes without which every value would give the same."""
    rule = kpi.score.rule if kpi.score else None
    if kpi.score is None or not isinstance(rule, Steps):
        return
    for name in SLOPES:
        slope: Slope | None = getattr(rule, name)
        if slope is None or not slope.points:
            continue
        still = _with(rule, name, lambda one: replace(one, points=Fraction(0)))
        without = replace(kpi, score=replace(kpi.score, rule=still))
        points = _points(without, full)
        if all(points(t.value, t.amount) == t.points for t in tried):
            yield at(kpi, f"score/steps/{name}", "slope-without-effect", slope=name)


def _misprinted(kpi: Kpi, full: Fraction | None, tried: Sequence[Tried]) -> Iterator[Finding]:
    """Points that the form prints for values which in truth give others."""
    for given, path, chosen in _printed(kpi, tried):
        said = given.share * (full or Fraction(0)) if isinstance(given, Part) else given
        other = next((t for t in chosen if t.points is not None and t.points != said), None)
        if other is not None and other.points is not None:
            details = {"printed": as_shown(said), "scored": as_shown(other.points)}
            value = _shown(kpi, other.value)
            yield at(kpi, path, "points-not-as-printed", value=value, **details)


def _printed(kpi: Kpi, tried: Sequence[Tried]) -> Iterator[tuple[Points, str, list[Tried]]]:
    """Points as printed, where they stand, and the values tried that they are printed for."""
    rule = kpi.score.rule if kpi.score else None
    if isinstance(rule, Bands):
        for i, band in enumerate(rule.bands):
            own = [t for t in tried if _first(rule, t.value) == i]
            if band.points is not None:
                yield band.points, f"score/bands/{i}/points", own
    elif isinstance(rule, Interpolate):
        for value, given in rule.points:
            yield given, "score/interpolate/points", [t for t in tried if t.value == value]
    elif isinstance(rule, Incidents) and not rule.spared:
        for count, given in rule.table:
            own = [t for t in tried if t.value == count]
            yield given, "score/incidents/table", own


def _first(rule: Bands, value: Fraction) -> int | None:
    return next((i for i, band in enumerate(rule.bands) if band.when.holds(value)), None)


def _shown(kpi: Kpi, value: Fraction) -> str:
    target = kpi.target.fixed if kpi.target else None
    rule = kpi.score.rule if kpi.score else None
    marked = isinstance(rule, Bands) and any(band.when.percent for band in rule.bands)
    percent = marked or (target is not None and target.percent)
    return as_percent(value) if percent else plain(value)
