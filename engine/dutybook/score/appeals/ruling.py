"""What a sheet comes to once appeals were decided, beside what was computed: never instead of it.

Decided points are final: they are not grown by the weight other KPIs give away. Totals, grades,
vetoes and consequences follow from them by the scheme; a decided total or grade comes last.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from dutybook.grammar.number.quantity import rounded
from dutybook.model import Appeal
from dutybook.model.organisation import Ruling
from dutybook.score.consequences.sheet import consequences_of
from dutybook.score.dependence import facts_of, rescored
from dutybook.score.kpi import NO_FACTS, Facts, judged
from dutybook.score.result import KpiResult, SheetResult
from dutybook.score.total import graded, total, with_grade


def decided(result: SheetResult, appeals: Sequence[Appeal]) -> SheetResult | None:
    """The sheet with every ruling applied; None where no appeal was upheld."""
    upheld = [appeal for appeal in appeals if appeal.decision == "upheld"]
    if not upheld:
        return None
    rulings = {appeal.kpi: appeal.decided for appeal in upheld if appeal.kpi is not None}
    again = _with_points(result, rulings) if rulings and result.rollup is None else result
    for ruling in (appeal.decided for appeal in upheld if appeal.kpi is None):
        again = _with_total(again, ruling)
    return again


def _with_points(result: SheetResult, rulings: dict[str, Ruling]) -> SheetResult:
    """Totalled twice: the first time shows by how much the scheme would grow the decided points."""
    once = _totalled(result, rulings, {})
    growth = {r.kpi.id: _growth(r) for r in (*once.kpis, *once.items) if r.kpi.id in rulings}
    return _totalled(result, rulings, growth)


def _growth(settled: KpiResult) -> Fraction:
    weight = settled.kpi.weight
    return settled.full / weight if settled.full and weight else Fraction(1)


def _totalled(
    result: SheetResult, rulings: dict[str, Ruling], growth: dict[str, Fraction]
) -> SheetResult:
    before = [*result.before[0], *result.before[1]]

    def ruled(facts: Facts) -> list[KpiResult]:
        return [
            _ruled(r, rulings[r.kpi.id], growth.get(r.kpi.id, Fraction(1)), facts)
            if r.kpi.id in rulings
            else r
            for r in before
        ]

    facts = facts_of(ruled(NO_FACTS))
    every, count = rescored(ruled(facts), rulings.keys(), facts), len(result.before[0])
    return total(result.sheet, every[:count], every[count:])[0]


def _ruled(result: KpiResult, ruling: Ruling, growth: Fraction, facts: Facts) -> KpiResult:
    """A KPI with its decided value scored again, or its decided points."""
    found = result
    if ruling.value is not None:
        value = replace(
            result.value,
            status="scored",
            value=ruling.value,
            numerator=None,
            denominator=None,
            amount=Fraction(0),
        )
        found = judged(replace(result, value=value, lines=(), exact=None), facts)
    if ruling.points is not None:
        value = replace(found.value, status="scored")
        found = replace(found, value=value, exact=ruling.points / growth, own=None, lines=())
    return found


def _with_total(result: SheetResult, ruling: Ruling) -> SheetResult:
    """A decided total takes its own grade unless another was decided; consequences follow."""
    scheme = result.rules
    if ruling.total is not None:
        status = "complete" if result.status == "incomplete" else result.status
        found = replace(result, status=status, total=rounded(ruling.total, scheme.places))
        result = graded(found, scheme)
    if ruling.grade is not None:
        named = next((grade for grade in scheme.grades if grade.grade == ruling.grade), None)
        result = with_grade(result, named)
    return replace(result, consequences=consequences_of(result)[0])
