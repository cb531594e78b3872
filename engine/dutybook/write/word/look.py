"""Colours and logo in Word: both changed in the finished package."""

from typing import Final

from dutybook.write.look import logo
from dutybook.write.tree import Element
from dutybook.write.word.drawing import Drawings
from dutybook.write.word.package import Node, Package, fragment, w
from dutybook.write.word.table import SHADES

_TITLES: Final = ("Heading1", "Heading2", "Heading3", "Title", "ContentsHeading")
_SLOT: Final = "{logo}"


def colour(package: Package, tree: Element) -> None:
    """Headings, lines and shades in the colours set, where any are."""
    styles = package.xml("word/styles.xml")
    heading, line = (tree.get(f"colour-{name}").lstrip("#") for name in ("heading", "line"))
    for style in styles.iter(w("style")):
        if heading and style.get(w("styleId")) in _TITLES:
            _set_colour(style, heading)
        if line and style.get(w("styleId")) == "PaperTable":
            for border in style.iter(w("tblBorders")):
                for side in border:
                    side.set(w("color"), line)
    body = package.parts["word/document.xml"]
    for name, tag in (("head", "th"), ("label", "label")):
        chosen = tree.get(f"colour-{name}").lstrip("#")
        if chosen:
            body = body.replace(_fill(SHADES[tag]), _fill(chosen))
    package.parts["word/document.xml"] = body


def put_logo(package: Package, tree: Element) -> None:
    """The logo before the first words of each header; on a letterhead only where it says
    ``{logo}``."""
    figure = logo(tree)
    for name in sorted(part for part in package.parts if _is_header(part)):
        header = package.xml(name)
        paragraph = _place(header, bool(tree.letterhead))
        if paragraph is None:
            continue
        if figure is not None:
            figures = Drawings(
                part=name.removeprefix("word/").removesuffix(".xml"), name=_name(name)
            )
            run = fragment(figures.run(figure, float(figure.get("width"))) + _gap())
            first = paragraph.find(w("pPr"))
            at = 0 if first is None else 1
            paragraph[at:at] = run
            figures.put_into(package)
        for text in paragraph.iter(w("t")):
            text.text = (text.text or "").replace(_SLOT, "")


def _is_header(part: str) -> bool:
    return part.startswith("word/header") and part.endswith(".xml")


def _name(part: str) -> str:
    return "logo" + part.removeprefix("word/header").removesuffix(".xml") + "x"


def _gap() -> str:
    return '<w:r><w:t xml:space="preserve">  </w:t></w:r>'


def _place(header: Node, asked: bool) -> Node | None:
    """The paragraph to stand in."""
    paragraphs = list(header.iter(w("p")))
    marked = (p for p in paragraphs if _SLOT in "".join(t.text or "" for t in p.iter(w("t"))))
    found = next(marked, None)
    if found is None and not asked and paragraphs:
        return paragraphs[0]
    return found


def _set_colour(style: Node, value: str) -> None:
    look = style.find(w("rPr"))
    if look is None:
        return
    for old in look.findall(w("color")):
        look.remove(old)
    new = fragment(f'<w:color w:val="{value}"/>')[0]
    later = next((e for e in look if e.tag in {w("sz"), w("szCs"), w("lang")}), None)
    if later is None:
        look.append(new)
    else:
        later.addprevious(new)


def _fill(colour: str) -> bytes:
    return f'w:fill="{colour}"'.encode()
