"""When due days are exactly what a recurrence rule (RFC 5545) gives, days left out included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateutil.rrule import rrulestr

from dutybook.grammar.number.unit import MONTHS
from dutybook.grammar.time.clock import midnight
from dutybook.grammar.time.schedule import Schedule
from dutybook.roster.due import Due

_LEAST: Final = 3
"""Fewer due days than this are not worth a rule."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """An RRULE that counts its events, and the days on which nothing is due after all."""

    rule: str
    without: tuple[date, ...]


def rule_of(dues: Sequence[Due]) -> Rule | None:
    """The rule that gives the due days of one duty, in order; None where there is none: working
    days decide, the rule would skip short months, or more days are left out than due."""
    schedule = dues[0].duty.schedule
    if schedule is None or schedule.on_calendar or len(dues) < _LEAST:
        return None
    days = [due.day for due in dues]
    rule = _candidate(schedule, days[0])
    if rule is None or len(set(days)) < len(days):
        return None
    first, last = midnight(days[0]), midnight(days[-1])
    given = [at.date() for at in rrulestr(rule, dtstart=first).between(first, last, inc=True)]
    without = sorted(set(given) - set(days))
    if set(days) - set(given) or len(without) > len(days):
        return None
    return Rule(f"{rule};COUNT={len(given)}", tuple(without))


def _candidate(schedule: Schedule, first: date) -> str | None:
    """A rule to try: it is used only if it gives the right days."""
    if schedule.rrule:
        rule = schedule.rrule.upper().removeprefix("RRULE:")
        return None if "COUNT" in rule or "UNTIL" in rule or "\n" in rule else rule
    if schedule.every == "day":
        return "FREQ=DAILY"
    if schedule.every == "week":
        return f"FREQ=WEEKLY;BYDAY={_DAYS[first.weekday()]}"
    days = schedule.days or (-1,)
    if any(day > 28 for day in days):
        return None
    listed = ",".join(str(day) for day in days)
    return f"FREQ=MONTHLY;INTERVAL={MONTHS[schedule.every]};BYMONTHDAY={listed}"
