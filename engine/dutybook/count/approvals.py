"""Approved exclusions and extensions as SQL over a source's rows."""

from collections.abc import Sequence

from dutybook.count.log.table import Log
from dutybook.count.sql.columns import literal
from dutybook.logs.types import text
from dutybook.plan.approvals import Approval


def excluded(approvals: Sequence[Approval], log: Log) -> str:
    """Number of the first approval that leaves a row out."""
    cases = [f"when {_covers(a, log)} then {a.number}" for a in approvals if a.excludes]
    return f"case {' '.join(cases)} end" if cases else "null::integer"


def extra(approvals: Sequence[Approval], log: Log) -> str:
    """Microseconds that extensions add to a row's limit."""
    cases = [
        f"case when {_covers(a, log)} then {a.extra}::bigint else 0 end"
        for a in approvals
        if not a.excludes
    ]
    return f"({' + '.join(cases) or '0'})::bigint"


def _covers(approval: Approval, log: Log) -> str:
    """That an approval is about a row."""
    about, dialect = approval.adjustment, log.dialect
    said = []
    if about.rows:
        said.append(f"{log.key} in ({', '.join(map(text, about.rows))})")
    if about.where is not None:
        said.append(f"({dialect.condition(about.where)})")
    if about.employees:
        said.append(f'"$employee" in ({", ".join(map(text, about.employees))})')
    if approval.window:
        at = dialect.instant(str(dialect.source.time or dialect.source.period_column))
        start, end = map(literal, approval.window)
        said.append(f"{at} >= {start} and {at} < {end}")
    return " and ".join(said)
