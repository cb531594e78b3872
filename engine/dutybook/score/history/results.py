"""What an earlier period came to, of an evaluation or of the contract it was closed with.

What was decided on appeal stands in for what was computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.time.period import Period
from dutybook.score.result import Evaluation, KpiResult, SheetResult


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
