"""A KPI that changed within the period: its pieces' points joined by days.

See docs/semantics.md#sheets-and-changes.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dutybook.rule.line import Line, as_shown
from dutybook.score.result import KpiResult
from dutybook.tally.value import Status, Value, together

if TYPE_CHECKING:
    from dutybook.plan.question import Ask


def joined(ask: "Ask", parts: Sequence[KpiResult]) -> KpiResult:
    """The whole KPI: pieces weighted by their days in the post, pieces without data left out. What
    could not be decided in any piece is not decided in the whole."""
    spoilt = [r for r in parts if r.status in ("not_evaluable", "undecided")]
    known = [r for r in parts if r.status == "scored"]
    status: Status = spoilt[-1].status if spoilt else "scored" if known else parts[-1].status
    value = Value(
        status,
        pending=sum(r.value.pending for r in parts),
        excluded=together(r.value.excluded for r in parts),
        undefined=sum(r.value.undefined for r in parts),
        uncovered=sum(r.value.uncovered for r in parts),
        percent=parts[-1].value.percent,
        time=parts[-1].value.time,
    )
    verdicts = [r.met for r in known]
    met = None if None in verdicts or not verdicts else all(verdicts)
    used = known if status == "scored" else []
    return KpiResult(
        ask,
        value,
        met=met,
        exact=_mean([(r.exact, r.ask.days) for r in used]),
        full=_mean([(r.full, r.ask.days) for r in used or parts]),
        rule=parts[-1].rule,
        own=_mean([(r.own, r.ask.days) for r in used]),
        own_full=parts[-1].own_full,
        lines=tuple(_lines(parts, used)),
        pieces=tuple(parts),
    )


def _mean(figures: Sequence[tuple[Fraction | None, int]]) -> Fraction | None:
    days = sum(days for _, days in figures)
    known = [(points, days) for points, days in figures if points is not None]
    if not days or len(known) < len(figures):
        return None
    return sum((points * days for points, days in known), Fraction(0)) / days


def _lines(parts: Sequence[KpiResult], used: Sequence[KpiResult]) -> list[Line]:
    lines = []
    for part in parts:
        start, end = part.ask.first or date.min, part.ask.last or date.min
        slots = {"from": start.isoformat(), "to": end.isoformat(), "days": str(part.ask.days)}
        points = "" if part.exact is None else as_shown(part.exact)
        lines.append(Line("piece", slots | {"points": points or "—"}))
        lines += part.lines
    if len(used) > 1:
        terms = " + ".join(f"{as_shown(r.exact or 0)} × {r.ask.days}" for r in used)
        total = _mean([(r.exact, r.ask.days) for r in used])
        days = str(sum(r.ask.days for r in used))
        if total is not None:
            lines.append(Line("joined", {"terms": terms, "days": days, "points": as_shown(total)}))
    return lines
