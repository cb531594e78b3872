"""A KPI's score as it is written to how it is computed: a rule of some kind, and its bounds."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cattrs import Converter

from dutybook.grammar.number.rounding import parse_rounding
from dutybook.grammar.number.step import parse_bound
from dutybook.model.score import Score
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
    if "round" in data:
        ends["rounding"] = parse_rounding(data["round"])
    return Score(KINDS[name].parse(conv, data[name] or {}), **ends, **cuts)
