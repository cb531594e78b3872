"""On which page of a Word document each heading will be, roughly.

Only Word knows where its pages end. The page numbers in the table of contents are fields that Word
and WPS fill in when they update the document; until then, and in viewers that never do, they show
what is worked out here: within a page where chapters begin on new pages, as a manual's do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from dutybook.write.estimate import height, row_height, stays_whole
from dutybook.write.grid import grid
from dutybook.write.theme import contents_headings
from dutybook.write.tree import Element
from dutybook.write.word.table import Room

_HEADINGS: Final = {"h1": 14.0, "h2": 11.0, "h3": 9.0}
"""Height of a heading's line with the space around it, in millimetres."""
_ENTRY: Final = 7.0  # a line of the contents
_GAP: Final = 2.5  # after a table, a paragraph, a picture
_CHINESE, _LATIN = 0.95, 0.86
"""What text takes of the estimated height, which is meant to be rather too much than too little; by
LibreOffice's pages of the example's manuals in three languages."""


def pages(article: Element, room: Callable[[bool], Room], lines: int) -> list[int]:
    """The page of each heading that a table of contents may list, in order. ``room`` gives the
    text's room on turned pages or upright ones; the contents themselves take ``lines`` lines."""
    turned = article.landscape
    scale = _CHINESE if article.get("lang").startswith("zh") else _LATIN
    walk = _Walk(room, lines, set(map(id, contents_headings(article))), turned, scale)
    return list(walk.blocks(article))


@dataclass(slots=True)
class _Walk:
    """Goes down the pages: ``used`` millimetres of page ``page``, which is ``turned`` or not; what
    stands there is ``scale`` times as tall as estimated."""

    room: Callable[[bool], Room]
    lines: int
    unlisted: set[int]
    turned: bool
    scale: float
    page: int = 1
    used: float = 0.0

    def blocks(self, parent: Element) -> Iterator[int]:
        for element in parent.elements:
            if element.tag in _HEADINGS:
                yield from self._heading(element)
            elif element.tag == "hr":
                self._new_page()
            elif element.tag == "nav":
                self._take(self.lines * _ENTRY)
            elif "cover" in element.classes:
                self.used = 1.0
                self._new_page()
            elif element.tag in ("section", "div"):
                yield from self._division(element)
            elif element.tag == "table":
                self._table(element)
            else:
                tall = height(element, self.room(self.turned).width)
                self._take(tall * self.scale + _GAP)

    def _division(self, element: Element) -> Iterator[int]:
        before = self.turned
        if "page" in element.classes:
            self._new_page()
            wanted = element.orientation
            self.turned = wanted == "landscape" if wanted else before
        elif "keep" in element.classes:
            room = self.room(self.turned)
            tall = height(element, room.width) * self.scale
            if room.fits(tall) and self.used + tall > room.height:
                self._new_page()
        yield from self.blocks(element)
        if self.turned != before:
            self._new_page()
            self.turned = before

    def _table(self, element: Element) -> None:
        """Row by row: one that does not fit goes to the next page, below the head once more."""
        room, table = self.room(self.turned), grid(element)
        rows = [(row_height(row, table, room.width) * self.scale, row.head) for row in table.rows]
        whole = stays_whole(element, room.width, room.height)
        if whole and self.used + sum(tall for tall, _ in rows) > room.height:
            self._new_page()
        head = sum(tall for tall, is_head in rows if is_head)
        for tall, is_head in rows:
            if room.fits(tall) and self.used + tall > room.height:
                self._new_page()
                self._take(0.0 if is_head else head)
            self._take(tall)
        self._take(_GAP)

    def _heading(self, element: Element) -> Iterator[int]:
        tall = _HEADINGS[element.tag]
        if self.used + 2 * tall > self.room(self.turned).height:
            self._new_page()
        if id(element) not in self.unlisted:
            yield self.page
        self._take(tall)

    def _new_page(self) -> None:
        if self.used:
            self.page, self.used = self.page + 1, 0.0

    def _take(self, tall: float) -> None:
        full = self.room(self.turned).height
        more, self.used = divmod(self.used + tall, full)
        self.page += int(more)
