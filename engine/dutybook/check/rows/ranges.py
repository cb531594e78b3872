"""Rows about bands of points and grades, with what is wrong among them worked out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import Any

from dutybook.check.context import Context
from dutybook.check.rows import Rows, number, row
from dutybook.grammar.number.money import Worth
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.measure.kinds import kind_of
from dutybook.measure.ranges import (
    Domain,
    Range,
    gaps,
    overlaps,
    ranges,
    shown,
    unreachable,
)
from dutybook.model import Consequence, Kpi, Scheme
from dutybook.model.amount import Curve
from dutybook.model.score import Bands, Points
from dutybook.rule.condition import decide
from dutybook.rule.kinds.bands import claiming
from dutybook.soundness.points.totals import most_of
from dutybook.yamltext import Origin


@dataclass(frozen=True)
class _Set:
    """Bands that belong together; ``at`` is where their list stands."""

    at: Origin
    about: dict[str, Any]
    conditions: Sequence[Target]
    values: Domain
    points: Sequence[Fraction | None]
    names: Sequence[str | None] = field(default=())
    asked: Callable[[Fraction], bool] = lambda _: True
    """Whether a value is looked up at all."""


def bands(context: Context) -> Rows:
    """One per band of a KPI and per grade of a scheme."""
    for group in _sets(context):
        dead = set(unreachable(ranges(group.conditions, group.values), group.values))
        for i, condition in enumerate(group.conditions):
            low, low_included, high, high_included = condition.interval
            yield row(
                group.at,
                i,
                **group.about,
                position=i,
                grade=group.names[i] if group.names else None,
                condition=condition.text,
                low=number(low),
                low_included=low_included,
                high=number(high),
                high_included=high_included,
                points=number(group.points[i]),
                reachable=i not in dead,
            )


def band_gaps(context: Context) -> Rows:
    """One per range of values that no band takes."""
    for group in _sets(context):
        percent = any(condition.percent for condition in group.conditions)
        moved = ranges(group.conditions, group.values)
        written = ranges(group.conditions, Domain())
        ends = {cut: as_written for band, own in zip(moved, written, strict=True)
                for cut, as_written in zip(band, own, strict=True)}  # fmt: skip
        for gap in filter(partial(_looked_up, group), gaps(moved, group.values)):
            ways = _mended(
                (ends.get(gap[0], gap[0]), ends.get(gap[1], gap[1])), gap, group, percent
            )
            yield row(group.at, **group.about, gap=shown(gap, percent), **ways)


def _looked_up(group: _Set, gap: Range) -> bool:
    """Whether anything in ``gap`` is asked for."""
    low, high = gap[0][0], gap[1][0]
    step = group.values.grain or (high - low) / 1000
    tried = (low, low + step, (low + high) / 2, high - step, high)
    return any(group.asked(v) for v in tried if gap[0] <= (v, 0) and (v, 1) <= gap[1])


def _mended(written: Range, gap: Range, group: _Set, percent: bool) -> dict[str, str | None]:
    """How bands would be written that take ``gap``, in the figures ``written`` around it: with the
    band above it, with the one below it, or, at an end of what can occur, as a band of its own."""
    (low, after), (high, through) = written

    def end(sign: str, value: Fraction) -> str:
        return f"{sign} {plain(value * 100)}%" if percent else f"{sign} {plain(value)}"

    above, below = end(">" if after else "≥", low), end("≤" if after else "<", low)
    from_, to = end(">" if through else "≥", high), end("≤" if through else "<", high)
    first, last = group.values.range
    ways = dict.fromkeys(("upper", "under_upper", "over_lower", "lower", "own"))
    if gap[0] <= first:
        return {**ways, "own": to}
    if gap[1] >= last:
        return {**ways, "own": above}
    return {"upper": above, "under_upper": below, "over_lower": from_, "lower": to, "own": None}


def band_overlaps(context: Context) -> Rows:
    """One per pair of bands that claim the same values, at the later one."""
    for group in _sets(context):
        conditions = group.conditions
        for i, j in overlaps(conditions, ranges(conditions, group.values)):
            pair = {"earlier": conditions[i].text, "later": conditions[j].text}
            yield row(group.at, j, **group.about, **pair)


def _sets(context: Context) -> Iterator[_Set]:
    for role in context.roles:
        for kpi in role.kpis:
            yield from _of_kpi(context, kpi, {"role": role.role})
    for scheme in context.workspace.definitions.schemes.values():
        for item in scheme.items:
            yield from _of_kpi(context, item, {"scheme": scheme.scheme})
        if scheme.grades:
            yield _of_grades(context, scheme)
        if scheme.rollup is not None and scheme.rollup.grades:
            yield _of_grades(context, scheme.rolled)
        yield from _of_curves(context, scheme)


def _of_kpi(context: Context, kpi: Kpi, about: dict[str, Any]) -> Iterator[_Set]:
    if kpi.score and isinstance(kpi.score.rule, Bands):
        listed = kpi.score.rule.bands
        named = {**about, "kind": "kpi", "id": kpi.id, "name": context.say(kpi.name)}
        conditions, points = (
            [band.when for band in listed],
            [_points(kpi, band.points) for band in listed],
        )
        at = kpi.origin.below("score", "bands")
        yield _Set(at, named, conditions, _values(context, kpi, conditions), points)


def _values(context: Context, kpi: Kpi, conditions: Sequence[Target]) -> Domain:
    """What the KPI's values can be: whole also where it adds up a column of whole numbers, and
    where nothing is measured and every figure is a whole one."""
    sources = context.workspace.definitions.sources
    if kpi.measure is None:
        values = Domain()
        ends = [end for when in conditions for end in when.interval[::2] if end is not None]
        percent = any(when.percent for when in conditions)
        whole = not percent and all(end.denominator == 1 for end in ends)
    else:
        kind, source = kind_of(kpi.measure), sources.get(kpi.measure.of)
        values, whole = kind.domain(kpi.measure), kind.whole_numbers(kpi.measure, source)
    return replace(values, grain=Fraction(1)) if whole else values


def _points(kpi: Kpi, given: Points | None) -> Fraction | None:
    """What a band gives as a number, where it is one."""
    if isinstance(given, Part):
        return None if kpi.weight is None else given.share * kpi.weight
    return given


def _of_curves(context: Context, scheme: Scheme) -> Iterator[_Set]:
    """The bands of the coefficient and of amounts, also those of longer periods."""
    if scheme.coefficient is not None and scheme.coefficient.curve is not None:
        yield from _of_curve(
            context, scheme, scheme.coefficient.curve, scheme.origin.below("coefficient")
        )
    for one in (scheme, scheme.rolled):
        for i, consequence in enumerate(one.consequences):
            if consequence.amount is not None and consequence.amount.curve is not None:
                at = one.origin.below("consequences", i, "amount")
                asked = partial(_follows, one, consequence)
                yield from _of_curve(context, scheme, consequence.amount.curve, at, asked)


def _follows(scheme: Scheme, consequence: Consequence, value: Fraction) -> bool:
    """Whether a consequence may follow where what its bands read is ``value``."""
    of = consequence.amount.curve.of if consequence.amount and consequence.amount.curve else ""
    if consequence.when is None:
        return True

    def known(name: str) -> Fraction | str | None:
        if name == of:
            return value
        return _grade(scheme, value) if (name, of) == ("grade", "total") else None

    return decide(consequence.when.sql, known) is not False


def _grade(scheme: Scheme, total: Fraction) -> str | None:
    """The grade of a total; None where none or several take it."""
    claimed = claiming([grade.when for grade in scheme.grades], total)
    return scheme.grades[claimed[0]].grade if len(claimed) == 1 else None


def _of_curve(
    context: Context,
    scheme: Scheme,
    curve: Curve,
    at: Origin,
    asked: Callable[[Fraction], bool] = lambda _: True,
) -> Iterator[_Set]:
    if not curve.bands:
        return
    name = context.say(scheme.title) or scheme.scheme
    about = {"scheme": scheme.scheme, "kind": "amount", "id": scheme.scheme, "name": name}
    values = _totals(context, scheme) if curve.of == "total" else Domain()
    worths = [worth.number if isinstance(worth, Worth) else None for _, worth in curve.bands]
    conditions = [when for when, _ in curve.bands]
    yield _Set(at.below("bands"), about, conditions, values, worths, asked=asked)


def _totals(context: Context, scheme: Scheme) -> Domain:
    """The totals there can be, as they are rounded. Those of several periods may be added up."""
    low = scheme.clamp.min if scheme.clamp.min is not None else Fraction(0)
    added = scheme.rollup is not None and scheme.rollup.take == "sum"
    high = scheme.clamp.max if added else most_of(scheme, context.scored_by(scheme))
    step = max(Fraction(1, 10**scheme.places), scheme.rounding.to or Fraction(0))
    ends = (end for end in (low, high) if end is not None)
    whole = all((end / step).denominator == 1 for end in ends)
    return Domain(low, high, step if whole else Fraction(1, 10**scheme.places))


def _of_grades(context: Context, scheme: Scheme) -> _Set:
    name = context.say(scheme.title) or scheme.scheme
    about = {"scheme": scheme.scheme, "kind": "grade", "id": scheme.scheme, "name": name}
    totals = _totals(context, scheme)
    conditions, grades = [g.when for g in scheme.grades], [g.grade for g in scheme.grades]
    coefficients = [grade.coefficient for grade in scheme.grades]
    return _Set(scheme.origin.below("grades"), about, conditions, totals, coefficients, grades)
