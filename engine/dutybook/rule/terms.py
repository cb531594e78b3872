"""What a rule is read with: the target it is held against, what full points are, its bounds."""

from dataclasses import dataclass
from fractions import Fraction

from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.rule.tree import VALUE, Both, Condition, Constant, Formula, compare


@dataclass(frozen=True, slots=True)
class Terms:
    """The figures a rule's tree is built from. ``full``: 0 for an adjustment; ``cap`` None: none;
    ``scale``: a rating's maximum."""

    target: Target | None
    full: Fraction
    cap: Fraction | None = None
    scale: Fraction = Fraction(0)

    @property
    def aim(self) -> Target:
        """The target of a rule that needs one; a finding asks for one beforehand."""
        assert self.target is not None
        return self.target

    def points(self, given: "Fraction | Part") -> Formula:
        """Points, given as a number or as a share of the full ones."""
        return Constant(given.share * self.full if isinstance(given, Part) else given)


def holds(target: Target, value: Formula = VALUE) -> Condition:
    """``target`` as a condition on the value."""
    if target.op != "between" or target.high is None:
        return compare(value, "=" if target.op == "between" else target.op, target.bound)
    return Both(
        compare(value, ">" if target.low_open else ">=", target.bound),
        compare(value, "<" if target.high_open else "<=", target.high),
    )
