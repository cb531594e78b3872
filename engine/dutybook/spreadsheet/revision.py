"""The files as they would be with a workbook's changes, each row whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes, within
from dutybook.finding import DutybookError, Finding
from dutybook.repair.source import Source
from dutybook.schema import validate
from dutybook.spreadsheet.comparison import Revision, RowChange
from dutybook.spreadsheet.records import with_people
from dutybook.spreadsheet.returned import Returned
from dutybook.spreadsheet.values import UnsafeError, document_at, with_value
from dutybook.workspace import Workspace
from dutybook.yamltext import read_text

_MARK: Final = b"\xef\xbb\xbf"


def revised(workspace: Workspace, book: Returned, rows: Sequence[RowChange]) -> Revision:
    """What the files would be; a row that cannot be taken over is left out, and told."""
    revision = Revision()
    people = [row for row in rows if row.table.key == "people"]
    by_file: dict[str, list[RowChange]] = {}
    for row in rows:
        if row.table.key != "people" and row.row is not None:
            by_file.setdefault(row.row.file, []).append(row)
    if people:
        with_people(workspace, book, people, revision)
    for name, listed in by_file.items():
        _definitions(workspace.root, name, book, listed, revision)
    return revision


def _definitions(
    root: Path, name: str, book: Returned, rows: Sequence[RowChange], revision: Revision
) -> None:
    path = within(root, name)
    text, findings = read_text(path, name)
    if text is None:
        raise DutybookError(*findings)
    source = Source(name, text)
    for row in rows:
        after, wrong = _with_row(source, book, row)
        revision.findings += wrong
        if not wrong:
            source = after
            revision.taken.append(row)
    if source.text != text:
        mark = _MARK if read_bytes(path).startswith(_MARK) else b""
        revision.files[path] = mark + source.text.encode()


def _with_row(source: Source, book: Returned, row: RowChange) -> tuple[Source, list[Finding]]:
    """The file with one row's changes, or why it cannot have them."""
    if row.row is None:
        return source, []
    index = int(row.row.address.partition("/")[0])
    after = source
    for change in row.changes:
        path = row.row.cells[change.column.key].path
        figure = change.column.rule == "number"
        try:
            after = with_value(after, index, path, change.new, figure=figure)
        except UnsafeError:
            place = book.place(row.table.key, change.cell)
            return source, [Finding("tables-unsafe", place, {"text": change.new})]
    known = {(f.code, f.place.path) for f in validate(document_at(source, index))}
    found = validate(document_at(after, index))
    wrong = [f for f in found if (f.code, f.place.path) not in known]
    return after, [_at_cell(f, book, row) for f in wrong]


def _at_cell(finding: Finding, book: Returned, row: RowChange) -> Finding:
    """A finding about the file's value, at the cell it would come from."""
    paths = row.row.cells if row.row else {}
    hit = (
        change
        for change in row.changes
        if finding.place.path.startswith(paths[change.column.key].path)
    )
    return replace(finding, place=book.place(row.table.key, next(hit, row.changes[0]).cell))
