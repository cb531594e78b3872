"""The most that totals can come to, as far as definitions tell."""

from collections.abc import Sequence
from fractions import Fraction

from dutybook.grammar.number.quantity import rounded
from dutybook.model import By, Incidents, Kpi, Role, Scheme
from dutybook.rule.points import bounds
from dutybook.rule.sums import group_sum


def most_of(scheme: Scheme, roles: Sequence[Role]) -> Fraction | None:
    """The highest total that anybody in ``roles`` can have under ``scheme``; None: no end, or
    nobody is scored by it."""
    tops = [_most(scheme, [*role.kpis, *scheme.items]) for role in roles]
    known = [top for top in tops if top is not None]
    if not known or len(known) < len(tops):
        return scheme.clamp.max
    set_by_vetoes = [veto.effect.total for veto in scheme.veto if veto.effect.total is not None]
    top = max(known)
    bounded = top if scheme.clamp.max is None else min(top, scheme.clamp.max)
    return max([bounded, *set_by_vetoes])


def _most(scheme: Scheme, kpis: Sequence[Kpi]) -> Fraction | None:
    groups = [group_sum(scheme, group, kpis).cap for group in scheme.groups]
    named = {group.id for group in scheme.groups}
    loose = [kpi for kpi in kpis if not kpi.advisory and kpi.group not in named]
    weighted = [_top(kpi, scheme) for kpi in loose if kpi.weight is not None]
    more = _added([kpi for kpi in loose if kpi.weight is None], scheme)
    parts = [*groups, *weighted, more]
    known = [part for part in parts if part is not None]
    return sum(known, scheme.base or Fraction(0)) if len(known) == len(parts) else None


def _top(kpi: Kpi, scheme: Scheme) -> Fraction | None:
    """The most points of a KPI, as they are printed."""
    if kpi.score is None:
        return kpi.weight
    top = bounds(kpi.score, kpi.weight)[1]
    return None if top is None else Fraction(rounded(top, scheme.places))


def _added(items: Sequence[Kpi], scheme: Scheme) -> Fraction | None:
    """The most that items without a weight add together."""
    tops = [_top(item, scheme) if _adds(item) else Fraction(0) for item in items]
    known = [max(top, Fraction(0)) for top in tops if top is not None]
    cap = scheme.adjustments.bonus_cap
    if len(known) < len(tops):
        return cap
    return sum(known, Fraction(0)) if cap is None else min(sum(known, Fraction(0)), cap)


def _adds(item: Kpi) -> bool:
    """Whether it may give points, rather than only take them."""
    rule = item.score.rule if item.score else None
    if rule is None:
        return False
    if not isinstance(rule, Incidents):
        return True
    each = rule.each
    rates = [rate for _, rate in each.cases] if isinstance(each, By) else [each]
    return not all(isinstance(rate, Fraction) and rate <= 0 for rate in rates)
