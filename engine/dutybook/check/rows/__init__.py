"""Rows of the workspace's tables: one module per kind of thing, one generator per table.

A row is a plain mapping. Each carries ``file``, ``doc`` (index of the document in the file) and
``path`` (JSON pointer into that document), so that whatever is said about it points at the YAML.
Columns named like an attribute of what the row is about are copied (:func:`record`); a generator
says only what is computed. In: a context (``check/context.py``). Out: rows. Start at ``roles.py``.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from dutybook.check.context import Context
from dutybook.check.contract import own_columns
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


class Defined(Protocol):
    """A definition, or a part of one that knows where it stands."""

    @property
    def origin(self) -> Origin: ...


Row = dict[str, Any]
Rows = Iterator[Row]
_LARGEST = 10**24


def row(origin: Origin, *below: object, **columns: object) -> Row:
    """A row about the value at ``origin``, or at the keys ``below`` it."""
    at = origin.below(*below)
    return {"file": at.document.file, "doc": at.document.index, "path": at.path, **columns}


def record(context: Context, table: str, item: Defined, **computed: object) -> Row:
    """A row of ``table`` about ``item``: what is ``computed`` and, for every other column of the
    contract, what the item holds under that name."""
    return row(item.origin, **held(context, table, item, computed))


def held(context: Context, table: str, item: object, computed: Row) -> Row:
    """The columns of ``table`` that are ``computed``, the others from ``item``'s attributes."""
    copied = {
        name: _cell(context, getattr(item, name, None))
        for name in own_columns(table)
        if name not in computed
    }
    return copied | computed


def _cell(context: Context, value: object) -> object:
    """An attribute as a column holds it."""
    if isinstance(value, Text):
        return context.say(value)
    if isinstance(value, Fraction):
        return number(value)
    return day(value) if isinstance(value, date) else value


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
