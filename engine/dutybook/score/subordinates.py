"""The built-in source ``scores``: a superior's KPIs read the scores below.

Sheets are scored from the bottom up: those that read scores wait for everyone below them. Superiors
in a circle can never be scored so, and say it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dutybook.finding import Finding
from dutybook.plan.question import Sheet, reads_scores
from dutybook.roster.teams import Teams
from dutybook.score.result import KpiResult, SheetResult

TOTAL: Final = "total"
"""What stands for the KPI in the row of a total."""
_PLACES: Final = {"points": 4, "full": 4, "lost": 4, "num": 6, "den": 6}


def circular(sheet: Sheet) -> Finding:
    """That a sheet waits for scores which wait for it."""
    return Finding("scores-circular", sheet.place, {"employee": sheet.employee})


@dataclass(slots=True)
class Order:
    """In which rounds sheets are scored."""

    sheets: Sequence[Sheet]
    teams: Teams

    def rounds(self) -> Iterator[tuple[list[Sheet], bool]]:
        """Sheets that can be scored together, and whether all they wait for is known."""
        waits = {sheet.number: self._waits(sheet) for sheet in self.sheets}
        done: set[int] = set()
        while len(done) < len(self.sheets):
            left = [sheet for sheet in self.sheets if sheet.number not in done]
            ready = [sheet for sheet in left if waits[sheet.number] <= done]
            yield ready or left, bool(ready)
            done |= {sheet.number for sheet in ready or left}

    def _waits(self, sheet: Sheet) -> set[int]:
        if not reads_scores(sheet):
            return set()
        below = self.teams.subordinates(sheet.employee, sheet.days)
        return {other.number for other in self.sheets if other.employee in below}


def rows(results: Iterable[SheetResult]) -> list[tuple[object, ...]]:
    """The source's rows, in the order of its columns, from sheets that are scored."""
    return [row for result in results for row in _rows(result)]


def _rows(result: SheetResult) -> Iterator[tuple[object, ...]]:
    sheet = result.sheet
    last = sheet.days[-1][1] - timedelta(days=1)
    for kpi in (*result.kpis, *result.items):
        yield _row(sheet.employee, sheet.role.role, kpi.kpi.id, last, kpi.status, _of_kpi(kpi))
    points = None if result.total is None else Fraction(result.total)
    found = {"points": points, "full": sheet.scheme.scale, "grade": result.grade}
    yield _row(sheet.employee, sheet.role.role, TOTAL, last, result.status, found)


def _of_kpi(kpi: KpiResult) -> dict[str, object]:
    points = None if kpi.adds is None else Fraction(kpi.adds)
    lost = None if points is None or kpi.full is None else kpi.full - points
    value = kpi.value
    figures = {"num": value.numerator, "den": value.denominator}
    return {"points": points, "full": kpi.full, "lost": lost, "met": kpi.met, **figures}


def _row(
    employee: str, role: str, kpi: str, last: object, status: str, found: Mapping[str, object]
) -> tuple[object, ...]:
    figures = {key: _decimal(found.get(key), places) for key, places in _PLACES.items()}
    return (
        employee, role, kpi, last, status, figures["points"], figures["full"], figures["lost"],
        found.get("met"), figures["num"], figures["den"], found.get("grade"),
    )  # fmt: skip


def _decimal(value: object, places: int) -> Decimal | None:
    """An exact decimal; what has no end (a third of a point) is left unknown, not rounded."""
    if not isinstance(value, Fraction) or (value * 10**places).denominator != 1:
        return None
    return Decimal((value * 10**places).numerator).scaleb(-places)
