"""How amounts of consequences and coefficients are written to how they are worked out."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dutybook.grammar.expression import parse_expression
from dutybook.grammar.number.money import Worth, parse_worth
from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.number.target import parse_target
from dutybook.model.amount import Amount, Coefficient, Curve
from dutybook.model.values import By, Expression

_OWN = ("$origin",)


def amount(value: Any) -> Amount:
    """An amount from its YAML."""
    if not isinstance(value, Mapping):
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        try:
            return Amount(text, fixed=parse_worth(text))
        except ValueError:
            return Amount(text)
    if "between" in value:
        low, high = (parse_worth(item) for item in value["between"])
        return Amount(" ~ ".join(str(item) for item in value["between"]), between=(low, high))
    if "by" in value:
        made = _by(value)
        return Amount(_listed([*made.cases, ("", made.otherwise)]), by=made)
    if "compute" in value:
        return _computed(value)
    made_ = curve(value)
    return Amount(_listed([*made_.bands, *made_.points]), curve=made_)


def _computed(value: Mapping[str, Any]) -> Amount:
    ends = [parse_worth(value[key]) if key in value else None for key in ("min", "max")]
    text = str(value["compute"])
    tree = Expression(parse_expression(text).sql("duckdb"))
    return Amount(text, compute=tree, unit=value.get("unit", ""), least=ends[0], most=ends[1])


def _by(value: Mapping[str, Any]) -> By[Worth]:
    cases = tuple(
        (key, parse_worth(item)) for key, item in value.items() if key not in ("by", "else", *_OWN)
    )
    other = value.get("else")
    return By(value["by"], cases, None if other in (None, "error") else parse_worth(other))


def _listed(pairs: list[Any]) -> str:
    return "; ".join(f"{when} {worth}".strip() for when, worth in pairs if worth is not None)


def curve(value: Mapping[str, Any]) -> Curve:
    """Amounts by bands or along lines."""
    body = value.get("interpolate", {})
    points = (
        (parse_number(at), parse_worth(worth)) for at, worth in body.get("points", {}).items()
    )
    return Curve(
        value.get("of", "total"),
        tuple((parse_target(b["when"]), parse_worth(b["amount"])) for b in value.get("bands", ())),
        tuple(sorted(points, key=lambda pair: pair[0])),
        body.get("outside", "none"),
    )


def by_period(value: Any) -> str | tuple[tuple[str, Fraction], ...]:
    """The company's coefficients: the name of a file, or pairs of period and figure."""
    if isinstance(value, str):
        return value
    return tuple((period, Fraction(item)) for period, item in value.items() if period not in _OWN)


def coefficient(value: Mapping[str, Any]) -> Coefficient:
    """How a scheme makes coefficients."""
    ends = {key: Fraction(value[key]) for key in ("min", "max") if key in value}
    made = curve(value) if {"bands", "interpolate"} & set(value) else None
    return Coefficient(made, value.get("company", False), places=value.get("places", 2), **ends)
