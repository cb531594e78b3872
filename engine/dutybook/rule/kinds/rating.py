"""``rating``: the rating over the scale's maximum."""

from collections.abc import Iterator

from dutybook.grammar.number.target import Target
from dutybook.model import Kpi
from dutybook.model.measure import Rating
from dutybook.model.score import Rated
from dutybook.rule.kind import Kind, Speaker
from dutybook.rule.terms import Terms
from dutybook.rule.tree import VALUE, Constant, Figure, Formula, Said


def rating(_: Rated, terms: Terms) -> Formula:
    """So much of the full points as the rating is of the scale."""
    points = Constant(terms.full) * VALUE / terms.scale
    slots = {
        "value": Figure(VALUE),
        "scale": Figure(Constant(terms.scale)),
        "full": Figure(Constant(terms.full)),
        "points": Figure(points),
    }
    return Said("rating", points, slots)


def _words(speaker: Speaker, kpi: Kpi, _rule: Rated) -> Iterator[str]:
    scale = speaker.figure(kpi.measure.scale.max) if isinstance(kpi.measure, Rating) else "100"
    yield speaker.say("score.rating", scale=scale)


def _lacking(kpi: Kpi, _rule: Rated, _target: Target | None) -> Iterator[str]:
    if not isinstance(kpi.measure, Rating):
        yield "measure: {rating: …}"


RATING = Kind("rating", Rated, lambda _conv, _body: Rated(), rating, _words, _lacking, aimed=False)
