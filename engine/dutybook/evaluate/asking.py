"""Puts each question to the engine once, and scores the sheets from the answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from dutybook.evaluate.engines import Engine, EngineError, Tally
from dutybook.evaluate.measuring.calendars import not_covering
from dutybook.evaluate.measuring.spine import Owed, Spine, answer, tally
from dutybook.evaluate.plan import Ask, Plan, Question, Sheet
from dutybook.evaluate.reading.adjust import Approval
from dutybook.evaluate.reading.delivery import Delivery
from dutybook.evaluate.result import KpiResult, SheetResult
from dutybook.evaluate.scoring.kpis import kpi_result
from dutybook.evaluate.scoring.scheme import total
from dutybook.finding import Finding
from dutybook.model.measure import Rating, Scheduled
from dutybook.roster.days import Stretch


@dataclass(slots=True)
class Asking:
    """Puts each question to the engine once, and scores the sheets from the answers."""

    plan: Plan
    engine: Engine
    delivery: Delivery
    approved: Sequence[Approval]
    absences: Mapping[str, Sequence[Stretch]]
    tallies: dict[int, Mapping[int, list[Tally]]] = field(default_factory=dict)
    spines: dict[int, Spine] = field(default_factory=dict)
    failed: dict[int, Finding] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """What could not be asked, days no calendar covers, and cases that would never count."""
        return [*self.failed.values(), *self._uncovered(), *self._pending()]

    def ask_all(self) -> None:
        for question, number in self.plan.questions.items():
            if question.source not in self.delivery.read:
                continue
            try:
                self._ask(number, question)
            except EngineError as error:
                kpi = self.plan.origins[number]
                details = {"kpi": kpi.id, "reason": str(error)}
                self.failed[number] = Finding(
                    "measure-failed", kpi.origin.below("measure").place, details
                )

    def _ask(self, number: int, question: Question) -> None:
        source = self.delivery.read[question.source]
        asked = self.plan.asked[number]
        self.tallies[number] = self.engine.ask(number, question, source, asked)
        if not isinstance(question.measure, Scheduled):
            return
        mine = [a for a in self.approved if a.adjustment.source == source.source]
        frame = self.engine.frame
        shared = Owed(ZoneInfo(frame.zone), frame.as_of, mine, "", frame.days)
        sheets = [self.plan.sheets[sheet] for sheet in sorted(asked)]
        records = self.engine.records(question, source, mine)
        spine = answer(question, sheets, records, self.plan.period, shared, self.absences)
        self.spines[number] = spine
        self.tallies[number] = tally(spine, question.measure)
        self.engine.use(source, spine.used)

    def sheets(self) -> tuple[tuple[SheetResult, ...], list[Finding]]:
        """All results, and what their schemes leave open."""
        results, findings = [], []
        for sheet in self.plan.sheets:
            kpis = [self._result(ask, sheet) for ask in sheet.asks]
            items = [self._result(ask, sheet) for ask in sheet.items]
            result, more = total(sheet, kpis, items)
            findings += [*self._undecided(result), *more]
            results.append(result)
        return tuple(results), findings

    def _result(self, ask: Ask, sheet: Sheet) -> KpiResult:
        number = ask.question
        if number is not None and number in self.failed:
            ask = replace(ask, question=None, problems=(self.failed[number],))
        complete = (
            number is not None and ask.kpi.measure and ask.kpi.measure.of in self.delivery.complete
        )
        tallies = self.tallies.get(number or 0, {}).get(sheet.number, []) if complete else None
        return kpi_result(ask, sheet, tallies)

    def _undecided(self, result: SheetResult) -> Iterable[Finding]:
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
            waiting = sum(t.pending for listed in tallies for t in listed)
            source = self.delivery.read.get(question.source)
            if waiting and source and source.period_by == "time" and number not in self.spines:
                kpi = self.plan.origins[number]
                details = {"kpi": kpi.id, "count": waiting, "source": question.source}
                yield Finding("cases-pending", kpi.origin.below("measure").place, details)


def _undecided(kpi: KpiResult) -> str:
    """Which finding says why no points could be decided."""
    if not kpi.value.undefined:
        return "value-undecided"
    return "rating-out-of-scale" if isinstance(kpi.kpi.measure, Rating) else "limit-undefined"
