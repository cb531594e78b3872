"""Which shorter or earlier periods there are logs of: those are evaluated on the way, no others.

A log that only mentions a month in passing (a budget of the year, a late row) is not a month's log:
at least half of the logs that speak of the period at hand have to speak of it.
"""

from collections.abc import Iterable

from dutybook.count.counts import Counted
from dutybook.grammar.time.period import Period
from dutybook.score.history.periods import History


def logged(counted: Counted, period: Period) -> bool:
    """Whether the logs that were counted speak of ``period``, too."""
    now = counted.ready.period
    speak = [one for one in counted.delivered.values() if one.speaks_of(now)]
    then = sum(one.speaks_of(period) for one in speak)
    return then > 0 and then * 2 >= len(speak)


def without_logs(counted: Counted, history: History, parts: Iterable[Period]) -> tuple[Period, ...]:
    """Those of the shorter ``parts`` of a period that were neither closed nor logged."""
    return tuple(
        part for part in parts if history.closed(part) is None and not logged(counted, part)
    )
