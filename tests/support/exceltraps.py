"""Traps of Excel that no schema knows: each makes it offer to repair the workbook."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

Parts = dict[str, Any]
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LATER = re.compile(
    r"(?<![.\w])(IFS|MAXIFS|MINIFS|SWITCH|TEXTJOIN|CONCAT|XLOOKUP|FILTER|SORT|SORTBY|UNIQUE|LET|LAMBDA|SEQUENCE|DAYS|IFNA|NUMBERVALUE|ISOWEEKNUM)\("
)
"""Functions that Excel knows in a file by another name only (``_xlfn.…``)."""
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
NAME = re.compile(r"(?:_xlnm\.)?[^\W\d][\w.]*")


def found(parts: Parts) -> Iterator[str]:
    """All traps of a workbook's parts."""
    yield from _book(parts["xl/workbook.xml"])
    styles = len(list(parts["xl/styles.xml"].find(f"{S}cellXfs")))
    for name, root in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            checks = (_cells(root, styles), _formulas(root), _merges(root), _limits(root))
            yield from (f"{name}: {what}" for check in checks for what in check)
    if "xl/sharedStrings.xml" in parts:
        for one in parts["xl/sharedStrings.xml"]:
            if len("".join(one.itertext(f"{S}t"))) > 32_767:
                yield "a cell's text is too long"


def _book(book: Any) -> Iterator[str]:
    sheets = [one.get("name") for one in book.iter(f"{S}sheet")]
    for name in sheets:
        if (
            not 0 < len(name) <= 31
            or re.search(r"[\[\]:*?/\\]", name)
            or "'" in name[:1] + name[-1:]
        ):
            yield f"sheet {name!r}"
    if len({name.casefold() for name in sheets}) < len(sheets):
        yield "two sheets of one name"
    defined = [(one.get("name"), one.get("localSheetId")) for one in book.iter(f"{S}definedName")]
    yield from (f"name {one}" for one, times in Counter(defined).items() if times > 1)
    yield from (f"name {name!r}" for name, _ in defined if not NAME.fullmatch(name))


def _cells(sheet: Any, styles: int) -> Iterator[str]:
    rows = [int(row.get("r")) for row in sheet.iter(f"{S}row")]
    if any(one >= following for one, following in pairwise(rows)):
        yield "rows out of order"
    for row in sheet.iter(f"{S}row"):
        places = [coordinate_to_tuple(cell.get("r")) for cell in row]
        if any(at[0] != int(row.get("r")) for at in places) or sorted(set(places)) != places:
            yield f"cells of row {row.get('r')} out of order"
        if any(int(cell.get("s", 0)) >= styles for cell in row):
            yield f"a cell of row {row.get('r')} has a style that is not there"


def _formulas(sheet: Any) -> Iterator[str]:
    tags = (f"{S}f", f"{S}formula", f"{S}formula1", f"{S}formula2")
    for text in (one.text or "" for one in sheet.iter(*tags)):
        bare = QUOTED.sub('""', text)
        if len(text) > 8192 or any(len(words) > 255 for words in QUOTED.findall(text)):
            yield f"too long: {text[:60]}"
        if text.startswith("=") or bare.count("(") != bare.count(")"):
            yield f"no formula: {text[:60]}"
        yield from (f"{name}() without prefix" for name in LATER.findall(bare))


def _merges(sheet: Any) -> Iterator[str]:
    areas = [range_boundaries(one.get("ref")) for one in sheet.iter(f"{S}mergeCell")]
    for one, other in combinations(areas, 2):
        if one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]:
            yield f"merged areas overlap: {one} {other}"


def _limits(sheet: Any) -> Iterator[str]:
    """Lengths that Excel's own dialogues allow, and no more."""
    most = {"prompt": 255, "error": 255, "promptTitle": 32, "errorTitle": 32}
    for rule in sheet.iter(f"{S}dataValidation"):
        yield from (
            f"{key} too long" for key, limit in most.items() if len(rule.get(key, "")) > limit
        )
        if not rule.get("sqref"):
            yield "a check of no cell"
    for words in sheet.iter(f"{S}oddHeader", f"{S}oddFooter"):
        if len(words.text or "") > 255:
            yield "header or footer too long"
