"""Reading a rule's tree exactly: a number as a fraction, and the sentences of its trace."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.number.money import Worth
from dutybook.grammar.number.quantity import as_percent, lasting
from dutybook.grammar.number.rounding import rounded_to
from dutybook.rule.line import Line, as_shown
from dutybook.rule.tree import (
    Both,
    Choice,
    Condition,
    Constant,
    Discretion,
    Display,
    Either,
    Fallback,
    Formula,
    Held,
    Instead,
    InUnit,
    Itemised,
    Let,
    Named,
    Not,
    Operation,
    Rounded,
    Said,
    Shown,
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


class UnknownError(UndecidedError):
    """Something that is read is not known (yet)."""


class OpenError(UndecidedError):
    """A person decides, between ``low`` and ``high``."""

    def __init__(self, low: Worth, high: Worth) -> None:
        super().__init__(Line("amount_between", {"low": str(low), "high": str(high)}))
        self.low, self.high = low, high


@dataclass(slots=True)
class Reading:
    """Trees read with given ``values`` of their variables (None: not known); ``items`` are the
    sentences that tell an itemised number. ``percent``: values are shares and shown as percentages;
    ``unit``: they are lengths of time and shown in it (empty: in any), None for other values.
    ``told``: whether anybody reads the sentences, which take longer to word than numbers to work
    out."""

    values: Mapping[str, Fraction | None]
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
        """Whether a condition holds. What is not known leaves it undecided unless the other half
        decides it alone."""
        if isinstance(condition, Both | Either):
            return self._joined(condition.one, condition.two, isinstance(condition, Either))
        if isinstance(condition, Not):
            return not self.holds(condition.of)
        return _RELATIONS[condition.relation](
            self.number(condition.left), self.number(condition.right)
        )

    def _joined(self, one: Condition, two: Condition, enough: bool) -> bool:
        """Two conditions of which one that comes to ``enough`` decides."""
        try:
            first = self.holds(one)
        except UndecidedError:
            if self.holds(two) is enough:
                return enough
            raise
        return enough if first is enough else self.holds(two)

    def line(self, word: str, slots: Slots) -> Line:
        """A sentence, its slots filled."""
        if not self.told:
            return Line(word)
        return Line(word, {name: self._filled(slot) for name, slot in slots.items()})

    def worth(self, tree: Formula) -> Worth:
        """What ``tree`` comes to, with the unit it stands in."""
        return Worth(self.number(tree), self._unit_of(tree) or "")

    def _filled(self, slot: Shown | Named | str) -> str:
        if isinstance(slot, str):
            return slot
        if isinstance(slot, Named):
            return ", ".join(f"{one.name} = {self._listed(one.name)}" for one in slot.of)
        if slot.display == "worth":
            return str(self.worth(slot.of))
        return self.shown(self.number(slot.of), slot.display)

    def _listed(self, name: str) -> str:
        number = self.values.get(name)
        if number is None:
            return "—"
        return str(bool(number)).lower() if name.endswith(".met") else as_shown(number)

    def _unit_of(self, tree: Formula) -> str | None:
        """The unit of the number that ``tree`` comes to; None where nothing says."""
        if isinstance(tree, InUnit):
            return tree.unit
        if isinstance(tree, Choice):
            return self._unit_of(tree.then if self.holds(tree.when) else tree.other)
        if isinstance(tree, Operation):
            left = self._unit_of(tree.left)
            return self._unit_of(tree.right) if left is None else left
        if isinstance(tree, Let):
            return self.inside(tree)._unit_of(tree.of)
        inner = getattr(tree, "of", None)
        return self._unit_of(inner) if isinstance(inner, Formula) else None

    def inside(self, tree: Let) -> "Reading":
        """The reading of what a name stands for another number in."""
        values = {**self.values, tree.name: self.number(tree.number)}
        return Reading(values, self.percent, self.items, self.unit, self.told)

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
    return rounded_to(number, tree.step, tree.way), lines


def _variable(reading: Reading, tree: Variable) -> Outcome:
    if tree.name not in reading.values and not tree.sure:
        raise UnknownError(Line("depends_unknown", {"name": tree.name}))
    number = reading.values[tree.name]
    if number is None:
        raise UnknownError(Line("not_known", {"name": tree.name}))
    return number, ()


def _discretion(reading: Reading, tree: Discretion) -> Outcome:
    raise OpenError(reading.worth(tree.low), reading.worth(tree.high))


def _fallback(reading: Reading, tree: Fallback) -> Outcome:
    try:
        return reading.of(tree.of)
    except UndecidedError:
        return reading.of(tree.other)


def _held(reading: Reading, tree: Held) -> Outcome:
    try:
        return reading.of(tree.of)
    except UnknownError as error:
        raise UnknownError(reading.line(tree.word, tree.slots)) from error


def _let(reading: Reading, tree: Let) -> Outcome:
    before = reading.of(tree.number)[1]
    number, lines = reading.inside(tree).of(tree.of)
    return number, before + lines


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
    Variable: _variable,
    Discretion: _discretion,
    Fallback: _fallback,
    Held: _held,
    InUnit: lambda reading, tree: reading.of(tree.of),
    Let: _let,
    Undecided: _undecided,
    Operation: _operation,
    Whole: _whole,
    Rounded: _rounded,
    Choice: lambda reading, tree: reading.of(tree.then if reading.holds(tree.when) else tree.other),
    Instead: _instead,
    Said: _said,
    Itemised: _itemised,
}
