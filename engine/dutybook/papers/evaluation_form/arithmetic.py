"""How a form's figures become its total, as data: what the formulas in a spreadsheet compute, and
what ``sums.py`` computes to check them. All are already rounded where the evaluation rounds.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from dutybook.grammar.quantity import plain, rounded
from dutybook.model import Group, Kpi, Scheme
from dutybook.papers.evaluation_form.context import FormGroup, FormSet, FormTotal
from dutybook.papers.view import View, one_line


def arithmetic(view: View, scheme: Scheme, kpis: Iterable[Kpi]) -> FormTotal:
    """Base, groups, sets, caps and bounds of the total of a role with ``kpis``. It cannot be
    ``followed`` where an item is in two sets: it is cut twice, one after another."""
    members = [*kpis, *scheme.items]
    rules, clamp = scheme.adjustments, scheme.clamp
    named = [item for one in rules.sets for item in one.of]
    return FormTotal(
        base=settled(scheme.base, scheme),
        minimum=settled(clamp.min, scheme),
        maximum=settled(clamp.max, scheme),
        places=scheme.places,
        groups=[_group(view, scheme, group, members) for group in scheme.groups],
        sets=[
            FormSet(
                of=list(one.of),
                bonus_cap=settled(one.bonus_cap, scheme),
                penalty_cap=settled(one.penalty_cap, scheme),
                take=one.take,
            )
            for one in rules.sets
        ],
        followed=len(named) == len(set(named)),
        bonus_cap=settled(rules.bonus_cap, scheme),
        penalty_cap=settled(rules.penalty_cap, scheme),
        take=rules.take,
    )


def _group(view: View, scheme: Scheme, group: Group, members: Iterable[Kpi]) -> FormGroup:
    """A group: what it starts from (its points, where no member has a weight) and its bounds."""
    points = settled(scheme.points_of(group), scheme) or Fraction(0)
    weighted = any(kpi.weight is not None for kpi in members if kpi.group == group.id)
    return FormGroup(
        id=group.id,
        title=one_line(view.text(group.title)) or group.id,
        points=plain(points),
        start=Fraction(0) if weighted else points,
        floor=_bound(group.floor, Fraction(0), scheme),
        cap=_bound(group.cap, points, scheme),
    )


def _bound(
    written: Fraction | Literal["none"] | None, default: Fraction, scheme: Scheme
) -> Fraction | None:
    return None if written == "none" else settled(default if written is None else written, scheme)


def settled(value: Fraction | None, scheme: Scheme) -> Fraction | None:
    """A figure of a scheme as its totals are rounded."""
    return None if value is None else Fraction(rounded(value, scheme.places))
