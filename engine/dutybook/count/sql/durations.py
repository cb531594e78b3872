"""How long something took, or for how long a limit was exceeded, as SQL: exact seconds per row.

Between two days whole days are counted. In working time both moments are looked up on the scale of
the calendar, so that a night between them takes none.
"""

from typing import Final

from dutybook.count.sql.columns import Dialect, literal
from dutybook.count.sql.pauses import marked
from dutybook.logs.types import ident, local
from dutybook.model.measure import Duration

_FIRST, _LAST = 90, 91
"""Numbers of the two moments on the scale, beyond those of any pause."""
_DAY: Final = 86_400_000_000
_WORKED: Final = f'"$worked_{_FIRST}"', f'"$worked_{_LAST}"'
UNMEASURED: Final = f"({_WORKED[0]} is null or {_WORKED[1]} is null)"
"""That a moment lies outside what the calendar covers."""


def ends(dialect: Dialect, timed: Duration) -> tuple[str, str]:
    """When a duration that has no limit began, and when it ended, in UTC."""
    last = f"least({', '.join(map(dialect.instant, timed.to))})"
    return dialect.instant(timed.from_), last


def worked(dialect: Dialect, timed: Duration, facts: str, scale: str) -> str:
    """``facts`` with both moments' places on the scale of working time."""
    for number, moment in zip((_FIRST, _LAST), _moments(dialect, timed), strict=True):
        facts = marked(facts, local(moment, dialect.frame.zone), number, scale)
    return facts


def states(timed: Duration) -> list[str]:
    """What becomes of rows without a limit: those not over yet are pending."""
    unmeasured = [f"when {UNMEASURED} then 'uncovered'"] if timed.working else []
    return [
        "when \"$began\" is null then 'no_value'",
        "when \"$done\" is null then 'pending'",
        *unmeasured,
        'when "$done" < "$began" then \'undefined\'',
        "else 'counted'",
    ]


def length(dialect: Dialect, timed: Duration) -> str:
    """What a row adds: seconds, or steps of them."""
    length = _microseconds(dialect, timed)
    if timed.per is None:
        return f"(cast({length} as decimal(24,0)) * 0.000001)"
    step = round(timed.per * 1_000_000)
    more = step - 1 if timed.partial == "up" else 0
    return f"(({length} + {more}) // {step})"


def _microseconds(dialect: Dialect, timed: Duration) -> str:
    if timed.working:
        length = f"({_WORKED[1]} - {_WORKED[0]})"
    elif _by_days(dialect, timed):
        length = _days(dialect, timed)
    else:
        first, last = _moments(dialect, timed)
        length = f"date_diff('microsecond', {first}, {last})"
    return f"greatest({length}, 0)" if timed.late else length


def _by_days(dialect: Dialect, timed: Duration) -> bool:
    """Whether only days tell when it ended."""
    return all(dialect.source.columns[one].type == "date" for one in timed.ends[1])


def _days(dialect: Dialect, timed: Duration) -> str:
    """Whole days; those of a limit count from the day it ends with."""
    if not timed.late:
        last = f"least({', '.join(map(ident, timed.to))})"
        return f"({last} - {ident(timed.from_)}) * {_DAY}"
    zone = dialect.frame.zone
    before = "to_microseconds(1)"  # midnight ends the day before
    due = f'cast({local(f"""("$due" - {before})""", zone)} as date)'
    now = local(f"({literal(dialect.frame.as_of)} - {before})", zone)
    done = local('"$done"', zone)
    return f"(cast(coalesce({done}, {now}) as date) - {due}) * {_DAY}"


def _moments(dialect: Dialect, timed: Duration) -> tuple[str, str]:
    """Between which moments time is counted: what is late still is so at as-of."""
    if not timed.late:
        return '"$began"', '"$done"'
    last = "date_part('microseconds', \"$due\") % 1000000 = 999999"  # of a day: midnight follows
    due = f'("$due" + to_microseconds(case when {last} then 1 else 0 end))'
    return due, f'coalesce("$done", {literal(dialect.frame.as_of)})'
