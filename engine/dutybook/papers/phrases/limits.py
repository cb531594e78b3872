"""Limits, schedules and targets in words, as labels phrase them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import TypeVar

from dutybook.grammar.number.quantity import lasting
from dutybook.grammar.number.target import Target
from dutybook.grammar.time.clock import clock_text, midnight
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.schedule import DAY_END, Schedule
from dutybook.model import By, Pause, Targets, TimeLimit
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.view import View, figure
from dutybook.rule.wording import target_in_words

T = TypeVar("T")


def limit(view: View, time: TimeLimit | None) -> str:
    """``30 min`` becomes “30分钟内”；all that is said about the limit follows."""
    if time is None:
        return ""
    if time.by:
        cases = _cases(
            view,
            time.by,
            lambda inner: limit(view, inner),
            "limit.by_case",
            "limit.by_else",
            "limit",
        )
        return view.say("limit.by", column=view.column(time.by.column), cases=cases)
    if time.due:
        column = view.say("limit.due", column=view.column(time.due))
        other = limit(view, time.otherwise)
        return view.joined(
            [column, view.say("limit.due_else", limit=other) if other else ""], "phrase_sep"
        )
    if time.lead:
        return view.say("limit.lead", span=span(view, time.lead))
    assert time.limit is not None, "the schema asks for one of limit, due, lead and by"
    return view.joined([_within(view, time.limit), *_extras(view, time)], "phrase_sep")


def span(view: View, value: Limit) -> str:
    """The bare length of a limit."""
    return view.say(f"span.{value.unit}", n=figure(value.count))


def schedule(view: View, when: Schedule | None) -> str:
    """``every month by day 5`` becomes “每月5日前”."""
    if when is None:
        return ""
    every = view.say(f"schedule.{when.every}")
    clock = _due_clock(view, when)
    if when.step is not None:
        return _hourly(view, when, every)
    if when.rrule:
        return view.say(
            "schedule.rule_clock" if clock else "schedule.rule", rule=when.rrule, clock=clock
        )
    if when.count > 1:
        return view.say("schedule.times", every=every, n=when.count)
    if when.weekday is not None:
        day = view.series("schedule.weekdays")[when.weekday]
        return view.say("schedule.by_weekday", weekday=day, clock=clock).strip()
    if when.days or when.workday is not None:
        phrase = "schedule.later_days" if when.later else "schedule.by_days"
        return view.say(phrase, every=every, days=_days(view, when), clock=clock).strip()
    if when.later:
        return view.say(
            "schedule.later_clock" if clock else "schedule.later", every=every, clock=clock
        )
    return view.say("schedule.by_clock", every=every, clock=clock) if clock else every


def _due_clock(view: View, when: Schedule) -> str:
    """The times of the day by which something is due; nothing for the day's end."""
    if when.close:
        return view.say("schedule.close")
    if when.clocks:
        return view.joined(map(clock_text, when.clocks))
    return clock_text(when.due) if when.due != DAY_END else ""


def _hourly(view: View, when: Schedule, every: str) -> str:
    """Once in each stretch of so many hours."""
    assert when.step is not None
    length, unit = lasting(Fraction(when.step // timedelta(seconds=1)), "h").split()
    step = view.say(f"score.step.{unit}", n=length)
    ends = {"from": clock_text(when.opens), "to": clock_text(when.clocks[-1])}
    return view.say("schedule.hourly", every=every, step=step, **ends)


def due_time(due: datetime) -> str:
    """The time of day something is due; nothing for a day's end."""
    return "" if due == midnight(due.date()) else f"{due:%H:%M}"


def read(view: View, value: Fraction, how: str) -> str:
    """A figure as it reads: 92%, 12.5分钟, 3."""
    if not how or how == "%":
        return figure(value, percent=bool(how))
    n, unit = lasting(value, how).split()
    return view.say(f"score.step.{unit}", n=n)


def target(view: View, value: Target) -> str:
    """``≥ 95%``: read alike in every locale but for units of time."""
    return target_in_words(value, partial(read, view))


def targets(view: View, value: Targets | None) -> str:
    """A KPI's target, by date, by column or relative where it is."""
    if value is None:
        return ""
    if value.fixed:
        return target(view, value.fixed)
    if value.by:
        said = partial(target, view)
        return _cases(view, value.by, said, "target.by", "target.otherwise", "target")
    if value.dated:
        parts = (
            view.say("target.dated", date=view.day(day), target=target(view, each))
            for day, each in value.dated
        )
        return view.joined(parts, "list_sep")
    return _relative(view, value)


def _within(view: View, value: Limit) -> str:
    if value.unit == "day" and (value.count == 0 or value.by is not None):
        day = "same_day" if value.count == 0 else "next_day"
        if value.by is None:
            return view.say(f"limit.{day}")
        return view.say(f"limit.{day}_by", clock=clock_text(value.by))
    if value.whole:
        month = "next_month" if value.count else "same_month"
        by = "_by" if value.day else ""
        return view.say(f"limit.{month}{by}", day=value.day or "")
    unit = f"working_{value.unit}" if value.working else value.unit
    return view.say(f"limit.{unit}", n=figure(value.count))


def _extras(view: View, time: TimeLimit) -> list[str]:
    extras = []
    if isinstance(time.times, By):
        cases = _cases(view, time.times, figure, "limit.times_case", "limit.times_else", "n")
        extras.append(view.say("limit.times", column=view.column(time.times.column), cases=cases))
    for case in time.times if isinstance(time.times, tuple) else ():
        condition = in_words(view, case.when.sql, None)
        extras.append(view.say("limit.times_when", condition=condition, n=figure(case.factor)))
    if time.start == "same_day":
        extras.append(view.say("limit.start_same_day"))
    if time.cutoff is not None:
        extras.append(view.say("limit.cutoff", clock=clock_text(time.cutoff)))
    if time.opens is not None:
        extras.append(view.say("limit.opens", clock=clock_text(time.opens)))
    return extras + (_pause(view, time.pause) if time.pause else [])


def _pause(view: View, pause: Pause) -> list[str]:
    if pause.status:
        return [view.say("limit.pause", status=pause.status)]
    if pause.length:
        return [view.say("limit.pause_length", column=view.column(pause.length[0]))]
    if pause.begins and pause.ends:
        slots = {"from": pause.begins.sql, "to": pause.ends.sql}
        said = {key: in_words(view, sql, pause.of) for key, sql in slots.items()}
        return [view.say("limit.pause_events", **said)]
    return [
        view.say("limit.pause_between", **{"from": view.column(w.from_), "to": view.column(w.to)})
        for w in pause.stretches
    ]


def _cases(
    view: View, by: By[T], words: Callable[[T], str], case: str, other: str, slot: str
) -> str:
    parts = [view.say(case, value=value, **{slot: words(each)}) for value, each in by.cases]
    if by.otherwise is not None:
        parts.append(view.say(other, **{slot: words(by.otherwise)}))
    return view.joined(parts, "list_sep")


def _days(view: View, when: Schedule) -> str:
    if when.workday is not None:
        last = when.workday < 0
        return view.say("schedule.last_workday" if last else "schedule.workday_no", n=when.workday)
    if when.days == (-1,):
        return view.say("schedule.later_last_day" if when.later else "schedule.last_day")
    return view.joined(view.say("schedule.day_no", n=day) for day in when.days)


def _relative(view: View, value: Targets) -> str:
    relative = value.relative
    assert relative is not None, "a target is fixed, dated, by column or relative"
    words = relative.than.split()
    name = "mean" if words[0] == "mean" else relative.than
    than = view.say(f"target.than.{name}", n=words[2] if len(words) > 2 else "")
    parts = [
        view.say(
            f"target.{key}" if change[0] else f"target.{key}_same",
            than=than,
            change=_change(view, change),
        )
        for key, change in (("at_least", relative.at_least), ("at_most", relative.at_most))
        if change is not None
    ]
    return view.joined(parts, "phrase_sep")


def _change(view: View, change: tuple[Fraction, bool]) -> str:
    size, is_relative = change
    sign = "+" if size > 0 else ""
    if is_relative:
        return sign + figure(size, percent=True)
    return view.say("target.points", n=sign + figure(size * 100))
