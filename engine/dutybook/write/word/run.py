"""Words within a paragraph as WordprocessingML: the only place where text becomes XML."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from dutybook.write.grid import number
from dutybook.write.tree import Element
from dutybook.write.word.script import Script, pieces

_FULL_SPACE, _NO_BREAK_SPACE = "\u3000", "\u00a0"
_BOX: Final = {False: "\u2610", True: "\u2611"}
_BOX_FONT: Final = "Segoe UI Symbol"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of words looks, beyond its paragraph's style."""

    strong: bool = False
    emphasis: bool = False
    muted: bool = False
    underline: bool = False
    no_break: bool = False

    def properties(self, text: str, script: Script) -> str:
        """``w:rPr``, its children in the order the schema wants."""
        slanted = self.emphasis and not any(east_asian_width(c) in "WF" for c in text)
        parts = [
            '<w:rStyle w:val="Strong"/>' if self.strong else "",
            '<w:rStyle w:val="Emphasis"/>' if self.emphasis and not self.strong else "",
            script.fonts,
            "<w:i/>" if slanted else "",
            '<w:color w:val="666666"/>' if self.muted else "",
            '<w:u w:val="single"/>' if self.underline else "",
            "<w:rtl/>" if script.right_to_left else "",
        ]
        inside = "".join(parts)
        return f"<w:rPr>{inside}</w:rPr>" if inside else ""


PLAIN: Final = Style()


def runs(nodes: Iterable[Element | str], style: Style = PLAIN) -> str:
    """The runs of ``nodes``."""
    return "".join(
        run(node, style) if isinstance(node, str) else _element(node, style) for node in nodes
    )


def run(text: str, style: Style = PLAIN) -> str:
    """``text`` as runs: one, but for letters of other scripts."""
    if style.no_break:
        text = text.replace(" ", _NO_BREAK_SPACE)
    return "".join(
        f"<w:r>{style.properties(piece, script)}"
        f'<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece, script in pieces(text)
    )


TAB = "<w:r><w:tab/></w:r>"


def field(code: str, shown: str) -> str:
    """A field that Word fills in; ``shown`` until it has."""
    begin, end = field_ends(code)
    return begin + run(shown) + end


def field_ends(code: str) -> tuple[str, str]:
    """What stands before and after the words of a field."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    command = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return begin + command + separate, end


def _element(element: Element, style: Style) -> str:
    if element.tag == "br":
        return "<w:r><w:br/></w:r>"
    if element.tag == "input":
        return _check_box("checked" in element.attributes)
    if element.tag == "strong":
        return runs(element.children, replace(style, strong=True))
    if element.tag == "em":
        return runs(element.children, replace(style, emphasis=True))
    return _span(element, style)


def _span(element: Element, style: Style) -> str:
    if "blank" in element.classes:
        return _blank(element, replace(style, underline=True))
    style = replace(
        style,
        muted=style.muted or "muted" in element.classes,
        no_break=style.no_break or "nowrap" in element.classes,
    )
    return runs(element.children, style)


def _blank(element: Element, style: Style) -> str:
    """A line to write on: underlined spaces, each as wide as a Chinese character, around what
    already stands on it."""
    filled = sum(1.0 if east_asian_width(c) in "WF" else 0.5 for c in element.text())
    spaces = max(round(number(element, "width", 8) - filled), 2)
    before, after = spaces // 2, spaces - spaces // 2
    return (
        run(_FULL_SPACE * before, style)
        + runs(element.children, style)
        + run(_FULL_SPACE * after, style)
    )


def _check_box(checked: bool) -> str:
    """A content control that is ticked with a click."""
    states = "".join(
        f'<w14:{name}State w14:val="{ord(_BOX[ticked]):04X}" w14:font="{_BOX_FONT}"/>'
        for name, ticked in (("checked", True), ("unchecked", False))
    )
    control = f'<w14:checkbox><w14:checked w14:val="{int(checked)}"/>{states}</w14:checkbox>'
    fonts = " ".join(f'w:{script}="{_BOX_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    look = f"<w:rPr><w:rFonts {fonts}/></w:rPr>"
    box = f"<w:sdtContent><w:r>{look}<w:t>{_BOX[checked]}</w:t></w:r></w:sdtContent>"
    return f"<w:sdt><w:sdtPr>{control}</w:sdtPr>{box}</w:sdt>"
