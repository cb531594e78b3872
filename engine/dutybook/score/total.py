"""Points of KPIs to a total, a grade and a coefficient, as a scheme says."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import rounded
from dutybook.model import Grade, Scheme, Veto
from dutybook.model.scheme import Effect
from dutybook.plan.question import Sheet
from dutybook.rule.kinds.bands import claiming
from dutybook.rule.line import Line
from dutybook.score.consequences.sheet import consequences_of
from dutybook.score.consequences.veto import vetoes_of
from dutybook.score.gaps import settle
from dutybook.score.result import KpiResult, SheetResult
from dutybook.score.sums import added, capped


def total(
    sheet: Sheet, kpis: Sequence[KpiResult], items: Sequence[KpiResult]
) -> tuple[SheetResult, list[Finding]]:
    """The sheet's result from its exact KPI results, and what the scheme leaves open."""
    scheme = sheet.scheme
    settled = (
        tuple(settle(kpis, scheme, weighted=sheet.scored)),
        tuple(settle(items, scheme, weighted=True)),
    )
    result = SheetResult(sheet, "complete", *settled, before=(kpis, items))
    if sheet.length < scheme.eligible.min_days or not (kpis or scheme.base is not None):
        return replace(result, status="not_eligible"), []
    result, findings = _struck(_totalled(result), scheme)
    result, more = vetoed(_totalled(result), scheme)
    follows, open_ends = consequences_of(result)
    if result.total is not None and scheme.grades and result.grade is None:
        place = scheme.origin.below("grades").place
        findings.append(
            Finding(
                ungraded(scheme, result.total),
                place,
                {"total": result.total, "employee": sheet.employee},
            )
        )
    if sheet.problems and result.total is None:
        result = replace(result, status="incomplete")
    return replace(result, consequences=follows), [*findings, *more, *open_ends]


def _totalled(result: SheetResult) -> SheetResult:
    """The sheet with its adjustments capped, and its total and grade where nothing is missing."""
    scheme, count = result.sheet.scheme, len(result.kpis)
    every = capped([*result.kpis, *result.items], scheme)
    result = replace(
        result, status="complete", kpis=tuple(every[:count]), items=tuple(every[count:])
    )
    if result.missing or result.sheet.problems:
        return replace(result, status="incomplete")
    if not result.sheet.scored:
        return result
    return graded(replace(result, total=added(every, scheme)), scheme)


def graded(result: SheetResult, scheme: Scheme) -> SheetResult:
    """Grades read the printed total; the first that holds."""
    assert result.total is not None
    return with_grade(result, grade_of(scheme, result.total))


def grade_of(scheme: Scheme, total: Decimal) -> Grade | None:
    """The grade that a printed total takes; none in a gap, or where two grades contradict."""
    claimed = claiming([grade.when for grade in scheme.grades], Fraction(total))
    names = {scheme.grades[i].grade for i in claimed}
    return scheme.grades[claimed[0]] if len(names) == 1 else None


def ungraded(scheme: Scheme, total: Decimal) -> str:
    """Which finding says why a total has no grade."""
    claimed = claiming([grade.when for grade in scheme.grades], Fraction(total))
    return "grade-overlap" if claimed else "grade-gap"


def with_grade(result: SheetResult, grade: Grade | None) -> SheetResult:
    """``result`` with a grade and its coefficient."""
    if grade is None:
        return replace(result, grade=None, coefficient=None)
    return replace(result, grade=grade.grade, coefficient=grade.coefficient)


def vetoed(result: SheetResult, scheme: Scheme) -> tuple[SheetResult, list[Finding]]:
    """Applies what fired to the total and the grade; what cannot be decided leaves the total
    incomplete."""
    fired, findings = vetoes_of(result, [veto for veto in scheme.veto if not veto.effect.kpi])
    result = replace(result, vetoes=(*result.vetoes, *fired))
    if any(not veto.decided for veto in result.vetoes):
        return replace(
            result, status="incomplete", total=None, grade=None, coefficient=None
        ), findings
    if not result.vetoes:
        return result, findings
    effects = [veto.effect for veto in scheme.veto if veto.id in {one.veto for one in fired}]
    if result.total is not None:
        result = graded(replace(result, total=_bounded(result.total, effects, scheme)), scheme)
    elif result.sheet.scored:
        result = _set(result, effects, scheme)
    if result.total is None:
        return result, findings
    order = [grade.grade for grade in scheme.grades]
    caps = [order.index(effect.grade) for effect in effects if effect.grade in order]
    reached = order.index(result.grade) if result.grade in order else -1
    if caps and max(caps) > reached:
        result = with_grade(result, scheme.grades[max(caps)])
    return replace(result, status="vetoed"), findings


def _bounded(total: Decimal, effects: Sequence[Effect], scheme: Scheme) -> Decimal:
    """The total after vetoes: what one sets, and no more than another allows."""
    bounds = [e.total_at_most for e in effects if e.total_at_most is not None]
    sets = [e.total for e in effects if e.total is not None]
    start = rounded(min(sets), scheme.places) if sets else total
    return min([start, *(rounded(bound, scheme.places) for bound in bounds)])


def _set(result: SheetResult, effects: Sequence[Effect], scheme: Scheme) -> SheetResult:
    """A total that one veto sets stands even where points are missing."""
    if not any(effect.total is not None for effect in effects):
        return result
    total = _bounded(Decimal(0), effects, scheme)
    return graded(replace(result, status="vetoed", total=total), scheme)


def _struck(result: SheetResult, scheme: Scheme) -> tuple[SheetResult, list[Finding]]:
    """Vetoes on one KPI's points: decided by what was computed, before the total is made again."""
    vetoes = [veto for veto in scheme.veto if veto.effect.kpi]
    fired, findings = vetoes_of(result, vetoes)
    sets = {
        veto.effect.kpi: veto
        for veto in vetoes
        if veto.id in {one.veto for one in fired if one.decided}
    }
    result = replace(result, vetoes=fired)
    if not sets:
        return result, findings
    return replace(
        result,
        kpis=tuple(_strike(r, sets.get(r.kpi.id), scheme) for r in result.kpis),
        items=tuple(_strike(r, sets.get(r.kpi.id), scheme) for r in result.items),
    ), findings


def _strike(result: KpiResult, veto: Veto | None, scheme: Scheme) -> KpiResult:
    if veto is None or veto.effect.points is None:
        return result
    points = rounded(veto.effect.points, scheme.places)
    line = Line("veto_points", {"veto": veto.id, "points": f"{points:f}"})
    return replace(result, points=points, applied=None, held=False, lines=(*result.lines, line))
