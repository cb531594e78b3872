"""Word: the tree's blocks in a base document that holds styles, header and footer, so that a
company edits its letterhead in Word. The same tree gives the same bytes."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from dutybook.write import theme
from dutybook.write.tree import Element
from dutybook.write.word import run as word_run
from dutybook.write.word.body import Body
from dutybook.write.word.letterhead import take_letterhead
from dutybook.write.word.look import colour, put_logo
from dutybook.write.word.package import Node, Package, fragment, w
from dutybook.write.word.paragraph import Flow
from dutybook.write.word.section import Sections

_SLOT: Final = re.compile(r"\{(organisation|mark|title|page|pages)\}")
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIELDS: Final = {"page": "PAGE", "pages": "NUMPAGES"}
_AFTER_UPDATE_FIELDS: Final = frozenset(
    {"hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr"}
    | {"themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator"}
)


def write(tree: Element, locale: str, root: Path | None) -> bytes:
    """The paper as .docx; :class:`DutybookError` where the base document cannot be used."""
    words = theme.words(locale, root)
    package = _base(tree, root)
    sections = Sections(package.xml("word/document.xml").find(f"{w('body')}/{w('sectPr')}"))
    bullets, free = _list_of(package, "ListBullet"), _free_list(package.xml("word/numbering.xml"))
    blocks = Body(sections, Flow(int(bullets), free), tree)
    package.set_body(blocks.write(), sections.element(blocks.landscape))
    _add_lists(package, blocks.flow)
    blocks.figures.put_into(package)
    _speak(package.xml("word/styles.xml"), locale, words)
    colour(package, tree)
    put_logo(package, tree)
    margins = package.matching(r"word/(header|footer)\d*\.xml")
    for margin in margins:
        _fill(margin, tree, words)
    _number_drawings(margins, len(blocks.figures.met))
    if blocks.contents:
        _update_on_opening(package.xml("word/settings.xml"))
    package.parts["docProps/core.xml"] = _properties(tree, locale)
    return package.zipped()


def _base(tree: Element, root: Path | None) -> Package:
    """The base document, on the company's letterhead where there is one."""
    package = Package.opened(theme.file("default.docx", root))
    name = tree.letterhead
    if name and root:
        take_letterhead(package, Package.opened(root / name, name, ("word/document.xml",)))
    return package


def _list_of(package: Package, style: str) -> str:
    """The list (``w:numId``) that a list style of the base document stands for."""
    for element in package.xml("word/styles.xml").iter(w("style")):
        number = element.find(f".//{w('numId')}")
        if element.get(w("styleId")) == style and number is not None:
            return str(number.get(w("val")))
    return "1"


def _free_list(numbering: Node) -> int:
    return 1 + max((int(num.get(w("numId"))) for num in numbering.iter(w("num"))), default=0)


def _add_lists(package: Package, flow: Flow) -> None:
    """A list of its own for every ``ol``, so that each counts from its own start."""
    numbering, number = package.xml("word/numbering.xml"), _list_of(package, "ListNumber")
    look = {
        num.get(w("numId")): num.find(w("abstractNumId")).get(w("val"))
        for num in numbering.iter(w("num"))
    }
    for i, (level, start) in enumerate(flow.starts, flow.numbers):
        own_start = (
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )
        same_look = f'<w:abstractNumId w:val="{look.get(number, "0")}"/>'
        numbering.extend(fragment(f'<w:num w:numId="{i}">{same_look}{own_start}</w:num>'))
    if (clean_up := numbering.find(w("numIdMacAtCleanup"))) is not None:
        numbering.append(clean_up)  # which the schema wants last


def _speak(styles: Node, locale: str, words: theme.Printed) -> None:
    """The document's language, and the fonts it is printed in."""
    language = styles.find(f"{w('docDefaults')}//{w('lang')}")
    if language is not None and locale.startswith("zh"):
        language.set(w("eastAsia"), f"zh-{words.region.upper()}")
    for fonts in styles.iter(w("rFonts")):
        for script, name in fonts.items():
            fonts.set(script, words.word_fonts.get(name, name))


def _fill(margin: Node, tree: Element, words: theme.Printed) -> None:
    """A header or footer: what stands in braces gives way to the paper's words."""
    said = {
        "organisation": tree.organisation,
        "mark": theme.mark(tree, words),
        "title": theme.running_title(tree),
    }
    for paragraph in margin.iter(w("p")):
        texts = list(paragraph.iter(w("t")))
        whole = "".join(text.text or "" for text in texts)
        if not _SLOT.search(whole):
            continue
        whole = whole.replace("{page}", words.page) if "{pages}" not in whole else whole
        _replace(texts, _SLOT.split(whole), said)


def _replace(texts: list[Node], pieces: list[str], said: dict[str, str]) -> None:
    """Runs for ``pieces`` (words and slots by turns) in the look of the first of ``texts``."""
    run = texts[0].getparent()
    look = run.find(w("rPr"))
    for text in texts:
        text.text = ""
    xml = "".join(_piece(piece, bool(i % 2), said) for i, piece in enumerate(pieces))
    for new in reversed(fragment(xml)):
        if look is not None:
            new.insert(0, deepcopy(look))
        run.addnext(new)


def _piece(piece: str, slot: bool, said: dict[str, str]) -> str:
    if slot and piece in _FIELDS:
        return word_run.field(_FIELDS[piece], "1")
    return word_run.run(said[piece] if slot else piece)


def _number_drawings(margins: list[Node], taken: int) -> None:
    """Numbers above those of the body's pictures: some versions of Word refuse a document in which
    a picture of a header has the number of another."""
    drawings = (drawing for margin in margins for drawing in margin.iter(_DRAWING))
    for number, drawing in enumerate(drawings, taken + 1):
        drawing.set("id", str(number))


def _update_on_opening(settings: Node) -> None:
    """Has Word fill in the table of contents; the schema wants the setting before these others."""
    update = fragment('<w:updateFields w:val="true"/>')[0]
    later = next((e for e in settings if e.tag.rpartition("}")[2] in _AFTER_UPDATE_FIELDS), None)
    if later is None:
        settings.append(update)
    else:
        later.addprevious(update)


def _properties(tree: Element, locale: str) -> bytes:
    """Title, author, language, and dates that never change."""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(tree.get('title'))}</dc:title><dc:creator>{escape(tree.get('organisation'))}</dc:creator>"
        f"<dc:language>{escape(locale)}</dc:language>{dates}</cp:coreProperties>"
    ).encode()
