"""Drawings in Word: the vector picture, with a bitmap for programs that show no SVG."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from dutybook.write.picture import png, size
from dutybook.write.tree import Element
from dutybook.write.word.package import Node, Package

_EMU: Final = 36_000  # in a millimetre
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SVG: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_NO_RELATIONS: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_TYPES: Final = "[Content_Types].xml"
_KINDS: Final = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(slots=True)
class Drawings:
    """The drawings of a ``part`` of a document (its body, a header): each stands there and in two
    parts of the package, called ``name`` and a number."""

    met: list[Element] = field(default_factory=list)
    part: str = "document"
    name: str = "figure"

    def run(self, figure: Element, widest: float) -> str:
        """The run that shows ``figure``, at most ``widest`` millimetres wide."""
        self.met.append(figure)
        number = len(self.met)
        width, height = size(figure)
        scale = min(widest / width, 1.0)
        extent = f'cx="{round(width * scale * _EMU)}" cy="{round(height * scale * _EMU)}"'
        named = f'id="{number}" name="{self.name}{number}" descr={quoteattr(figure.alt)}'
        picture = f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{self.name}{number}svg"/>'
        vector = (
            '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            f"{picture}</a:ext></a:extLst>"
        )
        blip = f'<a:blip xmlns:r="{_R}" r:embed="{self.name}{number}png">{vector}</a:blip>'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
            f'xmlns:wp="{_A}/wordprocessingDrawing"><wp:extent {extent}/><wp:docPr {named}/>'
            f'<a:graphic xmlns:a="{_A}/main"><a:graphicData uri="{_A}/picture">'
            f'<pic:pic xmlns:pic="{_A}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
            f"</pic:nvPicPr><pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch>"
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )

    def put_into(self, package: Package) -> None:
        """Add the pictures' parts, and what names them."""
        if not self.met:
            return
        types, relations = package.xml(_TYPES), self._relations(package)
        known = {default.get("Extension") for default in types}
        for form in sorted(_KINDS.keys() - known):
            _append(types, "Default", 0, Extension=form, ContentType=_KINDS[form])
        for name, data in self._parts():
            package.parts[f"word/media/{name}"] = data
            about = {"Type": f"{_R}/image", "Target": f"media/{name}"}
            _append(relations, "Relationship", len(relations), Id=name.replace(".", ""), **about)

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        for number, figure in enumerate(self.met, 1):
            yield f"{self.name}{number}.png", png(figure)
            yield f"{self.name}{number}.svg", figure.svg.encode()

    def _relations(self, package: Package) -> Node:
        name = f"word/_rels/{self.part}.xml.rels"
        package.parts.setdefault(name, _NO_RELATIONS)
        return package.xml(name)


def _append(parent: Node, tag: str, place: int, **attributes: str) -> None:
    """A new element in its parent's own namespace."""
    namespace = parent.tag.partition("}")[0] + "}"
    parent.insert(place, parent.makeelement(namespace + tag, attributes))
