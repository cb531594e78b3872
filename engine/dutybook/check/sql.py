"""Which SQL a rule or a user may run: one SELECT of whitelisted nodes over known tables.

Whitelisted, never blacklisted: what is not named here is refused, whatever a later DuckDB adds.
Left out on purpose: table functions and files, recursion, unnest, range, clocks and random, and
what makes long text from short outside DuckDB's memory accounting (replace, repeat, lpad).
"""

import logging
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

MAX_LENGTH: Final = 20_000

_CLAUSES: Final = (
    exp.Select, exp.Subquery, exp.Union, exp.Intersect, exp.Except, exp.With, exp.CTE, exp.From,
    exp.Join, exp.Table, exp.TableAlias, exp.Where, exp.Group, exp.Having, exp.Qualify, exp.Order,
    exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Star, exp.Alias, exp.Values, exp.Lateral,
)  # fmt: skip
_VALUES: Final = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple, exp.Dot,
    exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.Interval, exp.Var, exp.Case,
    exp.If, exp.Coalesce, exp.Nullif,
)  # fmt: skip
_OPERATORS: Final = (
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In,
    exp.Between, exp.Like, exp.ILike, exp.Exists, exp.Any, exp.All, exp.NullSafeEQ,
    exp.NullSafeNEQ, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg, exp.DPipe,
)  # fmt: skip
_AGGREGATES: Final = (
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.Median, exp.GroupConcat, exp.AnyValue,
    exp.First, exp.Last, exp.ArgMin, exp.ArgMax, exp.LogicalOr, exp.LogicalAnd, exp.Filter,
    exp.Window, exp.WindowSpec, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead,
    exp.IgnoreNulls,
)  # fmt: skip
_FUNCTIONS: Final = (
    exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Greatest, exp.Least, exp.Length, exp.Lower,
    exp.Upper, exp.Trim, exp.Left, exp.Right, exp.Substring, exp.SplitPart, exp.StrPosition,
    exp.Contains, exp.StartsWith, exp.EndsWith, exp.RegexpLike, exp.RegexpExtract, exp.Concat,
    exp.Extract, exp.Year, exp.Month, exp.Day,
)  # fmt: skip
ALLOWED: Final[frozenset[type[exp.Expr]]] = frozenset(
    (*_CLAUSES, *_VALUES, *_OPERATORS, *_AGGREGATES, *_FUNCTIONS)
)
_TYPES: Final = frozenset(
    exp.DataType.Type[name]
    for name in (
        "VARCHAR",
        "TEXT",
        "INT",
        "BIGINT",
        "SMALLINT",
        "DECIMAL",
        "DOUBLE",
        "BOOLEAN",
        "DATE",
        "INTERVAL",
    )
)


logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns on what we refuse
_PATTERNS: Final = (exp.RegexpLike, exp.RegexpExtract)


class RefusedError(Exception):
    """The SQL is not one the sandbox runs; the text says what in it is not allowed."""


@lru_cache(maxsize=256)
def vetted(sql: str, tables: frozenset[str]) -> str:
    """``sql`` written anew from its tree once every node has passed, else
    :class:`RefusedError`. Written anew, because what runs must be what was looked at.
    """
    return _passed(sql, tables).sql(dialect="duckdb")


@lru_cache(maxsize=256)
def _passed(sql: str, tables: frozenset[str]) -> exp.Query:
    tree = _one_select(sql)
    known = {name.lower() for name in tables}
    for node in tree.walk():
        _allow(node, known)
    return tree


@lru_cache(maxsize=256)
def reads(sql: str, tables: frozenset[str]) -> frozenset[str]:
    """Those of the ``tables`` that a vetted query reads."""
    named = {node.name.lower() for node in _passed(sql, tables).find_all(exp.Table)}
    return frozenset(name for name in tables if name.lower() in named)


@lru_cache(maxsize=1024)
def rowless(sql: str, tables: frozenset[str], without: frozenset[str]) -> bool:
    """Whether a vetted query certainly gives no row when the tables ``without`` have none, so that
    it need not be asked: planning a query takes longer than running it over a few rows."""
    return _rowless(_passed(sql, tables), without)


def _rowless(query: exp.Expr, without: Collection[str]) -> bool:
    empty = set(without)
    clause = query.args.get("with_")
    for cte in clause.expressions if clause else ():
        (set.add if _rowless(cte.this, empty) else set.discard)(empty, cte.alias.lower())
    if isinstance(query, exp.Union):
        return _rowless(query.left, empty) and _rowless(query.right, empty)
    if isinstance(query, exp.Subquery):
        return _rowless(query.this, empty)
    return isinstance(query, exp.Select) and _draws_nothing(query, empty)


def _draws_nothing(select: exp.Select, empty: Collection[str]) -> bool:
    """An aggregate over no rows is a row, unless it is one for each group."""
    whole = select.find(exp.AggFunc) is not None and select.args.get("group") is None
    drawn = select.args.get("from_")
    if whole or drawn is None:
        return False
    joins = select.args.get("joins") or ()
    if any(join.method or join.side not in ("", "LEFT") for join in joins):
        return False
    inner = (join for join in joins if not join.side and join.kind in ("", "INNER", "CROSS"))
    return any(_is_empty(one.this, empty) for one in (drawn, *inner))


def _is_empty(drawn: exp.Expr, empty: Collection[str]) -> bool:
    if isinstance(drawn, exp.Table):
        return drawn.name.lower() in empty
    return isinstance(drawn, exp.Subquery) and _rowless(drawn, empty)


def _one_select(sql: str) -> exp.Query:
    if len(sql) > MAX_LENGTH:
        raise RefusedError(f"> {MAX_LENGTH}")
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect="duckdb") if tree is not None]
    except SqlglotError as error:
        raise RefusedError(_problem(error)) from error
    except RecursionError as error:
        raise RefusedError("nesting") from error
    if len(statements) != 1:
        raise RefusedError(f"{len(statements)} statements")
    tree = statements[0]
    if not isinstance(tree, exp.Query):
        raise RefusedError(tree.key.upper())
    return tree


def _allow(node: exp.Expr, tables: Collection[str]) -> None:
    if type(node) not in ALLOWED:
        raise RefusedError(node.name.lower() if isinstance(node, exp.Anonymous) else _name(node))
    if isinstance(node, exp.Table):
        _allow_table(node, tables)
    elif isinstance(node, exp.With) and node.recursive:
        raise RefusedError("WITH RECURSIVE")
    elif isinstance(node, exp.DataType) and node.this not in _TYPES:
        raise RefusedError(node.sql("duckdb"))
    elif isinstance(node, _PATTERNS) and not node.expression.is_string:
        raise RefusedError("regexp")


def _allow_table(node: exp.Table, tables: Collection[str]) -> None:
    plain = isinstance(node.this, exp.Identifier) and not (
        node.args.get("db") or node.args.get("catalog")
    )
    if not plain or not (node.name.lower() in tables or _named_above(node)):
        raise RefusedError(node.sql("duckdb"))


def _named_above(table: exp.Table) -> bool:
    """Whether a ``with`` that holds here names the table: one of a query around it, before the
    place where it is used. Elsewhere the same name would mean something of DuckDB's own."""
    name, inner, outer = table.name.lower(), cast(exp.Expr, table), table.parent
    while outer is not None:
        if name in _named_before(outer, inner):
            return True
        inner, outer = outer, outer.parent
    return False


def _named_before(outer: exp.Expr, inner: exp.Expr) -> Iterator[str]:
    """The names that ``outer`` gives to those of its parts that stand where ``inner`` does."""
    clause = outer if isinstance(outer, exp.With) else outer.args.get("with_")
    if clause is None or clause is inner:
        return
    for cte in clause.expressions:
        if cte is inner:
            return
        yield cte.alias.lower()


def _name(node: exp.Expr) -> str:
    return node.sql_name().lower() if isinstance(node, exp.Func) else node.key.upper()


def _problem(error: SqlglotError) -> str:
    details = getattr(error, "errors", None)
    if details:
        first = details[0]
        return f"{first['description']} (line {first['line']}, column {first['col']})"
    return str(error).partition("\n")[0]
