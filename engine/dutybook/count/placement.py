"""Which rows of which days reach which sheets: one table for each log and extent."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from dutybook.count.approvals import excluded, extra
from dutybook.count.log.logs import Logs
from dutybook.count.log.table import Log
from dutybook.count.sql.columns import Dialect
from dutybook.finding import Finding
from dutybook.logs.connection import Database
from dutybook.logs.file import EngineError
from dutybook.logs.types import ident
from dutybook.measure.columns import due_columns
from dutybook.model import Source
from dutybook.plan.approvals import Approval
from dutybook.plan.basis import Prepared
from dutybook.plan.frame import Frame
from dutybook.plan.ownership import Reach
from dutybook.plan.scope import Extent


class Placement:
    """The rows placed so far; ``reach`` says whose rows of an extent reach which sheets."""

    def __init__(self, db: Database, frame: Frame, reach: Mapping[Extent, Sequence[Reach]]) -> None:
        self.db = db
        self.frame = frame
        self._numbers = {extent: number for number, extent in enumerate(reach)}
        self._placed: dict[str, list[Extent]] = {}
        self._approved: set[str] = set()
        bounds = '"$first" date, "$until" date, "$from" timestamp, "$to" timestamp, "$rota" integer'
        columns = f'"$sheet" integer, "$employee" varchar, "$area" varchar, {bounds}'
        for extent, number in self._numbers.items():
            self.db.rows(f"create table reach_{number} ({columns})")
            self.db.fill(f"reach_{number}", reach[extent])

    def place(
        self,
        log: Log,
        extent: Extent,
        approvals: Sequence[Approval] = (),
        dues: Set[str] = frozenset(),
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
select "$row", "$sheet", "$rota", {ident(period)} as "$time", {log.key} as "$key",
  {excluded(approvals, log)} as "$excluded", {extra(approvals, log)} as "$extra", "$bad", {columns}
from (select * from {log.table} where "$fault" is null and {dialect.in_period})
join reach_{self._numbers[extent]}
  on {whose} and cast({ident(str(mine))} as varchar) = {owner} and {within}""")
        self._placed.setdefault(log.table, []).append(extent)
        if approvals:
            self._approved.add(log.table)

    def table(self, log: Log, extent: Extent) -> str:
        """The table of an extent's rows, one for each sheet they reach."""
        return f"placed_{log.table}_{self._numbers[extent]}"

    def approved(self, log: Log) -> bool:
        """Whether approvals say anything about rows of ``log``: they may leave some out."""
        return log.table in self._approved

    def tables(self, log: Log) -> list[str]:
        """All tables that rows of ``log`` were placed in."""
        return [self.table(log, extent) for extent in self._placed.get(log.table, ())]

    def dialect(self, source: Source, extent: Extent) -> Dialect:
        """A source's columns on an extent's days."""
        return Dialect(source, self.frame.at(extent.start, extent.end, extent.as_of))


def place(placement: Placement, logs: Logs, ready: Prepared) -> Logs:
    """Places the rows of all ``logs`` that are anybody's; those stay whose rows could be."""
    found: dict[str, Log] = {}
    findings = list(logs.findings)
    for name, log in logs.of.items():
        source = log.source
        if source.cases and source.cases.of not in found:
            continue  # what is wrong with the events was said
        mine = [a for a in ready.approved if a.adjustment.source == name]
        try:
            _place(placement, log, mine, ready)
        except EngineError as error:  # only approvals bring expressions of their own
            at = mine[0].adjustment.origin.place if mine else source.origin.place
            findings.append(Finding("adjustment-failed", at, {"reason": str(error)}))
            continue
        found[name] = log
    return replace(logs, of=found, findings=findings)


def _place(placement: Placement, log: Log, approvals: Sequence[Approval], ready: Prepared) -> None:
    if not (log.source.employee or log.source.area):
        return  # events that only make up cases
    name, plan = log.source.source, ready.plan
    dues = {c for _, question in plan.of_source(name) for c in due_columns(question.measure)}
    for extent in plan.extents(name):
        placement.place(log, extent, approvals, dues)
