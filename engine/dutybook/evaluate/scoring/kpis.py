"""One KPI of one sheet: its value judged against the target and turned into points."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from dutybook.evaluate.engines import Tally
from dutybook.evaluate.measuring.measure import Value, value_of
from dutybook.evaluate.plan import Ask, Sheet
from dutybook.evaluate.result import KpiResult
from dutybook.evaluate.scoring.score import score
from dutybook.model.measure import Rating
from dutybook.model.score import kind


def kpi_result(ask: Ask, sheet: Sheet, tallies: Sequence[Tally] | None) -> KpiResult:
    """The result from the sheet's ``tallies``; None: the source was not delivered."""
    kpi = ask.kpi
    full = kpi.weight if not kpi.advisory else None
    rule = kind(kpi.score.rule) if kpi.score else None
    result = KpiResult(ask, _value(ask, sheet, tallies), full=full, rule=rule)
    if ask.problems:
        return replace(result, value=replace(result.value, status="not_evaluable"))
    return judged(result, sheet)


def judged(result: KpiResult, sheet: Sheet) -> KpiResult:
    """``result`` with its value held against the target and turned into points."""
    kpi, number = result.kpi, result.value.value
    if number is None:
        return result
    target = kpi.target.fixed if kpi.target else None
    met = target.holds(number) if target else None
    if kpi.score is None or kpi.advisory:
        return replace(result, met=met)
    scale = kpi.measure.scale.max if isinstance(kpi.measure, Rating) else Fraction(0)
    points = score(kpi, result.value, scale)
    value = result.value if points.exact is not None else replace(result.value, status="undecided")
    return replace(result, value=value, met=met, exact=points.exact, lines=points.lines)


def _value(ask: Ask, sheet: Sheet, tallies: Sequence[Tally] | None) -> Value:
    measure = ask.kpi.measure
    if ask.question is None or measure is None:
        return Value("not_evaluable")
    if tallies is None:
        return Value("no_data")
    raters = measure.raters or sheet.scheme.raters if isinstance(measure, Rating) else ()
    return value_of(measure, tallies, raters)
