"""What the periods before an evaluation came to, for the trends of reports.

Results are those that were closed, else they are evaluated on the spot: a trend depends on the
workspace alone, never on what an earlier run happened to leave behind.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from dutybook.grammar.number.unit import MONTHS
from dutybook.grammar.time.period import Period, period_before
from dutybook.score.evaluation import Run
from dutybook.score.history.logs import logged
from dutybook.score.history.results import Past, past_of_closing
from dutybook.workspace.closings import read_closed

REACH: Final = 11
"""How many earlier periods a trend shows: a year of months with the one at hand."""


def earlier(run: Run) -> list[dict[str, Any]]:
    """Periods of the same kind before the one evaluated, oldest first, from the first in which
    anybody had a total: ``period``, ``from`` (closed, computed; None where there are no logs of it)
    and its ``scores``. Periods that are no calendar ones have none before them."""
    return _trend(run.evaluation.plan.period, partial(_past, run))


def closed_earlier(root: Path, period: Period) -> list[dict[str, Any]]:
    """The same of closed periods alone, where no log is left to evaluate the others."""

    def past(one: Period) -> Past | None:
        closed = read_closed(root, one)
        return None if closed is None else past_of_closing(one, closed.scores)

    return _trend(period, past)


def _trend(period: Period, past: Callable[[Period], Past | None]) -> list[dict[str, Any]]:
    if period.kind not in MONTHS:
        return []
    found = [_told(one, past(one)) for one in _before(period)]
    while found and not any(sheet["total"] is not None for sheet in found[-1]["scores"]):
        found.pop()
    return found[::-1]


def _before(period: Period) -> list[Period]:
    """The periods that may be shown, latest first."""
    count = min(REACH, (period.start.year - 1) * 12 // MONTHS[period.kind])
    return [period_before(period, number + 1) for number in range(count)]


def _past(run: Run, period: Period) -> Past | None:
    """What a period came to; nothing is evaluated for one the logs hardly speak of."""
    closed = run.history.closed(period)
    if closed is None and logged(run.counted, period):
        return run.history.of(period)
    return closed


def _told(period: Period, past: Past | None) -> dict[str, Any]:
    sheets = past.sheets.items() if past else ()
    return {
        "period": period.text,
        "from": ("closed" if past.closed else "computed") if past else None,
        "scores": [
            {
                "employee": employee,
                "role": role,
                "status": sheet.status,
                "total": None if sheet.total is None else f"{sheet.total:f}",
                "grade": sheet.grade,
                "days": sheet.days,
                "rank": sheet.rank,
                "met": sum(sheet.verdicts),
                "judged": len(sheet.verdicts),
            }
            for (employee, role), sheet in sheets
        ],
    }
