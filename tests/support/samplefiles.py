"""The files of tests/intake/samples.yaml, written as Word, Excel, PDF, HTML and text, with what each
of them holds: duties (or targets) and figures, taken from the marks in their text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
import yaml
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

FOLDER = Path(__file__).parents[1] / "intake"
_FIGURE = re.compile(r"\{(\w+)=([^|{}]*)\|([^{}]*)\}")
_DUTY = re.compile(r"⟦([^⟧]*)⟧")
_AUTO = re.compile(r"auto:(\S+) (.*)")
_NUMBERS = {
    "cn": ("japaneseCounting", "%1、"),
    "(1)": ("decimal", "（%2）"),
    "1.": ("decimal", "%2."),
}


@dataclass(frozen=True)
class Sample:
    """One file: its bytes, what kind of definitions it holds, and what must be found in it."""

    name: str
    layout: str
    kind: str
    titles: tuple[str, ...]
    items: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    """Key, value, and the words as printed."""
    count: int
    text: str
    """What it is written from, with its marks."""
    make: Callable[[], bytes] = field(repr=False)

    @cached_property
    def data(self) -> bytes:
        """The file, made when a test first wants it."""
        return self.make()


def samples(name: str = "samples") -> list[Sample]:
    """All files of a list, in their order."""
    return list(_samples(name))


@cache
def _samples(name: str) -> tuple[Sample, ...]:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    return tuple(map(_sample, yaml.load(text, yaml.CSafeLoader)))


def bare(text: str) -> str:
    """The text as it is printed: without marks."""
    return _FIGURE.sub(r"\3", text).replace("⟦", "").replace("⟧", "")


def _sample(entry: dict[str, Any]) -> Sample:
    text = entry["text"]
    titles = entry.get("roles") or entry.get("sops") or entry.get("agreements") or []
    return Sample(
        entry["file"],
        entry["layout"],
        entry.get("kind", "role"),
        tuple(titles),
        tuple(bare(match[1]) for match in _DUTY.finditer(text)),
        tuple((match[1], match[2], match[3]) for match in _FIGURE.finditer(text)),
        entry.get("people") or entry.get("ratings") or 0,
        text,
        partial(_written, entry["file"], bare(text), entry.get("encoding", "utf-8")),
    )


def _written(name: str, text: str, encoding: str) -> bytes:
    makers = {"docx": as_docx, "xlsx": as_xlsx, "pdf": as_pdf}
    if maker := makers.get(name.rsplit(".", 1)[1]):
        return maker(text)
    return text.encode(encoding)


def rows_of(text: str) -> Iterator[str | list[list[str]]]:
    """Paragraphs, and tables as lists of rows."""
    table: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            table.append(
                [cell.strip().replace("\\n", "\n") for cell in line.strip("| ").split(" | ")]
            )
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield line
    if table:
        yield table


def as_docx(text: str) -> bytes:
    """A Word file; paragraphs that begin with ``auto:`` are numbered by Word, not in their text."""
    document = Document()
    _numbering(document)
    level = {"cn": 0, "(1)": 1, "1.": 1}
    for row in rows_of(text):
        if isinstance(row, list):
            _table(document, row)
        elif match := _AUTO.match(row):
            paragraph = document.add_paragraph(match[2])
            paragraph._p.get_or_add_pPr().append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level[match[1]]}"/><w:numId w:val="77"/></w:numPr>'
                )
            )
        elif row.startswith(("# ", "## ")):
            document.add_heading(row.lstrip("# "), row.index(" "))
        else:
            document.add_paragraph(row)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _numbering(document: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{form}"/></w:lvl>'
        for i, (kind, form) in enumerate((_NUMBERS["cn"], _NUMBERS["(1)"]))
    )
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            cell = table.cell(i, j)
            if text == "<":
                table.cell(i, j - 1).merge(cell)
            elif text == "^":
                table.cell(i - 1, j).merge(cell)
            else:
                cell.text = text


def as_xlsx(text: str) -> bytes:
    """A workbook: ``! NAME`` begins a sheet, rows are rows, ``<`` is merged with the cell before."""
    book = Workbook()
    sheet = book.active
    for part in rows_of(text):
        if isinstance(part, str):
            sheet.title = part.removeprefix("! ")
            continue
        for i, row in enumerate(part, 1):
            for j, value in enumerate(row, 1):
                if value == "<":
                    continue
                sheet.cell(i, j, float(value) if value.isdigit() and len(value) < 6 else value)
                last = j + next((k for k, x in enumerate(row[j:]) if x != "<"), len(row) - j)
                if last > j:
                    sheet.merge_cells(f"{get_column_letter(j)}{i}:{get_column_letter(last)}{i}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(text: str) -> bytes:
    """A PDF with a text layer, set by Typst."""
    import manimgx_fonts_cjk

    lines = ['#set text(font: "Noto Sans CJK SC", lang: "zh")']
    for row in rows_of(text):
        if isinstance(row, list):
            cells = ", ".join(f"[{_typst(cell)}]" for line in row for cell in line)
            lines.append(f"#table(columns: {len(row[0])}, {cells})")
        elif row.startswith("# "):
            lines.append(f"= {_typst(row[2:])}")
        else:
            lines.append(_typst(row) + "\n")
    fonts = Path(manimgx_fonts_cjk.__file__).parent
    return typst.compile("\n".join(lines).encode(), font_paths=[str(fonts)])


def _typst(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]=~-])", r"\\\1", text)


def as_html(text: str) -> bytes:
    """Paragraphs and tables as a plain web page."""
    parts = []
    for row in rows_of(text):
        if isinstance(row, list):
            cells = ("".join(f"<td>{escape(c)}</td>" for c in line) for line in row)
            parts.append("<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>")
        else:
            parts.append(f"<p>{escape(row)}</p>")
    return ("<html><body>" + "\n".join(parts) + "</body></html>").encode()
