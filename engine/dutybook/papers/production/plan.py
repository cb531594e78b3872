"""Which papers a build makes: kind by kind, subject by subject, format by format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from dutybook.finding import DutybookError, Finding, Place
from dutybook.model import Agreement, Role, Sop, Source
from dutybook.model.source import SCORES
from dutybook.papers.evaluation_form.inputs import asks
from dutybook.papers.kinds import KINDS, Kind
from dutybook.papers.production.dated import DatedPapers
from dutybook.papers.production.request import DOCUMENT_FORMATS, Request
from dutybook.papers.results import file_name, people_of, units_of
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED


@dataclass(frozen=True, slots=True)
class Job:
    """One subject in one kind: what ``context`` compiles once and is written in several formats;
    ``about`` names the definition that the paper stands or falls with; ``findings`` are what is
    wrong with the days it is made for."""

    kind: Kind
    name: str
    subject: Any
    formats: tuple[str, ...]
    folder: str
    context: Callable[[View, Any], Any]
    about: str
    findings: tuple[Finding, ...] = ()

    def path(self, form: str) -> str:
        """Where the paper goes, below the output folder."""
        return str(PurePosixPath(self.folder, self.kind.name, f"{self.name}.{form}"))


def plan(view: View, request: Request) -> list[Job]:
    """All jobs ``request`` asks for; :class:`DutybookError` where it names what is not there."""
    departments = [_department(view, name) for name in request.departments]
    roles = roles_of(view, request)
    folder = "" if view.locale == view.workspace.locale else view.locale
    jobs: list[Job] = []
    days = DatedPapers(view, request)
    for kind in (KINDS[name] for name in _kinds(request)):
        known = (*(DOCUMENT_FORMATS if kind.printed else ()), *kind.formats)
        formats = tuple(form for form in request.formats if form in known)
        if not formats:
            continue
        if kind.evaluated and request.results:
            jobs += _evaluated(view, request, kind, roles, formats, folder)
            continue
        if kind.about == "result":
            _asked_without_period(request, kind)
            continue
        if days.wanted(kind):
            jobs += [
                Job(kind, name, what, formats, folder, kind.context, what.role.role, findings)
                for what, name, findings in days.subjects(kind, roles)
            ]
            continue
        if kind.days == "always":
            continue  # no calendar says for which days
        if kind.about == "role":
            asked = bool(request.roles) and kind.name in request.kinds
            subjects: Iterable[tuple[str, Any]] = (
                (role.role, role) for role in roles if asked or kind.usual(role)
            )
        elif kind.about == "department":
            subjects = ((d, d) for d in _manuals(view, request, departments))
        elif kind.about == "source":
            subjects = _sources(view, request, roles)
        else:
            subjects = _others(view, request, kind, departments)
        context = kind.context
        jobs += [Job(kind, name, what, formats, folder, context, name) for name, what in subjects]
    return sorted(jobs, key=lambda job: job.kind.about != "department")  # the longest first


def roles_of(view: View, request: Request) -> list[Role]:
    """The roles ``request`` names, else all of the departments it names, else all."""
    departments = [_department(view, name) for name in request.departments]
    return [_role(view, name) for name in request.roles] or [
        role for role in view.roles if not departments or role.department in departments
    ]


def _kinds(request: Request) -> Iterable[str]:
    """The kinds asked for; where none is, and a person or a week or day is named, those that are
    made for people and days."""
    short = request.period and request.period.kind in ("day", "week")
    if request.kinds or not (request.employees or short):
        return request.kinds or KINDS
    fixed = {"always"} if not request.period else {"always", "asked"}
    return [name for name, kind in KINDS.items() if kind.days in fixed]


def _evaluated(
    view: View,
    request: Request,
    kind: Kind,
    roles: Sequence[Role],
    formats: tuple[str, ...],
    folder: str,
) -> Iterator[Job]:
    """One paper per employee and role of the results, in a folder of their period; of reports one
    per department too, unless roles or people are named."""
    results, wanted = request.results, {role.role for role in roles}
    assert kind.evaluated
    assert results
    if kind.about == "result" and not request.roles and not request.employees:
        for unit in units_of(view, results):
            if unit.department in {role.department for role in roles}:
                name = f"{file_name(results.period.text)}/{file_name(unit.department)}"
                yield Job(kind, name, unit, formats, folder, kind.evaluated, unit.department)
    for person in people_of(view, results):
        if request.employees and person.sheet.employee not in request.employees:
            continue
        if not (request.roles or request.employees or kind.usual(person.role)):
            continue  # nothing is evaluated: the department's report says so
        rater = results.rater
        if person.role.role in wanted and (not rater or asks(view, person, rater)):
            name = f"{file_name(results.period.text)}/{person.file_name}"
            name += f"-{file_name(rater)}" if rater else ""
            yield Job(kind, name, person, formats, folder, kind.evaluated, person.role.role)


def _asked_without_period(request: Request, kind: Kind) -> None:
    """A paper of results asked for by name needs the period whose results it is to print."""
    if kind.name in request.kinds:
        raise DutybookError(Finding("build-needs-period", Place("--period"), {"kind": kind.name}))


def departments_of(workspace: Workspace) -> list[str]:
    """Departments that have roles, in the order they are named."""
    roles = (role for role in workspace.definitions.roles if not role.abstract)
    used = dict.fromkeys(role.department for role in roles if role.department)
    named = [key for key in workspace.organisation.departments if key in used]
    return list(dict.fromkeys([*named, *(key for key in used if key)]))


def _manuals(view: View, request: Request, departments: list[str]) -> Iterator[str]:
    """Departments whose manuals are wanted: naming only roles asks for no manual."""
    if request.roles and not departments and "duty-manual" not in request.kinds:
        return
    owners = {role.department for role in map(view.role, request.roles) if role}
    wanted = set(departments) or owners
    in_force = {role.department for role in view.roles}
    for department in departments_of(view.workspace):
        if department in in_force and (not wanted or department in wanted):
            yield department


def _others(
    view: View, request: Request, kind: Kind, departments: list[str]
) -> Iterator[tuple[str, Sop | Agreement]]:
    """Procedures or agreements: those of the named departments that concern the named roles. As of
    manuals, naming only roles asks for none."""
    if request.roles and not departments and kind.name not in request.kinds:
        return
    defined = view.workspace.definitions
    about = defined.sops if kind.about == "sop" else defined.agreements
    roles = {view.role(name) for name in request.roles}
    for name, subject in about.items():
        in_department = not departments or subject.department in departments
        if in_department and (not roles or roles & {view.role(post) for post in _posts(subject)}):
            yield name, subject


def _sources(view: View, request: Request, roles: list[Role]) -> Iterator[tuple[str, Source]]:
    """Sources whose registers are wanted: of named roles or departments those their KPIs read; else
    all where registers are asked for by name, or those this workspace has data for or defines."""
    named, asked = bool(request.roles or request.departments), "log-sheet" in request.kinds
    if request.roles and not asked:
        return
    measures = (kpi.measure for role in roles for kpi in role.kpis)
    read = {getattr(measure, "of", None) for measure in measures}
    for name, source in view.workspace.definitions.sources.items():
        if source.cases or name == SCORES:
            continue  # made of other rows: nobody writes it
        own = not source.origin.document.file.startswith(SHIPPED)
        kept = own or name in view.workspace.organisation.logs
        if name in read if named else asked or kept:
            yield name, source


def _posts(subject: Sop | Agreement) -> set[str | None]:
    """The posts a procedure or an agreement concerns."""
    if isinstance(subject, Agreement):
        return set(subject.parties.values())
    return {subject.owner, *(step.owner for step in subject.steps)} - {None}


def _role(view: View, name: str) -> Role:
    role = view.role(name)
    if role is None:
        known = ", ".join(role.role for role in view.roles)
        raise DutybookError(
            Finding("build-unknown-role", Place(name), {"role": name, "known": known})
        )
    return role


def _department(view: View, name: str) -> str:
    known = departments_of(view.workspace)
    for key in known:
        settings = view.workspace.organisation.departments.get(key)
        titles = settings.title.wordings if settings and settings.title else ()
        if name == key or name in {word for _, word in titles}:
            return key
    details = {"department": name, "known": ", ".join(known)}
    raise DutybookError(Finding("build-unknown-department", Place(name), details))
