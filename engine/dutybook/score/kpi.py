"""One KPI of one sheet: its value judged against the target and turned into points."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from dutybook.grammar.number.quantity import as_percent, lasting
from dutybook.grammar.number.rounding import rounded_to
from dutybook.measure.combination import Better, measured
from dutybook.measure.kinds import kind_of
from dutybook.model import Kpi
from dutybook.plan.baseline import against
from dutybook.plan.question import Ask, Sheet
from dutybook.rule import kinds as rules
from dutybook.rule.line import Line, as_shown
from dutybook.rule.points import score
from dutybook.score.result import KpiResult
from dutybook.tally.tally import Tally
from dutybook.tally.value import Value

Tallies = Sequence[Sequence[Tally] | None]
"""Per question of a KPI what was counted; None: the source was not delivered."""
Facts = Mapping[str, Fraction]
"""What other KPIs of a sheet came to, by name: ``kpi.<id>.value``, ``kpi.<id>.met`` (1 or 0)."""
NO_FACTS: Facts = MappingProxyType({})
NO_POOL = Value("no_data")


def kpi_result(
    ask: Ask,
    sheet: Sheet,
    tallies: Tallies,
    baseline: Fraction | None = None,
    facts: Facts = NO_FACTS,
    pool: Value = NO_POOL,
) -> KpiResult:
    """The result from the sheet's ``tallies``; ``baseline`` is what a relative target goes by,
    ``facts`` are what other KPIs of the sheet came to, ``pool`` what everyone did together."""
    value = kpi_value(ask, sheet, tallies, pool)
    result = _blank(ask, value, sheet)
    if ask.problems:
        return replace(result, value=replace(value, status="not_evaluable"))
    if value.value is None:
        return result
    if ask.baseline is not None:
        if baseline is None:
            lines = (Line("baseline_missing", {"than": ask.baseline.than}),)
            return replace(result, value=replace(value, status="undecided"), lines=lines)
        ask = replace(ask, kpi=against(ask.kpi, baseline, value))
        result = replace(result, ask=ask, baseline=baseline)
    return judged(result, facts)


def kpi_value(ask: Ask, sheet: Sheet, tallies: Tallies, pool: Value = NO_POOL) -> Value:
    """What the measure came to."""
    measure = ask.kpi.measure
    if not ask.questions or measure is None:
        return Value("not_evaluable")
    raters = kind_of(measure).raters(measure, sheet.scheme.raters)
    return _rounded(ask.kpi, measured(measure, tallies, raters, _better(ask.kpi), pool))


def _rounded(kpi: Kpi, value: Value) -> Value:
    """The value as the KPI rounds it, before anything is made of it."""
    rule = kpi.rounding
    if rule is None or rule.to is None or value.value is None:
        return value
    return replace(value, value=rounded_to(value.value, rule.to, rule.way), exact=value.value)


def _blank(ask: Ask, value: Value, sheet: Sheet) -> KpiResult:
    kpi = ask.kpi
    full = kpi.weight if not kpi.advisory else None
    own = None if full is None else sheet.scheme.own_full(kpi)
    rule = rules.kind_of(kpi.score.rule).name if kpi.score else None
    return KpiResult(ask, value, full=full, rule=rule, own_full=own)


def judged(result: KpiResult, facts: Facts = NO_FACTS) -> KpiResult:
    """``result`` with its value held against the target and turned into points, as ``facts`` about
    other KPIs change them."""
    kpi, value = result.kpi, result.value
    if value.value is None:
        return result
    target = kpi.target.fixed if kpi.target else None
    met = target.holds(value.value) if target else None
    told = _told(kpi, value)
    if kpi.score is None or kpi.advisory:
        return replace(result, met=met, lines=told)
    top = kind_of(kpi.measure).top(kpi.measure) if kpi.measure else None
    points = score(kpi, value, top or Fraction(0), result.own_full, facts)
    value = value if points.exact is not None else replace(value, status="undecided")
    result = replace(result, value=value, met=met, exact=points.exact, lines=(*told, *points.lines))
    return result if result.own_full is None else _weighted(result, result.own_full)


def _told(kpi: Kpi, value: Value) -> tuple[Line, ...]:
    """How the value was rounded, where that changed it."""
    rule, exact = kpi.rounding, value.exact
    if rule is None or rule.to is None or exact is None or exact == value.value:
        return ()
    assert value.value is not None
    shown = as_percent if value.percent else lasting if value.time else as_shown
    slots = {"exact": shown(exact), "to": shown(rule.to), "value": shown(value.value)}
    return (Line(f"value_{rule.way}", slots),)


def _weighted(result: KpiResult, own_full: Fraction) -> KpiResult:
    """Points out of the KPI's own full to its weight: rounded only after that."""
    own, weight = result.exact, result.kpi.weight
    if own is None or weight is None:
        return result
    exact = own * weight / own_full
    slots = {
        "own": as_shown(own),
        "weight": as_shown(weight),
        "full": as_shown(own_full),
    }
    line = Line("weighted", slots | {"points": as_shown(exact)})
    return replace(result, own=own, exact=exact, lines=(*result.lines, line))


def _better(kpi: Kpi) -> Better:
    """Which way is good: says the target, else what each window is to meet."""
    target = kpi.target
    if target and target.relative:
        return "lower" if target.relative.at_least is None else "higher"
    fixed = target.fixed if target else None
    meet = kpi.measure.meet if kpi.measure else None
    chosen = fixed or meet
    return chosen.better if chosen else "higher"
