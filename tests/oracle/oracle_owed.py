"""The oracle's schedules: every day is looked at, every record asked whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from oracle_time import DAY, Row, midnight, works
from oracle_values import Found, holds


@dataclass
class Owed:
    """One thing owed: the window of days, when it is due, and the days on which it is done."""

    first: date
    after: date
    due: datetime
    turn: tuple[date, date]
    state: str = "missing"


def weeks() -> list[date]:
    """Mondays of the weeks whose Thursday is in October."""
    days = [date(2026, 10, 1) + n * DAY for n in range(31)]
    return [day - 3 * DAY for day in days if day.weekday() == 3]


def expected(schedule: str) -> list[Owed]:
    """What October brings, by the schedule's words."""
    october = [date(2026, 10, 1) + n * DAY for n in range(31)]
    november = date(2026, 11, 1)
    words = schedule.split()
    if schedule == "every day by 17:00":
        return [Owed(d, d + DAY, midnight(d) + timedelta(hours=17), (d, d + DAY)) for d in october]
    if schedule == "every workday by 09:00":
        worked = [day for day in october if works(day)]
        following = [*worked[1:], date(2026, 11, 2)]
        return [
            Owed(d, d + DAY, midnight(d) + timedelta(hours=9), (d, then))
            for d, then in zip(worked, following, strict=True)
        ]
    if schedule == "every week by friday 17:00":
        at = 4 * DAY + timedelta(hours=17)
        return [Owed(m, m + 7 * DAY, midnight(m) + at, (m, m + 7 * DAY)) for m in weeks()]
    if words[1] == "times" and words[3] == "week":
        return [
            Owed(m, m + 7 * DAY, midnight(m + 7 * DAY), (m, m + 7 * DAY))
            for m in weeks() for _ in range(int(words[0]))
        ]  # fmt: skip
    whole = (october[0], november)
    if words[1] == "times":
        return [Owed(*whole, midnight(november), whole) for _ in range(int(words[0]))]
    if schedule.endswith("of the next month"):
        due = midnight(date(2026, 11, int(words[4]))) + DAY
        return [Owed(*whole, due, (november, date(2026, 12, 1)))]
    days = [int(word) for word in words if word.isdigit()]
    return [Owed(*whole, midnight(date(2026, 10, day)) + DAY, whole) for day in days]


def scheduled(
    body: Mapping[str, Any], duty: Mapping[str, Any], rows: Sequence[Row],
    absent: set[date], as_of: datetime, mine: Sequence[str],
) -> Found:  # fmt: skip
    """The value for one employee, or for a post for all its holders (``mine``)."""
    post = duty.get("owed_by") == "post"
    owed = expected(duty["schedule"])
    if not post:
        owed = present(owed, duty["schedule"], absent)
    records = [
        row for row in rows
        if row["employee"] in mine and row["received_at"] < as_of and holds(body.get("where"), row)
    ]  # fmt: skip
    for row in sorted(records, key=lambda row: (row["received_at"], row["no"])):
        one = answered(owed, row)
        if one is not None:
            late = row["received_at"] > one.due or row["received_at"] == one.due == midnight(
                one.due.date()
            )
            one.state = "excluded" if row["exempt"] else "late" if late else "on_time"
    for one in owed:
        if one.state == "missing" and one.due > as_of:
            one.state = "pending"
    return _value(body, [one.state for one in owed])


def answered(owed: Sequence[Owed], row: Row) -> Owed | None:
    """Which open one a record answers: the one it names, else the oldest whose turn it is."""
    still = [one for one in owed if one.state == "missing"]
    named = row["for"]
    if named is not None:
        due_then = [one for one in still if (one.due - timedelta(seconds=1)).date() == named]
        within = [one for one in still if one.first <= named < one.after]
        return next(iter(due_then or within), None)
    day = row["received_at"].date()
    return next((one for one in still if one.turn[0] <= day < one.turn[1]), None)


def present(owed: list[Owed], schedule: str, absent: set[date]) -> list[Owed]:
    """What someone owes who is absent on some days."""
    if schedule.split()[1] != "times":
        return [one for one in owed if (one.due - timedelta(seconds=1)).date() not in absent]
    kept: list[Owed] = []
    for first, after in dict.fromkeys((one.first, one.after) for one in owed):
        alike = [one for one in owed if one.first == first]
        length = (after - first).days
        there = sum(first + n * DAY not in absent for n in range(length))
        share = Fraction(len(alike) * there, length)
        kept += alike[: int(share) + (share != int(share))]
    return kept


def _value(body: Mapping[str, Any], states: Sequence[str]) -> Found:
    pending = states.count("pending")
    decided = [word for word in states if word in ("on_time", "late", "missing")]
    if not decided:
        return Found("pending" if pending else "not_applicable", pending=pending)
    wanted = body.get("count", ["on_time"])
    hit = sum(word in wanted for word in decided)
    value = Fraction(hit) if "count" in body else Fraction(hit, len(decided))
    return Found("scored", value, pending)
