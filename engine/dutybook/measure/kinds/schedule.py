"""``schedule``: occurrences of a duty that were done on time, or were not."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from dutybook.finding import Finding
from dutybook.grammar.number.target import Target
from dutybook.grammar.time.lookback import Lookback
from dutybook.measure.kind import MeasureKind, Phrases, Setting, Unit
from dutybook.measure.ranges import Domain
from dutybook.model import Condition, Kpi
from dutybook.model.kpi import at
from dutybook.model.measure import Measure
from dutybook.tally.tally import Tally
from dutybook.tally.value import Status

Outcome = Literal["on_time", "late", "missing"]

FOR: Final = "for"
"""The column that names the occurrence a record answers."""


@dataclass(frozen=True, slots=True)
class Scheduled(Measure):
    """Occurrences of a duty: the share done on time, or the number of those named in ``count``;
    ``over`` looks further back than the period: a budget of misses that runs through the year."""

    duty: str
    of: str
    where: Condition | None = None
    count: tuple[Outcome, ...] = ()
    over: Lookback | None = None


class _Schedule(MeasureKind[Scheduled]):
    taken_of, about = "occurrences", "role"
    whole, cut, pooled = True, False, False

    def duty(self, measure: Scheduled) -> str:
        return measure.duty

    def optional(self, measure: Scheduled) -> Set[str]:
        return frozenset({FOR})

    def problems(self, kpi: Kpi, measure: Scheduled, setting: Setting) -> Iterator[Finding]:
        """Duties that are never due, and budgets that no calendar month ends."""
        duties = setting.role.duties
        duty = next((duty for duty in duties if duty.id == measure.duty), None)
        if duty is None or duty.schedule is None:
            details = {"duty": measure.duty}
            yield at(kpi, "measure/schedule/duty", "duty-without-schedule", **details)
        if measure.over is not None and measure.over.kind == "rolling":
            yield at(kpi, "measure/schedule/over", "schedule-rolling", over=measure.over)

    def additive(self, measure: Scheduled) -> bool:
        return bool(measure.count)

    def percent(self, measure: Scheduled) -> bool:
        return not measure.count

    def unit(self, measure: Scheduled) -> Unit:
        return "count" if measure.count else "share"

    def domain(self, measure: Scheduled) -> Domain:
        return Domain(grain=Fraction(1)) if measure.count else Domain(high=Fraction(1))

    def incidents(self, measure: Scheduled) -> Literal["rows", "occurrences"] | None:
        return "occurrences" if measure.count else None

    def pending_adds(self, measure: Scheduled) -> Literal["share", "count"]:
        return "count" if measure.count else "share"

    def valueless(self, tally: Tally, *, additive: bool) -> Status | None:
        """Where nothing was owed there is nothing to count."""
        if tally.uncovered or tally.undefined or tally.counted:
            return super().valueless(tally, additive=additive)
        return "pending" if tally.pending else "not_applicable"

    def words(self, phrases: Phrases, measure: Scheduled) -> str:
        duty = phrases.named("duty", measure.duty, None)
        if not measure.count:
            return phrases.say("measure.schedule", duty=duty)
        outcomes = phrases.joined(phrases.say(f"measure.outcomes.{one}") for one in measure.count)
        return phrases.say("measure.schedule_count", duty=duty, outcomes=outcomes)

    def narrowed(self, measure: Scheduled) -> Condition | None:
        """What says no more than which duty it is goes without saying."""
        plain = measure.where and measure.where.sql == f"\"duty\" = '{measure.duty}'"
        return None if plain else measure.where

    def word(self, measure: Scheduled, target: Target | None) -> str:
        return "schedule_count" if measure.count else "schedule"

    def costly(self, measure: Scheduled, target: Target | None) -> Set[str]:
        return frozenset(measure.count or ("late", "missing"))


SCHEDULE = _Schedule("schedule", Scheduled)
