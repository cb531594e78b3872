"""What a register says: the template and the workbook read these."""

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.papers.paper import Field, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """A column to fill in: its ``kind`` of value (a decimal's ``places``), whether it is
    ``needed``, the ``form`` it is written in, ``values`` to choose from, its ``width`` in
    millimetres (in a table: per cent)."""

    name: str
    title: str
    kind: str
    places: int
    unit: str
    needed: bool
    form: str
    values: Sequence[str]
    width: int


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """Columns that fit the page's width; widths in per cent."""

    number_width: int
    columns: Sequence[RegisterColumn]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSheet:
    """A register of a source, and a hash of the ``definition`` it was made for. ``rows`` are the
    numbers of the lines on a page, ``height`` theirs in millimetres."""

    paper: Frame
    source: str
    definition: str
    description: str
    identity: Sequence[Sequence[Field]]
    columns: Sequence[RegisterColumn]
    tables: Sequence[RegisterTable]
    rows: Sequence[int]
    height: int
