"""The words evaluations print, per locale: ``templates/evaluation/<locale>.yaml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import fill
from dutybook.resources import overlay
from dutybook.rule.line import Line
from dutybook.words.locale import Text

_FOLDER: Final = "evaluation"


@dataclass(frozen=True, slots=True)
class Words:
    """Wordings by section and key, in one locale."""

    sections: Mapping[str, Mapping[str, Text]]
    locale: str

    @classmethod
    def load(cls, root: Path | None, locale: str) -> "Words":
        """All locales' files; a workspace's own need only hold the words it changes."""
        merged: dict[str, dict[str, dict[str, str]]] = {}
        pattern = f"{_FOLDER}/*.yaml"
        shipped, own = overlay(None, "templates", pattern), overlay(root, "templates", pattern)
        for name, path in (*shipped.items(), *own.items()):
            for section, words in _read(path, f"templates/{name}").items():
                for key, word in words.items():
                    merged.setdefault(section, {}).setdefault(key, {})[path.stem] = str(word)
        return cls(
            {s: {key: Text.of(w) for key, w in words.items()} for s, words in merged.items()},
            locale,
        )

    def say(self, section: str, key: str, /, **slots: object) -> str:
        """One wording, filled; a key without words is shown as it is."""
        text = self.sections.get(section, {}).get(key)
        return self._numbered(fill(text.at(self.locale), slots)) if text else key

    def _numbered(self, said: str) -> str:
        """``said`` with a single thing in the singular, where the language has one: section
        ``singular`` says of which (points: point)."""
        for many, text in self.sections.get("singular", {}).items():
            one = dict(text.wordings).get(self.locale)
            if one and many in said:
                said = re.sub(rf"(?<![\d.,/])1 {re.escape(many)}\b", f"1 {one}", said)
        return said

    def line(self, line: Line, section: str = "lines") -> str:
        """One line of arithmetic; its units (``pp``) in words."""
        slots = dict(line.slots)
        if "than" in slots:
            slots["than"] = self.than(slots["than"])
        said = self.say(section, line.word, **slots)
        for unit, text in self.sections.get("units", {}).items():
            said = re.sub(rf"(?<=\d) {re.escape(unit)}\b", f" {text.at(self.locale)}", said)
        return self._numbered(said)

    def than(self, baseline: str) -> str:
        """What a target is relative to: ``last_period``, ``mean of 3 periods``, …"""
        name, *rest = baseline.split()
        return self.say("than", name, n=rest[1] if rest else "")

    def heads(self, *keys: str) -> list[str]:
        """Column headings."""
        return [self.say("headings", key) for key in keys]


def _read(path: Path, name: str) -> dict[str, dict[str, Any]]:
    try:
        data = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise DutybookError(Finding("words-unreadable", Place(name), {"reason": reason})) from None
    return {section: words for section, words in (data or {}).items() if isinstance(words, dict)}
