"""The log of ratings, a CSV file that people may also keep by hand: new ratings are added, those
that somebody corrected take the place of the earlier ones, everything else stays as it is.

The file is written beside and renamed, so it is never half new; reading the same forms again
changes nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

from dutybook.csv import CsvFile, as_csv, match_header, open_csv
from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding
from dutybook.finding.refusal import refusal
from dutybook.grammar.number.quantity import plain
from dutybook.logs.files import words_for
from dutybook.logs.formats.csv import SUFFIXES
from dutybook.logs.places import named
from dutybook.measure.kinds.rating import NAMED_RATERS, POST
from dutybook.model import Source
from dutybook.ratings.form import Given
from dutybook.workspace import Workspace

Outcome = Literal["new", "corrected", "same"]
COLUMNS: Final = ("employee", "kpi", "rater", "by", "value", "rated_on")
_DAY: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of one rating; ``was`` is what it takes the place of."""

    given: Given
    outcome: Outcome
    was: str = ""


@dataclass(slots=True)
class Log:
    """A log file being brought up to date; ``data`` is its new content."""

    file: CsvFile
    at: dict[str, int]
    rows: list[list[str]]
    entered: list[Entered] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What people call the file."""
        return self.file.name

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return any(one.outcome != "same" for one in self.entered)

    @property
    def data(self) -> bytes:
        """The whole file, in its own encoding and with its own delimiter."""
        ending = "\r\n" if b"\r" in read_bytes(self.file.path) else "\n"
        text = as_csv(self.rows, delimiter=self.file.delimiter, ending=ending)
        return text.encode(self.file.encoding)

    def enter(self, given: Given) -> None:
        """Put one rating into the log."""
        rows = list(self._rows_of(given))
        value = plain(given.value)
        if not rows:
            self.rows.append(self._new(given, value))
            self.entered.append(Entered(given, "new"))
            return
        row, *more = rows if given.single else rows[:1]
        said = dict.fromkeys(one[self.at["value"]].strip() for one in (row, *more))
        if all(_same(one, value) or one == (given.level or value) for one in said):
            self.entered.append(Entered(given, "same"))
            return
        was = " / ".join(said)
        self.rows = [one for one in self.rows if not any(one is other for other in more)]
        row[self.at["value"]], row[self.at["by"]] = value, given.by
        self.entered.append(Entered(given, "corrected", was))

    def _rows_of(self, given: Given) -> Iterator[list[str]]:
        """The rows that hold this rating already: the same people and KPI in the same period; of a
        single figure all of them, whoever entered it."""
        for row in self.rows[1:]:
            if len(row) < len(self.rows[0]):
                continue
            employee, kpi, rater, by, _, day = (row[self.at[key]].strip() for key in COLUMNS)
            named = given.single or by == given.by or (not by and given.rater in NAMED_RATERS)
            post = row[self.at[POST]].strip() if POST in self.at else ""
            if post not in ("", given.role):
                continue
            if (employee, kpi, rater) == given.key[:3] and named and _in(day, given):
                yield row

    def _new(self, given: Given, value: str) -> list[str]:
        row = [""] * len(self.rows[0])
        written = (*given.key[:3], given.by, value, given.rated_on)
        for key, text in zip(COLUMNS, written, strict=True):
            row[self.at[key]] = text
        if POST in self.at:
            row[self.at[POST]] = given.role
        return row


def open_log(workspace: Workspace, source_id: str, into: Path | None) -> Log:
    """The log file of a source of ratings; :class:`DutybookError` where it is not clear which, or
    it lacks a column."""
    source = workspace.definitions.sources.get(source_id)
    if source is None:
        place = workspace.organisation.origin.below("logs").place
        raise DutybookError(Finding("log-unknown-source", place, {"source": source_id}))
    name, path = (into.as_posix(), into) if into else _only_file(workspace, source_id)
    file, findings = open_csv(path, name)
    if file is None:
        raise DutybookError(*findings)
    at, findings = match_header(file, _words(source), set(COLUMNS))
    if findings:
        raise DutybookError(*findings)
    return Log(file, at, [fields for _, _, fields in file.records()])


def _words(source: Source) -> dict[str, str]:
    return {
        word: column for word, column in words_for(source).items() if column in (*COLUMNS, POST)
    }


def _only_file(workspace: Workspace, source: str) -> tuple[str, Path]:
    """The log by what people call it, and where it is."""
    places = workspace.organisation.logs.get(source, ())
    place = workspace.organisation.origin.below("logs", source).place
    found: dict[str, Path] = {}
    try:
        for each in places:
            found |= named(workspace.root, each.file) if each.file else {}
    except OSError as error:
        raise DutybookError(refusal(error, place)) from None
    csvs = [(n, path) for n, path in sorted(found.items()) if path.suffix.lower() in SUFFIXES]
    if len(csvs) != 1:
        details = {"source": source, "files": ", ".join(name for name, _ in csvs) or "-"}
        raise DutybookError(Finding("ratings-log-unclear", place, details))
    return csvs[0]


def contradictions(ratings: Iterable[Given]) -> list[Finding]:
    """Forms read together in which the same rater says two things of the same KPI and post."""
    seen: dict[tuple[str, ...], Given] = {}
    findings = []
    for given in ratings:
        key = (*given.key, given.role, given.period.text)
        first = seen.setdefault(key, given)
        if first.value != given.value:
            details = {"other": first.form.place(first.address).file}
            findings.append(Finding("ratings-form-twice", given.form.place(given.address), details))
    return findings


def _same(was: str, value: str) -> bool:
    try:
        return Fraction(was) == Fraction(value)
    except ValueError:
        return False


def _in(day: str, given: Given) -> bool:
    match = _DAY.search(day)
    if match is None:
        return False
    try:
        return date(*map(int, match.groups())) in given.period
    except ValueError:
        return False
