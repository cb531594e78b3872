"""Where running text breaks: at titles, heads of tables, numbers, headings."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from dutybook.intake.characters import HAN
from dutybook.intake.lines.numbers import ENDS, Lists, Marker, marker_at
from dutybook.intake.lines.titles import Titles
from dutybook.intake.vocabulary import Vocabulary

_MARKS: Final = frozenset("0123456789(第职任[一二三四五六七八九十abcdefgh-●•◆■※*·▪") | {
    chr(ord("①") + i) for i in range(20)
}
_NOT_AFTER: Final = frozenset("的和与及是应由书、,。为》中内人")
_UNIT: Final = (
    "年(?!检|度|终)|月|日(?!常)|次|分(?!析|类)|声|小时|个|%|天|人(?!员|事|力)|项(?!目)|份|元"
)
_ROW: Final = rf"(?=[{HAN}])(?!{_UNIT})"
_TAIL: Final = re.compile(r"\([^)]{2,8}\)|概述|与标准|如下|包括以下|示例|\s+")
_HEADED: Final = 14
_GOES_ON: Final = frozenset("心感性明制区单的和与及是应由,。、")
_NAMED: Final = re.compile(r"[^,。;:\s()]{2,8}:")
_SURE: Final = 4
_CELL: Final = re.compile(r"\S+")
_WEIGHT: Final = re.compile(r"\d{1,3}(?:\.\d+)?(?:%|分)?")
_LABELS: Final = frozenset({"goal", "standard", "error", "remedy", "cycle"})
"""Fields that stand inside an item, not over a list."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in running text: characters [start, end), and the word that is known."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)), re.I)


def heading_at(text: str, position: int, end: int, vocabulary: Vocabulary) -> Heading | None:
    """The longest word of a heading that stands at ``position``."""
    match = _words(tuple(vocabulary.parts)).match(text, position, end)
    return Heading(position, match.end(), match[0].lower()) if match else None


def columns_at(text: str, position: int, end: int, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Spans of the heads of a flattened table that begins at ``position``; none of one head."""
    form = _words(tuple(vocabulary.columns))
    spans: list[tuple[int, int]] = []
    while match := form.match(text, position, end):
        spans.append(match.span())
        position = match.end()
        while position < end and text[position] in " \t":
            position += 1
    return spans if len(spans) > 1 else []


@dataclass(slots=True)
class Cutter:
    """Cuts one stretch of text; ``lists`` are the lists open in the paper so far."""

    text: str
    titles: Titles
    vocabulary: Vocabulary
    lists: Lists
    found: set[int] = field(default_factory=set)
    markers: dict[int, Marker] = field(default_factory=dict)
    """The numbers that were taken for such, by place."""
    headings: dict[int, Heading] = field(default_factory=dict)
    tables: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    records: set[int] = field(default_factory=set)
    passed: int = 0
    """The last break before the place that is looked at."""
    row: int = 0
    """Number of the flattened table's row that comes next; 0 outside of one."""

    def cut(self, start: int, end: int) -> list[int]:
        """Where the stretch [start, end) breaks, both ends included."""
        self.found = {start, end} | set(self.titles.within(start, end))
        position = self.passed = start
        self.row = 0
        while position < end:
            following = self._step(position, start, end)
            if position in self.found:
                self.passed = position
            position = following
        return sorted(place for place in self.found if start <= place <= end)

    def _step(self, position: int, start: int, end: int) -> int:
        """Looks at one place; the next one to look at."""
        for spans in (self.titles.spans, self.titles.repeats):
            if position in spans and spans[position] > position:
                self.found.add(spans[position])
                self.lists.opened.clear()
                self.row = 0
                return spans[position]
        if head := self._table(position, end):
            return head
        if self.row and (after := self._table_row(position, start, end)):
            return after
        if self.text[position] in _MARKS and (after := self._number(position, start, end)):
            return after
        if after := self._heading(position, start, end):
            return after
        return position + 1

    def _table(self, position: int, end: int) -> int:
        numbered = self.text.startswith(("序号", "编号", "步骤"), position)
        if not numbered and self.text[max(0, position - 1) : position].strip():
            return 0
        spans = columns_at(self.text, position, end, self.vocabulary)
        if not spans or spans[-1][1] >= end:
            return 0
        if not numbered:
            return self._unnumbered(position, end, spans)
        self.found |= {position, spans[-1][1]}
        self.tables[position] = spans
        self.row = 1
        return spans[-1][1]

    def _unnumbered(self, position: int, end: int, spans: list[tuple[int, int]]) -> int:
        """A table of weights whose rows have no numbers: as many cells to a row as it has heads,
        blanks between them, a figure below 权重. One that does not come out so is none."""
        heads = [self.vocabulary.columns[self.text[a:b].lower()] for a, b in spans]
        cells = [*_CELL.finditer(self.text, spans[-1][1], end)]
        if "weight" not in heads or len(cells) < len(heads):
            return 0
        starts, after = [], spans[-1][1]
        for i in range(0, len(cells) - len(heads) + 1, len(heads)):
            row = cells[i : i + len(heads)]
            if not _WEIGHT.fullmatch(row[heads.index("weight")][0]):
                break
            starts.append(row[0].start())
            after = row[-1].end()
        if not starts:
            return 0
        self.found |= {position, *starts, after}
        self.records |= set(starts)
        self.tables[position] = spans
        return after

    def _table_row(self, position: int, start: int, end: int) -> int:
        before = self.text[position - 1] if position > start else "\n"
        if before.isdigit() or before in ".第每":
            return 0
        match = re.compile(rf"{self.row}[ \t]?{_ROW}").match(self.text, position, end)
        if not match:
            return 0
        self.found.add(position)
        self.records.add(position)
        self.row += 1
        return match.end()

    def _number(self, position: int, start: int, end: int) -> int:
        marker = marker_at(self.text, position, end, self.vocabulary.styles)
        if marker is None or (self.row and marker.number.style in ("bare", "dotted")):
            return 0  # a table's rows are counted by themselves, 1.1 and 1.2 are inside one
        at_start = position == start or position in self.found
        if not (self._begins_row(marker) if at_start else self._expected(marker, start, end)):
            return 0
        self.found.add(position)
        self.markers[position] = marker
        self.lists.enter(marker.number)
        if marker.number.style in ("cn", "part", "article"):
            self.row = 0
        if heading := self._after_number(marker, end):
            return heading
        return marker.end

    def _begins_row(self, marker: Marker) -> bool:
        """At the beginning of a row a number is one, but a bare one only in a list."""
        if marker.number.style != "bare":
            return True
        last = self.lists.last("bare")
        value = marker.number.value[0]
        return value == 1 or (last is not None and 0 < value - last.value[0] <= 2)

    def _expected(self, marker: Marker, start: int, end: int) -> bool:
        if marker.number.style == "bare":
            return self._bare(marker)
        headed = marker.start - self.passed
        if self._first_chapter(marker, end):
            return True
        broken = headed <= _HEADED  # 人事管理权1)…: a few words that head the list
        return self.lists.expects(marker, broken=broken)

    def _first_chapter(self, marker: Marker, end: int) -> bool:
        """一、 before a heading that is known begins, whether or not a 二、 follows."""
        if marker.number.style not in ("cn", "part") or marker.number.value != (1,):
            return False
        before = self.text[marker.start - 1]
        known = heading_at(self.text, marker.end, end, self.vocabulary)
        return known is not None and (before in ENDS or before.isalpha())

    def _bare(self, marker: Marker) -> bool:
        """A bare number in running text: after a mark, and in a list."""
        last, before = self.lists.last("bare"), self.text[marker.start - 1]
        if last and last.value[0] + 1 == marker.number.value[0]:
            return before in ";。:\n"
        return marker.number.value == (1,) and before == ":" and self.lists.goes_on(marker)

    def _after_number(self, marker: Marker, end: int) -> int:
        """A heading right after a chapter's number, with text run into it."""
        heading = heading_at(self.text, marker.end, end, self.vocabulary)
        if heading is None:
            return 0
        stop = self._tail(heading.end, end)
        if self._label(heading.word, stop, end) or self._word_goes_on(heading, stop):
            return 0
        if self._chapter(marker) or self._closed(stop, end) or self._loose(heading, stop):
            self.found.add(stop)
            self.headings[marker.start] = heading
            return stop
        return 0

    def _chapter(self, marker: Marker) -> bool:
        number = marker.number
        spaced = self.text[marker.end - 1] == " "
        dotted = number.style == "dotted" and (number.value[1] == 0 or spaced)
        return dotted or number.style in ("cn", "part", "article", "(cn)")

    def _word_goes_on(self, heading: Heading, stop: int) -> bool:
        """责任心强 is not headed by 责任."""
        return len(heading.word) == 2 and self.text[stop : stop + 1] in _GOES_ON

    def _loose(self, heading: Heading, stop: int) -> bool:
        """Whether its word is a heading even where a sentence follows at once."""
        return heading.word in self.vocabulary.glued and self.text[stop] not in _NOT_AFTER

    def _label(self, word: str, stop: int, end: int) -> bool:
        """工作目标:确保… is a label with its value; 工作目标: alone is a heading."""
        key = self.vocabulary.fields.get(word, "")
        after = self.text[stop + 1 : min(end, stop + 3)].strip()
        return key in _LABELS and self.text[stop : stop + 1] == ":" and bool(after)

    def _heading(self, position: int, start: int, end: int) -> int:
        """A heading without number: after the end of a sentence, or where a row begins."""
        before = self.text[position - 1] if position > start else "\n"
        loose = before not in ENDS and position not in self.found
        if before in ",、" or (loose and not self._over_list(position, end)):
            return 0
        if position > start and self._labels(position, end):
            self.found.add(position)
            return position + 2
        heading = heading_at(self.text, position, end, self.vocabulary)
        if heading is None:
            return 0
        stop = self._tail(heading.end, end)
        if self._label(heading.word, stop, end) or not self._stands(heading, stop, end, before):
            return 0
        self.found |= {position, stop}
        self.headings[position] = heading
        self.lists.opened = [n for n in self.lists.opened if n.style == "cn"]
        self.row = 0
        return max(stop, position + 1)

    def _stands(self, heading: Heading, stop: int, end: int, before: str) -> bool:
        if before == " ":
            return self.text[stop : stop + 1] == ":" or self._numbered(stop, end)
        closed = self._closed(stop, end) or self._loose(heading, stop)
        return closed or self._listed(heading, stop, end)

    def _labels(self, position: int, end: int) -> bool:
        """Whether one of the labels stands here that part an item in two: 衡量标准:…"""
        form = _words(tuple(w for w, key in self.vocabulary.fields.items() if key in _LABELS))
        match = form.match(self.text, position, end)
        return bool(match) and self.text.startswith(":", match.end() if match else 0)

    def _tail(self, position: int, end: int) -> int:
        """Past what may follow a heading's word: (可选内容), 概述, a colon."""
        while match := _TAIL.match(self.text, position, end):
            position = match.end()
        return position

    def _closed(self, stop: int, end: int) -> bool:
        return stop >= end or self.text[stop] in ":\n\x01" or self.text.startswith("序号", stop)

    def _over_list(self, position: int, end: int) -> bool:
        """A long heading with its colon right over a list: it needs no end of a sentence before."""
        heading = heading_at(self.text, position, end, self.vocabulary)
        if heading is None or len(heading.word) < _SURE or not heading.word.isalpha():
            return False
        return self.text.startswith(":", heading.end) and self._numbered(heading.end + 1, end)

    def _numbered(self, position: int, end: int) -> bool:
        while position < end and self.text[position] == " ":
            position += 1
        marker = marker_at(self.text, position, end, self.vocabulary.styles)
        return bool(marker and marker.running and marker.number.value == (1,))

    def _listed(self, heading: Heading, stop: int, end: int) -> bool:
        """Whether a list begins right after it, numbered or each item with its name."""
        marker = marker_at(self.text, stop, end, self.vocabulary.styles)
        if marker and marker.running and marker.number.value[-1] == 1:
            return True
        named = _NAMED.match(self.text, stop, end)
        return bool(named) and len(heading.word) >= _SURE and self.text[stop] not in _NOT_AFTER
