"""What an evaluation comes to: results per KPI, sheet and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dutybook.count.conservation import Conservation
from dutybook.count.log.rejected import Rejected
from dutybook.finding import Finding
from dutybook.grammar.number.money import Worth
from dutybook.logs.file import LogFile
from dutybook.model import Adjustment, Appeal, Calendar, Kpi, Scheme
from dutybook.plan.question import Ask, Plan, Sheet
from dutybook.roster.remarks import Remark
from dutybook.rule.amounts import Coefficients, combined
from dutybook.rule.line import Line
from dutybook.tally.value import Status, Value

SheetStatus = Literal["complete", "incomplete", "vetoed", "not_eligible"]


@dataclass(frozen=True, slots=True)
class KpiResult:
    """One KPI (or scheme item) of one sheet. ``exact`` are points before rounding, ``points`` what
    is printed; ``held``: the total waits for it; ``applied``: an adjustment after its caps;
    ``pieces``: the KPI as it stood before and after it changed; ``baseline``: what a relative
    target was relative to; ``own``: exact points out of the KPI's ``own_full`` before they were
    weighted, where the scheme scores so."""

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
    pieces: "tuple[KpiResult, ...]" = ()
    baseline: Fraction | None = None
    own: Fraction | None = None
    own_full: Fraction | None = None

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
    """A consequence recorded for people to act on: its ``amount`` as shown, what that is ``worth``
    where it is one figure, and how it came about."""

    then: str
    id: str | None
    kpi: str | None
    amount: str | None
    text: str | None
    decided: bool = True
    worth: Worth | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """An appeal against a sheet: ``kpi`` is the computed result appealed against (None: the total),
    ``deadline`` the last day for it where that can be known."""

    appeal: Appeal
    kpi: KpiResult | None = None
    deadline: date | None = None

    @property
    def late(self) -> bool | None:
        """Whether it came after its deadline; None where there is none."""
        return None if self.deadline is None else self.appeal.filed_on > self.deadline


@dataclass(frozen=True, slots=True)
class Part:
    """One shorter period in a roll-up: its ``total`` (decided where an appeal was upheld), the days
    in post, points given back, and whether it ``counts``; ``status`` None: there is no result."""

    period: str
    closed: bool
    status: str | None
    total: Decimal | None = None
    days: int = 0
    refund: Decimal = Decimal(0)
    counts: bool = False
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Points of a KPI given back because the whole period met its target (``met``)."""

    kpi: KpiResult
    met: bool | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class RolledUp:
    """How a longer period's total came out of the totals of shorter ones."""

    take: str
    parts: tuple[Part, ...]
    refunds: tuple[Refund, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among ``of`` sheets, ties sharing the better one; None while a total is missing."""

    place: int | None
    of: int


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One employee in one role. ``before``: KPIs and items as they were before the scheme settled
    them; ``decided``: the same sheet after upheld appeals, beside the computed one; ``remarks``:
    what people wrote on its form."""

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
    before: tuple[Sequence[KpiResult], Sequence[KpiResult]] = ((), ())
    rollup: RolledUp | None = None
    appeals: tuple[Heard, ...] = ()
    decided: "SheetResult | None" = None
    rank: Rank | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def rules(self) -> Scheme:
        """The scheme that settles the sheet: for a period rolled up from others, what that says of
        the whole."""
        scheme = self.sheet.scheme
        return scheme if self.rollup is None else scheme.rolled

    @property
    def person_coefficient(self) -> Fraction | None:
        """The person's: the grade's, or the total's where the scheme draws a curve."""
        rule = self.sheet.scheme.coefficient
        return self._coefficients().person if rule else self.coefficient

    @property
    def pay_coefficient(self) -> Fraction | None:
        """The one to pay by, where the scheme says how it is made: the person's times the
        company's, say."""
        return self._coefficients().pay if self.sheet.scheme.coefficient else None

    @property
    def coefficient_lines(self) -> tuple[Line, ...]:
        """How a coefficient that the scheme draws by a curve came about."""
        rule = self.sheet.scheme.coefficient
        return self._coefficients().lines if rule and rule.curve else ()

    def _coefficients(self) -> Coefficients:
        rule, total = self.sheet.scheme.coefficient, self.total
        assert rule is not None
        exact = None if total is None else Fraction(total)
        return combined(rule, self.coefficient, exact, self.sheet.company)

    @property
    def missing(self) -> list[KpiResult]:
        """What the total waits for."""
        return [result for result in (*self.kpis, *self.items) if result.held]


@dataclass(frozen=True, slots=True)
class Post:
    """One post's part in a person's total; ``weight`` is days × fte."""

    role: str
    status: str
    total: Decimal | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class PersonResult:
    """A person with several posts. Posts not eligible take no part; one that is incomplete leaves
    the whole so; ``decided``: the same after appeals, where any was upheld."""

    employee: str
    name: str
    status: Literal["complete", "incomplete", "not_eligible"]
    posts: tuple[Post, ...]
    total: Decimal | None = None
    grade: str | None = None
    coefficient: Fraction | None = None
    decided: "PersonResult | None" = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything one run found; ``as_of`` is the last day that counts."""

    plan: Plan
    as_of: date
    sheets: tuple[SheetResult, ...]
    conservation: tuple[Conservation, ...]
    rejected: Mapping[str, Sequence[Rejected]]
    files: Mapping[str, Sequence[LogFile]]
    findings: tuple[Finding, ...] = ()
    approvals: Mapping[int, Adjustment] = field(default_factory=dict)
    calendar: Calendar | None = None
    persons: "tuple[PersonResult, ...]" = ()
