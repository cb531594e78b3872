"""Figures in a text, and what the definitions write for them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

import cn2an

from dutybook.grammar.number.quantity import trimmed
from dutybook.grammar.number.target import parse_target
from dutybook.grammar.time.limit import parse_limit
from dutybook.grammar.time.schedule import parse_schedule
from dutybook.intake.vocabulary import FigureForm, Vocabulary

_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_SENTENCE: Final = 1_000
_FIGURE: Final = re.compile(r"\d|[一二两三四五六七八九十半]+(?=年|次|天|个|小时|分钟|份|倍|成)")
_GRAMMARS: Final[Mapping[str, Callable[[str], object]]] = {
    "limit": parse_limit,
    "schedule": parse_schedule,
    "target": parse_target,
}
_OFTEN: Final = {"d": "day", "workdays": "workday"}
"""Units of how often, where those of how long are written otherwise."""
_PLAIN: Final = frozenset({"d", "n", "low", "high", "day", "year", "month", "per", "lose", "each"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure: its kind, the words [start, end) of the text, and ``value``, what a definition
    writes for it (empty where no definition can say it). ``sure``: nothing was read into it."""

    kind: str
    text: str
    start: int
    end: int
    value: str
    sure: bool
    groups: Mapping[str, str]


def figures(text: str, vocabulary: Vocabulary) -> list[Mention]:
    """All figures of a text in its order, none counted twice. What is too long for a sentence has
    none: patterns may go over a text many times."""
    if len(text) > _SENTENCE:
        return []
    return list(_figures(text, vocabulary.figures, tuple(vocabulary.units.items())))


@lru_cache(maxsize=4096)
def _figures(
    text: str, forms: Sequence[FigureForm], units: tuple[tuple[str, str], ...]
) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for form in forms:
        for match in form.form.finditer(text):
            start, end = match.span()
            if end > start and not any(f.start < end and start < f.end for f in found):
                found.append(_figure(form, match, dict(units)))
    return tuple(sorted(found, key=lambda figure: figure.start))


def has_figure(text: str) -> bool:
    """Whether a text says any number."""
    return bool(_FIGURE.search(text))


def _figure(form: FigureForm, match: re.Match[str], units: Mapping[str, str]) -> Mention:
    groups = {name: value for name, value in match.groupdict().items() if value}
    value = _SLOT.sub(lambda slot: _filled(slot, groups, units), form.value)
    sure = form.sure
    if form.grammar and value:
        value = _canonical(form.grammar, value)
    elif not form.value and form.kind in ("education", "age", "certificate"):
        value = match[0].strip()
    elif not form.value and match[0].startswith("every "):
        value = _canonical("schedule", match[0])
    return Mention(form.kind, match[0].strip(), match.start(), match.end(), value, sure, groups)


def _filled(slot: re.Match[str], groups: Mapping[str, str], units: Mapping[str, str]) -> str:
    name, form = slot[1], slot[2] or ""
    raw = groups.get(name, "")
    if form == "raw":
        return raw.rstrip("前号日") if name == "days" else raw
    if form == "clock":
        hour, _, minute = raw.partition(":")
        return f"{int(hour):02}:{minute}"
    if form.isdigit():
        return f"{int(number(raw) or 0):0{int(form)}}"
    if name in _PLAIN:
        return number(raw) or raw
    unit = units.get(raw.lower(), units.get(raw.removeprefix("每").lower(), raw))
    return _OFTEN.get(unit, unit) if name == "u" else unit


def number(words: str) -> str:
    """Digits for a number in digits or Chinese: 三 is 3, 两百 200; 半 stays; empty for none."""
    bare = words.replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return bare
    if bare == "半":
        return "半"
    try:
        value = cn2an.cn2an(bare, "smart")
    except ValueError:
        return ""
    return trimmed(Decimal(str(value)))


def _canonical(grammar: str, value: str) -> str:
    """The value as its small language writes it; empty where that cannot read it."""
    try:
        parsed = _GRAMMARS[grammar](value)
    except ValueError:
        return ""
    return value if grammar == "target" else str(parsed)
