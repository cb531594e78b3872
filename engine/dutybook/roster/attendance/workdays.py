"""The working days of the calendar in force, and of those who work by a rota."""

from dutybook.finding import Finding
from dutybook.model import Calendar
from dutybook.roster.attendance.daytable import CalendarError, DayTable, day_table
from dutybook.roster.attendance.rota import read_rota, with_rota
from dutybook.workspace import Workspace


def calendar_in_force(workspace: Workspace) -> Calendar | None:
    """The calendar named in dutybook.yaml, where somebody defines it and no day or hour of it is
    left out."""
    named = workspace.organisation.calendar or ""
    whole = not workspace.faults.of("calendar", named)
    return workspace.definitions.calendars.get(named) if whole else None


def working_days(workspace: Workspace) -> DayTable | None:
    """Day by day what the calendar named in dutybook.yaml says; None where none is named or the
    one that is cannot be used (which ``dutybook check`` reports)."""
    return working_days_told(workspace)[0]


def working_days_told(workspace: Workspace) -> tuple[DayTable | None, list[Finding]]:
    """The working days, and what is wrong with the rota."""
    calendar = calendar_in_force(workspace)
    rota, findings = read_rota(workspace, calendar)
    try:
        days = day_table(calendar) if calendar else None
    except CalendarError:
        return None, findings
    if days is None or not rota.rows:
        return days, findings
    days, wrong = with_rota(days, rota)
    return days, findings + wrong
