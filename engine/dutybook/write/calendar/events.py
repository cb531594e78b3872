"""What a calendar holds, whatever writes it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEvent:
    """Something due: ``start`` is an ISO day, or day and time; ``rule`` (an RRULE) repeats it but
    for the days ``without``; ``alarm`` is minutes from the start, negative before it, None: never.
    """

    uid: str
    start: str
    summary: str
    description: str
    categories: Sequence[str]
    alarm: int | None
    rule: str = ""
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCalendar:
    """The events of a post or a person in order of their start; ``stamp`` is the ISO day on which
    the definition took effect, ``timezone`` an IANA name."""

    heading: str
    organisation: str
    timezone: str
    stamp: str
    events: Sequence[DueEvent]
