"""Bounds on what is read: hostile and broken files end in a finding, not in a full memory."""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree  # type: ignore[import-untyped]

from dutybook.finding import Finding, Place

MAX_FILE: Final = 64 << 20
MAX_PARTS: Final = 4000
MAX_UNPACKED: Final = 160 << 20
MAX_PART: Final = 64 << 20
MAX_PAGES: Final = 400
MAX_ROWS: Final = 20_000
MAX_TEXT: Final = 1_000_000
"""Characters of a paper: a thick book."""
MAX_LINE: Final = 20_000
"""Characters of a paragraph or a cell: what looks for words in it may go over it many times."""
MAX_MARKS: Final = 4_000_000
"""Elements (as they begin and end) and attributes of an XML part: each takes far more memory than
the few bytes it is written with."""
_BYTE_ORDER: Final = (b"\xff\xfe", b"\xfe\xff")
_DIGITS: Final = 9
_BORDER: Final = re.compile(r"[\n\t]")
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError,
)  # fmt: skip
"""How reading a damaged archive fails."""
_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of old .doc and .xls files, and of new ones with a password."""


@dataclass(slots=True)
class Unreadable(Exception):  # noqa: N818 it says what the file is
    """Why a file gives no text: a finding's code, and its particulars."""

    code: str
    details: dict[str, object] = field(default_factory=dict)

    def finding(self, name: str) -> Finding:
        """For the file of that name."""
        return Finding(self.code, Place(name), self.details)


def is_container(data: bytes) -> bool:
    """Whether the bytes are an old Office file, or a new one with a password."""
    return data.startswith(_ENCRYPTED)


def is_encrypted(data: bytes) -> bool:
    """Whether an Office file has a password: then its container names the parts of encryption."""
    return is_container(data) and "EncryptedPackage".encode("utf-16-le") in data[: 1 << 20]


def open_zip(data: bytes) -> zipfile.ZipFile:
    """An Office file's archive, its declared size and number of parts within bounds."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except _DAMAGED as error:
        raise Unreadable("import-broken", {"reason": str(error)}) from None
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unreadable("import-too-large", {"limit": f"{MAX_UNPACKED >> 20} MB"})
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, read no further than its bound, whatever size the archive declares."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MAX_PART + 1)
    except KeyError:
        return b""
    except RuntimeError:  # a password on the part itself
        raise Unreadable("import-encrypted") from None
    except _DAMAGED as error:
        raise Unreadable("import-broken", {"reason": str(error)}) from None
    if len(data) > MAX_PART:
        raise Unreadable("import-too-large", {"limit": f"{MAX_PART >> 20} MB"})
    return data


def xml(data: bytes) -> etree._Element:
    """XML without entities of its own, without anything fetched; a DTD is refused."""
    data = harmless(data)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, recover=False,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("import-broken", {"reason": str(error)}) from None


def harmless(data: bytes) -> bytes:
    """XML in UTF-8, whatever encoding it says it has (Office writes UTF-8 or UTF-16, and no other
    could be searched); refused where it declares anything, or has more marks than memory."""
    if data[:2] in _BYTE_ORDER or b"\0" in data[:4]:
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("import-entities")
    if data.count(b"<") + data.count(b"=") > MAX_MARKS:
        raise Unreadable("import-too-large", {"limit": f"{MAX_MARKS:,}"})
    return data


def whole_number(value: str | None, default: int) -> int:
    """A number of a file, where it is one that a person could mean."""
    plain = value is not None and value.isascii() and value.isdigit() and len(value) <= _DIGITS
    return int(value) if value and plain else default


def bounded(text: str) -> str:
    """A text no longer than a paper may be, and none of its lines than a paragraph may be."""
    if len(text) > MAX_TEXT:
        raise Unreadable("import-too-large", {"limit": f"{MAX_TEXT:,}"})
    if max(map(len, _BORDER.split(text))) > MAX_LINE:
        raise Unreadable("import-long-line", {"limit": f"{MAX_LINE:,}"})
    return text
