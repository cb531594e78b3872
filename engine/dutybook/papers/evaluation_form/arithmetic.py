"""How a form's figures become its total, as data: what the formulas in a spreadsheet compute, and
what ``sums.py`` computes to check them. All figures are exact text, already
rounded where the evaluation rounds.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from dutybook.grammar.quantity import plain, rounded
from dutybook.model import Group, Kpi, Scheme
from dutybook.model.scheme import Capped
from dutybook.papers.paper import Data
from dutybook.papers.view import View, one_line


def arithmetic(view: View, scheme: Scheme | None, kpis: Iterable[Kpi]) -> Data:
    """Base, groups, sets, caps and bounds of the total of a role with ``kpis``. ``followed`` is
    empty where a spreadsheet cannot follow: an item in two sets is cut twice, one after another."""
    if scheme is None:
        nothing = dict.fromkeys(("bonus_cap", "penalty_cap", "minimum", "maximum", "base"), "")
        return {"groups": [], "sets": [], "take": "all", "places": "2", "followed": "", **nothing}
    members = [*kpis, *scheme.items]
    named = [item for one in scheme.adjustments.sets for item in one.of]
    return {
        "base": _number(scheme.base, scheme),
        "minimum": _number(scheme.clamp.min, scheme),
        "maximum": _number(scheme.clamp.max, scheme),
        "places": str(scheme.places),
        "groups": [_group(view, scheme, group, members) for group in scheme.groups],
        "sets": [_caps(one, scheme) | {"of": list(one.of)} for one in scheme.adjustments.sets],
        "followed": "yes" if len(named) == len(set(named)) else "",
        **_caps(scheme.adjustments, scheme),
    }


def _caps(bounds: Capped, scheme: Scheme) -> Data:
    return {
        "bonus_cap": _number(bounds.bonus_cap, scheme),
        "penalty_cap": _number(bounds.penalty_cap, scheme),
        "take": bounds.take,
    }


def _group(view: View, scheme: Scheme, group: Group, members: Iterable[Kpi]) -> Data:
    """A group: what it starts from (its points, where no member has a weight) and its bounds."""
    points = scheme.points_of(group)
    weighted = any(kpi.weight is not None for kpi in members if kpi.group == group.id)
    return {
        "id": group.id,
        "title": one_line(view.text(group.title)) or group.id,
        "points": _number(points, scheme),
        "start": "0" if weighted else _number(points, scheme),
        "floor": _bound(group.floor, Fraction(0), scheme),
        "cap": _bound(group.cap, points, scheme),
        "sum": "",
    }


def _bound(written: Fraction | Literal["none"] | None, default: Fraction, scheme: Scheme) -> str:
    return "" if written == "none" else _number(default if written is None else written, scheme)


def _number(value: Fraction | None, scheme: Scheme) -> str:
    return "" if value is None else plain(Fraction(rounded(value, scheme.places)))
