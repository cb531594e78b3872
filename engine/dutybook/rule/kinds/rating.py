"""``rating``: the rating over the scale's maximum."""

from dutybook.model.score import Rated
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
