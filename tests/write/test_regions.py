"""Traditional Chinese of Hong Kong and of Taiwan: words, glyphs and the language each format states."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sample_papers import article, job_description

from dutybook.papers.labels import Labels
from dutybook.papers.production import Request, build
from dutybook.words.locale import REGIONAL, Text
from dutybook.workspace import Workspace
from dutybook.write.html import page as html
from dutybook.write.pdf import page as pdf
from dutybook.write.word import document as word


@pytest.mark.parametrize(
    ("locale", "shown"), [("zh-Hant", "前台裏"), ("zh-Hant-HK", "前台裏"), ("zh-Hant-TW", "前臺裡")]
)
def test_words_are_converted_for_the_place(locale: str, shown: str) -> None:
    assert Text.of("前台里").at(locale) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("zh-Hant-HK", "「每週」評核職位工作質量的數據資訊"),
        ("zh-Hant-TW", "「每週」考核職位工作品質的資料資訊"),
    ],
)
def test_each_place_has_its_own_words(locale: str, shown: str) -> None:
    """One kind of appraisal word on a paper: labels, schemes and duties are converted alike."""
    assert Text.of("“每周”考核岗位工作质量的数据信息").at(locale) == shown
    labels = Labels.load(None, locale)
    other = {"zh-Hant-HK": "考核", "zh-Hant-TW": "評核"}[locale]
    assert labels.say("form.indicator") == {"評核": "考核", "考核": "評核"}[other] + "指標與定義"
    assert other not in labels.say("kinds.evaluation-form") + labels.say("form.employee")


def test_the_longer_word_comes_first_and_traditional_text_is_left_alone() -> None:
    assert Text.of("数据文件与数据").at("zh-Hant-TW") == "資料檔案與資料"
    assert Text.of({"zh-Hans": "数据", "zh-Hant": "數據"}).at("zh-Hant-TW") == "數據"
    assert Text.of({"zh-Hant": "工作質量“甲”"}).at("zh-Hans") == "工作质量“甲”"


@pytest.mark.parametrize("locale", REGIONAL)
def test_what_was_written_in_traditional_characters_is_kept(locale: str) -> None:
    assert Text.of({"zh-Hans": "前台", "zh-Hant": "接待處"}).at(locale) == "接待處"


@pytest.mark.parametrize("locale", REGIONAL)
def test_labels_are_those_of_zh_hant_else_converted(locale: str, tmp_path: Path) -> None:
    assert Labels.load(None, locale).say("kinds.job-description") == "職位說明書"
    own = tmp_path / "templates/labels"
    own.mkdir(parents=True)
    (own / f"{locale}.yaml").write_text("common: {code: 職位代號}\n", "utf-8")
    assert Labels.load(tmp_path, locale).say("common.code") == "職位代號"
    assert Labels.load(tmp_path, "zh-Hant").say("common.code") == "職位編號"


FONTS = {"zh-Hans": "SC", "zh-Hant": "HK", "zh-Hant-HK": "HK", "zh-Hant-TW": "TC"}
REGIONS = {"zh-Hans": "CN", "zh-Hant": "HK", "zh-Hant-HK": "HK", "zh-Hant-TW": "TW"}


@pytest.mark.parametrize("locale", FONTS)
def test_each_format_states_the_language_and_has_its_glyphs(locale: str) -> None:
    tree = article("<h1>骨與過海</h1>", lang=locale, title="骨")
    reader = PdfReader(io.BytesIO(pdf.write(tree, locale, None)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == f"zh-{REGIONS[locale]}"
    resources: Any = reader.pages[0]["/Resources"]
    fonts = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    assert all(f"NotoSansCJK{FONTS[locale].lower()}" in font for font in fonts), fonts
    assert f'<html lang="{locale}">'.encode() in html.write(tree, locale, None)
    with zipfile.ZipFile(io.BytesIO(word.write(tree, locale, None))) as package:
        styles = package.read("word/styles.xml").decode()
        assert re.findall(r'<w:lang [^>]*eastAsia="([^"]+)"', styles) == [f"zh-{REGIONS[locale]}"]
        assert f"<dc:language>{locale}<" in package.read("docProps/core.xml").decode()


def test_a_paper_of_a_place_goes_to_its_own_folder(example: Workspace, tmp_path: Path) -> None:
    wanted = Request(
        kinds=("job-posting",), roles=("front-desk",), formats=("html",), locale="zh-Hant-TW",
        out=tmp_path,
    )  # fmt: skip
    assert build(example, wanted).written == ["zh-Hant-TW/job-posting/front-desk.html"]
    assert "前臺" in (tmp_path / "zh-Hant-TW/job-posting/front-desk.html").read_text("utf-8")


def test_a_pdf_is_tagged_throughout() -> None:
    """What PDF/UA asks of a file: marked content, a structure tree with its tables and headings,
    tab order by structure, a title to show."""
    reader = PdfReader(io.BytesIO(pdf.write(job_description(), "zh-Hans", None)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    kinds: set[str] = set()

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/Table", "/TR", "/TH", "/TD", "/H1", "/H2", "/P", "/L", "/LI"} <= kinds
    assert all(page["/Tabs"] == "/S" for page in reader.pages)


def test_greek_keeps_its_accents() -> None:
    """The Chinese fonts have no accented Greek letter: theirs stood beside its accent."""
    tree = article("<p>Ελληνικά ΐ</p>")
    found = PdfReader(io.BytesIO(pdf.write(tree, "zh-Hans", None))).pages[0].extract_text()
    assert "Ελληνικά ΐ" in found
    assert pdf.warnings(tree, "zh-Hans", None) == []
