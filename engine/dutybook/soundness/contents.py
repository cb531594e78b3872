"""Whether the contents that conditions ask for are among those a source declares."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from sqlglot import exp

from dutybook.finding import Finding
from dutybook.grammar.expression import parse_expression
from dutybook.measure.columns import parts_of, span_of
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import all_limits
from dutybook.model import By, Incidents, Kpi, Measure, Source, TimeLimit
from dutybook.model.kpi import at
from dutybook.workspace import Workspace


def undeclared(kpi: Kpi, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Contents that the measure or score of ``kpi`` looks for and its sources do not allow: rows
    have others or are rejected, so that nothing is ever counted."""
    if kpi.measure is None:
        return
    for measure in parts_of(kpi.measure):
        source = sources.get(measure.of)
        if source is not None:
            for column, value in _asked(measure):
                yield from _wrong(kpi, source, column, value, "measure")
    rule = kpi.score.rule if kpi.score else None
    source = sources.get(kpi.measure.of)
    if isinstance(rule, Incidents) and isinstance(rule.each, By) and source is not None:
        for value, _ in rule.each.cases:
            yield from _wrong(kpi, source, rule.each.column, value, "score/incidents/each")


def misnamed(workspace: Workspace) -> Iterator[Finding]:
    """Contents that approved exclusions and extensions look for and their sources do not allow."""
    for adjustment in workspace.definitions.adjustments:
        source = workspace.definitions.sources.get(adjustment.source)
        if source is None or adjustment.where is None:
            continue
        place = adjustment.origin.below("where").place
        for column, value in conditions(adjustment.where.sql):
            if (found := strange(source, column, value)) is not None:
                yield Finding("value-undeclared", place, found)


def conditions(sql: str) -> Iterator[tuple[str, str]]:
    """Columns and the texts that a condition compares them with."""
    for node in parse_expression(sql).find_all(exp.EQ, exp.NEQ, exp.In):
        others = [node.expression] if node.args.get("expression") else node.args["expressions"]
        sides = [node.this, *others]
        named = [side for side in sides if isinstance(side, exp.Column)]
        if len(named) == 1:
            yield from ((named[0].name, str(one.this)) for one in sides if one.is_string)


def _asked(measure: Measure) -> Iterator[tuple[str, str]]:
    """Columns, and the contents that are asked for."""
    if measure.where is not None:
        yield from conditions(measure.where.sql)
    for part, _ in kind_of(measure).expressions(measure):
        yield from conditions(part.sql)
    span = span_of(measure)
    for limit in all_limits(span.within) if span else ():
        yield from _limited(limit)


def _limited(limit: TimeLimit) -> Iterator[tuple[str, str]]:
    """Columns and contents that a limit goes by."""
    for by in (limit.by, limit.times):
        if isinstance(by, By):
            yield from ((by.column, value) for value, _ in by.cases)
        for case in by if isinstance(by, tuple) else ():
            yield from conditions(case.when.sql)


def _wrong(kpi: Kpi, source: Source, column: str, value: str, path: str) -> Iterator[Finding]:
    found = strange(source, column, value)
    if found is not None:
        yield at(kpi, path, "value-undeclared", **found)


def strange(source: Source, column: str, value: str) -> dict[str, object] | None:
    """The details of a finding where ``column`` cannot hold ``value``; None where it can."""
    declared = source.columns.get(column)
    if declared is None or not declared.values or value in declared.values:
        return None
    named = [
        code
        for code, text in declared.values.items()
        if value in {code, *(wording for _, wording in text.wordings)}
    ]
    guess = named or get_close_matches(value, list(declared.values), 1)
    return {
        "value": value,
        "column": column,
        "source": source.source,
        "guess": guess[0] if guess else "",
        "known": ", ".join(declared.values),
    }
