"""How scores are written to how they are computed: short forms, shares of something, slopes."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from cattrs import Converter

from dutybook.grammar import quantity, step
from dutybook.grammar.expression import parse_expression
from dutybook.grammar.month import parse_within
from dutybook.grammar.target import parse_target
from dutybook.model import score
from dutybook.model.values import By, Expression

_SPARING = ("free", "tolerance")
_SLOPES = ("lose", "gain", "lose_below", "lose_above")


def structured(conv: Converter, value: Any) -> score.Score:
    """A score from its YAML."""
    data: dict[str, Any] = {value: {}} if isinstance(value, str) else dict(value)
    name = next(k for k in data if k in score.KINDS)
    cuts: dict[str, Any] = {
        k: step.parse_bound(v) for k, v in data.items() if k in ("zero_below", "zero_above")
    }
    ends: dict[str, Any] = {
        k: v if v == "none" else Fraction(v)
        for k, v in data.items()
        if k in ("floor", "cap") and not isinstance(v, Mapping)
    }
    if isinstance(data.get("cap"), Mapping):
        ends["cap_varies"] = _varying(data["cap"])
    return score.Score(_RULES[name](conv, data[name] or {}), **ends, **cuts)


def interpolate(body: Mapping[str, Any]) -> score.Interpolate:
    """Straight lines from their YAML: ``{points: {80%: 10, 100%: full}, outside: clamp}``."""
    pairs = (
        (step.parse_distance(at), step.parse_points(points))
        for at, points in body["points"].items()
    )
    return score.Interpolate(tuple(sorted(pairs, key=lambda pair: pair[0])), body.get("outside"))


def _proportional(_: Converter, body: Mapping[str, Any]) -> score.Rule:
    ends = {key: quantity.parse_number(value) for key, value in body.get("clamp", {}).items()}
    return score.Proportional(score.Bounds(**ends))


def _bands(_: Converter, body: Any) -> score.Rule:
    return score.Bands(tuple(_band(item) for item in (body if isinstance(body, list) else [body])))


def _band(item: Mapping[str, Any]) -> score.Band:
    return score.Band(
        parse_target(item["when"]),
        step.parse_points(item["points"]) if "points" in item else None,
        _steps(item["steps"]) if "steps" in item else None,
        interpolate(item["interpolate"]) if "interpolate" in item else None,
    )


def _steps(body: Mapping[str, Any]) -> score.Steps:
    from_, start = body["from"], body.get("start")
    given = [key for key in _SLOPES if key in body]
    losing = [key for key in given if key != "gain"] or given
    shared = {key: body[key] for key in ("per", *_SPARING) if key in body}
    only_per = {key: value for key, value in shared.items() if key == "per"}
    slopes = {key: _slope(body[key], shared if key in losing else only_per) for key in given}
    return score.Steps(
        None if from_ == "target" else step.parse_distance(from_),
        None if start is None else step.parse_points(start),
        partial=body.get("partial"),
        **slopes,
    )


def _slope(value: Any, shared: Mapping[str, Any]) -> score.Slope:
    """Points per step; what a slope does not say itself is ``shared``: an allowance spares from
    losing, and the gaining side only where there is no other."""
    whole = isinstance(value, Mapping) and "by" not in value
    own = value if whole else {"points": value}
    given = {**shared, **own}
    most, points = given.get("at_most"), given["points"]
    varies = _varying(points) if isinstance(points, Mapping) else None
    return score.Slope(
        Fraction(0) if varies else Fraction(points),
        step.parse_step(given.get("per", 1)),
        step.parse_distance(given.get("free", 0)),
        step.parse_distance(given.get("tolerance", 0)),
        None if most is None else Fraction(most),
        varies,
    )


def _varying(value: Mapping[str, Any]) -> By[Fraction]:
    """A figure by a column of people.csv."""
    cases = {k: v for k, v in value.items() if k not in ("by", "else", "$origin")}
    rest = value.get("else")
    return By(
        value["by"],
        tuple((key, quantity.parse_number(figure)) for key, figure in cases.items()),
        None if rest in (None, "error") else quantity.parse_number(rest),
    )


def _incidents(conv: Converter, body: Mapping[str, Any]) -> score.Rule:
    table = body.get("table", {})
    counts = sorted((int(k.rstrip("+")), step.parse_points(v)) for k, v in table.items())
    each = body.get("each")
    if isinstance(each, Mapping):
        each = conv.structure(each, By[Fraction])
    elif each is not None:
        each = (
            Expression(parse_expression(each).sql("duckdb"))
            if isinstance(each, str)
            else Fraction(each)
        )
    repeat = body.get("repeat")
    return score.Incidents(
        each,
        tuple(counts),
        any(key.endswith("+") for key in table),
        body.get("free", 0),
        body.get("from"),
        body.get("charge"),
        body.get("wipe_out_at"),
        None if repeat is None else _repeat(repeat),
    )


def _repeat(body: Mapping[str, Any]) -> score.Repeat:
    within = body.get("within")
    return score.Repeat(
        Fraction(body.get("factor", 2)),
        body.get("same"),
        body.get("compound", False),
        parse_within(within) if within else None,
    )


_RULES: Mapping[str, Callable[[Converter, Any], score.Rule]] = {
    "pass": lambda _conv, _body: score.Pass(),
    "proportional": _proportional,
    "interpolate": lambda _conv, body: interpolate(body),
    "bands": _bands,
    "steps": lambda _conv, body: _steps(body),
    "incidents": _incidents,
    "rating": lambda _conv, _body: score.Rated(),
}
