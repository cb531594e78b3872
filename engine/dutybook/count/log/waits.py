"""Waits that have a log of their own, put beside the cases they belong to, two columns each."""

from typing import Final

from dutybook.count.log.table import Log
from dutybook.logs.file import EngineError
from dutybook.logs.types import ident
from dutybook.model import Pause
from dutybook.model.values import Waiting

MOST: Final = 50
"""More waits of one case than anybody has; beyond it the log is taken to be something else."""


Put = tuple[tuple[Waiting, ...], list[int]]
"""The columns that waits were put in, and the rows they came from."""


def put_waits(cases: Log, waits: Log, pause: Pause) -> Put:
    """Adds columns (UTC moments) to the table of ``cases``, earliest wait first, where they are not
    there yet; the rows are those of ``waits`` that belong to a case."""
    known = cases.settled.waits
    key = pause, waits.table
    if key not in known:
        known[key] = _put(cases, waits, pause, len(known))
    return known[key]


def _put(cases: Log, waits: Log, pause: Pause, number: int) -> Put:
    """``number`` tells apart several such logs."""
    case = f"cast({ident(str(pause.key))} as varchar)"
    order = '"$begun" nulls first, "$over" nulls last, "$row"'
    rows = f"""
(select *, {case} as "$case" from {waits.table} where "$fault" is null and {case} in (
  select {cases.key} from {cases.table} where "$fault" is null))"""
    listed = f"""
(select *, row_number() over (partition by "$case" order by {order}) as "$n" from (
  {_paired(waits, pause, rows) if pause.begins else _single(waits, pause, rows)}))"""
    used = [row for (row,) in cases.db.rows(f'select "$row" from {listed} order by 1')]
    ((most,),) = cases.db.rows(f'select coalesce(max("$n"), 0) from {listed}')
    if most > MOST:
        raise EngineError(f"{pause.of}: {most} > {MOST}")
    made = tuple(Waiting(f"$begun_{number}_{n}", f"$over_{number}_{n}") for n in range(1, most + 1))
    for name in (name for one in made for name in (one.from_, one.to)):
        cases.db.rows(f"alter table {cases.table} add column {ident(name)} timestamp")
    if made:
        taken = ", ".join(
            f'max("$begun") filter (where "$n" = {n}) as "$b{n}", '
            f'max("$over") filter (where "$n" = {n}) as "$o{n}"'
            for n in range(1, most + 1)
        )
        sets = ", ".join(
            f'{ident(one.from_)} = "$b{n}", {ident(one.to)} = "$o{n}"'
            for n, one in enumerate(made, 1)
        )
        cases.db.rows(f"""
update {cases.table} set {sets} from (select "$case", {taken} from {listed} group by 1) w
where w."$case" = {cases.key}""")
    return made, used


def _single(waits: Log, pause: Pause, rows: str) -> str:
    """Waits that have a row each."""
    (stretch,) = pause.stretches
    begun, over = waits.dialect.instant(stretch.from_), waits.dialect.instant(stretch.to)
    return f'select "$row", "$case", {begun} as "$begun", {over} as "$over" from {rows}'


def _paired(waits: Log, pause: Pause, rows: str) -> str:
    """Waits that begin with one row and end with another. Who waits already does not begin again,
    and who does not wait cannot end it; of a moment that does both the end comes first."""
    assert pause.begins is not None
    assert pause.ends is not None
    begins, ends = waits.dialect.condition(pause.begins), waits.dialect.condition(pause.ends)
    at = waits.dialect.instant(str(waits.source.time))
    turn = 'partition by "$case" order by "$at", "$begins", "$row"'
    told = f"""
(select "$row", "$case", {at} as "$at", ({begins}) as "$begins" from {rows}
  where ({begins}) or ({ends}))"""
    changing = f"""
(select * from (select *, lag("$begins", 1, false) over ({turn}) as "$waits" from {told})
  where "$begins" <> "$waits")"""
    return f"""
select "$row", "$case", "$at" as "$begun", "$over" from (
  select *, lead("$at") over ({turn}) as "$over" from {changing}) where "$begins\""""
