"""PDF: every word in order, tags, fonts, and where pages may and may not break."""

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sample_papers import article, in_traditional, job_description, list_table, manual, words

from dutybook.finding import DutybookError
from dutybook.finding.catalogue import Catalogue
from dutybook.write.pdf import data as pdf_data
from dutybook.write.pdf import page as pdf


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text(reader: PdfReader) -> str:
    """The words of all pages without spaces and break opportunities, compatibility forms folded."""
    raw = "".join(page.extract_text() for page in reader.pages)
    return unicodedata.normalize("NFKC", "".join(raw.split())).replace("\u200b", "")


def squeezed(words: str) -> str:
    return unicodedata.normalize("NFKC", "".join(words.split()))


def outline(reader: PdfReader) -> list[Any]:
    def titles(items: list[Any]) -> list[Any]:
        return [titles(item) if isinstance(item, list) else item.title for item in items]

    return titles(reader.outline)


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    return read(pdf.write(job_description(60), "zh-Hans", None))


def test_every_word_in_order(paper: PdfReader) -> None:
    found, at = text(paper), 0
    for piece in words(job_description(3)):
        assert squeezed(piece) in found
    for heading in ("基本信息", "岗位职责", "工作权限", "签署"):
        assert found.index(heading, at) >= at
        at = found.index(heading, at)


def test_head_repeats_and_footer_counts(paper: PdfReader) -> None:
    pages = [squeezed(page.extract_text()) for page in paper.pages]
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页/共{len(pages)}页" in page
        assert "HR-F-010·版本1.0" in page
        assert "示例物业公司" in page
    assert all("职责内容" in page for page in pages[:3])


def test_is_tagged_titled_and_in_its_language(paper: PdfReader) -> None:
    root: Any = paper.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert paper.metadata.title == "前台岗位说明书"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_bookmarks_are_the_headings(paper: PdfReader) -> None:
    assert outline(paper) == [
        "岗位说明书",
        ["一、基本信息", "二、岗位职责", "三、工作权限", "四、签署"],
    ]


def test_fonts_are_embedded_subsets_and_bold_is_a_font_of_its_own(paper: PdfReader) -> None:
    fonts: set[str] = set()
    for page in paper.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "+" in inner["/BaseFont"]
            fonts.add(inner["/BaseFont"])
    assert len(fonts) >= 2


def test_same_bytes_twice() -> None:
    assert pdf.write(job_description(2), "zh-Hans", None) == pdf.write(
        job_description(2), "zh-Hans", None
    )


def test_traditional_and_english() -> None:
    hant = read(pdf.write(in_traditional(job_description(1)), "zh-Hant", None))
    assert "職位說明書" in text(hant)
    assert "第1頁/共1頁" in text(hant)
    assert hant.trailer["/Root"]["/Lang"] == "zh-HK"  # type: ignore[index]
    english = article("<h1>Job</h1><p>Doesn’t close a case “on paper”.</p>", lang="en", title="Job")
    reader = read(pdf.write(english, "en", None))
    assert "Page1of1" in text(reader)
    assert "Version1.0" in text(reader)


def test_manual_has_cover_contents_and_turned_pages() -> None:
    reader = read(pdf.write(manual(), "zh-Hans", None))
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    assert len(pages) == 6
    assert "页/共" not in pages[0]
    assert pages[1].index("目录") < pages[1].index("前台") < pages[1].index("附录")
    assert "细目" not in pages[1]
    widths = [round(page.mediabox.width) for page in reader.pages]
    assert widths == [595, 595, 595, 842, 595, 595]
    assert outline(reader) == ["前台", ["职责", ["细目"]], "附录"]
    assert "第6页/共6页" in pages[5]


def test_row_taller_than_a_page_breaks() -> None:
    rows = f"<tr><td>长</td><td>{'很长的说明文字，' * 600}</td></tr><tr><td>尾</td><td>尾</td></tr>"
    reader = read(pdf.write(article(list_table(rows, (20, 80), ("甲", "乙"))), "zh-Hans", None))
    assert text(reader).count("很长的说明文字") >= 590  # a phrase may be cut by a page's end
    assert len(reader.pages) >= 2


@pytest.mark.parametrize("rows", range(18, 34))
def test_a_last_row_is_never_alone_on_a_page(rows: int) -> None:
    """Least of all a total: the row before it comes along."""
    body = "".join(f"<tr><td>{i}</td><td>第{i}行</td></tr>" for i in range(1, rows))
    total = '<tr><td class="label">合计</td><td>100</td></tr>'
    table = list_table(body + total, (20, 80), ("序", "内容"))
    pages = [page.extract_text() for page in read(pdf.write(article(table), "zh-Hans", None)).pages]
    (last,) = [page for page in pages if "合计" in page]
    assert f"第{rows - 1}行" in squeezed(last)


@pytest.mark.parametrize("rows", range(28, 42))
def test_boxes_to_sign_are_never_alone_on_a_page(rows: int) -> None:
    """The last two rows of what is signed stand above them; nothing else is moved for it."""
    body = "".join(f"<tr><td>{i}</td><td>第{i}行</td></tr>" for i in range(1, rows + 1))
    signed = '<table class="signatures"><tbody><tr><td>主管</td></tr><tr height="14"><td/></tr></tbody></table>'
    kept = f'<div class="keep"><h2>签署</h2><p>已阅</p>{signed}</div>'
    markup = list_table(body, (20, 80), ("序", "内容")) + kept
    pages = [
        page.extract_text() for page in read(pdf.write(article(markup), "zh-Hans", None)).pages
    ]
    (last,) = [squeezed(page) for page in pages if "主管" in page]
    assert "签署" in last
    assert f"第{rows}行" in last
    assert f"第{rows - 1}行" in last
    assert len(pages) == (1 if rows <= 31 else 2)


def test_two_last_rows_that_fill_a_page_may_part() -> None:
    tall = "很长的说明文字，" * 130
    body = f"<tr><td>{tall}</td></tr>" * 2 + "<tr><td>尾</td></tr>"
    reader = read(pdf.write(article(list_table(body, (100,), ("甲",))), "zh-Hans", None))
    assert text(reader).count("很长的说明文字") >= 255


@pytest.mark.parametrize("lines", range(26, 36))
def test_small_print_is_never_parted_from_its_table(lines: int) -> None:
    table = list_table("<tr><td>1</td><td>违纪扣分</td></tr>" * 3, (20, 80), ("序", "项目"))
    body = "<p>一行</p>" * lines + table + '<p class="note">上限说明</p>'
    pages = [page.extract_text() for page in read(pdf.write(article(body), "zh-Hans", None)).pages]
    (noted,) = [page for page in pages if "上限说明" in page]
    assert "违纪扣分" in noted


def test_words_of_a_table_are_parted_only_where_they_are_wider_than_their_cell() -> None:
    """A ragged line needs no hyphen: “Owner satisfac-tion” would be hard to read for nothing."""
    row = "<tr><td>Owner satisfaction of everybody concerned</td><td>Responsibilities</td></tr>"
    table = list_table(row, (88, 12), ("Indicator", "Role"))
    found = text(read(pdf.write(article(table, lang="en"), "en", None)))
    assert "Ownersatisfactionofeverybodyconcerned" in found
    assert re.search("Responsi[-\u00ad\u2010]", found)
    assert "Responsibilities" in re.sub("[-\u00ad\u2010]", "", found)
    narrow = list_table(row, (30, 70), ("Indicator", "Role"))
    found = text(read(pdf.write(article(narrow, lang="en"), "en", None)))
    assert "satisfaction" in found
    assert "Responsibilities" in found


def test_a_line_of_a_list_that_is_to_be_written_on_is_tall() -> None:
    blank = '<li><span class="blank" width="30"></span></li>'
    full, empty = "<ol><li>一</li><li>二</li></ol>", f"<ol>{blank * 2}</ol>"
    tall = [_depth(f"{body}<p>末</p>") for body in (full, empty)]
    assert tall[1] - tall[0] >= 2 * 2.5 * 72 / 25.4  # 2.5 mm more a line


def _depth(body: str) -> float:
    """How far down the page the last word stands, in points."""
    found: list[float] = []

    def note(words: str, at: list[float], *_: object) -> None:
        found.extend([at[5]] if "末" in words else [])

    read(pdf.write(article(body), "zh-Hans", None)).pages[0].extract_text(visitor_text=note)
    return 842 - found[0]


def test_a_long_title_takes_one_line_of_the_foot() -> None:
    tree = article("<h1>题</h1>", title="很长的岗位名称" * 9)
    (page,) = read(pdf.write(tree, "zh-Hans", None)).pages
    assert squeezed(("很长的岗位名称" * 4)[:27] + "…") in squeezed(page.extract_text())
    assert "很长的岗位名称" * 5 not in squeezed(page.extract_text())


def test_a_line_before_a_long_address_is_not_justified() -> None:
    """Its few words would stand at both ends of the line."""
    address = f"见网 https://example.com/{'a' * 70}"
    tree = article(f"<p>{address}</p><p>短句</p><ol><li>{address}</li><li>短句</li></ol>")
    first, second, listed = pdf_data.body(tree, frozenset())
    blocks = [first, second, *listed["children"]]  # type: ignore[index]
    assert ["loose" in block["attributes"] for block in blocks] == [True, False, True, False]  # type: ignore[index]


@pytest.mark.parametrize(
    "words", ['#import "x"', "$x^2$", "*b* _e_ @x <a>", "{{7*7}}", "\\ = # //"]
)
def test_text_is_never_markup(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    reader = read(pdf.write(article(f"<h1>{escaped}</h1><p>{escaped}</p>"), "zh-Hans", None))
    assert text(reader).count(squeezed(words)) == 2
    assert outline(reader) == [words]


def test_ragged_tables() -> None:
    rows = (
        '<tr><td rowspan="2">甲</td><td>乙</td><td rowspan="2">丙</td></tr>'
        '<tr><td colspan="2">丁</td></tr><tr></tr><tr><td>戊</td></tr>'
    )
    table = f"<table><thead><tr><th>头</th></tr></thead><tbody>{rows}</tbody></table>"
    found = text(read(pdf.write(article(table), "zh-Hans", None)))
    assert sorted(found[6:12]) == sorted("头甲乙丙丁戊")


def test_blanks_fit_their_cell_and_long_words_wrap() -> None:
    cells = (
        '<td><span class="blank" width="99">姓</span></td>'
        f'<td><span class="nowrap">{"长" * 50}</span><span class="nowrap">短</span></td>'
        f"<td>https://example.com/{'a' * 90}</td>"
    )
    table = f"<table><tbody><tr>{cells}</tr></tbody></table>"
    found = text(read(pdf.write(article(table), "zh-Hans", None)))
    assert "长" * 50 in found
    assert "a" * 90 in found


def test_character_without_a_glyph_is_boxed_and_told() -> None:
    tree = article("<h1>圣书体 𓀀</h1><p>生僻字 𠮷 龘</p>", title="古 𓀀")
    reader = read(pdf.write(tree, "zh-Hans", None))
    assert "13" in text(reader)
    assert "000" in text(reader)
    assert "𠮷" in text(reader)
    (finding,) = pdf.warnings(tree, "zh-Hans", None)
    assert (finding.code, finding.place.file, finding.place.line) == (
        "glyph-missing", "templates/sample.html.j2", 7
    )  # fmt: skip
    assert "U+13000" in Catalogue.load(locale="en").message(finding)


def test_emoji_of_several_characters() -> None:
    family, keycap = "\U0001f468\u200d\U0001f469", "1\ufe0f\u20e3"
    tree = article(f"<p>{family}第{keycap}项 u200d \u0e01</p>")
    found = text(read(pdf.write(tree, "zh-Hans", None)))
    assert family in found
    assert f"第{keycap}项u200d\u0e01" in found
    assert pdf.warnings(tree, "zh-Hans", None) == []


def test_a_cluster_of_which_no_font_has_a_part() -> None:
    """Typst names the whole cluster; its joints are nothing to see."""
    tree = article("<p>第\U00013000\u200d\U00013001项</p>")
    pdf.write(tree, "zh-Hans", None)
    codes = [finding.details["codes"] for finding in pdf.warnings(tree, "zh-Hans", None)]
    assert codes == ["U+13000 U+13001"]


def test_pictures() -> None:
    pages = pdf.pictures(job_description(1), "zh-Hans", None, 20)
    assert all(page.startswith(b"\x89PNG") for page in pages)
    assert len(pages) == 1


def theme(root: Path, name: str, content: str) -> Path:
    path = root / "templates/themes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return root


def test_theme_of_the_workspace_wins(tmp_path: Path) -> None:
    own = '#import "@dutybook/paper:1.0.0": paper\n#set document(title: paper.title)\n= 自己的主题'
    theme(tmp_path, "default.typ", own)
    assert "自己的主题" in text(read(pdf.write(article("<p>x</p>"), "zh-Hans", tmp_path)))


def test_broken_theme_is_a_finding_at_its_line(tmp_path: Path) -> None:
    theme(tmp_path, "default.typ", "= A\n#let x = (\n")
    with pytest.raises(DutybookError) as caught:
        pdf.write(article("<p>x</p>"), "zh-Hans", tmp_path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file, finding.place.line) == (
        "pdf-failed", "templates/themes/default.typ", 2
    )  # fmt: skip
    assert finding.code in Catalogue.load().entries


def test_theme_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    theme(tmp_path, "default.typ", '#read("../../secret.txt")')
    with pytest.raises(DutybookError):
        pdf.write(article("<p>x</p>"), "zh-Hans", tmp_path)


def test_unknown_font_is_a_finding(tmp_path: Path) -> None:
    theme(tmp_path, "words.yaml", "zh-Hans: {page: '{page}/{pages}', version: 'v{version}', region: us, "
                                  "pdf_fonts: [Nowhere Sans], word_fonts: {}}")  # fmt: skip
    with pytest.raises(DutybookError) as caught:
        pdf.write(article("<p>x</p>"), "zh-Hans", tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["font-missing"]
    assert caught.value.findings[0].details["font"] == "nowhere sans"
