"""A KPI's score as it is written to how it is computed: a rule of some kind, and its bounds."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cattrs import Converter

from dutybook.grammar.expression import parse_expression
from dutybook.grammar.number.rounding import parse_rounding
from dutybook.grammar.number.step import parse_bound, parse_points
from dutybook.model.score import Dependence, Points, Score
from dutybook.model.values import Condition, Expression
from dutybook.rule.kinds import KINDS
from dutybook.rule.kinds.steps import parse_varying


def structured(conv: Converter, value: Any) -> Score:
    """A score from its YAML."""
    data: dict[str, Any] = {value: {}} if isinstance(value, str) else dict(value)
    name = next(key for key in data if key in KINDS)
    cuts: dict[str, Any] = {
        key: parse_bound(data[key]) for key in ("zero_below", "zero_above") if key in data
    }
    ends: dict[str, Any] = {
        key: data[key] if data[key] == "none" else Fraction(data[key])
        for key in ("floor", "cap")
        if key in data and not isinstance(data[key], Mapping)
    }
    if isinstance(data.get("cap"), Mapping):
        ends["cap_varies"] = parse_varying(data["cap"])
    if "depends" in data:
        ends["depends"] = tuple(_dependence(one) for one in data["depends"])
    if "round" in data:
        ends["rounding"] = parse_rounding(data["round"])
    return Score(KINDS[name].parse(conv, data[name] or {}), **ends, **cuts)


def _dependence(data: Mapping[str, Any]) -> Dependence:
    """One line of what other KPIs change."""
    when = data.get("when")
    given: dict[str, Any] = {
        key: _dependent(data[key]) for key in ("points", "cap", "floor") if key in data
    }
    condition = None if when is None else Condition(parse_expression(when).sql("duckdb"))
    return Dependence(condition, **given)


def _dependent(value: Any) -> "Points | Expression":
    """Points, a share of the full ones, or an expression over other KPIs."""
    try:
        return parse_points(value)
    except ValueError:
        return Expression(parse_expression(str(value)).sql("duckdb"))
