"""absences.csv: days on which a person owes nothing."""

from datetime import timedelta
from typing import Final

from dutybook.csv import match_header, open_own
from dutybook.files.door import exists
from dutybook.finding import Finding, Place
from dutybook.roster.attendance.days import Stretch, merged, parse_day
from dutybook.workspace import Workspace

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "employee": ("工号", "staff no."),
    "from": ("开始日期", "開始日期"),
    "to": ("结束日期", "結束日期"),
    "reason": ("事由", "原因"),
}


def read_absences(workspace: Workspace) -> tuple[dict[str, list[Stretch]], list[Finding]]:
    """Days absent per employee; a workspace without the file has none."""
    name = workspace.organisation.absences
    if not exists(workspace.root / name):
        return {}, []
    file, findings = open_own(workspace.root, name)
    if file is None:
        return {}, findings
    known = {word: column for column, words in COLUMNS.items() for word in (column, *words)}
    columns, findings = match_header(file, known, {"employee", "from", "to"})
    if findings:
        return {}, findings
    absent: dict[str, list[Stretch]] = {}
    for line, fields in file.rows():
        try:
            row = {column: fields[at].strip() for column, at in columns.items()}
            start, end = parse_day(row["from"]), parse_day(row["to"]) + timedelta(days=1)
        except (IndexError, ValueError, OverflowError):
            findings.append(Finding("absence-unreadable", Place(name, line, 1)))
            continue
        absent.setdefault(row["employee"], []).append((start, end))
    return {employee: merged(days) for employee, days in absent.items()}, findings
