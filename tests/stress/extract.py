"""What a reader finds in a paper, whatever its format: all words in one string without spaces."""

import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser

from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

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


def pdf(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


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
