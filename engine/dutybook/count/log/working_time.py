"""Working time laid out as tables, for the limits that run in it."""

from dutybook.count.sql.pauses import paused
from dutybook.count.worktime.ends import piece_rows
from dutybook.count.worktime.scale import marks, places
from dutybook.logs.connection import Database
from dutybook.measure.limits import work_rules
from dutybook.model import TimeLimit
from dutybook.roster.attendance.daytable import DayTable


def wind(db: Database, table: str, limit: TimeLimit | None, days: DayTable) -> None:
    """Makes the ``table`` that rows under ``limit`` are joined with; paused limits need two
    more, and for no limit, to tell how long something took, there are only those."""
    if limit is None:
        _scales(db, table, days)
        return
    pieces = '"$start" bigint, "$until" bigint, "$ends" timestamp, "$moves" bigint'
    rule = '"$rule" integer, "$least" bigint, "$day" date'
    db.rows(f"create table {table} ({rule}, {pieces})")
    rules = work_rules(limit)
    for number, mine in enumerate((days, *days.rotas)):
        db.fill(table, piece_rows(mine, rules, number * len(rules)))
    if paused(limit):
        _scales(db, table, days)


def _scales(db: Database, table: str, days: DayTable) -> None:
    """Where moments lie in working time, and the reverse, for limits with pauses: of the calendar
    (worker 0) and of every rota."""
    span = '"$from" bigint, "$to" bigint'
    counts = '"$worked" bigint, "$open" bigint, "$closed" bigint'
    db.rows(f'create table {table}_marks ("$worker" integer, "$date" date, {span}, {counts})')
    reach = '"$above" bigint, "$upto" bigint, "$there" timestamp, "$along" bigint'
    db.rows(f'create table {table}_places ("$worker" integer, "$which" integer, {reach})')
    for number, mine in enumerate((days, *days.rotas)):
        db.fill(f"{table}_marks", ((number, *mark) for mark in marks(mine)))
        db.fill(f"{table}_places", ((number, *place) for place in places(mine)))
