"""Which papers a build makes: kind by kind, subject by subject, format by format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from dutybook.finding import DutybookError, Finding, Place
from dutybook.model import Agreement, Role, Sop, Source
from dutybook.model.source import SCORES
from dutybook.papers.evaluation_form.inputs import asks
from dutybook.papers.kinds import KINDS, PaperKind
from dutybook.papers.production.occasion import DatedPapers
from dutybook.papers.production.request import DOCUMENT_FORMATS, Request
from dutybook.papers.results import Person, Results, Unit, file_name, people_of, units_of
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED


@dataclass(frozen=True, slots=True)
class Job:
    """One subject in one kind: what ``context`` compiles once and is written in several formats;
    ``about`` names the definition that the paper stands or falls with; ``findings`` are what is
    wrong with the days it is made for. ``title`` is what its definition is called, ``person`` the
    employee it is about, ``shelf`` the folder of its kind where that has another name; ``view`` is
    of the definitions it is made by, where those are not the build's."""

    kind: PaperKind
    name: str
    subject: Any
    about: str
    formats: tuple[str, ...]
    folder: str
    context: Callable[[View, Any], Any]
    findings: tuple[Finding, ...] = ()
    title: str = ""
    person: str = ""
    shelf: str = ""
    view: View | None = None

    def path(self, form: str) -> str:
        """Where the paper goes, below the output folder."""
        return str(PurePosixPath(self.folder, self.shelf or self.kind.name, f"{self.name}.{form}"))


def plan(view: View, request: Request) -> list[Job]:
    """All jobs ``request`` asks for; :class:`DutybookError` where it names what is not there."""
    planned = _Plan(view, request)
    jobs = [job for name in _kinds(request) for job in planned.jobs(KINDS[name])]
    return sorted(jobs, key=lambda job: job.kind.about != "department")  # the longest first


class _Plan:
    """What the kinds of one build share."""

    def __init__(self, view: View, request: Request) -> None:
        self.view, self.request = view, request
        self.departments = [_department(view, name) for name in request.departments]
        self.roles = roles_of(view, request)
        self.days = DatedPapers(view, request)
        self.parts = [one.part(view) for one in request.signed]
        self.folder = "" if view.locale == view.workspace.locale else view.locale

    def jobs(self, kind: PaperKind) -> Iterable[Job]:
        """The papers of one kind: filled in from results, for given days, or blank."""
        known = (*(DOCUMENT_FORMATS if kind.printed else ()), *kind.formats)
        formats = tuple(form for form in self.request.formats if form in known)
        if not formats:
            return ()
        if kind.about == "change":
            return _changes(self.request, kind, formats, self.folder)
        results = self.request.results
        if kind.evaluated and results:
            return [
                Job(
                    kind,
                    name,
                    what,
                    about,
                    formats,
                    self.folder,
                    kind.evaluated,
                    title=_title(what.view, about),
                    person=_employee(what),
                    view=what.view,
                )
                for name, what, about in self._evaluated(kind, results)
            ]
        if kind.about == "result":
            _asked_without_period(self.request, kind)
            return ()
        if self.days.wanted(kind):
            return [
                Job(
                    kind,
                    name,
                    what,
                    what.role.role,
                    formats,
                    self.folder,
                    kind.context,
                    findings,
                    title=_title(self.view, what.role.role),
                    person=_employee(what),
                )
                for what, name, findings in self.days.subjects(kind, self.roles)
            ]
        return [
            Job(
                kind,
                name + self._of_day(what),
                what,
                name,
                formats,
                self.folder,
                kind.context,
                title=_title(self.view, name),
            )
            for name, what in self._blank(kind)
        ]

    def _evaluated(
        self, kind: PaperKind, results: Results
    ) -> Iterator[tuple[str, Person | Unit, str]]:
        """Name, subject and definition of one paper per employee and role of the results, in a
        folder of their period; of reports one per department too, unless roles or people are
        named."""
        request, parts = self.request, self.parts
        named = bool(request.roles or request.employees)
        then = (role for part in parts for role in _named(part.view, request))
        wanted = [*self.roles, *then]
        roles = {role.role for role in wanted}
        period = file_name(results.period.text) + ("-now" if results.notice else "")
        if kind.about == "result" and not named:
            departments = {role.department for role in wanted}
            for unit in units_of(self.view, results, parts):
                if unit.department in departments:
                    yield f"{period}/{file_name(unit.department)}", unit, unit.department
        for person in people_of(self.view, results, parts):
            if request.employees and person.sheet.employee not in request.employees:
                continue
            if not (named or kind.usual(person.role)):
                continue  # nothing is evaluated: the department's report says so
            rater = results.rater
            if person.role.role in roles and (not rater or asks(person.view, person, rater)):
                suffix = f"-{file_name(rater)}" if rater else ""
                yield f"{period}/{person.file_name}{suffix}", person, person.role.role

    def _of_day(self, what: Any) -> str:
        """What a file's name ends in where it is not the paper of today: the day asked for, or the
        one from which the version is, or was, in force."""
        view = self.view
        day = view.stated
        if day is None and isinstance(what, Role) and view.today and what.effective:
            now = view.workspace.role(what.role, view.today)
            day = what.effective if now is None or now.effective != what.effective else None
        return f"-{day.isoformat()}" if day else ""

    def _blank(self, kind: PaperKind) -> Iterable[tuple[str, Any]]:
        """Name and subject of each paper that is about no days and no results."""
        view, request = self.view, self.request
        if kind.days == "always":
            return ()  # no calendar says for which days
        match kind.about:
            case "role":
                asked = bool(request.roles) and kind.name in request.kinds
                return ((role.role, role) for role in self.roles if asked or kind.usual(role))
            case "department":
                return ((d, d) for d in _manuals(view, request, self.departments))
            case "source":
                return _sources(view, request, self.roles)
            case _:
                return _others(view, request, kind, self.departments)


def _employee(subject: Any) -> str:
    """Whom a paper is about, by staff number."""
    if isinstance(subject, Person):
        return str(subject.sheet.employee)
    person = getattr(subject, "person", None)
    return str(person.employee) if person else ""


def _changes(request: Request, kind: PaperKind, formats: tuple[str, ...], folder: str) -> list[Job]:
    """The one notice of what changed; asked for by name it needs two states of the definitions."""
    compared = request.compared
    if compared is None:
        if kind.name in request.kinds:
            raise DutybookError(Finding("notice-since-when", Place("--kind")))
        return []
    until = f"-{compared.now.isoformat()}" if compared.now else ""
    name = file_name(PurePosixPath(compared.name).name) + until
    return [Job(kind, name, compared, "", formats, folder, kind.context)]


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


def _named(view: View, request: Request) -> Iterator[Role]:
    """The roles of ``view`` that ``request`` is about; it may name others."""
    roles = {view.role(name) for name in request.roles}
    departments = set(request.departments)
    for role in view.roles:
        titles = {role.department, view.department(role.department)}
        if role in roles or (not roles and (not departments or departments & titles)):
            yield role


def _title(view: View, about: str) -> str:
    """What a definition, or a department, is called."""
    defined, role = view.workspace.definitions, view.workspace.role(about)
    tables = (defined.sops, defined.agreements, defined.sources)
    one = role or next((table[about] for table in tables if about in table), None)
    title = getattr(one, "title", None)
    return view.text(title) if title else view.department(about)


def _asked_without_period(request: Request, kind: PaperKind) -> None:
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
    view: View, request: Request, kind: PaperKind, departments: list[str]
) -> Iterator[tuple[str, Sop | Agreement]]:
    """Procedures or agreements: those of the named departments that concern the named roles. As of
    manuals, naming only roles asks for none."""
    if request.roles and not departments and kind.name not in request.kinds:
        return
    defined = view.workspace.definitions
    about = defined.sops if kind.about == "sop" else defined.agreements
    roles = {view.role(name) for name in request.roles}
    for name, subject in about.items():
        if subject.origin.document.lost:
            continue  # half a procedure is none: what is wrong with it is told
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
        if source.cases or name == SCORES or source.origin.document.lost:
            continue  # made of other rows: nobody writes it; or half of it is not there
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
