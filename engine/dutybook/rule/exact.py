"""Reading a rule's tree exactly: a number as a fraction, and the sentences of its trace."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.number.quantity import as_percent, lasting, rounded
from dutybook.rule.line import Line, as_shown
from dutybook.rule.tree import (
    Both,
    Choice,
    Condition,
    Constant,
    Display,
    Figure,
    Formula,
    Instead,
    Itemised,
    Operation,
    Rounded,
    Said,
    Slots,
    Undecided,
    Variable,
    Whole,
)

Outcome = tuple[Fraction, tuple[Line, ...]]
"""An exact number, and how it came about."""

_SIGNS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": min,
    "max": max,
}
_RELATIONS: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


class UndecidedError(Exception):
    """No rule decides this value; carries the line that says why."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.word)
        self.line = line


@dataclass(slots=True)
class Reading:
    """Trees read with given ``values`` of their variables; ``items`` are the sentences that tell an
    itemised number. ``percent``: values are shares and shown as percentages; ``unit``: they are
    lengths of time and shown in it (empty: in any), None for other values. ``told``: whether
    anybody reads the sentences, which take longer to word than numbers to work out."""

    values: Mapping[str, Fraction]
    percent: bool = False
    items: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    unit: str | None = None
    told: bool = True
    _known: dict[int, Outcome] = field(default_factory=dict)

    def of(self, tree: Formula) -> Outcome:
        """What ``tree`` comes to; :class:`UndecidedError` where it is undecided. Parts that occur
        twice are worked out once."""
        found = self._known.get(id(tree))
        if found is None:
            found = self._known[id(tree)] = _READERS[type(tree)](self, tree)
        return found

    def number(self, tree: Formula) -> Fraction:
        """What ``tree`` comes to, untold."""
        return self.of(tree)[0]

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        if isinstance(condition, Both):
            return self.holds(condition.one) and self.holds(condition.two)
        return _RELATIONS[condition.relation](
            self.number(condition.left), self.number(condition.right)
        )

    def line(self, word: str, slots: Slots) -> Line:
        """A sentence, its slots filled."""
        if not self.told:
            return Line(word)
        return Line(word, {name: self._filled(slot) for name, slot in slots.items()})

    def _filled(self, slot: Figure | str) -> str:
        return slot if isinstance(slot, str) else self.shown(self.number(slot.of), slot.display)

    def shown(self, number: Fraction, display: Display) -> str:
        """A number as people read it."""
        if display in ("value", "gap") and self.unit is not None:
            return lasting(number, self.unit)
        if display == "percent" or (display == "value" and self.percent):
            return as_percent(number)
        if display == "gap" and self.percent:
            return as_shown(number * 100) + " pp"
        return as_shown(number)


def _operation(reading: Reading, tree: Operation) -> Outcome:
    left, before = reading.of(tree.left)
    right, after = reading.of(tree.right)
    if tree.sign == "/" and not right:
        raise UndecidedError(Line("divided_by_zero", {"above": as_shown(left)}))
    return _SIGNS[tree.sign](left, right), before + after


def _whole(reading: Reading, tree: Whole) -> Outcome:
    number, lines = reading.of(tree.of)
    found = number.__floor__() if tree.way == "down" else number.__ceil__()
    return Fraction(found), lines


def _rounded(reading: Reading, tree: Rounded) -> Outcome:
    number, lines = reading.of(tree.of)
    return Fraction(rounded(number, tree.places)), lines


def _instead(reading: Reading, tree: Instead) -> Outcome:
    told = reading.of(tree.of_which)[1]
    number, lines = reading.of(tree.of)
    return number, told + lines


def _said(reading: Reading, tree: Said) -> Outcome:
    number, lines = reading.of(tree.of)
    if not reading.told or (tree.when is not None and not reading.holds(tree.when)):
        return number, lines
    line = reading.line(tree.word, tree.slots)
    return number, (*lines, line) if tree.after else (line, *lines)


def _itemised(reading: Reading, tree: Itemised) -> Outcome:
    number, lines = reading.of(tree.of)
    return number, (*lines, *reading.items.get(tree.name, ()))


def _undecided(reading: Reading, tree: Undecided) -> Outcome:
    raise UndecidedError(reading.line(tree.word, tree.slots))


_READERS: Final[Mapping[type, Callable[[Reading, Any], Outcome]]] = {
    Constant: lambda _, tree: (tree.number, ()),
    Variable: lambda reading, tree: (reading.values[tree.name], ()),
    Undecided: _undecided,
    Operation: _operation,
    Whole: _whole,
    Rounded: _rounded,
    Choice: lambda reading, tree: reading.of(tree.then if reading.holds(tree.when) else tree.other),
    Instead: _instead,
    Said: _said,
    Itemised: _itemised,
}
