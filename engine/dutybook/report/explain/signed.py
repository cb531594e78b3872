"""What was signed, read again: the sheets of a closing with the names that are known today."""

from collections.abc import Iterator, Mapping
from typing import Any

from dutybook.roster.people import read_people
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed
from dutybook.workspace.snapshot import as_signed

Data = dict[str, Any]


def signed_sheets(workspace: Workspace, closed: Closed) -> list[Data]:
    """The sheets of ``closed`` as :func:`~dutybook.report.explain.snapshot.sheet_told` makes them,
    without rows. Whoever people.csv no longer names is called by number; what format 1 did not
    keep comes from the definitions of today."""
    then = as_signed(workspace, closed)
    people = [*read_people(then)[0], *read_people(workspace)[0]]  # posts of then, and of today
    names = {one.employee: one.name for one in people}
    superiors = {(one.employee, one.role): one.superior for one in people}
    return [_named(then, closed, sheet, names, superiors) for sheet in closed.scores["scores"]]


def _named(
    then: Workspace,
    closed: Closed,
    sheet: Mapping[str, Any],
    names: Mapping[str, str],
    superiors: Mapping[tuple[str, str], str],
) -> Data:
    employee, role = sheet["employee"], sheet["role"]
    data = {
        "name": names.get(employee) or employee,
        "title": then.post_title(role, then.locale),
        "superior": superiors.get((employee, role), ""),
        "said": {"rollup": [], "follows": []},
        **sheet,
    }
    kpis = dict(_kpi_names(then, closed, role))
    for key in ("kpis", "adjustments"):
        data[key] = [{"name": kpis.get(item["kpi"], item["kpi"]), **item} for item in sheet[key]]
    return data


def _kpi_names(then: Workspace, closed: Closed, role_id: str) -> Iterator[tuple[str, str]]:
    role = then.role(role_id, closed.period.last)
    if role is None:
        return
    scheme = then.scheme_for(role)
    for kpi in (*(scheme.items if scheme else ()), *role.kpis):
        yield kpi.id, kpi.name.at(then.locale)
