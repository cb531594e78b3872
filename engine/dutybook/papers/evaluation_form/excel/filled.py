"""KPIs of an Excel form that an evaluation filled: figures locked, ratings still to come open."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from dutybook.files.formsheet import RATING
from dutybook.papers.evaluation_form.excel import live
from dutybook.papers.evaluation_form.excel.columns import ACTUAL, COMPLETION, FIRST_RATER, NAME
from dutybook.write.excel.sheet import FormGrid

Data = Mapping[str, Any]

_LISTED: Final = 21
"""So many allowed ratings make a list to choose from; more are a range."""


def write_figures(
    sheet: FormGrid, doc: Data, said: Data, row: Data, places: list[tuple[str, str]]
) -> None:
    """Actual value, what was achieved, ratings and points of one KPI in the current row."""
    rater_ids = [rater["id"] for rater in doc["raters"]]
    asks = False
    for column, (rater, cell) in enumerate(zip(rater_ids, row["cells"], strict=True), FIRST_RATER):
        _rating(sheet, column, cell, said)
        if cell["kind"] == "open":
            places.append((f"{RATING}{row['id']} {rater}", sheet.cell(column)))
            asks = True
    if asks:
        places.append((f"label {sheet.cell(NAME)}", _name(row)))
    if row["live"]:
        _computed(sheet, doc, row, rater_ids)
        return
    sheet.put(ACTUAL, ACTUAL, "\n".join(row["actual"]), "centre")
    sheet.put(COMPLETION, COMPLETION, row["completion"], "centre")
    if doc["weighted"] and row["points"]:
        sheet.figure(sheet.last, row["points"])
    elif doc["weighted"]:
        sheet.put(sheet.last, sheet.last, "", "centre")


def _name(row: Data) -> str:
    return f"{row['name']}\n{row['measure']}" if row["measure"] else str(row["name"])


def _computed(sheet: FormGrid, doc: Data, row: Data, raters: Sequence[str]) -> None:
    """A value, what was achieved and points that follow the ratings."""
    spec = row["live"]
    columns = {rater: FIRST_RATER + i for i, rater in enumerate(raters)}
    cells = [(sheet.cell(columns[rater]), weight) for rater, weight in spec["weights"].items()]
    actual, target = sheet.cell(ACTUAL), spec["target"]
    sheet.formula(ACTUAL, ACTUAL, live.value(cells, spec), _number(row["value"]), "value")
    if target and target["better"] != "exact" and Fraction(target["bound"]):
        done = live.completion(actual, target)
        sheet.formula(COMPLETION, COMPLETION, done, _number(row["achieved"]), "share")
    else:
        sheet.put(COMPLETION, COMPLETION, "", "centre")
    formula = live.points(actual, spec, doc["places"])
    sheet.formula(sheet.last, sheet.last, formula, _number(row["points"]))


def _number(text: str) -> "str | float":
    return float(Fraction(text)) if text else ""


def _rating(sheet: FormGrid, column: int, cell: Data, said: Data) -> None:
    if cell["kind"] != "open":
        if cell["value"]:
            sheet.number(column, cell["value"])
        else:
            sheet.put(column, column, said["apart"] if cell["kind"] == "shut" else "—", "centre")
        return
    allowed = _allowed(cell)
    if allowed:
        sheet.choice(column, allowed, cell["words"])
    else:
        sheet.bounded(column, cell["min"], cell["max"], cell["words"], said["out_of_range"])
    if cell["value"]:
        sheet.enter(column, cell["value"])


def _allowed(cell: Data) -> list[str]:
    """All ratings a stepped scale allows, where they are few enough to list."""
    if not cell["step"]:
        return []
    low, high, step = (Fraction(cell[key]) for key in ("min", "max", "step"))
    count = int((high - low) / step) + 1
    return [f"{float(low + i * step):g}" for i in range(count)] if count <= _LISTED else []
