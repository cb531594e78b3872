"""The ``format:`` names of the schema: each is a grammar that raises ValueError on a bad text."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from jsonschema import FormatChecker

from dutybook.grammar import expression
from dutybook.grammar.number import money, quantity, rounding, step, target
from dutybook.grammar.time import clock, lead, limit, lookback, period, schedule
from dutybook.grammar.time import month as calendar

_COLUMN_TYPE: Final = re.compile(
    r"text|integer|boolean|date|time|instant|decimal\((\d{1,2}),\s*(\d{1,2})\)"
)


def column_type(value: str) -> None:
    """``text``, ``integer``, ``boolean``, ``date``, ``time``, ``instant`` or ``decimal(p,s)``, p up
    to 38."""
    match = _COLUMN_TYPE.fullmatch(value)
    if not match or (match[1] and not int(match[2]) <= int(match[1]) <= 38):
        raise ValueError(value)


def points_or_expression(value: str) -> None:
    """Points as they are written everywhere, or an expression over other KPIs."""
    try:
        step.parse_points(value)
    except ValueError:
        expression.parse_expression(value)


def inner_path(value: str) -> None:
    """A relative path that stays below the workspace."""
    path, windows = PurePosixPath(value), PureWindowsPath(value)
    if path.is_absolute() or windows.drive or windows.root or ".." in windows.parts:
        raise ValueError(value)
    if not path.parts or any("**" in part and part != "**" for part in path.parts):
        raise ValueError(value)  # nothing, the workspace itself, or no pattern that glob knows


GRAMMARS: Final[dict[str, Callable[[str], object]]] = {
    "arithmetic": expression.parse_arithmetic,
    "bound": step.parse_bound,
    "change": quantity.change,
    "clock": clock.clock,
    "column_type": column_type,
    "condition": expression.parse_expression,
    "cut_off": period.cut_off_days,
    "date": clock.parse_date,
    "dates": clock.parse_dates,
    "expression": expression.parse_expression,
    "distance": step.parse_distance,
    "figure": quantity.parse_number,
    "inside": inner_path,
    "lead": lead.parse_lead,
    "limit": limit.parse_limit,
    "moment": clock.moment,
    "over": lookback.parse_lookback,
    "percent": quantity.percent,
    "place": rounding.parse_place,
    "period": period.parse_period,
    "points": step.parse_points,
    "points_or_expression": points_or_expression,
    "range": quantity.number_range,
    "rollup": period.roll_up,
    "rrule": schedule.parse_rrule,
    "schedule": schedule.parse_schedule,
    "season": clock.parse_season,
    "span": calendar.parse_within,
    "step": step.parse_step,
    "target": target.parse_target,
    "timezone": clock.timezone,
    "worth": money.parse_worth,
}


def checker() -> FormatChecker:
    """A format checker that knows the grammars and nothing else."""
    formats = FormatChecker(formats=())
    for name, grammar in GRAMMARS.items():
        formats.checks(name, raises=ValueError)(_accepts(grammar, numbers=name == "place"))
    return formats


def _accepts(grammar: Callable[[Any], object], *, numbers: bool) -> Callable[[object], bool]:
    """A check of texts, and of ``numbers`` where those have a grammar too."""
    kinds = (str, int, float, Decimal) if numbers else str

    def accepts(value: object) -> bool:
        if isinstance(value, kinds) and not isinstance(value, bool):
            grammar(value)
        return True

    return accepts
