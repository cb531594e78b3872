"""A form's figures added up by the scheme's own formulas, as its spreadsheet does.

Where that is not the evaluation's total (a total decided after an appeal, say), the Excel form
shows the evaluation's figures instead of computing others.
"""

from fractions import Fraction

from dutybook.grammar.number.quantity import rounded
from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.results import Outcome
from dutybook.rule.sums import (
    GroupSum,
    adjustment_formula,
    group_formula,
    total_formula,
    worked_out,
)
from dutybook.rule.tree import Constant


def computable(doc: EvaluationForm, sheet: Outcome) -> bool:
    """Whether the form's formulas give the evaluation's total; of an incomplete one, would."""
    if sheet.status == "not_eligible" or not all(veto.decided for veto in sheet.vetoes):
        return False
    if sheet.total is None or not doc.sums.followed:
        return doc.sums.followed
    return total(doc) == sheet.total


def total(doc: EvaluationForm) -> Fraction:
    """The total of a filled form, vetoes included."""
    fired = [veto for veto in doc.vetoes if veto.happened == "yes" and not veto.kpi]
    sets = [veto.total for veto in fired if veto.total is not None]
    most = [veto.at_most for veto in fired if veto.at_most is not None]
    added = total_formula(Constant(subtotal(doc) + adjusted(doc)), doc.sums)
    points = min(sets) if sets else worked_out(added)
    return Fraction(rounded(min([points, *most]), doc.sums.places))


def subtotal(doc: EvaluationForm) -> Fraction:
    """What KPIs and groups come to, each group within its bounds."""
    groups = {group.id for group in doc.groups}
    loose = (kpi.points for kpi in doc.kpis if kpi.points and kpi.group not in groups)
    grouped = (of_group(doc, group) for group in doc.groups)
    return sum(loose, Fraction(0)) + sum(grouped, Fraction(0))


def of_group(doc: EvaluationForm, group: GroupSum) -> Fraction:
    """What a group comes to: what it starts from and its members, weighted or not."""
    members = [
        *(kpi.points for kpi in doc.kpis if kpi.group == group.id),
        *(item.raw for item in doc.adjustments if item.group == group.id),
    ]
    known = [Constant(points) for points in members if points is not None]
    return worked_out(group_formula(group, known))


def adjusted(doc: EvaluationForm) -> Fraction:
    """Bonus and penalty items outside groups."""
    groups = {group.id for group in doc.groups}
    loose = [
        (item.id, Constant(item.raw))
        for item in doc.adjustments
        if item.raw is not None and item.group not in groups
    ]
    return worked_out(adjustment_formula(loose, doc.sums))
