"""How far back a measure reads: ``year_to_date``, ``last 5 years``, ``rolling 24 h``.

The first two widen the period to the left and end with it; ``rolling`` looks back from every row.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dateutil.relativedelta import relativedelta

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.number.unit import MONTHS, SECONDS, pattern, unit_of
from dutybook.grammar.time.limit import parse_limit

_TO_DATE: Final[dict[str, str]] = {
    "month": "month_to_date|本月累计|当月累计",
    "quarter": "quarter_to_date|本季度?累计|当季累计",
    "half_year": "half_year_to_date|本?半年累计",
    "year": "year_to_date|本年累计|全年累计|当年累计",
}
_LAST: Final = re.compile(
    r"(?:last|最?近)\s*(?P<count>[1-9]\d?)\s*个?"
    rf"(?:{pattern('over')})",
    re.IGNORECASE,
)
_ROLLING: Final = re.compile(r"(?:rolling|any|任意|连续)\s*(?P<limit>.+)", re.IGNORECASE)
_LONGEST: Final = 366


@dataclass(frozen=True, slots=True)
class Lookback:
    """``to_date``: since the ``unit`` began; ``last``: the last ``count`` units; ``rolling``: any
    stretch of ``seconds``."""

    kind: Literal["to_date", "last", "rolling"]
    unit: str = "day"
    count: int = 1
    seconds: int = 0

    def start(self, first: date, end: date) -> date:
        """The first day read for a period of the days [first, end)."""
        try:
            return self._start(first, end)
        except (OverflowError, ValueError):  # before the first day there is
            return date.min

    def _start(self, first: date, end: date) -> date:
        if self.kind == "rolling":
            return first - timedelta(days=-(-self.seconds // SECONDS["day"]))
        if self.kind == "to_date":
            last, length = end - timedelta(days=1), MONTHS[self.unit]
            return date(last.year, (last.month - 1) // length * length + 1, 1)
        if self.unit in ("day", "week"):
            return end - timedelta(seconds=self.count * SECONDS[self.unit])
        return end - relativedelta(months=self.count * MONTHS[self.unit])

    def __str__(self) -> str:
        if self.kind == "rolling":
            units = (("day", 86400), ("h", 3600), ("min", 60), ("s", 1))
            unit, size = next((u, s) for u, s in units if self.seconds % s == 0)
            return f"rolling {self.seconds // size} {unit}"
        if self.kind == "to_date":
            return f"{self.unit}_to_date"
        return f"last {self.count} {self.unit}" + ("s" if self.count > 1 else "")


def parse_lookback(value: str) -> Lookback:
    """How far back, from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    for unit, words in _TO_DATE.items():
        if re.fullmatch(words, text, re.IGNORECASE):
            return Lookback("to_date", unit)
    if match := _LAST.fullmatch(text):
        return Lookback("last", unit_of(match), int(match["count"]))
    if match := _ROLLING.fullmatch(text):
        limit = parse_limit(match["limit"])
        if limit.working or limit.by is not None or limit.unit not in SECONDS:
            raise ValueError(value)
        seconds = limit.count * SECONDS[limit.unit]
        if 1 <= seconds <= _LONGEST * SECONDS["day"] and seconds.denominator == 1:
            return Lookback("rolling", seconds=int(seconds))
    raise ValueError(value)
