"""Targets and ranges: ``≥ 95%``, ``95%以上``, ``不少于7``, ``< 3``, ``between 47% and 53%``.

以上, 以下 and 以内 include the figure, 超过 and 不满 do not (Civil Code of the PRC, article 1259).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from dutybook.grammar.quantity import figure, normal

Operator = Literal[">=", ">", "<=", "<", "=", "between"]

_FIGURE: Final = r"(?P<figure>[-+]?\d+(?:\.\d+)?\s*%?)"
_PREFIXES: Final[dict[Operator, str]] = {
    ">=": r"≥|>=|at least|no less than|不少于|不低于|不小于|大于等于|至少|达到?",
    "<=": r"≤|<=|at most|no more than|不超过|不多于|不高于|不大于|小于等于|至多",
    ">": r">|more than|above|over|超过|大于|高于|多于",
    "<": r"<|less than|below|under|少于|小于|低于|不满|不到|不足",
    "=": r"=|==|exactly|equals|等于|",
}
_SUFFIXES: Final[dict[Operator, str]] = {">=": "(?:及|及其)?以上", "<=": "(?:及|及其)?以[下内]"}
_BETWEEN: Final = re.compile(
    r"(?:between\s+)?(?P<low>[-+]?\d+(?:\.\d+)?\s*%?)\s*(?:and|~|至|到|-|–|—)\s*"
    r"(?P<high>[-+]?\d+(?:\.\d+)?\s*%?)(?:之间)?"
)
_FORMS: Final = (
    *((op, re.compile(rf"{_FIGURE}\s*{word}")) for op, word in _SUFFIXES.items()),
    *((op, re.compile(rf"(?:{word})\s*{_FIGURE}", re.I)) for op, word in _PREFIXES.items()),
)
_SYMBOLS: Final = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Target:
    """A condition on a value. ``bound`` is the figure (the lower one of ``between``)."""

    op: Operator
    bound: Fraction
    high: Fraction | None = None
    percent: bool = False
    text: str = ""

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` meets it, exactly."""
        if self.op == "between" and self.high is not None:
            return self.bound <= value <= self.high
        return {
            ">=": value >= self.bound,
            ">": value > self.bound,
            "<=": value <= self.bound,
            "<": value < self.bound,
            "=": value == self.bound,
        }[self.op]

    @property
    def better(self) -> Literal["higher", "lower", "exact"]:
        """Which way is good."""
        if self.op in (">=", ">"):
            return "higher"
        return "lower" if self.op in ("<=", "<") else "exact"

    @property
    def interval(self) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        """Low end, whether included, high end, whether included; None is open-ended."""
        if self.op in ("between", "="):
            return self.bound, True, self.bound if self.high is None else self.high, True
        if self.better == "higher":
            return self.bound, self.op == ">=", None, False
        return None, False, self.bound, self.op == "<="

    def __str__(self) -> str:
        def shown(value: Fraction) -> str:
            scaled = value * 100 if self.percent else value
            return f"{float(scaled):g}" + ("%" if self.percent else "")

        if self.high is not None:
            return f"{shown(self.bound)} ~ {shown(self.high)}"
        return f"{_SYMBOLS.get(self.op, self.op)} {shown(self.bound)}"


def parse_target(value: str) -> Target:
    """A target from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    if match := _BETWEEN.fullmatch(text):
        low, high = match["low"], match["high"]
        shared = "%" if high.endswith("%") and not low.endswith("%") else ""
        bound, top = figure(low + shared), figure(high)
        if bound > top:
            raise ValueError(value)
        return Target("between", bound, top, _percent(high), text)
    for op, form in _FORMS:
        if match := form.fullmatch(text):
            return Target(op, figure(match["figure"]), None, _percent(match["figure"]), text)
    raise ValueError(value)


def _percent(written: str) -> bool:
    return written.rstrip().endswith("%")
