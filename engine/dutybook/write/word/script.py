"""Which letters of a run want what of Word: it chooses a font by the script of each letter, and
goes wrong where that is not plain to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_EMOJI_FONT: Final = "Segoe UI Emoji"
_EMOJI: Final = (
    "[0-9#*]\ufe0f?\u20e3"  # keycaps
    "|[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55][\U0001f3fb-\U0001f3ff"
    "\ufe0f\u200d\u2640\u2642\U000e0020-\U000e007f\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]*"
)
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_TURNED: Final = f"[{_RIGHT_TO_LEFT}]+(?:[\\s\u200e\u200f.,:;/-]+[{_RIGHT_TO_LEFT}]+)*"
_SPECIAL: Final = re.compile(f"({_EMOJI})|({_TURNED})")
_EITHER: Final = re.compile(
    "[\u00b0\u00b1\u00b7\u00d7\u00f7\u2014\u2018-\u201d\u2026\u2460-\u2473]"
)
"""Signs that Chinese and Latin fonts both have: quotes, dashes, dots, which in Chinese are as wide
as a character."""
_CHINESE: Final = re.compile("[\u3000-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Script:
    """What a run's properties say of its script: ``fonts`` (``w:rFonts``), and its direction."""

    fonts: str = ""
    right_to_left: bool = False


PLAIN: Final = Script()
CHINESE: Final = Script('<w:rFonts w:hint="eastAsia"/>')
EMOJI: Final = Script(
    "<w:rFonts "
    + " ".join(f'w:{one}="{_EMOJI_FONT}"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    + "/>"
)
RIGHT_TO_LEFT: Final = Script(right_to_left=True)


def pieces(text: str) -> Iterator[tuple[str, Script]]:
    """``text`` in order, in pieces of one script."""
    at = 0
    for found in _SPECIAL.finditer(text):
        if before := text[at : found.start()]:
            yield before, _usual(before)
        yield found[0], EMOJI if found[1] else RIGHT_TO_LEFT
        at = found.end()
    if rest := text[at:]:
        yield rest, _usual(rest)


def _usual(text: str) -> Script:
    """Without a hint, Word sets quotes and dashes among Chinese characters in the Latin font."""
    return CHINESE if _EITHER.search(text) and _CHINESE.search(text) else PLAIN
