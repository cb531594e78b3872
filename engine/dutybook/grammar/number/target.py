"""Targets and ranges: ``≥ 95%``, ``95%以上``, ``不少于7``, ``< 3``, ``between 47% and 53%``,
``[75%, 90%)``, ``≥ 75%, < 90%``, ``75%以上不满90%``, ``75%（含）~90%（不含）``; of lengths of time
``≤ 15 min``, ``2小时以内``, ``between 5 and 10 min``.

A plain range includes both ends; an end that is out is marked: a round bracket, ``<``, 不含.
以上, 以下 and 以内 include the figure, 超过 and 不满 do not (Civil Code of the PRC, article 1259).
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from dutybook.grammar.number.quantity import lasting, normal, plain
from dutybook.grammar.number.unit import SECONDS, SHORT, pattern, spellings, unit_of

Operator = Literal[">=", ">", "<=", "<", "=", "between"]

_TIMES: Final = sorted((word for unit in SHORT for word in spellings("target", unit)), key=len)
_NUMBER: Final = rf"[-+]?\d+(?:\.\d+)?\s*(?:%|{'|'.join(map(re.escape, reversed(_TIMES)))})?"
_FIGURE: Final = rf"(?P<figure>{_NUMBER})"
_PARTS: Final = re.compile(rf"([-+]?\d+(?:\.\d+)?)\s*(?:(%)|{pattern('target')})?", re.IGNORECASE)
_PREFIXES: Final[dict[Operator, str]] = {
    ">=": r"≥|>=|at least|no less than|不少于|不低于|不小于|大于等于|至少|达到?",
    "<=": r"≤|<=|at most|no more than|不超过|不多于|不高于|不大于|小于等于|至多",
    ">": r">|more than|above|over|超过|大于|高于|多于",
    "<": r"<|less than|below|under|少于|小于|低于|不满|不到|不足",
    "=": r"=|==|exactly|equals|等于|",
}
_SUFFIXES: Final[dict[Operator, str]] = {
    ">=": "(?:及|及其)?以上",
    "<=": "(?:及|及其)?以[下内]|之内",
}
_BETWEEN: Final = re.compile(
    rf"(?:between\s+)?(?P<low>{_NUMBER})\s*(?:and|~|至|到|-|–|—)\s*(?P<high>{_NUMBER})(?:之间)?",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(rf"([\[(])\s*({_NUMBER})\s*[,~]\s*({_NUMBER})\s*([\])])")
_MARKED: Final = re.compile(
    rf"({_NUMBER})\s*\((不?含)\)\s*(?:~|至|到|-|–|—)\s*({_NUMBER})\s*\((不?含)\)"
)
_AROUND: Final = re.compile(rf"({_NUMBER})\s*(<=|≤|<)\s*x\s*(<=|≤|<)\s*({_NUMBER})")
_BOTH: Final = re.compile(r"(.+?)\s*(?:,|、|且|并且|但|\band\b|(?<=以上)|(?<=以下))\s*(?!$)(.+)")
_END: Final = re.compile(r"\((不)?含\)")
_STRICT: Final[dict[Operator, Operator]] = {">=": ">", "<=": "<"}
_FORMS: Final = (
    (">=", re.compile(rf"(?:应?达到?|应)\s*{_FIGURE}\s*(?:及|及其)?以上")),
    *((op, re.compile(rf"{_FIGURE}\s*(?:{word})")) for op, word in _SUFFIXES.items()),
    *((op, re.compile(rf"(?:{word})\s*{_FIGURE}", re.I)) for op, word in _PREFIXES.items()),
)
_COMPARED: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
_SYMBOLS: Final = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Target:
    """A condition on a value. ``bound`` is the figure (the lower one of ``between``); ``low_open``
    and ``high_open``: an end of ``between`` that is out. ``unit``: of a length of time, which is in
    seconds, the unit it was written in."""

    op: Operator
    bound: Fraction
    high: Fraction | None = None
    percent: bool = False
    text: str = ""
    low_open: bool = False
    high_open: bool = False
    unit: str = ""

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` meets it, exactly."""
        if self.op == "between" and self.high is not None:
            above = value > self.bound if self.low_open else value >= self.bound
            return above and (value < self.high if self.high_open else value <= self.high)
        return _COMPARED[self.op](value, self.bound)

    @property
    def better(self) -> Literal["higher", "lower", "exact"]:
        """Which way is good."""
        if self.op in (">=", ">"):
            return "higher"
        return "lower" if self.op in ("<=", "<") else "exact"

    def distance(self, value: Fraction) -> Fraction:
        """How far ``value`` lies off the nearest figure that meets it; 0 for one that does."""
        low, _, high, _ = self.interval
        below = Fraction(0) if low is None else low - value
        above = Fraction(0) if high is None else value - high
        return max(below, above, Fraction(0))

    @property
    def interval(self) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        """Low end, whether included, high end, whether included; None is open-ended."""
        if self.op in ("between", "="):
            high = self.bound if self.high is None else self.high
            return self.bound, not self.low_open, high, not self.high_open
        if self.better == "higher":
            return self.bound, self.op == ">=", None, False
        return None, False, self.bound, self.op == "<="

    def __str__(self) -> str:
        def shown(value: Fraction) -> str:
            if self.unit:
                return lasting(value, self.unit)
            scaled = value * 100 if self.percent else value
            text = plain(scaled)
            if "/" in text:  # worked out from another value: four places, and no power of ten
                text = f"{float(round(scaled, 4)):.4f}".rstrip("0").rstrip(".")
            return text + ("%" if self.percent else "")

        if self.high is not None and (self.low_open or self.high_open):
            marks = "(" if self.low_open else "[", ")" if self.high_open else "]"
            return f"{marks[0]}{shown(self.bound)}, {shown(self.high)}{marks[1]}"
        if self.high is not None:
            return f"{shown(self.bound)} ~ {shown(self.high)}"
        return f"{_SYMBOLS.get(self.op, self.op)} {shown(self.bound)}"


def parse_target(value: str) -> Target:
    """A target from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    if match := _BETWEEN.fullmatch(text):
        return _range(text, match["low"], match["high"], (False, False), shared=True)
    return _marked(text) or _one_sided(text) or _two_sided(text)


def _marked(text: str) -> Target | None:
    """A range whose ends say whether they are in."""
    if match := _BRACKETS.fullmatch(text):
        return _range(text, match[2], match[3], (match[1] == "(", match[4] == ")"))
    if match := _MARKED.fullmatch(text):
        return _range(text, match[1], match[3], (match[2] == "不含", match[4] == "不含"))
    if match := _AROUND.fullmatch(text):
        return _range(text, match[1], match[4], (match[2] == "<", match[3] == "<"))
    return None


def _one_sided(text: str) -> Target | None:
    """``≥ 90%``, ``90%以上``, also with the end marked: ``90%以上（含）``, ``60%（不含）以下``."""
    mark = _END.search(text)
    found = _unmarked(text.replace(mark[0], "") if mark else text)
    if mark is None or found is None:
        return found
    if found.op not in _STRICT:
        return None  # 超过90%（含）contradicts itself
    return replace(found, op=_STRICT[found.op] if mark[1] else found.op, text=text)


def _unmarked(text: str) -> Target | None:
    for op, form in _FORMS:
        if match := form.fullmatch(text):
            bound, unit = _read(match["figure"])
            return Target(op, bound, None, unit == "%", text, unit=unit.strip("%"))
    return None


def _two_sided(text: str) -> Target:
    """Two one-sided conditions that meet: ``≥ 75%, < 90%``."""
    match = _BOTH.fullmatch(text)
    parts = [_one_sided(part.strip()) for part in match.groups()] if match else []
    low = next((part for part in parts if part and part.better == "higher"), None)
    high = next((part for part in parts if part and part.better == "lower"), None)
    if low is None or high is None or _kind(low) != _kind(high) or low.bound > high.bound:
        raise ValueError(text)
    ends = low.op == ">", high.op == "<"
    return Target("between", low.bound, high.bound, low.percent, text, *ends, high.unit)


def _kind(target: Target) -> tuple[bool, bool]:
    """What its figures are: percentages, lengths of time, or neither."""
    return target.percent, bool(target.unit)


def _range(
    text: str, low: str, high: str, opens: tuple[bool, bool], *, shared: bool = False
) -> Target:
    """A range from one figure to another; ``shared``: the unit may be written once, for both."""
    (bound, first), (top, unit) = _read(low), _read(high)
    if shared and unit and not first:
        (bound, first) = _read(low + unit)
    units = {first, unit} - ({""} if not bound else set())
    if bound > top or (("%" in units or "" in units) and len(units) > 1):
        raise ValueError(text)
    return Target("between", bound, top, unit == "%", text, *opens, unit.strip("%"))


def _read(written: str) -> tuple[Fraction, str]:
    """A figure and its unit: ``%``, the short name of a unit of time, or none."""
    match = _PARTS.fullmatch(written.strip())
    if not match:
        raise ValueError(written)
    number, unit = Fraction(match[1]), unit_of(match)
    if match[2]:
        return number / 100, "%"
    return number * SECONDS.get(unit, 1), SHORT.get(unit, "")
