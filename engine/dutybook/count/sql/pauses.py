"""Pauses as SQL: how far waiting for someone else moves the end of a row's limit.

Hours stand still while a case waits; of limits that count days, a day does not count if the case is
waiting when it ends. What begins after the limit has ended moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dutybook.count.sql.columns import Dialect, literal
from dutybook.count.sql.limits import chosen
from dutybook.count.worktime.scale import DAYS, TIME
from dutybook.logs.types import ident, local
from dutybook.measure.limits import all_limits, on_calendar
from dutybook.model import Pause, TimeLimit
from dutybook.model.values import Waiting

UNPAUSED = '("$ends" + to_microseconds("$moves" * "$into"))'
"""The end of a limit in working time without its pauses, on the clock on the wall."""


def paused(limit: TimeLimit) -> list[TimeLimit]:
    """The limits in working time, among a limit and those inside it, that have pauses."""
    return [one for one in all_limits(limit) if one.pause is not None and on_calendar(one)]


def muddled(dialect: Dialect, limit: TimeLimit) -> str | None:
    """That a row's pauses cannot be right: ended before they began, or overlapping; None for
    limits without any."""
    if not any(one.pause for one in all_limits(limit)):
        return None
    return chosen(limit, lambda one: _muddle(dialect, one.pause) if one.pause else "false")


def stretched_by(
    pause: Pause, moments: Sequence[tuple[str, str]], start: str, end: str, sums: "Sums"
) -> str:
    """``end`` moved by every pause that begins before it; ``moments``: where each begins and ends,
    on whatever scale ``sums`` reckons with; what lies before ``start`` does not count. They follow
    each other, so that one counts if it begins before the end as all those before it moved it."""
    lengths = [
        f"coalesce(greatest({sums.between(f'greatest({begun}, {start})', over)}, 0), 0)"
        for begun, over in moments
    ]
    counted = []
    for number, ((begun, _), length) in enumerate(zip(moments, lengths, strict=True)):
        so_far = sums.later(end, " + ".join(lengths[:number])) if number else end
        counted.append(f"case when {begun} < {so_far} then {length} else 0 end")
    if counted:
        end = sums.later(end, " + ".join(counted))
    if pause.length:
        column, unit = pause.length
        end = sums.later(end, f"coalesce({_length(column, unit if sums.microseconds else 1)}, 0)")
    return end


@dataclass(frozen=True, slots=True)
class Sums:
    """How SQL reckons on a scale: moments in microseconds, local moments in days, or numbers."""

    kind: str
    microseconds: bool = True

    def between(self, first: str, last: str) -> str:
        """How much lies between two points."""
        if self.kind == "moments":
            return f"date_diff('microsecond', {first}, {last})"
        if self.kind == "dates":
            return f"date_diff('day', cast({first} as date), cast({last} as date))"
        return f"({last} - {first})"

    def later(self, point: str, by: str) -> str:
        """A point moved."""
        if self.kind == "moments":
            return f"({point} + to_microseconds({by}))"
        if self.kind == "dates":
            return f"({point} + to_days(cast({by} as integer)))"
        return f"({point} + {by})"


MOMENTS, DATES = Sums("moments"), Sums("dates", microseconds=False)
WORKED, CLOSED = Sums("numbers"), Sums("numbers", microseconds=False)


def waited(dialect: Dialect, pause: Pause, *, wall_clock: bool) -> list[tuple[str, str]]:
    """When each pause of a row began and ended, in UTC or local time; one that still goes on ends
    with the case, or at as-of."""
    at = dialect.wall_clock if wall_clock else dialect.instant
    as_of = literal(dialect.frame.as_of)
    ends = ['"$done"', as_of]
    if wall_clock:
        ends = [local(end, dialect.frame.zone) for end in ends]
    stretches = stretches_of(dialect, pause)
    return [(at(w.from_), f"coalesce({', '.join([at(w.to), *ends])})") for w in stretches]


def stretches_of(dialect: Dialect, pause: Pause) -> tuple[Waiting, ...]:
    """The columns between which a case waits: its own, or those made of the log of its waits."""
    return dialect.source.waits[pause] if pause.of else pause.stretches


def placed(dialect: Dialect, limit: TimeLimit, facts: str, clock: str) -> str:
    """``facts`` with ``$reached``: when a paused limit in working time ends, and ``$moved``: that
    its pauses moved the end at all. ``clock`` names the tables of both scales."""
    moments = [UNPAUSED]
    for one in paused(limit):
        assert one.pause is not None
        moments += [m for pair in waited(dialect, one.pause, wall_clock=True) for m in pair]
    moments = list(dict.fromkeys(moments))
    for number, moment in enumerate(moments):
        facts = marked(facts, moment, number, clock)

    def distance(one: TimeLimit) -> str:
        return _distance(dialect, one, moments) if one in paused(limit) else "null"

    reach = (
        f'(select *, {chosen(limit, distance)} as "$far", {_scale(limit)} as "$scale" from {facts})'
    )
    moved = f'"$far" <> case "$scale" when {TIME} then "$worked_0" else "$closed_0" end'
    return f"""
(select *, {moved} as "$shifted",
   "$there" + to_microseconds("$along" * ("$far" - "$above")) as "$reached" from {reach}
 left join {clock}_places on "$worker" = "$rota" and "$which" = "$scale"
   and "$far" > "$above" and "$far" <= "$upto")"""


def _scale(limit: TimeLimit) -> str:
    """Which scale a row's limit runs on."""

    def scale(one: TimeLimit) -> str:
        return str(DAYS if one.limit and one.limit.unit == "workday" else TIME)

    return chosen(limit, scale)


def _distance(dialect: Dialect, one: TimeLimit, moments: list[str]) -> str:
    """Where on its scale a paused limit ends."""
    assert one.pause is not None
    assert one.limit is not None
    name, sums = ("closed", CLOSED) if one.limit.unit == "workday" else ("worked", WORKED)
    pairs = [
        (f'"${name}_{moments.index(begun)}"', f'"${name}_{moments.index(over)}"')
        for begun, over in waited(dialect, one.pause, wall_clock=True)
    ]
    return stretched_by(one.pause, pairs, f'("${name}_0" - "$least")', f'"${name}_0"', sums)


def marked(facts: str, moment: str, number: int, clock: str) -> str:
    """``facts`` with a moment's places on both scales."""
    at, into = f'"$at_{number}"', f'"$in_{number}"'
    return f"""
(select a.*, m."$worked" + m."$open" * (a.{into} - m."$from") as "$worked_{number}",
   m."$closed" as "$closed_{number}"
 from (select *, date_diff('microsecond', cast(cast({at} as date) as timestamp), {at}) as {into}
   from (select *, {moment} as {at} from {facts})) a
 left join {clock}_marks m on m."$worker" = a."$rota" and m."$date" = cast(a.{at} as date)
   and a.{into} >= m."$from" and a.{into} < m."$to")"""


def _muddle(dialect: Dialect, pause: Pause) -> str:
    wrong = []
    stretches = stretches_of(dialect, pause)
    for one in stretches:
        begun, over = ident(one.from_), ident(one.to)
        wrong += [f"{over} < {begun}", f"({begun} is null and {over} is not null)"]
    for one, following in pairwise(stretches):
        begun, over, again = ident(one.from_), ident(one.to), ident(following.from_)
        goes_on = f"({begun} is not null and {over} is null)"
        wrong += [f"{again} < {over}", f"({goes_on} and {again} is not null)"]
    if pause.length:
        wrong.append(f"{ident(pause.length[0])} < 0")
    return f"coalesce({' or '.join(wrong)}, false)" if wrong else "false"


def _length(column: str, unit: int) -> str:
    return f"cast(round({ident(column)} * {unit}) as bigint)"
