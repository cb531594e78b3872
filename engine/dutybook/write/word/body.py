"""The document tree as the body of a Word document, block after block."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, zip_longest
from typing import Final

from dutybook.write.estimate import height, is_note, signs
from dutybook.write.theme import contents_depth
from dutybook.write.tree import Element
from dutybook.write.word import run as word_run
from dutybook.write.word.contents import pages
from dutybook.write.word.drawing import Drawings
from dutybook.write.word.paragraph import Flow, Setting, paragraph
from dutybook.write.word.section import Sections
from dutybook.write.word.table import Room, table

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3}
_COVER_TABLE: Final = 0.72
"""Part of the page's width that a table on the cover takes, as in PDF."""
_COVER: Final = {"h1": "Title", "h2": "CoverSubtitle", "h3": "CoverSubtitle"}
_CLASSES: Final = {"subtitle": "Subtitle", "note": "Note"}
_LONG: Final = re.compile(r"[!-~]{16,}")
_CONTROL: Final = re.compile("<w:sdtPr>")


@dataclass(slots=True)
class Body:
    """Collects the blocks' XML, and what other parts of the package must know of them.

    A page break waits (``page_break``) for the paragraph it is a property of; so does a gap after a
    table, which only some blocks need.
    """

    sections: Sections
    flow: Flow
    article: Element
    figures: Drawings = field(default_factory=Drawings)
    parts: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    met: int = 0
    contents: bool = False
    landscape: bool = False
    page_break: bool = False
    after_table: bool = False
    noted: bool = False

    def write(self) -> str:
        """The XML of all the article's blocks."""
        article = self.article
        self.headings = list(_headings(article.children))
        self.landscape = article.landscape
        self.blocks(article.children, Setting(landscape=self.landscape))
        if self.after_table:
            self.gap()
        return _numbered("".join(self.parts))

    def blocks(self, nodes: Sequence[Element | str], place: Setting) -> None:
        """Elements in order; the last of a kept group does not stay with what follows it."""
        elements = [node for node in nodes if isinstance(node, Element)]
        for element, following in zip_longest(elements, elements[1:]):
            inner = replace(place, keep=place.keep and following is not None)
            if element.tag in _HEADINGS and following is not None and following.tag == "nav":
                inner = replace(inner, style="ContentsHeading")
            self.noted = is_note(following) or signs(following)
            self.block(element, inner)

    def block(self, element: Element, place: Setting) -> None:
        """One block, on upright or turned pages as its section wants."""
        if place.landscape != self.landscape and element.tag != "section":
            self.end_section(self.sections.xml(self.landscape))
            self.landscape = place.landscape
        match element.tag:
            case "h1" | "h2" | "h3":
                self.heading(element, place)
            case "p":
                self.paragraph(element, place)
            case "ul" | "ol":
                if self.after_table or self.page_break:
                    self.gap()
                self.add(self.flow.items(element, place))
            case "table":
                self.table(element, place)
            case "figure":
                self.figure(element, place)
            case "nav":
                self.table_of_contents(element)
            case "hr":
                self.rule(element)
            case _:
                self.division(element, place)

    def division(self, element: Element, place: Setting) -> None:
        """A section or div: a new page, a cover, or what belongs together."""
        if element.tag == "section":
            turned = element.orientation if "page" in element.classes else ""
            landscape = turned == "landscape" if turned else place.landscape
            self.page_break |= "page" in element.classes and bool(self.parts)
            self.blocks(element.children, replace(place, landscape=landscape))
        elif "cover" in element.classes:
            self.add(paragraph("", Setting(style="CoverTop"), self.breaks()))
            self.blocks(element.children, replace(place, cover=True, align="center"))
            self.end_section(self.sections.cover(self.landscape))
        else:
            keep = "keep" in element.classes and self.room().fits(
                height(element, self.room().width)
            )
            self.blocks(element.children, replace(place, keep=keep))

    def heading(self, element: Element, place: Setting) -> None:
        text = word_run.runs(element.children)
        if place.cover or place.style:
            style = place.style or _COVER[element.tag]
        else:
            self.met += 1
            style = f"Heading{_HEADINGS[element.tag]}"
            start = f'<w:bookmarkStart w:id="{self.met}" w:name="_Toc{self.met:06}"/>'
            text = f'{start}{text}<w:bookmarkEnd w:id="{self.met}"/>'
        self.add(paragraph(text, Setting(style=style), self.breaks()))

    def paragraph(self, element: Element, place: Setting) -> None:
        named = [_CLASSES[name] for name in sorted(element.classes) if name in _CLASSES]
        align = "right" if "right" in element.classes else place.align
        if not align and not named and _LONG.search(element.text()):
            align = "left"  # justified, the line before a long address would be pulled apart
        self.gap_after_table(keep="Note" in named)
        place = replace(place, style=named[0] if named else "BodyText", align=align)
        self.add(paragraph(word_run.runs(element.children), place, self.breaks()))

    def table(self, element: Element, place: Setting) -> None:
        if self.after_table or self.page_break:
            self.gap()  # Word would join two tables that touch
        room = self.room()
        room = replace(room, width=room.width * _COVER_TABLE) if place.cover else room
        self.add(table(element, room, self.flow.cell, centred=place.cover, noted=self.noted))
        self.after_table = True

    def figure(self, element: Element, place: Setting) -> None:
        self.gap_after_table()
        run = self.figures.run(element, self.room().width)
        self.add(paragraph(run, replace(place, style="", align="center"), self.breaks()))

    def table_of_contents(self, element: Element) -> None:
        """A field that Word fills in on opening, holding the headings until then, with fields for
        their pages, which other programs fill in too."""
        self.contents = True
        depth = contents_depth(element)
        begin, end = word_run.field_ends(f'TOC \\o "1-{depth}" \\h \\z \\u')
        listed = [heading for heading in enumerate(self.headings, 1) if heading[1][0] <= depth]
        on = pages(self.article, self.sections.room, len(listed))
        for i, (level, text) in listed:
            page = word_run.field(f"PAGEREF _Toc{i:06} \\h", str(on[i - 1]))
            words = f"{word_run.run(text)}{word_run.TAB}{page}"
            link = f'<w:hyperlink w:anchor="_Toc{i:06}" w:history="1">{words}</w:hyperlink>'
            self.add(paragraph(begin + link, Setting(style=f"TOC{level}")))
            begin = ""
        self.add(paragraph(begin + end, Setting(style="Gap")))

    def rule(self, element: Element) -> None:
        if "page-break" in element.classes:
            self.page_break = bool(self.parts)
        else:
            self.add(paragraph("", Setting(style="Rule"), self.breaks()))

    def room(self) -> Room:
        """The room on the page that is being written."""
        return self.sections.room(self.landscape)

    def end_section(self, properties: str) -> None:
        """What follows stands in a section of its own, on a new page."""
        self.add(f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{properties}</w:pPr></w:p>')
        self.page_break = False

    def gap_after_table(self, keep: bool = False) -> None:
        """A gap between a table and the words after it, with which it may stay together."""
        if self.after_table and not self.page_break:
            self.gap(keep)

    def gap(self, keep: bool = False) -> None:
        """A small empty paragraph."""
        self.add(paragraph("", Setting(style="Gap", keep=keep), self.breaks()))

    def breaks(self) -> bool:
        """Whether a page break is due, which is now settled."""
        due, self.page_break = self.page_break, False
        return due

    def add(self, xml: str) -> None:
        self.parts.append(xml)
        self.after_table = False


def _numbered(xml: str) -> str:
    """``xml`` with a number for every content control, by which Word tells them apart."""
    numbers = count(1)
    return _CONTROL.sub(lambda found: f'{found[0]}<w:id w:val="{next(numbers)}"/>', xml)


def _headings(nodes: Sequence[Element | str]) -> Iterator[tuple[int, str]]:
    """Level and words of every heading outside a cover and not the table of contents' own."""
    elements = [node for node in nodes if isinstance(node, Element)]
    for element, following in zip_longest(elements, elements[1:]):
        if element.tag not in _HEADINGS:
            if "cover" not in element.classes:
                yield from _headings(element.children)
        elif following is None or following.tag != "nav":
            yield _HEADINGS[element.tag], " ".join(element.text().split())
