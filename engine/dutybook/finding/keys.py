"""Words about keys, for whoever wrote the file in Chinese keys: 对应职责 instead of ``covers``."""

import re
from collections.abc import Mapping
from typing import Final

_WORD: Final = re.compile(
    r"(?P<kept>\{\w+\}|`dutybook [^`]*`|\[\[|--[a-z-]+)|"
    r"(?<![\w./-])(?P<key>[a-z_]+)(?P<colon>:?)(?![\w./-])"
)
_QUOTED: Final = re.compile(r"`([a-z_]+)`|(?<![\w./-])([a-z_]+:)(?![\w./-])")


def in_keys_of(text: str, names: Mapping[str, str], locale: str) -> str:
    """``text`` with the keys it speaks of called by ``names``, which hold ``covers`` and, also of
    keys that are values elsewhere, ``target:``. Of English words only what is marked as a key."""
    if not names:
        return text
    if locale.startswith("zh"):
        return _WORD.sub(lambda word: _chinese(word, names), text)
    return _QUOTED.sub(
        lambda word: names.get(word[2], word[0]) if word[2] else f"`{names.get(word[1], word[1])}`",
        text,
    )


def _chinese(word: re.Match[str], names: Mapping[str, str]) -> str:
    return word[0] if word["kept"] else names.get(word["key"] + word["colon"], word[0])
