"""The kinds of rules, a module each: how it is written, what it lacks, what it computes, how it is
said. Adding one is adding a module and its line here.

In: a rule's YAML. Out: its definition, formula and words (:class:`~dutybook.rule.kind.Kind`). Start
at ``pass_or_fail.py``.
"""

from dutybook.model.score import Rule
from dutybook.rule.kind import Kind
from dutybook.rule.kinds.bands import BANDS
from dutybook.rule.kinds.incidents import INCIDENTS
from dutybook.rule.kinds.interpolation import INTERPOLATION
from dutybook.rule.kinds.pass_or_fail import PASS_OR_FAIL
from dutybook.rule.kinds.proportional import PROPORTIONAL
from dutybook.rule.kinds.rating import RATING
from dutybook.rule.kinds.steps import STEPS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (PASS_OR_FAIL, PROPORTIONAL, INTERPOLATION, BANDS, STEPS, INCIDENTS, RATING)
}
"""Every kind by its key in YAML."""


def kind_of(rule: Rule) -> Kind:
    """The kind of a rule."""
    return next(kind for kind in KINDS.values() if kind.of is type(rule))
