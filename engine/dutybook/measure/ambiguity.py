"""Time limits with two readings, or none: a finding asks, with the readings spelt out."""

from collections.abc import Iterator, Mapping

from dutybook.finding import Finding
from dutybook.measure.limits import all_limits, factors, on_calendar, waits_columns
from dutybook.model import Kpi, Pause, Source, Span, TimeLimit
from dutybook.model.kpi import at


def unclear(
    kpi: Kpi, span: Span, path: str, source: Source, sources: Mapping[str, Source]
) -> Iterator[Finding]:
    """What keeps the time limit of a measure, which stands at ``path``, from meaning one thing."""
    for limit in all_limits(span.within):
        for code, what in _asked(limit):
            yield at(kpi, path, code, limit=limit.limit or limit.lead, what=what)
        if limit.pause is not None:
            for code, what in _pause(limit, limit.pause, source, sources):
                yield at(kpi, path, code, limit=limit.limit, what=what)


def _asked(limit: TimeLimit) -> Iterator[tuple[str, object]]:
    length = limit.limit
    if limit.lead is not None and limit.lead.whole:
        yield "whole-month-changed", "lead"
    if length is None:
        return
    hours = length.elapsed and not on_calendar(limit)
    if hours and limit.cutoff is not None and limit.opens is None:
        yield "cutoff-without-opening", limit.cutoff
    if not hours and limit.opens is not None:
        yield "opening-unused", limit.opens
    if length.whole and (limit.times is not None or limit.start == "same_day"):
        yield "whole-month-changed", "times" if limit.times is not None else "start: same_day"
    elif length.unit == "month":
        parts = (f for f in factors(limit).values() if f and (f * length.count).denominator != 1)
        yield from (("months-stretched", float(factor)) for factor in parts)


def _pause(
    limit: TimeLimit, pause: Pause, source: Source, sources: Mapping[str, Source]
) -> Iterator[tuple[str, object]]:
    assert limit.limit is not None
    if pause.status is not None:
        yield "pause-unknown", pause.status
    if pause.length and bool(pause.days) is limit.limit.elapsed:
        yield "pause-unit", pause.length[0]
    yield from unclear_waits(limit, source, sources)
    wanted = ("integer", "decimal") if pause.length else ("date", "instant")
    for column in pause.columns:
        declared = source.columns.get(column)
        if declared is not None and not declared.type.startswith(wanted):
            yield "pause-column", column


def unclear_waits(
    limit: TimeLimit, source: Source, sources: Mapping[str, Source]
) -> Iterator[tuple[str, object]]:
    """What keeps waits that a log of their own tells of from being put beside the cases."""
    pause = limit.pause
    if pause is not None and pause.of is not None:
        yield from _log(pause, pause.of, source, sources.get(pause.of))


def _log(
    pause: Pause, name: str, source: Source, log: Source | None
) -> Iterator[tuple[str, object]]:
    """What keeps the waits of a log from being put beside their cases."""
    if log is None or log.cases is not None or log.source == source.source or len(source.key) != 1:
        yield "pause-log", name
        return
    for column in sorted(waits_columns(pause)):
        if column not in log.columns:
            yield "pause-column", f"{name}.{column}"
    if pause.begins is not None and log.time not in log.columns:
        yield "pause-column", f"{name}: {{time: …}}"
    if pause.begins is not None and pause.begins == pause.ends:
        yield "pause-column", f"{name}: begins = ends"
    for column in (end for one in pause.stretches for end in (one.from_, one.to)):
        declared = log.columns.get(column)
        if declared is not None and declared.type not in ("date", "instant"):
            yield "pause-column", f"{name}.{column}"
