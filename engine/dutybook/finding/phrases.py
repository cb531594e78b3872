"""What commands say besides findings: summaries and headings, from ``rules/phrases.yaml``."""

from collections.abc import Mapping
from functools import cache

import yaml

from dutybook.finding.catalogue import fill
from dutybook.resources import builtin
from dutybook.words.locale import Text


def phrase(name: str, locale: str, /, **slots: object) -> str:
    """The phrase called ``name``, its slots filled."""
    return fill(_phrases()[name].at(locale), slots)


@cache
def _phrases() -> Mapping[str, Text]:
    data = yaml.load((builtin("rules") / "phrases.yaml").read_bytes(), yaml.CSafeLoader)
    return {name: Text.of(wordings) for name, wordings in data.items()}
