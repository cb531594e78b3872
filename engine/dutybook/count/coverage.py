"""How far the logs that were delivered can be relied on: from which day, for which extents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dutybook.count.log.needs import Need
from dutybook.count.log.rejected import Rejected
from dutybook.count.log.table import Log
from dutybook.finding import Finding, Place
from dutybook.grammar.period import Period
from dutybook.plan.extent import Extent
from dutybook.plan.question import Plan


@dataclass(frozen=True, slots=True)
class Delivered:
    """A log that can be counted: from which day on it is known (``begins``), the extents whose rows
    can be relied on (``complete``), and the rows that were not usable."""

    log: Log
    begins: date
    complete: frozenset[Extent]
    rejected: Sequence[Rejected]

    def speaks_of(self, period: Period) -> bool:
        """Whether it has a row of ``period``, or was delivered for it without any."""
        to = self.log.source.complete_to
        silent = to is not None and self.begins <= period.start and to >= period.last
        return silent or self.log.holds(period.start, period.end)


def delivered(log: Log, need: Need, plan: Plan) -> tuple[Delivered, list[Finding]]:
    """What ``log`` covers of the period and of the other days that are asked about."""
    source, first = log.source, log.begins()
    known = min(plan.period.start, first.replace(day=1)) if first else plan.period.start
    begins = source.complete_from or known
    lacking = _lacking(log, plan.period, feeding=need.feeding)
    if lacking:
        return Delivered(log, begins, frozenset(), log.rejected()), [lacking]
    every = plan.extents(source.source)
    complete = frozenset(e for e in every if begins <= e.start or _windowed(plan, source.source, e))
    late = list(dict.fromkeys(_late(log, begins, (e for e in every if e not in complete))))
    return Delivered(log, begins, complete, log.rejected()), late


def _lacking(log: Log, period: Period, *, feeding: bool) -> Finding | None:
    """Why the period is not covered (docs/semantics.md#missing); a log that only feeds another may
    well have nothing to say of a period."""
    source = log.source
    if source.complete_to is not None:
        if source.complete_to >= period.last:
            return None
        details = {"source": source.source, "until": source.complete_to, "period": period.text}
        return Finding("log-not-complete", source.origin.below("complete_to").place, details)
    if feeding or log.holds(period.start, period.end) or not log.count():
        return None
    details = {"source": source.source, "period": period.text}
    return Finding("log-outside-period", Place(log.origins[0].name, 1, 1), details)


def _windowed(plan: Plan, name: str, extent: Extent) -> bool:
    """Whether windows are asked for, which are judged one by one
    (see :mod:`dutybook.count.schedule.windows`)."""
    return any(
        getattr(question.measure, "window", None) and not getattr(question.measure, "over", None)
        for _, question in plan.of_source(name)
        if question.extent == extent and extent.as_of is None
    )


def _late(log: Log, begins: date, extents: Iterable[Extent]) -> Iterator[Finding]:
    """A log without `complete_from` is taken to begin with the month of its first row, never to
    have been silent before."""
    place = Place(log.origins[0].name, 1, 1)
    for extent in extents:
        details = {"source": log.source.source, "begins": begins, "from": extent.start}
        yield Finding("log-begins-late", place, details)
