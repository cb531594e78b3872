"""The oracle's lengths of time: how long, how late, how far beyond; schedules by hours and workdays.

Minutes are counted one by one and rounds of a day are written out by hand.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import oracle_cases as cases
from oracle_points import meets, points
from oracle_time import DAY, MINUTE, Row, Undefined, ends_at, is_open, midnight, plain, works
from oracle_values import Found, holds

from oracle import World, office, silent_means_none, unsettled, usable

Dice = random.Random
HALF, CLOSE = timedelta(minutes=30), timedelta(hours=18)
MONTHS = ["same month", "当月25日前", "next month by day 5", "次月底前"]
ROUNDS = {
    "every day by 08:00, 12:00 and 16:00": (0, [8, 12, 16]),
    "every 2 hours from 8 to 18": (8, [10, 12, 14, 16, 18]),
    "每天9:00到21:00每4小时一次": (9, [13, 17, 21]),
}
SCHEDULES = [
    *ROUNDS, "every half-month", "every month by the last workday", "每月第3个工作日前",
    "fridays by 17:00", "every friday before close of business",
    "every workday before close of business",
]  # fmt: skip


def world(seed: int, kpis: int = 12) -> World:
    """The office of a seed."""
    dice = Dice(seed)
    made = []
    for number in range(kpis):
        measure = _measure(dice)
        made.append(
            {"id": f"k{number}", "name": "指标", "measure": measure, **_score(dice, measure)}
        )
    first = date(2026, 10, dice.randrange(1, 31))
    duty = {"id": "d", "text": "巡查", "schedule": dice.choice(SCHEDULES), "owed_by": "person"}
    absent = (first, first + timedelta(days=dice.randrange(9)))
    as_of = date(2026, 10, 20) + timedelta(days=dice.randrange(19))
    return World(cases.rows(dice, dice.choice([3, 12, 30])), made, duty, absent, as_of)


def _measure(dice: Dice) -> dict[str, Any]:
    base: dict[str, Any] = {"of": "calls", **cases.where(dice)}
    roll = dice.random()
    if roll < 0.2:
        outcomes = dice.choice([{}, {"count": ["late", "missing"]}, {"count": ["on_time"]}])
        return {"schedule": {"duty": "d", "of": "calls", **outcomes}}
    if roll < 0.4:
        take = dice.choice(["number", "beyond"])
        meet = dice.choice(["≥ 2", "≤ 1", "between 1 and 2"])
        window = dice.choice(["day", "week", "month"])
        return {"count": {**base, "window": window, "take": take, "meet": meet}}
    kind = dice.choice(["mean", "median", "p90", "sum", "min", "max"])
    ends = dice.choice(["answered_at", ["answered_at", "closed_at"]])
    value: dict[str, Any] = {"from": "received_at", "to": ends}
    if dice.random() < 0.6:
        within = dice.choice(MONTHS) if dice.random() < 0.3 else cases.limit(dice)
        value = {"late": {**value, "within": within}}
    if dice.random() < 0.4:
        value["in"] = dice.choice(["working time", "工作时间"])
    if dice.random() < 0.3:
        value |= {
            "per": dice.choice(["10 min", "2 h", "7 min"]),
            "partial": dice.choice(["whole", "up"]),
        }
    return {kind: {**base, "value": value}}


def _score(dice: Dice, measure: Mapping[str, Any]) -> dict[str, Any]:
    ((_, body),) = measure.items()
    value = body.get("value", {})
    timed = bool(value) and "per" not in value
    target = dice.choice(["≤ 90 min", "不超过5小时", "between 30 and 200 min"]) if timed else "≤ 3"
    per = dice.choice(["30 min", "1 h", "1 d"]) if timed else 1
    if timed and "in" in value:
        per = "1 h"
    if "schedule" in measure and "count" not in body:
        target, per = "≥ 50%", "10 pp"
    lose = dice.choice([1, 0.5, 3])
    rule = {
        "from": "target",
        "per": per,
        "lose": lose,
        "partial": dice.choice(["whole", "prorate", "up"]),
    }
    return {"weight": 30, "target": target, "score": dice.choice(["pass", {"steps": rule}])}


@dataclass
class Reading:
    """Whose rows, until when, on which days absent."""

    rows: Sequence[Row]
    as_of: datetime
    absent: set[date]


def value(kpi: Mapping[str, Any], duty: Mapping[str, Any], one: Reading) -> Found:
    """The value of a KPI for one employee."""
    ((kind, body),) = kpi["measure"].items()
    if kind == "schedule":
        return _scheduled(body, duty["schedule"], one)
    rows = [r for r in one.rows if holds(body.get("where"), r)]
    if "window" in body:
        return _windows(body, rows, one)
    rows = [r for r in rows if date(2026, 10, 1) <= r["received_at"].date() < date(2026, 11, 1)]
    return _lasting(kind, body["value"], [r for r in rows if not r["exempt"]], one.as_of)


def _lasting(kind: str, value: Mapping[str, Any], rows: Sequence[Row], as_of: datetime) -> Found:
    figures, pending = [], 0
    for row in rows:
        try:
            found = _minutes(value, row, as_of)
        except Undefined:
            return Found("undecided")
        if found is None:
            pending += 1
            continue
        seconds = Fraction(60 * found)
        if "per" in value:
            length, unit = value["per"].split()
            steps = seconds / (int(length) * {"min": 60, "h": 3600}[unit])
            whole = int(steps)
            seconds = Fraction(whole + (value["partial"] == "up" and steps != whole))
        figures.append(seconds)
    if kind == "sum":
        return Found("scored", sum(figures, Fraction(0)), pending)
    if not figures:
        return Found("pending" if pending else "no_data", pending=pending)
    figures.sort()
    number = len(figures)
    middle = (figures[(number - 1) // 2] + figures[number // 2]) / 2
    ninth = next(v for v in figures if 10 * sum(w <= v for w in figures) >= 9 * number)
    mean = sum(figures, Fraction(0)) / number
    known = {"mean": mean, "median": middle, "p90": ninth, "min": figures[0], "max": figures[-1]}
    return Found("scored", known[kind], pending)


def _minutes(value: Mapping[str, Any], row: Row, as_of: datetime) -> int | None:
    """Minutes of one row; None while it is pending."""
    span = value.get("late", value)
    ends = [span["to"]] if isinstance(span["to"], str) else span["to"]
    done = min((row[end] for end in ends if row[end] is not None), default=None)
    start = row[span["from"]]
    if "late" in value:
        start = _due(span["within"], row, done, as_of)
        if start.microsecond:  # a day's last moment: midnight follows
            start += timedelta(microseconds=1)
        if done is None and start > as_of:
            return None
        done = done or as_of
    if done is None:
        return None
    minutes = max(int((done - start) / MINUTE), 0)
    if "in" not in value:
        return minutes
    return sum(is_open(start + n * MINUTE) for n in range(minutes))


def _due(within: Any, row: Row, done: datetime | None, as_of: datetime) -> datetime:
    began = row["received_at"]
    if isinstance(within, str) and within in MONTHS:
        first = (began.replace(day=1) + 31 * DAY).date().replace(day=1)  # of the next month
        after = (first + 31 * DAY).replace(day=1)
        known = {"same month": first, "当月25日前": first.replace(month=first.month - 1, day=26),
                 "next month by day 5": first.replace(day=6), "次月底前": after}  # fmt: skip
        return midnight(known[within])
    return ends_at(plain(within, row), began, row, done, as_of, holds)


def _windows(body: Mapping[str, Any], rows: Sequence[Row], one: Reading) -> Found:
    october = [date(2026, 10, 1) + n * DAY for n in range(31)]
    spans = {
        "day": [(d, d + DAY) for d in october],
        "week": [(d - 3 * DAY, d + 4 * DAY) for d in october if d.weekday() == 3],
        "month": [(october[0], date(2026, 11, 1))],
    }[body["window"]]
    numbers, pending = [], 0
    for first, after in spans:
        inside = [r for r in rows if first <= r["received_at"].date() < after]
        days = [first + n * DAY for n in range((after - first).days)]
        if not inside and not any(works(d) and d not in one.absent for d in days):
            continue
        if one.as_of.date() < after:
            pending += 1
            continue
        numbers.append(sum(not r["exempt"] for r in inside))
    if not numbers:
        return Found("pending" if pending else "not_applicable", pending=pending)
    low, high = {"≥ 2": (2, 99), "≤ 1": (0, 1), "between 1 and 2": (1, 2)}[body["meet"]]
    if body["take"] == "number":
        return Found("scored", Fraction(sum(low <= n <= high for n in numbers)), pending)
    off = sum(max(low - n, n - high, 0) for n in numbers)
    return Found("scored", Fraction(off), pending)


@dataclass
class Round:
    """One thing owed: on which days and between which moments it is done, and when it is due."""

    first: date
    after: date
    due: datetime
    since: datetime
    until: datetime
    state: str = "missing"


def owed(schedule: str) -> list[Round]:
    """What October brings, written out."""
    october = [date(2026, 10, 1) + n * DAY for n in range(31)]
    moments: list[Round] = []
    if schedule in ROUNDS:
        opens, hours = ROUNDS[schedule]
        for day in october:
            for start, due in pairwise([opens, *hours]):
                end = 24 if due == hours[-1] else due
                at = [midnight(day) + timedelta(hours=h) for h in (due, start, end)]
                moments.append(Round(day, day + DAY, *at))
        return moments
    spans: list[tuple[date, date, datetime]] = []
    november = date(2026, 11, 1)
    worked = [day for day in october if works(day)]
    fridays = [d + DAY for d in october if d.weekday() == 3]
    if schedule == "every half-month":
        for first, after in ((october[0], october[15]), (october[15], november)):
            spans.append((first, after, midnight(after)))
    elif "month" in schedule or schedule.startswith("每月"):
        day = worked[-1] if "last" in schedule else worked[2]
        spans.append((october[0], november, midnight(day) + DAY))
    elif schedule.startswith("every workday"):
        following = [*worked[1:], date(2026, 11, 2)]
        for day, then in zip(worked, following, strict=True):
            moments.append(
                Round(day, day + DAY, midnight(day) + CLOSE, midnight(day), midnight(then))
            )
        return [replace(one, until=one.until - timedelta(microseconds=1)) for one in moments]
    else:
        for day in fridays:
            hours = timedelta(hours=17) if "17:00" in schedule else CLOSE if works(day) else DAY
            monday = day - 4 * DAY
            spans.append((monday, monday + 7 * DAY, midnight(day) + hours))
    tick = timedelta(microseconds=1)
    return [Round(f, a, due, midnight(f), midnight(a) - tick) for f, a, due in spans]


def _scheduled(body: Mapping[str, Any], schedule: str, one: Reading) -> Found:
    due = owed(schedule)
    tick = timedelta(seconds=1)
    if schedule == "every half-month":  # any day will do: owed while some day of it is left
        due = [o for o in due if any(o.first + n * DAY not in one.absent
                                     for n in range((o.after - o.first).days))]  # fmt: skip
    else:
        due = [o for o in due if (o.due - tick).date() not in one.absent]
    for row in sorted(one.rows, key=lambda r: (r["received_at"], r["no"])):
        at, named = row["received_at"], row["for"]
        still = [o for o in due if o.state == "missing"]
        if named is not None:
            mine = [o for o in still if (o.due - tick).date() == named]
            mine = mine or [o for o in still if o.first <= named < o.after]
        else:
            mine = [o for o in still if o.since <= at <= o.until]
        if mine:
            late = at > mine[0].due or (
                at == mine[0].due and mine[0].due.time() == midnight(at).time()
            )
            mine[0].state = "excluded" if row["exempt"] else "late" if late else "on_time"
    for o in due:
        if o.state == "missing" and o.due > one.as_of:
            o.state = "pending"
    states = [o.state for o in due]
    pending, decided = states.count("pending"), [s for s in states if s[0] in "olm"]
    if not decided:
        return Found("pending" if pending else "not_applicable", pending=pending)
    hit = sum(s in body.get("count", ["on_time"]) for s in decided)
    return Found(
        "scored", Fraction(hit) if "count" in body else Fraction(hit, len(decided)), pending
    )


def compare_hours(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Cases tried, and every disagreement in words."""
    one = world(seed)
    evaluation = office(one, folder).evaluate(as_of=one.as_of.isoformat())
    rows, wrong, tried = usable(one), [], 0
    first, last = one.absent
    days = {first + n * DAY for n in range((last - first).days + 1)}
    for kpi in one.kpis:
        for employee in ("E1", "E2"):
            mine = [row for row in rows if row["employee"] == employee]
            absent = days if employee == "E1" else set()
            want = Found("no_data")
            if silent_means_none(one, employee, "sum"):
                want = value(kpi, one.duty, Reading(mine, midnight(one.as_of + DAY), absent))
            found = unsettled(evaluation, employee, kpi["id"])
            got: list[Any] = [found.status, found.value.value]
            expected: list[Any] = [want.status, want.value]
            if want.value is not None:
                asked = _in_seconds(kpi)
                got += [found.value.pending, found.met, found.exact]
                expected += [want.pending, meets(asked["target"], want.value), points(asked, want)]
            tried += 1
            if got != expected:
                wrong.append(f"hours {seed} {employee} {kpi} {one.duty}\n  {got}\n  {expected}")
    return tried, wrong


def _in_seconds(kpi: Mapping[str, Any]) -> dict[str, Any]:
    """The KPI with its figures in seconds, so that the oracle of points can read them."""
    known = {
        "≤ 90 min": "≤ 5400", "不超过5小时": "≤ 18000", "between 30 and 200 min": "between 1800 and 12000",
        "30 min": "1800", "1 h": "3600", "1 d": "86400",
    }  # fmt: skip
    made = dict(kpi) | {"target": known.get(kpi["target"], kpi["target"])}
    if isinstance(kpi["score"], Mapping):
        steps = dict(kpi["score"]["steps"])
        made["score"] = {"steps": steps | {"per": known.get(steps["per"], steps["per"])}}
    else:
        made["score"] = {"pass": {}}
    return made
