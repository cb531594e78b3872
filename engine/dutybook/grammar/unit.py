"""Units as they are spelled: one table for all the small languages, and how long each unit is.

A spelling says which languages read it. They do not all read the same ones, and in which they
differ is seen here: to take a spelling into a further language, name the language in its row.
"""

import re
from typing import Final, Literal

Unit = Literal[
    "second", "minute", "hour", "day", "workday", "week", "month", "quarter", "half_year", "year"
]
Reader = Literal["limit", "step", "change", "over", "period", "schedule", "text"]
"""A limit; a step of points; a target's change; how far back; an evaluation period; a schedule; a
limit told in running text. Leads and spans are limits."""

SECONDS: Final[dict[str, int]] = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
}  # fmt: skip
"""Units whose length is always the same."""
MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Units made of whole months."""
SHORT: Final[dict[str, str]] = {"second": "s", "minute": "min", "hour": "h", "day": "d"}

_SPELLED: Final[dict[str, dict[str, str]]] = {
    "second": {
        "s, 秒": "limit, step, text",
        "second, seconds, 秒钟": "limit, text",
        "sec": "limit",
    },
    "minute": {
        "min, 分钟": "limit, step, text",
        "minute, minutes": "limit, text",
        "mins": "limit, text",
        "分": "limit",
    },
    "hour": {
        "h, 小时": "limit, step, text",
        "hour, hours, 个小时": "limit, text",
        "钟头, 个钟头": "limit, text",
    },
    "workday": {
        "workday, 工作日, 个工作日": "limit, schedule, text",
        "workdays": "limit, text",
        "working day": "limit, schedule, text",
        "working days, business day, business days": "limit, text",
        "wd": "limit",
    },
    "day": {
        "天": "limit, step, over, period, schedule, text",
        "day": "limit, over, period, schedule, text",
        "days": "limit, over, period, text",
        "日": "limit, over, period, schedule, text",
        "d": "limit, step",
        "自然日, 个自然日": "limit, text",
    },
    "week": {
        "week, 周, 星期": "limit, over, period, schedule",
        "weeks": "limit, over, period",
        "个星期": "limit, period, schedule",
        "个周": "period",
    },
    "month": {
        "month, 月": "limit, over, period, schedule",
        "months": "limit, over, period",
        "个月": "limit, period, schedule",
    },
    "quarter": {
        "quarter, 季, 季度": "over, period, schedule",
        "quarters": "over, period",
        "个季, 个季度": "period, schedule",
    },
    "half_year": {
        "half-year, half year, halfyear, 半年": "period, schedule",
        "half_year, half-years, half years, half_years, halfyears, 个半年": "period",
    },
    "year": {
        "year, 年": "over, period, schedule",
        "years": "over, period",
    },
    "pp": {
        "pp, 个百分点": "step, change",
        "百分点": "step",
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
