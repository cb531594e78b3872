"""Numbers of the items that a running text lists: 一、二、四; (1)(2)(2); ① ③."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dutybook.grammar.prose.numeral import CHARACTERS, alike, numeral

_REFERENCE: Final = r"(?<![第按照见及和与至到或~条款项表附图依据-])(?<!\)、)"
_NAMED: Final = r"(?!\s*[、和及与或至到])"
_START: Final = r"(?:^|(?<=[。;:\n])|(?<=[。;:\n] ))"
_MARKS: Final = {
    "(一)": rf"{_REFERENCE}\(({CHARACTERS})\){_NAMED}",
    "(1)": rf"{_REFERENCE}\((\d{{1,2}})\){_NAMED}",
    "1)": r"(?<![\d(.])(\d{1,2})\)",
    "一、": rf"{_START}({CHARACTERS})、",
    "1.": rf"(?:{_START}(\d{{1,2}})[.、](?!\d)|(?<= )(\d{{1,2}})[.、](?=[一-鿿]))",
    "一是": rf"(?:^|(?<=[。;:,\n]))({CHARACTERS})是",
    "第一": rf"(?:^|(?<=[。;:,\n]))第({CHARACTERS})[,、:步]",
    "a)": r"(?<![\w(])([a-h])\)",
    "step 1": r"\b[Ss]tep (\d{1,2})\b(?=[:.) ])",
}
_ORDINAL: Final = re.compile(rf"第?\(?(\d{{1,9}}|{CHARACTERS})\)?[.、条项款]?")
_CIRCLED: Final = {chr(0x2460 + i): i + 1 for i in range(20)}


@dataclass(frozen=True, slots=True)
class Slip:
    """A number that does not follow the one before it: ``found`` after ``previous``."""

    style: str
    previous: int
    found: int


def numbers(text: str) -> dict[str, list[int]]:
    """The numbers of listed items in order, by the style they are written in."""
    plainer = alike(text.translate({ord(sign): None for sign in _CIRCLED}))
    read = {
        style: [_number(match) for match in re.finditer(pattern, plainer)]
        for style, pattern in _MARKS.items()
    }
    return read | {"①": [_CIRCLED[sign] for sign in text if sign in _CIRCLED]}


def placed(text: str, style: str) -> list[tuple[int, str, int]]:
    """The numbers of one style: where each stands, how it is written, and what it is. Nothing where
    the text has signs whose plainer form is longer."""
    if style == "①":
        return [(i, sign, _CIRCLED[sign]) for i, sign in enumerate(text) if sign in _CIRCLED]
    plainer = alike(text.translate({ord(sign): " " for sign in _CIRCLED}))
    if len(plainer) != len(text):
        return []
    found = re.finditer(_MARKS[style], plainer)
    return [(*_place(match, text), _number(match)) for match in found]


def _number(match: re.Match[str]) -> int:
    """The number of a mark; a letter stands for its place in the alphabet."""
    written = match[match.lastindex or 1]
    return (
        ord(written) - ord("a") + 1
        if written.isascii() and written.isalpha()
        else int(numeral(written))
    )


def _place(match: re.Match[str], text: str) -> tuple[int, str]:
    start, end = match.span(match.lastindex or 1)
    return start, text[start:end]


def ordinal(written: str | None) -> int | None:
    """The number that an item is marked with: 4 of ``4``, ``四、``, ``第四条``; None for one of
    several parts, such as ``4.2``."""
    match = _ORDINAL.fullmatch(alike(written or "").strip())
    return int(numeral(match[1])) if match else None


def slips(text: str) -> Iterator[Slip]:
    """The first number of each series that is repeated or skips one; a series starts at 1, and may
    start at 1 again."""
    for style, read in numbers(text).items():
        if read[:1] != [1]:
            continue  # a mention of other items, not a list
        pairs = list(pairwise(read))
        slip = next((Slip(style, a, b) for a, b in pairs if b not in (a + 1, 1)), None)
        if slip is None:
            slip = next((Slip(style, 1, 1) for a, b in pairs if a == b == 1), None)
        if slip:
            yield slip
