"""What a running text states: its limits, percentages, points and amounts of money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.unit import SECONDS, UNITS, spellings
from dutybook.grammar.prose.numeral import CHARACTERS, NUMERAL, half_width, numeral, simpler
from dutybook.grammar.time.limit import parse_limit

Quantity = Literal["limit", "percent", "deduct", "add", "most", "worth", "money"]
"""A limit in seconds; a percentage that is to be reached or kept to; points taken, given, taken at
most, and that the whole is worth; money."""
Side = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its ``value`` (seconds, points, money; 95% is 19/20), as it is ``written``, the
    ``clause`` it stands in, and of a percentage which way is good."""

    quantity: Quantity
    value: Fraction
    written: str
    clause: str
    side: Side | None = None


_N: Final = rf"(?P<n>{NUMERAL})"
_UNITS: Final = sorted({w for u in UNITS for w in spellings("text", u)}, key=len, reverse=True)
_WORDS: Final = "|".join(word for word in _UNITS if word.isascii())
_SIGNS: Final = "|".join(word for word in _UNITS if not word.isascii())
_CHINESE_UNIT: Final = rf"(?P<unit>(?:个?工作)?(?:{_SIGNS}))"
_DONE: Final = (
    "到场|到达|响应|接单|接听|接通|接起|回复|答复|办结|完成|修复|解决|上门|赶到|回访|送达|上报"
)
_ONE_TIME: Final = r"(?!\s*(?:a|per|each|every)\b)"
_WITHIN: Final = r"(?:within|no later than|no more than|at most|not exceed(?:ing)?|under|in(?= \d))"
_LIMITS: Final = (
    rf"\b{_WITHIN}\s+{_N}\s*(?P<unit>(?:working\s+)?(?:{_WORDS}))\b{_ONE_TIME}",
    rf"(?<![月\d]){_N}\s*{_CHINESE_UNIT}(?:以内|之内|内|(?={_DONE}))",
    rf"(?<!每[天日周月班])不(?:得|能|可)?(?:超过|多于|迟于|晚于){_N}\s*{_CHINESE_UNIT}",
    rf"(?<![月\d.]){_N}\s*(?P<unit>{_WORDS})\s*(?:以内|之内|内)",
    rf"(?<![月\d]){_N}\s*(?P<unit>刻钟?)(?:以内|之内|内|(?={_DONE}))",
    (
        rf"\b{_WITHIN}\s+(?P<n>half|an|(?:a|one|three) quarters?)"
        r"(?P<unit>\s+(?:of\s+)?(?:an\s+)?hour)\b"
    ),
)
_QUARTERS: Final = {"half": 2, "an": 4, "a": 1, "one": 1, "three": 3}
"""Quarters of an hour that the first word of “half”, “an” or “three quarters of an” hour counts."""
_SHARE: Final = (
    rf"(?:(?P<n>{NUMERAL})\s*(?:%|percent\b|per cent\b)|百分之(?P<hundredths>{CHARACTERS})|"
    rf"(?P<tenths>[一二三四五六七八九])成(?P<more>[一二三四五六七八九半])?)"
)
_HIGHER: Final = (
    r"不(?:得|能)?低于|不少于|不小于|大于等于|(?<!未)(?<!没有)达到?|至少|≥|>=?|高于|"
    r"(?<!不)(?<!不得)超过|大于|"
    r"\bat least|\bno less than|\bnot (?:be )?(?:below|less than)|\ba minimum of|\babove|\bover"
)
_LOWER: Final = (
    r"不(?:得|能|可)?(?:超过|高于|多于)|不大于|小于等于|至多|控制在|≤|<=?|低于|少于|小于|不足|"
    r"\bat most|\bno more than|\bnot (?:to )?exceed(?:ing)?|\bbelow|\bunder|\bless than"
)
_SHARES: Final[Sequence[tuple[Side, str]]] = (
    ("higher", rf"(?:{_HIGHER})\s*:?\s*{_SHARE}(?!以[下内])"),
    ("lower", rf"(?<![不得能])(?:{_LOWER})\s*:?\s*{_SHARE}(?!以上)"),
    ("higher", rf"{_SHARE}\s*(?:及其?)?(?:以上|\bor (?:more|above|higher|better))"),
    ("lower", rf"{_SHARE}\s*(?:及其?)?(?:以[下内]|\bor (?:less|fewer|below))"),
)
_POINT: Final = r"\s*分(?![钟之类档级项组期值段])"
_POINTS: Final = r"\s*(?:points?|marks?)\b"
_AT_MOST: Final = r"(?:最多|至多|最高|累计最多|封顶|不超过|上限(?:为|是)?|以)"
_UP_TO: Final = "(?:at most|no more than|up to|a maximum of|capped at)"
_MOST: Final = (
    rf"(?:最多|至多|最高|累计|合计|总共)(?:可)?(?:扣除|扣减|扣|减)(?:至|到|不超过)?{_N}{_POINT}",
    rf"(?:扣除?|扣减|减)分?(?:总[计额])?{_AT_MOST}{_N}{_POINT}",
    rf"扣[完满]{_N}{_POINT}为止",
    rf"封顶(?:扣|为|是)?{_N}{_POINT}",
    rf"^(?:扣分)?上限(?:为|是)?{_N}{_POINT}",
    rf"^(?:but )?{_UP_TO}\s+{_N}{_POINTS}$",
    rf"\b{_UP_TO}\s+{_N}{_POINTS}\s+(?:are |is |may be |can be )?(?:deducted|lost|taken)",
    rf"\b(?:deduct|lose)\w*\s+{_UP_TO}\s+{_N}{_POINTS}",
)
_DEDUCT: Final = (
    rf"(?:扣除|扣减|倒扣|扣|减)(?:罚|去|除)?(?:绩效|考核)?(?:分)?{_N}{_POINT}",
    rf"\b(?:deduct|lose|minus|take off|subtract|costs?)(?:s|ing)?\s+{_N}{_POINTS}",
    rf"{_N}{_POINTS}\s+(?:are |is |will be )?(?:deducted|off|lost|taken off)\b",
    rf"(?<![\d%分~至到\-])[-−]\s*{_N}{_POINT}",
)
_ADD: Final = (
    rf"(?<!叠)(?:奖励|奖|加|增加)(?:绩效|考核)?{_N}{_POINT}",
    rf"\b(?:add|gain|award|earn|bonus of)(?:s|ed|ing)?\s+{_N}{_POINTS}",
)
_WORTH: Final = (
    rf"(?:满分|分值|本项|总分)(?:共|为|是|:)?\s*{_N}{_POINT}",
    rf"\({_N}{_POINT}\)\s*$",
    rf"\b(?:worth|out of|full marks(?: are)?:?)\s+{_N}{_POINTS}",
)
_MONEY: Final = (
    rf"(?:罚款?|扣款?|奖励?|奖金|处以?)(?:现金|人民币)?(?:为|:)?\s*{_N}\s*元",
    rf"\b(?:fined?|bonus|penalty)(?: of| is|:)?\s+{_N}\s*(?:yuan|RMB|CNY)\b",
    rf"(?:RMB|CNY|[¥¥])\s*{_N}(?![\d,])",
)
_EACH: Final = re.compile(
    r"每(?=[降低高超下上增减少多不个\d])|\b(?:per|every|for each)\s+\d", re.IGNORECASE
)
_CLAUSES: Final = re.compile(r"(?:[^,。;、!?\n.]|\.(?!\s|$))+")


def figures(text: str | None) -> tuple[Figure, ...]:
    """Every figure of ``text``, clause by clause."""
    found: list[Figure] = []
    for match in _CLAUSES.finditer(half_width(text or "")):
        for part in _PARTS.split(match[0].strip()):
            clause = _Clause(part)
            found += _limits(clause)
            found += _percentages(clause)
            found += _points(clause)
            found += _read(clause, "money", _MONEY)
    return tuple(found)


_PARTS: Final = re.compile(r"\s+and\s+(?=[^,;]*\bwithin\b)|并(?=[在于须需应]*\d)|(?<=响应)和(?=\d)")
"""Between two clauses that each have a limit of their own."""
_RATE: Final = re.compile("(?:及时|达标|合格|按时|准时|完成)?率$")


def matter(text: str | None) -> str:
    """What ``text`` is about: without its limits, its signs, and the rate that it may end in.
    15分钟内到场, 30分钟到场率 and 到场 are about one thing."""
    plainer = simpler(half_width(text or ""))
    for pattern in _LIMITS:
        plainer = re.sub(pattern, "", plainer, flags=re.IGNORECASE)
    return _RATE.sub("", re.sub(r"[\W_]+", "", plainer).lower())


class _Clause:
    """A clause as it is ``told``, and the same in characters that the patterns know (``plain``);
    what one finds stands at the same place in the other."""

    def __init__(self, told: str) -> None:
        self.told, self.plain = told, simpler(told)
        self._taken: list[tuple[int, int]] = []

    def matches(self, patterns: Sequence[str]) -> Iterator[re.Match[str]]:
        """Where the patterns hold, one after the other."""
        for pattern in patterns:
            yield from re.finditer(pattern, self.plain, re.IGNORECASE)

    def take(self, match: re.Match[str]) -> bool:
        """Whether no earlier match has this place; it is then taken."""
        if any(match.start() < end and start < match.end() for start, end in self._taken):
            return False
        self._taken.append(match.span())
        return True

    def figure(
        self, quantity: Quantity, value: Fraction, span: tuple[int, int], side: Side | None = None
    ) -> Figure:
        """A figure that is written at ``span``."""
        return Figure(quantity, value, self.told[slice(*span)].strip(), self.plain, side)


def _limits(clause: _Clause) -> Iterator[Figure]:
    for match in clause.matches(_LIMITS):
        try:
            limit = parse_limit(_spelled(match["n"], match["unit"]))
        except ValueError:  # looks like a limit and is none: 1.5 workdays
            continue
        seconds = limit.rough_seconds if limit.by is None else limit.count * SECONDS["day"]
        yield clause.figure("limit", seconds, (match.start("n"), match.end("unit")))


def _spelled(number: str, unit: str) -> str:
    """A limit as its grammar knows it; quarters of an hour in minutes."""
    if unit.startswith("刻"):
        return f"{plain(numeral(number) * 15)} min"
    first = number.lower().split()[0]
    if first in _QUARTERS and unit.strip().endswith("hour") and number.lower() != "one":
        return f"{15 * _QUARTERS[first]} min"
    return f"{plain(numeral(number))} {unit}"


def _percentages(clause: _Clause) -> Iterator[Figure]:
    """A share that something is counted by (每低1%) is none that is to be reached."""
    if _EACH.search(clause.plain):
        return
    for side, pattern in _SHARES:
        for match in clause.matches([pattern]):
            if clause.take(match):
                yield clause.figure("percent", *_share(match), side)


def _share(match: re.Match[str]) -> tuple[Fraction, tuple[int, int]]:
    """What a percentage comes to (九成五 is 95%), and where it is written."""
    if match["n"]:
        return numeral(match["n"]) / 100, (match.start("n"), match.end("n") + 1)
    if match["hundredths"]:
        start, end = match.span("hundredths")
        return numeral(match["hundredths"]) / 100, (start - len("百分之"), end)
    more = {None: Fraction(0), "半": Fraction(1, 20)}
    rest = more[match["more"]] if match["more"] in more else numeral(match["more"]) / 100
    end = match.end("more") if match["more"] else match.end("tenths") + 1
    return numeral(match["tenths"]) / 10 + rest, (match.start("tenths"), end)


def _points(clause: _Clause) -> Iterator[Figure]:
    kinds: tuple[tuple[Quantity, Sequence[str]], ...] = (
        ("most", _MOST), ("worth", _WORTH), ("deduct", _DEDUCT), ("add", _ADD),
    )  # fmt: skip
    for quantity, patterns in kinds:
        yield from _read(clause, quantity, patterns)


def _read(clause: _Clause, quantity: Quantity, patterns: Sequence[str]) -> Iterator[Figure]:
    for match in clause.matches(patterns):
        if clause.take(match):
            yield clause.figure(quantity, numeral(match["n"]), match.span())
