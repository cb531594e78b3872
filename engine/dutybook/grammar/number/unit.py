"""Units as they are spelled: one table for all the small languages, and how long each unit is.

A spelling says which languages read it. They do not all read the same ones, and in which they
differ is seen here: to take a spelling into a further language, name the language in its row.
"""

import re
from typing import Final, Literal

Unit = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "workday",
    "week",
    "half_month",
    "month",
    "quarter",
    "half_year",
    "year",
]
Reader = Literal["limit", "step", "change", "target", "over", "period", "schedule", "text"]
"""A limit; a step of points; a target's change; a target that is a length of time; how far
back; an evaluation period; a schedule; a limit told in running text. Leads and spans are limits."""

SECONDS: Final[dict[str, int]] = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
}  # fmt: skip
"""Units whose length is always the same."""
MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Units made of whole months."""
SHORT: Final[dict[str, str]] = {"second": "s", "minute": "min", "hour": "h", "day": "d"}

_SPELLED: Final[dict[str, dict[str, str]]] = {
    "second": {
        "s, 秒, second, seconds, 秒钟": "limit, step, target, text",
        "sec": "limit, step, target",
    },
    "minute": {
        "min, 分钟, minute, minutes, mins": "limit, step, target, text",
        "分": "limit",
    },
    "hour": {
        "h, 小时, hour, hours, 个小时, 钟头, 个钟头": "limit, step, target, text",
        "hr, hrs": "limit, step, target",
    },
    "workday": {
        "workday, 工作日, 个工作日": "limit, schedule, text",
        "workdays": "limit, text",
        "working day, business day": "limit, schedule, text",
        "working days, business days": "limit, text",
        "wd": "limit, schedule",
    },
    "day": {
        "天, day": "limit, step, target, over, period, schedule, text",
        "days": "limit, step, target, over, period, text",
        "日": "limit, step, over, period, schedule, text",
        "d": "limit, step, target, over, period",
        "自然日, 个自然日": "limit, step, over, period, text",
    },
    "week": {
        "week, 周, 星期, 礼拜, 个星期, 个周, 个礼拜": "limit, over, period, schedule",
        "weeks": "limit, over, period",
    },
    "half_month": {
        "half-month, half month, 半月, 半个月": "schedule",
    },
    "month": {
        "month, 月, 个月": "limit, over, period, schedule",
        "months": "limit, over, period",
    },
    "quarter": {
        "quarter, 季, 季度, 个季, 个季度": "over, period, schedule",
        "quarters": "over, period",
    },
    "half_year": {
        "half-year, half year, halfyear, half_year, 半年, 个半年": "period, schedule",
        "half-years, half years, half_years, halfyears": "period",
    },
    "year": {
        "year, 年": "over, period, schedule",
        "years": "over, period",
    },
    "pp": {
        "pp, 个百分点, 百分点": "step, change",
    },
    "times": {
        "time, times, occurrence, occurrences, 次, 起, 件, 项, 人次": "step",
    },
}  # fmt: skip


UNITS: Final = tuple(_SPELLED)


def spellings(reader: Reader, unit: str) -> list[str]:
    """What ``reader`` takes for ``unit``, the longest first, so that none hides behind its
    beginning."""
    rows = _SPELLED[unit].items()
    words = [w for row, readers in rows if reader in readers.split(", ") for w in row.split(", ")]
    return sorted(words, key=len, reverse=True)


def pattern(reader: Reader) -> str:
    """A regular expression for any unit that ``reader`` knows, with a group named after each."""
    known = {unit: spellings(reader, unit) for unit in _SPELLED}
    return "|".join(
        f"(?P<{unit}>{'|'.join(map(re.escape, words))})" for unit, words in known.items() if words
    )


def unit_of(match: re.Match[str]) -> str:
    """The unit whose group of :func:`pattern` matched; empty where none did."""
    groups = match.groupdict()
    return next((unit for unit in _SPELLED if groups.get(unit)), "")
