"""Where every row of a source went (docs/semantics.md#conservation)."""

from typing import Final

from dutybook.count.engine import Conservation
from dutybook.count.file import IGNORED
from dutybook.count.log import DuckLog
from dutybook.count.tallies import Counting
from dutybook.logs.connection import Database

_CLASSES: Final = (
    "ignored",
    "rejected",
    "other_period",
    "other_employee",
    "excluded",
    "counted",
    "filtered",
)


def conserve(db: Database, log: DuckLog, counting: Counting) -> Conservation:
    """Each row once, the first class that applies; a row that any question counted is *counted*,
    whichever period it falls in. ``used_<log>`` holds rows that counted without being hit."""
    counted = " union all ".join(
        f"""select "$row" from hit_{number} where "$state" <> 'excluded'"""
        for number in counting.asked.get(log.table, ())
    )
    facts = " union all ".join(
        f'select "$row", "$excluded" from {table}' for table in counting.facts.tables(log)
    )
    facts = facts or f'select "$row", null as "$excluded" from {log.table} where false'
    rows = db.rows(f"""
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
    parts["rejected"] += sum(map(len, log.settled.unparsable))
    return Conservation(log.source.source, log.count(), **parts)
