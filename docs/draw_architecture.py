"""Draws docs/img/architecture.svg: the rooms of the engine and who uses whom, read from its code.

Run `make docs` after a room was added or uses another; a test fails when the picture is stale. Only
where a room stands is said here; arrows and words come from imports and docstrings.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

ENGINE: Final = Path(__file__).parents[1] / "engine/dutybook"
PICTURE: Final = Path(__file__).parent / "img/architecture.svg"
FLOOR: Final = ("words", "grammar", "finding", "files", "worker", "database", "resources")
"""What every room may use: drawn as the floor, without arrows."""

_PLACES: Final[Mapping[str, tuple[float, int, str]]] = {
    "yamltext": (1, 0, "read"), "schema": (0.5, 1, "read"), "model": (1.5, 1, "read"),
    "tally": (2, 2, "score"), "rule": (2, 3, "score"), "write": (3, 3, "paper"),
    "workspace": (1, 4, "read"), "repair": (2.5, 5, "read"),
    "roster": (1.5, 5, "read"), "measure": (1, 6, "score"),
    "logs": (0, 6, "score"), "soundness": (1.5, 7, "check"), "plan": (0.63, 8, "score"),
    "check": (2, 8, "check"), "papers": (3, 8, "paper"), "count": (0, 9, "score"),
    "intake": (2.5, 10, "read"), "score": (1, 10, "score"), "report": (1, 11, "score"),
    "closing": (0.5, 12, "after"), "ratings": (1.5, 12, "after"), "spreadsheet": (2.5, 13, "read"),
    "cli": (0, 14, "command"),
}  # fmt: skip
"""Column, row and district of every room; the flow runs down."""
_COLOURS: Final = {
    "read": ("#e3eefb", "#2f6db3"),
    "check": ("#fbe6e6", "#b8433f"),
    "paper": ("#e2f3e6", "#2f8048"),
    "score": ("#fdf0d5", "#a9710c"),
    "after": ("#efe6f8", "#7650a8"),
    "command": ("#eceff2", "#46525e"),
}
_PITCH, _STEP, _WIDTH, _HEIGHT, _MARGIN = 232, 108, 202, 72, 28
_ACROSS: Final = 3 * _PITCH + _WIDTH
_LETTERS: Final = 34  # that fit on a line of a room
_LINES: Final = 3

_HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 font-family="Noto Sans, Helvetica, Arial, sans-serif" aria-label="The rooms of the engine">
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"
 orient="auto"><path d="M0 0 10 5 0 10z" fill="#77828d"/></marker></defs>
<rect width="{width}" height="{height}" rx="14" fill="#ffffff"/>"""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a room is drawn: upper left corner and width."""

    left: float
    top: float
    width: float = _WIDTH

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + _HEIGHT


def uses(of: Iterable[str]) -> dict[str, set[str]]:
    """Which rooms each room imports from, itself and the floor left out."""
    found: dict[str, set[str]] = {room: set() for room in of}
    for room in found:
        for path in sorted((ENGINE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dutybook."):
                    found[room].add(str(node.module).split(".")[1])
        found[room] &= set(rooms()) - {room}
    return found


def rooms() -> list[str]:
    """The engine's packages, without the floor."""
    names = (path.parent.name for path in ENGINE.glob("*/__init__.py"))
    return sorted(set(names) - set(FLOOR))


def nearest(used: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The arrows: from a room to those that use it, save where another arrow says so already."""
    behind = {room: _behind(used, room) for room in used}
    for room, direct in sorted(used.items()):
        for one in sorted(direct):
            if not any(one in behind[other] for other in direct - {one}):
                yield one, room


def _behind(used: Mapping[str, set[str]], room: str) -> set[str]:
    """Everything a room uses, by whatever way."""
    return used[room].union(*(_behind(used, one) for one in used[room]))


def picture() -> str:
    """The whole drawing."""
    boxes = {room: _box(room) for room in rooms()}
    height = max(box.top for box in boxes.values()) + _HEIGHT + 96
    width = _ACROSS + 2 * _MARGIN
    lines = [
        _HEAD.format(width=width, height=height + 2 * _MARGIN),
        f'<g transform="translate({_MARGIN} {_MARGIN})">',
        *(_arrow(boxes[one], boxes[other]) for one, other in nearest(uses(rooms()))),
        *(line for room, box in boxes.items() for line in _room(room, box)),
        *_floor(height),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _box(room: str) -> Box:
    column, row, _ = _PLACES[room]
    width = _ACROSS if room == "cli" else _WIDTH
    return Box(column * _PITCH, row * _STEP, width)


def _arrow(above: Box, below: Box) -> str:
    """A curve from the foot of a room to the head of one that uses it."""
    start = above.middle
    end = start if below.width > _WIDTH else below.middle
    bend = (below.top - above.bottom) * 0.55 if start != end else 0
    return (
        f'<path d="M{start:g} {above.bottom:g}C{start:g} {above.bottom + bend:g} '
        f'{end:g} {below.top - bend:g} {end:g} {below.top:g}" fill="none" stroke="#77828d" '
        'stroke-width="1.6" marker-end="url(#tip)"/>'
    )


def _room(room: str, box: Box) -> Iterator[str]:
    fill, stroke = _COLOURS[_PLACES[room][2]]
    yield (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{_HEIGHT}" rx="9" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.4"/>'
    )
    said = wrap(purpose(room), _LETTERS if box.width == _WIDTH else 4 * _LETTERS)
    if len(said) > _LINES:
        raise ValueError(f"{room}: its docstring's first sentence does not fit its room")
    top = box.top + 6.5 * (_LINES - len(said))
    yield _text(box.middle, top + 20, room, 15, stroke, bold=True)
    for number, line in enumerate(said):
        yield _text(box.middle, top + 36 + 13 * number, line, 11, "#333c45")


def _floor(height: float) -> Iterator[str]:
    top = height - 64
    yield (
        f'<rect x="0" y="{top:g}" width="{_ACROSS}" height="60" rx="9" fill="#f6f7f8" '
        'stroke="#9aa3ab" stroke-dasharray="5 4"/>'
    )
    yield _text(_ACROSS / 2, top + 24, " · ".join(FLOOR), 15, "#46525e", bold=True)
    said = "the floor: every room may use these, and they use none of the rooms"
    yield _text(_ACROSS / 2, top + 44, said, 11, "#333c45")


def purpose(room: str) -> str:
    """What a room is for: the first sentence of its docstring, or what stands behind its colon."""
    tree = ast.parse((ENGINE / room / "__init__.py").read_text("utf-8"))
    said = " ".join((ast.get_docstring(tree) or "").replace("`", "").split())
    sentence = said.split(". ")[0].rstrip(".")
    return sentence.partition(": ")[2] or sentence


def _text(x: float, y: float, said: str, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="{size}"{weight} '
        f'fill="{colour}">{escape(said)}</text>'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
