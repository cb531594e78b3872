"""Which codes ``dutybook fix`` mends, and what it does about each (``rules/fixes.yaml``)."""

from collections.abc import Mapping
from functools import cache

from dutybook.resources import builtin
from dutybook.words.lexicon import texts
from dutybook.words.locale import Text


@cache
def fixes() -> Mapping[str, Text]:
    """What is done, in words, by code."""
    return texts(builtin("rules") / "fixes.yaml")
