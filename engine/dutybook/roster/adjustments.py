"""What is wrong with adjustments.yaml as it is written, whatever the logs say."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from dutybook.finding import Finding
from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import Adjustment, Source
from dutybook.workspace import Workspace


def judged(workspace: Workspace) -> Iterator[tuple[Adjustment, Finding | None]]:
    """Every adjustment in order, with what keeps it from being applied."""
    named: dict[str, Adjustment] = {}
    for adjustment in workspace.definitions.adjustments:
        yield adjustment, _wrong(workspace, adjustment) or _again(adjustment, named)


def unknown_employees(adjustments: Iterable[Adjustment], known: Collection[str]) -> list[Finding]:
    """Adjustments that name people whom nobody knows."""
    return [
        Finding(
            "adjustment-unknown-employee",
            adjustment.origin.below("employees", i).place,
            {"employee": employee},
        )
        for adjustment in adjustments
        for i, employee in enumerate(adjustment.employees)
        if employee not in known
    ]


def unknown_columns(
    adjustments: Iterable[Adjustment], sources: Mapping[str, Source]
) -> Iterator[Finding]:
    """Conditions that read columns their source does not have. An evaluation cannot tell what they
    leave out, so that it takes the whole source as not delivered."""
    for adjustment in adjustments:
        source = sources.get(adjustment.source)
        if source is None or adjustment.where is None:
            continue
        for column in sorted(columns(parse_expression(adjustment.where.sql)) - set(source.columns)):
            details = {"column": column, "source": source.source}
            place = adjustment.origin.below("where").place
            yield Finding("adjustment-unknown-column", place, details)


def _again(adjustment: Adjustment, named: dict[str, Adjustment]) -> Finding | None:
    """An id used before: the same approval pasted twice would count twice."""
    first = named.setdefault(adjustment.id, adjustment) if adjustment.id else adjustment
    if first is adjustment:
        return None
    details = {"id": adjustment.id, "line": first.origin.place.line}
    return Finding("adjustment-twice", adjustment.origin.below("id").place, details)


def _wrong(workspace: Workspace, adjustment: Adjustment) -> Finding | None:
    place = adjustment.origin.place
    if adjustment.source not in workspace.definitions.sources:
        return Finding(
            "source-unknown", adjustment.origin.below("source").place, {"source": adjustment.source}
        )
    if not (adjustment.rows or adjustment.where or adjustment.window or adjustment.employees):
        return Finding("adjustment-unbounded", place)
    window = adjustment.window
    if window and window.from_ >= window.to:
        details = {"from": window.from_, "to": window.to}
        return Finding("adjustment-window-empty", adjustment.origin.below("window").place, details)
    limit = adjustment.by
    if adjustment.action == "extend" and limit is None:
        return Finding("adjustment-without-length", place)
    if limit and (limit.working or limit.unit in ("workday", "month") or limit.by is not None):
        return Finding(
            "not-supported-yet", adjustment.origin.below("by").place, {"what": f"by: {limit}"}
        )
    return None
