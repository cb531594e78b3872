"""What can be told of adjustments, appeals and calendars before any log is read."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.roster.adjustments import judged, unknown_columns, unknown_employees
from dutybook.roster.appeals import unknown_kpis, unknown_subjects
from dutybook.roster.attendance.daytable import CalendarError, day_table
from dutybook.roster.people import Assignment, read_people
from dutybook.workspace import Workspace


def roster_findings(workspace: Workspace) -> list[Finding]:
    """Everything an evaluation would find wrong there, whichever period it is for."""
    approved = list(judged(workspace))
    found = [wrong for _, wrong in approved if wrong]
    found += unknown_columns((one for one, _ in approved), workspace.definitions.sources)
    people = _people(workspace)
    if people:
        known = {person.employee for person in people}
        found += unknown_employees((one for one, wrong in approved if not wrong), known)
        found += [*unknown_subjects(workspace, known), *unknown_kpis(workspace, people)]
    found += _calendars(workspace)
    return [finding for finding in found if not workspace.faults.follow(finding)]


def _people(workspace: Workspace) -> list[Assignment]:
    """All assignments; none where people.csv is missing or cannot be used, which an evaluation
    reports."""
    definitions = workspace.definitions
    wanted = definitions.adjustments or definitions.appeals
    return read_people(workspace)[0] if wanted else []


def _calendars(workspace: Workspace) -> Iterator[Finding]:
    """A calendar in force that nobody defines, and calendars that contradict themselves."""
    named, calendars = workspace.organisation.calendar, workspace.definitions.calendars
    if named is not None and named not in calendars:
        place = workspace.organisation.origin.below("calendar").place
        yield Finding("calendar-unknown", place, {"calendar": named})
    for calendar in calendars.values():
        if workspace.faults.of("calendar", calendar.calendar):
            continue  # what is left out is told
        try:
            day_table(calendar)
        except CalendarError as error:
            details = {"calendar": calendar.calendar, "what": str(error)}
            yield Finding("calendar-invalid", calendar.origin.below(*error.at).place, details)
