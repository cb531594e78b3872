"""Files that want to do harm, or are not what they say: each small, each with the finding it must end
in."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pypdf
from docx import Document

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
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
