"""Which reader reads a file: by its bytes first, by its suffix between formats of text."""

from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes
from dutybook.finding import Finding, Place
from dutybook.intake.formats import bounds
from dutybook.intake.formats.bounds import Unreadable
from dutybook.intake.formats.excel import read_excel
from dutybook.intake.formats.html import read_html
from dutybook.intake.formats.markdown import read_markdown
from dutybook.intake.formats.office import converted
from dutybook.intake.formats.pdf import read_pdf
from dutybook.intake.formats.text import read_text_file
from dutybook.intake.formats.word.body import read_word
from dutybook.intake.source import Source
from dutybook.worker.pool import LimitError, Limits, Worker

SUFFIXES: Final = (
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".xlsx",
    ".xlsm",
    ".pdf",
    ".html",
    ".htm",
    ".md",
    ".txt",
)
"""What a folder is searched for."""
READER: Final = Worker(Limits(seconds=300, memory=2 << 30), (__name__,))
"""Papers are read and drafted in a process of its own: a damaged one can end whoever reads it, and
the words that are looked for in one may be a workspace's own."""


def read_file(path: Path, name: str) -> tuple[Source | None, list[Finding]]:
    """The source of a file, or why there is none."""
    try:
        if path.stat().st_size > bounds.MAX_FILE:
            raise Unreadable("import-too-large", {"limit": f"{bounds.MAX_FILE >> 20} MB"})
        data, suffix = read_bytes(path.resolve(), bounds.MAX_FILE), path.suffix.lower()
        source, macros = READER.call(_read, _modern(data, suffix), name, suffix)
    except Unreadable as reason:
        return None, [reason.finding(name)]
    except LimitError as error:
        return None, [Finding("import-too-large", Place(name), {"limit": str(error)})]
    except OSError as error:
        return None, [
            Finding("import-broken", Place(name), {"reason": error.strerror or str(error)})
        ]
    found = [Finding("import-macros", Place(name))] if macros else []
    if not source.text.strip():
        return None, [Finding("import-empty", Place(name))]
    return source, found


def _modern(data: bytes, suffix: str) -> bytes:
    """An old Word file as .docx, anything else as it is."""
    if bounds.is_encrypted(data):
        raise Unreadable("import-encrypted")
    if not bounds.is_container(data):
        return data
    if suffix in (".xls", ".et"):
        raise Unreadable("import-old-excel")
    return converted(data, suffix if suffix in (".doc", ".wps") else ".doc")


def _read(data: bytes, name: str, suffix: str) -> tuple[Source, bool]:
    """In the process of its own. Whatever a damaged paper does to its reader is one finding."""
    try:
        return _source(data, name, suffix)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("import-too-large", {"limit": "2 GB"}) from None
    except Exception as error:  # lxml, pdfium and openpyxl fail in every way there is
        raise Unreadable("import-broken", {"reason": type(error).__name__}) from None


def _source(data: bytes, name: str, suffix: str) -> tuple[Source, bool]:
    if data.startswith(b"PK"):
        return _package(data, name)
    if data.startswith(b"%PDF-"):
        return read_pdf(data, name), False
    if suffix in (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".wps"):
        raise Unreadable("import-not-what-it-says", {"kind": suffix})
    return _text(data, name, suffix), False


def _package(data: bytes, name: str) -> tuple[Source, bool]:
    names = set(bounds.open_zip(data).namelist())
    if "word/document.xml" in names:
        return read_word(data, name)
    if "xl/workbook.xml" in names:
        return read_excel(data, name)
    raise Unreadable("import-not-what-it-says", {"kind": Path(name).suffix or "zip"})


def _text(data: bytes, name: str, suffix: str) -> Source:
    if suffix in (".html", ".htm") or data[:200].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return read_html(data, name)
    if suffix == ".md":
        return read_markdown(data, name)
    source = read_text_file(data, name)
    if source is None:
        raise Unreadable("import-no-encoding")
    bounds.bounded(source.text)
    return source
