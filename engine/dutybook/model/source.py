"""Sources: the shape of logged data and how to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dutybook.locale import Text
from dutybook.model.values import Condition
from dutybook.source import Origin


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column; ``type`` is text, integer, decimal(p,s), date, instant or boolean.
    ``values`` are those allowed (none named: any), each with its name to print; ``unit`` is what
    figures are counted in."""

    type: str
    title: Text | None = None
    required: bool = False
    values: Mapping[str, Text] = field(default_factory=dict)
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What must hold for a row to be accepted; unknown (NULL) passes."""

    that: Condition
    message: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Columns by name, which of them identify a row, a person and a moment."""

    source: str
    grain: Literal["case", "event"]
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    origin: Origin
    title: Text | None = None
    description: Text | None = None
    employee: str | None = None
    area: str | None = None
    time: str | None = None
    due: str | None = None
    period_by: Literal["time", "due"] = "time"
    rename: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    checks: tuple[RowCheck, ...] = ()
    duplicates: Literal["reject", "first", "last"] = "reject"
    complete_from: date | None = None
    complete_to: date | None = None

    @property
    def period_column(self) -> str | None:
        """The column that says which period a row belongs to."""
        return self.due if self.period_by == "due" else self.time
