"""Markdown: headings, emphasis and tables; everything else is text."""

import re
from typing import Final

from dutybook.intake.formats.bounds import Unreadable, bounded
from dutybook.intake.formats.text import decoded
from dutybook.intake.source import Source, Writer

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE: Final = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_DASHES: Final = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TABLE: Final = re.compile(r"\s*\|.*\|\s*$")


def read_markdown(data: bytes, name: str) -> Source:
    """The text of a Markdown file; marks of form (#, **, rules) are left out of it."""
    text = decoded(data)
    if text is None:
        raise Unreadable("import-no-encoding")
    writer, table, inside = Writer(name), 0, False
    for number, row in enumerate(bounded(text).splitlines(), 1):
        bare = _EMPHASIS.sub(r"\2", row)
        place = str(number)
        if _TABLE.match(bare):
            table += not inside
            inside = True
            if not _DASHES.match(bare.strip()):
                cells = [cell.strip() for cell in bare.strip().strip("|").split("|")]
                writer.grid([(c, i, 1, False) for i, c in enumerate(cells)], table, place)
            continue
        inside = False
        if match := _HEADING.match(bare):
            writer.text(match[2], "heading", len(match[1]), place)
        elif not _RULE.match(bare) and not bare.startswith("```"):
            writer.text(bare.lstrip("> "), place=place)
    return writer.done()
