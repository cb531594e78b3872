"""The tables of a workbook: their columns, rows and cells, and where each value stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from dutybook.words.locale import Text

Rule = Literal["free", "number", "listed"]
"""What may stand in a column: anything, figures as figures, one of its choices."""

LONGEST: Final = 2000
"""Characters of a text that is edited in a cell."""

_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True, slots=True)
class Column:
    """``at``: JSON pointers below the row's own, of which the first that fits is taken; none: only
    printed, but to be filled in where a row is ``new``. ``choices`` are offered; others may stand
    there unless the rule says ``listed``."""

    key: str
    title: Text
    help: Text
    at: tuple[str, ...] = ()
    rule: Rule = "free"
    width: int = 16
    choices: tuple[str, ...] = ()
    new: bool = False

    @property
    def head(self) -> str:
        """What stands above the column, in both languages."""
        zh, en = self.title.at("zh-Hans"), self.title.at("en")
        return zh if zh == en else f"{zh}\n{en}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a file at ``path``. ``open``: whether a workbook can change it."""

    text: str
    path: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``address`` finds it again in ``file``: a line, or a document and a pointer."""

    address: str
    file: str
    label: str
    cells: Mapping[str, Cell]

    @property
    def texts(self) -> dict[str, str]:
        """Its cells as text, by column."""
        return {key: cell.text for key, cell in self.cells.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``grows``: whether new rows may be added to it."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    grows: bool = False


def fits(text: str) -> bool:
    """Whether Excel gives back what it is given: short, on one line, no control characters, no
    blanks around it."""
    return len(text) <= LONGEST and text == text.strip() and not _UNFIT.search(text)


def shown(text: str) -> str:
    """``text`` as a cell that is only read can show it."""
    return _UNFIT.sub(" ", text[:LONGEST]).strip()
