"""How amounts of consequences and coefficients are written to how they are worked out."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dutybook.grammar.expression import parse_arithmetic
from dutybook.grammar.number.money import Worth, parse_worth
from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.number.target import Target, parse_target
from dutybook.model.amount import Amount, Coefficient, Curve, Range
from dutybook.model.role import Pay
from dutybook.model.values import By, Expression
from dutybook.words.locale import Text

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
        return Amount(" ~ ".join(str(item) for item in value["between"]), between=_range(value))
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
    tree = Expression(parse_arithmetic(text).sql("duckdb"))
    return Amount(text, compute=tree, unit=value.get("unit", ""), least=ends[0], most=ends[1])


def _by(value: Mapping[str, Any]) -> By[Worth]:
    cases = tuple(
        (key, parse_worth(item)) for key, item in value.items() if key not in ("by", "else", *_OWN)
    )
    other = value.get("else")
    return By(value["by"], cases, None if other in (None, "error") else parse_worth(other))


def _range(value: Mapping[str, Any]) -> Range:
    low, high = value["between"]
    return parse_worth(low), parse_worth(high)


def _band(value: Mapping[str, Any]) -> tuple[Target, Worth | Range]:
    given = value["amount"]
    worth = _range(given) if isinstance(given, Mapping) else parse_worth(given)
    return parse_target(value["when"]), worth


def _listed(pairs: list[Any]) -> str:
    return "; ".join(f"{when} {_text(worth)}".strip() for when, worth in pairs if worth is not None)


def _text(given: Worth | Range) -> str:
    return " ~ ".join(map(str, given)) if isinstance(given, tuple) else str(given)


def curve(value: Mapping[str, Any]) -> Curve:
    """Amounts by bands or along lines."""
    body = value.get("interpolate", {})
    points = (
        (parse_number(at), parse_worth(worth)) for at, worth in body.get("points", {}).items()
    )
    return Curve(
        parse_arithmetic(value.get("of", "total")).sql("duckdb"),
        tuple(_band(one) for one in value.get("bands", ())),
        tuple(sorted(points, key=lambda pair: pair[0])),
        body.get("outside", "none"),
    )


def pay(value: Mapping[str, Any], text: Callable[[Any], Text]) -> tuple[Pay, ...]:
    """What a post is paid, by name; ``text`` reads printed names."""
    return tuple(_pay(id_, given, text) for id_, given in value.items() if id_ not in _OWN)


def _pay(id_: str, given: Any, text: Callable[[Any], Text]) -> Pay:
    named = isinstance(given, Mapping) and "amount" in given
    name, worth = (text(given["name"]), given["amount"]) if named else (None, given)
    if isinstance(worth, Mapping):
        return Pay(id_, by=_by(worth), name=name)
    return Pay(id_, parse_worth(worth), name=name)


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
