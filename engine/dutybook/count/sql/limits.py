"""A limit that varies by row as SQL: something about each plain limit, chosen by columns."""

from collections.abc import Callable

from dutybook.logs.types import ident, text
from dutybook.model import TimeLimit

Render = Callable[[TimeLimit], str]
"""A plain limit (a length, a lead or a due column) as SQL."""


def chosen(limit: TimeLimit, render: Render, none: str = "NULL") -> str:
    """``render`` of the plain limit that a row falls under; ``none`` where it falls under none."""
    if limit.by is not None:
        cases = [(key, chosen(case, render, none)) for key, case in limit.by.cases]
        rest = limit.by.otherwise
        return case_of(limit.by.column, cases, chosen(rest, render, none) if rest else none)
    if limit.due is not None and limit.otherwise is not None:
        rest_of = chosen(limit.otherwise, render, none)
        return f"(case when {ident(limit.due)} is null then {rest_of} else {render(limit)} end)"
    return render(limit)


def case_of(column: str, cases: list[tuple[str, str]], otherwise: str) -> str:
    """A value by a column's content."""
    whens = " ".join(f"when {text(key)} then {value}" for key, value in cases)
    return f"(case cast({ident(column)} as varchar) {whens} else {otherwise} end)"
