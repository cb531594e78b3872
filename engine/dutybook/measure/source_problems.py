"""What of a source's columns contradicts itself: markers of no value, moments in two columns."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.model import Column, Source
from dutybook.model.source import Joined


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
