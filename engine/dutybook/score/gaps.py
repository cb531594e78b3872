"""What becomes of points that cannot be known: held, full, zero, or given to others.

Missing is not zero (docs/semantics.md#missing). ``zero`` is for no data only: who has not been
rated yet is waited for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.quantity import rounded
from dutybook.grammar.number.rounding import AS_PRINTED
from dutybook.model import Kpi, Scheme
from dutybook.model.kpi import NoData
from dutybook.rule.line import Line, as_shown
from dutybook.rule.sums import worked_out
from dutybook.rule.tree import Constant, printed
from dutybook.score.result import KpiResult

_HOLD: Final[NoData] = "hold"
_WAITING: Final = ("pending", "no_data", "not_rated")


def policy(result: KpiResult, scheme: Scheme) -> NoData:
    """What to do about a KPI that came to nothing."""
    asked: NoData = result.kpi.no_data or scheme.no_data
    if result.status == "not_applicable":
        return "full" if asked == "full" else "redistribute"
    if result.status not in _WAITING or (asked == "zero" and result.status != "no_data"):
        return "hold"
    return asked


def settle(results: Sequence[KpiResult], scheme: Scheme, *, weighted: bool) -> list[KpiResult]:
    """Points rounded once, after the weight of KPIs that give theirs away went to the others. In a
    role that is not ``weighted`` every verdict is waited for."""
    counted = {r.kpi.id for r in results if _counts(r)}
    actions = {r.kpi.id: policy(r, scheme) for r in results if r.exact is None}
    given = {kpi for kpi, action in actions.items() if action == "redistribute"} & counted
    if given == counted:  # nobody is left to take it
        actions, given = actions | dict.fromkeys(given, _HOLD), set()
    shares = _shares(results, given, scheme)
    return [
        _settled(r, shares.get(r.kpi.id, Fraction(1)), actions.get(r.kpi.id), scheme, weighted)
        for r in results
    ]


def _counts(result: KpiResult) -> bool:
    return result.kpi.weight is not None and not result.kpi.advisory


def _shares(results: Sequence[KpiResult], given: set[str], scheme: Scheme) -> dict[str, Fraction]:
    """By how much each KPI's points grow: siblings in the group by weight, then other groups. None
    grow where nothing is given."""
    if not given:
        return {}
    known = {group.id for group in scheme.groups}
    groups: dict[str | None, list[Kpi]] = {}
    for result in results:
        if _counts(result):
            group = result.kpi.group if result.kpi.group in known else None
            groups.setdefault(group, []).append(result.kpi)
    whole = {group: _weight(kpis) for group, kpis in groups.items()}
    left = {group: _weight(k for k in kpis if k.id not in given) for group, kpis in groups.items()}
    taking = sum((whole[group] for group in groups if left[group]), Fraction(0))
    growth = sum(whole.values()) / taking if taking else Fraction(1)
    return {
        kpi.id: Fraction(0) if kpi.id in given else growth * whole[group] / left[group]
        for group, kpis in groups.items()
        for kpi in kpis
    }


def _weight(kpis: Iterable[Kpi]) -> Fraction:
    return sum((kpi.weight for kpi in kpis if kpi.weight is not None), Fraction(0))


def _settled(
    result: KpiResult, share: Fraction, action: NoData | None, scheme: Scheme, weighted: bool
) -> KpiResult:
    """One result with its share of the weight; ``action``: what to do where points are unknown."""
    kpi = result.kpi
    if kpi.advisory:
        return result
    full = None if result.full is None else result.full * share
    if action is None:
        exact, lines, held = _grown(result, share, full)
    else:
        scored = kpi.score is not None or kpi.weight is not None
        held = action == "hold" and (scored or not weighted) and result.status != "scored"
        exact, lines = _instead(action, result, full, held)
    points = None if exact is None else _printed(exact, kpi, scheme)
    if points is not None and Fraction(points) != exact:
        lines = (*lines, _rounding(points, kpi))
    return replace(result, points=points, full=full, held=held, lines=(*result.lines, *lines))


def _printed(exact: Fraction, kpi: Kpi, scheme: Scheme) -> Decimal:
    """Points as they are printed: rounded once, as the KPI's score or else the scheme says."""
    rule = kpi.score.rounding if kpi.score else AS_PRINTED
    return rounded(worked_out(printed(Constant(exact), rule, scheme.places)), scheme.places)


def _rounding(points: Decimal, kpi: Kpi) -> Line:
    rule = kpi.score.rounding if kpi.score else AS_PRINTED
    if rule.to is None:
        word = "rounded" if rule.way == "half_up" else f"rounded_{rule.way}"
        return Line(word, {"points": f"{points:f}"})
    return Line(f"rounded_{rule.way}_to", {"points": f"{points:f}", "to": as_shown(rule.to)})


def _grown(
    result: KpiResult, share: Fraction, full: Fraction | None
) -> tuple[Fraction | None, tuple[Line, ...], bool]:
    exact = result.exact
    if exact is None or full is None or share == 1:
        return exact, (), False
    grown = exact * share
    slots = {
        "points": as_shown(exact),
        "old": as_shown(result.full or Fraction(0)),
        "new": as_shown(full),
        "now": as_shown(grown),
    }
    return grown, (Line("share", slots),), False


def _instead(
    action: NoData, result: KpiResult, full: Fraction | None, held: bool
) -> tuple[Fraction | None, tuple[Line, ...]]:
    """Points in place of unknown ones; adjustments and met-or-not KPIs have none."""
    if result.full is None or result.status == "scored":
        return None, (Line("no_data_hold"),) if held else ()
    exact = {"full": full, "zero": Fraction(0)}.get(action)
    shown = result.full if action == "redistribute" else full
    return exact, (Line(f"no_data_{action}", {"full": as_shown(shown or Fraction(0))}),)
