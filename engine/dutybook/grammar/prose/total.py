"""Totals that a running text states beside their parts: 满分100分，其中服务30分、时效40分."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.prose.numeral import NUMERAL, alike, numeral
from dutybook.grammar.prose.series import numbers

_UNIT: Final = r"分(?!钟)|%|人|项|条|类|户|元|个?小时|天|次|台|名|points?\b|people\b|hours?\b"
_TOTAL: Final = re.compile(
    rf"(?:共计?|合计|总计|总分|满分|总共|总数|\btotal(?:s|ling)?(?: of)?)(?:为|是|:)?\s*"
    rf"(?P<n>{NUMERAL})\s*(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"其中|分别|包括|:|\bof which\b|\bmade up of\b", re.IGNORECASE)
_PART: Final = re.compile(
    rf"(?<![扣加减每得罚奖达])(?P<n>\d+(?:\.\d+)?|{NUMERAL})\s*(?P<unit>{_UNIT})(?!以[上下内]|及以)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[。\n]|\.(?=\s|$)")
_COUNTED: Final = re.compile(
    rf"(?P<n>{NUMERAL})\s*(?:个?方面|个?步骤|个?环节|个?阶段|个?部分|大?项|条|点|大?类|种|步|"
    r"(?:items|points|steps|parts|kinds|stages)\b)"
    r"[^。;:]{0,8}:",
    re.IGNORECASE,
)


_BEFORE: Final = re.compile(
    rf"(?:(?<!每)(?P<n>{NUMERAL})\s*(?P<unit>{_UNIT})(?:\s+in\s+(?:total|all))?)\s*(?::|,(?=[^,、]*、)|"
    r"(?<=in total),?|,\s*made up of)\s*(?:made up of\s+)?",
    re.IGNORECASE,
)
_LAST: Final = re.compile(
    rf"[^\d扣加减奖罚每低高不以超达到满至]{{1,16}}?(?P<n>\d+(?:\.\d+)?|{NUMERAL})\s*(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
"""A part: what it is, and its figure last."""
_SUM: Final = re.compile(
    r"(?P<terms>[^=,;:。]*\d[^=,;:。]*\+[^=,;:。]*\d[^=,;:。]*)=\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<percent>%?)"
    r"(?![\d.×*/÷])"
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A ``stated`` total, and what the parts named beside it come to (``terms``)."""

    stated: str
    total: Fraction
    sum: Fraction
    terms: str


def mismatches(text: str) -> Iterator[Mismatch]:
    """Totals of ``text`` whose parts come to something else, and counts of items that are not as
    many as are numbered."""
    plainer = alike(text)
    for sentence in _SENTENCE.split(plainer):
        found = [*_summed(sentence)] or [*_listed(sentence)] or [*_equated(sentence)]
        yield from found
    yield from _counted(text)


def _summed(sentence: str) -> Iterator[Mismatch]:
    match = _TOTAL.search(sentence)
    if not match:
        return
    unit = _unit(match["unit"])
    after = sentence[match.end() :]
    opening = _PARTS.search(after)
    parts = after[opening.end() :] if opening else "" if after.strip(" ,;)") else sentence
    parts = parts[: match.start()] if parts is sentence else parts
    found = [numeral(m["n"]) for m in _PART.finditer(parts) if _unit(m["unit"]) == unit]
    total, added = numeral(match["n"]), sum(found, Fraction(0))
    if len(found) > 1 and added != total:
        yield Mismatch(match[0].strip(), total, added, " + ".join(map(plain, found)))


def _listed(sentence: str) -> Iterator[Mismatch]:
    """A total right before its parts, each ending in its figure: 编制5人：主管1人、客服3人."""
    for match in _BEFORE.finditer(sentence):
        unit = _unit(match["unit"])
        parts = re.split(r"、|,|;|\band\b", re.split("[。\n]", sentence[match.end() :])[0])
        read = [_LAST.fullmatch(part.strip()) for part in parts if part.strip()]
        found = [numeral(one["n"]) for one in read if one and _unit(one["unit"]) == unit]
        total, added = numeral(match["n"]), sum(found, Fraction(0))
        if 1 < len(found) == len(read) and added != total:
            yield Mismatch(match[0].strip(" :,"), total, added, " + ".join(map(plain, found)))


def _equated(sentence: str) -> Iterator[Mismatch]:
    """A sum written out: 40% + 30% + 20% = 100%."""
    match = _SUM.search(sentence)
    if not match or re.search(r"[×*/÷(]", match["terms"]):
        return
    read = [re.findall(r"(\d+(?:\.\d+)?)\s*(%?)", term) for term in match["terms"].split("+")]
    if any(len(one) != 1 or one[0][1] != match["percent"] for one in read):
        return
    found = [Fraction(one[0][0]) for one in read]
    total, added = Fraction(match["n"]), sum(found, Fraction(0))
    if added != total:
        yield Mismatch(
            f"= {match['n']}{match['percent']}", total, added, " + ".join(map(plain, found))
        )


def _unit(written: str) -> str:
    return written.lower().removeprefix("个").removesuffix("s")


def _counted(text: str) -> Iterator[Mismatch]:
    match = _COUNTED.search(alike(text))
    series = [read for read in numbers(text).values() if len(read) > 1 and read[0] == 1]
    if not match or len(series) != 1:
        return
    read = series[0]
    told = numeral(match["n"])
    if read == list(range(1, len(read) + 1)) and told != len(read) and told > 1:
        terms = ", ".join(map(str, read))
        yield Mismatch(match[0].strip(" :"), told, Fraction(len(read)), terms)
