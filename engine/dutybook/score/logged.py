"""Which shorter or earlier periods there are logs of: those are evaluated on the way, no others.

A log that only mentions a month in passing (a budget of the year, a late row) is not a month's log:
at least half of the logs that speak of the period at hand have to speak of it.
"""

from collections.abc import Iterable

from dutybook.count.delivery import Delivery
from dutybook.count.engine import Engine
from dutybook.grammar.period import Period
from dutybook.model import Source
from dutybook.score.history import History


def logged(engine: Engine, delivery: Delivery, now: Period, period: Period) -> bool:
    """Whether the logs of an evaluation of ``now`` speak of ``period``, too."""
    speak = [source for source in delivery.read.values() if _speaks(engine, delivery, source, now)]
    then = sum(_speaks(engine, delivery, source, period) for source in speak)
    return then > 0 and then * 2 >= len(speak)


def _speaks(engine: Engine, delivery: Delivery, source: Source, period: Period) -> bool:
    """Whether a log has a row of the period, or was delivered for it without any."""
    to, begins = source.complete_to, delivery.begins.get(source.source)
    silent = to is not None and begins is not None and begins <= period.start and to >= period.last
    return silent or engine.holds(source, period.start, period.end)


def without_logs(
    engine: Engine, delivery: Delivery, history: History, now: Period, parts: Iterable[Period]
) -> tuple[Period, ...]:
    """Those of the shorter ``parts`` of a period that were neither closed nor logged."""
    return tuple(
        part
        for part in parts
        if history.closed(part) is None and not logged(engine, delivery, now, part)
    )
