"""Results of earlier periods: from ``closed/`` where they were closed, else evaluated; once a run.

Roll-ups, streaks over several periods and moving baselines all read the past through here. What was
decided on appeal stands in for what was computed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from dutybook.finding import DutybookError
from dutybook.grammar.period import Period
from dutybook.grammar.quantity import plain
from dutybook.score.result import Evaluation, KpiResult, SheetResult
from dutybook.workspace.closings import read_closed

DEPTH: Final = 2
"""How far an evaluation may look back through evaluations of its own: a year reads its months, and
each month the months a streak needs; those no further, or it would go back to the beginning."""


@dataclass(frozen=True, slots=True)
class PastKpi:
    """One KPI or adjustment of an earlier period; exact numbers, None where unknown."""

    status: str
    value: Fraction | None
    met: bool | None
    points: Decimal | None
    full: Fraction | None


@dataclass(frozen=True, slots=True)
class PastSheet:
    """One employee in one role in an earlier period."""

    status: str
    total: Decimal | None
    grade: str | None
    days: int
    kpis: Mapping[str, PastKpi]
    rank: int | None = None
    verdicts: tuple[bool, ...] = ()  # of the post's own KPIs, those that have one


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier period: its sheets by employee and role."""

    period: Period
    closed: bool
    sheets: Mapping[tuple[str, str], PastSheet]


@dataclass(slots=True)
class History:
    """Earlier periods of one workspace. ``evaluate`` gives the results of an open period."""

    root: Path
    evaluate: Callable[[Period, date | None, "History"], Past]
    depth: int = DEPTH
    known: dict[tuple[str, date | None], Past | None] = field(default_factory=dict)
    _deeper: "History | None" = None

    def of(self, period: Period, as_of: date | None = None) -> Past | None:
        """The results of ``period``; None where nobody was evaluated, or it is too far back to be
        evaluated on the way. ``as_of`` is for periods that are still open."""
        key = period.text, as_of
        if key not in self.known:
            self.known[key] = self._find(period, as_of)
        return self.known[key]

    def closed(self, period: Period) -> Past | None:
        """The results of ``period`` if it was closed."""
        closed = read_closed(self.root, period)
        return None if closed is None else past_of_closing(period, closed.scores)

    def _find(self, period: Period, as_of: date | None) -> Past | None:
        closed = self.closed(period)
        if closed is not None:
            return closed
        if self.depth <= 0:
            return None
        if self._deeper is None:
            self._deeper = replace(self, depth=self.depth - 1, known={}, _deeper=None)
        try:
            return self.evaluate(period, as_of, self._deeper)
        except DutybookError as error:
            if any(finding.code == "nobody-to-evaluate" for finding in error.findings):
                return None
            raise


def past_of(evaluation: Evaluation) -> Past:
    """The results of an evaluation, as later periods look back at them."""
    sheets = {(s.sheet.employee, s.sheet.role.role): _evaluated(s) for s in evaluation.sheets}
    return Past(evaluation.plan.period, False, sheets)


def _evaluated(computed: SheetResult) -> PastSheet:
    result = computed.decided or computed
    return PastSheet(
        result.status,
        _short(result.total),
        result.grade,
        computed.sheet.length,
        {one.kpi.id: _result(one) for one in (*result.kpis, *result.items)},
        computed.rank.place if computed.rank else None,
        tuple(one.met for one in computed.kpis if one.met is not None),
    )


def _result(one: KpiResult) -> PastKpi:
    return PastKpi(one.status, one.value.value, one.met, _short(one.adds), one.full)


def _short(number: Decimal | None) -> Decimal | None:
    """``number`` in the fewest decimals, as the contract writes it: both ways to the past say the
    same."""
    return None if number is None else Decimal(plain(number))


def past_of_closing(period: Period, data: Mapping[str, Any]) -> Past:
    """The results of a closed period, from the contract it was closed with."""
    sheets = {(s["employee"], s["role"]): _sheet(s) for s in data["scores"]}
    return Past(period, True, sheets)


def _sheet(computed: Mapping[str, Any]) -> PastSheet:
    data = computed.get("decided") or computed
    return PastSheet(
        data["status"],
        _decimal(data["total"]),
        data["grade"],
        computed.get("days", 0),
        {item["kpi"]: _kpi(item) for key in ("kpis", "adjustments") for item in data[key]},
        (computed.get("rank") or {}).get("place"),
        tuple(item["met"] for item in computed["kpis"] if item["met"] is not None),
    )


def _kpi(item: Mapping[str, Any]) -> PastKpi:
    return PastKpi(
        item["status"],
        _exact(item["value"]),
        item["met"],
        _decimal(item.get("applied", item["points"])),
        _exact(item["full"]),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
