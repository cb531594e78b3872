"""The sheets and columns there are, from ``rules/spreadsheet.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from dutybook.files.door import read_text
from dutybook.resources import builtin
from dutybook.spreadsheet.table import Column
from dutybook.words.locale import Text


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet: its name, its own help, its columns."""

    title: Text
    columns: tuple[Column, ...]
    grows: bool = False


@cache
def forms() -> Mapping[str, SheetForm]:
    """Every sheet by its key, in the order they stand in."""
    data = yaml.safe_load(read_text(builtin("rules") / "spreadsheet.yaml"))
    return {
        key: SheetForm(
            _text(one["title"]), tuple(_columns(one["columns"])), one.get("grows", False)
        )
        for key, one in data.items()
    }


def _columns(data: Mapping[str, Any]) -> list[Column]:
    return [
        Column(
            key,
            _text(one["title"]),
            _text(one["help"]),
            tuple(one.get("at", ())),
            one.get("rule", "free"),
            one.get("width", 16),
            tuple(one.get("choices", ())),
            one.get("new", False),
        )
        for key, one in data.items()
    ]


def _text(words: Mapping[str, str]) -> Text:
    return Text(tuple(words.items()))
