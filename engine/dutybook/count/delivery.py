"""Which sources were delivered for the period: read, placed, and what stands in the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dutybook.count.engine import Engine, Rejected
from dutybook.finding import Finding, Place
from dutybook.logs.file import EngineError, LogFile
from dutybook.measure.case_problems import fed_by, unmade
from dutybook.measure.columns import columns_read, due_columns, measure_columns, spans_forward
from dutybook.model import Source
from dutybook.model.source import SCORES
from dutybook.plan.approvals import Approval, unmatched
from dutybook.plan.extent import Extent
from dutybook.plan.question import Plan, Question
from dutybook.workspace import Workspace


@dataclass(slots=True)
class Delivery:
    """Sources the engine holds (``read``), the extents whose rows can be relied on (``complete``),
    from which day on each source is known (``begins``), their files, and what was said about
    them."""

    read: dict[str, Source] = field(default_factory=dict)
    complete: set[tuple[str, Extent]] = field(default_factory=set)
    begins: dict[str, date] = field(default_factory=dict)
    files: dict[str, list[LogFile]] = field(default_factory=dict)
    rejected: dict[str, list[Rejected]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def deliver(
    workspace: Workspace, plan: Plan, engine: Engine, approved: Sequence[Approval]
) -> Delivery:
    """Reads every source that has logs or is asked about."""
    delivery = Delivery()
    sources = workspace.definitions.sources
    configured = set(workspace.organisation.logs)
    origin = workspace.organisation.origin.below("logs")
    for name in sorted(configured - set(sources)):
        delivery.findings.append(
            Finding("log-unknown-source", origin.below(name).place, {"source": name})
        )
    asked = {question.source for question in plan.questions} - {SCORES}
    wanted = (configured | asked) & set(sources)
    wanted |= {cases.of for name in asked & set(sources) if (cases := sources[name].cases)}
    waits = {pause.of for question in plan.questions for pause in question.waits}
    wanted |= {name for name in waits if name}
    order = {name: (name not in waits, bool(sources[name].cases), name) for name in sources}
    for name in sorted(wanted & set(sources), key=order.__getitem__):
        _deliver(workspace, plan, engine, approved, sources[name], delivery)
    return delivery


def _deliver(
    workspace: Workspace,
    plan: Plan,
    engine: Engine,
    approved: Sequence[Approval],
    source: Source,
    delivery: Delivery,
) -> None:
    name = source.source
    questions = plan.of_source(name)
    read = {
        column
        for number, question in questions
        for column in (columns_read(plan.origins[number]) | measure_columns(question.measure))
    }
    fed = fed_by(workspace.definitions.sources, name) | _waiting(plan, name)
    if not _placeable(source, feeding=bool(fed)):
        place = source.origin.place
        delivery.findings.append(Finding("source-incomplete", place, {"source": name}))
        return
    files = _files(workspace, engine, source, (read | fed) & set(source.columns), delivery)
    if not files:
        return
    mine = [a for a in approved if a.adjustment.source == name]
    source = replace(source, ordered=frozenset(_ordered(source, questions)))
    try:
        engine.derive(source) if source.cases else engine.load(source, files)
        for pause in dict.fromkeys(p for _, q in questions for p in q.waits):
            if log := delivery.read.get(str(pause.of)):
                source = engine.waits(source, log, pause)
    except EngineError as error:
        place = Place(files[0].name)
        delivery.findings.append(Finding("log-unreadable", place, {"reason": str(error)}))
        return
    dues = {c for _, question in questions for c in due_columns(question.measure)}
    try:
        for extent in plan.extents(name) if source.employee or source.area else ():
            engine.place(source, extent, mine, dues)
    except EngineError as error:  # only approvals bring expressions of their own
        place = mine[0].adjustment.origin.place if mine else source.origin.place
        delivery.findings.append(Finding("adjustment-failed", place, {"reason": str(error)}))
        return
    delivery.read[name], delivery.files[name] = source, files
    delivery.rejected[name] = rejected = engine.rejected(source)
    wanted = {key for approval in mine for key in approval.adjustment.rows}
    delivery.findings += unmatched(mine, name, engine.keys(source, wanted) if wanted else set())
    delivery.findings += _rejections(source, rejected)
    if _judge(plan, source, engine, delivery, feeding=bool(fed)):
        for extent in plan.extents(name):
            _judge_extent(plan, source, extent, delivery)


def _files(
    workspace: Workspace, engine: Engine, source: Source, read: set[str], delivery: Delivery
) -> list[LogFile]:
    """The source's own files, or those of the events its cases are made of; none where there is
    anything wrong with them."""
    if source.cases:
        faulty = any(unmade(workspace.definitions.sources, source))
        return [] if faulty else delivery.files.get(source.cases.of, [])
    files, findings = engine.files(workspace, source, read)
    delivery.findings += findings
    return files


def _waiting(plan: Plan, name: str) -> set[str]:
    """Columns that pauses read of the log ``name``."""
    pauses = [p for q in plan.questions for p in q.waits if p.of == name]
    return {str(column) for p in pauses for w in p.stretches for column in (p.key, w.from_, w.to)}


def _judge(
    plan: Plan, source: Source, engine: Engine, delivery: Delivery, *, feeding: bool
) -> bool:
    """Whether what was delivered covers the period (docs/semantics.md#missing); a log that only
    feeds another may well have nothing to say of a period."""
    name, files, period = source.source, delivery.files[source.source], plan.period
    first = engine.begins(source)
    known = min(period.start, first.replace(day=1)) if first else period.start
    delivery.begins[name] = source.complete_from or known
    if source.complete_to is not None:
        if source.complete_to < period.last:
            details = {"source": name, "until": source.complete_to, "period": period.text}
            place = source.origin.below("complete_to").place
            delivery.findings.append(Finding("log-not-complete", place, details))
            return False
    elif feeding:
        return True
    elif engine.holds(source) and not engine.holds(source, period.start, period.end):
        details = {"source": name, "period": period.text}
        delivery.findings.append(Finding("log-outside-period", Place(files[0].name, 1, 1), details))
        return False
    return True


def _judge_extent(plan: Plan, source: Source, extent: Extent, delivery: Delivery) -> None:
    """Whether rows of an extent can be relied on: a log without `complete_from` is taken to begin
    with the month of its first row, never to have been silent before. Windows are judged one by
    one (see :mod:`dutybook.count.windows`)."""
    name, begins = source.source, delivery.begins[source.source]
    windowed = any(
        getattr(question.measure, "window", None) and not getattr(question.measure, "over", None)
        for _, question in plan.of_source(name)
        if question.extent == extent and extent.as_of is None
    )
    if begins <= extent.start or windowed:
        delivery.complete.add((name, extent))
        return
    details = {"source": name, "begins": begins, "from": extent.start}
    finding = Finding("log-begins-late", Place(delivery.files[name][0].name, 1, 1), details)
    if finding not in delivery.findings:
        delivery.findings.append(finding)


def _ordered(
    source: Source, questions: Iterable[tuple[int, Question]]
) -> Iterator[tuple[str, str]]:
    """Starts and ends that measures put in relation: an end before its start is a bad row, never a
    case that took no time."""
    for _, question in questions:
        for pair in spans_forward(question.measure):
            if set(pair) <= set(source.columns):
                yield pair


def _rejections(source: Source, rejected: Sequence[Rejected]) -> Iterable[Finding]:
    by_file: dict[str, list[Rejected]] = {}
    unclear: dict[str, list[Rejected]] = {}
    for row in rejected:
        by_file.setdefault(row.file, []).append(row)
        if row.code in ("two-digit-year", "date-order"):
            unclear.setdefault(row.column, []).append(row)
    for name, rows in by_file.items():
        details = {"source": source.source, "count": len(rows)}
        yield Finding("rows-rejected", Place(name, rows[0].line, 1), details)
    for column, rows in unclear.items():
        details = {"source": source.source, "count": len(rows), "column": column}
        place = source.origin.below("columns", column).place
        yield Finding("dates-unclear", place, details | {"shown": rows[0].shown})


def _placeable(source: Source, *, feeding: bool) -> bool:
    """Whether rows can be told apart, reach people, and fall in a period; events that only make up
    cases need not reach anybody."""
    owner = source.employee or source.area
    needed = {*source.key, source.period_column, *([] if feeding and not owner else [owner])}
    return needed <= set(source.columns)
