"""Values several definitions share."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from dutybook.grammar.number.unit import SECONDS, SHORT
from dutybook.grammar.time.limit import Limit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over a source's columns, as whitelisted SQL."""

    sql: str

    def __str__(self) -> str:
        return self.sql


@dataclass(frozen=True, slots=True)
class Expression:
    """A column or arithmetic over columns, as whitelisted SQL."""

    sql: str

    def __str__(self) -> str:
        return self.sql


@dataclass(frozen=True, slots=True)
class By(Generic[T]):
    """Whatever varies: the value for each content of ``column``; ``otherwise`` None is an error."""

    column: str
    cases: tuple[tuple[str, T], ...]
    otherwise: T | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Two columns between which a case waits."""

    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count against a limit: ``stretches`` of waiting, or a column that holds
    how long it came to in its unit; ``status``: a waiting that is only named. ``of``: the source in
    which every wait is a row of its own, ``key`` being its column for the case; or in which one row
    ``begins`` a wait and another ``ends`` it."""

    status: str | None = None
    of: str | None = None
    key: str | None = None
    begins: Condition | None = None
    ends: Condition | None = None
    stretches: tuple[Waiting, ...] = ()
    seconds: str | None = None
    minutes: str | None = None
    hours: str | None = None
    days: str | None = None

    @property
    def length(self) -> tuple[str, int] | None:
        """The column that holds how long it was, and the microseconds of its unit."""
        columns = (self.seconds, self.minutes, self.hours, self.days)
        sized = zip(columns, (SECONDS[unit] for unit in SHORT), strict=True)
        return next(((c, n * 1_000_000) for c, n in sized if c is not None), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the case that it reads."""
        if self.of is not None:
            return ()
        ends = (column for one in self.stretches for column in (one.from_, one.to))
        return (*ends, *([self.length[0]] if self.length else []))


@dataclass(frozen=True, slots=True)
class Stretched:
    """How far a limit is stretched where ``when`` holds."""

    when: Condition
    factor: Fraction


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit with everything that may be said about it. Exactly one of ``limit``, ``due``,
    ``lead`` and ``by`` is given. ``times``: the first condition that holds, else once. What comes
    in at or after ``cutoff``, or before ``opens``, starts at the next ``opens``."""

    limit: Limit | None = None
    times: "By[Fraction] | tuple[Stretched, ...] | None" = None
    start: Literal["same_day", "next_day"] = "next_day"
    cutoff: timedelta | None = None
    opens: timedelta | None = None
    pause: Pause | None = None
    due: str | None = None
    otherwise: "TimeLimit | None" = None
    lead: Limit | None = None
    by: "By[TimeLimit] | None" = None
