"""Automatic numbers of Word as they are printed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree  # type: ignore[import-untyped]

from dutybook.intake.formats.bounds import whole_number

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SLOT: Final = re.compile(r"%([1-9])")
_ONES: Final = "零一二三四五六七八九"
_LEVELS: Final = 9
_ROMAN: Final = 3_999
"""Beyond it there is no Roman number."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list prints its number."""

    start: int
    kind: str
    form: str


@dataclass(slots=True)
class Numbering:
    """All lists of a file, and what each has counted to."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def printed(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level, counted on."""
        levels = self.lists.get(list_id)
        if not levels or level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(list_id, list_id), [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else levels[level].start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return self._said(levels, level, counts)

    def _said(self, levels: Mapping[int, Level], level: int, counts: list[int]) -> str:
        def one(slot: re.Match[str]) -> str:
            place = int(slot[1]) - 1
            other = levels.get(place, levels[level])
            return spoken(counts[place] or other.start, other.kind)

        own = levels[level]
        return "●" if own.kind == "bullet" else _SLOT.sub(one, own.form)


def read_numbering(root: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of numbering.xml, and the styles of styles.xml that number their paragraphs."""
    found = Numbering()
    if root is not None:
        kinds = {a.get(f"{W}abstractNumId"): dict(_levels(a)) for a in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            _list(found, num, kinds)
    if styles is not None:
        _styled(found, styles)
    return found


def _list(
    found: Numbering, num: etree._Element, kinds: Mapping[str | None, dict[int, Level]]
) -> None:
    name = num.get(f"{W}numId") or ""
    abstract = num.find(f"{W}abstractNumId")
    kind = abstract.get(f"{W}val") if abstract is not None else None
    levels = dict(kinds.get(kind, {}))
    restarts = False
    for override in num.iter(f"{W}lvlOverride"):
        place = whole_number(override.get(f"{W}ilvl"), 0)
        start = override.find(f"{W}startOverride")
        if start is not None and place in levels:
            levels[place] = Level(_int(start, 1), levels[place].kind, levels[place].form)
            restarts = True
    found.lists[name] = levels
    found.shared[name] = name if restarts else f"kind {kind}"


def _levels(abstract: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in abstract.iter(f"{W}lvl"):
        start, kind, form = (level.find(f"{W}{tag}") for tag in ("start", "numFmt", "lvlText"))
        yield (
            whole_number(level.get(f"{W}ilvl"), 0),
            Level(
                _int(start, 1),
                (kind.get(f"{W}val") if kind is not None else None) or "decimal",
                (form.get(f"{W}val") if form is not None else None) or "",
            ),
        )


def _styled(found: Numbering, styles: etree._Element) -> None:
    """Numbers that come with a style, or with the one it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        base = style.find(f"{W}basedOn")
        based[name] = (base.get(f"{W}val") or "") if base is not None else ""
        if (number := number_of(style)) is not None:
            own[name] = number
    for name in based:
        seen, at = set(), name
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own:
            found.styles[name] = own[at]


def number_of(element: etree._Element) -> tuple[str, int] | None:
    """The list and level that a paragraph or a style names itself."""
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return None
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    name = number.get(f"{W}val") if number is not None else None
    return (name, min(_int(level, 0), _LEVELS - 1)) if name else None


def _int(element: etree._Element | None, default: int) -> int:
    value = element.get(f"{W}val") if element is not None else None
    return whole_number(value, default)


def spoken(value: int, kind: str) -> str:
    """A number in one of Word's ways of counting."""
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return _chinese(value)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(value).lower() if kind == "lowerRoman" else _roman(value)
    if kind.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    return "" if kind == "none" else str(value)


def _chinese(value: int) -> str:
    if value >= 100:
        return str(value)
    tens, ones = divmod(value, 10)
    ten = ("" if tens == 1 else _ONES[tens]) + "十" if tens else ""
    return ten + (_ONES[ones] if ones or not tens else "")


def _roman(value: int) -> str:
    if value > _ROMAN:
        return str(value)
    out = ""
    pairs = zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    for size, letters in pairs:
        out, value = out + letters * (value // size), value % size
    return out
