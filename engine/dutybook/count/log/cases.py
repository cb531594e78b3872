"""Cases made of events: one row per case, with what the source says to take from its events.

Which event is first never depends on the order of rows: ties in time are broken by content. Events
after as-of have not happened, those of actors who are no employees are no part of a case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dutybook.count.log.table import Log
from dutybook.count.log.typed_rows import typed_rows
from dutybook.count.log.working_time import wind
from dutybook.count.sql.columns import Dialect
from dutybook.count.sql.deadlines import clocked, deadline
from dutybook.logs.connection import Database
from dutybook.logs.file import LogFile
from dutybook.logs.types import ident, sql_type
from dutybook.measure.limits import work_rules
from dutybook.model import TimeLimit
from dutybook.model.measure import Span
from dutybook.model.source import Cases, Column, Taken

Happened = tuple[int, str, datetime, str, str]
"""An event of a case: the case's row and key, when (UTC), what, and who did it."""

START = "$from"
"""From when a limit of a step runs, beside the case's own columns."""


class CaseLog(Log):
    """Rows derived from another log; a case stands where its first event in the file stands."""

    def __init__(self, db: Database, table: str, dialect: Dialect, events: Log) -> None:
        super().__init__(db, table, dialect, (), events.known)
        self.events = events
        assert self.source.cases is not None
        self.cases: Cases = self.source.cases

    def derive(self) -> None:
        """Makes the cases; nothing is read from files."""
        self._create()
        kept = self._kept()
        kinds = {name: kind for name, kind, *_ in self.db.rows(f"describe {kept}")}
        file = LogFile(Path(), "", "", {name: name for name in self.source.columns})
        rows = typed_rows(file, 0, kept, kinds, self.dialect, self.faults)
        self.db.rows(f"insert into {self.table} {rows}")
        self._mark_duplicates()
        self._mark_unknown()
        self.events.use(())
        used, events = self.events.used, self.events.table
        self.db.rows(f'insert into {used} select "$row" from {events} where {self.usable}')

    @property
    def basis(self) -> Log:
        return self.events

    @property
    def origins(self) -> Sequence[LogFile]:
        return self.events.files

    def lines(self, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        return self.events.lines(rows)

    @property
    def usable(self) -> str:
        """That an event belongs to a case."""
        time = str(self.events.source.time)
        known = self.events.dialect.before(time)
        return f'"$fault" is null and {known} and {ident(self.cases.key)} is not null'

    def happened(self) -> Iterator[Happened]:
        """Events by case and time: the case's row and key, when, what, and who did it."""
        time = self.events.dialect.instant(str(self.events.source.time))
        actor = f"cast({ident(self.cases.actor)} as varchar)" if self.cases.actor else "''"
        activity = f"cast({ident(str(self.cases.activity))} as varchar)"
        key = ident(self.source.key[0])
        found = self.db.rows(f"""
select c."$row", c."$key", e."$at", e."$activity", e."$actor"
from (select cast({ident(self.cases.key)} as varchar) as "$case", {time} as "$at",
    coalesce({activity}, '') as "$activity", coalesce({actor}, '') as "$actor"
  from {self.events.table} where {self.usable}) e
join (select "$row", {self.key} as "$key", cast({key} as varchar) as "$case"
  from {self.table} where "$fault" is null) c using ("$case")
order by c."$key", e."$at", e."$activity", e."$actor" """)
        yield from found

    def ends(
        self,
        name: str,
        placed: str,
        limits: Mapping[int, TimeLimit],
        starts: Sequence[tuple[int, int, datetime]],
    ) -> dict[tuple[int, int], datetime | None]:
        """When limits end, by case and number of the limit (None: on no day of the calendar);
        those that do not apply to a case are left out. ``name`` is for tables of its own."""
        self.db.rows(f"""
create table {name} ("$case" bigint, "$number" integer, {ident(START)} timestamp)""")
        self.db.fill(name, starts)
        columns = {**self.source.columns, START: Column("instant")}
        dialect = replace(self.dialect, source=replace(self.source, columns=columns))
        cases = self._as_of(dialect)
        found: dict[tuple[int, int], datetime | None] = {}
        for number, limit in limits.items():
            rows = f"""
(select {cases}, s.{ident(START)}, coalesce(x."$extra", 0) as "$extra",
    coalesce(x."$rota", 0) as "$rota" from {name} s
  join {self.table} c on c."$row" = s."$case"
  left join (select "$row", max("$extra") as "$extra", max("$rota") as "$rota"
    from {placed} group by 1) x
    on x."$row" = c."$row" where s."$number" = {number})"""
            query = self._due(f"{name}_{number}", rows, dialect, START, limit)
            for row, due, needs in self.db.rows(f'select "$row", "$end", "$needs" from {query}'):
                if due is not None or needs is not None:
                    found[row, number] = due
        return found

    def _as_of(self, dialect: Dialect) -> str:
        """The columns of a case; waits that their log tells of after as-of have not begun, or have
        not ended."""
        waits = (
            end
            for made in self.source.waits.values()
            for one in made
            for end in (one.from_, one.to)
        )
        known = ", ".join(dialect.known(column, set()) for column in waits)
        return f"c.* replace ({known})" if known else "c.*"

    def _due(self, clock: str, rows: str, dialect: Dialect, start: str, limit: TimeLimit) -> str:
        """``rows`` with ``$end``, when ``limit`` ends, and ``$needs``, set where only a calendar
        could tell."""
        span, days = Span(start, (), limit), dialect.frame.days
        # no step is done yet: a wait that goes on ends with as-of
        rows = f'(select *, cast(null as timestamp) as "$done" from {rows})'
        if not work_rules(limit) or days is None:
            return f'(select *, {deadline(dialect, span)} as "$end", null as "$needs" from {rows})'
        wind(self.db, clock, limit, days)
        rows = clocked(dialect, span, rows, clock)
        return f'(select *, {deadline(dialect, span)} as "$end" from {rows})'

    def _kept(self) -> str:
        """A query of the cases: the row of the first event, then the declared columns; moments as
        with a zone, so that they are read as what they are."""
        zoned = [
            f"timezone('UTC', {ident(name)}) as {ident(name)}"
            if column.type == "instant"
            else ident(name)
            for name, column in self.source.columns.items()
        ]
        owned = self._owned(self._taken())
        return f'select "$record", {", ".join(zoned)} from {owned}'

    def _taken(self) -> str:
        """What is taken from events, the owner at breach excepted."""
        columns = []
        for name, column in self.source.columns.items():
            value = "null"
            if name == self.source.key[0]:
                value = f"any_value({ident(self.cases.key)})"
            elif name in self.cases.columns:
                value = self._value(self.cases.columns[name])
            elif name == self.source.employee and self.cases.owner in ("first", "last"):
                value = self._value(self._handler)
            columns.append(f"try_cast({value} as {sql_type(column.type)}) as {ident(name)}")
        return f"""
(select min("$row") as "$record", {ident(self.cases.key)} as "$case", {", ".join(columns)}
from {self.events.table} where {self.usable} group by {ident(self.cases.key)})"""

    @property
    def _handler(self) -> Taken:
        """Whoever did the first or the last event."""
        actor = self.cases.actor
        return Taken(first=actor) if self.cases.owner == "first" else Taken(last=actor)

    def _owned(self, taken: str) -> str:
        """Whoever last had the case by the end of its limit, where that is whose it is."""
        owner, breach = self.source.employee, self.cases.breach
        if self.cases.owner != "at_breach" or owner is None or breach is None:
            return taken
        time = self.events.dialect.instant(str(self.events.source.time))
        rows = f'(select *, 0::bigint as "$extra", 0 as "$rota" from {taken})'
        due = self._due(f"{self.table}_breach", rows, self.dialect, breach.from_, breach.within)
        actor = ident(str(self.cases.actor))
        last = self._first(f"e.{actor}", "desc", "e.")
        return f"""
(select * replace ("$owner" as {ident(owner)}) from {due} c left join (
  select d."$case" as "$whose", {last} filter (where e.{actor} is not null
    and e."$at" <= coalesce(d."$end", timestamp '9999-12-31')) as "$owner"
  from {due} d join (select *, {time} as "$at" from {self.events.table} where {self.usable}) e
    on e.{ident(self.cases.key)} = d."$case" group by 1) o on o."$whose" = c."$case")"""

    def _value(self, taken: Taken) -> str:
        where = taken.count or taken.exists or taken.where
        chosen = f"({self.events.dialect.condition(where)})" if where else "true"
        if taken.count:
            return f"count(*) filter (where {chosen})"
        if taken.exists:
            return f"coalesce(bool_or({chosen}), false)"
        column = ident(str(taken.first or taken.last or taken.sum))
        if taken.sum:
            return f"sum({column}) filter (where {chosen})"
        way = "asc" if taken.first else "desc"
        return f"{self._first(column, way)} filter (where {chosen} and {column} is not null)"

    def _first(self, value: str, way: str, of: str = "") -> str:
        """The value at the first (or last) event; ties in time are broken by content."""
        names = dict.fromkeys([str(self.events.source.time), *self.events.source.columns])
        order = ", ".join(f"{of}{ident(name)} {way} nulls last" for name in names)
        return f"first({value} order by {order})"
