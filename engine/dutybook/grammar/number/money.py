"""Amounts with a unit: ``200 CNY``, ``¥200``, ``200元``, ``4%``, ``0.8``; always exact."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.quantity import as_percent, normal, plain, rounded

_BEFORE_IT: Final = {
    "¥": "CNY", "人民币": "CNY", "HK$": "HKD", "MOP$": "MOP", "NT$": "TWD", "$": "USD", "€": "EUR",
}  # fmt: skip
_AFTER_IT: Final = {"元": "CNY", "港元": "HKD", "美元": "USD"}
"""What a currency is called before the number and after it, beside its code."""
_NUMBER: Final = r"(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)"
_AFTER: Final = re.compile(rf"{_NUMBER}\s*(?P<unit>[A-Z]{{3}}|%|{'|'.join(_AFTER_IT)})?")
_BEFORE: Final = re.compile(
    rf"(?P<unit>[A-Z]{{3}}|{'|'.join(map(re.escape, _BEFORE_IT))})\s*{_NUMBER}\s*元?"
)
CENTS: Final = 2
"""Places that money is rounded to, half away from zero."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A number of a currency (its ISO 4217 code), a share (the unit ``%``, 4% is 1/25), or a bare
    number (no unit)."""

    number: Fraction
    unit: str = ""

    @property
    def money(self) -> bool:
        """Whether it is an amount of a currency."""
        return self.unit not in ("", "%")

    def settled(self) -> "Worth":
        """As it is paid: money in cents."""
        return Worth(Fraction(rounded(self.number, CENTS)), self.unit) if self.money else self

    def __str__(self) -> str:
        if self.unit == "%":
            return as_percent(self.number)
        if self.money:
            return f"{rounded(self.number, CENTS):f} {self.unit}".replace(".00 ", " ")
        return plain(self.number)


def parse_worth(value: object) -> Worth:
    """An amount; :class:`ValueError` for anything else."""
    text = normal(str(value))
    match = _AFTER.fullmatch(text) or _BEFORE.fullmatch(text)
    if not match:
        raise ValueError(value)
    unit = match["unit"] or ""
    number = Fraction(match["number"].replace(",", ""))
    return Worth(number / 100 if unit == "%" else number, (_BEFORE_IT | _AFTER_IT).get(unit, unit))
