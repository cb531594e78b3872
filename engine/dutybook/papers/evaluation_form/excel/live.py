"""Formulas of a rated KPI: ratings to a value, the value to points, as the evaluation works them
out. A fraction is written as a division."""

from fractions import Fraction

from dutybook.grammar.quantity import plain
from dutybook.grammar.target import Target
from dutybook.papers.evaluation_form.context import (
    ByBands,
    ByProportion,
    ByRating,
    ByTarget,
    LiveKpi,
    LiveRule,
)
from dutybook.papers.evaluation_form.excel.formulas import Weighted, holds


def value(cells: Weighted, live: LiveKpi) -> str:
    """The weighted mean of the raters' cells; ``""`` for as long as the rule waits for somebody."""
    names = ",".join(cell for cell, _ in cells)
    whole = "+".join(_exact(weight) for _, weight in cells)
    if live.missing == "redistribute":
        sums = "+".join(f"IF(ISNUMBER({cell}),{cell}*{_exact(w)},0)" for cell, w in cells)
        whole = "+".join(f"IF(ISNUMBER({cell}),{_exact(w)},0)" for cell, w in cells)
        return f'=IF(COUNT({names})=0,"",({sums})/({whole}))'
    if live.missing == "default":
        default = _exact(live.default or Fraction(0))
        sums = "+".join(f"IF(ISNUMBER({cell}),{cell},{default})*{_exact(w)}" for cell, w in cells)
        return f'=IF(COUNT({names})=0,"",({sums})/({whole}))'
    sums = "+".join(f"{cell}*{_exact(weight)}" for cell, weight in cells)
    return f'=IF(COUNT({names})<{len(cells)},"",({sums})/({whole}))'


def points(cell: str, live: LiveKpi, places: int) -> str:
    """Points for the value in ``cell``, within their bounds and rounded; ``""`` where there is no
    value, or no band for it."""
    full, weight = _exact(live.full), _exact(live.weight)
    worth = _worth(cell, live.points, weight)
    bounded = _bounded(cell, worth, live)
    grown = bounded if full == weight else f"{bounded}*{full}/{weight}"
    rounded = f"ROUND({grown},{places})"
    if isinstance(live.points, ByBands):
        rounded = f'IF(ISNUMBER({worth}),{rounded},"")'
    return f'=IF(ISNUMBER({cell}),{rounded},"")'


def _bounded(cell: str, points: str, live: LiveKpi) -> str:
    """Points within floor and cap, and none where the value is past a bound."""
    if live.cap is not None:
        points = f"MIN({_exact(live.weight if live.cap == 'full' else live.cap)},{points})"
    if live.floor is not None:
        points = f"MAX({_exact(live.floor)},{points})"
    if live.zero_below is not None:
        points = f"IF({cell}<{_exact(live.zero_below)},0,{points})"
    if live.zero_above is not None:
        points = f"IF({cell}>{_exact(live.zero_above)},0,{points})"
    return points


def _worth(cell: str, rule: LiveRule, full: str) -> str:
    match rule:
        case ByRating(top):
            return f"{full}*{cell}/{_exact(top)}"
        case ByTarget(when):
            return f"IF({holds(cell, when, _exact)},{full},0)"
        case ByProportion(bound, lower=True):
            return f"IF({cell}=0,1E+9,{full}*{_exact(bound)}/{cell})"  # 0 earns the cap
        case ByProportion(bound):
            return f"{full}*{cell}/{_exact(bound)}"
        case ByBands(bands):
            worth = '""'
            for when, band in reversed(bands):
                worth = f"IF({holds(cell, when, _exact)},{_exact(band)},{worth})"
            return worth


def completion(cell: str, target: Target) -> str:
    """The value over its target (where lower is better: the target over it)."""
    bound = _exact(target.bound)
    ratio = f"{bound}/{cell}" if target.better == "lower" else f"{cell}/{bound}"
    return f'=IF(ISNUMBER({cell}),IF({cell}>0,{ratio},""),"")'


def _exact(value: Fraction) -> str:
    return f"({plain(value)})"
