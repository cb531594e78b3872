"""Charts: rows of data as one vector picture for every format.

    bars(view, [Bar("投诉及时率", "96.2%，目标 ≥ 98%", value=96.2, target=98, met=False), …])
    trend(view, [Point("2026-10", 88.5, "88.5"), Point("2026-11", None), …], [Level(90, "优")])
    grades(view, [Column("A", 3, "3人 25%"), …])

Each gives a :class:`Drawing` for a template's context, where the macro ``paper.picture`` prints it
(HTML, PDF, Word). Values may be any numbers. What is drawn is in ``templates/charts/*.yaml``
(``vega.py``); ``orgchart.py`` draws organisations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.drawing.vega import Spec
from dutybook.papers.view import View
from dutybook.write.lines import lines

Number = int | float | Decimal | Fraction
_FIT: Final = 22
"""Bars that stand on one page below a heading."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, the words beside it; ``value`` None where there is none to draw."""

    name: str
    said: str
    value: Number | None = None
    target: Number | None = None
    met: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line: of ``series`` where there are several, ``value`` None where it breaks
    (``said`` may say why)."""

    period: str
    value: Number | None
    said: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A line across a trend, named at its end: a target, the border of a grade."""

    value: Number
    said: str


@dataclass(frozen=True, slots=True)
class Column:
    """How many have a grade; ``limit`` is the number prescribed, where there is one."""

    grade: str
    n: int
    said: str
    limit: Number | None = None


def bars(view: View, rows: Sequence[Bar], axis: str = "") -> Drawing:
    """Bars against their targets, filled where met; ``axis`` says what is measured."""
    spec = Spec.load(view, "bars")
    most = spec.size("label")
    table = [asdict(row) | {"lines": _label(row.name, most)} for row in rows]
    said = [view.say("chart.said", name=row.name, said=row.said) for row in rows]
    alt = view.say("chart.bars", rows=view.joined(said, "list_sep"))
    return spec.figure({"rows": table}, alt, {"words": {"axis": axis}})


def _label(name: str, most: float) -> list[str]:
    """A name beside its bar: two lines, cut with a mark where there are more; the picture's text
    alternative and the table above have all of it."""
    first, *rest = lines(name, most) or [""]
    if len(rest) < 2:
        return [first, *rest]
    return [first, f"{rest[0].rstrip(' ,，、（(')}…"]


def pages_of_bars(view: View, rows: Sequence[Bar], axis: str = "") -> Iterator[Drawing]:
    """The same in as many pictures, about equally tall, as pages need; none without rows."""
    parts = ceil(len(rows) / _FIT)
    for i in range(parts):
        part = rows[len(rows) * i // parts : len(rows) * (i + 1) // parts]
        yield bars(view, part, axis)


def trend(view: View, points: Sequence[Point], levels: Sequence[Level] = ()) -> Drawing:
    """Lines over periods, in the order given."""
    table = [asdict(point) | {"order": i} for i, point in enumerate(points)]
    none = view.say("chart.none")
    said = [
        view.say(
            "chart.said",
            name=" ".join(filter(None, (point.series, point.period))),
            said=point.said or (none if point.value is None else f"{point.value:g}"),
        )
        for point in points
    ]
    alt = view.say("chart.trend", rows=view.joined(said, "list_sep"))
    return Spec.load(view, "trend").figure(
        {"rows": table, "levels": [asdict(level) for level in levels]}, alt
    )


def grades(view: View, columns: Sequence[Column]) -> Drawing:
    """How grades are distributed."""
    said = [view.say("chart.said", name=column.grade, said=column.said) for column in columns]
    alt = view.say("chart.grades", rows=view.joined(said, "list_sep"))
    return Spec.load(view, "grades").figure({"rows": [asdict(each) for each in columns]}, alt)
