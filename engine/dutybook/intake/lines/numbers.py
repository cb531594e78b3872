"""Numbers of items in every style, and which of those in running text are numbers at all.

A marker in running text counts only where it goes on from its style's last value, or is a first one
whose second follows: ``3年`` and ``2.5小时`` begin no item.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dutybook.intake.lines.line import Number
from dutybook.intake.vocabulary import Style

_CHINESE: Final = {character: i for i, character in enumerate("零一二三四五六七八九十")}
_AHEAD: Final = 1500
"""How far the second item may be from the first, in characters."""
_SKIP: Final = 5
"""Papers leave numbers out; more than so many is another list."""
ENDS: Final = frozenset('。;:!?%)】"”.,、》… \n\x01')
_STOPS: Final = frozenset("。;:!?\n\x01")
_BRACKETED: Final = frozenset({"part", "article", "step", "named", "(cn)", "(1)", "[1]", "circled"})
_CHAPTERS: Final = frozenset({"part", "article", "cn"})
DOCUMENT: Final = "\x01"
"""Stands in the plain text where a new paper begins."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number where it stands: from ``start``, its item's words from ``end`` on."""

    number: Number
    start: int
    end: int
    running: bool


def chinese(word: str) -> int:
    """十二 is 12; digits are digits."""
    if word.isdigit():
        return int(word)
    if word in _CHINESE:
        return _CHINESE[word]
    tens, _, ones = word.partition("十")
    return (_CHINESE.get(tens, 1) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)


def _value(counts: str, printed: str) -> tuple[int, ...]:
    if counts == "dotted":
        return tuple(map(int, printed.split(".")))
    if counts == "circled":
        return (ord(printed) - ord("①") + 1,)
    if counts == "letters":
        return (ord(printed) - ord("a") + 1,)
    return (chinese(printed),) if counts in ("chinese", "digits") else (0,)


def marker_at(text: str, position: int, end: int, styles: Sequence[Style]) -> Marker | None:
    """The number that stands at ``position``, if any; the first style that fits."""
    for style in styles:
        if match := style.form.match(text, position, end):
            printed = next(group for group in match.groups() if group)
            number = Number(style.name, _value(style.counts, printed), match[0].strip())
            return Marker(number, position, match.end(), style.running)
    return None


def follows(new: tuple[int, ...], old: tuple[int, ...]) -> bool:
    """Whether ``new`` is the number after ``old``: 3.12 after 3.11, 4.0 or 4.1 after 3.12."""
    if len(new) != len(old):
        return False
    if len(new) == 1:
        return new[0] == old[0] + 1
    return new == (old[0], old[1] + 1) or (new[0] == old[0] + 1 and new[1] <= 1)


def first(value: tuple[int, ...]) -> bool:
    """Whether a list may begin with it."""
    return value[-1] == 1 or (len(value) == 2 and value[1] == 0)


@dataclass(slots=True)
class Lists:
    """The lists that are open at a place of the text, the outermost first."""

    text: str
    styles: Sequence[Style]
    opened: list[Number] = field(default_factory=list)
    _sought: dict[tuple[str, tuple[int, ...]], tuple[int, int, bool]] = field(default_factory=dict)
    """Of first numbers: from where and how far their second was looked for, and whether it came."""

    def enter(self, number: Number) -> None:
        """An item begins: the lists inside the one before it are closed."""
        articles = [n for n in self.opened if n.style == "article" != number.style]
        if number.style in _CHAPTERS:
            self.opened = [n for n in self.opened if n.style in _CHAPTERS]
        names = [one.style for one in self.opened]
        if number.style in names:
            del self.opened[names.index(number.style) :]
        if number.style in _CHAPTERS and not any(n.style == "article" for n in self.opened):
            self.opened += articles  # articles are counted through all chapters
        self.opened.append(number)

    def last(self, style: str) -> Number | None:
        """The number a list of this style has come to."""
        return next((n for n in reversed(self.opened) if n.style == style), None)

    def expects(self, marker: Marker, *, broken: bool) -> bool:
        """Whether a marker in running text is a number; ``broken``: something ends right before."""
        number, before = marker.number, self.text[marker.start - 1 : marker.start] or "\n"
        if number.style == "bullet":
            return self._bullet(marker, before)
        if not marker.running or before.isdigit() or before in "第-/~" or self._decimal(marker):
            return False
        last = self.last(number.style)
        if last and follows(number.value, last.value):
            return number.style != "cn" or before not in "第十百每"
        ends = broken or before in ENDS or number.style in _BRACKETED
        if first(number.value):
            return ends and self.goes_on(marker)
        return bool(last) and before in _STOPS and self._skipped(number.value, last)

    def _skipped(self, value: tuple[int, ...], last: Number | None) -> bool:
        return last is not None and 0 < value[-1] - last.value[-1] <= _SKIP

    def _decimal(self, marker: Marker) -> bool:
        """Whether it is the end of a number such as 1.2."""
        before = self.text[max(0, marker.start - 2) : marker.start]
        return len(before) == 2 and before[1] == "." and before[0].isdigit()

    def _bullet(self, marker: Marker, before: str) -> bool:
        """A bullet in running text: not a hyphen between words, not a dash between figures."""
        if marker.number.printed[0] != "-":
            return True
        parted = not before.isascii() or before in _STOPS
        return parted and self.text[marker.start + 1] == " "

    def goes_on(self, marker: Marker) -> bool:
        """Whether a first number's second follows within reach, in the same paper. Where none came
        for one like it, the stretch that was gone over is not gone over again."""
        style, value = marker.number.style, marker.number.value
        begin, came, found = self._sought.get((style, value), (0, 0, False))
        if begin > marker.end or came <= marker.end:
            begin, came, found = marker.end, marker.end, False
        if not found:
            came, found = self._second(marker, came)
            self._sought[style, value] = (begin, came, found)
        return found

    def _second(self, marker: Marker, start: int) -> tuple[int, bool]:
        """How far numbers of the same style were gone over from ``start``, and whether the last of
        them is the second."""
        style = next(one for one in self.styles if one.name == marker.number.style)
        stop = min(len(self.text), marker.end + _AHEAD)
        mark = self.text.find(DOCUMENT, marker.end, stop)
        value = marker.number.value
        for match in style.form.finditer(self.text, start, stop if mark < 0 else mark):
            start = match.end()
            if not self.text[match.start() - 1].isdigit():
                printed = next(group for group in match.groups() if group)
                new = _value(style.counts, printed)
                if follows(new, value) or (style.name == "cn" and new[0] == value[0] + 2):
                    return start, True
        return start, False
