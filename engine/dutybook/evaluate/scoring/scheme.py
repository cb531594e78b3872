"""Points of KPIs to a total, a grade and a coefficient, as a scheme says."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dutybook.evaluate.plan import Sheet
from dutybook.evaluate.result import KpiResult, SheetResult
from dutybook.evaluate.scoring.missing import settle
from dutybook.evaluate.scoring.veto import consequences_of, vetoes_of
from dutybook.finding import Finding
from dutybook.grammar.quantity import rounded
from dutybook.model import Grade, Scheme


def total(
    sheet: Sheet, kpis: Sequence[KpiResult], items: Sequence[KpiResult]
) -> tuple[SheetResult, list[Finding]]:
    """The sheet's result from its exact KPI results, and what the scheme leaves open."""
    scheme, weighted = sheet.scheme, sheet.role.total_weight > 0
    before = kpis, items
    settled = [*settle(kpis, scheme, weighted=weighted), *settle(items, scheme, weighted=True)]
    capped = _capped(settled, scheme)
    kpis, items = capped[: len(kpis)], capped[len(kpis) :]
    result = SheetResult(sheet, "complete", tuple(kpis), tuple(items), before=before)
    if sheet.length < scheme.eligible.min_days or not kpis:
        return replace(result, status="not_eligible"), []
    if result.missing:
        result = replace(result, status="incomplete")
    elif weighted:
        result = graded(replace(result, total=_clamped(_sum(capped, scheme), scheme)), scheme)
    result, findings = _vetoed(result, scheme)
    follows, more = consequences_of(result)
    if result.total is not None and scheme.grades and result.grade is None:
        place = scheme.origin.below("grades").place
        findings.append(
            Finding("grade-gap", place, {"total": result.total, "employee": sheet.employee})
        )
    return replace(result, consequences=follows), findings + more


def _capped(results: Sequence[KpiResult], scheme: Scheme) -> list[KpiResult]:
    """Adjustments outside groups after the scheme's caps, largest effects first."""
    caps = scheme.adjustments
    capped = list(results)
    groups = {group.id for group in scheme.groups}
    loose = [
        i
        for i, r in enumerate(results)
        if r.kpi.weight is None and r.points and r.kpi.group not in groups
    ]
    for sign, cap in ((1, caps.bonus_cap), (-1, caps.penalty_cap)):
        side = [i for i in loose if ((results[i].points or 0) > 0) == (sign > 0)]
        room = None if cap is None else rounded(cap, scheme.places)
        for rank, i in enumerate(
            sorted(side, key=lambda i: abs(results[i].points or Decimal(0)), reverse=True)
        ):
            size = abs(results[i].points or Decimal(0))
            if caps.take == "highest" and rank:
                size = Decimal(0)
            if room is not None:
                size = min(size, room)
                room -= size
            capped[i] = replace(results[i], applied=sign * size)
    return capped


def _sum(results: Sequence[KpiResult], scheme: Scheme) -> Decimal:
    """Rounded points added up: groups within their own points, adjustments after their caps."""
    added = Decimal(0)
    groups = {group.id: group for group in scheme.groups}
    for group in groups.values():
        members = [r for r in results if r.kpi.group == group.id]
        points = rounded(group.points, scheme.places)
        inside = Decimal(0) if any(r.kpi.weight is not None for r in members) else points
        inside += sum((r.adds for r in members if r.adds is not None), Decimal(0))
        added += min(max(inside, Decimal(0)), points)
    loose = (r.adds for r in results if r.kpi.group not in groups and r.adds is not None)
    return added + sum(loose, Decimal(0))


def _clamped(points: Decimal, scheme: Scheme) -> Decimal:
    low, high = scheme.clamp.min, scheme.clamp.max
    if low is not None and points < low:
        return rounded(low, scheme.places)
    if high is not None and points > high:
        return rounded(high, scheme.places)
    return points


def graded(result: SheetResult, scheme: Scheme) -> SheetResult:
    """Grades read the printed total; the first that holds."""
    assert result.total is not None
    return with_grade(result, grade_of(scheme, result.total))


def grade_of(scheme: Scheme, total: Decimal) -> Grade | None:
    """The first grade that a printed total takes."""
    number = Fraction(total)
    return next((grade for grade in scheme.grades if grade.when.holds(number)), None)


def with_grade(result: SheetResult, grade: Grade | None) -> SheetResult:
    """``result`` with a grade and its coefficient."""
    if grade is None:
        return replace(result, grade=None, coefficient=None)
    return replace(result, grade=grade.grade, coefficient=grade.coefficient)


def _vetoed(result: SheetResult, scheme: Scheme) -> tuple[SheetResult, list[Finding]]:
    """Applies what fired; a veto that cannot be decided leaves the total incomplete."""
    fired, findings = vetoes_of(result)
    result = replace(result, vetoes=fired)
    if any(not veto.decided for veto in fired):
        return replace(
            result, status="incomplete", total=None, grade=None, coefficient=None
        ), findings
    if not fired:
        return result, findings
    effects = {veto.id: veto.effect for veto in scheme.veto}
    totals = [t for v in fired if (t := effects[v.veto].total) is not None]
    if totals and result.sheet.role.total_weight:
        result = graded(
            replace(result, status="vetoed", total=rounded(min(totals), scheme.places)), scheme
        )
    if result.total is None:
        return result, findings
    order = [grade.grade for grade in scheme.grades]
    caps = [order.index(g) for v in fired if (g := effects[v.veto].grade) in order]
    reached = order.index(result.grade) if result.grade in order else -1
    if caps and max(caps) > reached:
        result = with_grade(result, scheme.grades[max(caps)])
    return replace(result, status="vetoed"), findings
