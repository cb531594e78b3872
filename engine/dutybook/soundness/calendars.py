"""Which calendar counts, who needs it, and what keeps it from being used."""

from collections.abc import Iterator, Mapping

from dutybook.finding import Finding
from dutybook.grammar.time.occurrence import occurrences
from dutybook.grammar.time.period import Period
from dutybook.grammar.time.schedule import Schedule
from dutybook.measure.columns import duration_of, parts_of, span_of
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import all_limits, on_calendar
from dutybook.model import Calendar, Kpi, Role, Sop, TimeLimit
from dutybook.model.kpi import at
from dutybook.roster.attendance.daytable import CalendarError, DayTable, NotCoveredError, day_table
from dutybook.roster.attendance.workdays import calendar_in_force
from dutybook.workspace import Workspace


def span_limits(kpi: Kpi) -> list[TimeLimit]:
    """Every time limit of the measure, also those inside others."""
    measures = parts_of(kpi.measure) if kpi.measure else []
    spans = (span for measure in measures if (span := span_of(measure)))
    return [limit for span in spans for limit in all_limits(span.within)]


def schedule_of(role: Role, kpi: Kpi) -> Schedule | None:
    """The schedule of the duty whose occurrences the KPI counts."""
    duty = kind_of(kpi.measure).duty(kpi.measure) if kpi.measure else None
    return next((one.schedule for one in role.duties if one.id == duty), None)


def uses_calendar(role: Role, kpi: Kpi, sops: Mapping[str, Sop]) -> bool:
    """Whether the KPI's value depends on which days or hours are worked: by its own limits, by its
    duty's schedule, or by the limits of the procedure that cases should follow."""
    schedule = schedule_of(role, kpi)
    limits = _limits(kpi, sops)
    paced = schedule is not None and schedule.on_calendar
    return any(map(on_calendar, limits)) or paced or _in_working_time(kpi)


def _in_working_time(kpi: Kpi) -> bool:
    """Whether how long something took is told in working time."""
    measures = parts_of(kpi.measure) if kpi.measure else []
    return any(timed.working for measure in measures if (timed := duration_of(measure)))


def _limits(kpi: Kpi, sops: Mapping[str, Sop]) -> list[TimeLimit]:
    """Every time limit of the measure or of what it follows, also those inside others."""
    measures = parts_of(kpi.measure) if kpi.measure else []
    own = (limit for one in measures for limit in kind_of(one).limits(one, sops))
    return [limit for whole in own for limit in all_limits(whole)]


def uncalendared(
    workspace: Workspace, role: Role, kpi: Kpi, period: Period | None
) -> Iterator[Finding]:
    """Why the calendar that ``kpi`` needs cannot be used (in ``period``)."""
    if not uses_calendar(role, kpi, workspace.definitions.sops):
        return
    calendar, named = calendar_in_force(workspace), workspace.organisation.calendar
    if workspace.faults.of("calendar", named):
        return  # told there
    if named is None:
        yield at(kpi, "measure", "calendar-missing")
        return
    if calendar is None:
        place = workspace.organisation.origin.below("calendar").place
        yield Finding("calendar-unknown", place, {"calendar": named})
        return
    try:
        table = day_table(calendar)
    except CalendarError as error:
        details = {"calendar": named, "what": str(error)}
        yield Finding("calendar-invalid", calendar.origin.below(*error.at).place, details)
        return
    worked = (limit.limit and limit.limit.working for limit in span_limits(kpi))
    schedule = schedule_of(role, kpi)
    hours = any(worked) or _in_working_time(kpi) or (schedule is not None and schedule.close)
    if hours and all(shift.rota for shift in calendar.shifts):
        file = calendar.origin.document.file
        unknown = [f for f in workspace.findings if (f.code, f.place.file) == ("unknown-key", file)]
        # hours may stand there under a word nobody knows: one mistake
        yield from unknown or [at(kpi, "measure", "calendar-without-hours", calendar=named)]
    asked = schedule if schedule and schedule.on_calendar else None
    if asked and period and not _covers(table, asked, period):
        yield not_covering(kpi, calendar)


def not_covering(kpi: Kpi, calendar: Calendar) -> Finding:
    """That ``kpi`` needs days which the calendar does not have; it names the table."""
    details = {
        "calendar": calendar.calendar,
        "version": calendar.version,
        "from": calendar.covers.from_,
        "to": calendar.covers.to,
    }
    return at(kpi, "measure", "calendar-not-covering", **details)


def _covers(table: DayTable, schedule: Schedule, period: Period) -> bool:
    try:
        occurrences(schedule, period.start, period.end, table.is_workday, table.close)
    except NotCoveredError:
        return False
    return True
