"""One evaluation from beginning to end: read, place, ask, score, total."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dutybook.evaluate.asking import Asking
from dutybook.evaluate.engines.duck import DuckEngine
from dutybook.evaluate.history import DEPTH, History
from dutybook.evaluate.measuring.calendars import days_of
from dutybook.evaluate.measuring.dialect import Frame
from dutybook.evaluate.measuring.following import Conformity, Posts
from dutybook.evaluate.measuring.spine import Spine
from dutybook.evaluate.plan import Sheet
from dutybook.evaluate.planning import make_plan
from dutybook.evaluate.reach import reach
from dutybook.evaluate.reading.adjust import approvals
from dutybook.evaluate.reading.appeals import hear
from dutybook.evaluate.reading.delivery import Delivery, deliver
from dutybook.evaluate.result import Evaluation, SheetResult
from dutybook.evaluate.scoring.beyond import with_consequences
from dutybook.evaluate.scoring.persons import persons
from dutybook.evaluate.scoring.ranks import ranked
from dutybook.evaluate.scoring.rollup import rolled_up
from dutybook.evaluate.teams import Teams
from dutybook.evaluate.telling.report import as_data
from dutybook.finding import DutybookError, Finding
from dutybook.grammar.period import Period
from dutybook.model import Source
from dutybook.roster.absences import read_absences
from dutybook.roster.approved import strangers
from dutybook.roster.days import day_after, day_start
from dutybook.roster.people import Assignment, read_people
from dutybook.workspace import Workspace


@dataclass(slots=True)
class Run:
    """A finished evaluation whose engine is still open, so that rows can be asked for; ``told``
    says by question and sheet what was asked of scores."""

    evaluation: Evaluation
    engine: DuckEngine
    delivery: Delivery
    spines: Mapping[int, Spine]
    told: Mapping[tuple[int, int], tuple[int, Source]]
    conformities: Mapping[int, Conformity]


@contextmanager
def evaluate(
    workspace: Workspace,
    period: Period,
    as_of: date | None = None,
    history: History | None = None,
) -> Iterator[Run]:
    """Evaluates everyone for ``period``; ``as_of`` is the last day that counts. ``history`` is
    given where earlier periods were looked up already."""
    history = history or History(workspace.root, partial(_past, workspace))
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
    approved, wrong = approvals(workspace)
    unknown = strangers((a.adjustment for a in approved), {person.employee for person in people})
    findings += [*plan.findings, *more, *wrong, *unknown]
    with DuckEngine(_frame(workspace, period, last)) as engine:
        engine.people(*_known(people))
        teams = Teams(people, {role.role: role for role in workspace.roles(period.last)})
        zone = ZoneInfo(engine.frame.zone)
        for extent in plan.extents():
            engine.reach(extent, reach(plan.sheets, teams, extent, zone))
        delivery = deliver(workspace, plan, engine, approved)
        sources = workspace.definitions.sources
        posts = Posts(workspace, people)
        asking = Asking(plan, engine, delivery, approved, absences, teams, sources, posts)
        asking.ask_all()
        sheets, open_ends = asking.sheets()
        sheets, after = _after(workspace, people, period, last, sheets, history)
        joined, mixed = persons(sheets, period)
        conservation = tuple(engine.conserve(source) for source in delivery.read.values())
        assert all(part.whole for part in conservation), conservation
        evaluation = Evaluation(
            plan,
            last,
            sheets,
            conservation,
            delivery.rejected,
            delivery.files,
            (*findings, *delivery.findings, *asking.findings, *open_ends, *after, *mixed),
            {a.number: a.adjustment for a in approved},
            engine.frame.days.calendar if engine.frame.days else None,
            joined,
        )
        yield Run(evaluation, engine, delivery, asking.spines, asking.told, asking.conformities)


def _after(
    workspace: Workspace,
    people: Sequence[Assignment],
    period: Period,
    last: date,
    sheets: Sequence[SheetResult],
    history: History,
) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """What comes after scoring: shorter periods rolled up, appeals, ranks, and what follows from
    ranks and earlier periods (of an evaluation that is itself looked back at, nothing does)."""
    findings: list[Finding] = []
    totalled = []
    for sheet in sheets:
        rolled, more = rolled_up(sheet, period, last, history)
        totalled.append(rolled)
        findings += more
    heard, more = hear(workspace, period, people, totalled)
    found, ties = ranked(heard)
    findings += [*more, *ties]
    if history.depth == DEPTH:
        found, more = with_consequences(found, period, history)
        findings += more
    return found, findings


def _past(
    workspace: Workspace, period: Period, as_of: date | None, history: History
) -> Mapping[str, object]:
    """The contract of an earlier period."""
    with evaluate(workspace, period, as_of, history) as run:
        return as_data(run.evaluation)


def _cut_off(sheet: Sheet, period: Period) -> date:
    """The last day that counts unless said otherwise."""
    return period.last + timedelta(days=sheet.scheme.cut_off)


def _frame(workspace: Workspace, period: Period, last: date) -> Frame:
    zone = ZoneInfo(workspace.organisation.timezone)
    after = day_after(last)
    start, end, then = (day_start(day, zone) for day in (period.start, period.end, after))
    days = days_of(workspace)
    return Frame(zone.key, start, end, then, period.start, period.end, after, days)


def _known(people: Sequence[Assignment]) -> tuple[set[str], set[str]]:
    return {a.employee for a in people}, {area for a in people for area in a.areas}


def _nobody(workspace: Workspace, period: Period) -> Finding:
    place = workspace.organisation.origin.below("scheme").place
    return Finding("nobody-to-evaluate", place, {"period": period.text})
