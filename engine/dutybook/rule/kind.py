"""What a kind of rule is: everything the program knows of one form of score, in one place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from cattrs import Converter

from dutybook.grammar.number.target import Target
from dutybook.grammar.time.limit import Limit
from dutybook.model import Kpi
from dutybook.model.score import Rule
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


def nothing(_kpi: Kpi, _rule: Any, _target: Target | None) -> Iterator[str]:
    """A kind that lacks nothing once the schema has passed it."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rule. ``name`` is its key in YAML, ``of`` its definition; ``parse`` reads it
    (a converter helps with what varies by column), ``formula`` is what it computes, ``words`` what
    a form says of it: phrases, or lines of their own where it is ``listed``. ``lacking``: what a
    definition leaves out that it needs to be scored, as it would be written. ``aimed``: it is held
    against a target."""

    name: str
    of: type[Rule]
    parse: Callable[[Converter, Any], Rule]
    formula: Callable[[Any, Terms], Formula]
    words: Callable[[Speaker, Kpi, Any], Iterator[str]]
    lacking: Callable[[Kpi, Any, Target | None], Iterator[str]] = nothing
    aimed: bool = True
    listed: bool = False
