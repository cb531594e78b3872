"""What commands say besides findings: summaries and headings, from ``rules/phrases.yaml``."""

from functools import cache

from dutybook.resources import builtin
from dutybook.words.lexicon import texts
from dutybook.words.locale import Text


def phrase(name: str, locale: str, /, **slots: object) -> str:
    """The phrase called ``name``, its slots filled."""
    return _phrases()[name].say(locale, slots)


def words(name: str) -> Text:
    """The phrase called ``name`` in every locale."""
    return _phrases()[name]


@cache
def _phrases() -> dict[str, Text]:
    return texts(builtin("rules") / "phrases.yaml")
