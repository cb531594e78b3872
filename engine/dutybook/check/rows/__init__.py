"""Rows of the workspace's tables: one module per kind of thing, one generator per table.

A row is a plain mapping. Each carries ``file``, ``doc`` (index of the document in the file) and
``path`` (JSON pointer into that document), so that whatever is said about it points at the YAML.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from dutybook.yamltext import Origin

Row = dict[str, Any]
Rows = Iterator[Row]
_LARGEST = 10**24


def row(origin: Origin, *below: object, **columns: object) -> Row:
    """A row about the value at ``origin``, or at the keys ``below`` it."""
    at = origin.below(*below)
    return {"file": at.document.file, "doc": at.document.index, "path": at.path, **columns}


def number(value: Fraction | None) -> str | None:
    """``value`` for a decimal column with ten places, exact where the author wrote a decimal; None
    where there is no such number or it is beyond reason."""
    if value is None or abs(value) >= _LARGEST:
        return None
    scaled = round(value * 10**10)
    return f"{'-' if scaled < 0 else ''}{abs(scaled) // 10**10}.{abs(scaled) % 10**10:010d}"


def day(value: date | None) -> str | None:
    """``value`` for a date column."""
    return value.isoformat() if value else None
