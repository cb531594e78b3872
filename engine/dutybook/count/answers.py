"""Puts each question to the engine once, and keeps what was answered for every sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from dutybook.count.delivery import Delivery
from dutybook.count.engine import Engine
from dutybook.count.procedure.cases import Conformity, Posts, follow
from dutybook.count.schedule.occurrences import Owed, Spine, answer, tally
from dutybook.count.schedule.windows import Answerable, spread
from dutybook.finding import Finding
from dutybook.grammar.occurrence import is_weekday
from dutybook.logs.file import EngineError
from dutybook.measure.calendars import not_covering
from dutybook.measure.tally import Tally
from dutybook.model import Source
from dutybook.model.measure import Conformance, Scheduled
from dutybook.model.source import SCORES
from dutybook.plan.approvals import Approval
from dutybook.plan.extent import Extent
from dutybook.plan.question import Plan, Question, Sheet, reads_scores
from dutybook.roster.days import Stretch, day_after


@dataclass(slots=True)
class Asking:
    """The questions of a plan and what was answered. ``told``: by question and sheet, under which
    number and of which source scores were asked about."""

    plan: Plan
    engine: Engine
    delivery: Delivery
    approved: Sequence[Approval]
    absences: Mapping[str, Sequence[Stretch]]
    sources: Mapping[str, Source]
    posts: Posts
    tallies: dict[int, Mapping[int, list[Tally]]] = field(default_factory=dict)
    spines: dict[int, Spine] = field(default_factory=dict)
    conformities: dict[int, Conformity] = field(default_factory=dict)
    failed: dict[int, Finding] = field(default_factory=dict)
    told: dict[tuple[int, int], tuple[int, Source]] = field(default_factory=dict)
    questions: list[Question] = field(init=False)

    def __post_init__(self) -> None:
        self.questions = list(self.plan.questions)  # by number; asked for at every KPI of everyone

    @property
    def findings(self) -> list[Finding]:
        """What could not be asked, days no calendar covers, and cases that would never count."""
        return [*self.failed.values(), *self._uncovered(), *self._pending()]

    def ask_all(self) -> None:
        """Asks whatever can be asked of the logs that were delivered."""
        for question, number in self.plan.questions.items():
            if question.source not in self.delivery.read or not self._waits_known(question):
                continue
            with self._reporting(number):
                self._ask(number, question)

    def _waits_known(self, question: Question) -> bool:
        """Whether every log was delivered that says when the cases waited."""
        logs = {pause.of for pause in question.waits}
        delivered = {name for name, extent in self.delivery.complete}
        return logs <= delivered

    @contextmanager
    def _reporting(self, number: int) -> Iterator[None]:
        """An engine that cannot answer a question makes a finding at its KPI."""
        try:
            yield
        except EngineError as error:
            kpi = self.plan.origins[number]
            details = {"kpi": kpi.id, "reason": str(error)}
            place = kpi.origin.below("measure").place
            self.failed[number] = Finding("measure-failed", place, details)

    def _ask(self, number: int, question: Question) -> None:
        source = self.delivery.read[question.source]
        asked = self.plan.asked[number]
        if isinstance(question.measure, Conformance):
            sop = self.posts.workspace.definitions.sops[question.measure.sop]
            self.conformities[number] = follow(
                self.engine, number, question.measure, source, question.extent, sop, self.posts
            )
        self.tallies[number] = self.engine.ask(number, question, source, asked)
        if isinstance(question.measure, Scheduled):
            self._settle(number, question, question.measure, source)

    def _settle(self, number: int, question: Question, measure: Scheduled, source: Source) -> None:
        """Holds what was owed against the records; what nobody logged is counted here too."""
        mine = [a for a in self.approved if a.adjustment.source == source.source]
        frame = self.engine.frame
        shared = Owed(ZoneInfo(frame.zone), frame.as_of, mine, "", frame.days)
        sheets = [self.plan.sheets[sheet] for sheet in sorted(self.plan.asked[number])]
        records = self.engine.records(question, source, mine)

        def answered(extent: Extent) -> Spine:
            days = extent.start, extent.end
            return answer(question, sheets, records, days, shared, self.absences)

        self.spines[number] = spine = answered(question.extent)
        earlier = answered(question.before) if question.before else Spine({})
        self.tallies[number] = tally(spine, measure, earlier)
        self.engine.use(source, spine.used)

    def ask_scores(self, sheets: Sequence[Sheet], below: Sequence[tuple[object, ...]]) -> None:
        """Asks what the ``sheets`` of one round want to know of the scores ``below``, given as
        rows of the built-in source."""
        asking = {sheet.number for sheet in sheets if reads_scores(sheet)}
        source = self.sources.get(SCORES)
        if not asking or source is None:
            return
        source = replace(source, source=f"{SCORES}#{min(asking)}")
        self.engine.given(source, below)
        questions = self.plan.of_source(SCORES)
        for extent in dict.fromkeys(question.extent for _, question in questions):
            self.engine.place(source, extent, (), set())
        for number, question in questions:
            mine = self.plan.asked[number] & asking
            if mine:
                fresh = len(self.plan.questions) + len(self.told)
                with self._reporting(number):
                    found = self.engine.ask(fresh, question, source, mine)
                    self.tallies[number] = {**self.tallies.get(number, {}), **found}
                self.told |= {(number, sheet): (fresh, source) for sheet in mine}

    def found(self, number: int, sheet: Sheet) -> list[Tally] | None:
        """What a question found for a sheet; None where its rows were not delivered."""
        question = self.questions[number]
        if question.source == SCORES:
            known = (number, sheet.number) in self.told
        else:
            known = {(question.source, e) for e in question.extents} <= self.delivery.complete
        if not known or not self._waits_known(question):
            return None
        found = self.tallies.get(number, {}).get(sheet.number, [])
        every = getattr(question.measure, "window", None)
        if not every:
            return found
        return spread(found, every, question.extent, sheet, self._answerable(question, sheet))

    def _answerable(self, question: Question, sheet: Sheet) -> Answerable:
        frame, source = self.engine.frame, self.delivery.read[question.source]
        until = frame.as_of_day if source.complete_to is None else day_after(source.complete_to)
        return Answerable(
            self.delivery.begins[question.source],
            min(frame.as_of_day, until),
            self.absences.get(sheet.employee, ()),
            frame.days.is_workday if frame.days else is_weekday,
        )

    def _uncovered(self) -> Iterable[Finding]:
        days = self.engine.frame.days
        for number, tallies in self.tallies.items():
            if days and any(t.uncovered for listed in tallies.values() for t in listed):
                yield not_covering(self.plan.origins[number], days.calendar)

    def _pending(self) -> Iterable[Finding]:
        for question, number in self.plan.questions.items():
            tallies = self.tallies.get(number, {}).values()
            if question.extent.as_of is not None:
                continue  # an earlier period's, as it was then
            waiting = sum(t.pending for listed in tallies for t in listed)
            source = self.delivery.read.get(question.source)
            if waiting and source and source.period_by == "time" and number not in self.spines:
                kpi = self.plan.origins[number]
                details = {"kpi": kpi.id, "count": waiting, "source": question.source}
                yield Finding("cases-pending", kpi.origin.below("measure").place, details)
