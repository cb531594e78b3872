"""Whether an amount's arithmetic comes to money of the currency it says."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from dutybook.model.amount import Amount
from dutybook.rule.arithmetic import arithmetic
from dutybook.rule.tree import Constant, Fallback, Formula, Operation, Variable

Units = Mapping[str, tuple[str, ...]]
"""The currencies of each name of pay; empty for shares and plain numbers."""
_PAY: Final = "pay."


class MixedError(Exception):
    """Two things that cannot be added, or an amount of another currency than it says."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one, two)
        self.one, self.two = one, two


def mixed(amount: Amount, pay: Units) -> MixedError | None:
    """What does not fit together in what ``amount`` computes from pay."""
    assert amount.compute is not None
    bounds = [bound.unit for bound in (amount.least, amount.most) if bound is not None]
    said = amount.unit or next(iter(bounds), "")
    try:
        found = _power(arithmetic(amount.compute.sql), pay)
    except MixedError as error:
        return error
    if not found or found == Counter({said: 1}):
        return None
    return MixedError(_shown(found), said or "-")


def _power(tree: Formula, pay: Units) -> "Counter[str] | None":
    """Currencies with their exponents; None for a bare number, which fits beside anything."""
    if isinstance(tree, Variable):
        return _paid(tree.name.removeprefix(_PAY), pay) if tree.name.startswith(_PAY) else Counter()
    if isinstance(tree, Constant):
        return None
    if isinstance(tree, Fallback):
        return _alike(_power(tree.of, pay), _power(tree.other, pay))
    assert isinstance(tree, Operation)
    left, right = _power(tree.left, pay), _power(tree.right, pay)
    if tree.sign in ("+", "-"):
        return _alike(left, right)
    made = Counter(left or ())
    made.update(right or ()) if tree.sign == "*" else made.subtract(right or ())
    return Counter({unit: count for unit, count in made.items() if count})


def _paid(name: str, pay: Units) -> "Counter[str]":
    units = pay.get(name, ())
    if len(units) > 1:
        raise MixedError(units[0] or "-", units[1] or "-")
    return Counter(unit for unit in units if unit)


def _alike(left: "Counter[str] | None", right: "Counter[str] | None") -> "Counter[str] | None":
    """What a sum is of: of what both are."""
    if left is None or right is None:
        return right if left is None else left
    if left != right:
        raise MixedError(_shown(left), _shown(right))
    return left


def _shown(power: "Counter[str]") -> str:
    words = [unit if count == 1 else f"{unit}^{count}" for unit, count in sorted(power.items())]
    return " × ".join(words) or "-"
