"""A row behind a number, as it is listed for people."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row stands and how it counted, by whom it was rated (``group``); moments are UTC."""

    key: str
    file: str
    line: int
    at: datetime | date | None
    state: str
    due: datetime | None = None
    done: datetime | None = None
    number: Decimal | int | None = None
    group: str = ""
