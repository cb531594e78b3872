"""Working calendars, versioned and valid between two dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from dutybook.grammar.time.clock import Season
from dutybook.model.agreement import Term
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


@dataclass(frozen=True, slots=True)
class Shift:
    """Working hours, as offsets from midnight; one that ends no later than it starts ends on the
    next day. ``days`` empty: every workday. ``id`` and ``title`` are what a rota calls it;
    ``rota``: it is nobody's hours unless a rota says so."""

    from_: timedelta
    to: timedelta
    days: tuple[str, ...] = ()
    season: Season | None = None
    id: str = ""
    title: Text | None = None
    rota: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days and hours are worked; ``holidays`` and ``makeup`` are first and last days."""

    calendar: str
    version: str
    covers: Term
    origin: Origin
    title: Text | None = None
    workdays: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    shifts: tuple[Shift, ...] = ()
    holidays: tuple[tuple[date, date], ...] = ()
    makeup: tuple[tuple[date, date], ...] = ()
    reference: Text | None = None
