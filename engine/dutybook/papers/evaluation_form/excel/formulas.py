"""The formulas of the evaluation form in Excel: what the sheet computes while it is filled in.

Cell addresses come in, formulas go out; nothing here knows the layout. A formula gives ``""`` for
as long as something it needs is missing: an unfilled form has no score, not a score of zero.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.rounding import Rounding
from dutybook.grammar.number.target import Target
from dutybook.rule.amounts import TOTAL
from dutybook.rule.readers.excel import spreadsheet
from dutybook.rule.sums import GroupSum, Sums, adjustment_formula, group_formula, total_formula
from dutybook.rule.tree import Formula, Variable, printed

Weighted = Sequence[tuple[str, Fraction]]
"""Cells with the part of each that counts."""
Conditional = Sequence[tuple[str, Fraction]]
"""Conditions with the figure that each puts in a cell's place."""


def weighted(cells: Weighted, share: Fraction, rounding: Rounding, places: int) -> str:
    """A KPI's score from what each rater that counts gave; the total takes a ``share`` of it."""
    counted = [(cell, weight) for cell, weight in cells if weight]
    part = "" if share == 1 else f"*({plain(share)})"
    names = ",".join(cell for cell, _ in counted)
    products = "+".join(f"{cell}*({plain(weight)}{part})" for cell, weight in counted)
    points = spreadsheet(printed(Variable("points"), rounding, places), {"points": products})
    return f'=IF(COUNT({names})<{len(counted)},"",{points})'


def column_sum(cells: Sequence[str]) -> str:
    """The sum of a column's cells once all are filled; of no cells 0."""
    if not cells:
        return "=0"
    names = ",".join(cells)
    return f'=IF(COUNT({names})<{len(cells)},"",SUM({names}))'


def met(cells: str, word: str, count: int) -> str:
    """How many of ``count`` cells say that the target was met."""
    return f'=COUNTIF({cells},"{word}")&" / {count}"'


def weighted_sum(cells: Weighted) -> str:
    """The sum of shares of cells once all are filled: what ratings count for in the total."""
    names = ",".join(cell for cell, _ in cells)
    products = "+".join(f"{cell}*({plain(share)})" for cell, share in cells)
    return f'=IF(COUNT({names})<{len(cells)},"",{products})'


def struck(value: str, strikes: Conditional) -> str:
    """``value`` unless a veto sets it: the last of ``strikes`` whose condition holds wins."""
    for condition, points in strikes:
        value = f"IF({condition},{plain(points)},{value})"
    return value


def adjusted(items: Sequence[tuple[str, str]], form: Sums) -> str:
    """Bonus and penalty points together from (id, value) of the items."""
    named = [(item, Variable(item)) for item, _ in items]
    return "=" + spreadsheet(adjustment_formula(named, form), dict(items))


def group(cells: Sequence[str], waits: Sequence[str], form: GroupSum) -> str:
    """What a group comes to: what it starts from and its ``cells``; those it ``waits`` for have to
    be filled, an item left empty is none."""
    read = {cell: cell if cell in waits else f"N({cell})" for cell in cells}
    value = spreadsheet(group_formula(form, [Variable(cell) for cell in cells]), read)
    return f'=IF(COUNT({",".join(waits)})<{len(waits)},"",{value})' if waits else f"={value}"


def total(
    subtotal: str,
    adjustment: str,
    form: Sums,
    sets: Conditional,
    most: Conditional = (),
    waiting: str = "",
) -> str:
    """The total, clamped and rounded. Vetoes ``sets`` it, whatever else is missing: of several the
    first listed; or leave it at ``most`` so much. ``waiting`` is the word for a total that is not
    complete."""
    added: Formula = Variable("subtotal")
    if adjustment:
        added += Variable("adjusted")
    cells = {"subtotal": subtotal, "adjusted": adjustment}
    bounds = [f"IF({condition},{plain(bound)},1E+9)" for condition, bound in most]

    def bounded(points: str) -> str:
        return f"MIN({','.join([points, *bounds])})" if bounds else points

    value = bounded(spreadsheet(total_formula(added, form), cells))
    value = f'IF({subtotal}="","{waiting}",{value})'
    for condition, points in reversed(sets):
        value = f"IF({condition},{bounded(plain(points))},{value})"
    return f"={value}"


def grade_index(
    total_cell: str, grades: Sequence[Target], vetoes: Sequence[tuple[str, int]]
) -> str:
    """The number of the grade the total takes, 0 for none; ``vetoes`` are (condition, number of the
    best grade left)."""
    index = "0"
    for number, when in reversed(list(enumerate(grades, 1))):
        index = f"IF({holds(total_cell, when)},{number},{index})"
    for condition, best in vetoes:
        index = f"IF({condition},MAX({best},{index}),{index})"
    return f'=IF(ISNUMBER({total_cell}),{index},"")'


def looked_up(index: str, first: str, last: str) -> str:
    """The cell of a column that the grade's number points at; a dash where no grade holds."""
    return f'=IF({index}="","",IF({index}=0,"—",INDEX({first}:{last},{index})))'


def drawn(total_cell: str, curve: Formula) -> str:
    """What a ``curve`` of the total comes to; a dash where it does not say."""
    value = spreadsheet(curve, {TOTAL: total_cell})
    return f'=IF(ISNUMBER({total_cell}),IFERROR({value},"—"),"")'


def holds(cell: str, when: Target, written: Callable[[Fraction], str] = plain) -> str:
    """A condition on a cell, its figures as ``written``."""
    if when.op == "between" and when.high is not None:
        low, high = ">" if when.low_open else ">=", "<" if when.high_open else "<="
        return f"AND({cell}{low}{written(when.bound)},{cell}{high}{written(when.high)})"
    return f"{cell}{when.op}{written(when.bound)}"
