"""A .docx as a package of XML parts: read from a base document, written with fixed times."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from lxml import etree  # type: ignore[import-untyped]

from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding, Place

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TIME: Final = (2000, 1, 1, 0, 0, 0)
_DOCUMENT: Final = "word/document.xml"
_NEEDED: Final = (_DOCUMENT, "word/styles.xml", "word/numbering.xml", "word/settings.xml")
_MOST: Final = 50_000_000
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Node = Any
"""An lxml element."""


def w(name: str) -> str:
    """``name`` in WordprocessingML's namespace, as lxml spells it."""
    return f"{{{W}}}{name}"


def fragment(xml: str) -> list[Node]:
    """The elements that ``xml`` holds."""
    wrapped = f'<x xmlns:w="{W}" xmlns:w14="{_W14}" xmlns:r="{_R}">{xml}</x>'
    return list(etree.fromstring(wrapped.encode(), _PARSER))


@dataclass(slots=True)
class Package:
    """Parts by name: bytes as read, or XML once asked for."""

    parts: dict[str, Any]

    @classmethod
    def opened(cls, path: Path, name: str = "", needed: tuple[str, ...] = _NEEDED) -> Self:
        """The base document at ``path``, called ``name`` in findings; a finding where it is none,
        or lacks a part that is ``needed``."""
        try:
            with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
                if sum(info.file_size for info in archive.infolist()) > _MOST:
                    raise ValueError("too large")
                package = cls(
                    {part: archive.read(part) for part in archive.namelist() if part[-1] != "/"}
                )
            for part in needed:
                package.xml(part)
            package.check(strict=needed == _NEEDED)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
            place = Place(name or f"templates/themes/{path.name}")
            raise DutybookError(Finding("word-base", place, {"reason": str(error)})) from None
        return package

    def check(self, strict: bool = True) -> None:
        """ValueError where the document lacks what papers are written into."""
        root = self.xml(_DOCUMENT)
        if root.find(f"{w('body')}/{w('sectPr')}/{w('pgSz')}") is None:
            raise ValueError("w:sectPr")
        if strict and (root.nsmap.get("w"), root.nsmap.get("w14")) != (W, _W14):
            raise ValueError("xmlns:w14")

    def xml(self, name: str) -> Node:
        """The root of part ``name``; changes made to it are written."""
        if isinstance(self.parts[name], bytes):
            self.parts[name] = etree.fromstring(self.parts[name], _PARSER)
        return self.parts[name]

    def set_body(self, blocks: str, section: Node) -> None:
        """Give the document its blocks. They are not parsed: lxml moves nodes from one document to
        another in time that grows with their square."""
        root = self.xml(_DOCUMENT)
        mark = etree.Comment("blocks")
        root.find(w("body"))[:] = [mark, section]
        before, after = _written(root).split(b"<!--blocks-->")
        self.parts[_DOCUMENT] = before + blocks.encode() + after

    def matching(self, pattern: str) -> list[Node]:
        """The roots of all parts whose name matches."""
        return [self.xml(name) for name in sorted(self.parts) if re.fullmatch(pattern, name)]

    def zipped(self) -> bytes:
        """The package's bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, part in self.parts.items():
                info = zipfile.ZipInfo(name, _TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 0  # the same on every system
                archive.writestr(info, part if isinstance(part, bytes) else _written(part))
        return out.getvalue()


def serialized(node: Node) -> str:
    """``node`` as text, to stand within other XML."""
    return str(etree.tostring(node, encoding="unicode"))


def _written(root: Node) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
