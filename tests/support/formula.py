"""Excel formulas computed in exact fractions: an independent reader of what the forms emit."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import CodeType
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"'
    r"|(?P<place>(?:(?:'[^']+'|\w+)!)?\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)"
    r"|(?P<number>(?<![\w.])\d+(?:\.\d+)?(?:E[+-]?\d+)?)"
)


class Recomputed:
    """A workbook's cells, formulas worked out, each once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: Worksheet, address: str) -> Any:
        """What a cell shows; numbers as fractions, empty cells as None."""
        content = sheet[address].value
        if isinstance(content, str) and content.startswith("="):
            key = sheet.title, address
            if key not in self.known:
                self.known[key] = self._compute(sheet, content[1:])
            return self.known[key]
        if isinstance(content, bool) or not isinstance(content, int | float):
            return content
        return Fraction(repr(content))

    def _compute(self, sheet: Worksheet, formula: str) -> Any:
        given: list[Any] = []

        def keep(match: re.Match[str]) -> str:
            kind = str(match.lastgroup)
            given.append(Fraction(match[kind]) if kind == "number" else match[kind])
            return f"__{kind}[{len(given) - 1}]"

        shape = _TOKEN.sub(keep, formula)
        read = _Places(lambda at: self._read(sheet, given[at]))
        names = {"__text": given, "__number": given, "__place": read, **_FUNCTIONS}
        return eval(_compiled(shape), {"__builtins__": {}, **names})

    def _read(self, sheet: Worksheet, place: str) -> Any:
        title, _, reference = place.replace("$", "").rpartition("!")
        at = self.book[title.strip("'")] if title else sheet
        if ":" not in reference:
            return self.value(at, reference)
        left, top, right, bottom = range_boundaries(reference)
        return [
            self.value(at, at.cell(row, column).coordinate)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]


def in_a_sheet(
    formula: str, cells: Mapping[str, str], values: Mapping[str, Fraction]
) -> Fraction | None:
    """What ``formula`` comes to with the values in their cells, as fractions; a value that is not
    there is NA(), and None is what comes to nothing."""
    sheet = _scratch()
    for name, cell in cells.items():
        number = values.get(name)
        sheet[cell] = "=NA()" if number is None else f"={number.numerator}/{number.denominator}"
    sheet["Z1"] = f"={formula}"
    assert sheet.parent is not None
    try:
        found = Recomputed(sheet.parent).value(sheet, "Z1")
    except (NotAvailableError, ZeroDivisionError):
        return None
    assert isinstance(found, Fraction)
    return found


@cache
def _scratch() -> Worksheet:
    """A sheet whose cells are written anew each time."""
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)
    return sheet


@dataclass
class _Places:
    """What stands at the places a formula names, read when it comes to them."""

    read: Callable[[int], Any]

    def __getitem__(self, number: int) -> Any:
        return self.read(number)


@cache
def _compiled(shape: str) -> CodeType:
    """A formula whose texts, numbers and places are taken out: many rules share one."""
    text = re.sub(r"(?<![<>=])=(?!=)", "==", shape).replace("<>", "!=").replace("&", "+")
    text = re.sub(r"\b(IF|AND|OR|NOT|IFERROR|ISNUMBER)\(", r"__\1(", text)
    tree = ast.fix_missing_locations(_Lazy().visit(ast.parse(text, mode="eval")))
    return compile(tree, "formula", "eval")


class _Lazy(ast.NodeTransformer):
    """IF computes only the branch taken."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "__IF":
            test, then, other = node.args
            return ast.IfExp(test, then, other)
        if isinstance(node.func, ast.Name) and node.func.id in ("__IFERROR", "__ISNUMBER"):
            nothing = ast.arguments([], [], None, [], [], None, [])
            node.args = [ast.Lambda(nothing, one) for one in node.args]
            return node
        if isinstance(node.func, ast.Name) and node.func.id == "__AND":
            return ast.BoolOp(ast.And(), node.args)
        if isinstance(node.func, ast.Name) and node.func.id == "__OR":
            return ast.BoolOp(ast.Or(), node.args)
        if isinstance(node.func, ast.Name) and node.func.id == "__NOT":
            return ast.UnaryOp(ast.Not(), node.args[0])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ops[0], ast.Eq):  # an empty cell equals the empty text
            sides = [
                ast.Call(ast.Name("__BLANK", ast.Load()), [side], [])
                for side in (node.left, node.comparators[0])
            ]
            return ast.Compare(sides[0], node.ops, [sides[1]])
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        return node  # a number of the list of what was taken out


def _numbers(arguments: tuple[Any, ...]) -> Iterator[Fraction]:
    for one in arguments:
        yield from (
            (n for n in one if isinstance(n, Fraction))
            if isinstance(one, list)
            else [one]
            if isinstance(one, Fraction)
            else []
        )


class NotAvailableError(Exception):
    """NA(): handed on by whatever is computed from it."""


def _not_available() -> Fraction:
    raise NotAvailableError


def _tried(one: Callable[[], Any], other: Callable[[], Any]) -> Any:
    try:
        return one()
    except (NotAvailableError, ZeroDivisionError):
        return other()


def _is_number(one: Callable[[], Any]) -> bool:
    return isinstance(_tried(one, lambda: None), Fraction)


def _to(number: Fraction, places: int, whole: Callable[[Fraction], int]) -> Fraction:
    """A number at so many places, as spreadsheets round: by its size, whatever its sign."""
    step = Fraction(10) ** -places
    size = whole(abs(number) / step) * step
    return size if number >= 0 else -size


def _sumif(cells: list[Any], condition: str) -> Fraction:
    up = condition == ">0"
    return sum((n for n in _numbers((cells,)) if (n > 0 if up else n < 0)), Fraction(0))


_FUNCTIONS: dict[str, Any] = {
    "COUNT": lambda *a: Fraction(len(list(_numbers(a)))),
    "SUM": lambda *a: sum(_numbers(a), Fraction(0)),
    "MIN": lambda *a: min(_numbers(a), default=Fraction(0)),
    "MAX": lambda *a: max(_numbers(a), default=Fraction(0)),
    "ROUND": lambda n, places: _to(
        n, int(places), lambda size: (size + Fraction(1, 2)).__floor__()
    ),
    "ROUNDDOWN": lambda n, places: _to(n, int(places), Fraction.__floor__),
    "ROUNDUP": lambda n, places: _to(n, int(places), Fraction.__ceil__),
    "SUMIF": _sumif,
    "__ISNUMBER": _is_number,
    "__IFERROR": _tried,
    "NA": _not_available,
    "FLOOR": lambda n, _: Fraction(n.__floor__()),
    "CEILING": lambda n, _: Fraction(n.__ceil__()),
    "FALSE": False,
    "TRUE": True,
    "N": lambda cell: cell if isinstance(cell, Fraction) else Fraction(0),
    "INDEX": lambda cells, number: cells[int(number) - 1],
    "__BLANK": lambda cell: "" if cell is None else cell,
}
