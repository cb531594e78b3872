"""What a plan needs of which source: columns, waits, the order in which times have to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dutybook.finding import Finding
from dutybook.measure.columns import (
    columns_read,
    measure_columns,
    parts_read,
    soft,
    spans_forward,
    stretch,
)
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import waits_columns
from dutybook.measure.source import fed_by, misread
from dutybook.model import Pause, Source
from dutybook.model.source import SCORES, Column, as_written
from dutybook.plan.question import Plan, Question
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Need:
    """A source to read with the ``columns`` that must be in its files. ``feeding``: other logs are
    made from it, or wait by it. ``pauses``: those of its limits that are kept in other logs."""

    source: Source
    columns: frozenset[str]
    feeding: bool
    pauses: tuple[Pause, ...]


def needs_of(workspace: Workspace, plan: Plan) -> tuple[list[Need], list[Finding]]:
    """Every source that has logs or is asked about, those first that others wait by; and what keeps
    one from being read."""
    sources = workspace.definitions.sources
    configured = set(workspace.organisation.logs)
    origin = workspace.organisation.origin.below("logs")
    findings = [
        Finding("log-unknown-source", origin.below(name).place, {"source": name})
        for name in sorted(configured - set(sources))
    ]
    asked = {question.source for question in plan.questions} - {SCORES}
    waits = {str(pause.of) for question in plan.questions for pause in question.waits}
    events = {cases.of for name in asked & set(sources) if (cases := sources[name].cases)}
    wanted = (configured | asked | waits | events) & set(sources)
    needs = []
    for name in sorted(wanted, key=lambda name: (name not in waits, name)):
        if wrong := list(misread(sources[name])):
            findings += wrong if name not in asked else []  # else told where it is asked about
            continue
        need = _need(plan, sources, sources[name])
        if _placeable(need):
            needs.append(need)
        else:
            place = sources[name].origin.place
            findings.append(Finding("source-incomplete", place, {"source": name}))
    return needs, findings


def _need(plan: Plan, sources: Mapping[str, Source], source: Source) -> Need:
    questions = plan.of_source(source.source)
    read: set[str] = set()
    for number, question in questions:
        read |= columns_read(plan.origins[number]) | measure_columns(question.measure)
    fed = fed_by(sources, source.source) | _waiting(plan, source)
    spans = [pair for _, question in questions for pair in spans_forward(question.measure)]
    ordered = frozenset(_ordered(source, spans))
    return Need(
        replace(
            source,
            columns=_worded(source, [question for _, question in questions]),
            ordered=ordered,
            soft=_soft(source, ordered, questions, fed),
        ),
        frozenset((read | fed) & set(source.columns)),
        bool(fed),
        tuple(dict.fromkeys(pause for _, question in questions for pause in question.waits)),
    )


def _worded(source: Source, questions: Sequence[Question]) -> Mapping[str, Column]:
    """The columns; where words may stand in place of figures (levels), also as they are written."""
    columns = dict(source.columns)
    for question in questions:
        measure = question.measure
        for name, words in kind_of(measure).words_for_figures(measure).items():
            if held := columns.get(name):
                columns[name] = replace(held, words=held.words | words)
                columns[as_written(name)] = Column("text", said=name)
    return columns


def _soft(
    source: Source,
    ordered: frozenset[tuple[str, str]],
    questions: Sequence[tuple[int, Question]],
    fed: set[str],
) -> frozenset[str]:
    """What of a row may be faulty without the row being of no use to anybody."""
    asked = [question for _, question in questions]
    reads = [parts_read(q.measure, q.each, q.repeat) for q in asked]
    strict = {*source.key, source.period_column, source.employee, source.area, *fed}
    for question, read in zip(asked, reads, strict=True):
        strict |= read if kind_of(question.measure).whole else set()
    readers = [*reads, *([fed] if fed else [])]
    named = {*source.columns, *(stretch(*pair) for pair in ordered)}
    return soft(named, readers, {part for part in strict if part})


def _waiting(plan: Plan, source: Source) -> set[str]:
    """Columns that pauses read of a log."""
    name = source.source
    pauses = [p for q in plan.questions for p in q.waits if p.of == name]
    told = {column for pause in pauses for column in waits_columns(pause)}
    return told | ({str(source.time)} if any(p.begins for p in pauses) else set())


def _ordered(source: Source, spans: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Starts and ends that measures put in relation: an end before its start is a bad row, never a
    case that took no time."""
    for pair in spans:
        if set(pair) <= set(source.columns):
            yield pair


def _placeable(need: Need) -> bool:
    """Whether rows can be told apart, reach people, and fall in a period; events that only make up
    cases need not reach anybody."""
    source, owner = need.source, need.source.employee or need.source.area
    owners = [] if need.feeding and not owner else [owner]
    return {*source.key, source.period_column, *owners} <= set(source.columns)
