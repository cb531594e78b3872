"""How much room a flow diagram's steps take, and how they are shared out among pictures.

Boxes stand one below the other; a step that branches has a diamond under its box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.write.lines import lines
from dutybook.write.svg import block_height

WIDTH: Final = 170.0
TALLEST: Final = 182.0
"""A picture that would be taller is split."""
BOX: Final = 98.0
RIGHT: Final = 0.5 + BOX
TEXT, SMALL = 3.3, 2.8
INDENT: Final = 12.0
GAP: Final = 4.8
RADIUS: Final = 3.1
DIAMOND: Final = (6.0, 4.2)
TRUNK: Final = RIGHT + 4
"""From where a decision's branches go to the right."""
CIRCLE: Final = 147.0
"""Where the circle of a branch stands that has no lane."""
PILL: Final = 6.4
ROW: Final = 2.2
_PAD: Final = 2.0
_LEAST: Final = 12.0
_ENDS: Final = 2 * PILL + GAP
"""What stands above the first box and below the last."""


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its number, what is done, and by whom and when."""

    no: str
    text: str
    below: str = ""

    @property
    def text_lines(self) -> list[str]:
        """What is done, in lines."""
        return lines(self.text, (BOX - INDENT - 4) / TEXT)

    @property
    def below_lines(self) -> list[str]:
        """By whom and when, in smaller lines."""
        return lines(self.below, (BOX - INDENT - 4) / SMALL)

    @property
    def words_height(self) -> float:
        """Height of all lines."""
        text = block_height(len(self.text_lines), TEXT)
        return text + block_height(len(self.below_lines), SMALL)

    @property
    def height(self) -> float:
        """Height of the box around them."""
        return max(self.words_height + 2 * _PAD, _LEAST)


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between steps; ``label`` says when it is taken."""

    source: int
    target: int
    label: str = ""

    @property
    def straight(self) -> bool:
        """Whether it goes to the step below."""
        return self.target == self.source + 1

    @property
    def words(self) -> list[str]:
        """The label in lines: beside the arrow down, or over the one to the right."""
        room = BOX / 2 - 4 if self.straight else CIRCLE - RADIUS - TRUNK - 4
        return lines(self.label, room / SMALL)


@dataclass(frozen=True, slots=True)
class Ways:
    """The arrows out of one step."""

    straight: Edge | None
    branches: tuple[Edge, ...]
    plain: tuple[Edge, ...]

    @classmethod
    def of(cls, step: int, edges: Sequence[Edge]) -> "Ways":
        """Those of ``edges`` that begin at ``step``."""
        own = [edge for edge in edges if edge.source == step]
        aside = [edge for edge in own if not edge.straight]
        return cls(
            next((edge for edge in own if edge.straight), None),
            tuple(edge for edge in aside if edge.label),
            tuple(edge for edge in aside if not edge.label),
        )

    @property
    def none(self) -> bool:
        """Whether the flow ends here."""
        return not (self.straight or self.branches or self.plain)

    @property
    def decide(self) -> bool:
        """Whether there is a case to tell from others."""
        return bool(self.branches or (self.straight and self.straight.label))

    @property
    def over(self) -> float:
        """From the box down to the middle of the diamond: the first label must fit."""
        first = block_height(len(self.branches[0].words), SMALL) + 1 if self.branches else 0
        return 3.5 + max(DIAMOND[1], first)

    @property
    def under(self) -> float:
        """From the middle of the diamond down to the next box."""
        down = block_height(len(self.straight.words), SMALL) + 4 if self.straight else 0
        rows = sum(block_height(len(edge.words), SMALL) + ROW for edge in self.branches[1:])
        return max(DIAMOND[1] + max(down, GAP), rows + 3.5)

    @property
    def height(self) -> float:
        """From the box to the next one."""
        return self.over + self.under if self.decide else GAP


def parts(heights: Sequence[float]) -> list[range]:
    """Steps by picture: as few pictures as possible, then as even as possible."""
    most = TALLEST - _ENDS
    found = _filled(heights, most)
    while len(even := _filled(heights, most := most - 1)) == len(found) > 1:
        found = even
    return found


def _filled(heights: Sequence[float], most: float) -> list[range]:
    """Steps by picture, each as full as it gets."""
    found, start, tall = [], 0, 0.0
    for i, height in enumerate(heights):
        if i > start and tall + height > most:
            found.append(range(start, i))
            start, tall = i, 0.0
        tall += height
    return [*found, range(start, len(heights))]
