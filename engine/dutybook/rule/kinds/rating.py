"""``rating``: the rating over the scale's maximum."""

from collections.abc import Iterator
from fractions import Fraction

from dutybook.grammar.number.target import Target
from dutybook.measure.kinds import kind_of
from dutybook.model import Kpi
from dutybook.model.score import Rated
from dutybook.rule.kind import Kind, Speaker
from dutybook.rule.terms import Terms
from dutybook.rule.tree import VALUE, Constant, Formula, Said, Shown


def rating(_: Rated, terms: Terms) -> Formula:
    """So much of the full points as the rating is of the scale."""
    points = Constant(terms.full) * VALUE / terms.scale
    slots = {
        "value": Shown(VALUE),
        "scale": Shown(Constant(terms.scale)),
        "full": Shown(Constant(terms.full)),
        "points": Shown(points),
    }
    return Said("rating", points, slots)


def _words(speaker: Speaker, kpi: Kpi, _rule: Rated) -> Iterator[str]:
    top = _top(kpi)
    yield speaker.say("score.rating", scale="100" if top is None else speaker.figure(top))


def _lacking(kpi: Kpi, _rule: Rated, _target: Target | None) -> Iterator[str]:
    if _top(kpi) is None:
        yield "measure: {rating: …}"


def _top(kpi: Kpi) -> Fraction | None:
    """The most that can be given."""
    return kind_of(kpi.measure).top(kpi.measure) if kpi.measure else None


RATING = Kind("rating", Rated, lambda _conv, _body: Rated(), rating, _words, _lacking, aimed=False)
