"""Manuals as they come out: bookmarks, contents and pages agree in PDF and Word; nothing is lost."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from departments import DUTIES, write_department
from extract import pages_inside
from pypdf import PdfReader
from pypdf.generic import Destination
from workspaces import SMALL

from dutybook.papers.duty_manual.paper import duty_manual
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.workspace import Workspace, load
from dutybook.write.html import page as html
from dutybook.write.pdf import page as pdf
from dutybook.write.tree import Element
from dutybook.write.word import document as word

pytestmark = pytest.mark.slow

PAPERS = SMALL


def manual(workspace: Workspace, department: str, locale: str = "zh-Hans") -> Element:
    view = View(workspace, locale)
    words = {"doc": duty_manual(view, department), "t": view.labels.words}
    return render(environment(workspace.root), "duty-manual.html.j2", words, department)


def squeezed(text: str) -> str:
    """Without spaces, and without hyphens: English words may be divided."""
    return re.sub("[-\u00ad\u2010\u200b]", "", unicodedata.normalize("NFKC", "".join(text.split())))


def headings(tree: Element, deepest: int) -> list[str]:
    """What the contents list: not the cover's title, nor the contents' own."""
    own = {"目录", "目錄", "Contents"}
    return [
        " ".join(one.text().split())
        for one in tree.walk()
        if one.tag in ("h1", "h2", "h3")[:deepest] and "cover" not in one.classes and one.text() not in own
    ]  # fmt: skip


def bookmarks(reader: PdfReader) -> list[tuple[str, int]]:
    """Title and page (from 1) of all bookmarks, in order."""

    def flat(items: list[Any]) -> Iterator[Destination]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item

    return [(str(b.title), (reader.get_destination_page_number(b) or 0) + 1) for b in flat(reader.outline)]  # fmt: skip


@pytest.fixture(scope="module", params=["zh-Hans", "zh-Hant", "en"])
def small(request: pytest.FixtureRequest) -> tuple[Element, PdfReader, bytes]:
    tree = manual(load(PAPERS), "试验部", request.param)
    data = pdf.write(tree, request.param, None)
    return tree, PdfReader(io.BytesIO(data)), word.write(tree, request.param, None)


Small = tuple[Element, PdfReader, bytes]


def test_bookmarks_are_the_headings(small: Small) -> None:
    tree, reader, _ = small
    assert [title for title, _ in bookmarks(reader)] == headings(tree, 3)


def test_the_contents_name_the_pages_the_headings_are_on(small: Small) -> None:
    tree, reader, _ = small
    check_contents(tree, reader, pages_inside(pdf_bytes(reader)))


def pdf_bytes(reader: PdfReader) -> bytes:
    reader.stream.seek(0)
    return reader.stream.read()


def check_contents(tree: Element, reader: PdfReader, texts: list[str]) -> None:
    """The pages before the organisation chart hold a line for each heading, with its page;
    ``texts`` is what each page says."""
    wanted = headings(tree, 2)
    pages = [page for title, page in bookmarks(reader) if title in set(wanted)]
    first = dict(bookmarks(reader))[wanted[1]]
    lines = [
        re.sub(r"[.\s·]{4,}", " ", line)
        for text in texts[1 : first - 1]
        for line in text.splitlines()
    ]
    text = squeezed(" ".join(lines))
    at = 0
    for title, page in zip(wanted, pages, strict=True):
        found = re.compile(re.escape(squeezed(title)) + rf"[.]*{page}(?!\d)").search(text, at)
        assert found, (title, page)
        at = found.end()
    for title, page in zip(wanted, pages, strict=True):
        assert squeezed(title) in squeezed(texts[page - 1])


def test_the_pdf_is_read_in_the_tree_s_order(small: Small) -> None:
    """Headings and all paragraphs outside tables, one after the other; what tables say is there."""
    tree, reader, _ = small
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    start = at = text.index(squeezed(reader.pages[1].extract_text()))
    for piece in flow(tree):
        at = text.index(squeezed(piece), at)
    assert start < at
    for cell in (one for one in tree.walk() if one.tag in ("td", "th")):
        if all(isinstance(child, str) for child in cell.children) and len(cell.text()) < 5:
            assert squeezed(cell.text()) in text


def flow(element: Element) -> Iterator[str]:
    for child in element.elements:
        if child.tag in ("h1", "h2", "h3", "p") and "cover" not in child.classes:
            yield child.text()
        elif child.tag in ("article", "section", "div") and "cover" not in child.classes:
            yield from flow(child)


def test_words_contents_are_fields_with_pages(small: Small) -> None:
    tree, reader, data = small
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    links = re.findall(r'<w:hyperlink w:anchor="(_Toc\d+)" w:history="1">(.*?)</w:hyperlink>', xml)
    targets = set(re.findall(r'<w:bookmarkStart [^>]*w:name="(_Toc\d+)"', xml))
    assert {anchor for anchor, _ in links} <= targets
    titles = headings(tree, 2)
    assert len(links) == len(titles)
    shown = []
    for (anchor, inside), title in zip(links, titles, strict=True):
        assert f"PAGEREF {anchor} \\h" in inside
        *words, page = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", inside)
        assert squeezed("".join(words)) == squeezed(title).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # fmt: skip
        shown.append(int(page))
    assert shown == sorted(shown)
    real = [page for title, page in bookmarks(reader) if title in set(titles)]
    assert all(abs(a - b) <= 2 + b // 8 for a, b in zip(shown, real, strict=True)), (shown, real)
    assert "<w:updateFields" in zipfile.ZipFile(io.BytesIO(data)).read("word/settings.xml").decode()


def test_pictures_are_in_every_format(small: Small) -> None:
    tree, _, data = small
    figures = [one for one in tree.walk() if one.tag == "figure"]
    assert len(figures) == 2  # organisation chart, flow
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(name.endswith(".svg") for name in names) == len(figures)
    page = html.write(tree, tree.get("lang"), None).decode()
    assert page.count("<img ") == len(figures)
    assert all(figure.get("alt") for figure in figures)


@pytest.mark.slow
def test_a_department_of_sixty_roles(tmp_path: Path) -> None:
    write_department(tmp_path, 60)
    workspace = load(tmp_path)
    assert not workspace.findings
    tree = manual(workspace, "运营部")
    data = pdf.write(tree, "zh-Hans", None)
    reader = PdfReader(io.BytesIO(data))
    assert [title for title, _ in bookmarks(reader)] == headings(tree, 3)
    texts = pages_inside(data)
    check_contents(tree, reader, texts)
    text = squeezed("".join(texts))
    for role in workspace.roles():
        title = str(role.title)
        # matrix, description, list
        assert text.count(squeezed(f"{DUTIES[0][0]}（{title}）")) >= 3, title


def test_a_word_outside_its_page_is_seen() -> None:
    source = b"#set page(width: 200pt, height: 200pt)\nin#place(dx: %s)[out]"
    assert len(pages_inside(typst.compile(source % b"9pt"))) == 1
    with pytest.raises(AssertionError, match="out"):
        pages_inside(typst.compile(source % b"-90pt"))
