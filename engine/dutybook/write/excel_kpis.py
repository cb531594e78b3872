"""The table of KPIs in the Excel form: one row each, ratings to enter, the score by formula."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dutybook.write import excel_formulas as formulas
from dutybook.write import excel_live as live
from dutybook.write.excel_filled import write_figures
from dutybook.write.excel_sheet import (
    ACTUAL,
    COMPLETION,
    FIRST_RATER,
    NAME,
    NO,
    RULE,
    SOURCE,
    TARGET,
    WEIGHT,
    Sheet,
    option,
)

Data = Mapping[str, Any]


@dataclass(slots=True)
class KpiTable:
    """Where the table stands: its header row, the cell of its total, the row of each KPI."""

    header_row: int
    subtotal: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)


def write_kpis(sheet: Sheet, doc: Data, labels: Data) -> KpiTable:
    """The heading, the rows and the total."""
    sheet.heading(labels["form"]["kpis"])
    table = KpiTable(sheet.row)
    _head(sheet, doc, labels)
    first = sheet.row
    for row in doc["kpis"]:
        table.places.append((f"kpi {row['id']}", str(sheet.row + 1)))
        _kpi(sheet, doc, labels["form"], row, table.places)
    if doc["slip"]:
        return table
    if doc["weighted"]:
        table.subtotal = _total(sheet, doc, labels, first)
    elif not doc["kpis"]:
        sheet.put(0, sheet.last, labels["job"]["no_kpis"] + labels["form"]["not_used"])
        sheet.next()
    elif sheet.row > first:
        _met(sheet, labels["form"], first)
    return table


def _head(sheet: Sheet, doc: Data, labels: Data) -> None:
    form, kpi = labels["form"], labels["kpi"]
    shares = [f"{r['title']}\n{r['share']}".strip() for r in doc["raters"]]
    given = [kpi[key] for key in ("weight", "target", "source", "rule")]
    last = form["score" if doc["weighted"] else "met"]
    heads = [
        labels["common"]["no"],
        form["indicator"],
        *given,
        form["actual"],
        form["completion"],
        *shares,
        last,
    ]
    for column, head in enumerate(heads if doc["weighted"] else [*heads[:FIRST_RATER], last]):
        sheet.put(column, column, head, "head")
    sheet.next(least=32)


def _kpi(sheet: Sheet, doc: Data, form: Data, row: Data, places: list[tuple[str, str]]) -> None:
    rule = "\n".join(row["rule"])
    sheet.put(NO, NO, row["no"], "centre")
    name = sheet.named(NAME, row["name"], row["measure"])
    if row["full"]:
        sheet.number(WEIGHT, row["full"])
    else:
        sheet.put(WEIGHT, WEIGHT, "")
    sheet.put(TARGET, TARGET, row["target"], "centre")
    sheet.put(SOURCE, SOURCE, row["source"], "centre")
    sheet.put(RULE, RULE, rule)
    if doc["filled"]:
        write_figures(sheet, doc, form["sheet"], row, places)
        if not doc["weighted"]:
            word = {"yes": form["met_yes"], "no": form["met_no"]}.get(row["met"], "")
            sheet.put(sheet.last, sheet.last, option(word), "centre")
    else:
        _blank(sheet, doc, form, row)
    sheet.next([(name, NAME, NAME), (rule, RULE, RULE), (row["target"], TARGET, TARGET)], 30)


def _blank(sheet: Sheet, doc: Data, form: Data, row: Data) -> None:
    """Cells to fill in by hand."""
    for column in (ACTUAL, COMPLETION):
        sheet.put(column, column, "", "input")
    if not doc["weighted"]:
        sheet.choice(sheet.last, [form["met_yes"], form["met_no"]], form["sheet"]["choose"])
    elif row["full"]:
        _ratings(sheet, doc, form["sheet"], row)
    else:
        for column in range(FIRST_RATER, sheet.last + 1):
            sheet.put(column, column, "")


def _ratings(sheet: Sheet, doc: Data, said: Data, row: Data) -> None:
    """What is entered counts by the rater's weight, and the share of it that the total takes."""
    cells, full, share = [], row["full"], row["share"]
    message = said["enter_rating"].replace("{full}", full)
    for column, rater in enumerate(doc["raters"], FIRST_RATER):
        sheet.bounded(column, "0", full, message, said["out_of_range"])
        weight = rater["weight"]
        counted = weight if share == "1" or weight == "0" else f"{weight}*{share}"
        cells.append((sheet.cell(column), counted))
    sheet.formula(sheet.last, sheet.last, formulas.weighted(cells, doc["places"]))


def _total(sheet: Sheet, doc: Data, labels: Data, first: int) -> str:
    rows = [first + i for i, row in enumerate(doc["kpis"]) if row["full"]]
    sheet.put(NO, NAME, labels["kpi"]["total"], "label")
    sheet.number(WEIGHT, doc["total_weight"])
    sheet.put(TARGET, COMPLETION, "", "label")
    if doc["filled"]:
        _filled_total(sheet, doc, first)
    else:
        for column in range(FIRST_RATER, sheet.last + 1):
            sheet.formula(column, column, formulas.column_sum(_cells(sheet, column, rows)))
    subtotal = sheet.cell(sheet.last)
    sheet.next(least=22)
    if doc["method"]:
        sheet.put(0, sheet.last, doc["method"], "note")
        sheet.next()
    return subtotal


def _filled_total(sheet: Sheet, doc: Data, first: int) -> None:
    """The total of what counts; the evaluation's own where it is more than a sum."""
    for column in range(FIRST_RATER, sheet.last):
        sheet.put(column, column, "", "label")
    shown = doc["figures"]["subtotal"]
    counted = [
        (sheet.cell(sheet.last, first + i), row["group"])
        for i, row in enumerate(doc["kpis"])
        if row["counts"]
    ]
    if doc["computed"] and counted:
        value = float(shown) if shown else ""
        sheet.formula(sheet.last, sheet.last, live.grouped(counted, doc["groups"]), value)
    else:
        sheet.figure(sheet.last, shown)


def _cells(sheet: Sheet, column: int, rows: Sequence[int]) -> list[str]:
    return [sheet.cell(column, row) for row in rows]


def _met(sheet: Sheet, form: Data, first: int) -> None:
    """How many were met, for a role whose KPIs carry no weight."""
    count = sheet.row - first
    cells = f"{sheet.cell(sheet.last, first)}:{sheet.cell(sheet.last, sheet.row - 1)}"
    sheet.put(0, sheet.last - 1, form["sheet"]["met_count"], "label")
    sheet.formula(
        sheet.last, sheet.last, formulas.met(cells, option(form["met_yes"]), count), f"0 / {count}"
    )
    sheet.next()
