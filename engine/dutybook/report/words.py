"""The words evaluations print, per locale: ``templates/evaluation/<locale>.yaml``."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import yaml

from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.rule.line import Line, as_shown
from dutybook.words.file import read
from dutybook.words.lexicon import Lexicon, layered
from dutybook.words.plural import is_plural


class Words(Lexicon):
    """Wordings by section and key, in one locale."""

    @classmethod
    def load(cls, root: Path | None, locale: str) -> Self:
        """Shipped words and, over them, the workspace's own, which need only hold what it
        changes."""
        return cls(layered("evaluation", root, locale, _read), locale)

    def say(self, path: str, /, *keys: str, **slots: object) -> str:
        """One wording, filled; a key without words is shown as it is."""
        try:
            return super().say(path, *keys, **slots)
        except KeyError:
            return keys[-1] if keys else path

    def line(self, line: Line, section: str = "lines") -> str:
        """One line of arithmetic; its units (``pp``) in words."""
        slots = dict(line.slots)
        if "than" in slots:
            slots["than"] = self.than(slots["than"])
        said = self.say(section, line.word, **slots)
        for unit, words in self.get("units").items():
            said = re.sub(rf"(?<=\d) {re.escape(unit)}\b", f" {words}", said)
        return self.counted(said)

    def figure(self, number: Fraction) -> str:
        """A number as traces show it."""
        return as_shown(number)

    def than(self, baseline: str) -> str:
        """What a target is relative to: ``last_period``, ``mean of 3 periods``, …"""
        name, *rest = baseline.split()
        return self.say("than", name, n=rest[1] if rest else "")

    def heads(self, *keys: str) -> list[str]:
        """Column headings."""
        return [self.say("headings", key) for key in keys]


def _read(path: Path, name: str) -> Mapping[str, Any]:
    """The sections of a file; what is no section is left out, and every word of one is text."""
    try:
        data = read(path)
    except OSError as error:
        raise DutybookError(refusal(error, Place(name), "words-unreadable")) from None
    except (ValueError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise DutybookError(Finding("words-unreadable", Place(name), {"reason": reason})) from None
    if not isinstance(data or {}, dict):
        raise DutybookError(Finding("label-shape", Place(name, 1, 1), {"label": path.stem}))
    return {
        section: {key: word if is_plural(word) else str(word) for key, word in words.items()}
        for section, words in (data or {}).items()
        if isinstance(words, dict)
    }
