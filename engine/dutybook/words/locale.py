"""Words in several locales: which one to show, and what to do when it was not written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import yaml

from dutybook.resources import builtin

LOCALES: Final = ("zh-Hans", "zh-Hant", "en")
REGIONAL: Final = {"zh-Hant-HK": "s2hk", "zh-Hant-TW": "s2tw"}
"""Traditional Chinese as it is written in one place, and OpenCC's conversion from the simplified:
for papers only; what is not written for the place itself is that of ``zh-Hant``."""
PAPER_LOCALES: Final = (*LOCALES, *REGIONAL)


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
        if locale in words:
            return words[locale]
        if locale in REGIONAL and "zh-Hant" in words:
            return words["zh-Hant"]
        for other, conversion in _CONVERSIONS.get(locale, ()):
            if other in words:
                return convert(words[other], conversion)
        return self.wordings[0][1]

    def __str__(self) -> str:
        return self.wordings[0][1]


_CONVERSIONS: Final = {
    "zh-Hant": (("zh-Hans", "s2hk"),),
    "zh-Hans": (("zh-Hant", "t2s"),),
    **{locale: (("zh-Hans", conversion),) for locale, conversion in REGIONAL.items()},
}


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
    path = builtin("templates") / "regional.yaml"
    words: dict[str, dict[str, str]] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return dict(sorted(words.get(conversion, {}).items(), key=lambda pair: -len(pair[0])))


@cache
def _converter(conversion: str):  # type: ignore[no-untyped-def]
    import opencc  # costs 40 ms, and only Chinese papers in the other script need it

    return opencc.OpenCC(conversion)
