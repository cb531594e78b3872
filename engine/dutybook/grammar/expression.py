"""SQL conditions and arithmetic over declared columns: parsed, whitelisted, never run as given.

Only the nodes named here pass: comparisons, and/or/not, in, is null, like, between, arithmetic
without division, case, coalesce, casts of literals. No subquery, function, clock or random
(docs/semantics.md#expressions). Division passes in the arithmetic of amounts only, which is worked
out in fractions and never by a database.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_SHARED: Final[tuple[type[exp.Expr], ...]] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple, exp.Dot,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In,
    exp.Between, exp.Like, exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Case, exp.If, exp.Coalesce,
)  # fmt: skip
_ARITHMETIC: Final[tuple[type[exp.Expr], ...]] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Paren, exp.Dot, exp.Add, exp.Sub, exp.Mul,
    exp.Div, exp.Neg, exp.Coalesce,
)  # fmt: skip
MAX_LENGTH: Final = 2000
_KPI: Final = re.compile(r"\bkpi\.([a-z㐀-鿿][a-z0-9㐀-鿿-]*)\.(?=[a-z])")
"""A KPI's id in a `when`: its hyphens are part of the name, not minus signs."""


@lru_cache(maxsize=4096)
def parse_expression(value: str) -> exp.Expr:
    """The tree of an expression that contains nothing but whitelisted nodes; shared, so not to be
    changed (the same few conditions are read for every employee)."""
    return _parsed(value, _SHARED)


@lru_cache(maxsize=1024)
def parse_arithmetic(value: str) -> exp.Expr:
    """The same of an amount's arithmetic: names, figures, + - * /, parentheses and coalesce."""
    tree = _parsed(value, _ARITHMETIC)
    if any(node.is_string for node in tree.find_all(exp.Literal)):
        raise ValueError(value)
    return tree


@lru_cache(maxsize=1024)
def parse_written(value: str) -> exp.Expr:
    """A condition or an amount's arithmetic, whichever it is, that has been checked before."""
    return _parsed(value, (*_SHARED, exp.Div))


def _parsed(value: str, allowed: tuple[type[exp.Expr], ...]) -> exp.Expr:
    if len(value) > MAX_LENGTH:
        raise ValueError(value)
    try:
        tree: exp.Expr = sqlglot.parse_one(_KPI.sub(r'kpi."\1".', value), dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise ValueError(value) from error
    if not all(isinstance(node, allowed) for node in tree.walk()):
        raise ValueError(value)
    return tree


def columns(tree: exp.Expr) -> set[str]:
    """Names of the columns it reads, dotted where qualified."""
    return {".".join(part.name for part in node.parts) for node in tree.find_all(exp.Column)}


def condition_sql(condition: "str | Mapping[str, object]") -> str:
    """A condition in either form as SQL text: ``{category: complaint}`` is ``category =
    'complaint'``, a list is any of them."""
    if isinstance(condition, str):
        return parse_expression(condition).sql("duckdb")
    return " AND ".join(_equals(column, value) for column, value in condition.items())


def _equals(column: str, value: object) -> str:
    name = exp.column(column, quoted=True)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return exp.In(this=name, expressions=[_literal(item) for item in value]).sql("duckdb")
    return exp.EQ(this=name, expression=_literal(value)).sql("duckdb")


def _literal(value: object) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, (int, Decimal)):
        return exp.Literal.number(f"{value:f}" if isinstance(value, Decimal) else str(value))
    return exp.Literal.string(str(value))
