"""The working days of the calendar in force."""

from dutybook.roster.daytable import CalendarError, DayTable, day_table
from dutybook.workspace import Workspace


def working_days(workspace: Workspace) -> DayTable | None:
    """Day by day what the calendar named in dutybook.yaml says; None where none is named or the
    one that is cannot be used (which ``dutybook check`` reports)."""
    calendar = workspace.definitions.calendars.get(workspace.organisation.calendar or "")
    try:
        return day_table(calendar) if calendar else None
    except CalendarError:
        return None
