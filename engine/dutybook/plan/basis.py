"""What an evaluation goes by before any log is read: people, plan, approvals, and as of when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dutybook.finding import DutybookError, Finding
from dutybook.grammar.time.period import Period
from dutybook.plan.approvals import Approval, approvals
from dutybook.plan.frame import Frame
from dutybook.plan.question import Plan, Sheet
from dutybook.plan.sheets import make_plan
from dutybook.roster.adjustments import unknown_employees
from dutybook.roster.attendance.absences import read_absences
from dutybook.roster.attendance.days import Stretch, day_after, day_start
from dutybook.roster.attendance.daytable import DayTable
from dutybook.roster.attendance.workdays import working_days_told
from dutybook.roster.people import Assignment, read_people
from dutybook.roster.remarks import Kept, read_remarks
from dutybook.roster.teams import Teams
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything but the logs; ``last`` is the last day that counts, ``findings`` what was wrong so
    far."""

    workspace: Workspace
    period: Period
    people: Sequence[Assignment]
    teams: Teams
    plan: Plan
    last: date
    frame: Frame
    absences: Mapping[str, Sequence[Stretch]]
    approved: Sequence[Approval]
    remarks: Kept
    findings: Sequence[Finding]


def prepare(workspace: Workspace, period: Period, as_of: date | None) -> Prepared:
    """Who is evaluated in which post and by what; an error where that is nobody."""
    if not workspace.configured:
        raise DutybookError(*workspace.findings)
    people, findings = read_people(workspace)
    if not people:
        raise DutybookError(*workspace.findings, *findings)
    plan = make_plan(workspace, people, period)
    if not plan.sheets:
        nobody = _nobody(workspace, period)
        raise DutybookError(*workspace.findings, *findings, *plan.findings, nobody)
    last = as_of or max(_cut_off(sheet, period) for sheet in plan.sheets)
    absences, more = read_absences(workspace)
    days, unread = working_days_told(workspace)
    approved, wrong = approvals(workspace)
    unknown = unknown_employees(
        (a.adjustment for a in approved), {person.employee for person in people}
    )
    remarks, unfit = read_remarks(workspace, people)
    found = [*findings, *plan.findings, *more, *unread, *wrong, *unknown, *unfit]
    frame = _frame(workspace, period, last, days)
    teams = Teams(people, {role.role: role for role in workspace.roles(period.last)})
    return Prepared(
        workspace, period, people, teams, plan, last, frame, absences, approved, remarks, found
    )


def _cut_off(sheet: Sheet, period: Period) -> date:
    """The last day that counts unless said otherwise."""
    return period.last + timedelta(days=sheet.scheme.cut_off)


def _frame(workspace: Workspace, period: Period, last: date, days: DayTable | None) -> Frame:
    zone = ZoneInfo(workspace.organisation.timezone)
    after = day_after(last)
    start, end, then = (day_start(day, zone) for day in (period.start, period.end, after))
    return Frame(zone.key, start, end, then, period.start, period.end, after, days)


def _nobody(workspace: Workspace, period: Period) -> Finding:
    place = workspace.organisation.origin.below("scheme").place
    return Finding("nobody-to-evaluate", place, {"period": period.text})
