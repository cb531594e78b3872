"""The account of a paper's characters: each is used, set aside or unresolved, and none is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

Fate = Literal["used", "aside", "unresolved"]
FATES: tuple[Fate, ...] = ("used", "aside", "unresolved")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [start, end) of a source: what became of them, and where to or why."""

    start: int
    end: int
    fate: Fate
    why: str


@dataclass(slots=True)
class Account:
    """Fates by character. The first word on a character stands: what a reader set aside is not
    used later, what one definition used is not counted again for another."""

    text: str
    fates: list[Fate | None] = field(init=False)
    whys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.fates = [None] * len(self.text)
        self.whys = [""] * len(self.text)

    def mark(self, start: int, end: int, fate: Fate, why: str) -> None:
        """What became of a stretch, as far as nothing is said of it yet."""
        for i in range(start, min(end, len(self.text))):
            if self.fates[i] is None:
                self.fates[i], self.whys[i] = fate, why

    def close(self) -> None:
        """What nobody spoke for: blanks and signs are set aside, words and figures unresolved."""
        for i, character in enumerate(self.text):
            if self.fates[i] is None:
                words = character.isalnum()
                self.fates[i] = "unresolved" if words else "aside"
                self.whys[i] = "" if words else "blank" if character.isspace() else "sign"

    def stretches(self) -> Iterator[Stretch]:
        """The account from beginning to end; blanks between equals are not told apart."""
        start = 0
        pairs = zip(self.fates, self.whys, strict=True)
        for (fate, why), run in groupby(pairs):
            length = sum(1 for _ in run)
            yield Stretch(start, start + length, fate or "unresolved", why)
            start += length

    def totals(self) -> dict[Fate, int]:
        """Characters of each fate. They add up to the whole, or the account is wrong."""
        totals = {fate: self.fates.count(fate) for fate in FATES}
        lost = len(self.text) - sum(totals.values())
        if lost:
            raise AssertionError(f"{lost} characters of the paper are in no account")
        return totals
