"""DuckDB, in the process: set-based SQL, one pass per source and question for all employees."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Self

from dutybook.evaluate.engines import (
    Conservation,
    EngineError,
    Happened,
    Incident,
    LogFile,
    Reach,
    Record,
    Rejected,
    Row,
    Tally,
)
from dutybook.evaluate.engines.approval import excluded, extra
from dutybook.evaluate.engines.cases import CaseLog
from dutybook.evaluate.engines.clock import wind
from dutybook.evaluate.engines.database import Database
from dutybook.evaluate.engines.ducklog import DuckLog
from dutybook.evaluate.engines.reading import IGNORED
from dutybook.evaluate.engines.waits import put_waits
from dutybook.evaluate.extent import Extent
from dutybook.evaluate.measuring.columns import FOR, span_of
from dutybook.evaluate.measuring.dialect import Dialect, Frame
from dutybook.evaluate.measuring.sql import hits, incidents, picked, rolling
from dutybook.evaluate.measuring.worktime import work_rules
from dutybook.evaluate.plan import Question
from dutybook.evaluate.reading.adjust import Approval
from dutybook.evaluate.reading.typed import ident
from dutybook.grammar.clock import midnight
from dutybook.model import Pause, Source, TimeLimit
from dutybook.model.measure import Conformance
from dutybook.model.source import Column

_CLASSES: Final = (
    "ignored",
    "rejected",
    "other_period",
    "other_employee",
    "excluded",
    "counted",
    "filtered",
)


class DuckEngine:
    """An :class:`~dutybook.evaluate.engines.Engine` over an in-memory database."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.folder = tempfile.TemporaryDirectory(prefix="dutybook-")
        self.db = Database()
        self.logs: dict[str, DuckLog] = {}
        self.asked: dict[str, list[int]] = {}
        self.extents: dict[Extent, int] = {}
        self.clocks: set[str] = set()
        self.placed: dict[str, list[Extent]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.folder.cleanup()

    def people(self, known: set[str], areas: set[str]) -> None:
        self.db.rows("""
create table asked ("$question" integer, "$sheet" integer);
create table known_employee ("$name" varchar); create table known_area ("$name" varchar)""")
        self.db.fill("known_employee", ((name,) for name in sorted(known)))
        self.db.fill("known_area", ((name,) for name in sorted(areas)))

    def reach(self, extent: Extent, reach: Iterable[Reach]) -> None:
        number = self.extents.setdefault(extent, len(self.extents))
        bounds = '"$first" date, "$until" date, "$from" timestamp, "$to" timestamp'
        self.db.rows(
            f"create table reach_{number} "
            f'("$sheet" integer, "$employee" varchar, "$area" varchar, {bounds})'
        )
        self.db.fill(f"reach_{number}", reach)

    def load(self, source: Source, files: Sequence[LogFile]) -> None:
        log = DuckLog(self.db, len(self.logs), Dialect(source, self.frame), files)
        log.load(Path(self.folder.name))
        self._keep(source, log)

    def _keep(self, source: Source, log: DuckLog) -> None:
        """Questions may be asked of the log from here on."""
        self.logs[source.source] = log
        self.asked[source.source] = []
        self.placed[source.source] = []

    def derive(self, source: Source) -> None:
        assert source.cases is not None
        events = self.logs[source.cases.of]
        log = CaseLog(self.db, len(self.logs), Dialect(source, self.frame), events)
        log.load(Path(self.folder.name))
        self._keep(source, log)
        self.use(events.source, [])
        self.db.rows(
            f'insert into used_{events.table} select "$row" from {events.table} where {log.usable}'
        )

    def waits(self, source: Source, log: Source, pause: Pause) -> Source:
        number = len(source.waits)
        made, used = put_waits(self.logs[source.source], self.logs[log.source], pause, number)
        self.use(log, used)
        columns = {name: Column("instant") for one in made for name in (one.from_, one.to)}
        return replace(
            source, columns={**source.columns, **columns}, waits={**source.waits, pause: made}
        )

    def happened(self, source: Source) -> Iterator[Happened]:
        return self._cases(source).happened()

    def ends(
        self,
        number: int,
        source: Source,
        extent: Extent,
        limits: Mapping[int, TimeLimit],
        starts: Sequence[tuple[int, int, datetime]],
    ) -> dict[tuple[int, int], datetime | None]:
        log = self._cases(source)
        return log.ends(f"started_{number}", self._facts(log, extent), limits, starts)

    def judged(self, number: int, states: Iterable[tuple[int, str]]) -> None:
        self.db.rows(f'create table verdict_{number} ("$case" bigint, "$verdict" varchar)')
        self.db.fill(f"verdict_{number}", states)

    def _cases(self, source: Source) -> CaseLog:
        log = self.logs[source.source]
        assert isinstance(log, CaseLog)
        return log

    def given(self, source: Source, rows: Sequence[tuple[object, ...]]) -> None:
        log = DuckLog(self.db, len(self.logs), Dialect(source, self.frame), ())
        log.fill(rows)
        self._keep(source, log)

    def place(
        self, source: Source, extent: Extent, approvals: Sequence[Approval], dues: set[str]
    ) -> None:
        log, dialect = self.logs[source.source], self._dialect(source, extent)
        period = str(source.period_column)
        days = source.columns[period].type == "date"
        first, until = ('"$first"', '"$until"') if days else ('"$from"', '"$to"')
        by_employee = source.employee is not None
        owner, mine = ('"$employee"', source.employee) if by_employee else ('"$area"', source.area)
        within = f"{ident(period)} >= {first} and {ident(period)} < {until}"
        columns = ", ".join(dialect.known(column, dues) for column in source.columns)
        whose = f'"$area" is {"" if by_employee else "not "}null'
        self.db.rows(f"""
create table {self._facts(log, extent)} as
select "$row", "$sheet", {ident(period)} as "$time", {log.key} as "$key",
  {excluded(approvals, log)} as "$excluded", {extra(approvals, log)} as "$extra", {columns}
from (select * from {log.table} where "$fault" is null and {dialect.in_period})
join reach_{self.extents[extent]}
  on {whose} and cast({ident(str(mine))} as varchar) = {owner} and {within}""")
        self.placed[source.source].append(extent)

    def _facts(self, log: DuckLog, extent: Extent) -> str:
        """The table of an extent's rows, one for each sheet they reach."""
        return f"facts_{log.table}_{self.extents[extent]}"

    def _dialect(self, source: Source, extent: Extent) -> Dialect:
        return Dialect(source, self.frame.at(extent.start, extent.end, extent.as_of))

    def ask(
        self, number: int, question: Question, source: Source, sheets: set[int]
    ) -> dict[int, list[Tally]]:
        log, dialect = self.logs[source.source], self._dialect(source, question.extent)
        self.db.fill("asked", ((number, sheet) for sheet in sorted(sheets)))
        facts, clock = self._facts(log, question.extent), self._clock(number, question)
        if isinstance(question.measure, Conformance):
            facts = f'(select * from {facts} left join verdict_{number} on "$row" = "$case")'
        self.db.rows(
            f"create table hit_{number} as {hits(question, number, facts, dialect, clock)}"
        )
        self.asked[source.source].append(number)
        own = '"$num" is not null and "$picked"'
        found = self.db.rows(f"""
select "$sheet", "$group", "$window", sum("$num") filter ({own}), sum("$den") filter ({own}),
  sum("$amount"), count("$num"), count(*) filter ("$state" = 'pending'),
  count(*) filter ("$state" = 'no_value'), count(*) filter ("$state" = 'undefined'),
  count(*) filter ("$state" = 'uncovered')
from {picked(question.measure, f"hit_{number}")} group by 1, 2, 3 order by all""")
        tallies = self._incidents(number, question, dialect, self._tallies(number, found))
        return self._rolling(number, question, source, tallies)

    def _tallies(self, number: int, found: list[tuple[Any, ...]]) -> dict[int, list[Tally]]:
        set_aside = self.db.rows(f"""
select "$sheet", "$group", "$window", "$excluded", count(*) from hit_{number}
where "$state" = 'excluded' group by all order by all""")
        left_out: dict[tuple[int, str, date | None], dict[int, int]] = {}
        for sheet, group, window, approval, count in set_aside:
            left_out.setdefault((sheet, group, window), {})[approval] = count
        tallies: dict[int, list[Tally]] = {}
        for sheet, group, window, num, den, amount, counted, *waiting in found:
            sums = _exact(num), _exact(den), _exact(amount)
            pending, no_value, undefined, uncovered = waiting
            excluded_ = left_out.get((sheet, group, window), {})
            tally = Tally(
                group, window, *sums, counted, pending, no_value, undefined, uncovered, excluded_
            )
            tallies.setdefault(sheet, []).append(tally)
        return tallies

    def _incidents(
        self, number: int, question: Question, dialect: Dialect, tallies: dict[int, list[Tally]]
    ) -> dict[int, list[Tally]]:
        """``tallies`` with the incidents themselves, in order, where their repetition matters."""
        if question.repeat is None:
            return tallies
        found: dict[int, list[Incident]] = {}
        if question.before:
            self._earlier(number, question, dialect.source, found)
        for sheet, day, kind, points in self.db.rows(incidents(question, f"hit_{number}", dialect)):
            found.setdefault(sheet, []).append(Incident(day, kind, _exact(points)))
        return {
            sheet: [replace(tally, incidents=tuple(found.get(sheet, ()))) for tally in listed]
            for sheet, listed in tallies.items()
        }

    def _earlier(
        self, number: int, question: Question, source: Source, found: dict[int, list[Incident]]
    ) -> None:
        """Incidents of the days before, which count for nothing but may be repeated."""
        assert question.before is not None
        log, dialect = self.logs[source.source], self._dialect(source, question.before)
        facts, table = self._facts(log, question.before), f"earlier_{number}"
        clock = self._clock(number, question)
        self.db.rows(f"create table {table} as {hits(question, number, facts, dialect, clock)}")
        for sheet, day, kind, points in self.db.rows(incidents(question, table, dialect)):
            found.setdefault(sheet, []).append(Incident(day, kind, _exact(points), earlier=True))

    def _rolling(
        self, number: int, question: Question, source: Source, tallies: dict[int, list[Tally]]
    ) -> dict[int, list[Tally]]:
        """``tallies`` with the most that any rolling stretch adds up to, where that is asked."""
        over = getattr(question.measure, "over", None)
        if over is None or over.kind != "rolling":
            return tallies
        frame = self.frame
        if source.columns[str(source.period_column)].type == "date":
            frame = replace(frame, start=midnight(frame.start_day), end=midnight(frame.end_day))
        at = 'cast("$time" as timestamp)'
        most = dict(self.db.rows(rolling(over, f"hit_{number}", at, frame)))
        return {
            sheet: [replace(tally, numerator=_exact(most.get(sheet)))]
            for sheet, (tally, *_) in tallies.items()
        }

    def _clock(self, number: int, question: Question) -> str:
        """The table of a question's working time, filled where it has any."""
        span, days, table = span_of(question.measure), self.frame.days, f"clock_{number}"
        if span and work_rules(span.within) and table not in self.clocks:
            self.clocks.add(table)
            assert days is not None  # supported.py lets no other question through
            wind(self.db, table, span.within, days)
        return table

    def records(
        self, question: Question, source: Source, approvals: Sequence[Approval]
    ) -> list[Record]:
        log = self.logs[source.source]
        where = getattr(question.measure, "where", None)
        chosen = f"({log.dialect.condition(where)})" if where else "true"
        time = source.time or str(source.period_column)
        names = ident(FOR) if FOR in source.columns else "null"
        particular = [approval for approval in approvals if not approval.by_moment]
        owner = f"cast({ident(log.owner)} as varchar)"
        query = f"""
select "$row", {log.key}, "$employee", {log.dialect.instant(time)} as "$at",
  cast({names} as date), {excluded(particular, log)}, {extra(particular, log)}
from (select *, {owner} as "$employee" from {log.table}
  where "$fault" is null and {chosen} and {log.dialect.before(time)})
order by "$at", 2, 1"""
        return [Record(*row) for row in self.db.rows(query)]

    def use(self, source: Source, rows: Sequence[int]) -> None:
        table = f"used_{self.logs[source.source].table}"
        self.db.rows(f'create table if not exists {table} ("$row" bigint)')
        self.db.fill(table, ((row,) for row in rows))

    def conserve(self, source: Source) -> Conservation:
        log = self.logs[source.source]
        self.use(source, [])
        counted = " union all ".join(
            f'select "$row" from hit_{n} where "$state" <> \'excluded\''
            for n in self.asked[source.source]
        )
        facts = " union all ".join(
            f'select "$row", "$excluded" from {self._facts(log, extent)}'
            for extent in self.placed[source.source]
        )
        facts = facts or f'select "$row", null as "$excluded" from {log.table} where false'
        rows = self.db.rows(f"""
with hit as ({counted or 'select null::bigint as "$row" where false'}),
  used as (select "$row" from used_{log.table}),
  reached as (select "$row", bool_and("$excluded" is not null) as "$out" from ({facts}) group by 1)
select case when "$fault" = {IGNORED} then 'ignored' when "$fault" is not null then 'rejected'
  when l."$row" in (select "$row" from used) then 'counted'
  when l."$row" in (select "$row" from hit) then 'counted'
  when not {log.dialect.in_period} then 'other_period'
  when "$out" is null then 'other_employee' when "$out" then 'excluded' else 'filtered' end
  as class, count(*)
from {log.table} l left join reached on l."$row" = reached."$row" group by 1""")
        parts = dict.fromkeys(_CLASSES, 0) | dict(rows)
        parts["rejected"] += sum(map(len, log.unparsable))
        return Conservation(source.source, log.count(), **parts)

    def rejected(self, source: Source) -> list[Rejected]:
        return self.logs[source.source].rejected()

    def rows(self, number: int, source: Source, sheet: int) -> list[Row]:
        log = self.logs[source.source]
        found = self.db.rows(
            'select "$row", "$key", "$time", "$state", "$due", "$done", "$num", "$group" '
            f'from hit_{number} where "$sheet" = ? order by "$time", "$key", "$row"', [sheet]
        )  # fmt: skip
        places = log.lines(row for row, *_ in found)
        return [
            Row(key, *places[row], at, state, due, done, num, group)
            for row, key, at, state, due, done, num, group in found
        ]

    def places(self, source: Source, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        return self.logs[source.source].lines(rows)

    def keys(self, source: Source, wanted: Iterable[str]) -> set[str]:
        log = self.logs[source.source]
        query = f"select {log.key} as key from {log.table} where key in (select unnest(?))"
        return {key for (key,) in self.db.rows(query, [list(wanted)])}

    def holds(self, source: Source, start: date | None = None, end: date | None = None) -> bool:
        log = self.logs[source.source]
        if start is None or end is None:
            return log.count() > 0
        inside = self._dialect(source, Extent(start, end)).in_period
        found = self.db.rows(
            f'select 1 from {log.table} where "$fault" is null and {inside} limit 1'
        )
        return bool(found)

    def begins(self, source: Source) -> date | None:
        log = self.logs[source.source]
        day = log.dialect.day(str(source.period_column))
        ((first,),) = self.db.rows(f'select min({day}) from {log.table} where "$fault" is null')
        return first  # type: ignore[no-any-return]


def _exact(value: Decimal | int | float | None) -> Fraction:
    """A sum; floats mean that an expression left the exact numbers."""
    if isinstance(value, float):
        raise EngineError("floating point")
    return Fraction(value or 0)
