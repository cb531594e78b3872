"""A KPI as a spreadsheet works it out: from ratings (or the value, where somebody enters that) to
points, by the very formula that the evaluation scores by.

Where a spreadsheet cannot follow there is none: the form then shows the points that the evaluation
gave.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import Missing, Rating
from dutybook.model import Kpi, Scheme
from dutybook.papers.evaluation_form.context import LiveFact, LiveKpi
from dutybook.rule.amounts import TOTAL, coefficient_formulas
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.readers.excel import TooLongError, spreadsheet
from dutybook.rule.tree import VALUE, Formula, printed, variables

_WIDEST: Final = 120
"""Characters that a fact of another KPI takes in a formula, at the most."""


def live(
    kpi: Kpi,
    full: Fraction | None,
    raters: Sequence[tuple[str, Fraction]],
    scheme: Scheme | None = None,
    facts: Sequence[LiveFact] = (),
) -> LiveKpi | None:
    """How ``kpi`` is worked out from the ratings of ``raters``, worth ``full`` points (which may
    have grown by others' weight); ``facts`` are what its points read of other KPIs. None where that
    takes more than a spreadsheet."""
    measure, score, weight = kpi.measure, kpi.score, kpi.weight
    if not isinstance(measure, Rating | Entered) or score is None or full is None or not weight:
        return None
    if isinstance(measure, Rating) and not raters:
        return None
    if isinstance(measure, Entered) and kpi.rounding:
        return None  # what is entered stands in the value's own cell, unrounded
    target = kpi.target.fixed if kpi.target else None
    own = (scheme.own_full(kpi) if scheme else None) or weight
    exact = formula_of(score, target, own, measure.scale.max if measure.scale else None)
    worth = exact if full == own else exact * (full / own)
    points = printed(worth, score.rounding, scheme.places if scheme else 2)
    if score.cap_varies or not _fits(points, VALUE.name, facts):
        return None
    missing = measure.missing if isinstance(measure, Rating) else Missing()
    return LiveKpi(
        weights=tuple(raters),
        missing=missing.policy,
        default=missing.default,
        levels=measure.scale.levels if measure.scale else (),
        points=points,
        target=target,
        facts=facts,
        rounding=kpi.rounding,
    )


def drawn_coefficient(scheme: Scheme) -> tuple[Formula | None, bool]:
    """How a scheme's curve makes a person's coefficient from the total, and whether it is made of
    more than a sheet has; no curve: the grade alone says it."""
    rule = scheme.coefficient
    if rule is None or rule.curve is None:
        return None, False
    person, _ = coefficient_formulas(rule)
    known = variables(person) == [TOTAL] and _fits(person, TOTAL)
    return (person, False) if known else (None, True)


def _fits(points: Formula, name: str, facts: Sequence[LiveFact] = ()) -> bool:
    """Whether a cell holds the formula, wherever values stand."""
    cells = {name: "ZZ999"} | {fact.name: "Z" * _WIDEST for fact in facts}
    try:
        spreadsheet(points, cells)
    except TooLongError:
        return False
    return True


def worth(spec: LiveKpi, value: Fraction, facts: Mapping[str, Fraction]) -> Fraction | None:
    """Points that the sheet gives for ``value`` beside ``facts`` of other KPIs; None where it gives
    none."""
    try:
        return Reading({VALUE.name: value, **facts}).number(spec.points)
    except UndecidedError:
        return None


def raters_asked(
    measure: Rating | Entered, scheme: Scheme | None
) -> tuple[tuple[str, Fraction], ...]:
    """Kinds of raters and their weights: the measure's own, else the scheme's; none weighs where
    one enters the value itself."""
    if isinstance(measure, Entered):
        return ()
    return measure.raters or (scheme.raters if scheme else ())
