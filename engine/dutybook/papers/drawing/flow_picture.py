"""A flow diagram drawn: arrows between neighbours, lanes on the right for those that skip or go
back, and a numbered circle where an arrow leaves the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dutybook.papers.drawing import flow_layout as at
from dutybook.papers.drawing.flow_layout import GAP, RADIUS, RIGHT, SMALL, TEXT, Box, Edge, Ways
from dutybook.write.lines import lines
from dutybook.write.svg import Drawing, Point, block_height

ROOM: Final = 166.0
"""What a card's first page has for a picture; a taller one is made that much smaller."""
_MIDDLE: Final = 0.5 + at.BOX / 2
_LANES: Final = (153.0, 157.0, 161.0, 165.0)
_ASIDE: Final = 3.4  # from a box's upper or lower edge to where lanes arrive or leave


@dataclass(frozen=True, slots=True)
class Look:
    """Fonts and the words at both ends."""

    family: str
    lang: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn part of the flow and the steps in it."""

    svg: str
    width: float
    height: float
    steps: range


def drawn(boxes: Sequence[Box], edges: Sequence[Edge], look: Look) -> list[Picture]:
    """The flow in as few pictures as fit, of about the same height."""
    ways = [Ways.of(i, edges) for i in range(len(boxes))]
    heights = [box.height + way.height for box, way in zip(boxes, ways, strict=True)]
    return [_Part(boxes, ways, look, steps).picture() for steps in at.parts(heights)]


@dataclass(slots=True)
class _Part:
    """One picture while it is drawn: ``tops`` are the upper edges of its boxes, ``lanes`` the
    stretches taken (lane, target, from, to)."""

    boxes: Sequence[Box]
    ways: Sequence[Ways]
    look: Look
    steps: range
    pen: Drawing = field(init=False)
    tops: dict[int, float] = field(default_factory=dict)
    lanes: list[tuple[int, int, float, float]] = field(default_factory=list)

    def picture(self) -> Picture:
        self.pen = Drawing(at.WIDTH, self.look.family, self.look.lang)
        y = self.begin()
        for i in self.steps:
            self.tops[i] = y
            y += self.boxes[i].height + self.ways[i].height
        for i in self.steps:
            self.box(i)
            self.leave(i)
        height = self.finish(y)
        scale = min(ROOM / height, 1.0)
        size = round(at.WIDTH * scale, 2), round(height * scale, 2)
        return Picture(self.pen.svg(height, scale), *size, self.steps)

    def begin(self) -> float:
        """What leads into the first box; where that box begins."""
        first = self.steps[0]
        if first == 0:
            bottom = self.pill(0.5, self.look.start)
        elif self.ways[first - 1].straight is None:
            return 0.5
        else:
            self.number(_MIDDLE, 0.5 + RADIUS, first - 1)
            bottom = 0.5 + 2 * RADIUS
        self.pen.arrow([(_MIDDLE, bottom), (_MIDDLE, bottom + GAP)])
        return bottom + GAP

    def finish(self, y: float) -> float:
        """The end, or where the flow goes on; the picture's height."""
        last = self.steps[-1]
        if last == len(self.boxes) - 1:
            return self.pill(y, self.look.end) + 0.5 if self.ways[last].none else y
        if self.ways[last].straight is None:
            return y
        self.number(_MIDDLE, y + RADIUS, last + 1)
        return y + 2 * RADIUS + 0.5

    def pill(self, y: float, words: str) -> float:
        """Where it starts or ends; its lower edge."""
        said = lines(words, (at.BOX - 12) / TEXT)
        tall = max(block_height(len(said), TEXT) + 2, at.PILL)
        wide = 24.0 if len(words) < 6 else at.BOX - 8
        self.pen.box(_MIDDLE - wide / 2, y, wide, tall, at.PILL / 2)
        first = y + (tall - block_height(len(said) - 1, TEXT)) / 2
        self.pen.words(_MIDDLE, first, said, TEXT, "middle")
        return y + tall

    def number(self, x: float, y: float, index: int) -> None:
        """A step's number in a circle."""
        self.pen.circle(x, y, RADIUS)
        self.pen.words(x, y, [self.boxes[index].no], SMALL, "middle")

    def box(self, index: int) -> None:
        """A step."""
        box, y = self.boxes[index], self.tops[index]
        self.pen.box(0.5, y, at.BOX, box.height, 1)
        self.number(0.5 + at.INDENT / 2, y + box.height / 2, index)
        first = y + (box.height - box.words_height) / 2
        second = first + block_height(len(box.text_lines), TEXT)
        x = at.INDENT + 0.5
        self.pen.words(x, first + block_height(1, TEXT) / 2, box.text_lines, TEXT)
        self.pen.words(x, second + block_height(1, SMALL) / 2, box.below_lines, SMALL)

    def leave(self, index: int) -> None:
        """All arrows out of a box."""
        ways = self.ways[index]
        bottom = self.tops[index] + self.boxes[index].height
        if ways.decide:
            self.decide(ways, bottom)
        elif ways.straight or (ways.none and index == len(self.boxes) - 1):
            self.pen.arrow([(_MIDDLE, bottom), (_MIDDLE, bottom + ways.height)])
        elif ways.none:
            self.stop(bottom - _ASIDE)
        for edge in ways.plain:
            self.lead(edge, (RIGHT, bottom - _ASIDE))

    def decide(self, ways: Ways, bottom: float) -> None:
        """A diamond under the box, with an arrow for each branch."""
        y = bottom + ways.over
        self.pen.line([(_MIDDLE, bottom), (_MIDDLE, y)])
        if ways.straight:
            self.pen.arrow([(_MIDDLE, y), (_MIDDLE, y + ways.under)])
            first = y + at.DIAMOND[1] + 1 + block_height(1, SMALL) / 2
            self.pen.words(_MIDDLE + 2, first, ways.straight.words, SMALL)
        row = y
        for i, edge in enumerate(ways.branches):
            tall = block_height(len(edge.words), SMALL)
            row += tall + at.ROW if i else 0
            self.pen.line([(_MIDDLE, y), (at.TRUNK, y), (at.TRUNK, row)])
            first = row - tall + block_height(1, SMALL) / 2 - 0.6
            self.pen.words(at.TRUNK + 1.5, first, edge.words, SMALL)
            self.lead(edge, (at.TRUNK, row))
        self.pen.diamond(_MIDDLE, y, *at.DIAMOND)
        self.pen.words(_MIDDLE, y, ["?"], TEXT, "middle")

    def lead(self, edge: Edge, start: Point) -> None:
        """An arrow along a lane to its box; to a numbered circle where there is no lane or box."""
        y = start[1]
        end = self.tops.get(edge.target, -_ASIDE) + _ASIDE
        lane = self.lane(edge, y, end) if end else None
        if lane is None:
            self.pen.arrow([start, (at.CIRCLE - RADIUS, y)])
            self.number(at.CIRCLE, y, edge.target)
        else:
            self.pen.arrow([start, (lane, y), (lane, end), (RIGHT, end)])

    def lane(self, edge: Edge, start: float, end: float) -> float | None:
        """The first lane that is free between the two heights; arrows to one box may share it."""
        low, high = min(start, end), max(start, end)
        for i, x in enumerate(_LANES):
            taken = [span for span in self.lanes if span[0] == i and span[1] != edge.target]
            if all(high < first or low > last for _, _, first, last in taken):
                self.lanes.append((i, edge.target, low, high))
                return x
        return None

    def stop(self, y: float) -> None:
        """The end of a path other than the last."""
        x, wide, tall = at.TRUNK + 4, 14.0, 5.6
        self.pen.arrow([(RIGHT, y), (x, y)])
        self.pen.box(x, y - tall / 2, wide, tall, tall / 2)
        self.pen.words(x + wide / 2, y, [self.look.end], SMALL, "middle")
