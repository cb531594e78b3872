"""What an evaluation comes to: results per KPI, sheet and source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dutybook.evaluate.engines import Conservation, LogFile, Rejected
from dutybook.evaluate.measuring.measure import Status, Value
from dutybook.evaluate.plan import Ask, Plan, Sheet
from dutybook.evaluate.scoring.rules import Line
from dutybook.finding import Finding
from dutybook.model import Adjustment, Calendar, Kpi

SheetStatus = Literal["complete", "incomplete", "vetoed", "not_eligible"]


@dataclass(frozen=True, slots=True)
class KpiResult:
    """One KPI (or scheme item) of one sheet. ``exact`` are points before rounding, ``points`` what
    is printed; ``held``: the total waits for it; ``applied``: an adjustment after its caps."""

    ask: Ask
    value: Value
    met: bool | None = None
    exact: Fraction | None = None
    points: Decimal | None = None
    full: Fraction | None = None
    rule: str | None = None
    lines: tuple[Line, ...] = ()
    held: bool = False
    applied: Decimal | None = None

    @property
    def kpi(self) -> Kpi:
        """The definition."""
        return self.ask.kpi

    @property
    def status(self) -> Status:
        """The KPI's status word."""
        return self.value.status

    @property
    def adds(self) -> Decimal | None:
        """What goes into the total."""
        return self.points if self.applied is None else self.applied


@dataclass(frozen=True, slots=True)
class Fired:
    """A veto that fired, or that could not be decided."""

    veto: str
    decided: bool
    effect: Mapping[str, str]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """A consequence recorded for people to act on."""

    then: str
    id: str | None
    kpi: str | None
    amount: str | None
    text: str | None
    decided: bool = True


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One employee in one role."""

    sheet: Sheet
    status: SheetStatus
    kpis: tuple[KpiResult, ...]
    items: tuple[KpiResult, ...] = ()
    total: Decimal | None = None
    grade: str | None = None
    coefficient: Fraction | None = None
    vetoes: tuple[Fired, ...] = ()
    consequences: tuple[Follows, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def missing(self) -> list[KpiResult]:
        """What the total waits for."""
        return [result for result in (*self.kpis, *self.items) if result.held]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything one run found; ``as_of`` is the last day that counts."""

    plan: Plan
    as_of: date
    sheets: tuple[SheetResult, ...]
    conservation: tuple[Conservation, ...]
    rejected: Mapping[str, list[Rejected]]
    files: Mapping[str, list[LogFile]]
    findings: tuple[Finding, ...] = ()
    approvals: Mapping[int, Adjustment] = field(default_factory=dict)
    calendar: Calendar | None = None
