"""The formulas of the evaluation form in Excel: what the sheet computes while it is filled in.

Cell addresses come in, formulas go out; nothing here knows the layout. A formula gives ``""`` for
as long as something it needs is missing: an unfilled form has no score, not a score of zero.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from dutybook.grammar.quantity import plain
from dutybook.grammar.target import Target
from dutybook.papers.evaluation_form.context import FormGroup, FormSet, FormTotal

Weighted = Sequence[tuple[str, Fraction]]
"""Cells with the part of each that counts."""
Conditional = Sequence[tuple[str, Fraction]]
"""Conditions with the figure that each puts in a cell's place."""


def weighted(cells: Weighted, share: Fraction, places: int) -> str:
    """A KPI's score from what each rater that counts gave; the total takes a ``share`` of it."""
    counted = [(cell, weight) for cell, weight in cells if weight]
    part = "" if share == 1 else f"*({plain(share)})"
    names = ",".join(cell for cell, _ in counted)
    products = "+".join(f"{cell}*({plain(weight)}{part})" for cell, weight in counted)
    return f'=IF(COUNT({names})<{len(counted)},"",ROUND({products},{places}))'


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


def adjusted(items: Sequence[tuple[str, str]], form: FormTotal) -> str:
    """Bonus and penalty points together from (id, value) of the items: each set within its own
    caps, then all of them."""
    return f"={_side(items, form, 'MAX')}+{_side(items, form, 'MIN')}"


def _side(items: Sequence[tuple[str, str]], form: FormTotal, pick: str) -> str:
    """What is added (``MAX``) or taken (``MIN``)."""
    apart = {item for one in form.sets for item in one.of}
    parts = [f"{pick}(0,{value})" for item, value in items if item not in apart]
    for one in form.sets:
        inside = [f"{pick}(0,{value})" for item, value in items if item in one.of]
        if inside:
            highest = "highest" in (one.take, form.take)
            parts.append(_capped(inside, _cap(one, pick), pick, highest=highest))
    return _capped(parts or ["0"], _cap(form, pick), pick, highest=form.take == "highest")


def _cap(caps: FormSet | FormTotal, pick: str) -> Fraction | None:
    return caps.bonus_cap if pick == "MAX" else caps.penalty_cap


def _capped(parts: Sequence[str], cap: Fraction | None, pick: str, *, highest: bool) -> str:
    """Parts of one sign together: all or the largest, no further from 0 than the cap."""
    size = f"{pick}({','.join(parts)})" if highest else "+".join(parts)
    if cap is None:
        return size if highest or len(parts) == 1 else f"({size})"
    return f"MIN({plain(cap)},{size})" if pick == "MAX" else f"MAX(-({plain(cap)}),{size})"


def group(cells: Sequence[str], waits: Sequence[str], form: FormGroup) -> str:
    """What a group comes to within its bounds: what it starts from and its ``cells``; those it
    ``waits`` for have to be filled."""
    start = plain(form.start)
    value = f"SUM({start},{','.join(cells)})" if cells else start
    value = _within(value, form.floor, form.cap)
    return f'=IF(COUNT({",".join(waits)})<{len(waits)},"",{value})' if waits else f"={value}"


def _within(value: str, low: Fraction | None, high: Fraction | None) -> str:
    value = value if low is None else f"MAX({plain(low)},{value})"
    return value if high is None else f"MIN({plain(high)},{value})"


def total(
    subtotal: str,
    adjustment: str,
    form: FormTotal,
    sets: Conditional,
    most: Conditional = (),
    waiting: str = "",
) -> str:
    """The total, clamped and rounded. Vetoes ``sets`` it, whatever else is missing: of several the
    first listed; or leave it at ``most`` so much. ``waiting`` is the word for a total that is not
    complete."""
    value = f"{subtotal}+{adjustment}" if adjustment else subtotal
    value = value if form.base is None else f"({plain(form.base)})+{value}"
    value = _within(value, form.minimum, form.maximum)
    bounds = [f"IF({condition},{plain(bound)},1E+9)" for condition, bound in most]

    def bounded(points: str) -> str:
        return f"MIN({','.join([points, *bounds])})" if bounds else points

    value = bounded(f"ROUND({value},{form.places})")
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


def holds(cell: str, when: Target, written: Callable[[Fraction], str] = plain) -> str:
    """A condition on a cell, its figures as ``written``."""
    if when.op == "between" and when.high is not None:
        low, high = ">" if when.low_open else ">=", "<" if when.high_open else "<="
        return f"AND({cell}{low}{written(when.bound)},{cell}{high}{written(when.high)})"
    return f"{cell}{when.op}{written(when.bound)}"
