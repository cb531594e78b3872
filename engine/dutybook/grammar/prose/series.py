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
    "1.": rf"{_START}(\d{{1,2}})[.、](?!\d)",
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
        style: [int(numeral(number)) for number in re.findall(pattern, plainer)]
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
    return [
        (match.start(1), text[match.start(1) : match.end(1)], int(numeral(match[1])))
        for match in found
    ]


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
