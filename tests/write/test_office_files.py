"""Word and Excel files as Microsoft's validator (in its port to Python) and known traps see them:
every kind, blank and filled, in three languages; and that broken files are seen to be broken."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from every_kind import CASES, FURTHER, written
from officefiles import audited, complaints

from dutybook.papers.kinds import KINDS

pytestmark = pytest.mark.slow

DOCUMENT, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(("kind", "shape", "locale"), CASES + FURTHER)
def test_office_has_nothing_to_repair(kind: str, shape: str, locale: str, tmp_path: Path) -> None:
    for form in ("docx", "xlsx"):
        if form == "docx" or form in KINDS[kind].formats:
            path = tmp_path / f"paper.{form}"
            path.write_bytes(written(kind, shape, locale, form))
            assert complaints(path) == [], form


def replaced(old: str, new: str, times: int = 1) -> Callable[[str], str]:
    return lambda xml: re.sub(old, new, xml, count=times, flags=re.DOTALL)


BROKEN = {
    "element out of order": (DOCUMENT, r"(<w:tcW [^>]*/>)(<w:gridSpan [^>]*/>)", r"\2\1"),
    "unknown element": (DOCUMENT, "<w:p>", "<w:p><w:foo/>"),
    "cell without paragraph": (DOCUMENT, r"</w:tcPr><w:p>.*?</w:p></w:tc>", "</w:tcPr></w:tc>"),
    "no grid": (DOCUMENT, r"<w:tblGrid>.*?</w:tblGrid>", ""),
    "relation to nothing": (DOCUMENT, 'r:embed="figure1png"', 'r:embed="nope"'),
    "style nobody defines": (DOCUMENT, 'w:val="BodyText"', 'w:val="NoSuch"'),
    "list nobody defines": (DOCUMENT, r'<w:numId w:val="\d+"/>', '<w:numId w:val="999"/>'),
    "not XML": (DOCUMENT, "</w:body>", ""),
    "style twice": ("word/styles.xml", 'w:styleId="Heading2"', 'w:styleId="Heading1"'),
    "settings out of order": ("word/settings.xml", r"(<w:zoom [^>]*/>)(.*)(</w:settings>)", r"\2\1\3"),
}  # fmt: skip
TRAPPED = {
    "picture twice": (DOCUMENT, r'<wp:docPr id="2"', '<wp:docPr id="1"', "picture 1 twice"),
    "bookmark twice": (DOCUMENT, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"', "bookmark 1 twice"),
    "link to nothing": (DOCUMENT, 'w:anchor="_Toc000002"', 'w:anchor="_Toc999999"', "link to _Toc999999"),
    "control without number": (DOCUMENT, '<w:id w:val="1"/>', "", "a control without number"),
    "box that shows another state": (DOCUMENT, "<w:t>\u2610</w:t>", "<w:t>\u2611</w:t>", "a box shows"),
    "grid that adds up to less": (DOCUMENT, r'<w:gridCol w:w="\d+"/>', '<w:gridCol w:w="99"/>', "columns add up to"),
    "row of too many columns": (DOCUMENT, '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>', "a row of"),
    "cell joined to none": (DOCUMENT, "(<w:tcW [^>]*/>)", r"\1<w:vMerge/>", "goes on from none"),
    "field without end": (DOCUMENT, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "", "a field without end"),
    "half a twip": (DOCUMENT, r'<w:tcW w:w="\d+"', '<w:tcW w:w="10.5"', "w=10.5"),
    "an old document": ("word/settings.xml", 'w:val="15"', 'w:val="12"', "compatibility mode"),
    "no Chinese font": ("word/styles.xml", ' w:eastAsia="SimSun"', "", "no font for every script"),
    "font nobody lists": ("word/fontTable.xml", 'w:name="SimHei"', 'w:name="Other"', "font SimHei"),
    "title twice": ("docProps/core.xml", r"(<dc:title>.*?</dc:title>)", r"\1\1", "title twice"),
}  # fmt: skip
SPOILED = {
    "rows out of order": (SHEET, '<row r="2"', '<row r="1"', "out of order"),
    "place that is none": (SHEET, '<c r="A1"', '<c r="B1"', "out of order"),
    "style that is not there": (SHEET, r' s="\d+"', ' s="99999"', "a style that is not there"),
    "areas overlap": (SHEET, r'<mergeCell ref="([^"]+)"/>', r'<mergeCell ref="\1"/><mergeCell ref="\1"/>', "overlap"),
    "name of a sheet": ("xl/workbook.xml", r'<sheet name="[^"]*"', '<sheet name="a/b"', "sheet 'a/b'"),
    "name of an area": ("xl/workbook.xml", r'<definedName name="[^"]*"', '<definedName name="a b"', "name 'a b'"),
    "words of a check": (SHEET, r' prompt="[^"]*"', f' prompt="{"x" * 256}"', "prompt too long"),
    "half a formula": (SHEET, r"<f>[^<]*</f>", "<f>SUM((A1)</f>", "no formula"),
    "function of a later Excel": (SHEET, r"<f>[^<]*</f>", "<f>TEXTJOIN(A1)</f>", "TEXTJOIN() without prefix"),
    "words in a formula": (SHEET, r"<f>[^<]*</f>", f'<f>"{"x" * 256}"</f>', "too long"),
}  # fmt: skip


def spoiled(path: Path, data: bytes, part: str, change: Callable[[str], str]) -> Path:
    """The file with one of its parts changed, which must make a difference."""
    path.write_bytes(data)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = change(parts[part].decode())
    assert changed != parts[part].decode()
    parts[part] = changed.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def manual() -> bytes:
    return written("duty-manual", "", "zh-Hans", "docx")


@pytest.mark.parametrize("what", BROKEN)
def test_the_validator_sees_a_broken_document(what: str, tmp_path: Path) -> None:
    part, old, new = BROKEN[what]
    path = spoiled(tmp_path / "a.docx", manual(), part, replaced(old, new))
    assert list(audited(path))


@pytest.mark.parametrize("what", TRAPPED)
def test_a_trap_of_word_is_seen(what: str, tmp_path: Path) -> None:
    part, old, new, said = TRAPPED[what]
    path = spoiled(tmp_path / "a.docx", manual(), part, replaced(old, new))
    assert any(said in one for one in complaints(path)), complaints(path)


@pytest.mark.parametrize("what", SPOILED)
def test_a_trap_of_excel_is_seen(what: str, tmp_path: Path) -> None:
    part, old, new, said = SPOILED[what]
    data = written("evaluation-form", "filled", "zh-Hans", "xlsx")
    path = spoiled(tmp_path / "a.xlsx", data, part, replaced(old, new))
    assert any(said in one for one in complaints(path)), complaints(path)
