"""people.csv with a workbook's changes: the records that changed, new ones at its end, every other
line byte for byte."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dutybook.csv import CsvFile, open_own, with_records
from dutybook.files.door import read_bytes, within
from dutybook.files.replacement import write_whole
from dutybook.files.scratch import scratch
from dutybook.finding import DutybookError, Finding
from dutybook.roster.people import read_people
from dutybook.spreadsheet.comparison import Revision, RowChange
from dutybook.spreadsheet.returned import Returned
from dutybook.workspace import Workspace

_FORMULA: Final = ("=", "+", "-", "@")
"""What Excel would run when it opens people.csv."""


def with_people(
    workspace: Workspace, book: Returned, rows: Sequence[RowChange], revision: Revision
) -> None:
    """Adds to ``revision`` the rows that make sense beside each other."""
    name = workspace.organisation.people
    file, findings = open_own(workspace.root, name)
    if file is None:
        raise DutybookError(*findings)
    target = within(workspace.root, name)
    known = {_key(finding) for finding in _faults(workspace, read_bytes(target))}
    good = [row for row in rows if not _formulas(row, book, revision)]
    while good:
        content = _content(file, good)
        new = [f for f in _faults(workspace, content) if _key(f) not in known]
        if not new:
            revision.files[target] = content
            revision.taken += good
            return
        good = _without_faulty(good, content, new, book, revision)


def _without_faulty(
    rows: list[RowChange],
    content: bytes,
    findings: Sequence[Finding],
    book: Returned,
    revision: Revision,
) -> list[RowChange]:
    """The rows that nothing is said about; where all is said about rows nobody touched, which one
    is to blame cannot be told, and the last has to go."""
    by_line = dict(_lines(rows, content))
    blamed = [(by_line.get(finding.place.line), finding) for finding in findings]
    if not any(row for row, _ in blamed):
        blamed = [(rows[-1], findings[0])]
    for row, finding in blamed:
        if row is not None:
            place = book.place("people", row.changes[0].cell)
            revision.findings.append(replace(finding, place=place))
    gone = {id(row) for row, _ in blamed}
    return [row for row in rows if id(row) not in gone]


def _lines(rows: Sequence[RowChange], content: bytes) -> Iterator[tuple[int, RowChange]]:
    """The line each row stands on: new ones on the last."""
    new = [row for row in rows if row.row is None]
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    first = content.decode(encoding).count("\n") - len(new) + 1
    yield from ((int(row.row.address), row) for row in rows if row.row is not None)
    yield from enumerate(new, first)


def _content(file: CsvFile, rows: Sequence[RowChange]) -> bytes:
    """The file with these rows."""
    changed = {int(row.row.address): row for row in rows if row.row is not None}
    records = {line: fields for line, fields in file.rows() if line in changed}
    for line, fields in records.items():
        _put(fields, changed[line])
    added = [_put([""] * len(file.header), row) for row in rows if row.row is None]
    return with_records(file, records, added)


def _put(fields: list[str], row: RowChange) -> list[str]:
    for change in row.changes:
        fields[int(change.column.key)] = change.new
    return fields


def _formulas(row: RowChange, book: Returned, revision: Revision) -> bool:
    """Whether a row would put a formula into the file; told by cell."""
    found = [change for change in row.changes if change.new.startswith(_FORMULA)]
    for change in found:
        details = {"column": change.column.head.replace("\n", " "), "text": change.new}
        place = book.place("people", change.cell)
        revision.findings.append(Finding("tables-formula", place, details))
    return bool(found)


def _faults(workspace: Workspace, content: bytes) -> list[Finding]:
    """What would be wrong with the people, were this their list."""
    with scratch() as folder:
        write_whole({folder / Path(workspace.organisation.people): content}, lasting=False)
        return read_people(replace(workspace, root=folder))[1]


def _key(finding: Finding) -> tuple[str, int, str]:
    return finding.code, finding.place.line, str(sorted(finding.details.items()))
