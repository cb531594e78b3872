"""Drawings as SVG: black lines and words on white, one picture for every format.

Lengths are millimetres. Only shapes that every viewer draws alike are used (an arrow's head is a
polygon, words are broken into lines beforehand), and all words are escaped here.
"""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]

_LINE: Final = 0.3
WEIGHT: Final = "font-variation-settings:'wght' 400"  # else the shipped font's thinnest is taken
_HEAD: Final = 2.2  # length of an arrow's head
_LEADING: Final = 1.35
_BASELINE: Final = 0.38  # from the middle of a line of words down to its base, in its size


class Drawing:
    """Collects shapes from top to bottom; what is drawn later covers what was drawn before."""

    def __init__(self, width: float, family: str, lang: str) -> None:
        self.width = width
        self.family = family
        self.lang = lang
        self.parts: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """A frame; ``radius`` rounds its corners."""
        corners = f' rx="{_n(radius)}"' if radius else ""
        size = f'width="{_n(width)}" height="{_n(height)}"'
        self._add(f'<rect x="{_n(x)}" y="{_n(y)}" {size}{corners}/>')

    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle around a point."""
        self._add(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>')

    def diamond(self, x: float, y: float, across: float, down: float) -> None:
        """A decision around a point, so far to each side."""
        corners = [(x, y - down), (x + across, y), (x, y + down), (x - across, y)]
        self._add(f'<polygon points="{_points(corners)}"/>')

    def line(self, points: Sequence[Point]) -> None:
        """A line through ``points``."""
        self._add(f'<polyline points="{_points(points)}" fill="none"/>')

    def arrow(self, points: Sequence[Point]) -> None:
        """A line along the axes with a head at its last point."""
        (x0, y0), (x, y) = points[-2:]
        back = (x0 > x) - (x0 < x), (y0 > y) - (y0 < y)
        foot = x + back[0] * _HEAD, y + back[1] * _HEAD
        half = _HEAD * 0.36
        side = back[1] * half, back[0] * half
        head = [(x, y), (foot[0] + side[0], foot[1] + side[1])]
        head.append((foot[0] - side[0], foot[1] - side[1]))
        self.line([*points[:-1], foot])
        self._add(f'<polygon points="{_points(head)}" fill="#000"/>')

    def words(
        self, x: float, y: float, lines: Sequence[str], size: float, anchor: str = "start"
    ) -> None:
        """Lines of words, the first one's middle at ``y``."""
        for i, line in enumerate(lines):
            base = y + i * size * _LEADING + size * _BASELINE
            place = f'x="{_n(x)}" y="{_n(base)}" font-size="{_n(size)}" text-anchor="{anchor}"'
            self._add(f'<text {place} fill="#000" stroke="none">{escape(line)}</text>')

    def svg(self, height: float, scale: float = 1) -> str:
        """The drawing, so tall, on one line; shown ``scale`` times as large."""
        size = f'width="{_n(self.width * scale)}mm" height="{_n(height * scale)}mm"'
        view = f'viewBox="0 0 {_n(self.width)} {_n(height)}"'
        look = f'fill="#fff" stroke="#000" stroke-width="{_LINE}" style="{WEIGHT}"'
        names = f'xml:lang="{self.lang}" font-family={quoteattr(self.family)}'
        root = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} {names} {look}>'
        return f"{root}{''.join(self.parts)}</svg>"

    def _add(self, shape: str) -> None:
        self.parts.append(shape)


def block_height(count: int, size: float) -> float:
    """Height of ``count`` lines of words."""
    return count * size * _LEADING


def _n(value: float) -> str:
    return f"{round(value, 2):g}"


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
