"""登记表: a blank register for a source, to be kept by hand or in Excel. Filled in, the Excel file
is read as that source: its headings are the columns' printed names."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Final

from dutybook.model import Column, Source
from dutybook.papers.columns import shared
from dutybook.papers.log_sheet.context import LogSheet, RegisterColumn, RegisterTable
from dutybook.papers.paper import Field, fields, in_rows, paper
from dutybook.papers.view import View

_PORTRAIT, _LANDSCAPE = 174, 255
_SQUEEZED: Final = 115
"""Columns may need this many percent of a page before they go to a second one."""
_ROW: Final = 9
"""Height of a row to write in, in millimetres; what is left of a page for them is ``_ROOM``."""
_ROOM: Final = {"portrait": 198, "landscape": 110}
_NUMBER: Final = 9
_WIDTHS: Final = {
    "integer": 16,
    "decimal": 20,
    "date": 24,
    "time": 18,
    "instant": 32,
    "boolean": 16,
}
_KEY, _CHOICE, _WORDS = 26, 22, 34


def log_sheet(view: View, source: Source) -> LogSheet:
    """The context of ``log-sheet.html.j2`` and of the Excel register."""
    columns = [
        _column(view, source, name, column)
        for name, column in source.columns.items() if column.joined is None
    ]  # fmt: skip
    wide = _NUMBER + sum(column.width for column in columns) > _PORTRAIT
    way = "landscape" if wide else "portrait"
    frame = paper(view, "log-sheet", view.source(source.source))
    return LogSheet(
        paper=replace(frame, orientation=way),
        source=source.source,
        definition=definition(source),
        description=view.text(source.description),
        identity=in_rows(_identity(view), 3),
        columns=columns,
        tables=_tables(columns, _LANDSCAPE if wide else _PORTRAIT),
        rows=list(range(1, _ROOM[way] // _ROW + 1)),
        height=_ROW,
    )


def definition(source: Source) -> str:
    """What a register was made for, as a hash: the names, types and values of the source's columns,
    whatever they are called."""
    columns = {
        name: [column.type, column.required, list(column.values)]
        for name, column in source.columns.items()
        if column.joined is None
    }
    facts = [source.source, source.key, source.employee, source.area, source.time, columns]
    return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _identity(view: View) -> list[Field]:
    say = view.say
    return fields(
        (say("common.department"), ""),
        (say("register.period"), ""),
        (say("register.kept_by"), ""),
    )


def _column(view: View, source: Source, name: str, column: Column) -> RegisterColumn:
    kind = column.type.partition("(")[0]
    known_by = source.key if len(source.key) == 1 else ()  # part of a longer key may be empty
    needed = column.required or name in (*known_by, source.employee, source.area, source.time)
    unit = view.text(column.unit)
    scale = column.type.partition(",")[2].strip(" )")
    how = "choice" if column.values else kind
    form = view.say(f"register.form.{how}", n=scale or "0")
    return RegisterColumn(
        name=name,
        title=view.column(name, source.source),
        kind=kind,
        places=int(scale or 0),
        unit=unit,
        needed=needed,
        form=form + (view.say("common.note", text=unit) if unit else ""),
        values=[view.text(word) for word in column.values.values()],
        width=_width(source, name, column, kind),
    )


def _width(source: Source, name: str, column: Column, kind: str) -> int:
    """What a hand needs to write such a value, in millimetres."""
    if kind in _WIDTHS:
        return _WIDTHS[kind]
    if name in (*source.key, source.employee, source.area):
        return _KEY
    return _CHOICE if column.values else _WORDS


def _tables(columns: list[RegisterColumn], room: int) -> list[RegisterTable]:
    """The columns as tables that fit the page's width: where one is not enough, the next begins
    with the first column again, so that a line can be followed."""
    first, rest = columns[0], columns[1:]
    room = room * _SQUEEZED // 100 - _NUMBER - first.width
    ends: list[int] = []
    used, part = 0, 0
    for column in rest:
        used += column.width
        if used > room and ends:
            part, used = part + 1, column.width
        ends.append(part)
    parts = [[c for c, _ in pairs] for _, pairs in groupby(zip(rest, ends, strict=True), _part)]
    return [_table([first, *part]) for part in parts or [[]]]


def _part(pair: tuple[RegisterColumn, int]) -> int:
    return pair[1]


def _table(columns: list[RegisterColumn]) -> RegisterTable:
    number, *widths = shared([_NUMBER, *(column.width for column in columns)])
    shown = zip(columns, widths, strict=True)
    return RegisterTable(number, [replace(column, width=width) for column, width in shown])
