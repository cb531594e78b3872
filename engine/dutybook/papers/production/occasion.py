"""Papers for given days: for which posts and people, and for which days."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.time.checklist_period import one_day
from dutybook.grammar.time.period import Period, parse_period
from dutybook.model import Role
from dutybook.papers.kinds import PaperKind
from dutybook.papers.occasion import Dated, dated
from dutybook.papers.production.request import Request
from dutybook.papers.view import View
from dutybook.roster.due import Roster, read_roster
from dutybook.roster.people import Assignment

Named = tuple[Dated, str, tuple[Finding, ...]]
"""What a paper is about, its file's name without ending, and what is wrong with its days."""


class DatedPapers:
    """The dated papers of one build; people, absences and calendar are read once."""

    def __init__(self, view: View, request: Request) -> None:
        self.view = view
        self.request = request

    @cached_property
    def _read(self) -> tuple[Roster, list[Finding]]:
        return read_roster(self.view.workspace)

    @property
    def roster(self) -> Roster:
        """The people, absences and days."""
        return self._read[0]

    def wanted(self, kind: PaperKind) -> bool:
        """Whether ``kind`` is made for given days in this build."""
        asked = self.request.period or self.request.employees
        on = self.request.on and kind.name in self.request.kinds
        if kind.days == "always":
            return bool(asked or kind.name in self.request.kinds or self._covered)
        return bool(kind.days == "asked" and (asked or on))

    @property
    def _covered(self) -> Period | None:
        """The last year the calendar in force covers."""
        days = self.roster.days
        return parse_period(str(days.calendar.covers.to.year)) if days else None

    def subjects(self, kind: PaperKind, roles: Iterable[Role]) -> list[Named]:
        """What papers of ``kind`` are made about."""
        period = self._period(kind)
        made = []
        for role, person in self._posts(roles, period):
            about, findings = dated(self.view.workspace, self.roster, role, period, person)
            unread = self._read[1] if person else []  # of no matter where nobody is named
            made.append((about, self._file(kind, about), (*unread, *findings)))
        return made

    def _period(self, kind: PaperKind) -> Period:
        if self.request.period:
            return self.request.period
        if self.request.on and kind.days == "asked":
            return one_day(self.request.on)
        if kind.days == "always" and self._covered:
            return self._covered
        raise DutybookError(Finding("build-needs-period", Place("--period"), {"kind": kind.name}))

    def _posts(
        self, roles: Iterable[Role], period: Period
    ) -> Iterator[tuple[Role, Assignment | None]]:
        """Each post as on the period's last day; with each person where any is named."""
        current = {role.role: role for role in self.view.workspace.roles(period.last)}
        listed = {role.role: current.get(role.role, role) for role in roles}
        if not self.request.employees:
            yield from ((role, None) for role in listed.values())
        for employee in self.request.employees:
            held = [p for p in self.roster.people if p.employee == employee]
            if not held:
                known = ", ".join(sorted({p.employee for p in self.roster.people})) or "-"
                details = {"employee": employee, "known": known}
                raise DutybookError(Finding("due-unknown-employee", Place("--employee"), details))
            within = (p for p in held if p.start < period.end and period.start < p.end)
            posts = {p.role: p for p in within if p.role in listed}
            yield from ((listed[role], person) for role, person in posts.items())

    def _file(self, kind: PaperKind, about: Dated) -> str:
        """Role, days and person: one name for each."""
        days = about.period.text if self.request.period or kind.days == "asked" else ""
        person = re.sub(r"[^\w.-]", "_", about.person.employee) if about.person else ""
        return "-".join(part for part in (about.role.role, days, person) if part)
