"""岗位职责检查表 with its dates: a day, a week or a month of one post or one person.

What is due on many days stands in a grid of days; everything else in a list by date, with room for
the time, a signature and a note.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import groupby
from typing import Final

from dutybook.model import Duty
from dutybook.papers.days import day_cell, days_of, days_off, period_text
from dutybook.papers.due_list import note, together, weekday
from dutybook.papers.duty_checklist.context import (
    DatedLine,
    DutyChecklist,
    GridBox,
    GridLine,
    Section,
)
from dutybook.papers.occasion import Dated
from dutybook.papers.paper import Field, Frame, fields, in_rows, paper
from dutybook.papers.phrases.limits import due_time, limit
from dutybook.papers.rows import superiors
from dutybook.papers.view import View, one_line
from dutybook.roster.due import Due

_OFTEN: Final = 4
"""What is due on at least one day in so many is ticked in a grid of days."""
_MOST_BOXES: Final = 10
_GRID: Final = ("week", "month")
"""Periods whose days fit side by side on a page."""


def dated_checklist(view: View, about: Dated, standing: Sequence[Section]) -> DutyChecklist:
    """The checklist of the days of ``about``, and below them what no date belongs to."""
    often = _often(about)
    return DutyChecklist(
        paper=_frame(view, about),
        identity=in_rows(_identity(view, about), 3),
        sections=standing,
        days=[day_cell(view, about, day) for day in days_of(about.period)],
        weeks=(),
        period=period_text(view, about.period),
        one_day=about.period.kind == "day",
        days_off=days_off(view, about),
        grid=[_grid_line(view, about, dues, i) for i, dues in enumerate(often.values(), 1)],
        list=_lines(view, about, [due for due in about.dues if _key(due) not in often]),
        every=_lines(view, about, about.dues),
        open=[_open_line(view, due) for due in about.open],
    )


def _lines(view: View, about: Dated, dues: Sequence[Due]) -> list[DatedLine]:
    """One line for each thing due, those of a day together."""
    lines: list[DatedLine] = []
    for day, group in groupby(dues, key=lambda due: due.day):
        same, cell = list(group), day_cell(view, about, day)
        for i, due in enumerate(same):
            line = DatedLine(
                no=str(len(lines) + 1),
                text=view.text(due.duty.text),
                due=_times(view, due),
                standards=_standards(view, due.duty),
                date=cell.date,
                weekday=cell.weekday,
                off=cell.off,
                mark=cell.mark,
                rows=len(same) if i == 0 else 0,
                boxes=list(range(min(due.count, _MOST_BOXES))),
            )
            lines.append(line)
    return lines


def _frame(view: View, about: Dated) -> Frame:
    frame = paper(view, "duty-checklist", view.text(about.role.title), about.role.effective)
    name = one_line(about.person.name) if about.person else ""
    subtitle = view.joined([name, period_text(view, about.period)], "phrase_sep")
    heading = frame.heading + view.say("common.note", text=subtitle)
    return replace(frame, heading=heading, title=frame.heading, subtitle=subtitle)


def _identity(view: View, about: Dated) -> list[Field]:
    say, people = view.say, about.holders()
    alone = people[0] if len(people) == 1 else None
    return fields(
        (say("common.department"), view.department(about.role.department)),
        (say("common.post"), view.text(about.role.title)),
        (say("checklist.period"), period_text(view, about.period)),
        (say("checklist.executor"), alone.name if alone else ""),
        (say("common.staff_number"), alone.employee if alone else ""),
        (say("checklist.supervisor"), superiors(view, about.role)[0]),
    )


def _often(about: Dated) -> dict[tuple[str, str, str, time], list[Due]]:
    """Duties due on many days of a week or month."""
    if about.period.kind not in _GRID:
        return {}
    grouped: dict[tuple[str, str, str, time], list[Due]] = {}
    for due in about.dues:
        grouped.setdefault(_key(due), []).append(due)
    return {
        key: dues
        for key, dues in grouped.items()
        if len({due.day for due in dues}) * _OFTEN >= about.period.days
    }


def _key(due: Due) -> tuple[str, str, str, time]:
    """What is ticked in one line: a duty, of several times a day each time by itself, of a post at
    several sites each site."""
    under = due.agreement.agreement if due.agreement else ""
    return due.duty.id, under, due.site, due.due.time()


def _grid_line(view: View, about: Dated, dues: Sequence[Due], number: int) -> GridLine:
    on = {due.day for due in dues}
    first = dues[0]
    return GridLine(
        no=str(number),
        text=view.text(first.duty.text),
        due=_times(view, first, dated=False),
        standards=_standards(view, first.duty),
        cells=[GridBox(day in on, bool(about.is_off(day))) for day in days_of(about.period)],
    )


def _open_line(view: View, due: Due) -> DatedLine:
    return DatedLine(
        date=view.day(due.day),
        weekday=weekday(view, due.day),
        text=view.text(due.duty.text),
        due=_times(view, due),
        boxes=list(range(min(due.count, _MOST_BOXES))),
        standards=_standards(view, due.duty),
    )


def _times(view: View, due: Due, dated: bool = True) -> list[str]:
    """By what time, within what limit, and what else there is to know."""
    clock, say = due_time(due.due), view.say
    parts = (
        say("checklist.by_time", clock=clock) if clock else say("checklist.by_day_end"),
        limit(view, due.duty.within),
        note(view, due) if dated else together(view, due),
    )
    return [part for part in parts if part]


def _standards(view: View, duty: Duty) -> list[str]:
    return [view.text(standard.text) for standard in duty.standards]
