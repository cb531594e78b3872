"""Working time laid out as tables, for the limits that run in it."""

from dutybook.count.sql.pauses import paused
from dutybook.count.worktime.ends import piece_rows
from dutybook.count.worktime.scale import marks, places
from dutybook.logs.connection import Database
from dutybook.measure.limits import work_rules
from dutybook.model import TimeLimit
from dutybook.roster.daytable import DayTable


def wind(db: Database, table: str, limit: TimeLimit | None, days: DayTable) -> None:
    """Makes the ``table`` that rows under ``limit`` are joined with; paused limits need two
    more, and for no limit, to tell how long something took, there are only those."""
    if limit is None:
        _scales(db, table, days)
        return
    pieces = '"$start" bigint, "$until" bigint, "$ends" timestamp, "$moves" bigint'
    rule = '"$rule" integer, "$least" bigint, "$day" date'
    db.rows(f"create table {table} ({rule}, {pieces})")
    db.fill(table, piece_rows(days, work_rules(limit)))
    if paused(limit):
        _scales(db, table, days)


def _scales(db: Database, table: str, days: DayTable) -> None:
    """Where moments lie in working time, and the reverse, for limits with pauses."""
    span = '"$from" bigint, "$to" bigint'
    counts = '"$worked" bigint, "$open" bigint, "$closed" bigint'
    db.rows(f'create table {table}_marks ("$date" date, {span}, {counts})')
    db.fill(f"{table}_marks", marks(days))
    reach = '"$above" bigint, "$upto" bigint, "$there" timestamp, "$along" bigint'
    db.rows(f'create table {table}_places ("$which" integer, {reach})')
    db.fill(f"{table}_places", places(days))
