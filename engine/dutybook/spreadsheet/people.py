"""The table of people: people.csv as it is, a row for each record."""

from collections.abc import Iterator
from dataclasses import replace

from dutybook.csv import CsvFile, open_own
from dutybook.files.door import exists
from dutybook.finding import Finding
from dutybook.roster.people import meanings
from dutybook.spreadsheet.forms import forms
from dutybook.spreadsheet.table import Cell, Column, Row, Table, fits, shown
from dutybook.words.locale import Text
from dutybook.workspace import Workspace


def people_table(workspace: Workspace) -> tuple[Table | None, list[Finding]]:
    """The people; None where there is no list of them, or none that could be read."""
    name = workspace.organisation.people
    if not exists(workspace.root / name):
        return None, []
    file, findings = open_own(workspace.root, name)
    if file is None:
        return None, findings
    form = forms()["people"]
    return Table("people", form.title, _columns(workspace, file), tuple(_rows(file)), True), []


def _columns(workspace: Workspace, file: CsvFile) -> tuple[Column, ...]:
    known = meanings(file.header)
    shipped = {column.key: column for column in forms()["people"].columns}
    roles = tuple(role.role for role in workspace.roles())
    columns = []
    for number, head in enumerate(file.header):
        column = shipped.get(known.get(head) or known.get(head.casefold()) or "")
        if column is None:
            own = Text.of(head or f"#{number + 1}")
            empty = Text.of({"zh-Hans": "公司自定的列。", "en": "A column of your own."})
            columns.append(Column(str(number), own, empty, ("",)))
        else:
            choices = roles if column.key == "role" else ()
            columns.append(replace(column, key=str(number), at=("",), choices=choices))
    return tuple(columns)


def _rows(file: CsvFile) -> Iterator[Row]:
    named = [n for n, head in enumerate(file.header) if head in ("name", "姓名")]
    for line, fields in file.rows():
        if len(fields) == len(file.header):
            cells = {str(n): Cell(shown(text), "", fits(text)) for n, text in enumerate(fields)}
            label = fields[named[0]] if named else fields[0]
            yield Row(str(line), file.name, label, cells)
