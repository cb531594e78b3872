"""Paragraphs as WordprocessingML: in the body, in the cells of tables and in lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from dutybook.write.estimate import lone_blank
from dutybook.write.grid import number
from dutybook.write.tree import Element
from dutybook.write.word import run as word_run
from dutybook.write.word.run import Style

_BLOCKS: Final = frozenset({"p", "ul", "ol"})
_DEEPEST: Final = 2
_WRITING: Final = 200  # above a line to write on, in twentieths of a point
_INDENT: Final = 340  # of a list's level, in twentieths of a point, as in the base document


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a block: style and alignment, and whether it stays with what follows.

    ``item`` is the list (``w:numId``) whose bullet or figure the next paragraph carries, ``level``
    how deep in lists it stands; ``before`` is room above it, in twentieths of a point.
    """

    style: str = ""
    align: str = ""
    keep: bool = False
    strong: bool = False
    cover: bool = False
    landscape: bool = False
    item: int = 0
    level: int = 0
    before: int = 0


def paragraph(inside: str, place: Setting, page_break: bool = False) -> str:
    """``w:p``; its properties in the order the schema wants."""
    level = min(place.level - 1, _DEEPEST)
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{place.item}"/></w:numPr>'
    properties = [
        f'<w:pStyle w:val="{place.style}"/>' if place.style else "",
        "<w:keepNext/>" if place.keep else "",
        "<w:pageBreakBefore/>" if page_break else "",
        numbered if place.item else "",
        f'<w:spacing w:before="{place.before}"/>' if place.before else "",
        f'<w:ind w:left="{_INDENT * place.level}"/>' if place.level and not place.item else "",
        f'<w:jc w:val="{place.align}"/>' if place.align else "",
    ]
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{inside}</w:p>"


@dataclass(slots=True)
class Flow:
    """Writes the paragraphs of cells and lists. ``bullets`` is the base document's list of bullets;
    every numbered list is a list of its own, from ``numbers`` on, for which ``starts`` keeps the
    level and the first figure."""

    bullets: int
    numbers: int
    starts: list[tuple[int, int]] = field(default_factory=list)

    def cell(self, element: Element, place: Setting) -> str:
        """What stands in a table's cell: at least one paragraph."""
        return "".join(self.paragraphs(element.children, place)) or paragraph("", place)

    def items(self, element: Element, place: Setting) -> str:
        """A list's paragraphs."""
        kind = self.bullets
        if element.tag == "ol":
            kind = self.numbers + len(self.starts)
            self.starts.append((min(place.level, _DEEPEST), int(number(element, "start", 1))))
        style = place.style or "ListParagraph"
        inner = replace(place, style=style, level=place.level + 1, item=kind)
        places = ((i, replace(inner, before=_WRITING * lone_blank(i))) for i in element.elements)
        return "".join(p for item, at in places for p in self.paragraphs(item.children, at))

    def paragraphs(self, nodes: Iterable[Element | str], place: Setting) -> Iterator[str]:
        """Runs of words between blocks become paragraphs; the first carries the item's bullet."""
        for is_block, group in groupby(nodes, _is_block):
            for piece in group if is_block else [Element("p", children=tuple(group))]:
                assert isinstance(piece, Element)
                if piece.tag == "p":
                    style = Style(strong=place.strong)
                    yield paragraph(word_run.runs(piece.children, style), place)
                else:
                    yield self.items(piece, replace(place, item=0))
                place = replace(place, item=0)


def _is_block(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag in _BLOCKS
