"""Which findings of an evaluation concern one employee: theirs, and those of the whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dutybook.finding import Finding
from dutybook.schema import kind_of
from dutybook.score.evaluation import Run
from dutybook.workspace import Workspace
from dutybook.yamltext import Document


def concerning(
    employee: str, findings: Iterable[Finding], run: Run, workspace: Workspace
) -> list[Finding]:
    """The ``findings`` without those about another employee, another's line of people.csv, or a
    role that the employee does not hold in this period."""
    sheets = run.evaluation.plan.sheets
    roles = _with_bases({s.role.role for s in sheets if s.employee == employee}, workspace)
    others = {a.place for s in sheets if s.employee != employee for a in s.held}
    mine = {a.place for s in sheets if s.employee == employee for a in s.held}
    documents = _by_file([*workspace.documents, *workspace.unusable])
    return [
        finding
        for finding in findings
        if finding.details.get("employee", employee) == employee
        and (finding.place in mine or finding.place not in others)
        and _role(finding, documents) in roles | {None}
    ]


def _with_bases(roles: set[str], workspace: Workspace) -> set[str]:
    """``roles`` and those that they extend, in any version."""
    bases: dict[str, set[str]] = {}
    for document in workspace.documents:
        if kind_of(document) == "role" and "extends" in document.data:
            bases.setdefault(document.name, set()).add(str(document.data["extends"]))
    found: set[str] = set()
    while roles:
        found |= roles
        roles = set().union(*(bases.get(role, set()) for role in roles)) - found
    return found


def _by_file(documents: Iterable[Document]) -> Mapping[str, Sequence[Document]]:
    found: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda one: (one.file, one.index)):
        found.setdefault(document.file, []).append(document)
    return found


def _role(finding: Finding, documents: Mapping[str, Sequence[Document]]) -> str | None:
    """The role in whose definition a finding stands; None where it stands elsewhere."""
    before = [d for d in documents.get(finding.place.file, ()) if _line(d) <= finding.place.line]
    data: Any = before[-1].data if before else None
    return str(data["role"]) if isinstance(data, dict) and "role" in data else None


def _line(document: Document) -> int:
    """Where a document begins."""
    return document.place().line
