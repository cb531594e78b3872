"""Engines: what counts. Each answers the same small set of questions with exact numbers.

The seam is :class:`Engine`: reading a source's files, placing its rows, taking a measure for all
employees in one pass, and listing the rows behind a number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from dutybook.finding import Finding
from dutybook.logs.file import LogFile
from dutybook.measure.tally import Tally
from dutybook.model import Pause, Source, TimeLimit
from dutybook.plan.approvals import Approval
from dutybook.plan.extent import Extent
from dutybook.plan.frame import Frame
from dutybook.plan.ownership import Reach
from dutybook.plan.question import Question
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Record:
    """A row that may answer something owed; moments are UTC."""

    row: int
    key: str
    employee: str
    at: datetime
    names: date | None
    excluded: int | None
    extra: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be used, and why."""

    file: str
    line: int
    key: str
    code: str
    column: str = ""
    shown: str = ""
    check: int = -1


@dataclass(frozen=True, slots=True)
class Conservation:
    """Where every row of a source went; the parts sum to ``read``
    (docs/semantics.md#conservation)."""

    source: str
    read: int = 0
    counted: int = 0
    other_period: int = 0
    other_employee: int = 0
    filtered: int = 0
    excluded: int = 0
    rejected: int = 0
    ignored: int = 0

    @property
    def whole(self) -> bool:
        """Whether every row is accounted for once."""
        parts = (self.counted, self.other_period, self.other_employee, self.filtered, self.excluded)
        return self.read == sum(parts) + self.rejected + self.ignored


@dataclass(frozen=True, slots=True)
class Row:
    """A row behind a number: where it stands and how it counted, by whom it was
    rated (``group``); moments are UTC."""

    key: str
    file: str
    line: int
    at: datetime | date | None
    state: str
    due: datetime | None = None
    done: datetime | None = None
    number: Decimal | int | None = None
    group: str = ""


Happened = tuple[int, str, datetime, str, str]
"""An event of a case: the case's row and key, when (UTC), what, and who did it."""


class Engine(Protocol):
    """Counts rows. Sources are loaded and placed before questions about them are asked."""

    frame: Frame

    def people(self, known: set[str], areas: set[str]) -> None:
        """Which employees and areas exist at all."""

    def reach(self, extent: Extent, reach: Iterable[Reach]) -> None:
        """Whom rows of an extent reach."""

    def files(
        self, workspace: Workspace, source: Source, needed: set[str]
    ) -> tuple[list[LogFile], list[Finding]]:
        """The files of a source with all columns ``needed``; none where any cannot be used."""

    def load(self, source: Source, files: Sequence[LogFile]) -> None:
        """Reads files into typed rows, faults marked."""

    def given(self, source: Source, rows: Sequence[tuple[object, ...]]) -> None:
        """Takes rows as they are, in the order of the source's columns."""

    def derive(self, source: Source) -> None:
        """Makes the cases of ``source`` from the events loaded before; those count as used."""

    def waits(self, source: Source, log: Source, pause: Pause) -> Source:
        """Puts the waits of ``log`` beside the cases of ``source``; the source with the columns
        they are in. Waits of these cases count as used."""

    def happened(self, source: Source) -> Iterator[Happened]:
        """The events of a source's usable cases, by case and time."""

    def ends(
        self,
        number: int,
        source: Source,
        extent: Extent,
        limits: Mapping[int, TimeLimit],
        starts: Sequence[tuple[int, int, datetime]],
    ) -> dict[tuple[int, int], datetime | None]:
        """When ``limits`` (by number) end for cases that ``starts`` give with a limit's number and
        start; None: on no day of the calendar; left out: no limit applies."""

    def judged(self, number: int, states: Iterable[tuple[int, str]]) -> None:
        """What became of each case, for question ``number``."""

    def place(
        self, source: Source, extent: Extent, approvals: Sequence[Approval], dues: set[str]
    ) -> None:
        """Finds the sheets that each row of an extent reaches."""

    def ask(
        self, number: int, question: Question, source: Source, sheets: set[int]
    ) -> dict[int, list[Tally]]:
        """Takes a measure for all ``sheets``: tallies by sheet."""

    def asked(self, source: Source) -> Sequence[int]:
        """The numbers of the questions that were answered about a source."""

    def records(
        self, question: Question, source: Source, approvals: Sequence[Approval]
    ) -> list[Record]:
        """Rows a schedule's question selects, whichever period they fall in, oldest first."""

    def use(self, source: Source, rows: Sequence[int]) -> None:
        """Marks rows that answered something owed: they count whichever period they fall in."""

    def conserve(self, source: Source) -> Conservation:
        """Where the rows went, once all questions are asked."""

    def rejected(self, source: Source) -> list[Rejected]:
        """Rows that could not be used, by file and line."""

    def rows(self, number: int, source: Source, sheet: int) -> list[Row]:
        """Rows a question selected for one sheet, by time and key."""

    def places(self, source: Source, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        """File and line of rows by their number."""

    def keys(self, source: Source, wanted: Iterable[str]) -> set[str]:
        """Those of the keys ``wanted`` that any row has."""

    def holds(self, source: Source, start: date | None = None, end: date | None = None) -> bool:
        """Whether any row was read; with days [start, end) a usable one of those days."""

    def begins(self, source: Source) -> date | None:
        """The local day of the earliest usable row."""
