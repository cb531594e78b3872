"""Reading a rule's tree as a spreadsheet's formula: the very arithmetic of the evaluation, live in
a form.

What is undecided is ``NA()``, which every operation around it hands on, as the exact reading does.
Numbers are compared at nine decimals: two doubles that stand for one number may differ in the last.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

from dutybook.rule.tree import (
    Both,
    Choice,
    Condition,
    Constant,
    Discretion,
    Either,
    Fallback,
    Formula,
    Held,
    Instead,
    InUnit,
    Itemised,
    Let,
    Not,
    Operation,
    Rounded,
    Said,
    Undecided,
    Variable,
    Whole,
)

LONGEST: Final = 8000
"""Characters; spreadsheet programs take 8192."""
_RELATIONS: Final = {"!=": "<>"}
_WAYS: Final = {"down": "FLOOR", "up": "CEILING"}
_ROUNDINGS: Final = {"half_up": "ROUND", "down": "ROUNDDOWN", "up": "ROUNDUP"}

Cells = Mapping[str, str]
"""In which cell each variable stands."""


class TooLongError(Exception):
    """A formula that spreadsheet programs would not take."""


def spreadsheet(tree: Formula, cells: Cells) -> str:
    """``tree`` as a formula, without the equals sign; :class:`TooLongError` where it is longer
    than a cell holds, :class:`KeyError` for a variable that stands in no cell."""
    text = _text(tree, cells)
    if len(text) > LONGEST:
        raise TooLongError(len(text))
    return text


def always_decided(tree: Formula) -> bool:
    """Whether no value leaves ``tree`` undecided."""
    if isinstance(tree, Undecided | Discretion):
        return False
    if isinstance(tree, Variable):
        return tree.sure
    if isinstance(tree, Fallback):
        return always_decided(tree.of) or always_decided(tree.other)
    if isinstance(tree, Operation):
        divides = tree.sign == "/" and not (isinstance(tree.right, Constant) and tree.right.number)
        return not divides and always_decided(tree.left) and always_decided(tree.right)
    if isinstance(tree, Choice):
        return _comparable(tree.when) and always_decided(tree.then) and always_decided(tree.other)
    if isinstance(tree, Instead):
        return always_decided(tree.of) and always_decided(tree.of_which)
    if isinstance(tree, Let):
        return always_decided(tree.of) and always_decided(tree.number)
    inner = getattr(tree, "of", None)
    return not isinstance(inner, Formula) or always_decided(inner)


def _comparable(condition: Condition) -> bool:
    if isinstance(condition, Not):
        return _comparable(condition.of)
    if isinstance(condition, Both | Either):
        return _comparable(condition.one) and _comparable(condition.two)
    return always_decided(condition.left) and always_decided(condition.right)


def _text(tree: Formula, cells: Cells) -> str:
    return _READERS[type(tree)](tree, cells)


def _number(number: Fraction) -> str:
    return f"({number})" if number.denominator != 1 or number < 0 else str(number)


def _operation(tree: Operation, cells: Cells) -> str:
    left, right = _text(tree.left, cells), _text(tree.right, cells)
    if tree.sign in ("min", "max"):
        return f"{tree.sign.upper()}({left},{right})"
    return f"({left}{tree.sign}{right})"


def _choice(tree: Choice, cells: Cells) -> str:
    then, other = _text(tree.then, cells), _text(tree.other, cells)
    return f"IF({_condition(tree.when, cells)},{then},{other})"


def _condition(condition: Condition, cells: Cells) -> str:
    if isinstance(condition, Not):
        return f"NOT({_condition(condition.of, cells)})"
    if isinstance(condition, Both | Either):
        return _joined(condition, cells)
    left, right = _text(condition.left, cells), _text(condition.right, cells)
    relation = _RELATIONS.get(condition.relation, condition.relation)
    return f"ROUND({left}-{right},9){relation}0"


def _joined(condition: Both | Either, cells: Cells) -> str:
    """A half that is undecided must not spoil what the other decides alone."""
    one, two = _condition(condition.one, cells), _condition(condition.two, cells)
    either = isinstance(condition, Either)
    if not _comparable(condition.one):
        one, two = two, one
        if not _comparable(condition.two):
            return _undecided_first(one, two, either=either)
    return f"IF({one},TRUE,{two})" if either else f"IF({one},{two},FALSE)"


def _undecided_first(one: str, two: str, *, either: bool) -> str:
    """Both halves may be undecided: each is asked whether it decides alone."""
    if either:
        return f"IF(IFERROR({one},FALSE),TRUE,IF(IFERROR({two},FALSE),TRUE,OR({one},{two})))"
    return f"IF(IFERROR({one},TRUE),IF(IFERROR({two},TRUE),AND({one},{two}),FALSE),FALSE)"


def _instead(tree: Instead, cells: Cells) -> str:
    number = _text(tree.of, cells)
    if always_decided(tree.of_which):
        return number
    return f"IF(ISNUMBER({_text(tree.of_which, cells)}),{number},NA())"


def _rounded(tree: Rounded, cells: Cells) -> str:
    """To decimal places by the spreadsheet's own functions, to other steps by counting them. What
    is cut off or up is cleaned of the last binary digits first."""
    number, name = _text(tree.of, cells), _ROUNDINGS[tree.way]
    cleaned = number if tree.way == "half_up" else f"ROUND({number},9)"
    places = _decimals(tree.step)
    if places is not None:
        return f"{name}({cleaned},{places})"
    counted = f"{number}/{_number(tree.step)}"
    counted = counted if tree.way == "half_up" else f"ROUND({counted},9)"
    return f"({name}({counted},0)*{_number(tree.step)})"


def _decimals(step: Fraction) -> int | None:
    """How many decimal places a step is; None where it is no power of ten."""
    return next((n for n in range(-9, 10) if step == Fraction(10) ** -n), None)


def _let(tree: Let, cells: Cells) -> str:
    return _text(tree.of, {**cells, tree.name: _text(tree.number, cells)})


_READERS: Final[Mapping[type, Callable[[Any, Cells], str]]] = {
    Constant: lambda tree, _: _number(tree.number),
    Variable: lambda tree, cells: cells[tree.name],
    Undecided: lambda _tree, _cells: "NA()",
    Operation: _operation,
    Whole: lambda tree, cells: f"{_WAYS[tree.way]}(ROUND({_text(tree.of, cells)},9),1)",
    Rounded: _rounded,
    Let: _let,
    Discretion: lambda _tree, _cells: "NA()",
    Fallback: lambda tree, cells: f"IFERROR({_text(tree.of, cells)},{_text(tree.other, cells)})",
    Held: lambda tree, cells: _text(tree.of, cells),
    InUnit: lambda tree, cells: _text(tree.of, cells),
    Choice: _choice,
    Instead: _instead,
    Said: lambda tree, cells: _text(tree.of, cells),
    Itemised: lambda tree, cells: _text(tree.of, cells),
}
