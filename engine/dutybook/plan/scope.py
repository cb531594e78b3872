"""Which days' rows a question reads, whose, and as of when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.month import Stretch, first_day
from dutybook.grammar.time.period import Period, add_months
from dutybook.grammar.time.windows import windows
from dutybook.model import Measure
from dutybook.model.measure import Scope


@dataclass(frozen=True, slots=True)
class Extent:
    """The days [start, end) whose rows are read, for whom, and the last day that counts (None: the
    evaluation's own)."""

    start: date
    end: date
    scope: Scope = "own"
    as_of: date | None = None


def before(extent: Extent, within: "Stretch | Limit | None") -> Extent | None:
    """The days before ``extent`` on which an incident may lie that one inside it repeats."""
    if within is None:
        return None
    if not isinstance(within, Limit):
        start = first_day(extent.start, within)
    elif within.unit == "month":
        start = add_months(extent.start, -int(within.count))
    else:
        start = extent.start - timedelta(days=int(within.rough_seconds // SECONDS["day"]))
    return replace(extent, start=start, end=extent.start) if start < extent.start else None


def of_period(period: Period) -> Extent:
    """The evaluation's own days."""
    return Extent(period.start, period.end)


def extent_of(measure: Measure, start: date, end: date, as_of: date | None = None) -> Extent:
    """What ``measure`` reads for the days [start, end): whole windows, or further back."""
    if measure.over:
        start = measure.over.start(start, end)
    if measure.window and (found := windows(measure.window, start, end)):
        start, end = found[0][0], found[-1][1]
    return Extent(start, end, measure.scope, as_of)
