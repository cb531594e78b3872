"""A source's columns as SQL: conditions people write, local days and moments, what is known when.

Pure text from definitions. Columns of our own begin with ``$``, which no declared
column can, and every name is quoted.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlglot import exp

from dutybook.grammar.expression import parse_expression
from dutybook.logs.types import ident, local, utc
from dutybook.measure.kinds.schedule import FOR
from dutybook.model import Condition, Expression, Source
from dutybook.plan.frame import Frame

_COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In)


@dataclass(frozen=True, slots=True)
class Dialect:
    """A source's columns in a frame: everything an expression over them needs."""

    source: Source
    frame: Frame

    def condition(self, value: Condition | Expression) -> str:
        """The expression with names quoted; instants beside other values are local time, because
        that is how people write them."""
        tree = parse_expression(value.sql).copy()
        for node in list(tree.find_all(*_COMPARISONS)):
            operands = [child for child in node.iter_expressions() if not self._is_instant(child)]
            if operands:
                for child in list(node.iter_expressions()):
                    if self._is_instant(child):
                        child.replace(self._local(child.name))
        return tree.sql("duckdb", identify=True)

    def instant(self, column: str) -> str:
        """A column as a UTC moment; a day is its first moment."""
        if self.source.columns[column].type == "date":
            return utc(f"cast({ident(column)} as timestamp)", self.frame.zone)
        return ident(column)

    def day(self, column: str) -> str:
        """A column as a local day."""
        if self.source.columns[column].type == "date":
            return ident(column)
        return f"cast({local(ident(column), self.frame.zone)} as date)"

    def wall_clock(self, column: str) -> str:
        """A column as a local moment; a day is its first moment."""
        if self.source.columns[column].type == "date":
            return f"cast({ident(column)} as timestamp)"
        return local(ident(column), self.frame.zone)

    def before(self, column: str, *, end: bool = False) -> str:
        """That a column lies before as-of (or the period's ``end``)."""
        days = self.source.columns[column].type == "date"
        frame = self.frame
        bound = (
            (frame.end_day if end else frame.as_of_day)
            if days
            else (frame.end if end else frame.as_of)
        )
        return f"{ident(column)} < {literal(bound)}"

    @property
    def in_period(self) -> str:
        """That a row is of the period and had happened by as-of (docs/semantics.md#periods)."""
        column = str(self.source.period_column)
        days = self.source.columns[column].type == "date"
        start = self.frame.start_day if days else self.frame.start
        happened = f" and {self.before(self.source.time)}" if self.source.time else ""
        return (
            f"({ident(column)} >= {literal(start)} and {self.before(column, end=True)}{happened})"
        )

    def known(self, column: str, dues: Set[str]) -> str:
        """A column as of as-of: what happened later has not happened. Due moments may lie ahead."""
        kind = self.source.columns[column].type
        lasting = {self.source.due, self.source.period_column, FOR} | dues
        if kind not in ("date", "instant") or column in lasting:
            return ident(column)
        return f"case when {self.before(column)} then {ident(column)} end as {ident(column)}"

    def _is_instant(self, node: exp.Expr) -> bool:
        columns = self.source.columns
        return (
            isinstance(node, exp.Column)
            and node.name in columns
            and columns[node.name].type == "instant"
        )

    def _local(self, column: str) -> exp.Expr:
        quoted = exp.column(column, quoted=True)
        utc_ = exp.Anonymous(this="timezone", expressions=[exp.Literal.string("UTC"), quoted])
        return exp.Anonymous(
            this="timezone", expressions=[exp.Literal.string(self.frame.zone), utc_]
        )


def literal(value: date | datetime) -> str:
    """A day or a moment."""
    kind = "timestamp" if isinstance(value, datetime) else "date"
    return f"{kind} '{value.isoformat(*([' '] if kind == 'timestamp' else []))}'"
