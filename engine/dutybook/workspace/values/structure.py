"""Checked data to dataclasses. What passed the schema cannot fail here."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache, partial
from operator import eq
from typing import Any, Literal, get_args, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from dutybook.grammar.expression import condition_sql, parse_expression
from dutybook.grammar.number import quantity, rounding, target
from dutybook.grammar.time import clock, limit, lookback, period, schedule
from dutybook.measure import kinds as measures
from dutybook.model import Measure, posting, role, scheme, score, source, values
from dutybook.model.agreement import Consequence
from dutybook.model.kpi import PEERS, PEERS_AND_SELF, Kpi, Relative, Targets
from dutybook.model.organisation import Delivery, LogPlace, Organisation
from dutybook.words.locale import LOCALES, Text
from dutybook.workspace.values import amounts, score_rules
from dutybook.yamltext import Document, Origin
from dutybook.yamltext.document import pointer

ORIGIN = "$origin"
_RENAMED = {
    "from_": "from",
    "with_": "with",
    "otherwise": "else",
    "self_": "self",
    "and_": "and",
    "origin": ORIGIN,
    "rounding": "round",
}


def annotated(document: Document) -> Any:
    """The document's data with an :class:`Origin` in its root and in every mapping of a list;
    without what of it is lost."""

    def walk(value: Any, path: str, listed: bool) -> Any:
        if isinstance(value, list):
            items = [(item, path + pointer(i)) for i, item in enumerate(value)]
            return [walk(item, at, True) for item, at in items if at not in document.lost]
        if not isinstance(value, Mapping):
            return value
        inner = {key: (item, path + pointer(key)) for key, item in value.items()}
        copy = {
            key: walk(item, at, False)
            for key, (item, at) in inner.items()
            if at not in document.lost
        }
        return copy | {ORIGIN: Origin(document, path)} if listed else copy

    return walk(document.data, "", True)


@cache
def converter(locale: str) -> Converter:
    """A converter for definitions whose plain strings are in ``locale``."""
    conv = Converter(detailed_validation=False)
    conv.register_structure_hook_factory(_is_tuple, lambda cls: _tuple_hook(conv, cls))
    conv.register_structure_hook_factory(is_dataclass, lambda cls: _dataclass_hook(conv, cls))
    kinds = measures.KINDS.values()
    short = _SHORTHANDS | {cls: wrap for kind in kinds for cls, wrap in kind.short.items()}
    shorthands = {cls: _shorthand(conv, cls, wrap) for cls, wrap in short.items()}
    for cls, hook in (_leaves(locale) | _choices(conv) | _of_measures(conv) | shorthands).items():
        conv.register_structure_hook_func(partial(eq, cls), hook)
    return conv


def _of_measures(conv: Converter) -> dict[Any, Callable[[Any, Any], Any]]:
    """How kinds of measures read the types of their own keys."""

    def hook(read: Callable[[Converter, Any], Any]) -> Callable[[Any, Any], Any]:
        return lambda value, _: read(conv, value)

    kinds = measures.KINDS.values()
    return {cls: hook(read) for kind in kinds for cls, read in kind.types.items()}


def _leaves(locale: str) -> dict[Any, Callable[[Any, Any], Any]]:
    return {
        Text: lambda v, _: Text.of(
            {k: w for k, w in v.items() if k != ORIGIN} if isinstance(v, dict) else v, locale
        ),
        Origin: lambda v, _: v,
        Fraction: lambda v, _: quantity.parse_number(v),
        date: lambda v, _: clock.parse_date(v),
        datetime: lambda v, _: clock.moment(v),
        timedelta: lambda v, _: clock.clock(v),
        clock.Season: lambda v, _: clock.parse_season(v),
        lookback.Lookback: lambda v, _: lookback.parse_lookback(v),
        limit.Limit: lambda v, _: limit.parse_limit(v),
        period.Period: lambda v, _: period.parse_period(str(v)),
        schedule.Schedule: lambda v, _: _schedule(v),
        target.Target: lambda v, _: target.parse_target(v),
        values.Condition: lambda v, _: values.Condition(condition_sql(v)),
        values.Expression: lambda v, _: values.Expression(parse_expression(str(v)).sql("duckdb")),
        tuple[Fraction, Fraction]: lambda v, _: (
            quantity.number_range(v) if isinstance(v, str) else (Fraction(v),) * 2
        ),
        tuple[date, date]: lambda v, _: clock.parse_dates(v),
    }


def _choices(conv: Converter) -> dict[Any, Callable[[Any, Any], Any]]:
    def each(value: Any, _: Any) -> Any:
        if isinstance(value, Mapping):
            return conv.structure(value, values.By[Fraction])
        return conv.structure(value, values.Expression if isinstance(value, str) else Fraction)

    def bound(value: Any, _: Any) -> Any:
        return value if value == "none" else quantity.parse_number(value)

    bound_type = Fraction | Literal["none"] | None
    each_type = Fraction | values.By[Fraction] | values.Expression | None
    stretch_type = values.By[Fraction] | tuple[values.Stretched, ...] | None
    return {
        Measure: lambda v, _: measures.structured(conv, v),
        Measure | None: lambda v, _: (
            measures.structured(conv, v)
            if isinstance(v, Mapping) and v.keys() & measures.keys()
            else None
        ),
        each_type: each,
        bound_type: bound,
        score.Score: lambda v, _: score_rules.structured(conv, v),
        Targets: lambda v, _: _targets(conv, v),
        str | int | None: lambda v, _: v,
        values.By[Fraction]: lambda v, _: _by(conv, v, Fraction),
        stretch_type: lambda v, _: (
            conv.structure(v, values.By[Fraction])
            if isinstance(v, Mapping) and "by" in v
            else conv.structure(v, tuple[values.Stretched, ...])
        ),
        values.By[values.TimeLimit]: lambda v, _: _by(conv, v, values.TimeLimit),
        values.By[target.Target]: lambda v, _: _by(conv, v, target.Target),
        tuple[Fraction, bool] | None: lambda v, _: quantity.change(v),
    }


def _than(value: Any) -> str:
    """``peers``, with oneself where that is written, or a word for earlier periods."""
    if isinstance(value, str):
        return value
    return PEERS_AND_SELF if value["peers"]["self"] == "included" else PEERS


def _delivery(value: Any) -> dict[str, Any]:
    """A day for all, or one for each site."""
    return {"sites": value} if isinstance(value, Mapping) else {"to": value}


_SHORTHANDS: dict[type, Callable[[Any], Any]] = {
    values.TimeLimit: lambda v: (
        {"limit": v} if isinstance(v, str) else {"by": v} if "by" in v else v
    ),
    role.ReportsTo: lambda v: {"line": v} if isinstance(v, str) else v,
    role.Experience: lambda v: (
        v
        if isinstance(v, Mapping) and (not v or {"years", "field", "of_which", "and"} & set(v))
        else {"field": v}
    ),
    role.Standard: lambda v: v if isinstance(v, Mapping) and "text" in v else {"text": v},
    source.Column: lambda v: _column(v),
    source.Joined: lambda v: {"date": v[0], "time": v[1]} if isinstance(v, list) else v,
    Delivery: lambda v: _delivery(v),
    LogPlace: lambda v: {"file": v} if isinstance(v, str) else v,
    values.Pause: lambda v: _pause(v),
    scheme.Rollup: lambda v: _rollup(v),
    posting.Workplace: lambda v: {"street": v} if _is_text(v) else v,
    posting.Salary: lambda v: _salary(v),
}
"""How the short form of a value is written out."""


def _shorthand(conv: Converter, cls: type, wrap: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    structure = cache(partial(_dataclass_hook, conv, cls))  # made late: it needs the other hooks
    return lambda value, _: structure()(wrap(value), cls)


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple and len(get_args(cls)) == 2 and get_args(cls)[1] is Ellipsis


def _tuple_hook(conv: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    """Lists; a lone value stands for a list of one; a mapping for pairs."""
    (item, _) = get_args(cls)

    def structure(value: Any, _: Any) -> tuple[Any, ...]:
        if get_origin(item) is tuple and isinstance(value, Mapping):
            content = get_args(item)[1]
            return tuple((key, conv.structure(v, content)) for key, v in value.items())
        return tuple(
            conv.structure(v, item) for v in (value if isinstance(value, list) else [value])
        )

    return structure


def _dataclass_hook(conv: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    special: dict[tuple[str, str], Callable[[Any, Any], Any]] = {
        (scheme.Scheme.__name__, "cut_off"): lambda v, _: period.cut_off_days(v),
        (Relative.__name__, "than"): lambda v, _: _than(v),
        (Consequence.__name__, "amount"): lambda v, _: amounts.amount(v),
        (Organisation.__name__, "company_coefficient"): lambda v, _: amounts.by_period(v),
        (scheme.Scheme.__name__, "coefficient"): lambda v, _: amounts.coefficient(v),
        (scheme.Scheme.__name__, "rounding"): lambda v, _: rounding.parse_rounding(v["round"]),
        (role.Role.__name__, "pay"): lambda v, _: amounts.pay(v, lambda t: conv.structure(t, Text)),
        (Kpi.__name__, "rounding"): lambda v, _: rounding.parse_rounding(v),
    }
    renamed = _RENAMED | ({"rounding": "total"} if cls is scheme.Scheme else {})
    overrides = {
        f.name: override(
            rename=renamed.get(f.name, f.name), struct_hook=special.get((cls.__name__, f.name))
        )
        for f in fields(cls)
    }
    return make_dict_structure_fn(cls, conv, **overrides)  # type: ignore[arg-type]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or value.keys() <= {*LOCALES, ORIGIN}


def _salary(value: Any) -> dict[str, Any]:
    """Words alone are a note; one figure is a range of one."""
    data: dict[str, Any] = {"note": value} if _is_text(value) else dict(value)
    if "at" in data:
        data["from"] = data["to"] = data.pop("at")
    return data


def _column(value: Any) -> dict[str, Any]:
    column: dict[str, Any] = {"type": value} if isinstance(value, str) else dict(value)
    if isinstance(column.get("values"), list):
        column["values"] = {item: item for item in column["values"]}
    return column


def _rollup(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """``take: best 10 of 12`` in parts."""
    if (take := value.get("take", "mean")) in period.TAKES:
        return value
    best, out_of = period.best_of(take)
    return {**value, "take": "best", "best": best, "out_of": out_of}


def _pause(value: Any) -> Any:
    """A name alone; one stretch of waiting; a list of them; a log of them."""
    if isinstance(value, str):
        return {"status": value}
    if "begins" in value and isinstance(value, Mapping):
        return value
    if "of" in value and isinstance(value, Mapping):
        ends = {key: value[key] for key in ("from", "to")}
        return {"of": value["of"], "key": value["key"], "stretches": ends}
    if isinstance(value, list) or "from" in value:
        return {"stretches": value}
    return value


def _schedule(value: Any) -> schedule.Schedule:
    if isinstance(value, str):
        return schedule.parse_schedule(value)
    if "every" in value:
        made = schedule.parse_schedule(value["every"])
    else:
        made = schedule.parse_rrule(value["rrule"], value.get("due"))
    return replace(made, roll="roll" in value)


def _by(conv: Converter, value: Mapping[str, Any], cls: Any) -> values.By[Any]:
    cases = tuple(
        (key, conv.structure(item, cls))
        for key, item in value.items()
        if key not in ("by", "else", ORIGIN)
    )
    otherwise = value.get("else")
    return values.By(
        value["by"], cases, None if otherwise in (None, "error") else conv.structure(otherwise, cls)
    )


def _targets(conv: Converter, value: Any) -> Targets:
    if isinstance(value, str):
        return Targets(fixed=target.parse_target(value))
    if "than" in value:
        return Targets(relative=conv.structure(value, Relative))
    if "by" in value:
        return Targets(by=_by(conv, value, target.Target))
    dated = ((clock.parse_date(day), target.parse_target(text)) for day, text in value.items())
    return Targets(dated=tuple(sorted(dated, key=lambda pair: pair[0])))
