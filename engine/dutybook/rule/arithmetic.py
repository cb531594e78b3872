"""``compute``: arithmetic as it is written in a definition, as a tree over the names it reads."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any, Final

from sqlglot import exp

from dutybook.grammar.expression import parse_arithmetic
from dutybook.rule.tree import ZERO, Constant, Fallback, Formula, Variable


@lru_cache(maxsize=1024)
def arithmetic(sql: str) -> Formula:
    """The tree of an expression; :class:`ValueError` where it is more than arithmetic: a
    comparison, a text."""
    return _formula(parse_arithmetic(sql))


def _formula(node: exp.Expr) -> Formula:
    reader = _NODES.get(type(node))
    if reader is None:
        raise ValueError(node.sql())
    return reader(node)


def _literal(node: exp.Literal) -> Formula:
    if node.is_string:
        raise ValueError(node.sql())
    return Constant(Fraction(Decimal(str(node.this))))


def _column(node: exp.Column) -> Formula:
    return Variable(".".join(part.name for part in node.parts))


def _coalesce(node: exp.Coalesce) -> Formula:
    *first, last = (_formula(one) for one in (node.this, *node.expressions))
    return reduce(lambda rest, one: Fallback(one, rest), reversed(first), last)


def _binary(apply: Callable[[Formula, Formula], Formula]) -> Callable[[Any], Formula]:
    return lambda node: apply(_formula(node.this), _formula(node.expression))


_NODES: Final[Mapping[type, Callable[[Any], Formula]]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Paren: lambda node: _formula(node.this),
    exp.Neg: lambda node: ZERO - _formula(node.this),
    exp.Coalesce: _coalesce,
    exp.Add: _binary(lambda left, right: left + right),
    exp.Sub: _binary(lambda left, right: left - right),
    exp.Mul: _binary(lambda left, right: left * right),
    exp.Div: _binary(lambda left, right: left / right),
}
