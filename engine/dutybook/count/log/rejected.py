"""Rows that cannot be used: each with its reason, and what is said of a log's as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.finding import Finding, Place
from dutybook.finding.phrases import phrase
from dutybook.model import Source
from dutybook.words.locale import Text


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


NAMED: Final = 6
"""How many rows are named where more could be."""


def alike(source: Source, rows: Sequence[tuple[str, int]]) -> Iterable[Finding]:
    """That rows with the same key all count, because a part of it is empty; each by its line."""
    if rows:
        named = ", ".join(f"{file}:{line}" for file, line in rows[:NAMED])
        details = {"source": source.source, "count": len(rows), "key": ", ".join(source.key)}
        details["rows"] = named + (" …" if len(rows) > NAMED else "")
        yield Finding("rows-alike", Place(*rows[0], 1), details)


def rejections(source: Source, rejected: Sequence[Rejected]) -> Iterable[Finding]:
    """How many rows of each file are not used, and columns whose dates can be read in two ways."""
    by_file: dict[str, list[Rejected]] = {}
    unclear: dict[str, list[Rejected]] = {}
    for row in rejected:
        by_file.setdefault(row.file, []).append(row)
        if row.code in ("two-digit-year", "date-order"):
            unclear.setdefault(row.column, []).append(row)
    for name, rows in by_file.items():
        details = {"source": source.source, "count": len(rows), "reasons": _reasons(rows)}
        yield Finding("rows-rejected", Place(name, rows[0].line, 1), details)
    for column, rows in unclear.items():
        details = {"source": source.source, "count": len(rows), "column": column}
        place = source.origin.below("columns", column).place
        yield Finding("dates-unclear", place, details | {"shown": rows[0].shown})


def _reasons(rows: Sequence[Rejected]) -> Text:
    """How many rows for which reason, the most frequent first."""
    counted = Counter((row.code, row.column) for row in rows)
    told = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return Text(
        tuple(
            (
                locale,
                sep.join(
                    f"{phrase(f'rejected-{code}', locale, column=column)} × {count}"
                    for (code, column), count in told
                ),
            )
            for locale, sep in (("zh-Hans", "，"), ("en", ", "))
        )
    )
