"""What a kind of rule is: everything the program knows of one form of score, in one place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from cattrs import Converter

from dutybook.grammar.number.target import Target
from dutybook.grammar.time.limit import Limit
from dutybook.model import Kpi
from dutybook.model.score import Points, Rule
from dutybook.rule.terms import Terms
from dutybook.rule.tree import Formula


class Speaker(Protocol):
    """Whoever puts a rule into words on paper: labels of one locale, and the names of things."""

    def say(self, path: str, /, **slots: object) -> str:
        """A label, its slots filled."""

    def joined(self, words: Iterable[str], separator: str) -> str:
        """Words in a row."""

    def column(self, name: str, source: str | None) -> str:
        """A column's printed name."""

    def named(self, column: str, value: str, source: str | None) -> str:
        """The printed name of a column's value."""

    def expression(self, sql: str, source: str | None) -> str:
        """An expression over columns, in words."""

    def span(self, limit: Limit) -> str:
        """The length of a limit."""

    def figure(self, number: Fraction, how: str = "") -> str:
        """A number as people read it: plainly, as a percentage (``%``), in a unit of time."""


Printed = tuple[Points, str, Callable[[Fraction], bool]]
"""Points as they are printed, where below the score they stand, and which values they are for."""


class Breakpoints:
    """Where a rule can change, from what is written alone: what to try it with to see the least and
    the most it gives. A kind that names figures says which."""

    def values(self, rule: Any, target: Target | None) -> Iterator[Fraction]:
        """Values that it names."""
        yield from ()

    def strides(self, rule: Any, target: Target | None) -> Iterator[Fraction]:
        """Sizes of its steps."""
        yield from ()

    def amounts(self, rule: Any, value: Fraction) -> Sequence[Fraction]:
        """What rows that say themselves what they give may come to, for a count of them."""
        return [Fraction(0)]

    def settled(self, rule: Any) -> Rule:
        """The rule as for anybody: what varies by person is as for the first content named, and
        nothing happens again."""
        settled: Rule = rule
        return settled

    def printed(self, rule: Any) -> Iterator[Printed]:
        """Points that forms print for certain values."""
        yield from ()

    def without(self, rule: Any) -> Iterator[tuple[str, Rule]]:
        """Each slope by its name, and the rule if it gave and took nothing."""
        yield from ()

    def percent(self, rule: Any) -> bool:
        """Whether its own figures are percentages."""
        return False


def target_ends(target: Target) -> list[Fraction]:
    """The figures of a target or a range."""
    return [end for end in (target.bound, target.high) if end is not None]


def nothing(_kpi: Kpi, _rule: Any, _target: Target | None) -> Iterator[str]:
    """A kind that lacks nothing once the schema has passed it."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rule. ``name`` is its key in YAML, ``of`` its definition; ``parse`` reads it
    (a converter helps with what varies by column), ``formula`` is what it computes, ``words`` what
    a form says of it: phrases, or lines of their own where it is ``listed``. ``lacking``: what a
    definition leaves out that it needs to be scored, as it would be written; ``figures``: where it
    can change. ``aimed``: it is held against a target."""

    name: str
    of: type[Rule]
    parse: Callable[[Converter, Any], Rule]
    formula: Callable[[Any, Terms], Formula]
    words: Callable[[Speaker, Kpi, Any], Iterator[str]]
    lacking: Callable[[Kpi, Any, Target | None], Iterator[str]] = nothing
    figures: Breakpoints = field(default_factory=Breakpoints)
    aimed: bool = True
    listed: bool = False
