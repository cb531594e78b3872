"""Formulas of a rated KPI: ratings to a value, the value to points, as the evaluation works them
out. A fraction is written as a division."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.target import Target
from dutybook.measure.scale import Level
from dutybook.papers.evaluation_form.context import LiveFact, LiveKpi
from dutybook.papers.evaluation_form.excel.formulas import Weighted
from dutybook.rule.readers.excel import always_decided, spreadsheet
from dutybook.rule.terms import holds
from dutybook.rule.tree import VALUE, ZERO, Choice, Constant, Rounded, Variable


def figure(cell: str, levels: Sequence[Level]) -> str:
    """What a rater's cell stands for: the figure of the level chosen there, ``""`` for none."""
    if not levels:
        return cell
    words = ",".join(f'"{one.word}"' for one in levels)
    figures = ",".join(plain(one.figure) for one in levels)
    known = f'IFERROR(INDEX({{{figures}}},MATCH({cell},{{{words}}},0)),"")'
    return f"IF(ISNUMBER({cell}),{cell},{known})"


def value(cells: Weighted, live: LiveKpi) -> str:
    """The weighted mean of the raters' cells, as the KPI rounds it; ``""`` for as long as the rule
    waits for somebody."""
    names = ",".join(cell for cell, _ in cells)
    mean, rule = Variable("mean"), live.rounding
    tree = mean if rule is None or rule.to is None else Rounded(mean, rule.to, rule.way)
    sums, whole, least = _means(cells, live)
    value = spreadsheet(tree, {"mean": f"({sums})/({whole})"})
    return f'=IF(COUNT({names})<{least},"",{value})'


def _means(cells: Weighted, live: LiveKpi) -> tuple[str, str, int]:
    """What the mean divides by what, and how many ratings it takes."""
    whole = "+".join(_exact(weight) for _, weight in cells)
    if live.missing == "redistribute":
        sums = "+".join(f"IF(ISNUMBER({cell}),{cell}*{_exact(w)},0)" for cell, w in cells)
        whole = "+".join(f"IF(ISNUMBER({cell}),{_exact(w)},0)" for cell, w in cells)
        return sums, whole, 1
    if live.missing == "default":
        default = _exact(live.default or Fraction(0))
        sums = "+".join(f"IF(ISNUMBER({cell}),{cell},{default})*{_exact(w)}" for cell, w in cells)
        return sums, whole, 1
    sums = "+".join(f"{cell}*{_exact(weight)}" for cell, weight in cells)
    return sums, whole, len(cells)


def points(cell: str, live: LiveKpi, others: Mapping[str, str]) -> str:
    """Points for the value in ``cell``; ``""`` where there is none or the rule does not say.
    ``others`` are the cells of other KPIs' values."""
    cells = {fact.name: _fact(fact, others) for fact in live.facts}
    formula = spreadsheet(live.points, {VALUE.name: cell, **cells})
    decided = formula if always_decided(live.points) else f'IFERROR({formula},"")'
    return f'=IF(ISNUMBER({cell}),{decided},"")'


def _fact(fact: LiveFact, others: Mapping[str, str]) -> str:
    """What another KPI came to: a figure, its cell, or whether that meets its target."""
    if not fact.kpi:
        return "NA()" if fact.number is None else f"({fact.number})"
    cell = others[fact.kpi]
    if fact.met is None:
        return cell
    met = spreadsheet(Choice(holds(fact.met), Constant(Fraction(1)), ZERO), {VALUE.name: cell})
    return f"IF(ISNUMBER({cell}),{met},NA())"


def completion(cell: str, target: Target) -> str:
    """The value over its target (where lower is better: the target over it)."""
    bound = _exact(target.bound)
    ratio = f"{bound}/{cell}" if target.better == "lower" else f"{cell}/{bound}"
    return f'=IF(ISNUMBER({cell}),IF({cell}>0,{ratio},""),"")'


def _exact(value: Fraction) -> str:
    return f"({plain(value)})"
