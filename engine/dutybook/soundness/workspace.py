"""Everything there is to say of a workspace's definitions and people before any log is read: for
every role, its scheme, its KPIs and the people who hold the post."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.measure.source import misread, unmade
from dutybook.model import Kpi, Role, Scheme
from dutybook.roster.attendance.absences import read_absences
from dutybook.roster.attendance.workdays import working_days_told
from dutybook.roster.company import company_coefficient
from dutybook.roster.people import Assignment, read_people
from dutybook.roster.remarks import read_remarks
from dutybook.soundness import posts
from dutybook.soundness import scheme as schemes
from dutybook.soundness.attributes import protected_words, resting_on_attributes
from dutybook.soundness.contents import misnamed
from dutybook.soundness.identifiers import kind_not_first, left_out
from dutybook.soundness.kpi import alike, doubtful, unjudged, unmeasured
from dutybook.soundness.variation import Problems, resolve
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED

_FOR_ALL: Final = frozenset({"raters-unstated"})
"""What is stated once for all KPIs."""
_NAMED: Final = 3


def unsound(workspace: Workspace) -> list[Finding]:
    """Findings about roles, schemes, sources, people.csv and absences."""
    found = [*_people(workspace), *schemes.misapplied(workspace), *misnamed(workspace)]
    found += [*left_out(workspace), *kind_not_first(workspace)]
    people = read_people(workspace)[0]
    for scheme, roles in applied(workspace):
        if scheme is not None and (roles or not scheme.origin.document.file.startswith(SHIPPED)):
            found += [*schemes.unsettled(scheme, roles), *schemes.doubtful(scheme, roles)]
        for role in roles:
            found += _role(workspace, role, scheme, [a for a in people if a.role == role.role])
    for source in workspace.definitions.sources.values():
        found += [*unmade(workspace.definitions.sources, source), *misread(source)]
    return found


def applied(workspace: Workspace) -> list[tuple[Scheme | None, list[Role]]]:
    """Each scheme with every version of the roles it applies to; None: roles without a scheme."""
    held: dict[str, list[Role]] = {name: [] for name in workspace.definitions.schemes}
    loose: list[Role] = []
    for role in workspace.definitions.roles:
        if not role.abstract:
            scheme = workspace.scheme_for(role)
            (loose if scheme is None else held[scheme.scheme]).append(role)
    known = [(workspace.definitions.schemes[name], roles) for name, roles in held.items()]
    return [*known, (None, loose)] if loose else [*known]


@dataclass(frozen=True, slots=True)
class Settling:
    """What is wrong with a scheme: ``held`` keeps totals from being settled, ``doubts`` do not."""

    held: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()

    @property
    def unknown(self) -> frozenset[str]:
        """Names that conditions and amounts read and nobody has."""
        told = (*self.held, *self.doubts)
        misspelt = (f for f in told if f.code == "condition-unknown-name")
        return frozenset(str(finding.details["name"]) for finding in misspelt)


def settling(workspace: Workspace) -> dict[str, Settling]:
    """Per role what keeps its totals open, and what else is wrong with its scheme."""
    twice = {
        str(finding.details["role"]): finding
        for finding in schemes.misapplied(workspace)
        if finding.code == "scheme-twice"
    }
    found: dict[str, Settling] = {}
    for scheme, roles in applied(workspace):
        if scheme is None or not roles:
            continue
        held, doubts = schemes.unsettled(scheme, roles), tuple(schemes.doubtful(scheme, roles))
        own = tuple(held)
        for role in {one.role for one in roles}:
            more = (twice[role],) if role in twice else ()
            found[role] = Settling((*own, *more), doubts)
    return found


def _people(workspace: Workspace) -> Iterator[Finding]:
    """What is wrong with people.csv, absences, remarks and the company's coefficients, where they
    are."""
    if (workspace.root / workspace.organisation.people).is_file() and workspace.configured:
        people, findings = read_people(workspace)
        yield from findings
        yield from read_remarks(workspace, people)[1]
        yield from posts.overfull(workspace, people)
        yield from posts.circles(workspace, people)
        yield from _undelivered(workspace, {one.site for one in people if one.site})
    yield from read_absences(workspace)[1]
    yield from working_days_told(workspace)[1]
    yield from company_coefficient(workspace, None)[1]


def _undelivered(workspace: Workspace, sites: Collection[str]) -> Iterator[Finding]:
    """Sites that data are said to be delivered for, and where nobody works."""
    for source in workspace.definitions.sources.values():
        origin = source.stated or source.origin.below("complete_to")
        for site in source.complete_at:
            if site not in sites:
                details = {"site": site, "known": ", ".join(sorted(sites)) or "–"}
                yield Finding("delivered-unknown-site", origin.below(site).place, details)


def _role(
    workspace: Workspace, role: Role, scheme: Scheme | None, people: Sequence[Assignment]
) -> Iterator[Finding]:
    if scheme is None and people and role.kpis and not _unread(workspace):
        yield Finding("role-without-scheme", role.origin.place, {"role": role.role})
    yield from _parts_longer(role)
    yield from alike(role.kpis)
    protected = protected_words(workspace) if role.kpis else frozenset()
    every = (*role.kpis, *(scheme.items if scheme else ()))
    doubts: list[Finding] = []
    for kpi in every:
        lacking: list[Finding] = []
        for stood, problems in _variants(workspace, kpi, people):
            judged = () if problems else unjudged(workspace, stood, every)
            lacking += [*problems, *unmeasured(workspace, role, stood), *judged]
        yield from lacking
        if not lacking:
            doubts += doubtful(scheme, kpi)
        yield from resting_on_attributes(workspace, kpi, protected)
    yield from _of_several(doubts)


def _of_several(doubts: Sequence[Finding]) -> Iterator[Finding]:
    """Doubts, those that one line would settle for several KPIs of a file told once."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for doubt in doubts:
        if doubt.code in _FOR_ALL:
            alike.setdefault((doubt.code, doubt.place.file), []).append(doubt)
        else:
            yield doubt
    for first, *others in alike.values():
        named = [str(one.details["kpi"]) for one in (first, *others)]
        more = f" … ({len(named)})" if len(named) > _NAMED else ""
        yield replace(first, details={**first.details, "kpi": ", ".join(named[:_NAMED]) + more})


def _parts_longer(role: Role) -> Iterator[Finding]:
    """Years of experience that are a part of fewer."""
    asked = role.qualifications.experience
    for at, whole in asked.parts() if asked else ():
        part = whole.of_which
        if part and part.years and whole.years and part.years[0] > whole.years[0]:
            place = role.origin.below("qualifications", "experience", *at, "of_which").place
            details = {"part": plain(part.years[0]), "whole": plain(whole.years[0])}
            yield Finding("experience-part-longer", place, details)


def _unread(workspace: Workspace) -> bool:
    """Whether the scheme that is named for all could not be read, or nobody knows which it is."""
    named = workspace.organisation.scheme or ""
    return not workspace.configured or ("scheme", named) in workspace.unread


def _variants(
    workspace: Workspace, kpi: Kpi, people: Iterable[Assignment]
) -> Iterator[tuple[Kpi, Problems]]:
    """The KPI as it stands for each of the people, each form of it once; for nobody in particular
    where the post is vacant."""
    columns = {name: frozenset(s.columns) for name, s in workspace.definitions.sources.items()}
    met: list[Kpi] = []
    holders: list[Assignment | None] = [*people]
    for person in holders or [None]:
        stood, problems = resolve(kpi, person, columns, date.max)
        if problems or stood not in met:
            met.append(stood)
            yield stood, problems
