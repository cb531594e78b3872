"""One evaluation from beginning to end: read, place, ask, score, total."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from dutybook.count.answers import Asking
from dutybook.count.delivery import Delivery, deliver
from dutybook.count.duckdb import DuckEngine
from dutybook.count.engine import Engine
from dutybook.count.log.store import LogStore
from dutybook.count.procedure.cases import Conformity, Posts
from dutybook.count.schedule.occurrences import Spine
from dutybook.finding import Finding
from dutybook.grammar.period import Period, spans
from dutybook.model import Source
from dutybook.plan.basis import Prepared, prepare
from dutybook.plan.ownership import reach
from dutybook.plan.question import Plan
from dutybook.roster.teams import Teams
from dutybook.score.appeals.hearing import hear
from dutybook.score.consequences.recurrence import with_consequences
from dutybook.score.history import DEPTH, History, Past, past_of
from dutybook.score.logged import without_logs
from dutybook.score.persons import persons
from dutybook.score.ranks import ranked
from dutybook.score.result import Evaluation, SheetResult
from dutybook.score.rollup import rolled_up
from dutybook.score.sheets import Answering
from dutybook.workspace import Workspace


@dataclass(slots=True)
class Run:
    """A finished evaluation whose engine is still open, so that rows can be asked for; ``told``
    says by question and sheet what was asked of scores; ``history`` knows earlier periods."""

    evaluation: Evaluation
    engine: Engine
    delivery: Delivery
    spines: Mapping[int, Spine]
    told: Mapping[tuple[int, int], tuple[int, Source]]
    conformities: Mapping[int, Conformity]
    history: History


@contextmanager
def evaluate(
    workspace: Workspace,
    period: Period,
    as_of: date | None = None,
    history: History | None = None,
    store: LogStore | None = None,
) -> Iterator[Run]:
    """Evaluates everyone for ``period``; ``as_of`` is the last day that counts. ``history`` is
    given where earlier periods were looked up already, ``store`` where logs are shared with other
    evaluations of the same command."""
    ready = prepare(workspace, period, as_of)
    with nullcontext(store) if store else LogStore() as logs:
        past = history or History(workspace.root, partial(_past, workspace, logs))
        with DuckEngine(ready.frame, logs) as engine:
            yield _run(ready, engine, past)


def _run(ready: Prepared, engine: Engine, history: History) -> Run:
    """Reads what the plan asks about, asks it, and scores everyone."""
    plan, sources = ready.plan, ready.workspace.definitions.sources
    teams = _reached(ready, engine)
    delivery = deliver(ready.workspace, plan, engine, ready.approved)
    posts = Posts(ready.workspace, ready.people)
    asking = Asking(plan, engine, delivery, ready.approved, ready.absences, sources, posts)
    asking.ask_all()
    sheets, open_ends = Answering(asking, teams).results()
    silent = without_logs(engine, delivery, history, ready.period, _parts(plan, ready.period))
    sheets, after = _after(ready, sheets, history, silent)
    joined, mixed = persons(sheets, ready.period)
    conservation = tuple(engine.conserve(source) for source in delivery.read.values())
    assert all(part.whole for part in conservation), conservation
    told = delivery.findings, asking.findings, open_ends, after, mixed
    evaluation = Evaluation(
        plan,
        ready.last,
        sheets,
        conservation,
        delivery.rejected,
        delivery.files,
        (*ready.findings, *(finding for findings in told for finding in findings)),
        {a.number: a.adjustment for a in ready.approved},
        ready.frame.days.calendar if ready.frame.days else None,
        joined,
    )
    asked = asking.spines, asking.told, asking.conformities
    return Run(evaluation, engine, delivery, *asked, history)


def _reached(ready: Prepared, engine: Engine) -> Teams:
    """Tells the engine whom there is, and whose rows reach which sheets on which days."""
    people, zone = ready.people, ZoneInfo(ready.frame.zone)
    engine.people({a.employee for a in people}, {area for a in people for area in a.areas})
    roles = {role.role: role for role in ready.workspace.roles(ready.period.last)}
    teams = Teams(people, roles)
    for extent in ready.plan.extents():
        engine.reach(extent, reach(ready.plan.sheets, teams, extent, zone))
    return teams


def _after(
    ready: Prepared,
    sheets: Sequence[SheetResult],
    history: History,
    silent: Sequence[Period],
) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """What comes after scoring: shorter periods rolled up, appeals, ranks, and what follows from
    ranks and earlier periods (of an evaluation that is itself looked back at, nothing does)."""
    period, findings = ready.period, list(_silent(ready, silent))
    totalled = []
    for sheet in sheets:
        rolled, more = rolled_up(sheet, period, ready.last, history, silent)
        totalled.append(rolled)
        findings += more
    heard, more = hear(ready.workspace, period, ready.people, totalled)
    found, ties = ranked(heard)
    findings += [*more, *ties]
    if history.depth == DEPTH:
        found, more = with_consequences(found, period, history)
        findings += more
    return found, findings


def _parts(plan: Plan, period: Period) -> list[Period]:
    """The shorter periods that totals are rolled up from."""
    schemes = {sheet.scheme.scheme: sheet.scheme for sheet in plan.sheets}.values()
    rolling = (s for s in schemes if s.rollup and s.rollup.from_ in (None, s.period))
    return sorted({part for s in rolling for part in s.parts(period)}, key=str)


def _silent(ready: Prepared, silent: Sequence[Period]) -> Iterator[Finding]:
    """Which shorter periods are waited for because there are no logs of them."""
    if silent:
        place = ready.workspace.organisation.origin.below("logs").place
        details = {"periods": ", ".join(spans(silent)), "period": ready.period.text}
        yield Finding("rollup-without-logs", place, details)


def _past(
    workspace: Workspace,
    store: LogStore,
    period: Period,
    as_of: date | None,
    history: History,
) -> Past:
    """What an earlier period came to."""
    with evaluate(workspace, period, as_of, history, store) as run:
        return past_of(run.evaluation)
