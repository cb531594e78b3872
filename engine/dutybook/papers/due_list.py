"""What is due now, as rows to print or to hand to a program: one for each who owes it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import partial
from typing import Final

from dutybook.finding import Finding
from dutybook.papers.phrases.limits import due_time
from dutybook.papers.view import View, one_line
from dutybook.roster.due import Due, Roster, dues

LONGEST: Final = timedelta(days=400)
"""How far ahead a window that is open today may close: a year's, due in the month after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Something due, and who owes it: one person, or all holders of a post. ``state`` is ``due``
    on the days asked for, ``open`` where it is due later but can already be done."""

    state: str
    date: str
    weekday: str
    time: str
    employee: str
    name: str
    role: str
    post: str
    duty: str
    text: str
    count: int
    note: str
    file: str
    line: int
    site: str = ""


COLUMNS: Final = tuple(each.name for each in fields(DueRow))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Due on ``days`` days from ``on``; of some people or posts only where they are named."""

    on: date
    days: int = 1
    employees: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def end(self) -> date:
        """The day after the last."""
        return min(self.on, date.max - LONGEST) + timedelta(days=self.days)


def due_list(view: View, roster: Roster, wanted: Wanted) -> tuple[list[DueRow], list[Finding]]:
    """Rows in order: first ``due`` on the days asked for, then ``open``: what can already be done
    and is due later. What nobody owes because all are absent is left out."""
    end = min(wanted.on, date.max - LONGEST) + LONGEST
    found, findings = dues(
        view.workspace, roster, wanted.on, end, wanted.roles or None, partial(_shown, wanted)
    )
    rows = [row for due in found for row in _rows(view, due, wanted)]
    return sorted(rows, key=lambda row: row.state == "open"), findings


def _shown(wanted: Wanted, due: Due) -> bool:
    return not due.excused and (due.day < wanted.end or due.opens <= wanted.on)


def _rows(view: View, due: Due, wanted: Wanted) -> Iterator[DueRow]:
    """One row for each person who owes alone; one for all holders of a post."""
    people = [p for p in due.owners if not wanted.employees or p.employee in wanted.employees]
    if wanted.employees and not people:
        return
    groups = (
        [[person] for person in people] if due.duty.owed_by == "person" and people else [people]
    )
    for group in groups:
        place = due.duty.origin.place
        yield DueRow(
            state="due" if due.day < wanted.end else "open",
            date=due.day.isoformat(),
            weekday=weekday(view, due.day),
            time=due_time(due.due),
            employee=" ".join(person.employee for person in group),
            name=view.joined(person.name for person in group),
            role=due.role.role,
            post=view.text(due.role.title),
            duty=due.duty.id,
            text=one_line(view.text(due.duty.text)),
            count=due.count,
            note=note(view, due),
            file=place.file,
            line=place.line,
            site=due.site,
        )


def note(view: View, due: Due) -> str:
    """What else there is to say: how often, together, moved from a day off, an agreement."""
    say = view.say
    return view.joined(
        (
            say("due.times", n=due.count) if due.count > 1 else "",
            together(view, due),
            say("due.moved", day=view.day(due.planned)) if due.rolled else "",
            say("due.under", agreement=view.text(due.agreement.title)) if due.agreement else "",
        ),
        "list_sep",
    )


def together(view: View, due: Due) -> str:
    """That a post owes it once, and at which site."""
    if due.duty.owed_by != "post":
        return ""
    word = "due.together_at" if due.site else "due.together"
    return view.say(word, site=due.site)


def weekday(view: View, day: date) -> str:
    """The name of a day of the week."""
    return view.series("schedule.weekdays")[day.weekday()]
