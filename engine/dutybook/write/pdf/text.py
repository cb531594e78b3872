"""Words as Typst receives them: with places where a long word may wrap, and boxes for characters
that no font has."""

import re
from collections.abc import Iterator
from typing import Any, Final
from unicodedata import category

from dutybook.write.estimate import EM
from dutybook.write.tree import Element

_LONG: Final = re.compile(r"[!-~]{13,}")
_USUAL: Final = re.compile(r"[A-Za-z]{1,20}[,.;:]?")
_JOINT: Final = re.compile(r"(?<=[/\\.,;:?&=@_+#-])(?=[^/\\.,;:?&=@_+#-])")
_SIGNED: Final = re.compile(r"(?<=[\u2264\u2265<>=\u00b1]) (?=[0-9])")
_ZERO_WIDTH_SPACE: Final = "\u200b"
_NO_BREAK_SPACE: Final = "\u00a0"
UNKNOWN: Final = "\u25a1"
_LETTER: Final = 0.6
"""Width of a Latin letter, in Chinese characters."""


def wrapping(text: str, width: float, hyphenated: bool = False) -> str:
    """``text`` for a line ``width`` millimetres wide: a figure stays with its sign, a long word may
    break at its joints, and anywhere if it is wider than the line; where words are ``hyphenated``,
    one of a usual length is left to that."""
    text = _SIGNED.sub(_NO_BREAK_SPACE, text)
    most = max(int(width / EM / _LETTER) - 1, 4)

    def wrapped(word: re.Match[str]) -> str:
        usual = hyphenated and _USUAL.fullmatch(word[0])
        return word[0] if usual else _broken(word[0], most)

    return _LONG.sub(wrapped, text)


def long_word(element: Element) -> bool:
    """Whether the words right in ``element`` hold one that may have to be broken."""
    return any(isinstance(child, str) and _LONG.search(child) for child in element.children)


def boxed(text: str, unprintable: frozenset[str]) -> Iterator[str | dict[str, Any]]:
    """``text`` in pieces, a node with its code for every unprintable character."""
    if not unprintable:
        yield text
        return
    characters = re.escape("".join(sorted(unprintable)))
    for i, piece in enumerate(re.split(f"([{characters}])", text)):
        if i % 2 and invisible(piece):
            continue
        if i % 2:
            box = {"class": "unprintable", "code": f"{ord(piece):04X}"}
            yield {"tag": "span", "attributes": box}
        elif piece:
            yield piece


def replaced(text: str, unprintable: frozenset[str]) -> str:
    """``text`` where no box can stand: an empty square for every unprintable character."""
    return text.translate({ord(character): UNKNOWN for character in unprintable})


def invisible(character: str) -> bool:
    """Whether ``character`` only joins or varies others, as within an emoji."""
    return category(character) in ("Cf", "Mn")


def _broken(word: str, most: int) -> str:
    pieces = _JOINT.split(word)
    return _ZERO_WIDTH_SPACE.join(
        piece[i : i + most] for piece in pieces for i in range(0, len(piece), most)
    )
