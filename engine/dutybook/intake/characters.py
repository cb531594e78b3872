"""Text as it is matched: simplified characters, half width, watermarks out; every character knows
where in the printed text it stands."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import opencc

HAN: Final = "\u4e00-\u9fff"
_WIDE: Final = re.compile("[\uff01-\uff5e\u3000\u00a0\u2028\u2029\u000b\u000c]")
_QUOTES: Final = re.compile(rf"(?<=[{HAN},。;])[`'’‘](?=[{HAN}])")
_DOTS: Final = re.compile(rf"(?<=[{HAN},])\.(?=[{HAN}])")
_SENTENCES: Final = 10
"""A stray dot is a watermark only where sentences end in 。, so many times as often."""


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simple(text: str) -> str:
    """Simplified and half width, character for character: as long as ``text``."""
    half = _WIDE.sub(lambda match: _half(match[0]), text)
    converted = str(_converter().convert(half))
    if len(converted) == len(half):
        return converted
    return "".join(_single(character) for character in half)


def _half(character: str) -> str:
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 and normal.isprintable() else " "


@cache
def _single(character: str) -> str:
    converted = str(_converter().convert(character))
    return converted if len(converted) == 1 else character


def watermarks(text: str) -> list[int]:
    """Places of marks that a web site dropped into words; ``text`` is simple."""
    places = [match.start() for match in _QUOTES.finditer(text)]
    dots = [match.start() for match in _DOTS.finditer(text)]
    if text.count("。") > _SENTENCES * len(dots):
        places += dots
    return sorted(places)


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` to match, ``at`` the place of each of its characters in the printed text (one more
    for the end)."""

    text: str
    at: tuple[int, ...]

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """The printed stretch that a plain one stands for, watermarks inside included."""
        if start >= end:
            return self.at[start], self.at[start]
        return self.at[start], self.at[end - 1] + 1


def assembled(pieces: Iterable[tuple[str, int]], end: int) -> Plain:
    """A plain text of pieces, each with the place of its first character in the printed text; one
    without a place of its own (a line's end) has the place that follows."""
    text: list[str] = []
    at: list[int] = []
    for piece, start in pieces:
        text.append(piece)
        at.extend(range(start, start + len(piece)))
    return Plain("".join(text), (*at, end))
