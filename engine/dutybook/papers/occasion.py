"""What a dated checklist or a calendar is about: one post, or one person in it, and the days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dutybook.finding import Finding
from dutybook.grammar.time.period import Period
from dutybook.model import Role
from dutybook.roster.due import Due, Roster, dues, of_person
from dutybook.roster.people import Assignment
from dutybook.workspace import Workspace

_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Dated:
    """``dues`` of ``role`` on the days of ``period``, of ``person`` only where one is named;
    ``open``: what can be done on its last day and is due later."""

    role: Role
    period: Period
    roster: Roster
    dues: tuple[Due, ...]
    open: tuple[Due, ...] = ()
    person: Assignment | None = None

    def holders(self) -> list[Assignment]:
        """The person, else everyone who holds the post on some day of the period."""
        if self.person:
            return [self.person]
        end, start = self.period.end, self.period.start
        held = (p for p in self.roster.people if p.role == self.role.role)
        return [p for p in held if p.start < end and start < p.end]

    def concerns(self, day: date) -> bool:
        """Whether what is dated ``day`` is of the post's business, and the person's who then holds
        it."""
        if self.person is None:
            return True
        held = (p for p in self.roster.people if p.employee == self.person.employee)
        return any(p.role == self.role.role and p.start <= day < p.end for p in held)

    def is_off(self, day: date) -> bool | None:
        """Whether a day is a day off; None where no calendar says so."""
        covered = self.roster.days and self.roster.days.calendar.covers
        if not covered or not self.roster.days or not covered.from_ <= day <= covered.to:
            return None
        days = self.roster.days.of(self.person.employee) if self.person else self.roster.days
        return not days.is_workday(day)


def dated(
    workspace: Workspace, roster: Roster, role: Role, period: Period, person: Assignment | None
) -> tuple[Dated, list[Finding]]:
    """What ``role`` owes in ``period``; what could not be told."""
    wanted = _wanted(period)
    end = min(period.end, date.max - _AHEAD) + _AHEAD
    found, findings = dues(workspace, roster, period.start, end, [role.role], wanted)
    if person:
        found = of_person(found, person.employee)
    inside = tuple(due for due in found if due.day < period.end)
    return Dated(role, period, roster, inside, tuple(found[len(inside) :]), person), findings


def _wanted(period: Period) -> Callable[[Due], bool]:
    return lambda due: due.day < period.end or due.opens <= period.last
