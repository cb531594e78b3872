"""Word files: parts in the schema's order, tables, fields, fonts, a company's letterhead."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from sample_papers import (
    SIGNATURES,
    article,
    in_traditional,
    job_description,
    list_table,
    manual,
    words,
)

from dutybook.finding import DutybookError
from dutybook.finding.catalogue import Catalogue
from dutybook.resources import builtin
from dutybook.write.word import document as word
from dutybook.write.word import package as word_package
from dutybook.write.word.package import W, w

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# The order the schema (ECMA-376, transitional) wants of the properties that are used.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind jc outlineLvl "
    "sectPr",
    "rPr": "rStyle rFonts b bCs i color sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge shd tcMar vAlign",
    "sectPr": "headerReference footerReference pgSz pgMar cols",
    "tc": "tcPr p",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "sdt": "sdtPr sdtContent",
    "settings": "zoom defaultTabStop characterSpacingControl updateFields compat themeFontLang",
    "style": "name basedOn next qFormat pPr rPr tblPr",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "numbering": "abstractNum num",
}


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def said(root: Any) -> str:
    return "".join(t.text or "" for t in root.iter(w("t")))


def value(element: Any, path: str) -> str:
    found = element.find("/".join(w(step) for step in path.split("/")))
    return "" if found is None else str(found.get(w("val")))


@pytest.fixture(scope="module")
def paper() -> bytes:
    return word.write(job_description(), "zh-Hans", None)


@pytest.fixture(scope="module")
def book() -> bytes:
    return word.write(manual(), "zh-Hans", None)


def test_every_word_is_there(paper: bytes, book: bytes) -> None:
    for tree, data in ((job_description(), paper), (manual(), book)):
        text = said(part(data))
        assert [piece for piece in words(tree) if piece not in text] == []


def test_python_docx_reads_it(paper: bytes) -> None:
    document = docx.Document(io.BytesIO(paper))
    styles = [p.style.name for p in document.paragraphs if p.style and p.text]
    assert styles[:3] == ["Heading 1", "Subtitle", "Heading 2"]
    assert document.core_properties.title == "前台岗位说明书"
    assert document.core_properties.language == "zh-Hans"
    assert document.core_properties.created is not None
    assert document.core_properties.created.year == 2000
    assert [len(table.columns) for table in document.tables] == [4, 6, 2]


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_children_stand_in_the_order_of_the_schema(locale: str) -> None:
    def out_of_order(root: Any) -> Iterator[str]:
        for element in root.iter(etree.Element):
            name = etree.QName(element).localname
            order = ORDER.get(name, "").split()
            if order and etree.QName(element).namespace == W:
                found = [order.index(etree.QName(child).localname) for child in element]
                if found != sorted(found):
                    yield etree.tostring(element).decode()

    for tree in (job_description(2), manual()):
        data = word.write(tree, locale, None)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        assert len(names) == 8
        for name in names:
            assert list(out_of_order(part(data, name))) == []


def test_heads_repeat_and_rows_stay_whole(paper: bytes) -> None:
    grid, duties, signatures = part(paper).iter(w("tbl"))
    rows = list(duties.iter(w("tr")))
    assert [row.find(f".//{w('tblHeader')}") is not None for row in rows[:3]] == [
        True,
        False,
        False,
    ]
    assert all(row.find(f".//{w('cantSplit')}") is not None for row in rows)
    assert all(p.find(f".//{w('keepNext')}") is not None for p in rows[0].iter(w("p")))
    kept = [row.find(f".//{w('keepNext')}") is not None for row in signatures.iter(w("tr"))]
    assert kept == [True, False]
    assert signatures.find(f".//{w('trHeight')}").get(w("val")) == "1020"
    assert {shade.get(w("fill")) for shade in grid.iter(w("shd"))} == {"EEEEEE"}
    assert grid.findall(f".//{w('gridSpan')}")[0].get(w("val")) == "3"


def test_columns_are_fixed_and_fill_the_page(paper: bytes) -> None:
    for table in part(paper).iter(w("tbl")):
        columns = [int(column.get(w("w"))) for column in table.iter(w("gridCol"))]
        assert sum(columns) == 11906 - 2 * 1020
        assert value(table, "tblPr/tblLayout") == "None"
        for row in table.iter(w("tr")):
            assert sum(int(width.get(w("w"))) for width in row.iter(w("tcW"))) == sum(columns)


def test_row_taller_than_half_a_page_may_break() -> None:
    rows = f"<tr><td>长</td><td>{'很长的说明文字，' * 300}</td></tr><tr><td>短</td><td>短</td></tr>"
    data = word.write(article(list_table(rows, (20, 80), ("甲", "乙"))), "zh-Hans", None)
    whole = [row.find(f".//{w('cantSplit')}") is not None for row in part(data).iter(w("tr"))]
    assert whole == [True, False, True]


def test_merged_cells(book: bytes) -> None:
    table = next(part(book).iter(w("tbl")))
    rows = [[value(c, "tcPr/vMerge") for c in row.iter(w("tc"))] for row in table.iter(w("tr"))]
    assert rows[0] == ["restart", ""]
    assert rows[1] == ["None", "", ""]
    assert [row[0] for row in rows[2:5]] == ["restart", "None", "None"]


def test_missing_cells_are_filled() -> None:
    rows = '<tr><td rowspan="9">一</td></tr><tr><td>二</td><td>三</td></tr><tr></tr>'
    data = word.write(article(f"<table><tbody>{rows}</tbody></table>"), "zh-Hans", None)
    assert [len(list(row.iter(w("tc")))) for row in part(data).iter(w("tr"))] == [3, 3, 3]


def test_check_boxes_are_content_controls(paper: bytes) -> None:
    boxes = list(part(paper).iter(w("sdt")))
    ticked = [box.find(f".//{W14}checked").get(f"{W14}val") for box in boxes]
    assert ticked == ["1", "0"]
    assert [said(box) for box in boxes] == ["☑", "☐"]


def test_blanks_are_underlined() -> None:
    data = word.write(
        article('<p><span class="blank" width="6">是</span><span class="blank"></span></p>'),
        "en",
        None,
    )
    runs = [r for r in part(data).iter(w("r")) if value(r, "rPr/u") == "single"]
    assert "".join(said(run) for run in runs) == "\u3000\u3000是" + "\u3000" * 11


def test_inline_looks() -> None:
    inline = (
        '<p><strong>粗</strong><em>楷</em><em>lean</em><span class="muted">灰</span>'
        '<span class="nowrap">a b</span><br/>后</p>'
    )
    root = part(word.write(article(inline), "zh-Hans", None))
    by_text = {said(run): run for run in root.iter(w("r"))}
    assert value(by_text["粗"], "rPr/rStyle") == "Strong"
    assert value(by_text["楷"], "rPr/rStyle") == "Emphasis"
    assert by_text["楷"].find(f".//{w('i')}") is None
    assert by_text["lean"].find(f".//{w('i')}") is not None
    assert value(by_text["灰"], "rPr/color") == "666666"
    assert "a\u00a0b" in by_text
    assert root.find(f".//{w('br')}") is not None


def test_strong_is_a_bold_chinese_font(paper: bytes) -> None:
    styles = {s.get(w("styleId")): s for s in part(paper, "word/styles.xml").iter(w("style"))}
    assert styles["Strong"].find(f".//{w('b')}") is not None
    assert styles["Strong"].find(f".//{w('rFonts')}").get(w("eastAsia")) == "SimHei"
    assert {"Heading1", "Heading2", "Heading3", "Title"} <= set(styles)


@pytest.mark.parametrize(
    ("locale", "font", "language", "page"),
    [
        ("zh-Hans", "SimSun", "zh-CN", "第 1 页 / 共 1 页"),
        ("zh-Hant", "PMingLiU", "zh-HK", "第 1 頁 / 共 1 頁"),
        ("en", "SimSun", "zh-CN", "Page 1 of 1"),
    ],
)
def test_fonts_language_and_footer(locale: str, font: str, language: str, page: str) -> None:
    data = word.write(in_traditional(job_description(1)), locale, None)
    defaults = part(data, "word/styles.xml").find(w("docDefaults"))
    assert defaults.find(f".//{w('rFonts')}").get(w("eastAsia")) == font
    assert defaults.find(f".//{w('lang')}").get(w("eastAsia")) == language
    footer = part(data, "word/footer1.xml")
    assert said(footer).endswith(page)
    fields = ["".join(field.text.split()) for field in footer.iter(w("instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "HR-F-010" in said(footer)
    assert said(part(data, "word/header1.xml")) == "示例物業公司"


def test_contents_are_a_field_with_entries(book: bytes) -> None:
    root = part(book)
    instruction = next(root.iter(w("instrText"))).text
    assert instruction.strip() == 'TOC \\o "1-2" \\h \\z \\u'
    links = {link.get(w("anchor")): said(link) for link in root.iter(w("hyperlink"))}
    assert [words.rstrip("0123456789") for words in links.values()] == ["前台", "职责", "附录"]
    marks = {mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))}
    assert set(links) <= marks
    fields = [mark.get(w("fldCharType")) for mark in root.iter(w("fldChar"))]
    assert fields == ["begin", "separate", *["begin", "separate", "end"] * 3, "end"]
    settings = part(book, "word/settings.xml")
    assert settings.find(w("updateFields")) is not None


def test_only_papers_with_contents_ask_for_an_update(paper: bytes) -> None:
    assert part(paper, "word/settings.xml").find(w("updateFields")) is None


def test_cover_and_turned_pages_are_sections(book: bytes) -> None:
    sections = list(part(book).iter(w("sectPr")))
    headers = [section.find(w("headerReference")) is not None for section in sections]
    assert headers == [False, True, True, True]
    turned = [section.find(w("pgSz")).get(w("orient")) for section in sections]
    assert turned == ["portrait", "portrait", "landscape", "portrait"]
    size = sections[2].find(w("pgSz"))
    assert (size.get(w("w")), size.get(w("h"))) == ("16838", "11906")


def test_tables_never_touch(book: bytes) -> None:
    body = part(book).find(w("body"))
    tags = [etree.QName(child).localname for child in body]
    assert ("tbl", "tbl") not in pairwise(tags)
    assert tags[-1] == "sectPr"


def test_words_after_a_table_keep_their_distance() -> None:
    root = part(word.write(article(SIGNATURES + "<p>后</p>"), "zh-Hans", None))
    styles = [value(p, "pPr/pStyle") for p in root.find(w("body")).iterchildren(w("p"))]
    assert styles == ["Gap", "BodyText"]


SIGNED = '<table class="signatures"><tbody><tr><td>签</td></tr><tr><td/></tr></tbody></table>'


def test_small_print_stays_with_the_table_above_it() -> None:
    row = "<tr><td>一</td><td>二</td></tr>"
    for after, kept in (
        ('<p class="note">注</p>', [True, True, True, True]),
        ("<p>后</p>", [True, True, False, False]),
        (f'<div class="keep"><p class="note">注</p>{SIGNED}</div>', [True, True, True, True]),
    ):
        body = list_table(row * 2, (20, 80), ("甲", "乙")) + after
        root = part(word.write(article(body), "zh-Hans", None))
        rows = [next(tr.iter(w("p"))) for tr in root.iter(w("tr"))][:3]
        gap = [p for p in root.iter(w("p")) if value(p, "pPr/pStyle") == "Gap"][:1]
        assert [p.find(f".//{w('keepNext')}") is not None for p in [*rows, *gap]] == kept


def test_a_table_ends_on_the_page_it_is_signed_on() -> None:
    row = "<tr><td>一</td><td>二</td></tr>"
    body = list_table(row * 3, (20, 80), ("甲", "乙"))
    body += f'<div class="keep"><h2>签署</h2><p>已阅</p>{SIGNED}</div>'
    root = part(word.write(article(body), "zh-Hans", None))
    rows = [next(tr.iter(w("p"))) for tr in root.iter(w("tr"))][:4]
    kept = [p.find(f".//{w('keepNext')}") is not None for p in rows]
    assert kept == [True, False, True, True]


def test_a_line_of_a_list_that_is_to_be_written_on_has_room_above() -> None:
    body = '<ol><li><span class="blank" width="9"></span></li><li>字<span class="blank"></span></li></ol>'
    first, second = part(word.write(article(body), "zh-Hans", None)).iter(w("p"))
    assert int(first.find(f".//{w('spacing')}").get(w("before"))) >= 150
    assert second.find(f".//{w('spacing')}") is None


def test_page_breaks_belong_to_paragraphs(book: bytes) -> None:
    broken = [
        p for p in part(book).iter(w("p")) if p.find(f".//{w('pageBreakBefore')}") is not None
    ]
    assert [said(p) for p in broken] == ["前台", "附录"]


def test_lists_count_for_themselves() -> None:
    lists = "<ol><li>一</li><li>二</li></ol><ol start='5'><li>五<ul><li>点</li></ul></li></ol>"
    data = word.write(article(lists), "zh-Hans", None)
    paragraphs = [p for p in part(data).iter(w("p")) if p.find(f".//{w('numId')}") is not None]
    numbers = [value(p, "pPr/numPr/numId") for p in paragraphs]
    assert numbers == ["3", "3", "4", "1"]
    assert [value(p, "pPr/numPr/ilvl") for p in paragraphs] == ["0", "0", "0", "1"]
    starts = [n.get(w("val")) for n in part(data, "word/numbering.xml").iter(w("startOverride"))]
    assert starts == ["1", "5"]


def test_further_paragraphs_of_an_item_have_no_bullet(book: bytes) -> None:
    first, second = (p for p in part(book).iter(w("p")) if said(p) in ("第一段", "第二段"))
    assert first.find(f".//{w('numPr')}") is not None
    assert second.find(f".//{w('numPr')}") is None
    assert second.find(f".//{w('ind')}").get(w("left")) == "340"


def test_long_words_do_not_pull_a_line_apart() -> None:
    data = word.write(
        article("<p>见 https://example.com/a/very/long/path</p><p>短</p>"), "en", None
    )
    assert [value(p, "pPr/jc") for p in part(data).iter(w("p"))] == ["left", ""]


def test_narrow_columns_are_small() -> None:
    days = "".join(f"<td>{day}</td>" for day in range(1, 32))
    table = f'<table class="grid"><tbody><tr><td class="label">项目</td>{days}</tr></tbody></table>'
    root = part(word.write(article(table), "zh-Hans", None))
    assert {value(p, "pPr/pStyle") for p in root.iter(w("p"))} == {"SmallCell", "Gap"}
    assert root.find(f".//{w('tcMar')}") is not None


def test_labels_are_split_in_the_middle() -> None:
    table = list_table("<tr><td>一</td><td>二</td></tr>", (8, 92), ("负责程度", "职责"))
    root = part(word.write(article(table), "zh-Hans", None))
    head = next(root.iter(w("tc")))
    assert [t.text for t in head.iter(w("t"))] == ["负责", "程度"]
    assert head.find(f".//{w('br')}") is not None


@pytest.mark.parametrize("text", ["<w:p>", "{{7*7}}", "{title}", "$x$ #import", "]]> & \" '"])
def test_text_is_never_markup(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    title = escaped.replace('"', "&quot;")
    data = word.write(article(f"<h1>{escaped}</h1>{SIGNATURES}", title=title), "zh-Hans", None)
    assert said(next(part(data).iter(w("p")))) == text
    assert text in said(part(data, "word/footer1.xml"))
    assert docx.Document(io.BytesIO(data)).core_properties.title == text


def test_same_bytes_twice() -> None:
    first, second = (word.write(manual(), "zh-Hant", None) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def own_base(root: Path, change: Any) -> Path:
    """A workspace whose base document is the shipped one, changed."""
    path = root / "templates/themes/default.docx"
    path.parent.mkdir(parents=True)
    shipped = zipfile.ZipFile(builtin("templates") / "themes/default.docx")
    with shipped, zipfile.ZipFile(path, "w") as archive:
        for name in shipped.namelist():
            changed = change(name, shipped.read(name).decode())
            if changed is not None:
                archive.writestr(name, changed)
    return root


def test_letterhead_of_the_workspace(tmp_path: Path) -> None:
    def change(name: str, xml: str) -> str:
        if name == "word/header1.xml":  # as Word splits runs when it is edited
            return xml.replace("{organisation}</w:t></w:r>",
                               "信头 {organi</w:t></w:r><w:r><w:t>sation} 电话 123</w:t></w:r>")  # fmt: skip
        if name == "word/footer1.xml":
            xml = xml.replace("<w:r><w:t>", "<w:r><w:rPr><w:b/></w:rPr><w:t>")
            return xml.replace("{page}", "{page} of {pages}")
        return xml.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="23811"')  # A3

    data = word.write(article("<p>x</p>" + SIGNATURES), "zh-Hans", own_base(tmp_path, change))
    assert said(part(data, "word/header1.xml")) == "信头 示例物业公司 电话 123"
    footer = part(data, "word/footer1.xml")
    assert said(footer).endswith("1 of 1")
    assert all(run.find(f".//{w('b')}") is not None for run in footer.iter(w("r")))
    columns = [int(column.get(w("w"))) for column in part(data).iter(w("gridCol"))]
    assert sum(columns) == 16838 - 2 * 1020


def test_base_without_list_styles_or_later_settings(tmp_path: Path) -> None:
    def change(name: str, xml: str) -> str:
        xml = re.sub(r"<w:numPr>.*?</w:numPr>", "", xml)
        return re.sub(r"<w:compat>.*(?=</w:settings>)", "", xml)

    data = word.write(manual(), "zh-Hans", own_base(tmp_path, change))
    assert part(data, "word/settings.xml")[-1].tag == w("updateFields")


def test_base_without_a_page_is_a_finding(tmp_path: Path) -> None:
    root = own_base(tmp_path, lambda _, xml: re.sub(r"<w:pgSz[^>]*>", "", xml))
    with pytest.raises(DutybookError) as caught:
        word.write(article("<p>x</p>"), "zh-Hans", root)
    assert caught.value.findings[0].details == {"reason": "w:sectPr"}


def test_base_without_words_namespaces_is_a_finding(tmp_path: Path) -> None:
    root = own_base(tmp_path, lambda _, xml: xml.replace("w14", "w99"))
    with pytest.raises(DutybookError) as caught:
        word.write(article("<p>x</p>"), "zh-Hans", root)
    assert caught.value.findings[0].details == {"reason": "xmlns:w14"}


def test_lists_stand_before_words_own_mark(tmp_path: Path) -> None:
    mark = '<w:numIdMacAtCleanup w:val="2"/></w:numbering>'
    root = own_base(tmp_path, lambda _, xml: xml.replace("</w:numbering>", mark))
    data = word.write(article("<ol><li>一</li></ol>"), "zh-Hans", root)
    assert part(data, "word/numbering.xml")[-1].tag == w("numIdMacAtCleanup")


@pytest.mark.parametrize("missing", ["word/numbering.xml", "word/document.xml"])
def test_base_without_a_part_is_a_finding(tmp_path: Path, missing: str) -> None:
    root = own_base(tmp_path, lambda name, xml: None if name == missing else xml)
    with pytest.raises(DutybookError) as caught:
        word.write(article("<p>x</p>"), "zh-Hans", root)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file) == ("word-base", "templates/themes/default.docx")
    assert missing in Catalogue.load().message(finding)


def test_base_that_is_too_large_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_package, "_MOST", 1000)
    with pytest.raises(DutybookError) as caught:
        word.write(article("<p>x</p>"), "zh-Hans", None)
    assert caught.value.findings[0].details == {"reason": "too large"}


def test_base_that_is_no_document_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "templates/themes/default.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK but not a zip")
    with pytest.raises(DutybookError) as caught:
        word.write(article("<p>x</p>"), "zh-Hans", tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["word-base"]


@pytest.mark.parametrize("width", ["wide", "-3", "0", "1e9", "nan"])
def test_bad_number_is_a_finding_at_the_templates_line(width: str) -> None:
    table = f'<table><colgroup><col width="{width}"/></colgroup><tbody><tr><td>x</td></tr></tbody></table>'
    with pytest.raises(DutybookError) as caught:
        word.write(article(table), "zh-Hans", None)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == ("template-number", 7)
    assert width in Catalogue.load().message(finding)


def test_shipped_base_is_what_its_script_makes() -> None:
    script = builtin("templates") / "themes/make_docx.py"
    scope: dict[str, Any] = {"__name__": "make_docx", "__file__": str(script)}
    exec(compile(script.read_text("utf-8"), str(script), "exec"), scope)
    assert scope["made"]() == script.with_name("default.docx").read_bytes()
