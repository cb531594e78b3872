"""What people wrote on a returned form beside ratings: comments, the plan, the employee's opinion
and answer, days, signatures; judged, and put into remarks.csv.

A part that stands as it was handed out says nothing: a form that went out last week does not undo
what somebody wrote on another since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from openpyxl.utils.escape import unescape

from dutybook.csv import CsvFile, as_csv, harmless, match_header, open_csv, unmarked
from dutybook.files.door import exists, read_bytes, regular, within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.grammar.time.period import Period, parse_period
from dutybook.ratings.workbook import Cell, Form
from dutybook.roster.attendance.days import parse_day
from dutybook.roster.people import Assignment
from dutybook.roster.remarks import (
    COLUMNS,
    PARTS,
    REQUIRED,
    part_of,
    role_names,
    tidy,
    unprintable,
    words,
)
from dutybook.workspace import Workspace

BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Written:
    """One remark as written on a form; without text it was struck out."""

    form: Form
    period: Period
    part: str
    text: str
    address: str
    by: str = ""
    on: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later remark takes the place of."""
        return self.period.text, self.form["employee"], self.form["role"], self.part


def remarks_on(
    form: Form, period: Period, people: Sequence[Assignment]
) -> tuple[list[Written], list[Finding]]:
    """Whatever stands otherwise than it was handed out, and what of it cannot be kept."""
    found: list[Written] = []
    findings: list[Finding] = []
    by = dict(_writers(form, people))
    for part, cell, said in form.remarks:
        if part not in PARTS:
            continue
        text, wrong = _text(form, part, cell)
        findings += wrong
        if not wrong and text != _plain(form, part, tidy(said)):
            found.append(Written(form, period, part, text, cell.address, by.get(part, "")))
    on = next((one.text for one in found if one.part == "date"), _date_on(form))
    return [Written(o.form, o.period, o.part, o.text, o.address, o.by, on) for o in found], findings


def _text(form: Form, part: str, cell: Cell) -> tuple[str, list[Finding]]:
    """The words of a cell: a day as a date, a choice as its id; or why they are none."""
    place, value = form.place(cell.address), cell.value
    if isinstance(value, str) and value.startswith("="):
        return "", [Finding("remark-formula", place)]
    day = isinstance(value, (date, datetime))
    said = value.strftime("%Y-%m-%d") if day else "" if value is None else str(value)
    text = tidy(unescape(said))  # workbooks write what XML cannot hold as _x0007_
    if wrong := list(unprintable(text, place)):
        return "", wrong
    plain = _plain(form, part, text)
    if part == "date" and plain and not _is_day(plain):
        return "", [Finding("remark-date-unclear", place, {"text": text})]
    if part == "answer" and plain and plain not in form.answers:
        allowed = " / ".join(form.answers.values())
        return "", [Finding("remark-not-a-choice", place, {"text": text, "allowed": allowed})]
    return plain, []


def _plain(form: Form, part: str, text: str) -> str:
    """Words as they are kept, whatever locale they were printed in."""
    if part == "answer":
        return next((one for one, word in form.answers.items() if word == text), text)
    return _day(text) if part == "date" else text


def _day(text: str) -> str:
    try:
        return parse_day(text).isoformat() if text else ""
    except ValueError:
        return text


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


def _date_on(form: Form) -> str:
    """The day that stands on the form already."""
    said = next((said for part, _, said in form.remarks if part == "date"), "")
    day = _day(tidy(said))
    return day if day and _is_day(day) else ""


def _writers(form: Form, people: Sequence[Assignment]) -> Iterator[tuple[str, str]]:
    """Who writes what, as far as that is known: the superior named on the form or on record."""
    cell = form.by("superior")
    named = "" if cell.empty else str(cell.value).strip().removesuffix(".0")
    mine = [one for one in people if one.employee == form["employee"] and one.role == form["role"]]
    superiors = {one.superior for one in mine if one.superior}
    superior = named or (superiors.pop() if len(superiors) == 1 else "")
    yield from (("superior", superior), ("plan", superior))
    yield from (("employee", form["employee"]), ("answer", form["employee"]))


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one remark: new, corrected, the same, or struck out; and what ``was``."""

    written: Written
    outcome: str
    was: str = ""


@dataclass(slots=True)
class RemarkLog:
    """remarks.csv being brought up to date: its file where there is one, and its rows; ``roles``
    are ids by what the file may call them."""

    path: Path
    name: str
    file: CsvFile | None
    at: Mapping[str, int]
    rows: list[list[str]]
    roles: Mapping[str, str] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return any(one.outcome != "same" for one in self.kept)

    @property
    def data(self) -> bytes:
        """The whole file, in its own encoding and with its own delimiter."""
        if self.file is None:
            return BOM + as_csv(self.rows).encode()
        ending = "\r\n" if b"\r\n" in read_bytes(self.path) else "\n"
        text = as_csv(self.rows, delimiter=self.file.delimiter, ending=ending)
        return text.encode(self.file.encoding)

    def enter(self, written: Written) -> None:
        """Put one remark into the log, or take out one that was struck."""
        row = next((one for one in self.rows[1:] if self._is(one, written)), None)
        was = tidy(unmarked(row[self.at["text"]])) if row else ""
        if was == written.text:
            self.kept.append(Kept(written, "same"))
        elif row is None:
            self.rows.append(self._filled([""] * len(self.rows[0]), written))
            self.kept.append(Kept(written, "new"))
        elif written.text:
            self._filled(row, written)
            self.kept.append(Kept(written, "corrected", was))
        else:
            self.rows.remove(row)
            self.kept.append(Kept(written, "struck", was))

    def _is(self, row: Sequence[str], written: Written) -> bool:
        """Whether a row says what stands in the same place of the same form."""
        if len(row) != len(self.rows[0]):
            return False
        said = {column: unmarked(row[at]).strip() for column, at in self.at.items()}
        period, employee, role, part = written.key
        try:
            same = parse_period(said["period"]).text == period
        except ValueError:
            return False
        named = said.get("role", "")
        posts = ("", role)
        return (
            same
            and (said["employee"], part_of(said["part"])) == (employee, part)
            and (self.roles.get(named, named) in posts)
        )

    def _filled(self, row: list[str], written: Written) -> list[str]:
        form = written.form["form"]
        values = (*written.key, written.text, written.by, written.on, form)
        for column, value in zip(COLUMNS, values, strict=True):
            if column in self.at:
                row[self.at[column]] = str(harmless(value))
        return row


def open_remarks(workspace: Workspace) -> RemarkLog:
    """The workspace's remarks; an empty log where it has none yet, a :class:`DutybookError` where
    the file cannot be added to."""
    name = workspace.organisation.remarks
    if not exists(workspace.root / name):
        head = list(COLUMNS)
        at = {column: number for number, column in enumerate(head)}
        return RemarkLog(workspace.root / name, name, None, at, [head])
    try:
        path = regular(within(workspace.root, name))
    except OSError as error:
        raise DutybookError(refusal(error, Place(name), "csv-unreadable")) from None
    file, findings = open_csv(path, name)
    if file is None:
        raise DutybookError(*findings)
    at, findings = match_header(file, words(), {*REQUIRED, "role"})
    if findings:
        raise DutybookError(*findings)
    rows = [fields for _, _, fields in file.records()]
    return RemarkLog(path, name, file, at, rows, role_names(workspace))


def contradicting(remarks: Iterable[Written]) -> list[Finding]:
    """Forms read together that say two things in the same part."""
    seen: dict[tuple[str, str, str, str], Written] = {}
    findings = []
    for one in remarks:
        first = seen.setdefault(one.key, one)
        if first.text != one.text:
            details = {"other": first.form.place(first.address).file, "part": one.part}
            findings.append(Finding("remarks-form-twice", one.form.place(one.address), details))
    return findings
