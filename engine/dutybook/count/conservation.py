"""Where every row of a source went (docs/semantics.md#conservation)."""

from dataclasses import dataclass
from typing import Final

from dutybook.count.hits import Hits
from dutybook.count.log.table import Log
from dutybook.count.log.typed_rows import IGNORED

_CLASSES: Final = (
    "ignored",
    "rejected",
    "other_period",
    "other_employee",
    "excluded",
    "counted",
    "filtered",
)


@dataclass(frozen=True, slots=True)
class Conservation:
    """Where the rows of a source went; the parts sum to ``read``."""

    source: str
    read: int = 0
    counted: int = 0
    other_period: int = 0
    other_employee: int = 0
    filtered: int = 0
    excluded: int = 0
    rejected: int = 0
    ignored: int = 0

    @property
    def whole(self) -> bool:
        """Whether every row is accounted for once."""
        parts = (self.counted, self.other_period, self.other_employee, self.filtered, self.excluded)
        return self.read == sum(parts) + self.rejected + self.ignored


def conserve(log: Log, hits: Hits) -> Conservation:
    """Each row once, the first class that applies; a row that any question counted is *counted*,
    whichever period it falls in."""
    log.use(())
    counted = " union all ".join(
        f"""select "$row" from hit_{number} where "$state" <> 'excluded'"""
        for number in hits.asked(log)
    )
    placed = " union all ".join(
        f'select "$row", "$excluded" from {table}' for table in hits.placement.tables(log)
    )
    placed = placed or f'select "$row", null as "$excluded" from {log.table} where false'
    rows = log.db.rows(f"""
with hit as ({counted or 'select null::bigint as "$row" where false'}),
  used as (select "$row" from {log.used}),
  reached as (select "$row", bool_and("$excluded" is not null) as "$out" from ({placed}) group by 1)
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
