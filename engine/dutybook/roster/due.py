"""What falls due on which days, and who owes it: duties with a schedule, and the obligations of
agreements.

Checklists, calendars and ``dutybook due`` all ask here, so that the paper on the wall, the phone
and the score mean the same days.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Final

from dutybook.finding import Finding
from dutybook.grammar.time.occurrence import Occurrence, is_weekday, occurrences
from dutybook.grammar.time.schedule import DAY_END, Schedule
from dutybook.model import Agreement, Duty, Role
from dutybook.roster.attendance.absences import read_absences
from dutybook.roster.attendance.days import Stretch, day_after
from dutybook.roster.attendance.daytable import DayTable
from dutybook.roster.attendance.workdays import working_days_told
from dutybook.roster.obligations import in_post_on, owes, worked_days
from dutybook.roster.people import Assignment, read_people
from dutybook.workspace import Workspace

_BEFORE: Final = timedelta(days=40)
"""How far before its due day a window may end: ``of the next month``, then moved."""
_AFTER: Final = timedelta(days=366)
"""How far after its due day a window may end: a year's window, due early."""

_EARLIEST: Final = date(2, 1, 1)
_LATEST: Final = date(9998, 1, 1)
"""Nothing is due at the ends of time, where windows would not fit."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Assignments, days absent per employee, and the days worked (None without a calendar)."""

    people: Sequence[Assignment] = ()
    absent: dict[str, list[Stretch]] = field(default_factory=dict)
    days: DayTable | None = None

    def is_absent(self, employee: str, day: date) -> bool:
        """Whether absences.csv names the day."""
        return any(start <= day < end for start, end in self.absent.get(employee, ()))


@dataclass(frozen=True, slots=True)
class Due:
    """``duty`` of ``role`` falls due at ``due`` (local time; a day's end is 24:00), ``count`` times
    for the window of days [start, end); ``planned`` is the day before it was moved to a workday.
    ``owners`` owe it: each person alone, or whoever holds the post together, at ``site`` where it
    is held at several; ``vacant``: nobody holds the post. ``agreement`` where it is an obligation
    under one."""

    due: datetime
    role: Role
    duty: Duty
    start: date
    end: date
    planned: date
    count: int = 1
    agreement: Agreement | None = None
    owners: tuple[Assignment, ...] = ()
    vacant: bool = True
    site: str = ""

    @property
    def day(self) -> date:
        """The day whose end, or some time on which, it is due."""
        return _day(self.due)

    @property
    def rolled(self) -> bool:
        """Whether it was moved from a day off."""
        return self.planned != self.day

    @property
    def opens(self) -> date:
        """From when it can be done: its window's first day; what is due after the window, such as
        a report on the quarter, once the window has ended."""
        return self.end if self.planned >= self.end else self.start

    @property
    def excused(self) -> bool:
        """Whether everyone who would owe it alone is absent."""
        return self.duty.owed_by == "person" and not self.vacant and not self.owners


def read_roster(workspace: Workspace) -> tuple[Roster, list[Finding]]:
    """People, absences and calendar. Without a people file nobody is named, which is no mistake
    here: papers can be made for posts."""
    people, findings = read_people(workspace)
    absent, more = read_absences(workspace)
    findings = [finding for finding in findings if finding.code != "people-missing"] + more
    days, wrong = working_days_told(workspace)
    return Roster(people, absent, days), findings + wrong


def dues(
    workspace: Workspace,
    roster: Roster,
    first: date,
    end: date,
    roles: Iterable[str] | None = None,
    wanted: Callable[[Due], bool] = lambda _: True,
) -> tuple[list[Due], list[Finding]]:
    """What is due on the days [first, end) and ``wanted``, of all roles or those with the ids
    ``roles``, by time, role and the order of duties; and the duties some of whose days cannot be
    told for want of a calendar: those days are left out."""
    chosen = None if roles is None else set(roles)
    first, end = max(first, _EARLIEST), min(end, _LATEST)
    found: list[Due] = []
    findings: dict[tuple[str, str], Finding] = {}
    for role, since, until in versions(workspace):
        if chosen is not None and role.role not in chosen:
            continue
        for duty, agreement, (begins, ends) in scheduled(workspace, role):
            start, stop = max(first, since, begins), min(end, until, ends)
            for due in _by_workers(roster, role, duty, start, stop) if start < stop else ():
                for owed in _at_sites(roster, replace(due, agreement=agreement)):
                    if wanted(owed) and (problem := _unsure(owed, roster.days)):
                        findings.setdefault((role.role, duty.id), problem)
                    elif wanted(owed):
                        found.append(owed)
    return sorted(found, key=lambda due: (due.due, due.role.role)), list(findings.values())


def versions(workspace: Workspace) -> Iterator[tuple[Role, date, date]]:
    """Every version of every role that is no mere base, and the days [from, to) it is in force."""
    for _, group in groupby(workspace.definitions.roles, key=attrgetter("role")):
        listed = list(group)  # sorted by effective date
        starts = [role.effective or date.min for role in listed]
        for role, since, following in zip(listed, starts, [*starts[1:], date.max], strict=True):
            until = min(following, day_after(role.until)) if role.until else following
            if not role.abstract and since < until:
                yield role, since, until


def scheduled(workspace: Workspace, role: Role) -> Iterator[tuple[Duty, Agreement | None, Stretch]]:
    """What ``role`` owes by a schedule and on which days: its duties, and the obligations it has
    under agreements; one that is also a duty of the role (the same id) is owed once."""
    own = {duty.id for duty in role.duties}
    for duty in role.duties:
        if duty.schedule:
            yield duty, None, (date.min, date.max)
    for agreement in workspace.definitions.agreements.values():
        term = agreement.term
        days = (term.from_, day_after(term.to)) if term else (date.min, date.max)
        bound = [party for party, post in agreement.parties.items() if _is(workspace, post, role)]
        for duty in (duty for party in bound for duty in agreement.obligations.get(party, ())):
            if duty.schedule and duty.id not in own:
                yield duty, agreement, days


def _is(workspace: Workspace, post: str, role: Role) -> bool:
    bound = workspace.role(post)
    return bound is not None and bound.role == role.role


def _by_workers(roster: Roster, role: Role, duty: Duty, first: date, end: date) -> Iterable[Due]:
    """When ``duty`` is due, and for whom: each by the days he works, those of the calendar or of a
    rota; what is due for several at once stands once."""
    days, holders = roster.days, {p.employee for p in roster.people if p.role == role.role}
    rotas = days.by_rota if days and duty.owed_by == "person" else {}
    workers: dict[int, set[str]] = {} if holders else {0: set()}
    for employee in holders:
        workers.setdefault(rotas.get(employee, 0), set()).add(employee)
    found: dict[tuple[datetime, date, date, int], Due] = {}
    for number, group in sorted(workers.items()):
        one = min(group, default="") if number else ""
        for due in _of_duty(role, duty, days, first, end, one):
            owned, at = _owned(roster, due), (due.due, due.start, due.end, due.count)
            owners = tuple(o for o in owned.owners if o.employee in group)
            if at in found:
                owners = (*found[at].owners, *owners)
            if owners or not number or at in found:
                found[at] = replace(owned, owners=owners)
    return found.values()


def _of_duty(
    role: Role, duty: Duty, table: DayTable | None, first: date, end: date, employee: str
) -> Iterator[Due]:
    """When ``duty`` is due on the days [first, end) by the days an employee works ('': those of the
    calendar); several times at once is one."""
    assert duty.schedule is not None
    schedule, days = worked_days(duty.schedule, table, employee), table and table.of(employee)
    pairs = _occurrences(schedule, partial(_is_workday, days), partial(_close, days), first, end)
    for occurrence, same in groupby(pairs, key=itemgetter(0)):
        alike = list(same)
        if first <= _day(occurrence.due) < end:
            start, stop, planned = occurrence.start, occurrence.end, _day(alike[0][1].due)
            yield Due(occurrence.due, role, duty, start, stop, planned, len(alike))


def _is_workday(days: DayTable | None, day: date) -> bool:
    """Whether a day is worked; one the calendar does not cover counts as worked, and what falls
    due on it as unsure."""
    if days is None:
        return is_weekday(day)
    return not _covers(days, day) or days.is_workday(day)


def _close(days: DayTable | None, day: date) -> timedelta:
    """Close of business; the day's end where no calendar tells, which is told as unsure."""
    return days.close(day) if days is not None and _covers(days, day) else DAY_END


def _covers(days: DayTable, day: date) -> bool:
    return days.calendar.covers.from_ <= day <= days.calendar.covers.to


def _unsure(due: Due, days: DayTable | None) -> Finding | None:
    """Why it cannot be told whether ``due`` is due on that day."""
    schedule, place = due.duty.schedule, due.duty.origin.below("schedule").place
    if schedule is None or not schedule.on_calendar:
        return None
    if days is None:
        return Finding("due-without-calendar", place, {"duty": due.duty.id})
    if _covers(days, due.day):
        return None
    calendar = days.calendar
    details = {
        "duty": due.duty.id,
        "day": due.day,
        "calendar": calendar.calendar,
        "version": calendar.version,
        "from": calendar.covers.from_,
        "to": calendar.covers.to,
    }
    return Finding("due-not-covered", place, details)


def _occurrences(
    schedule: Schedule,
    is_workday: Callable[[date], bool],
    close: Callable[[date], timedelta],
    first: date,
    end: date,
) -> list[tuple[Occurrence, Occurrence]]:
    """Occurrences that may be due on [first, end), each beside itself as it was before moving."""
    daily = schedule.every in ("day", "workday")
    earliest = first - _BEFORE if schedule.roll or not daily else first
    latest = end if daily else end + _AFTER
    moved, planned = (
        occurrences(one, earliest, latest, is_workday, close)
        for one in (schedule, replace(schedule, roll=False))
    )
    return list(zip(moved, planned, strict=True))


def _at_sites(roster: Roster, due: Due) -> Iterator[Due]:
    """``due``; what a post owes, once at each site at which it is held."""
    mine = [p for p in roster.people if p.role == due.role.role]
    if due.duty.owed_by != "post" or due.vacant or len({p.site for p in mine}) < 2:
        yield due
        return
    day = in_post_on(Occurrence(due.due, due.start, due.end))
    for site in sorted({p.site for p in mine if p.start <= day < p.end}):
        yield replace(due, owners=tuple(p for p in due.owners if p.site == site), site=site)


def _owned(roster: Roster, due: Due) -> Due:
    """``due`` with those who owe it, by the rule scores go by."""
    schedule, occurrence = due.duty.schedule, Occurrence(due.due, due.start, due.end)
    assert schedule is not None
    mine = [p for p in roster.people if p.role == due.role.role]

    def held(employee: str, day: date) -> bool:
        return any(p.employee == employee and p.start <= day < p.end for p in mine)

    def present(person: Assignment) -> bool:
        in_post, absent = partial(held, person.employee), partial(roster.is_absent, person.employee)
        return owes(schedule, occurrence, due.count, in_post, absent) > 0

    day = in_post_on(occurrence)
    holders = [p for p in mine if p.start <= day < p.end]
    return replace(due, owners=tuple(filter(present, holders)), vacant=not holders)


def _day(due: datetime) -> date:
    return (due - timedelta(microseconds=1)).date()


def of_person(items: Iterable[Due], employee: str) -> list[Due]:
    """What one person owes, alone or with the others of the post."""
    return [due for due in items if any(owner.employee == employee for owner in due.owners)]
