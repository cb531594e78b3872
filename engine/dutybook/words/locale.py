"""Words in several locales: which one to show, and what to do when it was not written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from dutybook.resources import builtin
from dutybook.words.file import read
from dutybook.words.slots import fill

LOCALES: Final = ("zh-Hans", "zh-Hant", "en")
REGIONAL: Final = {"zh-Hant-HK": "s2hk", "zh-Hant-TW": "s2tw"}
"""Traditional Chinese as it is written in one place, and OpenCC's conversion from the simplified:
for papers only; what is not written for the place itself is that of ``zh-Hant``."""
PAPER_LOCALES: Final = (*LOCALES, *REGIONAL)
SOURCES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "zh-Hant": (("zh-Hans", "s2hk"),),
    "zh-Hans": (("zh-Hant", "t2s"),),
    **{
        locale: (("zh-Hant", ""), ("zh-Hans", conversion))
        for locale, conversion in REGIONAL.items()
    },
}
"""Where what was not written in a locale comes from, nearest first, and by which conversion."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its author wrote it: one wording per locale, at least one."""

    wordings: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, value: "str | Mapping[str, str]", locale: str = "zh-Hans") -> "Text":
        """``value`` as YAML gives it: a plain string is in the workspace's ``locale``."""
        pairs = {locale: value} if isinstance(value, str) else value
        return cls(tuple((key, word) for key, word in pairs.items()))

    def at(self, locale: str) -> str:
        """The wording for ``locale``; Chinese is converted between scripts, else the first."""
        words = dict(self.wordings)
        for source, conversion in ((locale, ""), *SOURCES.get(locale, ())):
            if source in words:
                return convert(words[source], conversion) if conversion else words[source]
        return self.wordings[0][1]

    def say(self, locale: str, slots: Mapping[str, object]) -> str:
        """The wording for ``locale``, its slots filled."""
        return fill(self.at(locale), slots)

    def __str__(self) -> str:
        return self.wordings[0][1]


def convert(text: str, conversion: str) -> str:
    """``text`` in the other Chinese script, by OpenCC's ``conversion`` (``s2hk``, ``t2s`` …) and in
    the words of the place (``templates/regional.yaml``)."""
    converted = str(_converter(conversion).convert(text))
    own = _words(conversion)
    pattern = "|".join(map(re.escape, own))
    return re.sub(pattern, lambda word: own[word[0]], converted) if own else converted


@cache
def _words(conversion: str) -> dict[str, str]:
    """What a place calls otherwise: the longest first, for one word may be part of another."""
    words: dict[str, dict[str, str]] = read(builtin("templates") / "regional.yaml")
    return dict(sorted(words.get(conversion, {}).items(), key=lambda pair: -len(pair[0])))


@cache
def _converter(conversion: str):  # type: ignore[no-untyped-def]
    import opencc  # costs 40 ms, and only Chinese papers in the other script need it

    return opencc.OpenCC(conversion)
