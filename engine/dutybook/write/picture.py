"""Drawings for writers that cannot show SVG themselves, or not everywhere."""

import struct
from base64 import b64encode
from dataclasses import replace
from functools import lru_cache
from typing import Final, cast

from dutybook.finding import DutybookError, Finding, Place
from dutybook.worker.pool import LimitError
from dutybook.write import fonts
from dutybook.write.grid import number
from dutybook.write.look import wrapped
from dutybook.write.tree import Element
from dutybook.write.typesetter import TYPESETTER

_PPI: Final = 200
_SHEET: Final = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1mm)"""


def size(figure: Element) -> tuple[float, float]:
    """Width and height of a ``figure`` in millimetres."""
    return number(figure, "width", 160), number(figure, "height", 90)


def png(figure: Element) -> bytes:
    """The drawing as PNG, always the same bytes."""
    try:
        return _kept(figure.svg, size(figure)[0])
    except (RuntimeError, LimitError) as error:
        template, _, line = figure.at.rpartition(":")
        reason = getattr(error, "message", str(error))
        place = Place(template, int(line or 0), 1 if line else 0)
        raise DutybookError(Finding("figure-failed", place, {"reason": reason})) from None


def flat(figure: Element) -> Element:
    """``figure`` with its drawing as a bitmap within an SVG: for writers that can show a drawing,
    but not all of its letters."""
    data = png(figure)
    svg = wrapped(data, *struct.unpack(">II", data[16:24]))
    return replace(figure, attributes={**figure.attributes, "svg": svg})


@lru_cache(maxsize=128)
def _kept(svg: str, width: float) -> bytes:
    """Kept, because a manual is made again with the same drawings whenever one post changes."""
    return TYPESETTER.call(_drawn, svg, width)


def _drawn(svg: str, width: float) -> bytes:
    import typst

    compiler = typst.Compiler(font_paths=fonts.book())
    inputs = {"svg": svg, "width": str(width)}
    drawn = compiler.compile(_SHEET.encode(), sys_inputs=inputs, format="png", ppi=_PPI)
    return cast(bytes, drawn)


def data_uri(figure: Element) -> str:
    """The drawing as an address that holds it: an image runs no script and fetches nothing."""
    return "data:image/svg+xml;base64," + b64encode(figure.svg.encode()).decode()
