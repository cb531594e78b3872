"""The formulas of the evaluation form in Excel: what the sheet computes while it is filled in.

Cell addresses come in, formulas go out; nothing here knows the layout. A formula gives ``""`` for
as long as something it needs is missing: an unfilled form has no score, not a score of zero.
"""

from collections.abc import Mapping, Sequence

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


def adjusted(first: str, last: str, form: Data) -> str:
    """Bonus and penalty points together, within their caps."""
    cells = f"{first}:{last}"
    if form["take"] == "highest":
        bonus, penalty = f"MAX(0,MAX({cells}))", f"MIN(0,MIN({cells}))"
    else:
        bonus, penalty = f'SUMIF({cells},">0")', f'SUMIF({cells},"<0")'
    if form["bonus_cap"]:
        bonus = f"MIN({form['bonus_cap']},{bonus})"
    if form["penalty_cap"]:
        penalty = f"MAX(-({form['penalty_cap']}),{penalty})"
    return f"={bonus}+{penalty}"


def total(
    subtotal: str,
    adjustment: str,
    form: Data,
    vetoes: Sequence[tuple[str, str]],
    waiting: str = "",
) -> str:
    """The total, clamped and rounded; ``vetoes`` are (condition, total it sets), whatever else is
    missing; ``waiting`` is the word for a total that is not complete."""
    value = f"{subtotal}+{adjustment}" if adjustment else subtotal
    if form.get("base"):
        value = f"({form['base']})+{value}"
    if form["maximum"]:
        value = f"MIN({form['maximum']},{value})"
    if form["minimum"]:
        value = f"MAX({form['minimum']},{value})"
    value = f"ROUND({value},{form['places']})"
    value = f'IF({subtotal}="","{waiting}",{value})'
    for condition, sets in reversed(vetoes):
        value = f"IF({condition},{sets},{value})"
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
