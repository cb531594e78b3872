"""How a workspace's papers look: its logo, colours and letterhead, from ``documents:`` of
dutybook.yaml, given to every writer as attributes of the document tree's root.

A logo is one drawing for all formats: a PNG is wrapped in an SVG, which each writer shows.
"""

import re
import struct
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from dutybook.files.door import RefusedError, read_bytes, within
from dutybook.finding import DutybookError, Finding
from dutybook.finding.refusal import refusal
from dutybook.model import Organisation
from dutybook.write.tree import Element

_HEIGHT: Final = 9.0
_WIDEST: Final = 60.0
"""Millimetres a logo takes in a page's header."""
_MOST: Final = 2_000_000
_MOST_POINTS: Final = 40_000_000
"""Points of a bitmap: a few bytes may declare so many that no memory holds them."""
_WIDEST_SIDE: Final = 1e6
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_NUMBER: Final = re.compile(r"\s*([\d.]+)")


@dataclass(frozen=True, slots=True)
class Look:
    """Attributes for the root of every paper, and the bytes they were read from."""

    attributes: Mapping[str, str]
    made_from: bytes


def read_look(root: Path, organisation: Organisation) -> Look:
    """The look set in dutybook.yaml; :class:`DutybookError` where a file it names is not there or
    is none that can be used."""
    papers = organisation.documents
    attributes = {f"colour-{name}": value for name, value in sorted(papers.colours.items())}
    kept = [repr(sorted(papers.colours.items())).encode()]
    if papers.logo:
        data = _file(root, organisation, "logo", papers.logo)
        svg, width, height = _drawing(organisation, papers.logo, data)
        attributes |= {"logo": svg, "logo-width": f"{width:g}", "logo-height": f"{height:g}"}
        kept.append(data)
    if papers.letterhead:
        kept.append(_file(root, organisation, "letterhead", papers.letterhead))
        attributes["letterhead"] = papers.letterhead
    return Look(attributes, b"\0".join(kept))


def dressed(tree: Element, look: Look) -> Element:
    """``tree`` with the look's attributes."""
    return replace(tree, attributes={**tree.attributes, **look.attributes})


def logo(tree: Element) -> Element | None:
    """The logo as a figure; its words are the organisation's name."""
    if not tree.get("logo"):
        return None
    size = {"width": tree.get("logo-width"), "height": tree.get("logo-height")}
    return Element("figure", {"svg": tree.get("logo"), "alt": tree.organisation, **size})


def _file(root: Path, organisation: Organisation, key: str, name: str) -> bytes:
    place = organisation.origin.below("documents", key).place
    try:
        data = read_bytes(within(root, name), _MOST)
    except RefusedError as error:
        raise DutybookError(refusal(error, place)) from None
    except OSError as error:
        details = {"file": name, "reason": error.strerror or str(error)}
        raise DutybookError(Finding("look-unreadable", place, details)) from None
    if not data:
        raise DutybookError(Finding("look-unreadable", place, {"file": name, "reason": "∅"}))
    return data


def _drawing(organisation: Organisation, name: str, data: bytes) -> tuple[str, float, float]:
    """The logo as SVG, and its size in a header."""
    try:
        if data.startswith(_PNG):
            across, down = struct.unpack(">II", data[16:24])
            if across * down > _MOST_POINTS:
                raise ValueError(f"{across} × {down} > {_MOST_POINTS}")
            svg = wrapped(data, across, down)
        else:
            svg = data.decode()
            across, down = _size(svg)
        if not (0 < across < _WIDEST_SIDE and 0 < down < _WIDEST_SIDE):
            raise ValueError(f"{across:g} × {down:g}")
        scale = min(_HEIGHT / down, _WIDEST / across)
    except (ValueError, ZeroDivisionError, struct.error, ElementTree.ParseError) as error:
        place = organisation.origin.below("documents", "logo").place
        raise DutybookError(
            Finding("look-logo", place, {"file": name, "reason": str(error)})
        ) from None
    return svg, across * scale, down * scale


def wrapped(png: bytes, across: int, down: int) -> str:
    """A bitmap of so many points as SVG."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    size, image = f'width="{across}" height="{down}"', b64encode(png).decode()
    shown = f'<image {size} xlink:href="data:image/png;base64,{image}"/>'
    return f'<svg {names} viewBox="0 0 {across} {down}" {size}>{shown}</svg>'


def _size(svg: str) -> tuple[float, float]:
    """Width and height an SVG gives itself, from its view box first."""
    _refuse_entities(svg)
    root = ElementTree.fromstring(svg)
    if not root.tag.endswith("svg"):
        raise ValueError(root.tag)
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4:
        return float(box[2]), float(box[3])
    matches = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    if not all(matches):
        raise ValueError("viewBox")
    across, down = (float(match[1]) for match in matches if match)
    return across, down


def _refuse_entities(svg: str) -> None:
    """A drawing that defines entities could grow without end, or read files."""

    def refuse(*_: object) -> None:
        raise ValueError("<!ENTITY")

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(svg, True)
    except expat.ExpatError as error:
        raise ValueError(expat.ErrorString(error.code)) from None
