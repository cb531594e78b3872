"""Time limits: ``30 min``, ``2小时``, ``3 workdays``, ``当日``, ``next day by 12:00``, ``当月``,
``next month by day 5``, ``PT2H``.

Seconds to hours run from instant to instant; days to months count dates
(docs/semantics.md#time-limits).
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final, Literal, cast

from dutybook.grammar.number.quantity import NUMBERS, normal, plain
from dutybook.grammar.number.unit import SECONDS, SHORT, pattern, unit_of
from dutybook.grammar.time.clock import clock, clock_text

Unit = Literal["second", "minute", "hour", "day", "workday", "week", "month"]
ELAPSED: Final = ("second", "minute", "hour")
"""Units that run instant to instant."""

_AMOUNT: Final = re.compile(
    rf"(?P<count>\d+(?:\.\d+)?|半|{'|'.join(NUMBERS)})\s*(?P<working>(?:working|business)\s+|个?工作)?"
    rf"(?:{pattern('limit')})(?:以?内|之内)?",
    re.IGNORECASE,
)
_SAME_DAY: Final = re.compile(
    r"(?:same day|当[日天]|即[日时]|当天内)(?:\s*(?:by\s*)?(?P<by>\d{1,2}:\d{2})前?)?"
)
_NEXT_DAY: Final = re.compile(
    r"(?:next day|次[日天]|第二天)(?:\s*(?:by\s*)?(?P<by>\d{1,2}:\d{2})前?)?"
)
_MONTHS: Final = (
    re.compile(
        r"(?:within\s+)?(?:the\s+)?(?P<which>same|next) month"
        r"(?:\s+by\s+(?:day\s+(?P<day>\d{1,2})|the last day))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<which>[当本次下])月(?:[以之]?内|底前?|末前?|(?P<day>\d{1,2})[日号]前?)?"),
)
_ISO: Final = re.compile(
    r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_ISO_UNITS: Final[tuple[Unit, ...]] = ("month", "week", "day", "hour", "minute", "second")
_LONGEST: Final = 100 * 366 * SECONDS["day"]
"""In seconds: what a limit may come to without leaving the dates that engines can reckon with."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``count`` of ``unit``; ``working`` hours skip closed time; ``by`` is an earlier time on the
    last day of a limit that counts dates; ``whole``: it ends with the month so many months on, or
    with a ``day`` of it."""

    count: Fraction
    unit: Unit
    working: bool = False
    by: timedelta | None = None
    whole: bool = False
    day: int | None = None

    @property
    def elapsed(self) -> bool:
        """Whether it runs instant to instant."""
        return self.unit in ELAPSED

    @property
    def seconds(self) -> Fraction:
        """Length of an elapsed limit."""
        return self.count * SECONDS[self.unit]

    @property
    def rough_seconds(self) -> Fraction:
        """For comparing limits of different units: a working day is a day, a month 30 days."""
        days = {"day": 1, "workday": 1, "week": 7, "month": 30}
        count = self.count + 1 if self.whole else self.count
        return self.seconds if self.elapsed else count * days[self.unit] * SECONDS["day"]

    def __str__(self) -> str:
        if self.by is not None:
            day = {0: "same day", 1: "next day"}[int(self.count)]
            return f"{day} by {clock_text(self.by)}"
        if self.whole:
            month = "next month" if self.count else "same month"
            return f"{month} by day {self.day}" if self.day else month
        if self.unit == "day" and self.count == 0:
            return "same day"
        count = plain(self.count)
        unit = SHORT.get(self.unit) or (self.unit if self.count == 1 else self.unit + "s")
        return f"{count} working {unit}" if self.working else f"{count} {unit}"


def parse_limit(value: str) -> Limit:
    """A limit from its text; :class:`ValueError` where it is none, or of more than a century."""
    limit = _parsed(value)
    if limit.rough_seconds > _LONGEST:
        raise ValueError(value)
    return limit


def _parsed(value: str) -> Limit:
    text = normal(value)
    for count, form in ((0, _SAME_DAY), (1, _NEXT_DAY)):
        if match := form.fullmatch(text):
            return Limit(Fraction(count), "day", by=clock(match["by"]) if match["by"] else None)
    for form in _MONTHS:
        if match := form.fullmatch(text):
            return _whole_month(match)
    if match := _AMOUNT.fullmatch(text):
        return _amount(match)
    if match := _ISO.fullmatch(text):
        given = [(int(n), unit) for n, unit in zip(match.groups(), _ISO_UNITS, strict=True) if n]
        if len(given) == 1:
            return Limit(Fraction(given[0][0]), given[0][1])
        if given and all(unit in ELAPSED for _, unit in given):
            return Limit(Fraction(sum(n * SECONDS[unit] for n, unit in given)), "second")
    raise ValueError(value)


def _whole_month(match: re.Match[str]) -> Limit:
    """The rest of the month, or until some day of the next."""
    following = match["which"].lower() in ("next", "次", "下")
    day = int(match["day"]) if match["day"] else None
    if day is not None and not 1 <= day <= 31:
        raise ValueError(match[0])
    return Limit(Fraction(int(following)), "month", whole=True, day=day)


def _amount(match: re.Match[str]) -> Limit:
    unit = cast(Unit, unit_of(match))
    word = match["count"].lower()
    count = Fraction(1, 2) if word == "半" else Fraction(NUMBERS.get(word, word))
    working = bool(match["working"])
    if working and unit == "day":
        unit, working = "workday", False
    if working and unit not in ELAPSED:
        raise ValueError(match[0])
    if unit not in ELAPSED and count.denominator != 1:
        if unit != "day":
            raise ValueError(match[0])
        unit, count = "hour", count * 24
    return Limit(count, unit, working)
