"""What one question came to: its tallies by sheet, and what stands behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dutybook.count.hits import Hits, Tallies
from dutybook.count.log.cases import CaseLog
from dutybook.count.log.table import Log
from dutybook.count.procedure.verdicts import Conformity, Posts, follow
from dutybook.count.rows import Row
from dutybook.count.schedule.occurrences import Answer, Owed, Spine, answer, tally
from dutybook.count.schedule.records import records
from dutybook.finding import Finding
from dutybook.logs.file import EngineError
from dutybook.measure.kinds import kind_of
from dutybook.measure.kinds.conformance import Conformance
from dutybook.measure.kinds.schedule import Scheduled
from dutybook.model import Kpi
from dutybook.plan.basis import Prepared
from dutybook.plan.question import Question
from dutybook.plan.scope import Extent


@dataclass(frozen=True, slots=True)
class Taken:
    """A question's ``tallies``, taken of ``log`` for the KPI ``origin``; ``spine``: what was owed,
    where the measure is of a schedule; ``conformity``: what became of cases under a procedure;
    ``failed``: why it could not be answered."""

    number: int
    origin: Kpi
    log: Log
    tallies: Tallies
    spine: Spine | None = None
    conformity: Conformity | None = None
    failed: Finding | None = None


def take(number: int, question: Question, log: Log, hits: Hits, ready: Prepared) -> Taken:
    """Answers a question of the plan for every sheet that asks it."""
    origin, sheets = ready.plan.origins[number], ready.plan.asked[number]
    measure, conformity = question.measure, None
    try:
        if kind_of(measure).taken_of == "cases":
            assert isinstance(measure, Conformance)
            assert isinstance(log, CaseLog)
            placed = hits.placement.table(log, question.extent)
            posts = Posts(ready.workspace, ready.people)
            conformity = follow(number, measure, log, placed, posts)
        tallies = hits.ask(number, question, log, sheets)
        if kind_of(measure).taken_of == "occurrences":
            assert isinstance(measure, Scheduled)
            spine, tallies = _owed(number, question, measure, log, ready)
            return Taken(number, origin, log, tallies, spine)
    except EngineError as error:
        return not_taken(number, origin, log, error)
    return Taken(number, origin, log, tallies, conformity=conformity)


def not_taken(number: int, origin: Kpi, log: Log, error: EngineError) -> Taken:
    """A question that could not be answered: a finding at its KPI."""
    details = {"kpi": origin.id, "reason": str(error)}
    failed = Finding("measure-failed", origin.origin.below("measure").place, details)
    return Taken(number, origin, log, {}, failed=failed)


def _owed(
    number: int, question: Question, measure: Scheduled, log: Log, ready: Prepared
) -> tuple[Spine, Tallies]:
    """Holds what was owed against the records; what nobody logged is counted here too."""
    mine = [a for a in ready.approved if a.adjustment.source == log.source.source]
    frame, plan = ready.frame, ready.plan
    shared = Owed(ZoneInfo(frame.zone), frame.as_of, mine, "", frame.days)
    sheets = [plan.sheets[sheet] for sheet in sorted(plan.asked[number])]
    logged = records(measure, log, mine)

    def answered(extent: Extent) -> Spine:
        days = extent.start, extent.end
        return answer(question, sheets, logged, days, shared, ready.absences)

    spine = answered(question.extent)
    earlier = answered(question.before) if question.before else Spine({})
    log.use(spine.used)
    return spine, tally(spine, measure, earlier)


def rows_behind(taken: Taken, hits: Hits, sheet: int) -> list[Row]:
    """The rows a question selected for one sheet, by time; of a schedule, the occurrences."""
    if taken.failed:
        return []
    if taken.spine is None:
        return hits.rows(taken.number, taken.log, sheet)
    return list(_occurrences(taken.log, taken.spine.answers.get(sheet, ())))


def _occurrences(log: Log, answers: Sequence[Answer]) -> Iterator[Row]:
    places: Mapping[int, tuple[str, int]] = log.lines(a.record.row for a in answers if a.record)
    for a in answers:
        file, line = places[a.record.row] if a.record else ("", 0)
        key, done = (a.record.key, a.record.at) if a.record else ("", None)
        yield Row(key, file, line, a.occurrence.start, a.state, a.due, done)
