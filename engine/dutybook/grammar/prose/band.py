"""Bands that a running text grades by: 90-100分优, 80-90分良 share 90; 80%~90%, 91%~100% leave out
what lies between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.prose.numeral import alike

_N: Final = r"\d+(?:\.\d+)?"
_UNIT: Final = r"分(?![钟之类档级项组期值段])|%|points?\b|marks?\b"
_MARK: Final = r"\((?:不?含\d*|in|ex)[^()]{0,8}\)"
_CLOSED: Final = re.compile(
    rf"(?<![\d.:扣加减奖罚占每第\-])(?P<low>{_N})\s*(?P<first>{_UNIT})?\s*(?P<mark>{_MARK})?\s*"
    rf"(?:-|–|—|~|至|到|\bto\b)+\s*(?P<high>{_N})\s*(?P<over>{_MARK})?\s*(?P<unit>{_UNIT})"
    rf"(?P<after>{_MARK})?",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    rf"{_N}\s*(?:{_UNIT})?\s*(?:\(不?含\))?\s*(?:及?以[上下]|or (?:above|more|below|less))|"
    rf"(?:低于|不足|不到|高于|超过|<|>|≤|≥|\bbelow|\babove|\bunder|\bover)\s*{_N}\s*(?:{_UNIT})",
    re.IGNORECASE,
)
_FEWEST: Final = 3
"""Two ranges may be about two things."""


@dataclass(frozen=True, slots=True)
class Band:
    """One range as it is ``written``. ``marked``: it says whether an end is its own."""

    low: Fraction
    high: Fraction
    unit: str
    marked: bool
    written: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two neighbouring bands, the upper one first, that both take ``shared``, or that leave out
    what lies between (``gap``)."""

    upper: Band
    lower: Band
    shared: str | None = None
    gap: str | None = None


def clashes(text: str) -> Iterator[Clash]:
    """The first end that two bands of ``text`` share, and the first gap between two of them."""
    plainer = alike(text)
    found = [_band(match) for match in _CLOSED.finditer(plainer)]
    rest = _CLOSED.sub(" ", plainer)
    if len(found) < _FEWEST - 1 or len(found) + len(_OPEN.findall(rest)) < _FEWEST:
        return
    falling = _falling(found)
    if falling is None:
        return
    pairs = list(pairwise(falling))
    shared = (pair for pair in pairs if pair[0].low <= pair[1].high and not _marked(*pair))
    apart = (pair for pair in pairs if pair[0].low - pair[1].high > _step(falling))
    if one := next(shared, None):
        yield Clash(*one, shared=_between(one[0].low, one[1]))
    if one := next(apart, None):
        yield Clash(*one, gap=_between(one[1].high, one[0], one[0].low))


def _band(match: re.Match[str]) -> Band:
    unit = match["unit"].lower().removesuffix("s")
    marked = bool(match["mark"] or match["over"] or match["after"])
    low, high = sorted((Fraction(match["low"]), Fraction(match["high"])))
    return Band(low, high, unit, marked, match[0].strip())


def _falling(found: Sequence[Band]) -> Sequence[Band] | None:
    """Bands of one unit from the highest down, as far as the text lists them so or the other way
    round; None: they are no scale."""
    order = found if found[0].low > found[-1].low else found[::-1]
    if len({band.unit for band in found}) > 1 or any(band.low == band.high for band in found):
        return None
    goes = all(one.low > two.low and one.high > two.high for one, two in pairwise(order))
    return order if goes else None


def _marked(upper: Band, lower: Band) -> bool:
    """Whether one of them says whose the common end is."""
    return upper.low == lower.high and (upper.marked or lower.marked)


def _step(bands: Sequence[Band]) -> Fraction:
    """How far apart neighbours may lie: points are often whole, shares are not."""
    whole = all(end.denominator == 1 for band in bands for end in (band.low, band.high))
    return Fraction(1 if whole and bands[0].unit != "%" else 0)


def _between(low: Fraction, band: Band, high: Fraction | None = None) -> str:
    """``12分``, ``90~91%``: up to ``high``, or else up to where ``band`` ends."""
    end = band.high if high is None else high
    sign = band.unit if band.unit in ("分", "%") else f" {band.unit}s"
    return f"{plain(low)}{sign}" if low == end else f"{plain(low)}~{plain(end)}{sign}"
