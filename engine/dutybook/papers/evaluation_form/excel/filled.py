"""KPIs of an Excel form that an evaluation filled: figures locked, ratings still to come open."""

from fractions import Fraction
from typing import Final

from dutybook.files.formsheet import RATING
from dutybook.grammar.number.quantity import plain
from dutybook.measure.scale import Scale
from dutybook.papers.evaluation_form.context import (
    Entry,
    EvaluationForm,
    FormKpi,
    LiveKpi,
    RatingCell,
)
from dutybook.papers.evaluation_form.excel import live
from dutybook.papers.evaluation_form.excel.columns import ACTUAL, COMPLETION, FIRST_RATER, NAME
from dutybook.papers.labels import Labels
from dutybook.write.excel.sheet import FormGrid, Style

_LISTED: Final = 21
"""So many allowed ratings make a list to choose from; more are a range."""

_ANY: Final = Fraction(10**15)
"""Bound of a figure that has none of its own: it need only be one."""


def write_figures(
    sheet: FormGrid,
    doc: EvaluationForm,
    labels: Labels,
    row: FormKpi,
    places: list[tuple[str, str]],
) -> None:
    """Actual value, what was achieved, ratings and points of one KPI in the current row."""
    rater_ids = [rater.id for rater in doc.raters]
    asks = False
    for column, (rater, cell) in enumerate(zip(rater_ids, row.cells, strict=True), FIRST_RATER):
        rating(sheet, column, cell, labels)
        if cell.kind == "open":
            places.append((f"{RATING}{row.id} {rater}", sheet.cell(column)))
            asks = True
    if row.entry:
        places.append((f"{RATING}{row.id} {row.entry.by}", sheet.cell(ACTUAL)))
    if asks or row.entry:
        name = f"{row.name}\n{row.measure}" if row.measure else row.name
        places.append((f"label {sheet.cell(NAME)}", name))
    if row.live:
        _computed(sheet, doc, labels, row, row.live)
        return
    if row.entry:
        enter(sheet, ACTUAL, row.entry, labels)
    else:
        sheet.put(ACTUAL, ACTUAL, "\n".join(row.actual), "centre")
    sheet.put(COMPLETION, COMPLETION, row.completion, "centre")
    if doc.weighted and row.points is not None:
        sheet.figure(sheet.last, row.points)
    elif doc.weighted:
        sheet.put(sheet.last, sheet.last, "", "centre")


def _computed(
    sheet: FormGrid, doc: EvaluationForm, labels: Labels, row: FormKpi, spec: LiveKpi
) -> None:
    """A value (by formula, or to enter), what was achieved and points that follow it."""
    columns = {rater.id: FIRST_RATER + i for i, rater in enumerate(doc.raters)}
    cells = [
        (live.figure(sheet.cell(columns[rater]), spec.levels), weight)
        for rater, weight in spec.weights
    ]
    actual, target = sheet.cell(ACTUAL), spec.target
    if row.entry:
        enter(sheet, ACTUAL, row.entry, labels)
    else:
        sheet.formula(ACTUAL, ACTUAL, live.value(cells, spec), _number(row.value), "value")
    if target and target.better != "exact" and target.bound:
        done = live.completion(actual, target)
        sheet.formula(COMPLETION, COMPLETION, done, _number(row.achieved), "share")
    else:
        sheet.put(COMPLETION, COMPLETION, "", "centre")
    here = [one.id for one in doc.kpis].index(row.id)
    others = {one.id: sheet.cell(ACTUAL, sheet.row - here + at) for at, one in enumerate(doc.kpis)}
    formula = live.points(actual, spec, others)
    sheet.formula(sheet.last, sheet.last, formula, _number(row.points))


def enter(sheet: FormGrid, column: int, entry: Entry, labels: Labels) -> None:
    """The cell in which somebody puts the value down."""
    least, most = (entry.scale.min, entry.scale.max) if entry.scale else (-_ANY, _ANY)
    wrong = labels.say("form.sheet.not_a_figure")
    style: Style = "input_share" if entry.percent else "input_number"
    sheet.bounded(column, plain(least), plain(most), entry.words, wrong, style)
    if entry.value is not None:
        sheet.enter(column, entry.value, style)


def _number(value: Fraction | None) -> "str | float":
    return "" if value is None else float(value)


def rating(sheet: FormGrid, column: int, cell: RatingCell, labels: Labels) -> None:
    """The cell in which a kind of rater rates, or what stands there where they do not."""
    if cell.scale is None:
        if cell.value is not None:
            sheet.number(column, plain(cell.value))
        else:
            apart = labels.say("form.sheet.apart") if cell.kind == "shut" else "—"
            sheet.put(column, column, apart, "centre")
        return
    allowed = _allowed(cell.scale)
    if allowed:
        sheet.choice(column, allowed, cell.words)
    else:
        least, most = plain(cell.scale.min), plain(cell.scale.max)
        sheet.bounded(column, least, most, cell.words, labels.say("form.sheet.out_of_range"))
    level = cell.scale.level(cell.value) if cell.value is not None else ""
    if level:
        sheet.put(column, column, level, "input_number")
    elif cell.value is not None:
        sheet.enter(column, cell.value)


def _allowed(scale: Scale) -> list[str]:
    """All ratings a stepped scale allows, where they are few enough to list; levels by word."""
    if scale.levels:
        return [one.word for one in scale.levels]
    if not scale.step:
        return []
    count = int((scale.max - scale.min) / scale.step) + 1
    if count > _LISTED:
        return []
    return [plain(scale.min + i * scale.step) for i in range(count)]
