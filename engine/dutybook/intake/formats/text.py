"""Plain text in any of the encodings that offices use."""

import re
from typing import Final

import chardet

from dutybook.intake.source import Source, Writer

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CANDIDATES: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def decoded(data: bytes) -> str | None:
    """The text of a file; None where no encoding fits (it is no text)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    if (text := _try(data, "utf-8")) is not None:
        return text
    guess = chardet.detect(data[:200_000]).get("encoding") or ""
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
    for encoding in (wider.get(guess.lower(), guess.lower()), *_CANDIDATES):
        if encoding and (text := _try(data, encoding)) is not None:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _CONTROLS.search(text) else text


def read_text_file(data: bytes, name: str) -> Source | None:
    """Every row a paragraph; None where the bytes are no text."""
    text = decoded(data)
    if text is None:
        return None
    writer = Writer(name)
    for number, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        writer.text(row, place=f"{number}")
    return writer.done()
