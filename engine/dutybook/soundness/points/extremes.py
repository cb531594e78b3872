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
from typing import Final

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import as_percent, plain
from dutybook.grammar.number.rounding import AS_PRINTED, rounded_to
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.measure import kinds as measures
from dutybook.measure.ranges import Domain
from dutybook.model import Kpi, Score, Targets
from dutybook.model.kpi import at
from dutybook.model.score import Rule
from dutybook.rule.kind import Breakpoints, target_ends
from dutybook.rule.kinds import kind_of
from dutybook.rule.line import as_shown
from dutybook.rule.points import untold

_NEAR: Final = Fraction(1, 10**6)
_STEPS: Final = (1, 2, 1000)
_MOST: Final = 60
"""As many incidents as are tried."""
_FAR: Final = 3
"""How many times what an item is worth may be taken before a cliff that takes it all."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One value, what its incidents come to together, and the points it gives (None: undecided)."""

    value: Fraction
    amount: Fraction
    points: Fraction | None


def unmoved(kpi: Kpi, full: Fraction | None) -> Iterator[Finding]:
    """Findings about a KPI that can only give one amount, slopes that never change anything, and
    printed points that are not the ones scored. ``full``: what it is scored out of."""
    if kpi.score is None or kpi.advisory or kpi.measure is None or _faulty(kpi):
        return
    for one in _settled(kpi):
        tried = values_tried(one, full)
        found = {_as_printed(one, full, each.points) for each in tried}
        if len(found) == 1 and None not in found and not kpi.score.depends:
            points = as_shown(next(iter(found)) or 0)
            yield at(kpi, "score", "points-constant", points=points)
            return
        idle = [*_idle(one, full, tried), *_beyond(one, full)]
        if idle:
            yield from idle
            return
        yield from _misprinted(one, full, tried)


def _faulty(kpi: Kpi) -> bool:
    """Whether a part of the KPI cannot be read, which is told already."""
    below = kpi.origin.path + "/"
    return any(path.startswith(below) for path in kpi.origin.document.lost)


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
    cap = given.cap
    if given.cap_varies is not None and given.cap_varies.cases:
        cap = given.cap_varies.cases[0][1]
    rule = kind_of(given.rule).figures.settled(given.rule)
    return replace(given, rule=rule, cap=cap, cap_varies=None, depends=())


def values_tried(kpi: Kpi, full: Fraction | None) -> list[Tried]:
    """Every value that decides what a KPI with a target of its own can give at least and at most,
    out of ``full``."""
    assert kpi.measure is not None
    assert kpi.score is not None
    rule, within = kpi.score.rule, measures.kind_of(kpi.measure).domain(kpi.measure)
    whole = within.grain is not None and within.high is None
    values = _counts(kpi) if whole else _values(kpi, within)
    points = _points(kpi, full)
    return [
        Tried(value, amount, points(value, amount))
        for value in values
        for amount in _of(rule).amounts(rule, value)
    ]


def _as_printed(kpi: Kpi, full: Fraction | None, points: Fraction | None) -> Fraction | None:
    """Points as the KPI's own rounding prints them, out of its weight."""
    rule = kpi.score.rounding if kpi.score else AS_PRINTED
    if points is None or rule.to is None:
        return points
    weighted = points * kpi.weight / full if full and kpi.weight else points
    return rounded_to(weighted, rule.to, rule.way)


def _points(kpi: Kpi, full: Fraction | None) -> Callable[[Fraction, Fraction], Fraction | None]:
    """Points by a value and what its incidents come to."""
    top = measures.kind_of(kpi.measure).top(kpi.measure) if kpi.measure else None
    return untold(kpi, Fraction(1) if top is None else top, full)


def _counts(kpi: Kpi) -> list[Fraction]:
    """Counts to try: every one up to beyond the last figure of the rule."""
    last = max((int(one) for one in _figures(kpi)), default=0)
    most = min(max(_MOST, last + 2), 5000)
    return [Fraction(count) for count in range(most + 1)] + [Fraction(10 * most)]


def _values(kpi: Kpi, within: Domain) -> list[Fraction]:
    """Values to try between the ends of what can be measured."""
    marks = [*_figures(kpi), *(end for end in (within.low, within.high) if end is not None)]
    if within.high is None:
        marks.append(max(marks, default=Fraction(1)) * 1000 + 1000)
    away = [per * count for per in _strides(kpi) for count in _STEPS]
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
    target, rule = kpi.target.fixed if kpi.target else None, kpi.score.rule
    found = [*(target_ends(target) if target else []), *_of(rule).values(rule, target)]
    for cut in (kpi.score.zero_below, kpi.score.zero_above):
        if isinstance(cut, Fraction):
            found.append(cut)
        elif isinstance(cut, Part) and target is not None:
            found.append(cut.share * target.bound)
    return found


def _of(rule: Rule) -> Breakpoints:
    return kind_of(rule).figures


def _strides(kpi: Kpi) -> list[Fraction]:
    assert kpi.score is not None
    target, rule = kpi.target.fixed if kpi.target else None, kpi.score.rule
    return sorted(size for size in set(_of(rule).strides(rule, target)) if size > 0)


def _idle(kpi: Kpi, full: Fraction | None, tried: Sequence[Tried]) -> Iterator[Finding]:
    """Slopes without which every value would give the same."""
    assert kpi.score is not None
    for name, still in _of(kpi.score.rule).without(kpi.score.rule):
        without = replace(kpi, score=replace(kpi.score, rule=still))
        points = _points(without, full)
        if all(points(t.value, t.amount) == t.points for t in tried):
            yield at(kpi, f"score/steps/{name}", "slope-without-effect", slope=name)


def _beyond(kpi: Kpi, full: Fraction | None) -> Iterator[Finding]:
    """Limits beyond which nothing is earned, where all that an item is worth has been taken several
    times over before: its points are out of something else."""
    assert kpi.score is not None
    target = kpi.target.fixed if kpi.target else None
    score = replace(kpi.score, zero_below=None, zero_above=None, floor="none")
    points = _points(replace(kpi, score=score), full)
    written = {"zero_below": kpi.score.zero_below, "zero_above": kpi.score.zero_above}
    for name, cut in written.items():
        value = cut.share * target.bound if isinstance(cut, Part) and target else cut
        left = points(value, Fraction(0)) if isinstance(value, Fraction) else None
        if full and left is not None and full - left >= _FAR * full:
            details = {"cliff": name, "lost": as_shown(full - left), "worth": as_shown(full)}
            yield at(kpi, f"score/{name}", "cliff-beyond-worth", **details)


def _misprinted(kpi: Kpi, full: Fraction | None, tried: Sequence[Tried]) -> Iterator[Finding]:
    """Points that the form prints for values which in truth give others."""
    assert kpi.score is not None
    for given, path, is_for in _of(kpi.score.rule).printed(kpi.score.rule):
        said = given.share * (full or Fraction(0)) if isinstance(given, Part) else given
        chosen = (t for t in tried if t.points is not None and is_for(t.value))
        other = next((t for t in chosen if t.points != said), None)
        if other is not None and other.points is not None:
            details = {"printed": as_shown(said), "scored": as_shown(other.points)}
            value = _shown(kpi, kpi.score.rule, other.value)
            yield at(kpi, f"score/{path}", "points-not-as-printed", value=value, **details)


def _shown(kpi: Kpi, rule: Rule, value: Fraction) -> str:
    target = kpi.target.fixed if kpi.target else None
    percent = _of(rule).percent(rule) or (target is not None and target.percent)
    return as_percent(value) if percent else plain(value)
