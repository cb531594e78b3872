"""Every kind in every format: what a reader, a screen reader, an archive and a printer rely on."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from every_kind import CASES, FURTHER, PAPERS, paper, written
from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook
from pypdf import PdfReader

from dutybook.files.formsheet import META
from dutybook.papers.kinds import KINDS
from dutybook.papers.production.request import DOCUMENT_FORMATS
from dutybook.papers.production.writers import produce
from dutybook.write.theme import contents_headings
from dutybook.write.tree import Element

pytestmark = pytest.mark.slow

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
LANGUAGES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-HK", "en": "en-US"}
each_paper = pytest.mark.parametrize(("kind", "shape", "locale"), CASES)
each_language = pytest.mark.parametrize(("kind", "shape", "locale"), CASES + FURTHER)


def headings(tree: Element) -> list[str]:
    """The headings a reader may jump to: not the cover's, nor the contents' own."""
    own = {id(one) for one in contents_headings(tree)}
    return [
        " ".join(one.text().split())
        for one in tree.walk()
        if one.tag in ("h1", "h2", "h3") and id(one) not in own
    ]


# ---- PDF ----------------------------------------------------------------------------------------


def structure(reader: PdfReader) -> Iterator[str]:
    """The kinds of all elements of the structure tree."""
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield str(node.get("/S", ""))
            waiting += [node["/K"]] if "/K" in node else []


def bookmarks(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, list):
            yield from bookmarks(item)
        else:
            yield " ".join(str(item.title).split())


@each_language
def test_a_pdf_is_accessible(kind: str, shape: str, locale: str) -> None:
    """Tagged, titled, in its language, with a bookmark for each heading; every table a table,
    every picture with words."""
    made = paper(kind, shape, locale)
    reader = PdfReader(io.BytesIO(written(kind, shape, locale, "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == LANGUAGES[locale]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == made.tree.get("title")
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    assert list(bookmarks(reader.outline)) == headings(made.tree)
    tags = list(structure(reader))
    tables = [one for one in made.tree.walk() if one.tag == "table"]
    assert tags.count("/Table") == len(tables) > 0
    pictures = [one for one in made.tree.walk() if one.tag == "figure"]
    assert all(one.get("alt") for one in pictures)
    assert tags.count("/Figure") >= len(pictures)


@each_paper
def test_a_pdf_brings_its_fonts_along(kind: str, shape: str, locale: str) -> None:
    """All embedded, each only with the glyphs used."""
    data = written(kind, shape, locale, "pdf")
    fonts = 0
    for page in PdfReader(io.BytesIO(data)).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            (inner,) = font.get_object()["/DescendantFonts"]
            inner = inner.get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"])
            assert inner["/BaseFont"][7] == "+"
            fonts += 1
    assert fonts
    assert len(data) < 1_500_000


@pytest.mark.parametrize(("kind", "shape"), PAPERS)
def test_the_same_paper_is_the_same_bytes(kind: str, shape: str) -> None:
    for form in (*DOCUMENT_FORMATS, *KINDS[kind].formats):
        again, _ = produce(form, paper(kind, shape, "zh-Hans"), "zh-Hans", None)
        assert again == written(kind, shape, "zh-Hans", form), form


# ---- HTML ---------------------------------------------------------------------------------------


@each_language
def test_a_page_is_sound_and_fetches_nothing(kind: str, shape: str, locale: str) -> None:
    page = written(kind, shape, locale, "html").decode()
    parser = lxml_html.HTMLParser(recover=False, huge_tree=True)
    root = lxml_html.document_fromstring(page, parser=parser)
    assert page.startswith("<!DOCTYPE html>")
    assert root.get("lang") == locale
    assert root.findtext("head/title") == paper(kind, shape, locale).tree.get("title")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = root.xpath("//a/@href")
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)
    assert set(root.xpath("//label/@for")) <= set(ids)
    assert not root.xpath("//link | //iframe | //object | //embed | //base | //script[@src]")
    assert all(src.startswith("data:") for src in root.xpath("//@src"))
    assert "url(" not in "".join(root.xpath("//style/text()"))
    assert "@import" not in "".join(root.xpath("//style/text()"))


@each_paper
def test_a_page_says_what_its_parts_are(kind: str, shape: str, locale: str) -> None:
    """Headings without a step left out, heads of tables marked, pictures with words."""
    root = lxml_html.document_fromstring(written(kind, shape, locale, "html").decode())
    (article,) = root.iter("article")
    levels = [int(one.tag[1]) for one in article.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(one.get("scope") for one in root.xpath("//thead//th"))
    assert all(one.get("alt") for one in root.iter("img"))


# ---- Word ---------------------------------------------------------------------------------------


@cache
def parts(kind: str, shape: str, locale: str) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(written(kind, shape, locale, "docx"))) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


@each_paper
def test_word_knows_headings_heads_and_boxes(kind: str, shape: str, locale: str) -> None:
    tree, found = paper(kind, shape, locale).tree, parts(kind, shape, locale)
    body = found["word/document.xml"]
    styled = {
        " ".join("".join(p.itertext(f"{W}t")).split())
        for p in body.iter(f"{W}p")
        for style in p.iter(f"{W}pStyle")
        if style.get(f"{W}val", "").startswith("Heading")
    }
    assert styled == set(headings(tree))
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == sum(one.tag == "table" for one in tree.walk())
    heads = sum(len(part.elements) for part in tree.walk() if part.tag == "thead")
    assert len(list(body.iter(f"{W}tblHeader"))) == heads
    boxes = sum(one.tag == "input" for one in tree.walk())
    assert len(list(body.iter(f"{W14}checkbox"))) == boxes
    rows = list(body.iter(f"{W}tr"))
    whole = [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is not None]
    assert len(whole) >= len(rows) * 0.9  # all but those too tall for a page


@each_paper
def test_word_counts_pages_and_points_nowhere_else(kind: str, shape: str, locale: str) -> None:
    found = parts(kind, shape, locale)
    footers = [root for name, root in found.items() if name.startswith("word/footer")]
    fields = " ".join(" ".join(root.itertext(f"{W}instrText")) for root in footers)
    assert "PAGE" in fields.split()
    assert "NUMPAGES" in fields.split()
    title = paper(kind, shape, locale).tree.get("title")
    assert title in "".join(found["docProps/core.xml"].itertext())
    external = [
        relation.get("Target")
        for name, root in found.items()
        if name.endswith(".rels")
        for relation in root
        if relation.get("TargetMode") == "External"
    ]
    assert external == []


# ---- Excel --------------------------------------------------------------------------------------

SHEETS = [(kind, shape) for kind, shape in PAPERS if "xlsx" in KINDS[kind].formats]


@pytest.mark.parametrize(("kind", "shape"), SHEETS)
def test_every_sheet_is_ready_to_print(kind: str, shape: str) -> None:
    """A4, as wide as the page, with rows repeated; all that is printed has its area, but for a
    register's lines, which nobody can count."""
    book = load_workbook(io.BytesIO(written(kind, shape, "zh-Hans", "xlsx")))
    shown = [sheet for sheet in book.worksheets if sheet.title != META]
    assert shown
    for sheet in shown:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert "&P" in sheet.oddFooter.right.text
        if kind != "log-sheet" or sheet is not shown[0]:
            assert str(sheet.print_area).endswith(f"${sheet.max_row}")
    assert all(s.sheet_state == "hidden" for s in book.worksheets if s.title == META)
