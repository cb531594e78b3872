"""Sections of a Word document: upright and turned pages, and the cover, all after the base
document's own section (page size, margins, header and footer)."""

from copy import deepcopy
from dataclasses import dataclass

from dutybook.write.word.package import Node, serialized, w
from dutybook.write.word.table import TWIPS, Room


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections a paper may have; ``base`` is the base document's ``w:sectPr``."""

    base: Node

    def element(self, landscape: bool) -> Node:
        """Section properties for upright or turned pages."""
        section = deepcopy(self.base)
        size = section.find(w("pgSz"))
        across, down = sorted((int(size.get(w(side))) for side in ("w", "h")), reverse=landscape)
        size.set(w("w"), str(across))
        size.set(w("h"), str(down))
        size.set(w("orient"), "landscape" if landscape else "portrait")
        return section

    def xml(self, landscape: bool) -> str:
        """The same as text, to stand in a section's last paragraph."""
        return serialized(self.element(landscape))

    def cover(self, landscape: bool) -> str:
        """A cover's: the same page without header and footer."""
        section = self.element(landscape)
        for name in ("headerReference", "footerReference"):
            for reference in section.findall(w(name)):
                section.remove(reference)
        return serialized(section)

    def room(self, landscape: bool) -> Room:
        """Width and height of the text on a page."""
        section = self.element(landscape)
        size, margin = section.find(w("pgSz")), section.find(w("pgMar"))

        def inner(length: str, *sides: str) -> float:
            edges = sum(abs(int(margin.get(w(side)))) for side in sides)
            return (int(size.get(w(length))) - edges) / TWIPS

        return Room(inner("w", "left", "right"), inner("h", "top", "bottom"))
