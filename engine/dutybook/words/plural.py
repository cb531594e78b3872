"""One of a thing and several: languages with two forms write both, others one.

Where a wording speaks of one number, the two forms are written out, ``{one: …, other: …}``, and the
slot ``n`` chooses. Where it holds several numbers, ``singular`` lists the words that change after
the figure 1 alone (points: point).
"""

import re
from collections.abc import Mapping
from typing import Any


def is_plural(words: Any) -> bool:
    """Whether ``words`` are one wording in two forms; ``other`` serves where ``one`` is not."""
    return isinstance(words, Mapping) and {"other"} <= set(words) <= {"one", "other"}


def form(words: str | Mapping[str, str], n: object) -> str:
    """The form that the number ``n`` asks for; a wording with one form serves every number."""
    if isinstance(words, str):
        return words
    return words["one" if str(n) == "1" and "one" in words else "other"]


def with_singular(said: str, singular: Mapping[str, str]) -> str:
    """``said`` with a word after the figure 1 in its other form: ``1 points`` is ``1 point``."""
    for many, one in singular.items():
        if many in said:
            said = re.sub(rf"(?<![\d.,/])1 {re.escape(many)}\b", f"1 {one}", said)
    return said
