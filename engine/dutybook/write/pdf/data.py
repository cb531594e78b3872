"""The document tree as the Typst theme receives it: plain data, with what layout must know."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from dutybook.write.estimate import (
    EM,
    NARROW,
    balanced,
    height,
    inner_width,
    is_note,
    lone_blank,
    row_height,
    signs,
    stays_whole,
    text_width,
    wider_word,
)
from dutybook.write.grid import Cell, Grid, Row, grid, number
from dutybook.write.pdf.text import boxed, long_word, replaced, wrapping
from dutybook.write.theme import contents_depth
from dutybook.write.tree import Element

Node = dict[str, Any] | str
PORTRAIT: Final = (174.0, 255.0)
"""Width and height of the text on an upright page, in millimetres."""
_WITH_NOTE: Final = 0.4
"""A table up to this part of a page goes to the next with the note below it; a longer one would
leave too much of a page empty."""
_AIR: Final = 8.0
"""What the estimate of boxes to sign leaves out: the air around a heading and below a table."""
_WHOLE: Final = 0.7
"""What may take more than this part of a page is allowed to break: the estimate is rough."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where a node stands: the width it has and the page's height in millimetres."""

    width: float
    page: float
    cover: bool = False


def body(tree: Element, unprintable: frozenset[str]) -> list[Node]:
    """The nodes of ``tree``; characters in ``unprintable`` become boxes that show their code."""
    english = tree.get("lang") == "en"
    return _Builder(unprintable, english).children(tree, _page(tree.landscape))


def _page(landscape: bool) -> Room:
    across, down = PORTRAIT
    return Room(down, across) if landscape else Room(across, down)


class _Builder:
    """Turns elements to nodes in document order; remembers the last heading's level, for a PDF's
    outline must not skip one."""

    def __init__(self, unprintable: frozenset[str], hyphenated: bool) -> None:
        self.unprintable = unprintable
        self.hyphenated = hyphenated
        self.level = 0

    def children(self, element: Element, room: Room) -> list[Node]:
        nodes: list[Node] = []
        for child, following in zip_longest(element.children, element.children[1:], fillvalue=""):
            if isinstance(child, str):
                nodes += boxed(wrapping(child, room.width, self.hyphenated), self.unprintable)
            else:
                nodes.append(self.node(child, room, following))
        return nodes

    def node(self, element: Element, room: Room, following: Element | str) -> Node:
        attributes: dict[str, Any] = dict(element.attributes)
        if element.tag == "table":
            return {"tag": "table", **self.table(element, room, following)}
        if element.tag in ("h1", "h2", "h3"):
            attributes |= self.heading(element, room, following)
        elif element.tag == "div":
            attributes["whole"] = "keep" in element.classes and _fits(
                height(element, room.width), room
            )
            room = Room(room.width, room.page, cover="cover" in element.classes)
        elif element.tag == "section" and "page" in element.classes and element.orientation:
            attributes["landscape"] = element.landscape
            room = _page(attributes["landscape"])
        elif element.tag == "li" and lone_blank(element):
            attributes["blank"] = True
        elif element.tag in ("p", "li") and long_word(element):
            attributes["loose"] = True  # justified, the line before a long address is pulled apart
        elif element.tag == "figure":
            attributes["room"] = room.width
            attributes["svg"] = replaced(element.svg, self.unprintable)
        elif element.tag == "nav":
            attributes["depth"] = contents_depth(element)
        elif element.tag == "span":
            attributes = self.span(element, room)
        return {
            "tag": element.tag,
            "attributes": attributes,
            "children": self.children(element, room),
        }

    def heading(self, element: Element, room: Room, following: Element | str) -> dict[str, Any]:
        if room.cover:
            return {"cover": True}
        self.level = min(int(element.tag[1]), self.level + 1)
        before_contents = isinstance(following, Element) and following.tag == "nav"
        return {"level": self.level, "outlined": not before_contents}

    def span(self, element: Element, room: Room) -> dict[str, Any]:
        if "blank" in element.classes:
            most = max(room.width / EM - 1, 1.0)
            return {"class": "blank", "width": str(min(number(element, "width", 8), most))}
        too_long = "nowrap" in element.classes and text_width(element.text()) * EM > room.width
        return {} if too_long else dict(element.attributes)

    def table(self, element: Element, room: Room, following: Element | str) -> dict[str, Any]:
        table = grid(element)
        parts = [
            ("thead", [r for r in table.rows if r.head]),
            ("tbody", [r for r in table.rows if not r.head]),
        ]
        whole = stays_whole(element, room.width, room.page)
        attributes = {"class": element.get("class"), "tracks": list(table.shares), "whole": whole}
        if is_note(following) and height(element, room.width) <= room.page * _WITH_NOTE:
            attributes["sticky"] = True
        tied = [] if whole else self.tied(table, room)
        if tied and isinstance(following, Element) and signs(following):
            attributes["reserve"] = height(following, room.width) + _AIR
        if tied:
            attributes["tied"] = tied
        return {
            "attributes": attributes,
            "children": [{"tag": tag, "children": [self.row(r, table, room) for r in rows]}
                         for tag, rows in parts if rows],
        }  # fmt: skip

    def tied(self, table: Grid, room: Room) -> list[int]:
        """The first row of the body and the last but one, where the last must not be left alone on
        a page (a total most of all): the last two then stay together."""
        body = [row for row in table.rows if not row.head]
        last = body[-2:]
        if len(last) < 2 or last[0].continued or last[1].continued:
            return []
        tall = sum(row_height(row, table, room.width) for row in last)
        return [body[0].index, last[0].index] if _fits(tall, room) else []

    def row(self, row: Row, table: Grid, room: Room) -> Node:
        breakable = not _fits(row_height(row, table, room.width), room)
        tall = number(row.element, "height", 0)
        cells = [self.cell(cell, table, room, breakable or cell.rows > 1) for cell in row.cells]
        attributes = {"index": row.index} | ({"height": tall} if tall else {})
        return {"tag": "tr", "attributes": attributes, "children": cells}

    def cell(self, cell: Cell, table: Grid, room: Room, breakable: bool) -> Node:
        share = sum(table.shares[cell.column : cell.column + cell.columns])
        width = room.width * share
        inner = Room(inner_width(width), room.page)
        spans = {
            "narrow": width < NARROW,
            "column": cell.column,
            "columns": cell.columns,
            "rows": cell.rows,
            "breakable": breakable,
            "hyphenate": wider_word(cell.element.text(), inner.width),
        }
        element = balanced(cell, inner.width)
        attributes = {"align": element.align or None, "class": element.get("class"), **spans}
        return {
            "tag": element.tag,
            "attributes": attributes,
            "children": self.children(element, inner),
        }


def _fits(tall: float, room: Room) -> bool:
    return tall <= room.page * _WHOLE
