"""Emoji and other scripts in PDF: shaped, in their direction, as text that can be searched and read."""

import io
import re
from typing import Any

import extract
import pytest
from pypdf import PdfReader
from sample_papers import article

from dutybook.write.pdf import page as pdf

LOCALES = ("zh-Hans", "zh-Hant-TW", "en")
FROM_LEFT = {
    "NotoEmoji": "表情😀👩‍👩‍👧和1️⃣👍🏽🇨🇳❤️",
    "NotoSansThai": "ภาษาไทยไม่มีช่องว่าง",
    "NotoSansDevanagari": "हिन्दी में",
    "NotoSansGeorgian": "ქართული",
    "NotoSansArmenian": "Հայերեն",
    "NotoSansTamil": "தமிழ்",
    "NotoSansEthiopic": "አማርኛ",
}
FROM_RIGHT = {"NotoSansArabic": "العربية من اليمين", "NotoSansHebrew": "שלום, עולם"}


def set_in(text: str, locale: str = "zh-Hans", weight: str = "p") -> tuple[str, set[str]]:
    """What a PDF of ``text`` says, and its fonts; nothing may be lacking."""
    tree = article(f"<p><strong>{text}</strong></p>" if weight == "strong" else f"<p>{text}</p>")
    data = pdf.write(tree, locale, None)
    assert pdf.warnings(tree, locale, None) == []
    resources: Any = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]
    names = [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]
    assert all(name[7] == "+" for name in names)  # only the glyphs used
    assert len(data) < 100_000
    return extract.pdf(data), {name[8:].partition("-")[0] for name in names}


def once(text: str) -> str:
    """Typst gives letters that are drawn in two parts (a dot, a mark) twice in some places."""
    return re.sub(r"(\S\W?)\1+", r"\1", extract.squeezed(text))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("font", FROM_LEFT)
def test_other_scripts_are_set_in_their_fonts(font: str, locale: str) -> None:
    said, fonts = set_in(FROM_LEFT[font], locale)
    assert font in fonts
    assert once(FROM_LEFT[font]) in once(said)


@pytest.mark.parametrize("font", FROM_RIGHT)
def test_from_right_to_left(font: str) -> None:
    """Glyphs stand on the page from the left: the last letter first."""
    said, fonts = set_in(f"甲{FROM_RIGHT[font]}乙")
    assert font in fonts
    assert once(f"甲{FROM_RIGHT[font][::-1]}乙") in once(said)


def test_bold_letters_are_bold() -> None:
    """The fonts are variable: another weight is another font in the file."""
    for text in (FROM_LEFT["NotoSansThai"], FROM_RIGHT["NotoSansArabic"]):
        tree = article(f"<p>{text}<strong>{text}</strong></p>")
        resources: Any = PdfReader(io.BytesIO(pdf.write(tree, "zh-Hans", None))).pages[0][
            "/Resources"
        ]
        named = [str(font.get_object()["/BaseFont"])[8:] for font in resources["/Font"].values()]
        assert max(named.count(name) for name in named if "CJK" not in name) == 2


def test_a_paper_without_them_is_set_in_the_chinese_font_alone() -> None:
    assert set_in("受理投诉 Complaints 1️")[1] <= {"NotoSansCJKsc"}


@pytest.mark.parametrize("lacking", ["𓀀", "\ue000", "\U000f0001"])
def test_what_no_font_has_is_a_box_and_a_finding(lacking: str) -> None:
    """Private-use characters too, whatever a font may have in their place."""
    tree = article(f"<p>甲{lacking}乙</p>")
    said = extract.pdf(pdf.write(tree, "zh-Hans", None))
    (finding,) = pdf.warnings(tree, "zh-Hans", None)
    assert finding.details["character"] == lacking
    assert f"甲{ord(lacking):04X}乙" in extract.squeezed(said)


def test_in_a_drawing_only_what_is_lacking_is_replaced() -> None:
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 9'><text y='8'>ไทย😀𓀀</text></svg>"
    )
    svg = drawn.replace("<", "&lt;").replace("'", "&apos;")
    tree = article(f'<figure svg="{svg}" alt="x" width="99" height="9"/><p>ไทย</p>')
    sheet = pdf.compose(tree, "zh-Hans", None)
    assert sheet.lacking == frozenset("𓀀")
    assert "ไทย" in extract.squeezed(extract.pdf(sheet.data))
