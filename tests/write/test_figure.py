"""Drawings in every format: the same picture, its words, and nothing that a viewer would run."""

import base64
import io
import re
import zipfile

import docx
import pytest
from sample_papers import article

from dutybook.finding import DutybookError
from dutybook.write import picture
from dutybook.write.html import page as html
from dutybook.write.lines import lines
from dutybook.write.pdf import page as pdf
from dutybook.write.svg import Drawing
from dutybook.write.tree import Element
from dutybook.write.word import document as word

ALT = "流程图：第 1 步 <接听> & 登记"


def drawing(text: str = "接听 <b> & 登记") -> str:
    pen = Drawing(100, "Noto Sans CJK SC, sans-serif", "zh-Hans")
    pen.box(1, 1, 60, 12, 1)
    pen.circle(7, 7, 3)
    pen.diamond(31, 24, 6, 4)
    pen.line([(31, 13), (31, 20)])
    pen.arrow([(31, 28), (31, 36)])
    pen.words(12, 7, [text], 3.3)
    return pen.svg(40)


def paper(svg: str, height: str = "40") -> Element:
    tree = article("<h1>图</h1><p>前</p>")
    shown = {"svg": svg, "alt": ALT, "width": "100", "height": height}
    figure = Element("figure", shown, (), "templates/sample.html.j2:9")
    return Element("article", tree.attributes, (*tree.children, figure, figure), tree.at)


def package(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_html_holds_the_picture_as_an_image() -> None:
    page = html.write(paper(drawing()), "zh-Hans", None).decode()
    sources = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', page)
    assert [base64.b64decode(data).decode() for data, _ in sources] == [drawing()] * 2
    assert sources[0][1] == "流程图：第 1 步 &lt;接听&gt; &amp; 登记"
    assert "<svg" not in page


def test_a_script_in_a_picture_stays_in_an_image() -> None:
    page = html.write(paper("<svg onload='x()'><script>x()</script></svg>"), "zh-Hans", None)
    assert b"<script" not in page
    assert b"onload" not in page


def test_pdf_prints_the_picture_and_keeps_its_bytes() -> None:
    data = pdf.write(paper(drawing()), "zh-Hans", None)
    assert data == pdf.write(paper(drawing()), "zh-Hans", None)
    assert data.count(b"/S /Figure") + data.count(b"/S/Figure") >= 2


def test_a_character_without_a_glyph_is_shown_as_a_square() -> None:
    tree = paper(drawing("\U00013000 笑"))
    assert pdf.compose(tree, "zh-Hans", None).lacking == {"\U00013000"}


def test_an_emoji_stays_a_drawing() -> None:
    data = pdf.write(paper(drawing("\U0001f600 笑")), "zh-Hans", None)
    assert b"/Subtype /Image" not in data
    assert b"/Subtype/Image" not in data


@pytest.mark.parametrize("letters", ["\u03ac", "\u064a", "\u0e0a\u0e48", "1\ufe0f\u20e3"])
def test_letters_drawn_in_two_parts_make_a_drawing_a_bitmap(letters: str) -> None:
    """Typst loses what they say: no letter is lost for it, nor the paper."""
    sheet = pdf.compose(paper(drawing(letters)), "zh-Hans", None)
    assert sheet.lacking == frozenset()
    assert b"/Subtype /Image" in sheet.data or b"/Subtype/Image" in sheet.data
    assert sheet.data == pdf.write(paper(drawing(letters)), "zh-Hans", None)


def test_word_holds_the_picture_twice_and_says_what_it_shows() -> None:
    data = word.write(paper(drawing()), "zh-Hans", None)
    assert data == word.write(paper(drawing()), "zh-Hans", None)
    parts = package(data)
    assert parts["word/media/figure1.svg"].decode() == drawing()
    assert parts["word/media/figure2.png"].startswith(b"\x89PNG")
    types = parts["[Content_Types].xml"].decode()
    assert types.count('Extension="svg"') == types.count('Extension="png"') == 1
    document = docx.Document(io.BytesIO(data))
    first, second = document.inline_shapes
    assert (first.width.mm, first.height.mm) == (100, 40)
    described = [shape._inline.docPr.get("descr") for shape in (first, second)]
    assert described == [ALT, ALT]


def test_a_picture_is_never_wider_than_the_page() -> None:
    tree = paper(drawing().replace('width="100mm"', 'width="400mm"'))
    wide = Element("article", tree.attributes, tuple(
        Element(c.tag, dict(c.attributes) | {"width": "400"}, (), c.at)
        if isinstance(c, Element) and c.tag == "figure" else c for c in tree.children
    ), tree.at)  # fmt: skip
    document = docx.Document(io.BytesIO(word.write(wide, "zh-Hans", None)))
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert all(shape.width <= room for shape in document.inline_shapes)
    assert pdf.write(wide, "zh-Hans", None).startswith(b"%PDF")


def test_a_broken_picture_is_a_finding_at_its_line() -> None:
    with pytest.raises(DutybookError) as caught:
        word.write(paper("<svg><rect"), "zh-Hans", None)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file, finding.place.line) == (
        "figure-failed",
        "templates/sample.html.j2",
        9,
    )
    with pytest.raises(DutybookError):
        pdf.write(paper("<svg><rect"), "zh-Hans", None)


def test_a_picture_without_a_size_has_a_usual_one() -> None:
    assert picture.size(Element("figure", {"svg": drawing()})) == (160, 90)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("", 10, []),
        ("一二三四五", 10, ["一二三四五"]),
        ("一二三四，五六", 4, ["一二三四，", "五六"]),
        ("一二三（四五六）", 4, ["一二三", "（四五六）"]),
        ("甲\n乙", 10, ["甲", "乙"]),
        ("wait for two words", 6, ["wait for", "two words"]),
        ("abcdefghijklmnop", 4, ["abcdefg", "hijklmn", "op"]),
        ("一二三四五六七八九", 8, ["一二三四五六七", "八九"]),
        ("abcdefgh ijklmnop q", 5, ["abcdefgh", "ijklmnop", "q"]),
    ],
)
def test_lines(text: str, most: float, expected: list[str]) -> None:
    assert lines(text, most) == expected
