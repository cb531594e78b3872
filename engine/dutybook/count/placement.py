"""Which rows of which days reach which sheets: one table per log and extent (its *facts*)."""

from collections.abc import Iterable, Sequence

from dutybook.count.approvals import excluded, extra
from dutybook.count.log.table import DuckLog
from dutybook.count.sql.columns import Dialect
from dutybook.logs.connection import Database
from dutybook.logs.types import ident
from dutybook.model import Source
from dutybook.plan.approvals import Approval
from dutybook.plan.extent import Extent
from dutybook.plan.frame import Frame
from dutybook.plan.ownership import Reach


class Facts:
    """The rows placed so far."""

    def __init__(self, db: Database, frame: Frame) -> None:
        self.db = db
        self.frame = frame
        self._numbers: dict[Extent, int] = {}
        self._placed: dict[str, list[Extent]] = {}

    def reach(self, extent: Extent, reach: Iterable[Reach]) -> None:
        """Whom rows of an extent reach."""
        number = self._numbers.setdefault(extent, len(self._numbers))
        bounds = '"$first" date, "$until" date, "$from" timestamp, "$to" timestamp'
        self.db.rows(
            f"create table reach_{number} "
            f'("$sheet" integer, "$employee" varchar, "$area" varchar, {bounds})'
        )
        self.db.fill(f"reach_{number}", reach)

    def place(
        self, log: DuckLog, extent: Extent, approvals: Sequence[Approval], dues: set[str]
    ) -> None:
        """Finds the sheets that each row of an extent reaches."""
        source, dialect = log.source, self.dialect(log.source, extent)
        period = str(source.period_column)
        days = source.columns[period].type == "date"
        first, until = ('"$first"', '"$until"') if days else ('"$from"', '"$to"')
        by_employee = source.employee is not None
        owner, mine = ('"$employee"', source.employee) if by_employee else ('"$area"', source.area)
        within = f"{ident(period)} >= {first} and {ident(period)} < {until}"
        columns = ", ".join(dialect.known(column, dues) for column in source.columns)
        whose = f'"$area" is {"" if by_employee else "not "}null'
        self.db.rows(f"""
create table {self.table(log, extent)} as
select "$row", "$sheet", {ident(period)} as "$time", {log.key} as "$key",
  {excluded(approvals, log)} as "$excluded", {extra(approvals, log)} as "$extra", {columns}
from (select * from {log.table} where "$fault" is null and {dialect.in_period})
join reach_{self._numbers[extent]}
  on {whose} and cast({ident(str(mine))} as varchar) = {owner} and {within}""")
        self._placed.setdefault(log.table, []).append(extent)

    def table(self, log: DuckLog, extent: Extent) -> str:
        """The table of an extent's rows, one for each sheet they reach."""
        return f"facts_{log.table}_{self._numbers[extent]}"

    def tables(self, log: DuckLog) -> list[str]:
        """All tables that rows of ``log`` were placed in."""
        return [self.table(log, extent) for extent in self._placed.get(log.table, ())]

    def dialect(self, source: Source, extent: Extent) -> Dialect:
        """A source's columns on an extent's days."""
        return Dialect(source, self.frame.at(extent.start, extent.end, extent.as_of))
