"""Numbers as people write them: ``95%``, ``90``, ``1 pp``; always exact."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.unit import SECONDS, SHORT, pattern

_WORDS: Final = "one two three four five six seven eight nine ten"
NUMBERS: Final[dict[str, int]] = {
    **{word: n for n, word in enumerate(_WORDS.split(), 1)},
    **{word: n for n, word in enumerate("一二三四五六七八九十", 1)},
    "两": 2, "a": 1, "an": 1,
}  # fmt: skip
"""Small numbers as they are spelled out; longer words come before those they begin with."""
_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?"
_FIGURE: Final = re.compile(rf"({_NUMBER})\s*(%)?")
_CHANGE: Final = re.compile(rf"({_NUMBER})\s*(?:(%)|{pattern('change')})")
_RANGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|~|至|到)\s*(\d+(?:\.\d+)?)")


def normal(value: str) -> str:
    """``value`` without what a Chinese keyboard adds: full-width ％ ： ＞ become % : >."""
    return unicodedata.normalize("NFKC", value).strip()


def parse_number(value: "str | int | Decimal") -> Fraction:
    """A number or a percentage: ``"95%"`` is 19/20."""
    if not isinstance(value, str):
        return Fraction(value)
    match = _FIGURE.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    return Fraction(match[1]) / (100 if match[2] else 1)


def percent(value: str) -> Fraction:
    """A percentage only."""
    if not normal(value).endswith("%"):
        raise ValueError(value)
    return parse_number(value)


def change(value: str) -> tuple[Fraction, bool]:
    """A relative target's change and whether it is relative: ``+5%`` is (1/20, True), ``3 pp`` is
    (3/100, False)."""
    match = _CHANGE.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    return Fraction(match[1]) / 100, match[2] is not None


def number_range(value: str) -> tuple[Fraction, Fraction]:
    """Two ends of a range: ``1-2``."""
    match = _RANGE.fullmatch(normal(value))
    if not match or Fraction(match[1]) > Fraction(match[2]):
        raise ValueError(value)
    return Fraction(match[1]), Fraction(match[2])


def rounded(value: Fraction, places: int) -> Decimal:
    """``value`` to ``places`` decimals, half away from zero, as Excel's ROUND does."""
    above, below = value.numerator * 10**places, value.denominator
    whole = (2 * abs(above) + below) // (2 * below)  # integers: much faster than fractions
    return Decimal(whole if above >= 0 else -whole).scaleb(-places)


def plain(value: "Fraction | Decimal | int") -> str:
    """``value`` in the fewest decimals when it has an end, else as a fraction: 19/20 is ``0.95``,
    1/3 is ``1/3``."""
    exact = Fraction(value)
    rest = exact.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return str(exact)
    places = max(twos, fives)
    digits = abs(exact.numerator) * 10**places // exact.denominator
    text = f"{digits:0{places + 1}d}"
    text = f"{text[:-places]}.{text[-places:]}" if places else text
    return "-" + text if exact < 0 else text


def trimmed(value: Decimal) -> str:
    """``value`` without idle zeros: 2.50 is ``2.5``, 10.0 is ``10``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def brief(value: Fraction, places: int) -> str:
    """For reading: ``value`` in at most so many decimals."""
    return trimmed(rounded(value, places))


def lasting(seconds: Fraction, unit: str = "") -> str:
    """For reading: a length of time in ``unit`` (``s`` to ``d``), of no unit in the largest, up to
    hours, of which it is at least one; in a smaller one where that says it exactly and briefly."""
    sizes = {SHORT[name]: size for name, size in SECONDS.items() if name in SHORT}
    known = ["s", *(name for name in ("min", "h") if abs(seconds) >= sizes[name])]
    units = list(sizes)[: list(sizes).index(unit) + 1] if unit else known
    exact = (
        name for name in reversed(units)
        if (seconds * 100 / sizes[name]).denominator == 1 and abs(seconds) < 1000 * sizes[name]
    )  # fmt: skip
    name = next(exact, units[-1])
    return f"{brief(seconds / sizes[name], 2)} {name}"


def as_percent(value: Fraction, places: int = 2) -> str:
    """For reading: 0.923 is ``92.3%``."""
    return brief(value * 100, places) + "%"
