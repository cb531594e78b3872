"""The tables that rules and queries see: names, columns, what these hold (``rules/tables.yaml``).

The contract is additive: tables and columns are added, never renamed or dropped, because rules and
queries that companies keep depend on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import yaml

from dutybook.files.door import read_bytes
from dutybook.resources import builtin
from dutybook.words.locale import Text

PLACE: Final = ("file", "doc", "path")
"""Columns of every table, that say where in the YAML a row is from."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its type (text, integer, decimal, boolean, date) and what it holds."""

    name: str
    type: str
    description: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what each of its rows stands for."""

    name: str
    description: Text
    columns: tuple[Column, ...]


@cache
def contract() -> Mapping[str, Table]:
    """Every table by name, in the order of the reference."""
    data = yaml.load(read_bytes(builtin("rules") / "tables.yaml"), yaml.CSafeLoader)
    place = [_column(name, data["place"][name]) for name in PLACE]
    return {
        name: Table(
            name, Text.of(body["about"]), (*(_column(*c) for c in body["columns"].items()), *place)
        )
        for name, body in data["tables"].items()
    }


@cache
def own_columns(table: str) -> tuple[str, ...]:
    """Names of a table's columns but those of the place."""
    return tuple(column.name for column in contract()[table].columns if column.name not in PLACE)


def _column(name: str, body: Mapping[str, str]) -> Column:
    words = {key: word for key, word in body.items() if key != "type"}
    return Column(name, body["type"], Text.of(words))
