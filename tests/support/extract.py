"""What a reader finds in a paper, whatever its format: all words in one string without spaces."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pypdfium2
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import ContentStream

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def squeezed(words: str) -> str:
    """``words`` without spaces and marks that only steer a line's layout."""
    folded = unicodedata.normalize("NFKC", words)
    return _INVISIBLE.sub("", "".join(folded.split()))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipping = tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.skipping = False

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.found.append(data)


def html(data: bytes) -> str:
    parser = _Words()
    parser.feed(data.decode())
    return "".join(parser.found)


class _Spoken:
    """The letters of a PDF as its own data say them: a glyph's from its font, those of a cluster
    (a vowel over a consonant) from the text the PDF gives in their place, as readers do that know
    of it. pypdf does not."""

    def __init__(self, page: Any, fonts: dict[int, dict[int, str]]) -> None:
        self.names = page["/Resources"].get("/Font", {})
        self.known = fonts
        self.font: dict[int, str] = {}
        self.open: list[bool] = []
        self.found: list[str] = []

    def operation(self, operands: Any, operator: bytes) -> None:
        if operator in (b"BDC", b"BMC"):
            given = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            if not any(self.open):
                self.found.append(str(given.get("/ActualText", "")))
            self.open.append("/ActualText" in given)
        elif operator == b"EMC":
            self.open.pop()
        elif operator == b"Tf":
            self.font = self.letters(self.names.raw_get(operands[0]))
        elif operator in (b"Tj", b"TJ") and not any(self.open):
            shown = operands[0] if operator == b"TJ" else operands
            self.found += [self.said(one) for one in shown if not isinstance(one, (int, float))]

    def letters(self, name: Any) -> dict[int, str]:
        """What each glyph of a font stands for."""
        if name.idnum not in self.known:
            table = name.get_object()["/ToUnicode"].get_object().get_data().decode()
            self.known[name.idnum] = dict(_glyphs(table))
        return self.known[name.idnum]

    def said(self, shown: Any) -> str:
        data = shown.original_bytes
        codes = (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
        return "".join(self.font.get(code, "") for code in codes)


def _glyphs(table: str) -> Iterator[tuple[int, str]]:
    """The pairs of a font's table of letters."""
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            yield int(code, 16), bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(text).decode("utf-16-be")
            for i in range(int(last, 16) - int(first, 16) + 1):
                yield int(first, 16) + i, start[:-1] + chr(ord(start[-1]) + i)


def pdf(data: bytes) -> str:
    reader, fonts, found = PdfReader(io.BytesIO(data)), {}, []
    for page in reader.pages:
        spoken = _Spoken(page, fonts)
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            spoken.operation(operands, operator)
        found += spoken.found
    return "".join(found)


def docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join(node.text or "" for node in root.iter(f"{_W}t"))


def xlsx(data: bytes) -> str:
    book = load_workbook(io.BytesIO(data), rich_text=False)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return "".join(str(cell.value) for cell in cells if cell.value is not None)


def ics(data: bytes) -> str:
    events = Calendar.from_ical(data).walk("VEVENT")
    return "".join(
        str(event[key]) for event in events for key in ("SUMMARY", "DESCRIPTION") if key in event
    )


READERS = {"html": html, "pdf": pdf, "docx": docx, "xlsx": xlsx, "json": bytes.decode, "ics": ics}


def words(form: str, data: bytes) -> str:
    """The words of a paper."""
    return squeezed(READERS[form](data))


def pages_inside(data: bytes) -> list[str]:
    """What each page of a PDF says, every word of it between the page's edges. Read by PDFium,
    which takes a twentieth of the time that pypdf does."""
    texts = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            across, down = page.get_size()
            text = page.get_textpage()
            for rectangle in map(text.get_rect, range(text.count_rects())):
                left, low, right, high = rectangle
                inside = left >= 0 and low >= 0 and right <= across and high <= down
                assert inside, (number, rectangle, text.get_text_bounded(*rectangle))
            texts.append(text.get_text_range())
    return texts
