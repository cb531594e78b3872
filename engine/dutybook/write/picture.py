"""Drawings for writers that cannot show SVG themselves, or not everywhere."""

from base64 import b64encode
from typing import Final, cast

from dutybook.finding import DutybookError, Finding, Place
from dutybook.write import fonts
from dutybook.write.grid import number
from dutybook.write.tree import Element

_PPI: Final = 200
_SHEET: Final = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1mm)"""


def size(figure: Element) -> tuple[float, float]:
    """Width and height of a ``figure`` in millimetres."""
    return number(figure, "width", 160), number(figure, "height", 90)


def png(figure: Element) -> bytes:
    """The drawing as PNG, always the same bytes."""
    import typst

    compiler = typst.Compiler(font_paths=fonts.book())
    inputs = {"svg": figure.get("svg"), "width": str(size(figure)[0])}
    try:
        return cast(
            bytes, compiler.compile(_SHEET.encode(), sys_inputs=inputs, format="png", ppi=_PPI)
        )
    except RuntimeError as error:
        template, _, line = figure.at.rpartition(":")
        reason = getattr(error, "message", str(error))
        place = Place(template, int(line or 0), 1 if line else 0)
        raise DutybookError(Finding("figure-failed", place, {"reason": reason})) from None


def data_uri(figure: Element) -> str:
    """The drawing as an address that holds it: an image runs no script and fetches nothing."""
    return "data:image/svg+xml;base64," + b64encode(figure.get("svg").encode()).decode()
