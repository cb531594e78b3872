"""The table of ratings and entered figures of one period: rows of the logs that people keep, and
those logs with what came back. Ratings whose givers stay unnamed are no part of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dutybook.files.door import within
from dutybook.finding import DutybookError, Finding
from dutybook.grammar.time.period import Period
from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import Rating
from dutybook.ratings.log import Log, open_log
from dutybook.ratings.roll import Judge
from dutybook.ratings.slip import Slip
from dutybook.report.words import Words
from dutybook.roster.attendance.days import parse_day
from dutybook.roster.people import Assignment
from dutybook.spreadsheet.comparison import Revision, RowChange
from dutybook.spreadsheet.forms import forms
from dutybook.spreadsheet.returned import Returned
from dutybook.spreadsheet.table import Cell, Row, Table, fits, shown
from dutybook.workspace import Workspace

KEY: Final = "ratings"


def ratings_table(
    workspace: Workspace, people: Sequence[Assignment], period: Period | None
) -> tuple[Table, list[Finding]]:
    """The ratings of a ``period`` (None: of all), by log and line."""
    rows: list[Row] = []
    findings: list[Finding] = []
    names = {one.employee: one.name for one in people}
    hidden = _hidden(workspace)
    for source in sorted(_sources(workspace)):
        try:
            log = open_log(workspace, source, None)
        except DutybookError as error:
            findings += error.findings
            continue
        rows += _rows(log, names, hidden, period)
    form = forms()[KEY]
    choices = tuple(dict.fromkeys(name for name in names))
    columns = tuple(
        replace(one, choices=choices) if one.key == "employee" else one for one in form.columns
    )
    return Table(KEY, form.title, columns, tuple(rows), form.grows), findings


def with_ratings(
    workspace: Workspace,
    people: Sequence[Assignment],
    book: Returned,
    rows: Sequence[RowChange],
    revision: Revision,
) -> None:
    """Adds to ``revision`` the logs with the rows that can be taken; the others are told."""
    judge = Judge(workspace, people, Words.load(workspace.root, workspace.locale))
    logs: dict[str, Log] = {}
    for row in rows:
        try:
            given = judge.given(_slip(book, row))
            if given.hidden:
                place = given.form.place("rater")
                raise DutybookError(Finding("tables-anonymous", place, {"kpi": given.kpi}))
            if given.source not in logs:
                logs[given.source] = open_log(workspace, given.source, None)
        except DutybookError as error:
            revision.findings += error.findings
            continue
        logs[given.source].enter(given)
        revision.taken.append(row)
    for log in logs.values():
        if log.changed:
            revision.files[within(workspace.root, log.name)] = log.data


def _slip(book: Returned, row: RowChange) -> Slip:
    """A row as it is now, cell by cell."""
    texts = dict(row.given.texts)
    cells = {key: book.place(KEY, cell) for key, cell in row.given.cells.items()}
    return Slip(book.name, texts, cells)


def _sources(workspace: Workspace) -> set[str]:
    """The logs of ratings and entered figures that some KPI asks and the workspace names."""
    asked = {
        kpi.measure.of
        for role in workspace.roles()
        for kpi in role.kpis
        if isinstance(kpi.measure, Rating | Entered)
    }
    return asked & workspace.organisation.logs.keys()


def _hidden(workspace: Workspace) -> set[tuple[str, str]]:
    """KPI and kind of rater of what must not be shown with who gave it."""
    raters = ("self", "superior", "functional", "head", "peer", "subordinate", "customer")
    return {
        (kpi.id, rater)
        for role in workspace.roles()
        for kpi in role.kpis
        if isinstance(kpi.measure, Rating)
        for rater in {*raters, *(one for one, _ in kpi.measure.raters)}
        if kpi.measure.hides(rater)
    }


def _rows(
    log: Log, names: Mapping[str, str], hidden: set[tuple[str, str]], period: Period | None
) -> Iterator[Row]:
    for line, fields in log.file.rows():
        if len(fields) < len(log.file.header):
            continue
        said = {column: fields[at].strip() for column, at in log.at.items()}
        if (said["kpi"], said["rater"]) in hidden or not _falls(said["rated_on"], period):
            continue
        said["name"] = names.get(said["employee"], "")
        cells = {
            column.key: Cell(shown(said.get(column.key, ""))) for column in forms()[KEY].columns
        }
        value = said["value"]
        cells["value"] = Cell(shown(value), "", fits(value))
        label = f"{said['name'] or said['employee']} {said['kpi']}"
        yield Row(str(line), log.name, label, cells)


def _falls(day: str, period: Period | None) -> bool:
    if period is None:
        return True
    try:
        return parse_day(day) in period
    except ValueError:
        return False
