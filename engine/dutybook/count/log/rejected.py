"""Rows that cannot be used: each with its reason, and what is said of a log's as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutybook.finding import Finding, Place
from dutybook.model import Source


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


def rejections(source: Source, rejected: Sequence[Rejected]) -> Iterable[Finding]:
    """How many rows of each file are not used, and columns whose dates can be read in two ways."""
    by_file: dict[str, list[Rejected]] = {}
    unclear: dict[str, list[Rejected]] = {}
    for row in rejected:
        by_file.setdefault(row.file, []).append(row)
        if row.code in ("two-digit-year", "date-order"):
            unclear.setdefault(row.column, []).append(row)
    for name, rows in by_file.items():
        details = {"source": source.source, "count": len(rows)}
        yield Finding("rows-rejected", Place(name, rows[0].line, 1), details)
    for column, rows in unclear.items():
        details = {"source": source.source, "count": len(rows), "column": column}
        place = source.origin.below("columns", column).place
        yield Finding("dates-unclear", place, details | {"shown": rows[0].shown})
