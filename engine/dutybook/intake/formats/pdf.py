"""PDF with a text layer: words by pdfium, tables by pdfplumber."""

import logging
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import pdfplumber
import pypdfium2

from dutybook.intake.formats.bounds import MAX_PAGES, Unreadable, bounded
from dutybook.intake.source import Source, Writer

_SIGN: Final = "\u4e00-\u9fff，。；：、（）《》“”"
_HAN_GAP: Final = re.compile(
    rf"(?<=[{_SIGN}%])[ \t](?=[{_SIGN}\d≥≤<>])|(?<=[\d≥≤<>%])[ \t](?=[\u4e00-\u9fff])"
)
"""Blanks that only typesetting puts between characters and figures."""
_FULL: Final = 0.86
"""A row this long, against the longest of its page, was broken by the page's edge."""
_NARROWEST: Final = 36
"""Half characters: no page is narrower, so that two short rows are not taken for one."""
_ENDS: Final = frozenset("。；：！？;:!?.")
_BEGINS: Final = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章条.]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、)．]|[①-⑳●•◆■-]|[a-h][.)])"
)
_PAGE: Final = re.compile(
    r"\s*(?:第?\s*\d+\s*页.{0,8}|[-—]?\s*\d{1,3}\s*[-—]?|\d+\s*/\s*\d+|Page \d+.{0,8})\s*$"
)
_LEAST: Final = 8


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF, tables as rows of cells, page by page."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        code = "import-encrypted" if encrypted else "import-broken"
        raise Unreadable(code, {} if encrypted else {"reason": str(error)}) from None
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable("import-too-long", {"pages": len(document), "limit": MAX_PAGES})
        texts = [_page_text(page) for page in document]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("import-broken", {"reason": str(error)}) from None
    finally:
        document.close()
    if sum(len(text.strip()) for text in texts) < _LEAST * max(1, len(texts)) // 4 + 1:
        raise Unreadable("import-no-text", {"pages": len(texts)})
    writer = Writer(name)
    _write(writer, data, texts)
    source = writer.done()
    bounded(source.text)
    return source


def _page_text(page: Any) -> str:
    text_page = page.get_textpage()
    text = str(text_page.get_text_range())
    text_page.close()
    page.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")


def _write(writer: Writer, data: bytes, texts: Sequence[str]) -> None:
    table = 0
    tables = _tables(data, len(texts))
    for number, (text, found) in enumerate(zip(texts, tables, strict=True), 1):
        rows = text.split("\n") if found else list(_paragraphs(text.split("\n")))
        table = _page(writer, rows, found, number, table)


def _tables(data: bytes, pages: int) -> list[list[list[list[str | None]]]]:
    """The tables of each page; none where pdfminer cannot read the file: the words are there all
    the same."""
    found: list[list[list[list[str | None]]]] = []
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it tells of every odd font
    try:
        with pdfplumber.open(BytesIO(data)) as plumber:
            for page in plumber.pages[:pages]:
                tables = page.extract_tables()
                found.append([t for t in tables if len(t) > 1 and len(t[0]) > 1])
                page.close()
    except Exception:  # it fails in every way there is on a damaged file
        return [[] for _ in range(pages)]
    return found + [[] for _ in range(pages - len(found))]


def _table_of(bare: str, tables: Sequence[Sequence[Sequence[str | None]]]) -> int | None:
    """Which of a page's tables a row of its text belongs to; None: to no table. Text may be a row
    of a table, a part of one, or a line of a cell."""
    rows = [
        (_bare("".join(c or "" for c in row)), number)
        for number, one in enumerate(tables)
        for row in one
    ]
    if not bare:
        return None
    whole = dict(rows).get(bare)
    if whole is not None:
        return whole
    part = next((number for row, number in rows if bare in row), None)
    if part is not None:
        return part
    pieces = (
        piece for one in tables for row in one for c in row for piece in (c or "").split("\n")
    )
    return 0 if any(_bare(piece) == bare for piece in pieces) else None


def _page(
    writer: Writer,
    rows: Sequence[str],
    tables: Sequence[Sequence[Sequence[str | None]]],
    number: int,
    table: int,
) -> int:
    """One page: its rows of text, each table where its first row stands in them."""
    place = f"p. {number}"
    done: set[int] = set()
    pending: list[str] = []
    for row in rows:
        which = _table_of(_bare(row), tables)
        if which is None:
            pending.append(row)
        elif which not in done:
            _text_rows(writer, pending, place)
            pending = []
            done.add(which)
            for line in tables[which]:
                cells = [(_joined(c), i, 1, c is None) for i, c in enumerate(line)]
                writer.grid(cells, table + which + 1, place)
    _text_rows(writer, pending, place)
    return table + len(tables)


def _text_rows(writer: Writer, rows: Sequence[str], place: str) -> None:
    for row in _paragraphs(rows):
        words = _HAN_GAP.sub("", row)
        writer.text(words, place=place, aside="page-number" if _PAGE.match(words) else "")


def _paragraphs(rows: Sequence[str]) -> Iterator[str]:
    """Rows joined where only the page's edge broke them."""
    longest = max((_width(row) for row in rows), default=0)
    full = max(_FULL * longest, _NARROWEST)
    whole, last = "", 0
    for row in rows:
        if not row.strip():
            continue
        begins = bool(_BEGINS.match(row))
        if whole and not begins and last >= full and whole.rstrip()[-1:] not in _ENDS:
            latin = whole[-1:].isascii() and row[:1].isascii() and whole[-1:].isalnum()
            whole += (" " if latin else "") + row.strip()
        else:
            if whole:
                yield whole
            whole = row.strip()
        last = _width(row)
    if whole:
        yield whole


def _width(row: str) -> int:
    return sum(1 if c.isascii() else 2 for c in row)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _joined(cell: str | None) -> str:
    return _HAN_GAP.sub("", (cell or "").replace("\n", " "))
