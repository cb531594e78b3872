"""Words by which columns are recognised: rules/inspect.yaml, which a workspace may replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.resources import overlay
from dutybook.words.file import read

_FILE: Final = "inspect.yaml"
_GROUPS: Final = (
    "ids", "cases", "activities", "times", "persons", "personal", "sentinels", "standard",
    "people_names", "not_persons", "durations", "starts", "ends",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Headings' usual names, and words that say what a column is about."""

    names: dict[str, str]
    words: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, root: Path | None) -> "Vocabulary":
        """The shipped words, or the workspace's own."""
        path = overlay(root, "rules", _FILE)[_FILE]
        try:
            data = read(path)
            names = {w.casefold(): name for name, said in data["names"].items() for w in said}
            return cls(names, {key: tuple(data[key]) for key in _GROUPS})
        except OSError as error:
            place = Place(f"rules/{_FILE}")
            raise DutybookError(refusal(error, place, "words-unreadable")) from None
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            details = {"reason": str(error).partition("\n")[0]}
            place = Place(f"rules/{_FILE}")
            raise DutybookError(Finding("words-unreadable", place, details)) from None

    @property
    def sentinels(self) -> tuple[str, ...]:
        """Values that stand for none."""
        return self.words["sentinels"]

    def is_id(self, heading: str) -> bool:
        """Numbers and codes that name something: text, whatever they are made of."""
        return self._says("ids", heading)

    def is_time(self, heading: str) -> bool:
        return self._says("times", heading)

    def is_standard(self, heading: str) -> bool:
        """A name that the XES standard gives a meaning: nothing else means it as surely."""
        return heading.casefold() in self.words["standard"]

    def is_person(self, heading: str) -> bool:
        """Whose work a row is."""
        if self.is_standard(heading):
            return self.names.get(heading.casefold()) == "employee"
        return self._says("persons", heading) and not self._says("not_persons", heading)

    def is_named(self, heading: str) -> bool:
        """The name, not the number, of whose work a row is."""
        other = self.is_standard(heading) or self._says("not_persons", heading)
        return self._says("people_names", heading) and not other

    def is_duration(self, heading: str) -> bool:
        """How long something took: a figure, whatever it looks like."""
        return self._says("durations", heading)

    def is_start(self, heading: str) -> bool:
        """When something began."""
        return self._says("starts", heading)

    def is_end(self, heading: str) -> bool:
        """When something was done."""
        return self._says("ends", heading)

    def is_case(self, heading: str) -> bool:
        """What several events belong to."""
        if self.is_standard(heading):
            return self.names.get(heading.casefold()) == "case_no"
        return self._says("cases", heading)

    def is_activity(self, heading: str) -> bool:
        """What was done."""
        if self.is_standard(heading):
            return self.names.get(heading.casefold()) == "activity"
        return self._says("activities", heading)

    def is_personal(self, heading: str) -> bool:
        """Personal data that a score does not need."""
        return self._says("personal", heading) and not self.is_standard(heading)

    def name(self, heading: str, taken: Sequence[str]) -> str:
        """A column name for a heading: its usual one, else its ASCII letters, else a number."""
        usual = self.names.get(heading.casefold().strip(), "")
        letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in heading.casefold())
        made = usual or "_".join(filter(None, letters.split("_")))
        if not made or not made[0].isalpha():
            made = f"column_{len(taken) + 1}"
        made = made[:60]
        number = 2
        name = made
        while name in taken:
            name, number = f"{made}_{number}", number + 1
        return name

    def _says(self, key: str, heading: str) -> bool:
        said = heading.casefold()
        parts = "".join(c if c.isalnum() else " " for c in said).split()
        return any(
            word in parts if word.isascii() and word.isalpha() else word in said
            for word in self.words[key]
        )
