"""Single marks: full-width signs of YAML, tabs, invisible characters, punctuation of Chinese, signs
of conditions."""

import re
from collections.abc import Iterator
from typing import Final

from dutybook.finding import Finding
from dutybook.repair.source import Edit, Source, span
from dutybook.yamltext.syntax import PAIRED, WIDE

_HALF: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_BESIDE: Final = re.compile(r"(?<=[㐀-鿿])[,;:!?(]|[,;:!?)](?=[㐀-鿿])")
_INVISIBLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def wide_character(source: Source, finding: Finding) -> Iterator[Edit]:
    """The half-width sign, with the space YAML wants after it; of brackets and quotation marks both
    in the line."""
    at = source.at(finding.place)
    sign = source.text[at]
    pair = next((pair for pair in PAIRED if sign in pair), "")
    start, end = source.line(finding.place)
    places = [i for i in range(start, end) if source.text[i] in pair] if pair else [at]
    for place in places:
        instead = WIDE[source.text[place]]
        if source.text[place + 1 : place + 2] in (" ", "\n", "\r", ""):
            instead = instead.rstrip() or " "
        yield Edit(place, place + 1, instead)


def tab(source: Source, _: Finding) -> Iterator[Edit]:
    """Two spaces for each tab that a line begins with."""
    for match in re.finditer(r"^[ \t]*\t[ \t]*", source.text, re.M):
        yield Edit(match.start(), match.end(), match[0].replace("\t", "  "))


def invisible(source: Source, _: Finding) -> Iterator[Edit]:
    """Characters that no paper can print, left out."""
    for match in _INVISIBLE.finditer(source.text):
        yield Edit(match.start(), match.end(), "")


def half_width(source: Source, finding: Finding) -> Iterator[Edit]:
    """Full-width punctuation beside Chinese characters, and the bracket that goes with one."""
    node = source.scalar(finding.place)
    if node is None:
        return
    start, end = span(node)
    text = source.text[start:end]
    spots = {match.start() for match in _BESIDE.finditer(text)}
    spots |= set(_partners(text, spots))
    for spot in spots:
        blank = 1 if text[spot + 1 : spot + 2] == " " and text[spot] in ",;:!?" else 0
        yield Edit(start + spot, start + spot + 1 + blank, _HALF[text[spot]])


def _partners(text: str, spots: set[int]) -> Iterator[int]:
    """The other bracket of each pair of which one is to be full-width."""
    opened: list[int] = []
    for number, character in enumerate(text):
        if character == "(":
            opened.append(number)
        elif character == ")" and opened:
            pair = (opened.pop(), number)
            if spots & set(pair):
                yield from pair


def condition_sign(source: Source, finding: Finding) -> Iterator[Edit]:
    """The sign that SQL knows."""
    node = source.scalar(finding.place)
    sign, instead = str(finding.details["sign"]), str(finding.details["instead"])
    if node is not None and instead:
        start, end = span(node)
        at = source.text.find(sign, start, end)
        if at >= 0:
            yield Edit(at, at + len(sign), instead)
