"""Formats of logs, a module each: what DuckDB does not read is turned into rows of text.

A row is a line number and the text under each heading; None where a line holds no row that can be
understood. Only the empty text is missing. What makes a whole file unusable is raised as
:class:`UnreadableError`. In: a file. Out: rows; start at any format, ``jsonlines.py`` is the
shortest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Row = tuple[int, Mapping[str, str] | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they are read. ``header``: headings known beforehand, repeated ones included; empty
    where every row names its own."""

    rows: Iterator[Row]
    header: tuple[str, ...] = ()


class UnreadableError(Exception):
    """A file that cannot be used: the code of its finding, details, and a line where known."""

    def __init__(self, code: str, line: int = 0, **details: object) -> None:
        super().__init__(code)
        self.code, self.line, self.details = code, line, details

    def __reduce__(self) -> tuple[object, ...]:
        return _unreadable, (self.code, self.line, self.details)


def _unreadable(code: str, line: int, details: Mapping[str, object]) -> UnreadableError:
    return UnreadableError(code, line, **details)


def broken(reason: object, line: int = 0) -> UnreadableError:
    """A file cut short or not of the format its name says."""
    said = str(reason).partition("\n")[0].strip() or type(reason).__name__
    return UnreadableError("log-unreadable", line, reason=said)


def written(value: object) -> str:
    """A typed cell as the text a log would have: moments in ISO form, figures without exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return _figure(Decimal(repr(value)) if isinstance(value, float) else value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def _figure(value: Decimal) -> str:
    """7.0 is 7, 2.675 stays so; what is no number has no digits and will be rejected as a value."""
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value() and abs(value) < 10**18:
        return str(int(value))
    return f"{value:f}" if abs(value.adjusted()) < 40 else str(value)
