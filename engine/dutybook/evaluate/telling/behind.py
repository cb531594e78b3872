"""The rows behind a number: late, not good, missing, or whatever else cost the points."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from dutybook.evaluate.engines import Row
from dutybook.evaluate.measuring.spine import Answer
from dutybook.evaluate.result import KpiResult, SheetResult
from dutybook.evaluate.run import Run
from dutybook.evaluate.scoring.rules import figure
from dutybook.evaluate.telling.report import Cell
from dutybook.evaluate.telling.words import Words
from dutybook.model.measure import Conformance, Count, Rating, Scheduled, Share
from dutybook.roster.days import to_local

HEADS: Final = ("outcome", "key", "at", "due", "done", "number", "file", "line")


def costing(run: Run, sheet: SheetResult, result: KpiResult) -> list[Row]:
    """Rows and occurrences that cost points, by time; for sums, means and ratings all of them,
    but never single anonymous ratings."""
    number, measure = result.ask.question, result.kpi.measure
    if number is not None and (told := run.told.get((number, sheet.sheet.number))):
        return run.engine.rows(told[0], told[1], sheet.sheet.number)
    if number is None or measure is None or measure.of not in run.delivery.read:
        return []
    if isinstance(measure, Scheduled):
        bad = set(measure.count) or {"late", "missing"}
        answers = (
            run.spines[number].answers.get(sheet.sheet.number, ()) if number in run.spines else ()
        )
        return _owed(run, measure.of, [a for a in answers if a.state in bad])
    rows = run.engine.rows(number, run.delivery.read[measure.of], sheet.sheet.number)
    if isinstance(measure, Rating):
        rows = [row for row in rows if not measure.hides(row.group)]
    if isinstance(measure, Share | Conformance) or (isinstance(measure, Count) and measure.late):
        return [row for row in rows if row.state in ("late", "bad", "undefined", "uncovered")]
    return [row for row in rows if row.state in ("counted", "undefined")]


def _owed(run: Run, source: str, answers: list[Answer]) -> list[Row]:
    places = run.engine.places(
        run.delivery.read[source], [a.record.row for a in answers if a.record]
    )
    rows = []
    for a in answers:
        file, line = places[a.record.row] if a.record else ("", 0)
        key, done = (a.record.key, a.record.at) if a.record else ("", None)
        rows.append(Row(key, file, line, a.occurrence.start, a.state, a.due, done))
    return rows


def as_table(rows: list[Row], words: Words, zone: ZoneInfo) -> tuple[list[str], list[list[Cell]]]:
    """Rows for reading, moments in local time."""

    def shown(moment: datetime | date | None) -> str | None:
        if isinstance(moment, datetime):
            return to_local(moment, zone).isoformat(
                " ", "minutes" if not moment.second else "seconds"
            )
        return moment.isoformat() if moment else None

    table: list[list[Cell]] = [
        [
            words.say("outcomes", row.state),
            row.key,
            shown(row.at),
            shown(row.due),
            shown(row.done),
            None if row.number is None else figure(row.number),
            row.file,
            row.line or None,
        ]
        for row in rows
    ]
    return words.heads(*HEADS), table


def as_rows(rows: list[Row], zone: ZoneInfo) -> list[dict[str, object]]:
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
            "number": None if row.number is None else figure(row.number),
            "file": row.file,
            "line": row.line,
        }
        for row in rows
    ]
