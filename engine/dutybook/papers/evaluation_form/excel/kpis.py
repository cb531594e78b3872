"""The table of KPIs in the Excel form: one row each, ratings to enter, the score by formula."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dutybook.papers.evaluation_form.excel import formulas
from dutybook.papers.evaluation_form.excel.columns import (
    ACTUAL,
    COMPLETION,
    FIRST_RATER,
    NAME,
    NO,
    RULE,
    SOURCE,
    TARGET,
    WEIGHT,
)
from dutybook.papers.evaluation_form.excel.filled import write_figures
from dutybook.write.excel.sheet import FormGrid, option

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scored:
    """The cell of a KPI's points; on an empty form its ``formula``, without the sign."""

    kpi: str
    group: str
    row: int
    cell: str
    formula: str = ""


@dataclass(slots=True)
class KpiTable:
    """Where the table stands: its header row, the row of each KPI, and the ``scores`` that count
    in the total."""

    header_row: int
    places: list[tuple[str, str]] = field(default_factory=list)
    scores: "list[Scored]" = field(default_factory=list)


def write_kpis(sheet: FormGrid, doc: Data, labels: Data) -> KpiTable:
    """The heading, the rows and the total."""
    sheet.heading(labels["form"]["kpis"])
    table = KpiTable(sheet.row)
    _head(sheet, doc, labels)
    first = sheet.row
    for row in doc["kpis"]:
        table.places.append((f"kpi {row['id']}", str(sheet.row + 1)))
        _kpi(sheet, doc, labels["form"], row, table)
    if doc["slip"]:
        return table
    if doc["weighted"]:
        _total(sheet, doc, labels, table.scores, first)
    elif not doc["kpis"]:
        sheet.put(0, sheet.last, labels["job"]["no_kpis"] + labels["form"]["not_used"])
        sheet.next()
    elif sheet.row > first:
        _met(sheet, labels["form"], first)
    return table


def _head(sheet: FormGrid, doc: Data, labels: Data) -> None:
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


def _kpi(sheet: FormGrid, doc: Data, form: Data, row: Data, table: KpiTable) -> None:
    rule = "\n".join(row["rule"])
    sheet.put(NO, NO, row["no"], "centre")
    name = sheet.named(NAME, row["name"], row["measure"])
    if row["full"] and row["weight"].replace(".", "", 1).isdigit():
        sheet.number(WEIGHT, row["weight"])
    else:
        sheet.put(WEIGHT, WEIGHT, row["weight"], "centre")
    sheet.put(TARGET, TARGET, row["target"], "centre")
    sheet.put(SOURCE, SOURCE, row["source"], "centre")
    sheet.put(RULE, RULE, rule)
    if doc["filled"]:
        write_figures(sheet, doc, form["sheet"], row, table.places)
        if row["counts"]:
            score = Scored(row["id"], row["group"], sheet.row, sheet.cell(sheet.last))
            table.scores.append(score)
        if not doc["weighted"]:
            word = {"yes": form["met_yes"], "no": form["met_no"]}.get(row["met"], "")
            sheet.put(sheet.last, sheet.last, option(word), "centre")
    else:
        _blank(sheet, doc, form, row, table)
    sheet.next([(name, NAME, NAME), (rule, RULE, RULE), (row["target"], TARGET, TARGET)], 30)


def _blank(sheet: FormGrid, doc: Data, form: Data, row: Data, table: KpiTable) -> None:
    """Cells to fill in by hand."""
    for column in (ACTUAL, COMPLETION):
        sheet.put(column, column, "", "input")
    if not doc["weighted"]:
        sheet.choice(sheet.last, [form["met_yes"], form["met_no"]], form["sheet"]["choose"])
    elif row["full"]:
        formula = _ratings(sheet, doc, form["sheet"], row)
        score = Scored(row["id"], row["group"], sheet.row, sheet.cell(sheet.last), formula)
        table.scores.append(score)
    else:
        for column in range(FIRST_RATER, sheet.last + 1):
            sheet.put(column, column, "")


def _ratings(sheet: FormGrid, doc: Data, said: Data, row: Data) -> str:
    """What is entered counts by the rater's weight, and the share of it that the total takes; the
    formula that says so."""
    cells, full, share = [], row["full"], row["share"]
    message = said["enter_rating"].replace("{full}", full)
    for column, rater in enumerate(doc["raters"], FIRST_RATER):
        sheet.bounded(column, "0", full, message, said["out_of_range"])
        weight = rater["weight"]
        counted = weight if share == "1" or weight == "0" else f"{weight}*({share})"
        cells.append((sheet.cell(column), counted))
    formula = formulas.weighted(cells, doc["places"])
    sheet.formula(sheet.last, sheet.last, formula)
    return formula.removeprefix("=")


def _total(sheet: FormGrid, doc: Data, labels: Data, scores: Sequence[Scored], first: int) -> None:
    """The sum of what counts; the evaluation's own where the sheet does not compute it."""
    sheet.put(NO, NAME, labels["kpi"]["total"], "label")
    sheet.number(WEIGHT, doc["total_weight"])
    sheet.put(TARGET, COMPLETION, "", "label")
    for column in range(FIRST_RATER, sheet.last):
        if doc["filled"] or not scores:
            sheet.put(column, column, "", "label")
        else:
            sheet.formula(column, column, formulas.weighted_sum(_given(sheet, doc, column, first)))
    shown = doc["kpi_total"]
    if doc["filled"] and not doc["computed"]:
        sheet.figure(sheet.last, shown)
    else:
        summed = formulas.column_sum([score.cell for score in scores])
        sheet.formula(sheet.last, sheet.last, summed, float(shown) if shown else "")
    sheet.next(least=22)
    if doc["method"]:
        sheet.put(0, sheet.last, doc["method"], "note")
        sheet.next([(doc["method"], 0, sheet.last)])


def _given(sheet: FormGrid, doc: Data, column: int, first: int) -> list[tuple[str, str]]:
    """What one kind of rater gave for each KPI, and the share of it that the total takes."""
    return [
        (sheet.cell(column, first + i), row["share"])
        for i, row in enumerate(doc["kpis"])
        if row["full"]
    ]


def _met(sheet: FormGrid, form: Data, first: int) -> None:
    """How many were met, for a role whose KPIs carry no weight."""
    count = sheet.row - first
    cells = f"{sheet.cell(sheet.last, first)}:{sheet.cell(sheet.last, sheet.row - 1)}"
    sheet.put(0, sheet.last - 1, form["sheet"]["met_count"], "label")
    sheet.formula(
        sheet.last, sheet.last, formulas.met(cells, option(form["met_yes"]), count), f"0 / {count}"
    )
    sheet.next()
