"""Files that want to do harm, or are not what they say: each small, each with the finding it must end
in."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import openpyxl
import pypdf
from docx import Document

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(parts: dict[str, bytes]) -> bytes:
    """An archive of parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": _TYPES.encode(), **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()


def document(body: str, **parts: str) -> bytes:
    """A .docx with a body of XML, and further parts by name."""
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    extra = {f"word/{name}.xml": text.encode() for name, text in parts.items()}
    return package({"word/document.xml": xml.encode(), **extra})


def bomb(size: int = 400 << 20) -> bytes:
    """An archive of a few hundred kilobytes that unpacks to 400 MB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(size >> 20):
                stream.write(b" " * (1 << 20))
    return out.getvalue()


def liar() -> bytes:
    """An archive whose directory declares one byte for a part of 100 MB."""
    data = bytearray(bomb(100 << 20))
    name = b"word/document.xml"
    at = data.rfind(name)  # in the central directory: sizes stand before the name
    header = data.rfind(b"PK\x01\x02", 0, at)
    data[header + 24 : header + 28] = (1).to_bytes(4, "little")
    return bytes(data)


def entities() -> bytes:
    """XML that would expand a thousand million times, and fetch a file."""
    xml = (
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body></w:document>'
    )
    return package({"word/document.xml": xml.encode()})


def pdf(pages: int, password: str = "") -> bytes:
    """Blank pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_macros() -> bytes:
    """A harmless document with a macro project in it."""
    document_ = Document()
    document_.add_paragraph("保安员岗位职责")
    document_.add_paragraph("1、巡逻。")
    document_.add_paragraph("2、值班。")
    out = BytesIO()
    document_.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0" * 64)
    return out.getvalue()


def hostile() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """File name, what makes its bytes, code of the finding."""
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    many = {f"word/{i}.xml": b"" for i in range(5000)}
    declared = {"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
    nested = "<w:sdt>" * 240 + "</w:sdt>" * 240
    locked = container + "EncryptedPackage".encode("utf-16-le")
    yield "bomb.docx", bomb, "import-too-large"
    yield "liar.docx", liar, "import-broken"
    yield "parts.docx", lambda: package(many), "import-too-large"
    yield "entities.docx", entities, "import-entities"
    yield "entities.xlsx", lambda: package(declared), "import-entities"
    yield "long.pdf", lambda: pdf(500), "import-too-long"
    yield "locked.pdf", lambda: pdf(1, "secret"), "import-encrypted"
    yield "scan.pdf", lambda: pdf(3), "import-no-text"
    yield "cut.pdf", lambda: pdf(2)[:200], "import-broken"
    yield "none.docx", "1、不是 Word".encode, "import-not-what-it-says"
    yield "other.docx", lambda: package({"a.txt": b"x"}), "import-not-what-it-says"
    yield "locked.docx", lambda: locked, "import-encrypted"
    yield "old.xls", lambda: container + b"\0" * 600, "import-old-excel"
    yield "cut.docx", lambda: with_macros()[:900], "import-broken"
    yield "bytes.txt", lambda: bytes(range(256)) * 4, "import-no-encoding"
    yield "empty.txt", lambda: b"\n\n", "import-empty"
    yield "deep.docx", lambda: document(nested), "import-broken"
    yield "marks.docx", lambda: document("<a/>" * 5_000_000), "import-too-large"
    yield "wide.docx", lambda: document(_words("1" * 30_000)), "import-long-line"
    yield "late.docx", _late_doctype, "import-entities"
    yield "wide-text.docx", _wide_doctype, "import-entities"
    yield (
        "part.xlsx",
        lambda: package({"xl/workbook.xml": b"<a/>", "xl/s.bin": _DTD}),
        "import-entities",
    )
    yield "marks.xlsx", _empty_strings, "import-too-large"
    yield (
        "row.xlsx",
        lambda: _sheet('<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'),
        "import-too-large",
    )
    yield (
        "column.xlsx",
        lambda: _sheet('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'),
        "import-broken",
    )
    yield "spaces.html", lambda: ("<p>" + "（" * 30_000).encode(), "import-long-line"


_DTD = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"


def _words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _late_doctype() -> bytes:
    """A declaration further in than anybody looks."""
    body = f'<w:document xmlns:w="{_W}"><w:body>{_words("a")}</w:body></w:document>'
    xml = f'<!--{"x" * 5000}--><!DOCTYPE x SYSTEM "file:///etc/passwd">{body}'
    return package({"word/document.xml": xml.encode()})


def _wide_doctype() -> bytes:
    """A declaration whose letters are two bytes each."""
    body = f'<w:document xmlns:w="{_W}"><w:body>{_words("&b;")}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]>{body}'
    return package({"word/document.xml": xml.encode("utf-16")})


def _workbook(**parts: bytes) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = "岗位"
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    return package(
        {**made, **{f"xl/{n.replace('__', '/')}.xml": data for n, data in parts.items()}}
    )


def _sheet(rows: str) -> bytes:
    """A workbook whose only sheet has these rows."""
    xml = f'<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'
    return _workbook(worksheets__sheet1=xml.encode())


def _empty_strings() -> bytes:
    return _workbook(
        sharedStrings=f'<sst xmlns="{_S}">'.encode() + b"<si/>" * 9_000_000 + b"</sst>"
    )


def odd_numbers() -> Iterator[tuple[str, bytes]]:
    """Documents that are read, whatever stands where a number should."""
    paragraph = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>保安员岗位职责</w:t></w:r></w:p>'
    lists = (
        '<w:numbering xmlns:w="{0}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{1}"><w:start w:val="{2}"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%9"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{1}"><w:startOverride w:val="{2}"/></w:lvlOverride></w:num></w:numbering>'
    )
    for value in ("abc", "-5", "²", "9" * 5000, "2147483647"):
        cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>{_words("1、巡逻。")}</w:tc></w:tr></w:tbl>'
        styles = f'<w:styles xmlns:w="{_W}"><w:style w:styleId="x"><w:name w:val="n"/><w:pPr><w:outlineLvl w:val="{value}"/></w:pPr></w:style></w:styles>'
        for level, start in ((value, "1"), ("0", value)):
            body = paragraph.format(level) + cell
            yield value[:6], document(body, numbering=lists.format(_W, level, start), styles=styles)
