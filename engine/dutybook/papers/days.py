"""The days of a period in words: which are off, which weekend days are worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dutybook.grammar.time.period import Period
from dutybook.papers.due_list import weekday
from dutybook.papers.occasion import Dated
from dutybook.papers.view import View

_NAMED: Final = ("day", "week", "month", "quarter", "half_year", "year")
"""Kinds of periods that have a name; all others are told by their first and last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A day: its date, its number in the month, the weekday in short and in a letter; ``mark`` says
    that it is ``off``, or worked though it is of a weekend."""

    date: str
    day: str
    weekday: str
    initial: str
    off: bool
    mark: str


def period_text(view: View, period: Period, notice: str = "") -> str:
    """The period as a heading says it, and what has to be known of its results."""
    slots = {
        "first": view.day(period.start),
        "last": view.day(period.last),
        "year": period.start.isocalendar().year if period.kind == "week" else period.start.year,
        "month": view.series("checklist.months")[period.start.month - 1],
        "week": period.start.isocalendar().week,
        "weekday": weekday(view, period.start),
        "days": _stretch(view, period.start, period.last),
        "quarter": (period.start.month + 2) // 3,
        "half": view.series("checklist.halves")[period.start.month // 7],
    }
    name = period.kind if period.kind in _NAMED else "longer"
    said = view.say(f"checklist.period_{name}", **slots)
    return f"{said} · {notice}" if notice else said


def days_of(period: Period) -> list[date]:
    """Every day of a period."""
    return [period.start + timedelta(days=n) for n in range(period.days)]


def days_off(view: View, about: Dated) -> str:
    """Which days are off, which weekend days are worked, and when the person is away, in words."""
    days = days_of(about.period)
    off = [day for day in days if about.is_off(day)]
    worked = [day for day in days if about.is_off(day) is False and day.weekday() >= 5]
    away = [
        day for day in days if about.person and about.roster.is_absent(about.person.employee, day)
    ]
    said = (("off", off), ("worked", worked), ("away", away))
    parts = [
        view.say(f"checklist.days_{name}", days=_stretches(view, listed), n=len(listed))
        for name, listed in said
        if listed
    ]
    return view.joined(parts, "list_sep")


def day_cell(view: View, about: Dated, day: date) -> DayCell:
    """A day, and whether it is one off: in words too, for papers are printed in black and white."""
    off = about.is_off(day)
    worked = off is False and day.weekday() >= 5
    mark = "checklist.off" if off else "checklist.worked" if worked else ""
    return DayCell(
        date=short_date(view, day),
        day=str(day.day),
        weekday=view.series("checklist.weekday_short")[day.weekday()],
        initial=view.series("checklist.weekday_initials")[day.weekday()],
        off=bool(off),
        mark=view.say(mark) if mark else "",
    )


def _stretches(view: View, days: Sequence[date]) -> str:
    """Days in words, those in a row as first and last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return view.joined(_stretch(view, run[0], run[-1]) for run in runs)


def _stretch(view: View, first: date, last: date) -> str:
    """Days in a row, the month said once where it is the same."""
    if first == last:
        return short_date(view, first)
    if (first.year, first.month) == (last.year, last.month):
        month = view.series("checklist.months")[first.month - 1]
        return view.say("checklist.days_of_month", month=month, first=first.day, last=last.day)
    return view.say(
        "checklist.days_run", first=short_date(view, first), last=short_date(view, last)
    )


def short_date(view: View, day: date) -> str:
    """Month and day."""
    month = view.series("checklist.months")[day.month - 1]
    return view.say("checklist.date", month=month, day=day.day)
