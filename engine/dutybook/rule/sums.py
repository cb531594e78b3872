"""How points become a total: groups within their bounds, bonus and penalty items within their caps,
a base, and the bounds of the whole. One formula each, for the evaluation and for forms.

Points come in rounded; figures of the scheme are rounded as its totals are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Literal, overload

from dutybook.grammar.number.quantity import rounded
from dutybook.grammar.number.rounding import AS_PRINTED, Rounding
from dutybook.model import Group, Kpi, Scheme
from dutybook.model.scheme import Capped
from dutybook.rule.readers.exact import Reading
from dutybook.rule.tree import ZERO, Constant, Formula, least, most, printed

Item = tuple[str, Formula]
"""An item's id and its points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much items may add and take together; ``highest``: only the largest counts."""

    bonus_cap: Fraction | None = None
    penalty_cap: Fraction | None = None
    take: Literal["all", "highest"] = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSum(Caps):
    """Items with caps of their own."""

    of: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSum:
    """KPIs and items added up apart, from ``start`` and within bounds."""

    id: str
    start: Fraction
    floor: Fraction | None = None
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums(Caps):
    """How a scheme makes a total of points. ``followed``: by one formula; an item in two sets is
    cut twice, one after another, which no formula of a form says."""

    base: Fraction | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    places: int = 2
    rounding: Rounding = AS_PRINTED
    groups: Sequence[GroupSum] = ()
    sets: Sequence[SetSum] = ()
    followed: bool = False


def sums_of(scheme: Scheme, kpis: Iterable[Kpi]) -> Sums:
    """The sums of a role with ``kpis`` under a scheme."""
    members = [*kpis, *scheme.items]
    rules = scheme.adjustments
    named = [item for one in rules.sets for item in one.of]
    return replace(
        whole_of(scheme),
        groups=[group_sum(scheme, group, members) for group in scheme.groups],
        sets=[_set(one.of, one, scheme) for one in rules.sets],
        followed=len(named) == len(set(named)),
        bonus_cap=settled(rules.bonus_cap, scheme),
        penalty_cap=settled(rules.penalty_cap, scheme),
        take=rules.take,
    )


def whole_of(scheme: Scheme) -> Sums:
    """What is done to the points of a scheme together: base, bounds, rounding."""
    return Sums(
        base=settled(scheme.base, scheme),
        minimum=settled(scheme.clamp.min, scheme),
        maximum=settled(scheme.clamp.max, scheme),
        places=scheme.places,
        rounding=scheme.rounding,
    )


def group_sum(scheme: Scheme, group: Group, members: Iterable[Kpi]) -> GroupSum:
    """A group: where no member has a weight it starts from its own points, which they take from."""
    points = settled(scheme.points_of(group), scheme) or Fraction(0)
    weighted = any(kpi.weight is not None for kpi in members if kpi.group == group.id)
    return GroupSum(
        id=group.id,
        start=Fraction(0) if weighted else points,
        floor=_bound(group.floor, Fraction(0), scheme),
        cap=_bound(group.cap, points, scheme),
    )


@overload
def settled(value: Fraction, scheme: Scheme) -> Fraction: ...
@overload
def settled(value: None, scheme: Scheme) -> None: ...
def settled(value: Fraction | None, scheme: Scheme) -> Fraction | None:
    """A figure of a scheme as its totals are rounded."""
    return None if value is None else Fraction(rounded(value, scheme.places))


def _set(of: Iterable[str], caps: Capped, scheme: Scheme) -> SetSum:
    return SetSum(
        of=list(of),
        bonus_cap=settled(caps.bonus_cap, scheme),
        penalty_cap=settled(caps.penalty_cap, scheme),
        take=caps.take,
    )


def _bound(
    written: Fraction | Literal["none"] | None, default: Fraction, scheme: Scheme
) -> Fraction | None:
    return None if written == "none" else settled(default if written is None else written, scheme)


def group_formula(group: GroupSum, members: Sequence[Formula]) -> Formula:
    """What a group comes to."""
    return _within(reduce(add, members, Constant(group.start)), group.floor, group.cap)


def adjustment_formula(items: Sequence[Item], sums: Sums) -> Formula:
    """What items outside groups add and take: each set within its caps, then all of them."""
    return _side(items, sums, 1) + _side(items, sums, -1)


def total_formula(points: Formula, sums: Sums) -> Formula:
    """The total from all points: upon the base, rounded, within the scheme's bounds."""
    whole = points if sums.base is None else Constant(sums.base) + points
    return _within(printed(whole, sums.rounding, sums.places), sums.minimum, sums.maximum)


def worked_out(tree: Formula) -> Fraction:
    """What a formula of known points comes to."""
    return Reading({}).number(tree)


def _side(items: Sequence[Item], sums: Sums, sign: Literal[1, -1]) -> Formula:
    """What is added (1) or taken (-1)."""
    apart = {item for one in sums.sets for item in one.of}
    parts = [_signed(points, sign) for item, points in items if item not in apart]
    for one in sums.sets:
        inside = [_signed(points, sign) for item, points in items if item in one.of]
        if inside:
            highest = "highest" in (one.take, sums.take)
            parts.append(_capped(inside, one, sign, highest=highest))
    return _capped(parts or [ZERO], sums, sign, highest=sums.take == "highest")


def _signed(points: Formula, sign: Literal[1, -1]) -> Formula:
    return most(points, 0) if sign > 0 else least(points, 0)


def _capped(
    parts: Sequence[Formula], caps: Caps, sign: Literal[1, -1], *, highest: bool
) -> Formula:
    """Parts of one sign together: all or the largest, no further from 0 than the cap."""
    further = most if sign > 0 else least
    size = reduce(further if highest else add, parts)
    if sign > 0:
        return size if caps.bonus_cap is None else least(size, caps.bonus_cap)
    return size if caps.penalty_cap is None else most(size, -caps.penalty_cap)


def _within(points: Formula, low: Fraction | None, high: Fraction | None) -> Formula:
    """The floor first, so that a cap below it holds."""
    points = points if low is None else most(points, low)
    return points if high is None else least(points, high)
