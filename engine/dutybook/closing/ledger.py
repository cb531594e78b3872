"""What scores were made from: input files by hash, definitions by version and place, calendars."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dutybook import __version__
from dutybook.closing.people import records
from dutybook.csv import digest
from dutybook.files.door import exists, within
from dutybook.report.trace import version
from dutybook.score.result import Evaluation
from dutybook.workspace import Workspace
from dutybook.workspace.layers.versions import version_at
from dutybook.yamltext import Origin

Data = dict[str, Any]


def ledger(
    workspace: Workspace, evaluation: Evaluation, salts: Mapping[str, str] | None = None
) -> Data:
    """The inputs, definitions and calendars of an evaluation as plain data, in a fixed order; with
    ``salts`` also what each person's part of people.csv and absences.csv comes to."""
    who, period = (s.sheet.employee for s in evaluation.sheets), evaluation.plan.period
    people = {} if salts is None else {"people": records(workspace, who, period, salts)}
    return people | {
        "engine": __version__,
        "as_of": evaluation.as_of.isoformat(),
        "inputs": list(_inputs(workspace, evaluation)),
        "definitions": list(_definitions(workspace, evaluation)),
        "calendars": list(_calendars(evaluation)),
    }


def _inputs(workspace: Workspace, evaluation: Evaluation) -> Iterator[Data]:
    """Settings, people, absences, approvals, appeals where they exist; every log read."""
    settings = workspace.organisation
    for kind, name in (
        ("settings", "dutybook.yaml"),
        ("people", settings.people),
        ("absences", settings.absences),
        ("rota", settings.rota),
        ("adjustments", "adjustments.yaml"),
        ("appeals", "appeals.yaml"),
    ):
        if exists(workspace.root / name):
            yield _input(kind, name, within(workspace.root, name))
    for source, files in sorted(evaluation.files.items()):
        for file in files:
            yield {"kind": "log", "source": source, "name": file.name, "sha256": file.digest}


def _input(kind: str, name: str, path: Path) -> Data:
    return {"kind": kind, "name": Path(name).as_posix(), "sha256": digest(path)}


def _definitions(workspace: Workspace, evaluation: Evaluation) -> Iterator[Data]:
    """Roles, schemes and KPIs of every sheet, then approvals, sources, measures and SOPs."""
    roles = {s.sheet.role.role: s.sheet.role for s in evaluation.sheets}
    schemes = {s.sheet.scheme.scheme: s.sheet.scheme for s in evaluation.sheets}
    for name, role in sorted(roles.items()):
        yield _definition("role", name, role.origin)
        for kpi in role.kpis:
            yield _definition("kpi", f"{name}/{kpi.id}", kpi.origin) | {"version": version(kpi)}
    for name, scheme in sorted(schemes.items()):
        if name:
            yield _definition("scheme", name, scheme.origin)
        for item in scheme.items:
            yield _definition("item", f"{name}/{item.id}", item.origin)
    known = workspace.definitions
    for number, approval in enumerate(known.adjustments):
        name = f"{approval.source}/{approval.id or number + 1}"
        yield _definition("adjustment", name, approval.origin)
    read = {name: one for name, one in known.sources.items() if name in evaluation.files}
    origins = {
        "source": {name: one.origin for name, one in read.items()},
        "measure": {name: one.origin for name, one in known.measures.items()},
        "sop": {name: one.origin for name, one in known.sops.items()},
    }
    for kind, table in origins.items():
        for name, origin in sorted(table.items()):
            yield _definition(kind, name, origin)


def _definition(kind: str, name: str, origin: Origin) -> Data:
    place = origin.place
    shown = f"{place.file}:{place.line}"
    return {"kind": kind, "id": name, "place": shown, "version": version_at(origin)}


def _calendars(evaluation: Evaluation) -> Iterator[Data]:
    calendar = evaluation.calendar
    if calendar is not None:
        yield {
            "calendar": calendar.calendar,
            "version": calendar.version,
            "content": version_at(calendar.origin),
        }
