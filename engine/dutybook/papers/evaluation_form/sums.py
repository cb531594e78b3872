"""A form's figures added up, exactly as the formulas in its spreadsheet do.

Where that is not the evaluation's total (a total decided after an appeal, say), the Excel form
shows the evaluation's figures instead of computing others.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dutybook.grammar.quantity import rounded
from dutybook.papers.evaluation_form.context import EvaluationForm, FormGroup
from dutybook.papers.results import Outcome

_ZERO: Final = Fraction(0)


def computable(doc: EvaluationForm, sheet: Outcome) -> bool:
    """Whether the form's formulas give the evaluation's total; of an incomplete one, would."""
    if sheet.status == "not_eligible" or not all(veto.decided for veto in sheet.vetoes):
        return False
    if sheet.total is None or not doc.sums.followed:
        return doc.sums.followed
    return total(doc) == sheet.total


def total(doc: EvaluationForm) -> Fraction:
    """The total of a filled form."""
    fired = [veto for veto in doc.vetoes if veto.happened == "yes" and not veto.kpi]
    sets = [veto.total for veto in fired if veto.total is not None]
    most = [veto.at_most for veto in fired if veto.at_most is not None]
    points = min(sets) if sets else _added(doc)
    return Fraction(rounded(min([points, *most]), doc.sums.places))


def _added(doc: EvaluationForm) -> Fraction:
    points = (doc.sums.base or _ZERO) + subtotal(doc) + adjusted(doc)
    return _within(points, doc.sums.minimum, doc.sums.maximum)


def subtotal(doc: EvaluationForm) -> Fraction:
    """What KPIs and groups come to, each group within its bounds."""
    groups = {group.id for group in doc.groups}
    loose = (kpi.points for kpi in doc.kpis if kpi.points and kpi.group not in groups)
    return sum(loose, _ZERO) + sum((of_group(doc, group) for group in doc.groups), _ZERO)


def of_group(doc: EvaluationForm, group: FormGroup) -> Fraction:
    """What a group comes to: what it starts from and its members, weighted or not."""
    members = [
        *(kpi.points for kpi in doc.kpis if kpi.group == group.id),
        *(item.raw for item in doc.adjustments if item.group == group.id),
    ]
    inside = sum((points for points in members if points), _ZERO)
    return _within(group.start + inside, group.floor, group.cap)


def adjusted(doc: EvaluationForm) -> Fraction:
    """Bonus and penalty items outside groups: each set within its caps, then all of them."""
    groups = {group.id for group in doc.groups}
    loose = {
        item.id: item.raw
        for item in doc.adjustments
        if item.raw is not None and item.group not in groups
    }
    return sum((_side(doc, loose, sign) for sign in (1, -1)), _ZERO)


def _side(doc: EvaluationForm, points: Mapping[str, Fraction], sign: int) -> Fraction:
    """What is added (``sign`` 1) or taken (-1): sets first, then the caps of all."""
    sizes = {item: sign * p for item, p in points.items() if sign * p > 0}
    apart = {item for one in doc.sums.sets for item in one.of}
    parts = [size for item, size in sizes.items() if item not in apart]
    for one in doc.sums.sets:
        inside = [sizes[item] for item in one.of if item in sizes]
        highest = "highest" in (one.take, doc.sums.take)
        cap = one.bonus_cap if sign > 0 else one.penalty_cap
        parts.append(_capped(inside, cap, highest=highest))
    cap = doc.sums.bonus_cap if sign > 0 else doc.sums.penalty_cap
    return sign * _capped(parts, cap, highest=doc.sums.take == "highest")


def _capped(sizes: Sequence[Fraction], cap: Fraction | None, *, highest: bool) -> Fraction:
    size = max(sizes, default=_ZERO) if highest else sum(sizes, _ZERO)
    return size if cap is None else min(size, cap)


def _within(points: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """The order of the evaluation: the floor first, so that a cap below it holds."""
    points = points if low is None else max(points, low)
    return points if high is None else min(points, high)
