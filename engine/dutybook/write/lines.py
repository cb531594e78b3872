"""Words broken into lines for a drawing, where nothing breaks them later."""

import re
from collections.abc import Iterator
from typing import Final

from dutybook.write.estimate import text_width

_NEVER_FIRST: Final = frozenset(
    "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff09\u300b\u300d\u201d\uff05\u2026,.:;!?)]}%"
)
_NEVER_LAST: Final = frozenset("\uff08\u300a\u300c\u201c([{")
_PIECE: Final = re.compile(r"[!-~\u00a1-\u024f]+|\s|.", re.DOTALL)


def lines(text: str, most: float) -> list[str]:
    """``text`` in lines of at most ``most`` Chinese characters' width. Closing punctuation never
    begins a line and may stand out by its own width; a word wider than a line is broken."""
    return [line for part in text.splitlines() for line in _even(part, most)]


def _even(text: str, most: float) -> list[str]:
    """Lines so wide that the last holds more than a word or two, if no more lines are needed."""
    found = list(_wrapped(text, most))
    while len(found) > 1 and text_width(found[-1]) < most / 4:
        most -= 1
        narrower = list(_wrapped(text, most))
        if len(narrower) > len(found):
            break
        found = narrower
    return found


def _wrapped(text: str, most: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, most):
        opening = line[-1:] if line[-1:] in _NEVER_LAST else ""
        if line and text_width(line + piece) > most and piece not in _NEVER_FIRST:
            yield line[: len(line) - len(opening)].rstrip()
            line = opening
        line = (line + piece).lstrip()
    if line:
        yield line.rstrip()


def _pieces(text: str, most: float) -> Iterator[str]:
    """What stays together: a Latin word, else a character; no piece is wider than a line."""
    for piece in _PIECE.findall(text):
        while text_width(piece) > most and len(piece) > 1:
            cut = max(int(most / 0.55), 1)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece
