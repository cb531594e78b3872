"""Whether the figures of a KPI are in the unit of its values: 95% beside a share, 1 pp beside a
percentage, minutes beside what is counted in seconds.

A figure without a unit is read in the value's own; so ``per: 1`` beside a percentage is a hundred
points of it, and ``1 pp`` beside a sum a hundredth. Neither is ever meant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import parse_number, plain
from dutybook.grammar.number.step import Part, parse_part, parse_step
from dutybook.grammar.number.target import parse_target
from dutybook.measure.kind import Unit
from dutybook.measure.kinds import kind_of
from dutybook.model import Kpi, Measure, Source
from dutybook.yamltext import Origin

Family = Literal["percent", "plain", "time", "times", "any"]
_SLOPES: Final = ("lose", "gain", "lose_below", "lose_above")
_SECONDS: Final = frozenset({"s", "sec", "second", "seconds", "秒", "秒钟"})


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """One figure of a rule: where it stands, as written; ``length``: a distance or a step, not a
    value."""

    at: Origin
    text: str
    length: bool = False


def misfits(kpi: Kpi, source: Source | None) -> Iterator[Finding]:
    """Figures of the target and the score that are not in the unit of the KPI's values."""
    if kpi.measure is None:
        return
    unit = unit_of(kpi.measure)
    figures = [*(_target(kpi) if unit != "time" else ()), *_score(kpi)]
    percent = _percent(unit, figures)
    for figure in figures:
        family, size = _family(figure)
        if not _fits(unit, family, size, figure.length, percent=percent):
            yield _finding(kpi, figure, "share" if percent else unit)
    yield from _windows(kpi)
    yield from _times(kpi, source, figures)


def _windows(kpi: Kpi) -> Iterator[Finding]:
    """Figures that each window is to meet, not in the unit of a window's value."""
    measure = kpi.measure
    if measure is None or measure.meet is None:
        return
    unit = kind_of(measure).unit(measure)
    place = kpi.origin.below("measure")
    raw = kpi.origin.document.used(place.path)
    for name, inside in raw.items() if isinstance(raw, Mapping) and unit != "time" else ():
        if isinstance(inside, Mapping) and isinstance(meet := inside.get("meet"), str):
            figures = list(_ends(place.below(name, "meet"), meet))
            percent = _percent(unit, figures)
            for one in figures:
                if not _fits(unit, *_family(one), False, percent=percent) or _timed(unit, one):
                    yield _finding(kpi, one, unit)


def _timed(unit: Unit, figure: RuleFigure) -> bool:
    """Whether a count, which takes lengths of time for its rows' ages, is held against one."""
    return unit == "count" and _family(figure)[0] == "time"


def unit_of(measure: Measure) -> Unit:
    """What the values of a measure are, its windows taken together."""
    if measure.take in ("meeting", "number"):
        return "share" if measure.take == "meeting" else "count"
    return kind_of(measure).unit(measure)


def _percent(unit: Unit, figures: list[RuleFigure]) -> bool:
    """Whether values are read as percentages: of any figure the first that is one or the other."""
    if unit != "figure":
        return unit == "share"
    families = [_family(figure)[0] for figure in figures]
    return next((one == "percent" for one in families if one in ("percent", "plain")), False)


def _fits(unit: Unit, family: Family, size: Fraction, length: bool, *, percent: bool) -> bool:
    if family == "any":
        return True
    if unit == "time" or (unit == "count" and family == "time"):
        return unit == family
    if unit == "share":
        small = size < 1 if length else size <= 1
        return family == "percent" or (family == "plain" and small)
    if unit == "figure":
        return (family == "percent") is percent and family != "times"
    if family == "times":
        return unit in ("count", "sum")
    return family == "plain" or (family == "time" and unit == "sum")


def _family(figure: RuleFigure) -> tuple[Family, Fraction]:
    """The kind of a figure, and its size as it is written; any where it is none."""
    try:
        number = parse_number(figure.text)
        kind: Family = "percent" if figure.text.rstrip().endswith(("%", "％")) else "plain"
        return ("any" if number == 0 else kind), abs(number)
    except ValueError:
        pass
    try:
        step = None if isinstance(parse_part(figure.text), Part) else parse_step(figure.text)
    except ValueError:
        step = None
    if step is None:
        return "any", Fraction(0)
    if step.time:
        return "time", step.count
    families: dict[str, Family] = {"pp": "percent", "times": "times"}
    return families.get(step.unit, "any"), step.count


def _target(kpi: Kpi) -> Iterator[RuleFigure]:
    at = kpi.origin.below("target")
    raw = kpi.origin.document.used(at.path)
    if isinstance(raw, str | int):
        yield from _ends(at, str(raw))
    elif isinstance(raw, Mapping) and "than" not in raw:
        for key, value in raw.items():
            if key != "by" and isinstance(value, str):
                yield from _ends(at.below(key), value)


def _ends(at: Origin, text: str) -> Iterator[RuleFigure]:
    """The figures of a condition; which is a percentage is written once for both."""
    try:
        target = parse_target(text)
    except ValueError:
        return
    mark = "%" if target.percent else " s" if target.unit else ""
    for end in (target.bound, target.high):
        if end is not None:
            yield RuleFigure(at, plain(end * 100 if target.percent else end) + mark)


def _score(kpi: Kpi) -> Iterator[RuleFigure]:
    at = kpi.origin.below("score")
    raw = kpi.origin.document.used(at.path)
    if not isinstance(raw, Mapping):
        return
    yield from _listed(raw, ("zero_below", "zero_above"), at)
    yield from _rule(raw, at)
    bands = raw.get("bands", ())
    for i, band in enumerate(bands if isinstance(bands, list) else ()):
        inside = at.below("bands", i)
        yield from _ends(inside.below("when"), str(band["when"]))
        yield from _rule(band, inside)


def _rule(raw: Mapping[str, Any], at: Origin) -> Iterator[RuleFigure]:
    """Steps and lines, on their own or inside a band."""
    if isinstance(steps := raw.get("steps"), Mapping):
        yield from _steps(steps, at.below("steps"))
    if isinstance(line := raw.get("interpolate"), Mapping):
        for value in line["points"]:
            yield RuleFigure(at.below("interpolate", "points", value), str(value))


def _steps(raw: Mapping[str, Any], at: Origin) -> Iterator[RuleFigure]:
    if raw["from"] != "target":
        yield RuleFigure(at.below("from"), str(raw["from"]))
    yield from _listed(raw, ("per", "free", "tolerance"), at, length=True)
    for name in _SLOPES:
        if isinstance(slope := raw.get(name), Mapping):
            yield from _listed(slope, ("per", "free", "tolerance"), at.below(name), length=True)


def _listed(
    raw: Mapping[str, Any], keys: tuple[str, ...], at: Origin, *, length: bool = False
) -> Iterator[RuleFigure]:
    for key in keys:
        asked = key == "per" and str(raw.get(key)).rstrip().endswith("%")  # has two readings
        if key in raw and not asked:
            yield RuleFigure(at.below(key), str(raw[key]), length)


def _finding(kpi: Kpi, figure: RuleFigure, unit: str) -> Finding:
    details = {"kpi": kpi.id, "figure": figure.text, "unit": unit}
    return Finding("unit-mismatch", figure.at.place, details)


def _times(kpi: Kpi, source: Source | None, figures: list[RuleFigure]) -> Iterator[Finding]:
    """Lengths of time beside values that are declared to be something else than seconds, or that
    nobody says are seconds."""
    column = _value_column(kpi.measure, source)
    if column is None or source is None:
        return
    timed = next((figure for figure in figures if _family(figure)[0] == "time"), None)
    unit = source.columns[column].unit
    words = {wording.strip().lower() for _, wording in unit.wordings} if unit else set()
    if timed is None or words & _SECONDS:
        return
    details = {"kpi": kpi.id, "figure": timed.text, "column": column, "source": source.source}
    if words:
        yield Finding("unit-of-time", timed.at.place, details | {"unit": sorted(words)[0]})
    else:
        yield Finding("unit-unstated", timed.at.place, details)


def _value_column(measure: Measure | None, source: Source | None) -> str | None:
    """The column whose content the value is, where it is one column."""
    figure = kind_of(measure).figure(measure) if measure else None
    if figure is None or source is None:
        return None
    name = figure.sql.strip('"')
    return name if name in source.columns else None
