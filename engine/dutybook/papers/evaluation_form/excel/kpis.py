"""The table of KPIs in the Excel form: one row each, ratings to enter, the score by formula."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dutybook.grammar.number.quantity import plain
from dutybook.papers.evaluation_form.context import EvaluationForm, FormKpi
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
from dutybook.papers.labels import Labels
from dutybook.write.excel.sheet import FormGrid, option


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


def write_kpis(sheet: FormGrid, doc: EvaluationForm, labels: Labels) -> KpiTable:
    """The heading, the rows and the total."""
    sheet.heading(labels.say("form.kpis"))
    table = KpiTable(sheet.row)
    _head(sheet, doc, labels)
    first = sheet.row
    for row in doc.kpis:
        table.places.append((f"kpi {row.id}", str(sheet.row + 1)))
        _kpi(sheet, doc, labels, row, table)
    if doc.slip:
        return table
    if doc.weighted:
        _total(sheet, doc, labels, table.scores, first)
    elif not doc.kpis:
        sheet.put(0, sheet.last, labels.say("job.no_kpis") + labels.say("form.not_used"))
        sheet.next()
    elif sheet.row > first:
        _met(sheet, labels, first)
    return table


def _head(sheet: FormGrid, doc: EvaluationForm, labels: Labels) -> None:
    say = labels.say
    shares = [f"{r.title}\n{r.share}".strip() for r in doc.raters]
    given = [say(f"kpi.{key}") for key in ("weight", "target", "source", "rule")]
    last = say("form.score" if doc.weighted else "form.met")
    heads = [
        say("common.no"),
        say("form.indicator"),
        *given,
        say("form.actual"),
        say("form.completion"),
        *shares,
        last,
    ]
    for column, head in enumerate(heads if doc.weighted else [*heads[:FIRST_RATER], last]):
        sheet.put(column, column, head, "head")
    sheet.next(least=32)


def _kpi(
    sheet: FormGrid, doc: EvaluationForm, labels: Labels, row: FormKpi, table: KpiTable
) -> None:
    rule = "\n".join(row.rule)
    sheet.put(NO, NO, row.no, "centre")
    name = sheet.named(NAME, row.name, row.measure)
    if row.full is not None and row.weight.replace(".", "", 1).isdigit():
        sheet.number(WEIGHT, row.weight)
    else:
        sheet.put(WEIGHT, WEIGHT, row.weight, "centre")
    sheet.put(TARGET, TARGET, row.target, "centre")
    sheet.put(SOURCE, SOURCE, row.source, "centre")
    sheet.put(RULE, RULE, rule)
    if doc.filled:
        write_figures(sheet, doc, labels, row, table.places)
        if row.counts:
            score = Scored(row.id, row.group, sheet.row, sheet.cell(sheet.last))
            table.scores.append(score)
        if not doc.weighted:
            word = labels.say(f"form.met_{row.met}") if row.met else ""
            sheet.put(sheet.last, sheet.last, option(word), "centre")
    else:
        _blank(sheet, doc, labels, row, table)
    sheet.next([(name, NAME, NAME), (rule, RULE, RULE), (row.target, TARGET, TARGET)], 30)


def _blank(
    sheet: FormGrid, doc: EvaluationForm, labels: Labels, row: FormKpi, table: KpiTable
) -> None:
    """Cells to fill in by hand."""
    for column in (ACTUAL, COMPLETION):
        sheet.put(column, column, "", "input")
    if not doc.weighted:
        words = [labels.say("form.met_yes"), labels.say("form.met_no")]
        sheet.choice(sheet.last, words, labels.say("form.sheet.choose"))
    elif row.full is not None:
        formula = _ratings(sheet, doc, labels, row, row.full)
        score = Scored(row.id, row.group, sheet.row, sheet.cell(sheet.last), formula)
        table.scores.append(score)
    else:
        for column in range(FIRST_RATER, sheet.last + 1):
            sheet.put(column, column, "")


def _ratings(
    sheet: FormGrid, doc: EvaluationForm, labels: Labels, row: FormKpi, full: Fraction
) -> str:
    """What is entered counts by the rater's weight, and the share of it that the total takes; the
    formula that says so."""
    most, wrong = plain(full), labels.say("form.sheet.out_of_range")
    message = labels.say("form.sheet.enter_rating", full=most)
    cells = []
    for column, rater in enumerate(doc.raters, FIRST_RATER):
        sheet.bounded(column, "0", most, message, wrong)
        cells.append((sheet.cell(column), rater.weight))
    formula = formulas.weighted(cells, row.share or Fraction(1), row.rounding, doc.sums.places)
    sheet.formula(sheet.last, sheet.last, formula)
    return formula.removeprefix("=")


def _total(
    sheet: FormGrid, doc: EvaluationForm, labels: Labels, scores: Sequence[Scored], first: int
) -> None:
    """The sum of what counts; the evaluation's own where the sheet does not compute it."""
    sheet.put(NO, NAME, labels.say("kpi.total"), "label")
    sheet.number(WEIGHT, doc.total_weight)
    sheet.put(TARGET, COMPLETION, "", "label")
    for column in range(FIRST_RATER, sheet.last):
        if doc.filled or not scores:
            sheet.put(column, column, "", "label")
        else:
            sheet.formula(column, column, formulas.weighted_sum(_given(sheet, doc, column, first)))
    shown = doc.kpi_total
    if doc.filled and not doc.computed:
        sheet.figure(sheet.last, shown)
    else:
        summed = formulas.column_sum([score.cell for score in scores])
        sheet.formula(sheet.last, sheet.last, summed, float(shown) if shown else "")
    sheet.next(least=22)
    if doc.method:
        sheet.put(0, sheet.last, doc.method, "note")
        sheet.next([(doc.method, 0, sheet.last)])


def _given(
    sheet: FormGrid, doc: EvaluationForm, column: int, first: int
) -> list[tuple[str, Fraction]]:
    """What one kind of rater gave for each KPI, and the share of it that the total takes."""
    return [
        (sheet.cell(column, first + i), row.share)
        for i, row in enumerate(doc.kpis)
        if row.share is not None
    ]


def _met(sheet: FormGrid, labels: Labels, first: int) -> None:
    """How many were met, for a role whose KPIs carry no weight."""
    count = sheet.row - first
    cells = f"{sheet.cell(sheet.last, first)}:{sheet.cell(sheet.last, sheet.row - 1)}"
    sheet.put(0, sheet.last - 1, labels.say("form.sheet.met_count"), "label")
    formula = formulas.met(cells, option(labels.say("form.met_yes")), count)
    sheet.formula(sheet.last, sheet.last, formula, f"0 / {count}")
    sheet.next()
