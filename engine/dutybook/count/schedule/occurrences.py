"""What was owed: occurrences of scheduled duties × who owes them, and the records that answer them.

Expected things that did not happen exist here, and only here (docs/semantics.md#expected-things).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from dutybook.count.schedule.records import Record
from dutybook.grammar.time.occurrence import Occurrence, is_weekday, midnight_close, occurrences
from dutybook.grammar.time.schedule import Schedule
from dutybook.measure.kinds.schedule import Scheduled
from dutybook.model import Duty
from dutybook.plan.approvals import Approval
from dutybook.plan.question import Question, Sheet
from dutybook.roster.attendance.days import Stretch, to_local, to_utc
from dutybook.roster.attendance.daytable import DayTable
from dutybook.roster.obligations import due_day, in_post_on, owes, worked_days
from dutybook.tally.tally import Incident, Tally


@dataclass(frozen=True, slots=True)
class Answer:
    """One occurrence and what became of it: on_time, late, missing, pending or excluded."""

    occurrence: Occurrence
    due: datetime
    state: str
    record: Record | None = None
    excluded: int | None = None


@dataclass(frozen=True, slots=True)
class Spine:
    """Everything owed in a period, answered or not: per sheet."""

    answers: Mapping[int, Sequence[Answer]]

    @property
    def used(self) -> list[int]:
        """Rows that answered something."""
        rows = {a.record.row for answers in self.answers.values() for a in answers if a.record}
        return sorted(rows)


@dataclass(slots=True)
class Owed:
    """Occurrences one owner (a person, or all holders of a post) has to answer, oldest first."""

    zone: ZoneInfo
    as_of: datetime
    approvals: Sequence[Approval]
    employee: str
    days: DayTable | None = None
    open: list[Occurrence] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def receive(self, record: Record) -> None:
        """Lets ``record`` answer the occurrence it names, else the oldest whose turn it is and that
        nothing has answered yet: what comes in later, or beyond what is owed, hides no miss."""
        occurrence = self._meant(record)
        if occurrence is not None:
            self.open.remove(occurrence)
            self.answers.append(self._answered(occurrence, record))

    def close(self) -> list[Answer]:
        """What is still open is missing once due, else pending."""
        for occurrence in self.open:
            due, excluded = self._due(occurrence)
            state = "missing" if due <= self.as_of else "pending"
            self.answers.append(
                Answer(occurrence, due, state if excluded is None else "excluded", None, excluded)
            )
        return sorted(self.answers, key=lambda a: (a.occurrence, a.record.row if a.record else 0))

    def _meant(self, record: Record) -> Occurrence | None:
        if record.names is not None:
            due = [o for o in self.open if due_day(o) == record.names]
            return next(
                iter(due or [o for o in self.open if o.start <= record.names < o.end]), None
            )
        moment = to_local(record.at, self.zone)
        return next((o for o in self.open if o.takes(moment)), None)

    def _answered(self, occurrence: Occurrence, record: Record) -> Answer:
        due, excluded = self._due(occurrence)
        excluded = record.excluded if excluded is None else excluded
        due += timedelta(microseconds=record.extra)
        whole = to_local(due, self.zone).time() == time()  # midnight is the next day already
        state = "on_time" if record.at < due or (record.at == due and not whole) else "late"
        return Answer(occurrence, due, state if excluded is None else "excluded", record, excluded)

    def _due(self, occurrence: Occurrence) -> tuple[datetime, int | None]:
        """When it is due in UTC, extensions added; and the approval that leaves it out."""
        due = to_utc(occurrence.due, self.zone)
        covering = [
            a
            for a in self.approvals
            if a.by_moment and a.covers(due - timedelta(microseconds=1), self.employee)
        ]
        excluded = next((a.number for a in covering if a.excludes), None)
        return due + timedelta(microseconds=sum(a.extra for a in covering)), excluded


def answer(
    question: Question,
    sheets: Iterable[Sheet],
    records: Iterable[Record],
    days: Stretch,
    owed: Owed,
    absences: Mapping[str, Sequence[Stretch]],
) -> Spine:
    """Matches ``records`` (oldest first) with what ``sheets`` owe for windows that end on ``days``;
    ``owed`` is what all share."""
    duty = _duty(question, sheets := list(sheets))
    assert duty.schedule is not None
    owners = _owners(duty, sheets)
    expected = _expected(duty.schedule, owed.days, days, [owner.employee for owner in owners])
    books = {
        owner: Owed(owed.zone, owed.as_of, owed.approvals, owner.employee, owed.days,
                    list(_owed(expected[owner.employee], owner, holders, duty, absences)))
        for owner, holders in owners.items()
    }  # fmt: skip
    by_employee: dict[str, dict[Owner, list[Sheet]]] = {}
    for owner, holders in owners.items():
        for sheet in holders:
            by_employee.setdefault(sheet.employee, {}).setdefault(owner, []).append(sheet)
    for record in records:
        whose = _owner_of(record, by_employee.get(record.employee, {}), owed.zone)
        if whose is not None:
            books[whose].receive(record)
    closed = {owner: book.close() for owner, book in books.items()}
    return Spine(
        {sheet.number: _of_sheet(sheet, by_employee[sheet.employee], closed) for sheet in sheets}
    )


def _expected(
    schedule: Schedule, table: DayTable | None, days: Stretch, employees: Iterable[str]
) -> dict[str, list[Occurrence]]:
    """What falls due on ``days`` for each of the ``employees`` (a post: ''), by the days they
    work; those on the same days share it."""
    found: dict[int, list[Occurrence]] = {}
    expected: dict[str, list[Occurrence]] = {}
    for employee in employees:
        number = table.by_rota.get(employee, 0) if table else 0
        if number not in found:
            own = table.of(employee) if table else None
            is_workday, close = (own.is_workday, own.close) if own else (is_weekday, midnight_close)
            mine = worked_days(schedule, table, employee)
            found[number] = occurrences(mine, *days, is_workday, close)
        expected[employee] = found[number]
    return expected


def tally(spine: Spine, measure: Scheduled, earlier: Spine) -> dict[int, list[Tally]]:
    """Counts per sheet: what was done on time of what was due, or the outcomes ``count`` names;
    those are incidents, which may repeat what was ``earlier`` than the period."""
    return {
        sheet: [
            replace(
                _tally(answers, measure),
                incidents=(
                    *_incidents(earlier.answers.get(sheet, ()), measure, earlier=True),
                    *_incidents(answers, measure),
                ),
            )
        ]
        for sheet, answers in spine.answers.items()
    }


def _incidents(
    answers: Sequence[Answer], measure: Scheduled, *, earlier: bool = False
) -> Iterator[Incident]:
    """Occurrences that count, by the day they were due, oldest first; all are of one kind."""
    for one in answers:
        if one.state in measure.count:
            yield Incident(due_day(one.occurrence), None, Fraction(0), earlier=earlier)


def _tally(answers: Sequence[Answer], measure: Scheduled) -> Tally:
    due = [a for a in answers if a.state in ("on_time", "late", "missing")]
    wanted = measure.count or ("on_time",)
    excluded: dict[int, int] = {}
    for a in answers:
        if a.excluded is not None:
            excluded[a.excluded] = excluded.get(a.excluded, 0) + 1
    return Tally(
        numerator=Fraction(sum(a.state in wanted for a in due)),
        denominator=Fraction(len(due)),
        counted=len(due),
        pending=sum(a.state == "pending" for a in answers),
        excluded=dict(sorted(excluded.items())),
    )


def _duty(question: Question, sheets: Sequence[Sheet]) -> Duty:
    measure = question.measure
    assert isinstance(measure, Scheduled)
    return next(duty for duty in sheets[0].role.duties if duty.id == measure.duty)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owes: a person alone, or (``employee`` empty) whoever holds the post at a ``site``."""

    employee: str = ""
    site: str = ""

    def held(self, holders: Sequence[Sheet], day: date) -> bool:
        """Whether one of the ``holders`` is in post on ``day``, of a post at its site."""
        return any(
            a.start <= day < a.end and (self.employee or a.site == self.site)
            for sheet in holders
            for a in sheet.held
        )


def _owners(duty: Duty, sheets: Sequence[Sheet]) -> dict[Owner, list[Sheet]]:
    """Who owes together: each person alone, or all holders of the post at one site."""
    if duty.owed_by == "person":
        return {Owner(sheet.employee): [sheet] for sheet in sheets}
    owners: dict[Owner, list[Sheet]] = {}
    for sheet in sheets:
        for site in sorted(sheet.sites):
            owners.setdefault(Owner(site=site), []).append(sheet)
    return owners


def _owner_of(
    record: Record, mine: Mapping[Owner, Sequence[Sheet]], zone: ZoneInfo
) -> Owner | None:
    """Whose book a person's record goes into: of several sites, that of the day's."""
    if len(mine) < 2:
        return next(iter(mine), None)
    day = to_local(record.at, zone).date()
    there = (owner for owner, sheets in mine.items() if owner.held(sheets, day))
    return next(there, next(iter(mine), None))


def _of_sheet(
    sheet: Sheet, owners: Iterable[Owner], closed: Mapping[Owner, Sequence[Answer]]
) -> Sequence[Answer]:
    """What a sheet answers for: everything its owner owed; of several sites, what each owed while
    the post was held there."""
    mine = list(owners)
    if len(mine) == 1:
        return closed[mine[0]]
    return sorted(
        (
            answer
            for owner in mine
            for answer in closed[owner]
            if owner.held([sheet], in_post_on(answer.occurrence))
        ),
        key=lambda a: (a.occurrence, a.record.row if a.record else 0),
    )


def _owed(
    expected: Iterable[Occurrence],
    owner: Owner,
    holders: Sequence[Sheet],
    duty: Duty,
    absences: Mapping[str, Sequence[Stretch]],
) -> Iterator[Occurrence]:
    """Those of the ``expected`` occurrences that someone, or the post, owes."""
    assert duty.schedule is not None
    for occurrence, alike in groupby(expected):
        same = list(alike)
        if duty.owed_by == "post":
            yield from same if owner.held(holders, in_post_on(occurrence)) else ()
            continue
        in_post, absent = partial(owner.held, holders), partial(_absent, holders, absences)
        count = owes(duty.schedule, occurrence, len(same), in_post, absent)
        yield from same[:count]


def _absent(holders: Sequence[Sheet], absences: Mapping[str, Sequence[Stretch]], day: date) -> bool:
    (sheet,) = holders
    return any(start <= day < end for start, end in absences.get(sheet.employee, ()))
