"""``when`` of vetoes and consequences, decided in Python with exact numbers and three truth values.

The text was parsed and whitelisted by :mod:`dutybook.grammar.expression`; here its tree is walked.
None is *unknown*, as NULL is in SQL: a veto that depends on a KPI without data is neither fired nor
not.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlglot import exp

from dutybook.grammar.expression import parse_expression

Known = Fraction | bool | str | None
Lookup = Callable[[str], Known]
"""What a dotted name stands for; raises :class:`LookupError` for a name that means nothing here."""


class AbsentError(LookupError):
    """What a name stands for is not there at all: whatever compares it does not hold."""


def decide(sql: str, lookup: Lookup) -> bool | None:
    """Whether a condition holds; None where it cannot be known."""
    found = _truth(parse_expression(sql), lookup)
    return found if isinstance(found, bool) else None


def _truth(node: exp.Expr, lookup: Lookup) -> Known:
    """A part of a condition that is true, false or unknown; false about what is not there."""
    try:
        return _value(node, lookup)
    except AbsentError:
        return False


def work_out(sql: str, lookup: Lookup) -> Known:
    """What an arithmetic expression comes to; None where something it reads is not known."""
    return _value(parse_expression(sql), lookup)


def _value(node: exp.Expr, lookup: Lookup) -> Known:
    for kind, rule in _NODES.items():
        if isinstance(node, kind):
            return rule(node, lookup)
    raise ValueError(node.sql())


def _column(node: exp.Expr, lookup: Lookup) -> Known:
    return lookup(".".join(part.name for part in node.parts))  # type: ignore[attr-defined]


def _literal(node: exp.Expr, _: Lookup) -> Known:
    return str(node.this) if node.args.get("is_string") else Fraction(Decimal(str(node.this)))


def _both(node: exp.Expr, lookup: Lookup) -> Known:
    pair = _truth(node.this, lookup), _truth(node.expression, lookup)
    return False if False in pair else None if None in pair else True


def _either(node: exp.Expr, lookup: Lookup) -> Known:
    pair = _truth(node.this, lookup), _truth(node.expression, lookup)
    return True if True in pair else None if None in pair else False


def _not(node: exp.Expr, lookup: Lookup) -> Known:
    found = _value(node.this, lookup)
    return None if found is None else not found


def _is(node: exp.Expr, lookup: Lookup) -> Known:
    wanted = node.expression
    found = _value(node.this, lookup)
    return found is None if isinstance(wanted, exp.Null) else found is _value(wanted, lookup)


def _in(node: exp.Expr, lookup: Lookup) -> Known:
    found = _value(node.this, lookup)
    return None if found is None else found in [_value(item, lookup) for item in node.expressions]


def _between(node: exp.Expr, lookup: Lookup) -> Known:
    found, low, high = (_value(node.args[key], lookup) for key in ("this", "low", "high"))
    if found is None or low is None or high is None:
        return None
    return bool(low <= found <= high)  # type: ignore[operator]


def _coalesce(node: exp.Expr, lookup: Lookup) -> Known:
    values = (_value(item, lookup) for item in (node.this, *node.expressions))
    return next((value for value in values if value is not None), None)


def _binary(apply: Callable[[Any, Any], Any]) -> Callable[[exp.Expr, Lookup], Known]:
    def both_known(node: exp.Expr, lookup: Lookup) -> Known:
        left, right = _value(node.this, lookup), _value(node.expression, lookup)
        if left is None or right is None:
            return None
        if isinstance(left, str) is not isinstance(right, str):
            raise ValueError(node.sql())
        result: Known = apply(left, right)
        return result

    return both_known


_NODES: Final[dict[type, Callable[[Any, Lookup], Known]]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: lambda node, _: bool(node.this),
    exp.Null: lambda _node, _lookup: None,
    exp.Paren: lambda node, lookup: _value(node.this, lookup),
    exp.And: _both,
    exp.Or: _either,
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Coalesce: _coalesce,
    exp.Neg: lambda node, lookup: _value(
        exp.Sub(this=exp.Literal.number(0), expression=node.this), lookup
    ),
    exp.EQ: _binary(operator.eq),
    exp.NEQ: _binary(operator.ne),
    exp.GT: _binary(operator.gt),
    exp.GTE: _binary(operator.ge),
    exp.LT: _binary(operator.lt),
    exp.LTE: _binary(operator.le),
    exp.Add: _binary(operator.add),
    exp.Sub: _binary(operator.sub),
    exp.Mul: _binary(operator.mul),
}
