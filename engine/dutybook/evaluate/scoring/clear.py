"""Time limits with two readings, or none: a finding asks, with the readings spelt out."""

from collections.abc import Iterator

from dutybook.evaluate.measuring.columns import all_limits, span_of
from dutybook.evaluate.measuring.worktime import factors, on_calendar
from dutybook.evaluate.scoring.complete import at
from dutybook.finding import Finding
from dutybook.model import Kpi, Measure, Pause, Source, TimeLimit
from dutybook.model.measure import Count


def unclear(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps the time limits of a measure from meaning one thing."""
    span = span_of(measure)
    if span is None:
        return
    path = "measure"
    if measure is kpi.measure:
        path += f"/{'count/late' if isinstance(measure, Count) else 'share/good'}/within"
    for limit in all_limits(span.within):
        for code, what in _asked(limit):
            yield at(kpi, path, code, limit=limit.limit, what=what)
        if limit.pause is not None:
            for code, what in _pause(limit, limit.pause, source):
                yield at(kpi, path, code, limit=limit.limit, what=what)


def _asked(limit: TimeLimit) -> Iterator[tuple[str, object]]:
    length = limit.limit
    if length is None:
        return
    hours = length.elapsed and not on_calendar(limit)
    if hours and limit.cutoff is not None and limit.opens is None:
        yield "cutoff-without-opening", limit.cutoff
    if not hours and limit.opens is not None:
        yield "opening-unused", limit.opens
    if length.unit == "month":
        parts = (f for f in factors(limit).values() if f and (f * length.count).denominator != 1)
        yield from (("months-stretched", float(factor)) for factor in parts)


def _pause(limit: TimeLimit, pause: Pause, source: Source) -> Iterator[tuple[str, object]]:
    assert limit.limit is not None
    if pause.status is not None:
        yield "pause-unknown", pause.status
    if pause.length and bool(pause.days) is limit.limit.elapsed:
        yield "pause-unit", pause.length[0]
    wanted = ("integer", "decimal") if pause.length else ("date", "instant")
    for column in pause.columns:
        declared = source.columns.get(column)
        if declared is not None and not declared.type.startswith(wanted):
            yield "pause-column", column
