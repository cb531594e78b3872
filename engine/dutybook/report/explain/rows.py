"""The rows behind a number: all of them, or those that cost the points."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dutybook.count.rows import Row
from dutybook.measure.kinds import kind_of
from dutybook.plan.question import Ask
from dutybook.report.words import Words
from dutybook.roster.attendance.days import to_local
from dutybook.rule.line import as_shown
from dutybook.score.evaluation import Run
from dutybook.score.result import KpiResult, SheetResult
from dutybook.words.table import Cell

RowData = Mapping[str, Any]
"""A row for programs (:func:`as_rows`), and whether it ``costs`` points."""
HEADS: Final = ("outcome", "key", "at", "due", "done", "number", "file", "line")


def behind(run: Run, sheet: SheetResult, result: KpiResult) -> list[Row]:
    """Every row and occurrence a result was made from, whatever became of it (good, late, pending,
    excluded …), by question and time; but never single anonymous ratings."""
    rows: list[Row] = []
    for number in dict.fromkeys(_questions(result.ask)):
        rows += run.counted.rows(number, sheet.sheet.number)
    measure = result.kpi.measure
    if measure is None:
        return rows
    kind = kind_of(measure)
    return [row for row in rows if not kind.hides(measure, row.group)]


def _questions(ask: Ask) -> Iterator[int]:
    """Its own questions, and those of the pieces it was cut into."""
    yield from ask.questions
    for piece in ask.pieces:
        yield from _questions(piece)


def costly(result: KpiResult) -> Set[str]:
    """The outcomes that cost points; for sums, means and ratings all that counted. Of a share that
    had better be low (repairs that came back) those in it are what costs."""
    measure, target = result.kpi.measure, result.kpi.target
    if measure is None:
        return frozenset()
    return kind_of(measure).costly(measure, target.fixed if target else None)


def costing(run: Run, sheet: SheetResult, result: KpiResult) -> list[Row]:
    """The rows that cost points."""
    states = costly(result)
    rows = [row for row in behind(run, sheet, result) if row.state in states]
    return [replace(row, state="counted") if row.state == "good" else row for row in rows]


def only_costing(rows: Sequence[RowData]) -> list[RowData]:
    """The same of rows as data."""
    kept = [row for row in rows if row["costs"]]
    return [{**row, "outcome": "counted"} if row["outcome"] == "good" else row for row in kept]


def as_table(rows: Sequence[RowData], words: Words) -> tuple[list[str], list[list[Cell]]]:
    """Rows as data for reading: moments in local time, without seconds where there are none."""
    table: list[list[Cell]] = [
        [
            words.say("outcomes", row["outcome"]),
            row["key"],
            shown(row["at"]),
            shown(row["due"], end=True),
            shown(row["done"]),
            row["number"],
            row["file"],
            row["line"] or None,
        ]
        for row in rows
    ]
    return words.heads(*HEADS), table


def shown(text: str | None, *, end: bool = False) -> str | None:
    """A moment, or the ``end`` of a time limit; a day stays as it is."""
    if text is None or len(text) == len("2026-10-31"):
        return text
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    return end_of(moment) if end else _minutes(moment)


def shown_end(moment: datetime | date | None, zone: ZoneInfo) -> str | None:
    """The end of a time limit: midnight belongs to the day that ends, ``2026-10-25 24:00``."""
    if not isinstance(moment, datetime):
        return moment.isoformat() if moment else None
    return end_of(to_local(moment, zone))


def end_of(end: datetime) -> str:
    """The same of a local moment."""
    if end.time() == time():
        return f"{end.date() - timedelta(days=1)} 24:00"
    return _minutes(end)


def _minutes(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")


def as_rows(rows: Sequence[Row], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Rows for programs: moments in the organisation's time with its offset."""

    def shown(moment: datetime | date | None) -> str | None:
        if isinstance(moment, datetime):
            return to_local(moment, zone).replace(tzinfo=zone).isoformat()
        return moment.isoformat() if moment else None

    return [
        {
            "outcome": row.state,
            "key": row.key,
            "at": shown(row.at),
            "due": shown(row.due),
            "done": shown(row.done),
            "number": None if row.number is None else as_shown(row.number),
            "file": row.file,
            "line": row.line,
        }
        for row in rows
    ]
