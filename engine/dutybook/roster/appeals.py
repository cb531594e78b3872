"""What is wrong with appeals.yaml as it is written, whatever anybody's scores are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches

from dutybook.finding import Finding
from dutybook.model import Appeal
from dutybook.roster.people import Assignment
from dutybook.workspace import Workspace


def unknown_subjects(workspace: Workspace, known: Collection[str]) -> Iterator[Finding]:
    """Appeals that cannot be about anybody or any period here, whichever period is evaluated."""
    named: dict[str, Appeal] = {}
    schemes = workspace.definitions.schemes.values()
    for appeal in workspace.definitions.appeals:
        first = named.setdefault(appeal.id, appeal)
        if first is not appeal:
            line = first.origin.place.line
            details: dict[str, object] = {"id": appeal.id, "line": line}
            yield Finding("appeal-twice", appeal.origin.place, details)
        elif appeal.employee not in known:
            details = {"employee": appeal.employee, "guess": guess(appeal.employee, known)}
            yield Finding("appeal-unknown-employee", appeal.origin.place, details)
        elif not any(s.period == appeal.period.kind or s.parts(appeal.period) for s in schemes):
            details = {"period": appeal.period.text}
            yield Finding("appeal-unknown-period", appeal.origin.place, details)


def unknown_kpis(workspace: Workspace, people: Sequence[Assignment]) -> Iterator[Finding]:
    """Appeals against a KPI that no post of the appellant has in any version, nor its scheme."""
    for appeal in workspace.definitions.appeals:
        posts = {a.role for a in people if a.employee == appeal.employee}
        posts &= {appeal.role} if appeal.role else posts
        known = {kpi for post in posts for kpi in _kpis(workspace, post)}
        if appeal.kpi and posts and appeal.kpi not in known:
            details = {"kpi": appeal.kpi, "employee": appeal.employee}
            place = appeal.origin.below("kpi").place
            yield Finding(
                "appeal-unknown-kpi", place, details | {"guess": guess(appeal.kpi, known)}
            )
        elif appeal.kpi and appeal.kpi in _unnamed(workspace):
            place = appeal.origin.below("kpi").place
            yield Finding("appeal-id-unwritten", place, {"kpi": appeal.kpi})


def _unnamed(workspace: Workspace) -> set[str]:
    """KPIs and items whose ids are made from their names, and change with them."""
    kpis = [kpi for role in workspace.definitions.roles for kpi in role.kpis]
    items = [item for scheme in workspace.definitions.schemes.values() for item in scheme.items]
    return {one.id for one in (*kpis, *items) if one.origin.unnamed}


def _kpis(workspace: Workspace, post: str) -> Iterator[str]:
    for role in workspace.definitions.roles:
        if role.role == post:
            yield from (kpi.id for kpi in role.kpis)
            scheme = workspace.scheme_for(role)
            yield from (item.id for item in scheme.items) if scheme else ()


def guess(value: str, known: Iterable[str]) -> str:
    """What was probably meant; empty where nothing is like it."""
    found = get_close_matches(value, sorted(known), 1)
    return found[0] if found else ""
