"""The records of a log that may answer what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dutybook.count.approvals import excluded, extra
from dutybook.count.log.table import Log
from dutybook.logs.types import ident
from dutybook.measure.kinds.schedule import FOR, Scheduled
from dutybook.plan.approvals import Approval


@dataclass(frozen=True, slots=True)
class Record:
    """A row that may answer something owed; moments are UTC."""

    row: int
    key: str
    employee: str
    at: datetime
    names: date | None
    excluded: int | None
    extra: int


def records(measure: Scheduled, log: Log, approvals: Sequence[Approval]) -> list[Record]:
    """Rows a schedule's measure selects, whichever period they fall in, oldest first."""
    source = log.source
    chosen = f"({log.dialect.condition(measure.where)})" if measure.where else "true"
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
    return [Record(*row) for row in log.db.rows(query)]
