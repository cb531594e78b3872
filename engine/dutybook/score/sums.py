"""Points to a sum: adjustments within their caps, groups within their points, all upon the base."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dutybook.grammar.number.quantity import rounded
from dutybook.model import Group, Scheme
from dutybook.model.scheme import Capped
from dutybook.rule.sums import group_formula, group_sum, total_formula, whole_of, worked_out
from dutybook.rule.tree import Constant
from dutybook.score.result import KpiResult

Sizes = dict[int, Decimal]
"""Position of a result: what it adds (or takes, below 0) after caps."""


def capped(results: Sequence[KpiResult], scheme: Scheme) -> list[KpiResult]:
    """Adjustments outside groups after the caps of their set and of the scheme."""
    groups = {group.id for group in scheme.groups}
    sizes: Sizes = {
        i: r.points
        for i, r in enumerate(results)
        if r.kpi.weight is None and r.points and r.kpi.group not in groups
    }
    for one in scheme.adjustments.sets:
        members = {i: size for i, size in sizes.items() if results[i].kpi.id in one.of}
        sizes |= _within(members, one, scheme.places)
    sizes |= _within(sizes, scheme.adjustments, scheme.places)
    return [
        replace(r, applied=sizes[i]) if i in sizes and r.points is not None else r
        for i, r in enumerate(results)
    ]


def _within(sizes: Sizes, caps: Capped, places: int) -> Sizes:
    """Each side within its cap, the largest effects first; ``highest`` keeps one a side."""
    left = dict.fromkeys(sizes, Decimal(0))
    for sign, cap in ((1, caps.bonus_cap), (-1, caps.penalty_cap)):
        side = [i for i in sizes if sizes[i] * sign > 0]
        side.sort(key=lambda i: abs(sizes[i]), reverse=True)
        room = None if cap is None else rounded(cap, places)
        for i in side[:1] if caps.take == "highest" else side:
            size = abs(sizes[i])
            if room is not None:
                size = min(size, room)
                room -= size
            left[i] = sign * size
    return left


def added(results: Sequence[KpiResult], scheme: Scheme) -> Decimal:
    """The total: the base, each group within its bounds, everything outside groups, all of rounded
    points; rounded, within the scheme's bounds."""
    grouped = [of_group(group, results, scheme) for group in scheme.groups]
    groups = {group.id for group in scheme.groups}
    loose = [r.adds for r in results if r.kpi.group not in groups and r.adds is not None]
    points = Constant(Fraction(sum([*grouped, *loose], Decimal(0))))
    return rounded(worked_out(total_formula(points, whole_of(scheme))), scheme.places)


def of_group(group: Group, results: Sequence[KpiResult], scheme: Scheme) -> Decimal:
    """What a group comes to, of its members among ``results``."""
    members = [r for r in results if r.kpi.group == group.id]
    points = [Constant(Fraction(r.adds)) for r in members if r.adds is not None]
    rule = group_sum(scheme, group, [r.kpi for r in members])
    return rounded(worked_out(group_formula(rule, points)), scheme.places)
