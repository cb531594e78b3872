"""Whether a change alters what is asked of people or what is scored, or only its wording.

``rules/materiality.yaml`` says which parts bind nobody. In doubt a change is material: what nobody
listed has to be signed for.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from dutybook.closing.diff.values import Leaf
from dutybook.files.door import read_bytes
from dutybook.resources import builtin
from dutybook.workspace.explanation import explains
from dutybook.workspace.values.structure import ORIGIN

_WORDS: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class _Rules:
    characters: frozenset[str]
    words: frozenset[str]


def material(kind: str, leaf: Leaf | None) -> bool:
    """Whether what differs at ``leaf`` binds somebody; None: the definition came or went."""
    keys = [key for key in leaf.path if not key.isdigit()] if leaf else []
    if explains(kind, keys):
        return False
    return leaf is None or not same_sentence(leaf.old, leaf.new)


def same_sentence(old: Any, new: Any) -> bool:
    """Whether two texts, or lists or mappings of them, say the same but for fillers and signs."""
    if isinstance(old, str) and isinstance(new, str):
        return _bare(old) == _bare(new)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(map(same_sentence, old, new))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        keys = set(old) - {ORIGIN}
        return keys == set(new) - {ORIGIN} and all(same_sentence(old[k], new[k]) for k in keys)
    return bool(old == new)


def _bare(text: str) -> str:
    """A text without fillers and spaces; which sign parts it, and one at its end, is the same. A
    pause that comes or goes is not: “no, you may”."""
    rules, text = _rules(), unicodedata.normalize("NFKC", text).casefold()
    text = _WORDS.sub(lambda found: "" if found[0] in rules.words else f"\0{found[0]}\0", text)
    text = re.sub(r"(?<=\d)\s+(?=\d)", "\0", text)  # 1 2 is not 12
    kept = (char for char in text if char not in rules.characters and not char.isspace())
    signs = ("," if _sign(char) else char for char in kept)
    return re.sub(",+", ",", "".join(signs)).strip(",")


def _sign(char: str) -> bool:
    """Punctuation, but not what figures are written with."""
    return char not in ".%:-/~" and unicodedata.category(char)[0] == "P"


@cache
def _rules() -> _Rules:
    data = yaml.load(read_bytes(builtin("rules") / "materiality.yaml"), yaml.CSafeLoader)
    fillers = data["fillers"]
    return _Rules(
        frozenset(fillers["characters"]),
        frozenset(fillers["words"]),
    )
