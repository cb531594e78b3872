"""The oracle's clock: limits by counting minutes and days one at a time, from the YAML as written.

Slow on purpose, and nothing here is the engine's: a calendar is asked about single days, hours are
counted minute by minute, a day that ends in a pause is skipped.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DAYS_OFF = [
    ("2025-10-01", 8), ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5),
    ("2026-06-19", 3), ("2026-09-25", 3), ("2026-10-01", 7),
]  # fmt: skip
"""Public holidays of mainland China and how many days each lasts."""
HOLIDAYS = {date.fromisoformat(day) + n * DAY for day, count in DAYS_OFF for n in range(count)}
MADE_UP = set(map(date.fromisoformat, (
    "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09",
    "2026-09-20", "2026-10-10",
)))  # fmt: skip
HOURS = ((time(9), time(12)), (time(13), time(18)))
CLOSE = timedelta(hours=18)

Row = Mapping[str, Any]
Waits = list[tuple[datetime, datetime]]


class Undefined(Exception):  # noqa: N818 an outcome, not an error
    """The definition does not say what holds for this row."""


def works(day: date) -> bool:
    """September 2025 to the end of 2026 in mainland China."""
    return day in MADE_UP or (day.weekday() < 5 and day not in HOLIDAYS)


def is_open(at: datetime) -> bool:
    return works(at.date()) and any(start <= at.time() < end for start, end in HOURS)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def state(span: Mapping[str, Any], row: Row, as_of: datetime, holds: Callable[..., Any]) -> str:
    """What became of a row under a time limit."""
    ends = [span["to"]] if isinstance(span["to"], str) else span["to"]
    try:
        limit = plain(span["within"], row)
    except Undefined:
        return "undefined" if row[span["from"]] is not None else "no_value"
    lead = isinstance(limit, Mapping) and "lead" in limit
    happened = [row[end] for end in ends if row[end] is not None]
    began, done = row[span["from"]], min(happened, default=None)
    if lead:
        began, done = done, began
    if began is None:
        return "no_value"
    try:
        due = ends_at(limit, began, row, done, as_of, holds)
    except Undefined:
        return "undefined"
    if done is not None:
        return "good" if done <= due else "late"
    return "late" if due <= as_of else "pending"


def plain(limit: Any, row: Row) -> Any:
    """The limit a row falls under, its ``by`` and ``due`` resolved."""
    while isinstance(limit, Mapping) and ("by" in limit or "due" in limit):
        if "by" in limit:
            chosen = limit.get(row[limit["by"]], limit.get("else", "error"))
            if chosen == "error":
                raise Undefined
            limit = chosen
        elif row[limit["due"]] is not None:
            return row[limit["due"]]
        elif "else" in limit:
            limit = limit["else"]
        else:
            raise Undefined
    return limit


def ends_at(
    limit: Any,
    began: datetime,
    row: Row,
    done: datetime | None,
    as_of: datetime,
    holds: Callable[..., Any],
) -> datetime:
    """When a plain limit ends."""
    if isinstance(limit, datetime):
        return limit
    if isinstance(limit, str):
        limit = {"limit": limit}
    if "lead" in limit:
        return latest(limit["lead"], began)
    waits = waited(limit.get("pause"), row, done, as_of)
    length, unit = limit["limit"].split(" ", 1)
    amount = float(length) * stretch(limit.get("times"), row, holds)
    if unit in ("min", "h", "working min", "working h"):
        minutes = round(amount * (60 if unit.endswith("h") else 1))
        start, counts = began, is_open if unit.startswith("working") else _always
        if "cutoff" in limit or "opens" in limit:
            start = opened(began, limit, working=unit.startswith("working"))
        return step(start, minutes, counts, waits)
    count = int(amount) + (amount != int(amount))
    if unit in ("month", "months"):
        return inside(months(began, int(amount), limit, waits))
    if unit in ("weeks", "week"):
        count *= 7
    return inside(days(began, count, limit, waits, work=unit.startswith("workday")))


def inside(end: datetime) -> datetime:
    """The last moment of a day that is over at midnight: what happens then is of the next day."""
    return end - timedelta(microseconds=1) if end.time() == time() else end


def _always(_: datetime) -> bool:
    return True


def step(
    start: datetime, minutes: int, counts: Callable[[datetime], bool], waits: Waits
) -> datetime:
    """The moment at which so many minutes have been counted."""
    at = start
    while minutes:
        if counts(at) and not any(begun <= at < over for begun, over in waits):
            minutes -= 1
        at += MINUTE
    return at


def closes(after: date, *, work: bool) -> Iterator[datetime]:
    """Ends of the days from ``after`` on: of business, or at midnight."""
    day = after
    while True:
        if not work:
            yield midnight(day) + DAY
        elif works(day):
            yield midnight(day) + CLOSE
        day += DAY


def days(began: datetime, count: int, limit: Row, waits: Waits, *, work: bool) -> datetime:
    """The end of the last of so many days; a day that ends in a pause does not count."""
    day = began.date()
    if "cutoff" in limit:
        day = received(began, limit["cutoff"], work=work)
    if limit.get("start") == "same_day" or not count:
        first, count = day, max(count, 1)
    else:
        first = day + DAY
    for close in closes(first, work=work):
        early = work and first == day and close <= began  # that day had closed already
        if early or any(begun < close <= over for begun, over in waits):
            continue
        count -= 1
        if not count:
            return close
    raise AssertionError


def received(began: datetime, cutoff: str, *, work: bool) -> date:
    """The day a case counts as received."""
    hour, minute = map(int, cutoff.split(":"))
    day = began.date()
    while began >= datetime.combine(day, time(hour, minute)) or (work and not works(day)):
        day += DAY
    return day


def opened(began: datetime, limit: Row, *, working: bool) -> datetime:
    """When the clock starts for what comes in at that moment."""
    if working:
        day = received(began, limit["cutoff"], work=True)
        return began if day == began.date() else midnight(day)
    if "cutoff" in limit:
        day = received(began, limit["cutoff"], work=False)
        if day != began.date():
            return datetime.combine(day, _clock(limit["opens"]))
    return max(began, datetime.combine(began.date(), _clock(limit["opens"])))


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)


def months(began: datetime, count: int, limit: Row, waits: Waits) -> datetime:
    """The end of the same date, or of the month's last day; then a day for each that ends waiting."""
    day = received(began, limit["cutoff"], work=False) if "cutoff" in limit else began.date()
    end = midnight(same_date(day, count)) + DAY
    start = midnight(day) + DAY
    if limit.get("start") == "same_day":
        end, start = end - DAY, start - DAY
    for begun, over in waits:
        if begun < end:
            at = midnight(max(begun, start).date()) + DAY
            while at <= over:
                end, at = end + DAY, at + DAY
    return end


def same_date(day: date, months_on: int) -> date:
    """The same date in another month, at most its last day."""
    number = day.year * 12 + day.month - 1 + months_on
    wanted = day.day
    while True:
        try:
            return date(number // 12, number % 12 + 1, wanted)
        except ValueError:
            wanted -= 1


def latest(lead: str, event: datetime) -> datetime:
    """The last moment that lies far enough before an event."""
    length, unit = lead.split(" ", 1)
    count = int(length)
    if unit == "h":
        return event - 60 * count * MINUTE
    if unit == "working h":
        at, minutes = event, 60 * count
        while minutes:
            at -= MINUTE
            minutes -= is_open(at)
        return at
    if unit.startswith("month"):
        return inside(midnight(same_date(event.date(), -count)) + DAY)
    day = event.date()
    if unit.startswith("workday"):
        while count:
            day -= DAY
            count -= works(day)
        return midnight(day) + CLOSE
    return inside(midnight(day) - (count * (7 if "week" in unit else 1) - 1) * DAY)


def waited(pause: Any, row: Row, done: datetime | None, as_of: datetime) -> Waits:
    """When a case waited; what still goes on ends with the case, or at as-of."""
    if pause is None:
        return []
    waits: Waits = []
    if "of" in pause:  # the log has a row for each of the case's waits
        pause = [{"from": "paused_at", "to": "resumed_at"}, {"from": "again_at", "to": "back_at"}]
    for one in pause if isinstance(pause, list) else [pause]:
        begun, over = row[one["from"]], row[one["to"]]
        if begun is None and over is None:
            continue
        if begun is None or (over is not None and over < begun):
            raise Undefined
        waits.append((begun, over if over is not None else done if done is not None else as_of))
    return waits


def stretch(times: Any, row: Row, holds: Callable[..., Any]) -> float:
    """How far a limit is stretched."""
    if times is None:
        return 1
    if isinstance(times, Mapping) and "by" in times:
        chosen = times.get(row[times["by"]], times.get("else", "error"))
        if chosen == "error":
            raise Undefined
        return float(chosen)
    for case in times if isinstance(times, list) else [times]:
        if holds(case["when"], row):
            return float(case["factor"])
    return 1
