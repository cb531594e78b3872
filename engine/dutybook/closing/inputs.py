"""What became of a closing's inputs since: files that changed or are gone, and of people.csv and
absences.csv only what concerns those who were evaluated."""

from collections.abc import Iterator

from dutybook.closing.people import read_salts, records
from dutybook.csv import digest
from dutybook.files.door import exists, within
from dutybook.finding import Finding, Place
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed


def inputs_findings(workspace: Workspace, closed: Closed) -> Iterator[Finding]:
    """Inputs that are not what they were."""
    period = {"period": closed.period.text}
    for item in closed.manifest["inputs"]:
        path = workspace.root / item["name"]
        now = digest(within(workspace.root, path)) if exists(path) else None
        if now is None:
            yield Finding("closed-input-gone", Place(item["name"]), period)
        elif item.get("sha256", now) != now:
            yield Finding("closed-input-changed", Place(item["name"]), period)
    yield from _people(workspace, closed)


def _people(workspace: Workspace, closed: Closed) -> Iterator[Finding]:
    then = closed.manifest.get("people") or {}
    now = records(workspace, then, closed.period, read_salts(workspace.root))
    place = Place(workspace.organisation.people)
    for employee, was in sorted(then.items()):
        details = {"period": closed.period.text, "employee": employee}
        if now[employee]["record"] is None:
            yield Finding("closed-person-erased", place, details)
        elif now[employee]["record"] != was["record"]:
            yield Finding("closed-person-changed", place, details)
        elif now[employee]["name"] != was["name"]:
            yield Finding("closed-name-changed", place, details)
