"""appeals.yaml: which appeals concern which sheet, whether they came in time, what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dutybook.finding import Finding
from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.time.clock import parse_date
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.period import Period
from dutybook.model import Appeal, By, Expression, Incidents
from dutybook.roster.appeals import guess, unknown_subjects
from dutybook.roster.attendance.daytable import DayTable
from dutybook.roster.attendance.workdays import working_days
from dutybook.roster.people import Assignment
from dutybook.score.appeals.ruling import decided
from dutybook.score.result import Heard, KpiResult, SheetResult
from dutybook.workspace import Workspace
from dutybook.workspace.closings import read_as_it_is
from dutybook.workspace.layers.versions import version_at


@dataclass(slots=True)
class _Hearing:
    """Appeals by sheet, as they are matched."""

    workspace: Workspace
    period: Period
    sheets: Sequence[SheetResult]
    signed: date | None
    days: DayTable | None
    heard: dict[int, list[Heard]] = field(default_factory=dict)
    ruled: dict[tuple[int, str | None], Appeal] = field(default_factory=dict)


def hear(
    workspace: Workspace,
    period: Period,
    people: Sequence[Assignment],
    sheets: Sequence[SheetResult],
) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """The sheets with their appeals and what was decided beside what was computed."""
    appeals = workspace.definitions.appeals
    if not appeals:
        return tuple(sheets), []
    hearing = _Hearing(
        workspace, period, sheets, _signed(workspace, period), working_days(workspace)
    )
    findings = list(unknown_subjects(workspace, {person.employee for person in people}))
    refused = {finding.place.line for finding in findings}
    for appeal in appeals:
        if appeal.period.text == period.text and appeal.origin.place.line not in refused:
            findings += _hear(hearing, appeal)
    return tuple(
        _after(sheet, hearing.heard.get(i, [])) for i, sheet in enumerate(sheets)
    ), findings


def _after(sheet: SheetResult, heard: Sequence[Heard]) -> SheetResult:
    found = decided(sheet, [one.appeal for one in heard])
    return replace(sheet, appeals=tuple(heard), decided=found) if heard else sheet


def _signed(workspace: Workspace, period: Period) -> date | None:
    """The day a closed period was signed: nobody could know the result earlier."""
    closed = read_as_it_is(workspace.root, period)
    signed = closed.manifest.get("signed_on") if closed else None
    return parse_date(signed) if signed else None


def _hear(hearing: _Hearing, appeal: Appeal) -> Iterator[Finding]:
    """Gives one appeal to its sheet, unless it contradicts itself or what is known."""
    found = _sheet_of(hearing, appeal)
    if isinstance(found, Finding):
        yield found
        return
    sheet = hearing.sheets[found]
    result = _result(sheet, appeal.kpi)
    wrong = _wrong(appeal, sheet, result) or _ruled_twice(hearing, found, appeal)
    if wrong:
        yield wrong
        return
    start = appeal.notified_on or hearing.signed
    within = sheet.sheet.scheme.appeal_within
    limit = within.limit if within else None
    same_day = bool(within and within.start == "same_day")
    deadline = _deadline(start, limit, hearing.days, same_day) if start and limit else None
    heard = Heard(appeal, result, deadline)
    hearing.heard.setdefault(found, []).append(heard)
    if heard.late:
        details: dict[str, object] = {
            "id": appeal.id,
            "filed": appeal.filed_on,
            "deadline": deadline,
            "limit": str(limit),
            "start": start,
        }
        yield Finding("appeal-late", appeal.origin.below("filed_on").place, details)
    if appeal.version and result and appeal.version != version_at(result.kpi.origin):
        details = {"id": appeal.id, "old": appeal.version, "new": version_at(result.kpi.origin)}
        yield Finding("appeal-other-version", appeal.origin.below("version").place, details)


def _sheet_of(hearing: _Hearing, appeal: Appeal) -> int | Finding:
    """The one sheet an appeal is about."""
    place, kpi = appeal.origin.place, appeal.kpi
    mine = [
        number
        for number, sheet in enumerate(hearing.sheets)
        if sheet.sheet.employee == appeal.employee and appeal.role in (None, sheet.sheet.role.role)
    ]
    if not mine:
        details = {
            "employee": appeal.employee,
            "period": appeal.period.text,
            "role": appeal.role or "",
        }
        return Finding("appeal-not-evaluated", place, details)
    having = [n for n in mine if kpi is None or _result(hearing.sheets[n], kpi)]
    if not having:
        ids = [r.kpi.id for n in mine for r in _results(hearing.sheets[n])]
        details = {"kpi": kpi or "", "employee": appeal.employee, "guess": guess(kpi or "", ids)}
        return Finding("appeal-unknown-kpi", appeal.origin.below("kpi").place, details)
    if len(having) > 1:
        roles = ", ".join(hearing.sheets[n].sheet.role.role for n in having)
        return Finding("appeal-unclear", place, {"employee": appeal.employee, "roles": roles})
    return having[0]


def _wrong(appeal: Appeal, sheet: SheetResult, result: KpiResult | None) -> Finding | None:
    """A decision that is not complete, or that does not fit what was appealed against."""
    return (
        _incomplete(appeal)
        or _misplaced(appeal, sheet, result)
        or _value_unusable(appeal, result)
        or _grade_unknown(appeal, sheet)
    )


def _incomplete(appeal: Appeal) -> Finding | None:
    """Upheld without saying what holds instead, or decided by nobody, on no day."""
    place, details = appeal.origin.below("decision").place, {"id": appeal.id}
    if appeal.decision == "upheld" and not (_rules_kpi(appeal) or _rules_total(appeal)):
        return Finding("appeal-without-ruling", place, details)
    if appeal.decision != "pending" and not (appeal.by and appeal.decided_on):
        return Finding("appeal-unsigned", place, details)
    return None


def _misplaced(appeal: Appeal, sheet: SheetResult, result: KpiResult | None) -> Finding | None:
    """A ruling on something else than what was appealed against, on what gives no points, or
    without the appeal's having been upheld."""
    upheld = appeal.decision == "upheld"
    elsewhere = _rules_total(appeal) if appeal.kpi else _rules_kpi(appeal)
    unscored = appeal.kpi and upheld and (sheet.rollup is not None or not _scored(result))
    in_vain = not upheld and (_rules_kpi(appeal) or _rules_total(appeal))
    if not (elsewhere or unscored or in_vain):
        return None
    place = appeal.origin.below("decided").place
    return Finding("appeal-ruling-misplaced", place, {"id": appeal.id})


def _value_unusable(appeal: Appeal, result: KpiResult | None) -> Finding | None:
    """Another value for a KPI whose points come from its rows."""
    if appeal.decided.value is None or result is None or not _by_rows(result):
        return None
    path = appeal.origin.below("decided", "value")
    return Finding("appeal-value-unusable", path.place, {"id": appeal.id})


def _grade_unknown(appeal: Appeal, sheet: SheetResult) -> Finding | None:
    """A grade that the scheme, of the roll-up where there is one, does not have."""
    scheme, grade = sheet.sheet.scheme, appeal.decided.grade
    rolled = scheme.rollup if sheet.rollup else None
    grades = [g.grade for g in ((rolled and rolled.grades) or scheme.grades)]
    if grade is None or grade in grades:
        return None
    path = appeal.origin.below("decided", "grade")
    return Finding(
        "appeal-unknown-grade", path.place, {"grade": grade, "grades": ", ".join(grades)}
    )


def _rules_kpi(appeal: Appeal) -> bool:
    return appeal.decided.points is not None or appeal.decided.value is not None


def _rules_total(appeal: Appeal) -> bool:
    return appeal.decided.total is not None or appeal.decided.grade is not None


def _ruled_twice(hearing: _Hearing, sheet: int, appeal: Appeal) -> Finding | None:
    """Two appeals upheld about the same thing: which of them holds is for people to say."""
    if appeal.decision != "upheld":
        return None
    first = hearing.ruled.setdefault((sheet, appeal.kpi), appeal)
    if first is appeal:
        return None
    return Finding("appeal-ruled-twice", appeal.origin.place, {"id": appeal.id, "other": first.id})


def _scored(result: KpiResult | None) -> bool:
    """Whether points of the KPI go into a total at all."""
    return result is not None and not result.kpi.advisory and result.kpi.score is not None


def _by_rows(result: KpiResult) -> bool:
    """Whether points come from what each row says, not from the value."""
    rule = result.kpi.score.rule if result.kpi.score else None
    return isinstance(rule, Incidents) and isinstance(rule.each, By | Expression)


def _deadline(start: date, limit: Limit, days: DayTable | None, same_day: bool) -> date | None:
    """The last day of an appeal window; None where the calendar does not reach it. The day
    somebody is told is day 0 (day 1 with ``start: same_day``); hours are rounded up to days."""
    count = int(limit.count) - (1 if same_day and limit.count else 0)
    if limit.unit == "workday":
        return _workday(start, count, days)
    if limit.unit == "month":
        months = start.year * 12 + start.month - 1 + int(limit.count)
        first = date(months // 12, months % 12 + 1, 1)
        following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        return min(first + timedelta(days=start.day - 1), following - timedelta(days=1))
    if limit.elapsed:
        return start + timedelta(days=-int(-limit.seconds // SECONDS["day"]))
    return start + timedelta(days=count * (7 if limit.unit == "week" else 1))


def _workday(start: date, count: int, days: DayTable | None) -> date | None:
    if days is None:
        return None
    first = days.calendar.covers.from_
    later = [place for place in days.workdays if place > (start - first).days]
    if start < first or len(later) < count:
        return None
    return first + timedelta(days=later[count - 1]) if count else start


def _results(sheet: SheetResult) -> tuple[KpiResult, ...]:
    return (*sheet.kpis, *sheet.items)


def _result(sheet: SheetResult, kpi: str | None) -> KpiResult | None:
    return next((result for result in _results(sheet) if result.kpi.id == kpi), None)
