"""Puts each question to the engine once, and scores the sheets from the answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from zoneinfo import ZoneInfo

from dutybook.evaluate.below import Order, circular, reads_scores, rows
from dutybook.evaluate.engines import Engine, EngineError, Tally
from dutybook.evaluate.measuring.calendars import not_covering
from dutybook.evaluate.measuring.following import Conformity, Posts, follow
from dutybook.evaluate.measuring.joining import baseline_value
from dutybook.evaluate.measuring.measure import Value
from dutybook.evaluate.measuring.spine import Owed, Spine, answer, tally
from dutybook.evaluate.plan import Ask, Plan, Question, Sheet
from dutybook.evaluate.reading.adjust import Approval
from dutybook.evaluate.reading.delivery import Delivery
from dutybook.evaluate.result import KpiResult, SheetResult
from dutybook.evaluate.scoring.cut import joined
from dutybook.evaluate.scoring.kpis import kpi_result, kpi_value
from dutybook.evaluate.scoring.scheme import total
from dutybook.evaluate.teams import Teams
from dutybook.evaluate.windowing import Answerable, spread
from dutybook.finding import Finding
from dutybook.grammar.schedule import is_weekday
from dutybook.model import Source
from dutybook.model.measure import Conformance, Rating, Scheduled
from dutybook.model.source import SCORES
from dutybook.roster.days import Stretch, day_after, within


@dataclass(slots=True)
class Asking:
    """Puts each question to the engine once, and scores the sheets from the answers. ``told``: by
    question and sheet, under which number and of which source scores were asked about."""

    plan: Plan
    engine: Engine
    delivery: Delivery
    approved: Sequence[Approval]
    absences: Mapping[str, Sequence[Stretch]]
    teams: Teams
    sources: Mapping[str, Source]
    posts: Posts
    tallies: dict[int, Mapping[int, list[Tally]]] = field(default_factory=dict)
    spines: dict[int, Spine] = field(default_factory=dict)
    conformities: dict[int, Conformity] = field(default_factory=dict)
    failed: dict[int, Finding] = field(default_factory=dict)
    peers: dict[tuple[str, tuple[int, ...]], Mapping[int, Value]] = field(default_factory=dict)
    told: dict[tuple[int, int], tuple[int, Source]] = field(default_factory=dict)

    questions: list[Question] = field(init=False)

    def __post_init__(self) -> None:
        self.questions = list(self.plan.questions)  # by number; asked for at every KPI of everyone

    @property
    def findings(self) -> list[Finding]:
        """What could not be asked, days no calendar covers, and cases that would never count."""
        return [*self.failed.values(), *self._uncovered(), *self._pending()]

    def ask_all(self) -> None:
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
        if not isinstance(question.measure, Scheduled):
            return
        mine = [a for a in self.approved if a.adjustment.source == source.source]
        frame = self.engine.frame
        shared = Owed(ZoneInfo(frame.zone), frame.as_of, mine, "", frame.days)
        sheets = [self.plan.sheets[sheet] for sheet in sorted(asked)]
        records = self.engine.records(question, source, mine)
        days = question.extent.start, question.extent.end
        spine = answer(question, sheets, records, days, shared, self.absences)
        self.spines[number] = spine
        earlier = Spine({})
        if question.before:
            days = question.before.start, question.before.end
            earlier = answer(question, sheets, records, days, shared, self.absences)
        self.tallies[number] = tally(spine, question.measure, earlier)
        self.engine.use(source, spine.used)

    def sheets(self) -> tuple[tuple[SheetResult, ...], list[Finding]]:
        """All results, and what their schemes leave open. Superiors whose KPIs read scores come
        after everyone below them."""
        results: dict[int, SheetResult] = {}
        findings: list[Finding] = []
        for sheets, known in Order(self.plan.sheets, self.teams).rounds():
            if known:
                self._ask_scores(sheets, [results[number] for number in sorted(results)])
            else:
                findings += [circular(sheet) for sheet in sheets if reads_scores(sheet)]
            for sheet in sheets:
                result, more = self._sheet(sheet)
                findings += [*self._undecided(result), *more]
                results[sheet.number] = result
        return tuple(results[sheet.number] for sheet in self.plan.sheets), findings

    def _sheet(self, sheet: Sheet) -> tuple[SheetResult, list[Finding]]:
        kpis = [self._result(ask, sheet) for ask in sheet.asks]
        items = [self._result(ask, sheet) for ask in sheet.items]
        return total(sheet, kpis, items)

    def _ask_scores(self, sheets: Sequence[Sheet], below: Sequence[SheetResult]) -> None:
        """Asks what the ``sheets`` of one round want to know of the scores ``below``."""
        asking = {sheet.number for sheet in sheets if reads_scores(sheet)}
        source = self.sources.get(SCORES)
        if not asking or source is None:
            return
        source = replace(source, source=f"{SCORES}#{min(asking)}")
        self.engine.given(source, rows(below))
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

    def _result(self, ask: Ask, sheet: Sheet) -> KpiResult:
        if ask.pieces:
            return joined(ask, [self._result(piece, sheet) for piece in ask.pieces])
        failed = [self.failed[number] for number in ask.questions if number in self.failed]
        if failed:
            ask = replace(ask, questions=(), problems=tuple(failed))
        tallies = [self._found(number, sheet) for number in ask.questions]
        return kpi_result(ask, sheet, tallies, self._baseline(ask, sheet))

    def _found(self, number: int, sheet: Sheet) -> list[Tally] | None:
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

    def _baseline(self, ask: Ask, sheet: Sheet) -> Fraction | None:
        """What the target is relative to: earlier values, or those of the others in the role."""
        measure = ask.kpi.measure
        if ask.baseline is None or measure is None or ask.problems:
            return None
        if ask.baseline.than == "peers":
            everyone = self._in_role(ask, sheet.role.role)
            others = [value for number, value in everyone.items() if number != sheet.number]
            return baseline_value(measure, others, peers=True)
        if not all(self._in_post(sheet, numbers) for numbers in ask.baseline.asked):
            return None  # nothing done by someone who was not there yet is no value of 0
        values = [self._value(ask, sheet, numbers) for numbers in ask.baseline.asked]
        return baseline_value(measure, values, peers=False)

    def _in_role(self, ask: Ask, role: str) -> Mapping[int, Value]:
        """The values by sheet of everyone in a role who was asked the same, taken once for all."""
        key = role, ask.questions
        if key not in self.peers:
            asked = set.intersection(*(self.plan.asked[number] for number in ask.questions))
            sheets = [s for s in self.plan.sheets if s.role.role == role and s.number in asked]
            self.peers[key] = {s.number: self._value(ask, s, ask.questions) for s in sheets}
        return self.peers[key]

    def _value(self, ask: Ask, sheet: Sheet, numbers: tuple[int, ...]) -> Value:
        """The KPI's value for a sheet by other questions than its own."""
        found = [self._found(number, sheet) for number in numbers]
        return kpi_value(replace(ask, questions=numbers), sheet, found)

    def _in_post(self, sheet: Sheet, numbers: Sequence[int]) -> bool:
        """Whether the holder was in the post on any day that the questions read."""
        extents = [self.questions[number].extent for number in numbers]
        days = [(a.start, a.end) for a in sheet.held]
        return all(any(within(one, e.start, e.end) for one in days) for e in extents)

    def _undecided(self, result: SheetResult) -> Iterable[Finding]:
        if result.sheet.scheme.parts(self.plan.period):
            return  # rolled up from shorter periods: nothing gives points here
        for kpi in (*result.kpis, *result.items):
            if kpi.status == "undecided":
                details = {
                    "kpi": kpi.kpi.id,
                    "employee": result.sheet.employee,
                    "rows": kpi.value.undefined,
                }
                yield Finding(_undecided(kpi), kpi.kpi.origin.below("score").place, details)

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


def _undecided(kpi: KpiResult) -> str:
    """Which finding says why no points could be decided."""
    if kpi.ask.baseline and kpi.baseline is None and not kpi.value.undefined:
        return "baseline-missing"
    if not kpi.value.undefined:
        return "value-undecided"
    return "rating-out-of-scale" if isinstance(kpi.kpi.measure, Rating) else "limit-undefined"
