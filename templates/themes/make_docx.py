"""Makes default.docx, the base of every Word paper: styles, lists, page, header and footer.

Run it after a change here: ``python templates/themes/make_docx.py``. A company need not: it puts its own
``templates/themes/default.docx`` into its workspace, made from this one in Word. The words in braces in
header and footer ({organisation}, {mark}, {title}, {page}) are replaced in every paper.
"""

# ruff: noqa: E501 (XML reads better in one piece)

import sys
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="{W14}" xmlns:mc="{MC}" mc:Ignorable="w14"'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

SONG = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/>'
HEI = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimHei" w:cs="Arial"/>'
KAI = '<w:rFonts w:eastAsia="KaiTi"/>'
BOLD = "<w:b/><w:bCs/>"


BUILT_IN = {
    "heading 1", "heading 2", "heading 3", "Title", "Subtitle", "Body Text", "toc 1", "toc 2", "toc 3",
    "header", "footer", "Strong", "Emphasis", "List Paragraph", "List Bullet", "List Number",
}  # fmt: skip


def size(points: float) -> str:
    """Font size in half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def spacing(before: float = 0, after: float = 0, line: str = "") -> str:
    """Space before and after a paragraph, in points."""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{line}/>'


def style(kind: str, name: str, shown: str, p: str = "", r: str = "", more: str = "") -> str:
    """One style: its id, the name Word shows, paragraph and run properties."""
    own = "" if shown in BUILT_IN else ' w:customStyle="1"'
    p, r = (f"<w:pPr>{p}</w:pPr>" if p else ""), (f"<w:rPr>{r}</w:rPr>" if r else "")
    return f'<w:style w:type="{kind}"{own} w:styleId="{name}"><w:name w:val="{shown}"/>{more}<w:qFormat/>{p}{r}</w:style>'


def paragraph_style(name: str, shown: str, p: str = "", r: str = "", after: str = "") -> str:
    """A paragraph style based on Normal."""
    following = f'<w:next w:val="{after}"/>' if after else ""
    return style("paragraph", name, shown, p, r, f'<w:basedOn w:val="Normal"/>{following}')


def heading(level: int, points: float, before: float, after: float, align: str = "") -> str:
    """A heading: stays with what follows, and stands in the outline."""
    p = f'<w:keepNext/><w:keepLines/>{spacing(before, after)}{align}<w:outlineLvl w:val="{level - 1}"/>'
    return paragraph_style(
        f"Heading{level}", f"heading {level}", p, HEI + BOLD + size(points), "BodyText"
    )


CENTRE, LEFT, BOTH = (f'<w:jc w:val="{how}"/>' for how in ("center", "left", "both"))
LOOSE = ' w:line="312" w:lineRule="auto"'
TABS = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9865"/></w:tabs>'
TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="PaperTable"><w:name w:val="Paper Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="333333"/>'
              for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + '</w:tblBorders><w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)  # fmt: skip


def list_style(name: str, shown: str, number: int) -> str:
    """Ties a list of the numbering part to a style, so that Word keeps it."""
    return paragraph_style(name, shown, f'<w:numPr><w:numId w:val="{number}"/></w:numPr>')


LANGUAGES = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
STYLES = "".join([
    f'<w:docDefaults><w:rPrDefault><w:rPr>{SONG}{size(10.5)}{LANGUAGES}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    paragraph_style("BodyText", "Body Text", spacing(0, 6, LOOSE) + BOTH),
    paragraph_style("Title", "Title", spacing(12, 18) + CENTRE, HEI + BOLD + size(26)),
    paragraph_style("CoverSubtitle", "Cover Subtitle", spacing(6, 12) + CENTRE, HEI + size(16)),
    paragraph_style("Subtitle", "Subtitle", spacing(0, 12) + CENTRE, size(11)),
    heading(1, 18, 0, 10, CENTRE),
    heading(2, 12.5, 14, 6),
    heading(3, 11, 10, 5),
    paragraph_style("ContentsHeading", "Contents Heading", spacing(0, 10) + CENTRE, HEI + BOLD + size(18)),
    paragraph_style("TOC1", "toc 1", TABS + spacing(6, 3), BOLD),
    paragraph_style("TOC2", "toc 2", TABS + spacing(0, 3) + '<w:ind w:left="240"/>'),
    paragraph_style("TOC3", "toc 3", TABS + spacing(0, 3) + '<w:ind w:left="480"/>'),
    paragraph_style("Note", "Note", spacing(0, 6), '<w:color w:val="444444"/>' + size(9)),
    paragraph_style("Cell", "Cell", spacing(0, 0, ' w:line="264" w:lineRule="auto"') + LEFT, size(10)),
    paragraph_style("SmallCell", "Small Cell", spacing(0, 0) + CENTRE, size(8)),
    paragraph_style("Label", "Label", spacing(0, 0, ' w:line="264" w:lineRule="auto"') + CENTRE, HEI + size(10)),
    paragraph_style("ListParagraph", "List Paragraph", spacing(0, 3, LOOSE)),
    list_style("ListBullet", "List Bullet", 1),
    list_style("ListNumber", "List Number", 2),
    paragraph_style("Gap", "Gap", spacing(0, 0, ' w:line="160" w:lineRule="exact"'), size(4)),
    paragraph_style("CoverTop", "Cover Top", spacing(0, 0, ' w:line="3600" w:lineRule="exact"')),
    paragraph_style("Rule", "Rule", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="333333"/></w:pBdr>'
                    + spacing(0, 8), size(4)),
    paragraph_style("Header", "header", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="999999"/></w:pBdr>',
                    '<w:color w:val="444444"/>' + size(8.5)),
    paragraph_style("Footer", "footer", "", size(8.5)),
    style("character", "Strong", "Strong", "", '<w:rFonts w:eastAsia="SimHei"/>' + BOLD),
    style("character", "Emphasis", "Emphasis", "", KAI),
    TABLE_STYLE,
])  # fmt: skip


def level(i: int, kind: str, text: str) -> str:
    """One level of a list, indented by its depth."""
    return (
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{340 * (i + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
    )


def listing(number: int, kinds: list[tuple[str, str]]) -> str:
    """A list's three levels."""
    levels = "".join(level(i, kind, text) for i, (kind, text) in enumerate(kinds))
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'


NUMBERING = (
    listing(0, [("bullet", "\u2022"), ("bullet", "\u2013"), ("bullet", "\u00b7")])
    + listing(1, [("decimal", "%1."), ("decimal", "%2)"), ("lowerLetter", "%3.")])
    + "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (0, 1))
)
SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:ulTrailSpace/><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)

# Fonts a paper may name, what else they are called, and what to take in their place: where a font is not
# on a computer, Word and LibreOffice look for the other names before they look for one of its family.
FONTS = [
    ("Times New Roman", "Liberation Serif", "00", "roman"),
    ("Arial", "Liberation Sans", "00", "swiss"),
    ("Calibri", "Carlito", "00", "swiss"),
    ("SimSun", "宋体,Songti SC,Noto Serif CJK SC", "86", "auto"),
    ("SimHei", "黑体,Heiti SC,Noto Sans CJK SC", "86", "modern"),
    ("KaiTi", "楷体,Kaiti SC", "86", "modern"),
    ("PMingLiU", "新細明體,Songti TC,Noto Serif CJK TC", "88", "roman"),
    ("MingLiU_HKSCS", "細明體_HKSCS,Songti TC,Noto Serif CJK HK", "88", "roman"),
    ("Microsoft JhengHei", "微軟正黑體,Heiti TC,Noto Sans CJK TC", "88", "swiss"),
    ("DFKai-SB", "標楷體,Kaiti TC", "88", "script"),
    ("Segoe UI Symbol", "Apple Symbols,Noto Sans Symbols2", "00", "swiss"),
    ("Segoe UI Emoji", "Apple Color Emoji,Noto Color Emoji", "00", "swiss"),
]
FONT_TABLE = "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{charset}"/>'
    f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    for name, others, charset, family in FONTS
)


def colours() -> str:
    """The palette Word offers: shades of grey, as papers are printed."""
    named = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "333333", "lt2": "EEEEEE", "accent1": "444444",
             "accent2": "666666", "accent3": "888888", "accent4": "AAAAAA", "accent5": "CCCCCC",
             "accent6": "E1E1E1", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    return "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in named.items()
    )


def typefaces(kind: str, latin: str, chinese: str) -> str:
    """The theme's fonts for headings or text."""
    return f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface="{chinese}"/><a:cs typeface=""/></a:{kind}Font>'


PLAIN_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
THEME = (
    f'<a:themeElements><a:clrScheme name="Paper">{colours()}</a:clrScheme><a:fontScheme name="Paper">'
    + typefaces("major", "Arial", "SimHei")
    + typefaces("minor", "Times New Roman", "SimSun")
    + f'</a:fontScheme><a:fmtScheme name="Paper"><a:fillStyleLst>{PLAIN_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="6350">{PLAIN_FILL}</a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{PLAIN_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
)


def words(text: str, align: str, name: str) -> str:
    """A paragraph of a header or footer."""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/><w:jc w:val="{align}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def footer() -> str:
    """Three cells without borders: they keep their places on a page of any width."""
    thirds = [(1666, "left", "{mark}"), (1668, "center", "{title}"), (1666, "right", "{page}")]
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{words(text, align, "Footer")}</w:tc>'
        for width, align, text in thirds
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="3288"/>'
        f'<w:gridCol w:w="3289"/><w:gridCol w:w="3288"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
    )


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1020" w:bottom="1134" w:left="1020" '
    'w:header="680" w:footer="567" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
)
PARTS = {"styles": STYLES, "numbering": NUMBERING, "settings": SETTINGS,
         "header": words("{organisation}", "left", "Header"), "footer": footer(), "fontTable": FONT_TABLE}  # fmt: skip
ROOTS = {"header": "hdr", "footer": "ftr", "fontTable": "fonts"}


def relation(i: int, kind: str, target: str, family: str = R) -> str:
    """One relationship of a part."""
    return f'<Relationship Id="rId{i}" Type="{family}/{kind}" Target="{target}"/>'


def package() -> dict[str, str]:
    """All parts by name, in the order Word wants them."""
    names = {name: f"{name}1" if name in ("header", "footer") else name for name in PARTS}
    types = "".join(
        f'<Override PartName="/word/{names[name]}.xml" ContentType="{OFFICE}.{name}+xml"/>'
        for name in PARTS
    )
    relations = "".join(relation(i, name, f"{names[name]}.xml") for i, name in enumerate(PARTS, 2))
    relations += relation(len(PARTS) + 2, "theme", "theme/theme1.xml")
    core = "metadata/core-properties"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>{types}'
        f'<Override PartName="/word/theme/theme1.xml" ContentType="{THEME_TYPE}+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relation(1, "officeDocument", "word/document.xml")}'
        f'{relation(2, core, "docProps/core.xml", f"{PACKAGE}/relationships")}</Relationships>',
        "word/document.xml": f'<w:document {NAMES}><w:body><w:p><w:r><w:t>{{body}}</w:t></w:r></w:p>{SECTION}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{names[name]}.xml": f"<w:{ROOTS.get(name, name)} {NAMES}>{xml}</w:{ROOTS.get(name, name)}>"
           for name, xml in PARTS.items()},
        "word/theme/theme1.xml": f'<a:theme xmlns:a="{A}" name="Paper">{THEME}</a:theme>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"/>',
    }  # fmt: skip


def made() -> bytes:
    """The document's bytes: the same each time."""
    from dutybook.write.word.package import Package

    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return Package({name: (head + xml).encode() for name, xml in package().items()}).zipped()


if __name__ == "__main__":
    sys.stdout.write(f"{Path(__file__).with_name('default.docx').write_bytes(made())} bytes\n")
