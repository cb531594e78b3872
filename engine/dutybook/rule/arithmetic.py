"""Conditions and arithmetic as they are written, of amounts and of what depends on other KPIs, made
trees: read exactly and as a spreadsheet's formula from one source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from sqlglot import exp

from dutybook.grammar.expression import parse_arithmetic, parse_expression
from dutybook.rule.tree import (
    Both,
    Condition,
    Constant,
    Either,
    Fallback,
    Formula,
    Not,
    Operation,
    Relation,
    Variable,
    compare,
)

_RELATIONS: Final[dict[type[exp.Expr], Relation]] = {
    exp.EQ: "=",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_SIGNS: Final = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


class UnreadableError(ValueError):
    """A part of an expression that is neither a number nor a condition here; its text."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Reads texts over ``known`` names and figures of other KPIs (``kpi.<id>.value``; a condition
    may ask ``kpi.<id>.met``); None: whoever reads the tree knows which names there are."""

    known: Mapping[str, Formula] | None

    def formula(self, sql: str) -> Formula:
        """An expression; :class:`UnreadableError` for what is no number."""
        return self._number(parse_expression(sql))

    def condition(self, sql: str) -> Condition:
        """A condition; :class:`UnreadableError` for what is none."""
        return self._truth(parse_expression(sql))

    def _number(self, node: exp.Expr) -> Formula:
        read = _NUMBERS.get(type(node))
        if read is None:
            raise UnreadableError(node.sql("duckdb"))
        return read(self, node)

    def _truth(self, node: exp.Expr) -> Condition:
        read = _TRUTHS.get(type(node))
        if read is None:
            raise UnreadableError(node.sql("duckdb"))
        return read(self, node)

    def _named(self, node: exp.Column) -> Formula:
        name = dotted(node)
        if self.known is None:
            return Variable(name)
        if name.startswith("kpi.") and not name.endswith(".met"):
            return Variable(name, sure=False)
        if name not in self.known:
            raise UnreadableError(name)
        return self.known[name]

    def _asked(self, node: exp.Column) -> Condition:
        """Whether a KPI was met, which is 1 or 0."""
        name = dotted(node)
        if not (name.startswith("kpi.") and name.endswith(".met")):
            raise UnreadableError(name)
        return compare(Variable(name, sure=False), "=", 1)

    def _compared(self, node: Any) -> Condition:
        relation = _RELATIONS[type(node)]
        if isinstance(node.expression, exp.Boolean) and relation in ("=", "!="):
            asked = self._truth(node.this)
            return asked if bool(node.expression.this) is (relation == "=") else Not(asked)
        return compare(self._number(node.this), relation, self._number(node.expression))

    def _between(self, node: exp.Between) -> Condition:
        value = self._number(node.this)
        low, high = (self._number(node.args[end]) for end in ("low", "high"))
        return Both(compare(value, ">=", low), compare(value, "<=", high))

    def _coalesced(self, node: exp.Coalesce) -> Formula:
        parts = [self._number(part) for part in (node.this, *node.expressions)]
        found = parts.pop()
        while parts:
            found = Fallback(parts.pop(), found)
        return found


@lru_cache(maxsize=1024)
def arithmetic(sql: str) -> Formula:
    """The tree of an amount's arithmetic, whatever names it reads; :class:`ValueError` where it is
    more than that: a comparison, a text."""
    return Arithmetic(None)._number(parse_arithmetic(sql))


def dotted(node: exp.Column) -> str:
    """A name as it is written: ``kpi.quality.value``."""
    return ".".join(part.name for part in node.parts)


def _literal(_: Arithmetic, node: exp.Literal) -> Formula:
    if node.is_string:
        raise UnreadableError(node.sql("duckdb"))
    return Constant(Fraction(Decimal(str(node.this))))


def _operation(reader: Arithmetic, node: Any) -> Formula:
    sign: Any = _SIGNS[type(node)]
    return Operation(sign, reader._number(node.this), reader._number(node.expression))


_NUMBERS: Final[Mapping[type, Callable[[Arithmetic, Any], Formula]]] = {
    exp.Literal: _literal,
    exp.Column: Arithmetic._named,
    exp.Paren: lambda reader, node: reader._number(node.this),
    exp.Neg: lambda reader, node: Constant(Fraction(0)) - reader._number(node.this),
    exp.Coalesce: Arithmetic._coalesced,
    **dict.fromkeys(_SIGNS, _operation),
}
_TRUTHS: Final[Mapping[type, Callable[[Arithmetic, Any], Condition]]] = {
    exp.Column: Arithmetic._asked,
    exp.Paren: lambda reader, node: reader._truth(node.this),
    exp.And: lambda reader, node: Both(reader._truth(node.this), reader._truth(node.expression)),
    exp.Or: lambda reader, node: Either(reader._truth(node.this), reader._truth(node.expression)),
    exp.Not: lambda reader, node: Not(reader._truth(node.this)),
    exp.Between: Arithmetic._between,
    **dict.fromkeys(_RELATIONS, Arithmetic._compared),
}
