"""The seam: a plan and the logs in, exact tallies out.

Each step takes what the one before it made::

    needs_of   which sources, which columns
    load       typed rows, faults marked
    derive     cases made of events, waits beside the cases they belong to
    place      which sheets each row reaches
    delivered  how far each log can be relied on
    take       a question answered for all sheets
    conserve   where every row went

The result is asked for tallies and for the rows behind a number; scores that are themselves counted
come later, a round at a time (:meth:`Counted.ask_scores`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count as numbers_from
from zoneinfo import ZoneInfo

from dutybook.count.addressees import unaddressed
from dutybook.count.answer import Taken, not_taken, rows_behind, take
from dutybook.count.conservation import Conservation, conserve
from dutybook.count.coverage import Delivered, delivered, said_once
from dutybook.count.hits import Hits
from dutybook.count.log.logs import Logs, derive, given, load
from dutybook.count.log.needs import Need, needs_of
from dutybook.count.log.rejected import alike, rejections
from dutybook.count.log.store import LogStore
from dutybook.count.log.table import Log
from dutybook.count.placement import Placement, place
from dutybook.count.rows import Row
from dutybook.count.schedule.windows import Answerable, spread
from dutybook.count.sql.columns import Dialect
from dutybook.finding import Finding
from dutybook.grammar.time.occurrence import is_weekday
from dutybook.logs.connection import Database
from dutybook.logs.file import EngineError
from dutybook.measure.kinds import kind_of
from dutybook.model.source import SCORES
from dutybook.plan.approvals import unmatched
from dutybook.plan.basis import Prepared
from dutybook.plan.ownership import reach
from dutybook.plan.question import Plan, Question, Sheet, reads_scores
from dutybook.roster.attendance.days import day_after
from dutybook.soundness.calendars import not_covering
from dutybook.tally.tally import Tally


@dataclass(slots=True)
class Counted:
    """What the questions of a plan came to: ``taken`` by number, of the logs that were
    ``delivered``. ``told``: by question and sheet, under which number scores were asked about."""

    ready: Prepared
    delivered: Mapping[str, Delivered]
    taken: dict[int, Taken]
    conservation: tuple[Conservation, ...]
    logs_findings: Sequence[Finding]
    _hits: Hits
    questions: Sequence[Question] = field(init=False)
    told: dict[tuple[int, int], int] = field(init=False, default_factory=dict)
    _fresh: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self.questions = list(self.ready.plan.questions)  # by number
        self._fresh = numbers_from(len(self.questions))

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's."""
        return ZoneInfo(self.ready.frame.zone)

    @property
    def findings(self) -> list[Finding]:
        """What could not be asked, days no calendar covers, cases that would never count, and
        ratings of what there is not."""
        failed = [taken.failed for taken in self.taken.values() if taken.failed]
        asked = (
            (self.questions[n], one.log) for n, one in self.taken.items() if n < len(self.questions)
        )
        plan, workspace = self.ready.plan, self.ready.workspace
        strange = unaddressed(asked, workspace, plan.period)
        return [*failed, *self._uncovered(), *self._pending(), *strange]

    def tallies(self, number: int, sheet: Sheet) -> list[Tally] | None:
        """What a question found for a sheet; None where its rows were not delivered."""
        question = self.questions[number]
        if not self._known(number, question, sheet):
            return None
        taken = self._taken(number, sheet.number)
        found = taken.tallies.get(sheet.number, []) if taken else []
        every = getattr(question.measure, "window", None)
        if not every:
            return found
        return spread(found, every, question.extent, sheet, self._answerable(question, sheet))

    def failure(self, number: int, sheet: int) -> Finding | None:
        """Why a question could not be answered for a sheet, where it could not."""
        taken = self._taken(number, sheet)
        return taken.failed if taken else None

    def rows(self, number: int, sheet: int) -> list[Row]:
        """The rows behind what a question found for a sheet, by time and key; none where they were
        not delivered."""
        taken = self._taken(number, sheet)
        return rows_behind(taken, self._hits, sheet) if taken else []

    def ask_scores(self, sheets: Sequence[Sheet], below: Sequence[tuple[object, ...]]) -> None:
        """Asks what the ``sheets`` of one round want to know of the scores ``below``, given as
        rows of the built-in source."""
        asking = {sheet.number for sheet in sheets if reads_scores(sheet)}
        source = self.ready.workspace.definitions.sources.get(SCORES)
        if not asking or source is None:
            return
        dialect = Dialect(source, self.ready.frame)
        log = given(self._hits.db, f"scores_{min(asking)}", dialect, below)
        questions = self.ready.plan.of_source(SCORES)
        for extent in dict.fromkeys(question.extent for _, question in questions):
            self._hits.placement.place(log, extent)
        for number, question in questions:
            mine = self.ready.plan.asked[number] & asking
            if mine:
                self._ask_below(number, question, log, mine)

    def _ask_below(self, number: int, question: Question, log: Log, sheets: set[int]) -> None:
        fresh, origin = next(self._fresh), self.ready.plan.origins[number]
        try:
            tallies = self._hits.ask(fresh, question, log, sheets)
            self.taken[fresh] = Taken(fresh, origin, log, tallies)
        except EngineError as error:
            self.taken[fresh] = not_taken(fresh, origin, log, error)
        self.told |= dict.fromkeys(((number, sheet) for sheet in sheets), fresh)

    def _taken(self, number: int, sheet: int) -> Taken | None:
        return self.taken.get(self.told.get((number, sheet), number))

    def _known(self, number: int, question: Question, sheet: Sheet) -> bool:
        if question.source == SCORES:
            return (number, sheet.number) in self.told
        of = self.delivered.get(question.source)
        complete = of is not None and of.complete.issuperset(question.extents)
        if of is not None and not _waited_for(question):
            complete = complete and of.covers(sheet, self.ready.teams, question.extent)
        return complete and waits_known(question, self.delivered)

    def _answerable(self, question: Question, sheet: Sheet) -> Answerable:
        frame, of = self.ready.frame, self.delivered[question.source]
        complete_to = of.until(sheet)
        until = frame.as_of_day if complete_to is None else day_after(complete_to)
        return Answerable(
            of.begins,
            min(frame.as_of_day, until),
            self.ready.absences.get(sheet.employee, ()),
            frame.days.of(sheet.employee).is_workday if frame.days else is_weekday,
        )

    def _uncovered(self) -> Iterable[Finding]:
        days = self.ready.frame.days
        for taken in self.taken.values():
            if days and any(t.uncovered for listed in taken.tallies.values() for t in listed):
                yield not_covering(taken.origin, days.calendar)

    def _pending(self) -> Iterable[Finding]:
        for number, question in enumerate(self.questions):
            taken = self.taken.get(number)
            if taken is None or taken.spine or question.extent.as_of is not None:
                continue  # an earlier period's, as it was then
            waiting = sum(t.pending for listed in taken.tallies.values() for t in listed)
            if waiting and taken.log.source.period_by == "time":
                kpi = taken.origin
                details = {"kpi": kpi.id, "count": waiting, "source": question.source}
                yield Finding("cases-pending", kpi.origin.below("measure").place, details)


@contextmanager
def count(ready: Prepared, store: LogStore) -> Iterator[Counted]:
    """Counts what the plan asks about; rows can be listed until the result is left."""
    db = store.db.beside()
    try:
        yield _counted(ready, store, db)
    finally:
        db.close()


def _counted(ready: Prepared, store: LogStore, db: Database) -> Counted:
    """The steps, one after the other."""
    needs, lacking = needs_of(ready.workspace, ready.plan)
    derived = derive(needs, load(needs, ready, store, db), ready)
    placement = _placement(ready, db)
    placed = place(placement, derived, ready)
    known, doubts = _delivered(needs, placed, ready)
    hits = Hits(db, placement, store.clock)
    taken = {
        number: take(number, question, known[question.source].log, hits, ready)
        for question, number in ready.plan.questions.items()
        if question.source in known and waits_known(question, known)
    }
    conservation = tuple(conserve(one.log, hits) for one in known.values())
    assert all(part.whole for part in conservation), conservation
    return Counted(ready, known, taken, conservation, [*lacking, *placed.findings, *doubts], hits)


def _placement(ready: Prepared, db: Database) -> Placement:
    """Whose rows reach which sheets, on the days of every extent."""
    zone, plan = ZoneInfo(ready.frame.zone), ready.plan
    rotas = ready.frame.days.by_rota if ready.frame.days else {}
    reached = {
        extent: reach(plan.sheets, ready.teams, extent, zone, rotas) for extent in plan.extents()
    }
    return Placement(db, ready.frame, reached)


def _delivered(
    needs: Sequence[Need], logs: Logs, ready: Prepared
) -> tuple[dict[str, Delivered], list[Finding]]:
    """How far the logs can be relied on, approvals of rows they do not have, rows not used."""
    known: dict[str, Delivered] = {}
    findings: list[Finding] = []
    rejected: list[Finding] = []
    doubts: list[Finding] = []
    needed = {need.source.source: need for need in needs}
    for name, log in logs.of.items():
        mine = [a for a in ready.approved if a.adjustment.source == name]
        wanted = {key for approval in mine for key in approval.adjustment.rows}
        findings += unmatched(mine, name, log.keys(wanted) if wanted else set())
        rejected += rejections(log.source, log.rejected())
        known[name], late = delivered(log, needed[name], ready)
        doubts += late
        findings += alike(log.source, log.alike(unless=_unsigned(ready.plan, name)))
    return known, [*findings, *said_once(doubts, rejected)]


def _unsigned(plan: Plan, name: str) -> str | None:
    """The column by which ratings say who rated: left empty, colleagues who do not give their names
    may have rated alike."""
    signed = (kind_of(what.measure).signed for _, what in plan.of_source(name))
    return next((column for column in signed if column), None)


def _waited_for(question: Question) -> bool:
    """Whether nothing is taken for silence anyway: ratings that are not there are waited for."""
    return kind_of(question.measure).awaited


def waits_known(question: Question, known: Mapping[str, Delivered]) -> bool:
    """Whether every log can be relied on that says when the cases waited."""
    logs = {str(pause.of) for pause in question.waits}
    return all(name in known and known[name].complete for name in logs)
