"""Whether expressions can be worked out: text is not added up nor compared with a number."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from sqlglot import exp

from dutybook.finding import Finding
from dutybook.grammar.expression import parse_expression
from dutybook.measure.columns import parts_of
from dutybook.measure.kinds import kind_of
from dutybook.model import Expression, Incidents, Kpi, Measure, Source
from dutybook.model.kpi import at
from dutybook.model.source import SCORES

ValueType = Literal["text", "number", "date", "instant", "truth", "span", "any"]
_COMPARED: Final = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_SUMS: Final = (exp.Add, exp.Sub, exp.Mul)


class _ClashError(Exception):
    """Two kinds that do not go together; the text is where."""


def untyped(kpi: Kpi, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Conditions and formulas of the measure, and points by row, that no row can satisfy the types
    of."""
    for measure in parts_of(kpi.measure) if kpi.measure else ():
        source = sources.get(measure.of)
        if source is None or source.source == SCORES:
            continue
        for sql, wanted in _expressions(kpi, measure):
            what = clash(sql, source, wanted)
            if what:
                yield at(kpi, "measure", "expression-types", reason=what)


def _expressions(kpi: Kpi, measure: Measure) -> Iterator[tuple[str, ValueType]]:
    if measure.where is not None:
        yield measure.where.sql, "truth"
    for part, wanted in kind_of(measure).expressions(measure):
        yield part.sql, wanted
    rule = kpi.score.rule if kpi.score else None
    if isinstance(rule, Incidents) and isinstance(rule.each, Expression):
        yield rule.each.sql, "number"


def clash(sql: str, source: Source, wanted: ValueType) -> str:
    """What in ``sql`` does not go together, or does not come to what is ``wanted``; empty for
    nothing."""
    try:
        kind = _kind(parse_expression(sql), source)
    except _ClashError as error:
        return str(error)
    truth = kind == "truth" and wanted == "number"  # a flag counts as 0 or 1
    return "" if kind in (wanted, "any") or truth else f"{sql}: {kind}"


def _kind(node: exp.Expr, source: Source) -> ValueType:
    for types, rule in _KINDS:
        if isinstance(node, types):
            return rule(node, source)
    return "any"


def _column(node: exp.Column, source: Source) -> ValueType:
    declared = source.columns.get(node.name)
    if declared is None:
        return "any"  # an unknown column is a finding of its own
    kinds: dict[str, ValueType] = {"text": "text", "date": "date", "instant": "instant"}
    if declared.type == "boolean":
        return "truth"
    return kinds.get(declared.type, "number")


def _literal(node: exp.Literal, _: Source) -> ValueType:
    return (
        "any"
        if node.is_string and _moment(str(node.this))
        else ("text" if node.is_string else "number")
    )


def _moment(text: str) -> bool:
    return text[:4].isdigit() and "-" in text


def _compared(node: exp.Expr, source: Source) -> ValueType:
    _together(node, _kind(node.this, source), _kind(node.expression, source))
    return "truth"


def _together(node: exp.Expr, left: ValueType, right: ValueType) -> None:
    if "any" in (left, right) or left == right or {left, right} == {"date", "instant"}:
        return
    raise _ClashError(node.sql("duckdb"))


def _summed(node: exp.Expr, source: Source) -> ValueType:
    left, right = _kind(node.this, source), _kind(node.expression, source)
    if {left, right} & {"date", "instant"}:
        return "span"  # of two moments; no number of anything
    if {left, right} & {"text", "span"}:
        raise _ClashError(node.sql("duckdb"))
    return "number"


def _truth(node: exp.Expr, source: Source) -> ValueType:
    for part in (node.this, node.args.get("expression")):
        if part is not None and _kind(part, source) not in ("truth", "any"):
            raise _ClashError(node.sql("duckdb"))
    return "truth"


def _in(node: exp.In, source: Source) -> ValueType:
    own = _kind(node.this, source)
    for one in node.args.get("expressions") or ():
        _together(node, own, _kind(one, source))
    return "truth"


def _between(node: exp.Between, source: Source) -> ValueType:
    own = _kind(node.this, source)
    for key in ("low", "high"):
        _together(node, own, _kind(node.args[key], source))
    return "truth"


_KINDS: Final[tuple[tuple[Any, Callable[[Any, Source], ValueType]], ...]] = (
    (exp.Column, _column),
    (exp.Literal, _literal),
    (exp.Boolean, lambda _node, _source: "truth"),
    (exp.Paren, lambda node, source: _kind(node.this, source)),
    ((exp.And, exp.Or, exp.Not), _truth),
    (exp.In, _in),
    (exp.Between, _between),
    (_COMPARED, _compared),
    (_SUMS, _summed),
    (exp.Neg, lambda node, source: _kind(node.this, source)),
    ((exp.Is, exp.Like), lambda _node, _source: "truth"),
)
