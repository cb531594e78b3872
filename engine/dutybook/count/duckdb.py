"""DuckDB, in the process: set-based SQL, one pass per source and question for all employees."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from dutybook.count.approvals import excluded, extra
from dutybook.count.conservation import conserve
from dutybook.count.engine import Conservation, Happened, Record, Rejected, Row
from dutybook.count.hits import Counting, Tallies
from dutybook.count.log.cases import CaseLog
from dutybook.count.log.store import LogStore
from dutybook.count.log.table import DuckLog, Known
from dutybook.count.log.waits import put_waits
from dutybook.count.placement import Facts
from dutybook.count.sql.columns import Dialect
from dutybook.finding import Finding
from dutybook.logs.file import LogFile
from dutybook.logs.types import ident
from dutybook.measure.columns import FOR
from dutybook.model import Pause, Source, TimeLimit
from dutybook.model.source import Column
from dutybook.plan.approvals import Approval
from dutybook.plan.extent import Extent
from dutybook.plan.frame import Frame
from dutybook.plan.ownership import Reach
from dutybook.plan.question import Question
from dutybook.workspace import Workspace


class DuckEngine:
    """An :class:`~dutybook.count.engine.Engine` over the rows of a :class:`LogStore`: what it
    makes of them for its frame is its own, and gone when it is closed."""

    def __init__(self, frame: Frame, store: LogStore) -> None:
        self.frame = frame
        self.store = store
        self.db = store.db.beside()
        self.known = Known(frozenset(), frozenset())
        self.logs: dict[str, DuckLog] = {}
        self.facts = Facts(self.db, frame)
        self.counting = Counting(self.db, self.facts, store.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def people(self, known: set[str], areas: set[str]) -> None:
        self.known = Known(frozenset(known), frozenset(areas))

    def reach(self, extent: Extent, reach: Iterable[Reach]) -> None:
        self.facts.reach(extent, reach)

    def files(
        self, workspace: Workspace, source: Source, needed: set[str]
    ) -> tuple[list[LogFile], list[Finding]]:
        return self.store.files(workspace, source, needed)

    def load(self, source: Source, files: Sequence[LogFile]) -> None:
        dialect = Dialect(source, self.frame)
        self.logs[source.source] = self.store.log(dialect, files, self.known).seen(self.db, dialect)

    def given(self, source: Source, rows: Sequence[tuple[object, ...]]) -> None:
        dialect = Dialect(source, self.frame)
        log = DuckLog(self.db, self._table(), dialect, (), self.known)
        log.fill(rows)
        self.logs[source.source] = log

    def derive(self, source: Source) -> None:
        assert source.cases is not None
        events = self.logs[source.cases.of]
        log = CaseLog(self.db, self._table(), Dialect(source, self.frame), events)
        log.derive()
        self.logs[source.source] = log
        self.use(events.source, [])
        self.db.rows(f"""
insert into {_used(events)} select "$row" from {events.table} where {log.usable}""")

    def _table(self) -> str:
        """A name for rows that only this evaluation has."""
        return f"own_log_{len(self.logs)}"

    def waits(self, source: Source, log: Source, pause: Pause) -> Source:
        cases = self.logs[source.source]
        made, used = put_waits(cases, self.logs[log.source], pause)
        self.use(log, used)
        columns = {name: Column("instant") for one in made for name in (one.from_, one.to)}
        source = replace(
            source, columns={**source.columns, **columns}, waits={**source.waits, pause: made}
        )
        self.logs[source.source] = cases.seen(self.db, Dialect(source, self.frame))
        return source

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
        return log.ends(f"started_{number}", self.facts.table(log, extent), limits, starts)

    def judged(self, number: int, states: Iterable[tuple[int, str]]) -> None:
        self.db.rows(f'create table verdict_{number} ("$case" bigint, "$verdict" varchar)')
        self.db.fill(f"verdict_{number}", states)

    def _cases(self, source: Source) -> CaseLog:
        log = self.logs[source.source]
        assert isinstance(log, CaseLog)
        return log

    def place(
        self, source: Source, extent: Extent, approvals: Sequence[Approval], dues: set[str]
    ) -> None:
        self.facts.place(self.logs[source.source], extent, approvals, dues)

    def ask(self, number: int, question: Question, source: Source, sheets: set[int]) -> Tallies:
        log = self.logs[source.source]
        return self.counting.ask(number, question, log, sheets)

    def asked(self, source: Source) -> Sequence[int]:
        return self.counting.asked.get(self.logs[source.source].table, ())

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
        table = _used(self.logs[source.source])
        self.db.rows(f'create table if not exists {table} ("$row" bigint)')
        self.db.fill(table, ((row,) for row in rows))

    def conserve(self, source: Source) -> Conservation:
        self.use(source, [])
        return conserve(self.db, self.logs[source.source], self.counting)

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
        inside = self.facts.dialect(source, Extent(start, end)).in_period
        found = self.db.rows(
            f'select 1 from {log.table} where "$fault" is null and {inside} limit 1'
        )
        return bool(found)

    def begins(self, source: Source) -> date | None:
        return self.logs[source.source].begins()


def _used(log: DuckLog) -> str:
    """The table of rows that counted without a question's having hit them."""
    return f"used_{log.table}"
