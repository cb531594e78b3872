"""What a source contradicts itself in, and what one of cases made of events needs of them."""

from collections.abc import Iterator, Mapping

from dutybook.finding import Finding
from dutybook.grammar.expression import columns, parse_expression
from dutybook.measure.limits import all_limits
from dutybook.model import Column, Source
from dutybook.model.source import Cases, Joined, Taken


def fed_by(sources: Mapping[str, Source], events: str) -> set[str]:
    """Columns that sources of cases read of the source ``events``."""
    return {
        column
        for source in sources.values()
        if source.cases and source.cases.of == events
        for column in _read(source.cases)
    }


def unmade(sources: Mapping[str, Source], source: Source) -> Iterator[Finding]:
    """What keeps the cases of ``source`` from being made."""
    if source.cases is None:
        return
    events = sources.get(source.cases.of)
    if events is None or events.cases:
        lacking = [f"of: {source.cases.of}"]
    else:
        lacking = sorted(_lacking(source, source.cases, events))
    place = source.origin.below("cases").place
    for what in lacking:
        yield Finding("cases-incomplete", place, {"source": source.source, "what": what})


def _lacking(source: Source, cases: Cases, events: Source) -> Iterator[str]:
    unknown = _read(cases) - set(events.columns)
    yield from (f"{events.source}.{column}" for column in unknown)
    yield from (f"columns: {{{name}: …}}" for name in set(cases.columns) - set(source.columns))
    if events.time not in events.columns:
        yield f"{events.source}: {{time: …}}"
    if len(source.key) != 1:
        yield "key: …"
    if cases.owner and not (cases.actor and source.employee):
        yield "actor: …, employee: …"
    if cases.breach and any(one.pause and one.pause.of for one in all_limits(cases.breach.within)):
        yield "breach: {within: {limit: …}}"
    if cases.owner == "at_breach" and not (cases.breach and cases.breach.from_ in source.columns):
        yield "breach: {from: …, within: …}"


def _read(cases: Cases) -> set[str]:
    named = {cases.key, cases.activity, cases.actor}
    taken = (column for one in cases.columns.values() for column in _of(one))
    return {column for column in (*named, *taken) if column}


def _of(taken: Taken) -> Iterator[str]:
    yield from (column for column in (taken.first, taken.last, taken.sum) if column)
    for condition in (taken.count, taken.exists, taken.where):
        if condition:
            yield from columns(parse_expression(condition.sql))


def misread(source: Source) -> Iterator[Finding]:
    """What keeps the cells of ``source`` from meaning one thing."""
    for name, column in source.columns.items():
        place = source.origin.below("columns", name).place
        for marker in sorted({*source.nulls, *column.nulls} & set(column.values)):
            yield Finding("null-is-value", place, {"column": name, "marker": marker})
        if column.joined and (what := _unjoinable(source, column, column.joined)):
            yield Finding("joined-columns", place, {"column": name, "what": what})
    ignored = {one for actors in source.ignore.values() for one in actors}
    for marker in sorted(set(source.nulls) & ignored):
        yield Finding("null-is-value", source.origin.below("nulls").place,
                      {"column": "ignore", "marker": marker})  # fmt: skip


def _unjoinable(source: Source, column: Column, joined: Joined) -> str:
    """What two columns lack to be a moment."""
    wanted = ((joined.date, "date"), (joined.time, "time"), (joined.after, "instant"))
    if column.type != "instant":
        return "type: instant"
    for name, kind in wanted:
        declared = source.columns.get(name) if name else None
        if name and (declared is None or declared.type != kind):
            return f"{name}: {kind}"
    seen, after = {joined.after}, joined.after
    while after and after in source.columns and (inner := source.columns[after].joined):
        after = inner.after
        if after in seen:
            return f"after: {after}"
        seen.add(after)
    return ""
