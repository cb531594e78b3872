"""Excel files (.xlsx): every sheet a paper, values as they are shown."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from openpyxl import load_workbook

from dutybook.intake.formats.bounds import (
    MAX_MARKS,
    MAX_ROWS,
    Unreadable,
    bounded,
    harmless,
    open_zip,
    part,
)
from dutybook.intake.source import Source, Writer

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_UNNAMED: Final = ("sheet", "工作表", "表")
_COLUMNS: Final = 80


def read_excel(data: bytes, name: str) -> tuple[Source, bool]:
    """The text of an .xlsx, and whether it has macros (which are not run)."""
    archive = open_zip(data)
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise Unreadable("import-not-what-it-says", {"kind": ".xlsx"})
    _check(archive)
    writer = Writer(name)
    try:
        with catch_warnings():
            simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True)
            for number, sheet in enumerate(book.worksheets):
                _sheet(writer, sheet, number)
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # whatever openpyxl meets in a broken file
        raise Unreadable("import-broken", {"reason": f"{type(error).__name__}"}) from None
    source = writer.done()
    bounded(source.text)
    return source, "xl/vbaProject.bin" in names


def _check(archive: zipfile.ZipFile) -> None:
    """Every part, whatever it is called: what the workbook calls a sheet is read as XML."""
    marks = 0
    for name in archive.namelist():
        data = part(archive, name)
        if not data.startswith(_PICTURES):
            marks += harmless(data).count(b"<")
        if marks > MAX_MARKS * 2:
            raise Unreadable("import-too-large", {"limit": f"{MAX_MARKS:,}"})


def _sheet(writer: Writer, sheet: Any, number: int) -> None:
    """One sheet; its name is its title unless Excel gave it."""
    if sheet.sheet_state != "visible":
        return
    writer.sheet()
    if not sheet.title.lower().startswith(_UNNAMED):
        writer.text(sheet.title, "heading", 1, place=sheet.title, aside="sheet-name")
    for count, row in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True), 1):
        if count > MAX_ROWS:
            raise Unreadable("import-too-large", {"limit": f"{MAX_ROWS:,}"})
        cells = list(_cells(row))
        if len(cells) == 1 and cells[0][1] == 0:
            writer.text(cells[0][0], "text", place=f"{sheet.title}!{count}")
        elif cells:
            writer.grid(cells, number + 1, place=f"{sheet.title}!{count}")


def _cells(row: Sequence[Any]) -> Iterator[tuple[str, int, int, bool]]:
    for column, value in enumerate(row):
        if (text := shown(value)) != "":
            yield text, column, 1, False


def shown(value: Any) -> str:
    """A value as people read it in its cell."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).strip()
