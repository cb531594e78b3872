"""Slots in words: ``{name}`` is filled in, ``[[ … ]]`` left out where a slot in it is empty."""

import re
from collections.abc import Mapping
from typing import Final

_OPTIONAL: Final = re.compile(r"\[\[(.*?)\]\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")


def fill(words: str, slots: Mapping[str, object]) -> str:
    """``words`` with their slots filled, in one pass: user text is never a template. A slot that
    nothing is given for stays as it is."""
    words = _OPTIONAL.sub(lambda part: part[1] if _complete(part[1], slots) else "", words)
    return _SLOT.sub(lambda slot: str(slots.get(slot[1], slot[0])), words)


def _complete(part: str, slots: Mapping[str, object]) -> bool:
    return all(str(slots.get(name, "")) for name in _SLOT.findall(part))
