"""Time limits as the tables show them: as written, and in seconds so that they can be compared."""

import re
from fractions import Fraction
from typing import Final

from dutybook.grammar.limit import Limit, parse_limit
from dutybook.grammar.unit import SECONDS, UNITS, spellings
from dutybook.model import TimeLimit
from dutybook.yamltext import Origin
from dutybook.yamltext.document import lookup

_UNITS: Final = [word for unit in UNITS for word in spellings("text", unit)]
_WORDS: Final = "|".join(word for word in _UNITS if word.isascii())
_CHARACTERS: Final = "|".join(word for word in _UNITS if not word.isascii())
_ENGLISH: Final = rf"within\s+(\d+(?:\.\d+)?\s*(?:working\s+)?(?:{_WORDS}))\b"
_CHINESE: Final = rf"(\d+(?:\.\d+)?\s*(?:{_CHARACTERS}))(?:\u4ee5\u5185|\u4e4b\u5185|\u5185)"
_IN_WORDS: Final = re.compile(f"{_ENGLISH}|{_CHINESE}", re.IGNORECASE)
"""``within 5 min`` and ``5 分钟内`` in running text."""


def seconds(limit: TimeLimit | None) -> Fraction | None:
    """Length of a limit that is the same for every case; None where it varies."""
    if limit is None or limit.times is not None or limit.limit is None:
        return None
    return length(limit.limit)


def length(limit: Limit) -> Fraction:
    """Seconds of a limit; one that ends at a time of day counts up to that time."""
    if limit.by is None:
        return limit.rough_seconds
    return limit.count * SECONDS["day"] + Fraction(int(limit.by.total_seconds()))


def written(limit: TimeLimit | None, origin: Origin, *below: object) -> str | None:
    """The limit in its author's words where it is a plain text, else rewritten."""
    if limit is None:
        return None
    raw = lookup(origin.document.data, origin.below(*below).path)
    if isinstance(raw, dict):
        raw = raw.get("limit", raw.get("lead", raw.get("due")))
    return str(raw) if isinstance(raw, str) else str(limit.limit or limit.lead or limit.due or "")


def in_words(text: str | None) -> tuple[str, Fraction] | None:
    """The one limit a running text states, and its seconds; None where it
    states none or several."""
    found = [match[1] or match[2] for match in _IN_WORDS.finditer(text or "")]
    if len(found) != 1:
        return None
    try:
        return found[0], length(parse_limit(found[0]))
    except ValueError:  # looks like a limit and is none: 1.5 workdays
        return None
