"""The kinds of rules, a module each: a definition made a tree.

In: a rule as the model holds it, and the terms it is read with. Out: the formula of its points
before bounds. ``KINDS`` lists them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dutybook.model.score import (
    Bands,
    Incidents,
    Interpolate,
    Pass,
    Proportional,
    Rated,
    Steps,
)
from dutybook.rule.kinds.bands import bands
from dutybook.rule.kinds.incidents import incidents
from dutybook.rule.kinds.interpolation import interpolation
from dutybook.rule.kinds.pass_or_fail import pass_or_fail
from dutybook.rule.kinds.proportional import proportional
from dutybook.rule.kinds.rating import rating
from dutybook.rule.kinds.steps import steps
from dutybook.rule.terms import Terms
from dutybook.rule.tree import Formula

KINDS: Final[Mapping[type, Callable[[Any, Terms], Formula]]] = {
    Pass: pass_or_fail,
    Proportional: proportional,
    Rated: rating,
    Interpolate: interpolation,
    Bands: bands,
    Steps: steps,
    Incidents: incidents,
}
