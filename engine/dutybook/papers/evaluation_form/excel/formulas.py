"""The formulas of the evaluation form in Excel: what the sheet computes while it is filled in.

Cell addresses come in, formulas go out; nothing here knows the layout. A formula gives ``""`` for
as long as something it needs is missing: an unfilled form has no score, not a score of zero.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, str]


def weighted(cells: Sequence[tuple[str, str]], places: str) -> str:
    """A KPI's score from (cell, weight) of each rater that counts."""
    counted = [(cell, weight) for cell, weight in cells if weight != "0"]
    names = ",".join(cell for cell, _ in counted)
    products = "+".join(f"{cell}*({weight})" for cell, weight in counted)
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


def weighted_sum(cells: Sequence[tuple[str, str]]) -> str:
    """The sum of (cell, share) once all cells are filled: what ratings count for in the total."""
    names = ",".join(cell for cell, _ in cells)
    products = "+".join(f"{cell}*({share})" for cell, share in cells)
    return f'=IF(COUNT({names})<{len(cells)},"",{products})'


def struck(value: str, strikes: Sequence[tuple[str, str]]) -> str:
    """``value`` unless a veto sets it: ``strikes`` are (condition, points), the last one wins."""
    for condition, points in strikes:
        value = f"IF({condition},{points},{value})"
    return value


def adjusted(items: Sequence[tuple[str, str]], form: Mapping[str, Any]) -> str:
    """Bonus and penalty points together from (id, value) of the items: each set within its own
    caps, then all of them."""
    return f"={_side(items, form, 'bonus_cap')}+{_side(items, form, 'penalty_cap')}"


def _side(items: Sequence[tuple[str, str]], form: Mapping[str, Any], cap: str) -> str:
    pick = "MAX" if cap == "bonus_cap" else "MIN"
    apart = {item for one in form["sets"] for item in one["of"]}
    parts = [f"{pick}(0,{value})" for item, value in items if item not in apart]
    for one in form["sets"]:
        inside = [f"{pick}(0,{value})" for item, value in items if item in one["of"]]
        if inside:
            highest = "highest" in (one["take"], form["take"])
            parts.append(_capped(inside, one[cap], pick, highest=highest))
    return _capped(parts or ["0"], form[cap], pick, highest=form["take"] == "highest")


def _capped(parts: Sequence[str], cap: str, pick: str, *, highest: bool) -> str:
    """Parts of one sign together: all or the largest, no further from 0 than the cap."""
    size = f"{pick}({','.join(parts)})" if highest else "+".join(parts)
    if not cap:
        return size if highest or len(parts) == 1 else f"({size})"
    return f"MIN({cap},{size})" if pick == "MAX" else f"MAX(-({cap}),{size})"


def group(cells: Sequence[str], waits: Sequence[str], form: Data) -> str:
    """What a group comes to within its bounds: what it starts from and its ``cells``; those it
    ``waits`` for have to be filled."""
    value = f"SUM({form['start']},{','.join(cells)})" if cells else form["start"]
    if form["floor"]:
        value = f"MAX({form['floor']},{value})"
    if form["cap"]:
        value = f"MIN({form['cap']},{value})"
    return f'=IF(COUNT({",".join(waits)})<{len(waits)},"",{value})' if waits else f"={value}"


def total(
    subtotal: str,
    adjustment: str,
    form: Data,
    sets: Sequence[tuple[str, str]],
    most: Sequence[tuple[str, str]] = (),
    waiting: str = "",
) -> str:
    """The total, clamped and rounded. Vetoes ``sets`` it (condition, total), whatever else is
    missing: of several the first listed; or leave it at ``most`` (condition, bound). ``waiting`` is
    the word for a total that is not complete."""
    value = f"{subtotal}+{adjustment}" if adjustment else subtotal
    if form["base"]:
        value = f"({form['base']})+{value}"
    if form["minimum"]:
        value = f"MAX({form['minimum']},{value})"
    if form["maximum"]:
        value = f"MIN({form['maximum']},{value})"
    bounds = [f"IF({condition},{bound},1E+9)" for condition, bound in most]

    def bounded(points: str) -> str:
        return f"MIN({','.join([points, *bounds])})" if bounds else points

    value = bounded(f"ROUND({value},{form['places']})")
    value = f'IF({subtotal}="","{waiting}",{value})'
    for condition, points in reversed(sets):
        value = f"IF({condition},{bounded(points)},{value})"
    return f"={value}"


def grade_index(total_cell: str, grades: Sequence[Data], vetoes: Sequence[tuple[str, int]]) -> str:
    """The number of the grade the total takes, 0 for none; ``vetoes`` are (condition, number of the
    best grade left)."""
    index = "0"
    for number, grade in reversed(list(enumerate(grades, 1))):
        index = f"IF({_holds(total_cell, grade)},{number},{index})"
    for condition, best in vetoes:
        index = f"IF({condition},MAX({best},{index}),{index})"
    return f'=IF(ISNUMBER({total_cell}),{index},"")'


def looked_up(index: str, first: str, last: str) -> str:
    """The cell of a column that the grade's number points at; a dash where no grade holds."""
    return f'=IF({index}="","",IF({index}=0,"—",INDEX({first}:{last},{index})))'


def _holds(cell: str, grade: Data) -> str:
    if grade["op"] == "between":
        low, high = grade.get("low_op", ">="), grade.get("high_op", "<=")
        return f"AND({cell}{low}{grade['bound']},{cell}{high}{grade['high']})"
    return f"{cell}{grade['op']}{grade['bound']}"
