"""How tall something will be on paper, roughly: enough to tell a row that fits a page from one that
must be allowed to break."""

import re
from dataclasses import replace
from math import ceil
from unicodedata import east_asian_width

from dutybook.write.grid import Cell, Grid, Row, grid, number
from dutybook.write.tree import Element

EM = 3.6
"""Width of a Chinese character in millimetres."""
PADDING = 3.0
"""Space inside a cell, left and right or above and below, in millimetres."""
_LINE = 5.8
NARROW = 7.0
"""A column below this width has small figures and hardly a margin: the days of a month."""
NARROW_PADDING = 0.8
_HEADLESS, _SIGNATURES = 0.35, 0.5  # kept on one page are tables up to these parts of it
_LONG = re.compile(r"[!-~]{13,}")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
_ALPHABETS = "\u0590"
"""From here on are scripts the shipped fonts lack (Hebrew, Arabic, Thai, …), and wide ones."""
_RUNNING = 0.5
"""Width of a Latin letter in running text, where narrow ones and spaces make up for wide ones."""
_RAGGED = 0.35
"""What breaking at joints adds to a long word's width."""
_BLOCKS = frozenset({"p", "li", "ul", "ol", "h1", "h2", "h3", "table", "div"})


def text_width(text: str) -> float:
    """Width of ``text`` on one line, in Chinese characters; where no font has a letter, a box as
    wide as a Chinese character stands in its place."""
    return _width(text, 0.55)


def running_width(text: str) -> float:
    """The same of a running text, whose letters are narrower on average."""
    return _width(text, _RUNNING)


def _width(text: str, letter: float) -> float:
    return sum(1.0 if c > _ALPHABETS or east_asian_width(c) in "WFA" else letter for c in text)


def wider_word(text: str, width: float) -> bool:
    """Whether some Latin word of ``text`` is wider than a line of ``width`` millimetres."""
    return any(text_width(word) * EM > width for word in _WORD.findall(text))


def height(element: Element, width: float) -> float:
    """Height in millimetres of ``element`` set ``width`` millimetres wide."""
    if element.tag == "figure":
        return number(element, "height", 90)
    if element.tag == "table":
        table = grid(element)
        return sum(row_height(row, table, width) for row in table.rows)
    blocks = [child for child in element.elements if child.tag in _BLOCKS]
    inline = "".join(
        c if isinstance(c, str) else c.text() for c in element.children if c not in blocks
    )
    indent = 5.0 if element.tag in ("ul", "ol") else 0.0
    return _lines(inline, width) * _LINE + sum(
        height(block, width - indent) + 1.0 for block in blocks
    )


def row_height(row: Row, table: Grid, width: float) -> float:
    """Height of a table's row; a cell over several rows adds its part of each."""
    tallest = float(row.element.get("height") or 0)
    for cell in row.cells:
        share = sum(table.shares[cell.column : cell.column + cell.columns])
        tall = height(cell.element, inner_width(width * share)) + PADDING
        tallest = max(tallest, tall / cell.rows)
    return tallest


def _lines(text: str, width: float) -> int:
    """How many lines ``text`` takes; long words break at their joints, which leaves lines short."""
    per_line = max(width / EM, 1.0)
    lines = text.split("\n") if text else []
    wide = (
        running_width(line) + sum(text_width(word) * _RAGGED for word in _LONG.findall(line))
        for line in lines
    )
    return sum(ceil(max(one, 0.1) / per_line) for one in wide)


def stays_whole(table: Element, width: float, page: float) -> bool:
    """Whether ``table`` is kept on one page: boxes to sign in and small grids are."""
    if "signatures" in table.classes:
        return height(table, width) <= page * _SIGNATURES
    headless = not any(part.tag == "thead" for part in table.elements)
    return headless and height(table, width) <= page * _HEADLESS


def signs(node: Element | str | None) -> bool:
    """Whether ``node`` is kept together and holds the boxes to sign: what is signed stands above
    it, and its end stays with them."""
    if not isinstance(node, Element) or "keep" not in node.classes:
        return False
    return any("signatures" in one.classes for one in node.elements)


def is_note(node: Element | str | None) -> bool:
    """Whether ``node`` is small print, which belongs to what stands above it."""
    return isinstance(node, Element) and node.tag == "p" and "note" in node.classes


def lone_blank(item: Element) -> bool:
    """Whether a list's ``item`` is nothing but a line to write on, which then needs its height."""
    return len(item.children) == len(item.elements) == 1 and "blank" in item.elements[0].classes


def inner_width(width: float) -> float:
    """What a cell ``width`` wide has for its words."""
    return max(width - (NARROW_PADDING if width < NARROW else PADDING), 1.0)


def balanced(cell: Cell, width: float) -> Element:
    """The cell's element; a Chinese label a little too long for its column is split in the middle,
    not after its last but one character."""
    element, text = cell.element, cell.element.text()
    is_label = element.tag == "th" or "label" in element.classes
    if (
        not is_label
        or not all(east_asian_width(c) == "W" for c in text)
        or len(element.children) != 1
    ):
        return element
    lines = ceil(len(text) * EM / max(width, EM))
    if not 1 < lines <= 3 or len(text) > 9:
        return element
    size = ceil(len(text) / lines)
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    children = [child for piece in pieces for child in (Element("br"), piece)][1:]
    return replace(element, children=tuple(children))
