"""What is wrong with who holds which posts beside which: more of them than one person has time for,
superiors who score each other in a circle."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.measure.columns import parts_of
from dutybook.model import Role
from dutybook.model.source import SCORES
from dutybook.roster.attendance.days import overlap
from dutybook.roster.people import Assignment
from dutybook.roster.teams import Teams
from dutybook.workspace import Workspace


def overfull(workspace: Workspace, people: Sequence[Assignment]) -> Iterator[Finding]:
    """People whose posts on some day add up to more than one, posts that are scored alone."""
    scored = {role.role for role in workspace.roles() if workspace.scheme_for(role) is not None}
    held = sorted((a for a in people if a.role in scored), key=attrgetter("employee"))
    for employee, group in groupby(held, key=attrgetter("employee")):
        posts = sorted(group, key=attrgetter("start"))
        for last in posts:
            beside = [one for one in posts if one.start <= last.start < one.end]
            fte = sum(one.fte for one in beside)
            if fte > 1 and len({one.role for one in beside}) > 1:
                details = {"employee": employee, "fte": plain(fte)}
                yield Finding("people-several-posts", last.place, details)
                break


def circles(workspace: Workspace, people: Sequence[Assignment]) -> Iterator[Finding]:
    """Superiors whose scores are made from scores that are made from theirs."""
    roles = {role.role: role for role in workspace.roles()}
    reading = [a for a in people if a.role in roles and _reads(workspace, roles[a.role])]
    if not reading:
        return
    teams = Teams(people, roles)
    told: set[str] = set()
    for one in reading:
        below = teams.subordinates(one.employee, [(one.start, one.end)])
        mutual = (two for two in reading if _above(teams, two, one, below.get(two.employee, ())))
        if one.employee not in told and any(mutual):
            told.add(one.employee)
            yield Finding("scores-circular", one.place, {"employee": one.employee})


def _above(
    teams: Teams, two: Assignment, one: Assignment, days: Sequence[tuple[date, date]]
) -> bool:
    """Whether ``one`` is below ``two`` on days on which ``two`` is below ``one``."""
    both = [part for stretch in days if (part := overlap((two.start, two.end), *stretch))]
    return one.employee in teams.subordinates(two.employee, both)


def _reads(workspace: Workspace, role: Role) -> bool:
    scheme = workspace.scheme_for(role)
    if scheme is None:
        return False
    measures = (kpi.measure for kpi in (*role.kpis, *scheme.items) if kpi.measure)
    return any(part.of == SCORES for measure in measures for part in parts_of(measure))
