"""What a duty checklist says: the template and the workbook read these."""

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.papers.days import DayCell
from dutybook.papers.paper import Field, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty to tick, by when it is ``due``, and its standards."""

    no: str = ""
    text: str
    due: Sequence[str]
    standards: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLine(DutyLine):
    """Something due on a day. ``rows``: how many are due that day, on the first of them; 0 on the
    others. ``boxes``: one for each time."""

    date: str
    weekday: str
    off: bool = False
    mark: str = ""
    rows: int = 0
    boxes: Sequence[int]


@dataclass(frozen=True, slots=True)
class GridBox:
    """A day of a duty in the grid: whether it is due then, whether the day is off."""

    due: bool
    off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine(DutyLine):
    """A duty that is due on many days, a cell for each."""

    cells: Sequence[GridBox]


@dataclass(frozen=True, slots=True)
class Section:
    """Duties owed at the same pace."""

    period: str
    heading: str
    rows: Sequence[DutyLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChecklist:
    """A checklist, blank or for the days of a ``period`` (in words): those are on a ``grid``, in
    the ``list`` by date, or can be done ahead (``open``); ``every`` is all that has a date."""

    paper: Frame
    identity: Sequence[Sequence[Field]]
    sections: Sequence[Section]
    days: Sequence[str | DayCell]
    weeks: Sequence[str]
    period: str = ""
    one_day: bool = False
    days_off: str = ""
    grid: Sequence[GridLine] = ()
    list: Sequence[DatedLine] = ()
    every: Sequence[DatedLine] = ()
    open: Sequence[DatedLine] = ()
