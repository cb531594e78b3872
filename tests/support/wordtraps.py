"""Traps of Word and WPS that no schema knows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

Parts = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
DOCUMENT = "word/document.xml"
MOST_LISTS, MOST_COLUMNS = 2000, 63
"""Word prints no figures in lists beyond about 2020, and has no table with more columns."""
LENGTHS = ("w", "h", "val", "left", "right", "hanging", "before", "after", "line", "pos")
MEASURED = {"sz", "szCs", "tcW", "tblW", "gridCol", "pgSz", "pgMar", "ind", "spacing", "trHeight"}


def found(parts: Parts) -> Iterator[str]:
    """All traps of a Word document's parts."""
    for check in (numbers, bookmarks, controls, tables, fields, names, settings, lengths):
        yield from check(parts)


def val(element: Any, name: str = "val") -> str:
    return str(element.get(W + name, ""))


def printed(parts: Parts) -> Iterator[tuple[str, Any]]:
    """The parts that are printed."""
    for name, root in parts.items():
        if name == DOCUMENT or name.startswith(("word/header", "word/footer")):
            yield name, root


def twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def numbers(parts: Parts) -> Iterator[str]:
    """Pictures have one series of numbers in body, headers and footers together."""
    ids = [one.get("id") for _, root in printed(parts) for one in root.iter(DRAWING)]
    yield from (f"picture {one} twice" for one in twice(ids))
    lists = len(list(parts["word/numbering.xml"].iter(f"{W}num")))
    if lists > MOST_LISTS:
        yield f"{lists} lists"


def bookmarks(parts: Parts) -> Iterator[str]:
    body = parts[DOCUMENT]
    starts = list(body.iter(f"{W}bookmarkStart"))
    ends = [val(one, "id") for one in body.iter(f"{W}bookmarkEnd")]
    known = [val(one, "name") for one in starts]
    yield from (f"bookmark {one} twice" for one in twice(val(s, "id") for s in starts))
    yield from (f"bookmark {one} twice" for one in twice(known))
    yield from (f"bookmark {name} too long" for name in known if len(name) > 40)
    if sorted(ends) != sorted(val(one, "id") for one in starts):
        yield "a bookmark without end"
    links = {val(one, "anchor") for one in body.iter(f"{W}hyperlink")}
    links |= {(one.text or "").split()[1] for one in body.iter(f"{W}instrText")
              if (one.text or "").split()[:1] == ["PAGEREF"]}  # fmt: skip
    yield from (f"link to {name}, which is not there" for name in sorted(links - set(known) - {""}))


def controls(parts: Parts) -> Iterator[str]:
    """Content controls are told apart by their numbers, and what they show is their state."""
    boxes = list(parts[DOCUMENT].iter(f"{W}sdt"))
    ids = ["".join(val(one) for one in box.iterfind(f"{W}sdtPr/{W}id")) for box in boxes]
    yield from (f"control {one or 'without number'}" for one in twice([*ids, ""]) if ids)
    if "" in ids:
        yield "a control without number"
    for box in boxes:
        shown = "".join(box.itertext(f"{W}t"))
        ticked = box.find(f".//{W14}checked")
        if ticked is not None and (ticked.get(f"{W14}val") == "1") != (shown == "\u2611"):
            yield f"a box shows {shown!r}"


def tables(parts: Parts) -> Iterator[str]:
    for name, root in printed(parts):
        for i, table in enumerate(root.iter(f"{W}tbl")):
            yield from (f"{name}: table {i}: {what}" for what in _table(table))
        for cell in root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"{name}: a cell without last paragraph"
    body = [one for one in parts[DOCUMENT][0] if one.tag != f"{W}sectPr"]
    if body[-1].tag != f"{W}p":
        yield "no paragraph after the last table"
    for one, following in pairwise(body):
        if one.tag == following.tag == f"{W}tbl":
            yield "two tables touch: Word joins them"


def _table(table: Any) -> Iterator[str]:
    """WPS goes by the grid, Word by the cells: both must say the same."""
    grid = [int(val(one, "w")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    width = table.find(f"{W}tblPr/{W}tblW")
    if not 0 < len(grid) <= MOST_COLUMNS:
        yield f"{len(grid)} columns"
    in_twips = val(width, "type") == "dxa"
    if in_twips and abs(sum(grid) - float(val(width, "w"))) > 1:
        yield f"columns add up to {sum(grid)}, not {val(width, 'w')}"
    above: dict[int, int] = {}
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iterfind(f"{W}tr")]
    if heads != sorted(heads, reverse=True):
        yield "a head below other rows"
    for row in table.iterfind(f"{W}tr"):
        column, merged = 0, {}
        for cell in row.iterfind(f"{W}tc"):
            span = int(val(cell.find(f"{W}tcPr/{W}gridSpan")) if _spans(cell) else 1)
            wide = sum(grid[column : column + span])
            if in_twips and abs(wide - float(val(cell.find(f"{W}tcPr/{W}tcW"), "w"))) > 1:
                yield f"a cell in column {column} is not {wide} wide"
            joined = cell.find(f"{W}tcPr/{W}vMerge")
            if joined is not None:
                merged[column] = span
                if val(joined) != "restart" and above.get(column) != span:
                    yield f"a cell in column {column} goes on from none"
            column += span
        if column != len(grid):
            yield f"a row of {column} columns in a grid of {len(grid)}"
        above = merged


def _spans(cell: Any) -> bool:
    return cell.find(f"{W}tcPr/{W}gridSpan") is not None


def fields(parts: Parts) -> Iterator[str]:
    """Every field begins, says its command, separates and ends, one within another."""
    for name, root in printed(parts):
        open_fields: list[str] = []
        for mark in root.iter(f"{W}fldChar", f"{W}instrText"):
            kind = val(mark, "fldCharType")
            if kind == "begin":
                open_fields.append("begin")
            elif not open_fields:
                yield f"{name}: {kind or 'a command'} outside any field"
            elif kind == "end":
                open_fields.pop()
            elif kind == "separate":
                open_fields[-1] = "separate"
            elif open_fields[-1] != "begin":
                yield f"{name}: a command among a field's words"
        if open_fields:
            yield f"{name}: a field without end"


def names(parts: Parts) -> Iterator[str]:
    """What is named is defined: styles, lists, fonts."""
    styles = [val(one, "styleId") for one in parts["word/styles.xml"].iter(f"{W}style")]
    lists = {val(one, "numId") for one in parts["word/numbering.xml"].iter(f"{W}num")}
    yield from (f"style {one} twice" for one in twice(styles))
    for name, root in printed(parts):
        for tag in ("pStyle", "rStyle", "tblStyle"):
            used = {val(one) for one in root.iter(W + tag)}
            yield from (f"{name}: no style {one}" for one in sorted(used - set(styles)))
        used = {val(one) for one in root.iter(f"{W}numId")}
        yield from (f"{name}: no list {one}" for one in sorted(used - lists))
    known = {val(one, "name") for one in parts["word/fontTable.xml"].iter(f"{W}font")}
    fonts = [one for root in (parts["word/styles.xml"], parts[DOCUMENT]) for one in root.iter(f"{W}rFonts")]  # fmt: skip
    used = {name for one in fonts for key, name in one.items() if not key.endswith("hint")}
    yield from (f"font {one} is not in the table" for one in sorted(used - known))


def settings(parts: Parts) -> Iterator[str]:
    """Without its mode Word opens a document as one of 2007; without a font for Chinese it takes
    that of the computer."""
    modes = [val(one) for one in parts["word/settings.xml"].iter(f"{W}compatSetting")
             if val(one, "name") == "compatibilityMode"]  # fmt: skip
    if modes != ["15"]:
        yield f"compatibility mode {modes}"
    default = parts["word/styles.xml"].find(f"{W}docDefaults//{W}rFonts")
    if default is None or not all(val(default, s) for s in ("ascii", "hAnsi", "eastAsia", "cs")):
        yield "no font for every script"
    said = [one.tag for one in parts["docProps/core.xml"]]
    yield from (f"{one} twice" for one in twice(said))


def lengths(parts: Parts) -> Iterator[str]:
    """Word refuses lengths that are no whole numbers."""
    for name, root in parts.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        for element in root.iter(*(W + one for one in MEASURED)):
            for key in LENGTHS:
                if not val(element, key).lstrip("-").isdigit() and val(element, key):
                    yield f"{name}: {key}={val(element, key)}"
