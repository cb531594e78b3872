"""Values several definitions share."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from dutybook.grammar.limit import Limit

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
class TimeLimit:
    """A limit with everything that may be said about it. Exactly one of ``limit``, ``due``,
    ``lead`` and ``by`` is given."""

    limit: Limit | None = None
    times: By[Fraction] | None = None
    start: Literal["same_day", "next_day"] = "next_day"
    cutoff: timedelta | None = None
    pause: str | None = None
    due: str | None = None
    otherwise: "TimeLimit | None" = None
    lead: Limit | None = None
    by: "By[TimeLimit] | None" = None
