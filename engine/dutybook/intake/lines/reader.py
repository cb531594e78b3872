"""A source to lines, row by row."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from dutybook.intake.account import Account
from dutybook.intake.characters import HAN, Plain
from dutybook.intake.lines.breaks import Cutter
from dutybook.intake.lines.flattened import flattened_cells
from dutybook.intake.lines.forms import form_lines, form_starts
from dutybook.intake.lines.furniture import Kept, content
from dutybook.intake.lines.grid import Box, GridRow, table_lines
from dutybook.intake.lines.line import Line
from dutybook.intake.lines.numbers import DOCUMENT, Lists, marker_at
from dutybook.intake.lines.subheads import glued, labelled
from dutybook.intake.lines.titles import Titles, find_titles, is_title, title_length
from dutybook.intake.source import Source
from dutybook.intake.vocabulary import Vocabulary

_SENTENCE: Final = re.compile(r"[^。;!?]+[。;!?]*[”\"]?")
_LONG: Final = 300
_FRAGMENT: Final = re.compile(r"[。;]([^。;,:、]{3,12}:?|[^。;,:、]{2}:)$")
_SUB: Final = 18
_FORM: Final = 3
"""So many labels in one stretch are a form's."""
_RUN_ON: Final = 120
"""A sentence longer than this has lost the ends of its items."""
_SPACED: Final = 10
_GROUPING: Final = frozenset({"cn", "(cn)", "part", "article", "named"})
_HEADS: Final = frozenset({"cn", "part", "named"})
"""Styles whose short items are headings."""


@dataclass(frozen=True, slots=True)
class Read:
    """All lines of a paper, in the plain text they stand in."""

    plain: Plain
    lines: tuple[Line, ...]
    machine: bool = False
    """Whether it is a form as a machine read it, with words misread."""


def read_lines(source: Source, vocabulary: Vocabulary, account: Account) -> Read:
    """Every line of a source; what is no content goes into the account."""
    plain, kept = content(source, vocabulary, account)
    if starts := form_starts(plain.text, vocabulary):
        return Read(plain, tuple(form_lines(plain.text, starts, vocabulary)), machine=True)
    titles = find_titles(plain.text, source.text, vocabulary)
    reader = _Reader(plain, titles, vocabulary, source)
    lines = [line for line in reader.lines(kept) if line.text.strip("。;:., ") or line.word]
    return Read(plain, tuple(lines))


@dataclass(slots=True)
class _Reader:
    plain: Plain
    titles: Titles
    vocabulary: Vocabulary
    source: Source
    lists: Lists = field(init=False)
    known: set[str] = field(default_factory=set)
    columns: list[tuple[str, str]] = field(default_factory=list)
    begun: bool = False

    def __post_init__(self) -> None:
        self.lists = Lists(self.plain.text, self.vocabulary.styles)

    def lines(self, kept: Sequence[Kept]) -> Iterator[Line]:
        """Rows of text one by one, tables whole."""
        sheets = set(self.source.sheets)
        numbers = {id(row): i for i, row in enumerate(self.source.rows)}
        for table, rows in groupby(
            kept, lambda one: one.row.table if one.row.kind == "grid" else 0
        ):
            for group in [list(rows)] if table else [[one] for one in rows]:
                if any(numbers[id(one.row)] in sheets for one in group):
                    self.begun = False
                if table:
                    grid = [self._grid_row(one) for one in group]
                    yield from table_lines(self._titled(grid), self.vocabulary, self._cell)
                else:
                    yield from self._row(group[0])

    # ------------------------------------------------------------------ tables
    def _grid_row(self, kept: Kept) -> GridRow:
        boxes = []
        for cell in kept.row.cells:
            start = bisect_left(self.plain.at, cell.start, kept.start, kept.end)
            end = bisect_left(self.plain.at, cell.end, start, kept.end)
            text = self.plain.text[start:end]
            start += len(text) - len(text.lstrip())
            boxes.append(
                Box(text.strip(), start, start + len(text.strip()), cell.column, cell.repeated)
            )
        return GridRow(kept.start, kept.end, tuple(boxes), kept.row.place)

    def _titled(self, rows: list[GridRow]) -> list[GridRow]:
        return rows

    def _cell(self, start: int, end: int, place: str) -> list[Line]:
        """The words of one cell: its own rows, numbered or not."""
        outer, self.lists = self.lists, Lists(self.plain.text, self.vocabulary.styles)
        found: list[Line] = []
        for match in re.finditer(r"[^\n]+", self.plain.text[start:end]):
            a, b = start + match.start(), start + match.end()
            found += self._cut(a, b, place, title=not self.begun)
        self.lists = outer
        return found

    # ------------------------------------------------------------------ text
    def _row(self, kept: Kept) -> Iterator[Line]:
        lines = self._cut(kept.start, kept.end, kept.row.place, title=True)
        if kept.row.kind == "heading" and len(lines) == 1 and lines[0].role == "item":
            role = "document" if kept.row.level == 1 and not lines[0].number else "sub"
            lines = [replace(lines[0], role=role, word=lines[0].text)]  # type: ignore[arg-type]
        yield from lines

    def _cut(self, start: int, end: int, place: str, *, title: bool) -> list[Line]:
        """One row, or one cell's row, cut into lines."""
        start, end = self._stripped(start, end)
        if start >= end:
            return []
        if title and self._whole_title(start, end):
            self.begun = True
            self.lists.opened.clear()
            text = self.plain.text[start:end]
            return [Line(start, end, start, text, "document", word=text, place=place)]
        if (
            title
            and not self.begun
            and (cut := title_length(self.plain.text, start, end, self.vocabulary))
        ):
            self.titles.spans[start] = start + cut
        self.begun = True
        cutter = Cutter(self.plain.text, self.titles, self.vocabulary, self.lists)
        spots = cutter.cut(start, end)
        found: list[Line] = []
        for number, (a, b) in enumerate(pairwise(spots)):
            found += self._segment(a, b, cutter, own=number == 0, row=(start, end), place=place)
        return found

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        text = self.plain.text[start:end]
        lead = len(text) - len(text.lstrip())
        return start + lead, start + lead + len(text.strip())

    def _whole_title(self, start: int, end: int) -> bool:
        text = self.plain.text[start:end]
        if DOCUMENT in text or start in self.titles.repeats or start in self.titles.spans:
            return False
        numbered = marker_at(self.plain.text, start, end, self.vocabulary.styles)
        return numbered is None and is_title(text, self.vocabulary)

    def _segment(
        self, start: int, end: int, cutter: Cutter, *, own: bool, row: tuple[int, int], place: str
    ) -> list[Line]:
        """The lines of one stretch between two breaks."""
        text = self.plain.text
        if start in self.titles.spans and end == max(self.titles.spans[start], start + 1):
            word = text[start:end].strip(DOCUMENT + "\n ")
            self.known.clear()
            return [Line(start, end, start, word, "document", word=word, place=place)]
        if self.titles.repeats.get(start) == end:
            return [Line(start, end, start, text[start:end], "again", place=place)]
        if start in cutter.tables:
            spans = cutter.tables[start]
            heads = [text[a:b] for a, b in spans]
            self.columns = [(self.vocabulary.columns[head.lower()], head) for head in heads]
            return [
                Line(start, end, start, text[start:end].strip(), "columns", own=own, place=place)
            ]
        if start in cutter.records:
            return [self._flattened(start, end, own=own, place=place)]
        return self._words(start, end, cutter, own=own, long=row[1] - row[0] > _LONG, place=place)

    def _flattened(self, start: int, end: int, *, own: bool, place: str) -> Line:
        number = re.match(r"\d+", self.plain.text[start:end])
        body = start + (number.end() if number else 0)
        text = self.plain.text[body:end].rstrip()
        columns = [(meaning, head) for meaning, head in self.columns if meaning != "no"]
        cells = flattened_cells(text, body, columns, self.vocabulary)
        return Line(start, end, body, text, "record", own=own, cells=cells, place=place)

    def _words(
        self, start: int, end: int, cutter: Cutter, *, own: bool, long: bool, place: str
    ) -> list[Line]:
        marker = cutter.markers.get(start)
        number = marker.number if marker else None
        body = marker.end if marker else start
        body, stop = self._trimmed(body, end)
        text = self.plain.text[body:stop]
        if heading := cutter.headings.get(start):
            bare = text.rstrip(":。;., ")
            part = self.vocabulary.parts[heading.word]
            return [Line(start, end, body, bare, "part", number, part, own, place=place)]
        line = Line(start, end, body, text, "item", number, own=own, place=place)
        return list(self._refined(line, long=long))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.plain.text[start:end]
        lead = len(text) - len(text.lstrip(" \t\n:"))
        return start + lead, max(start + lead, start + len(text.rstrip(" \t\n\x01")))

    # ------------------------------------------------------------------ refinement
    def _refined(self, line: Line, *, long: bool) -> Iterator[Line]:
        """Fields told from items, small headings from what they head, running text in sentences."""
        if fields := self._fields(line):
            yield from fields[:-1]
            yield from self._fragment(fields[-1]) if long else fields[-1:]
            return
        grouping = line.number is not None and line.number.style in _GROUPING
        loose = line.number is None or grouping
        running = not line.own or long or grouping
        if (loose or line.text.endswith(":")) and self._is_sub(line, grouping=grouping):
            self.known.add(line.text)
            yield replace(line, role="sub", word=line.text)
        elif loose and running and len(line.text) > _SUB:
            yield from self._sentences(line, grouping=grouping)
        elif not loose and running:
            yield from self._fragment(line)
        else:
            yield line

    def _fragment(self, line: Line) -> Iterator[Line]:
        """Words after the end of an item that end nothing themselves head what comes next."""
        match = _FRAGMENT.search(line.text)
        if match is None:
            yield line
            return
        cut, word = line.body + match.start(1), match[1]
        yield replace(line, end=cut, text=line.text[: match.start(1)])
        yield Line(cut, line.end, cut, word, "sub", None, word, own=False, place=line.place)

    def _is_sub(self, line: Line, *, grouping: bool) -> bool:
        """A short stretch that ends nothing: a heading that no list of headings knows."""
        if len(line.text) > _SUB or not line.text or line.text[-1] in "。;!?,":
            return False
        if re.search(r"[,。;]", line.text):
            return False
        if grouping and line.number is not None and line.number.style in _HEADS:
            return True
        return line.text.endswith(":") or (not grouping and not line.own and len(line.text) <= 12)

    def _fields(self, line: Line) -> list[Line]:
        """``职位名称:大客户助理 所属部门:销售部``: one line a field; empty where it is none."""
        spots = [match.span() for match in self._labels.finditer(line.text)]
        if not spots or (spots[0][0] > 0 and len(spots) < _FORM):
            return []
        found: list[Line] = []
        if spots[0][0] > 0:  # words before the first label of a form that lost its line breaks
            cut = line.body + spots[0][0]
            found.append(replace(line, end=cut, text=line.text[: spots[0][0]].strip()))
        ends = [*(start for start, _ in spots[1:]), len(line.text)]
        for (at, colon), end in zip(spots, ends, strict=True):
            word = self.vocabulary.fields[line.text[at:colon].rstrip(":").strip().lower()]
            body, stop = self._trimmed(line.body + colon, line.body + end)
            start, number = (line.body + at, None) if found else (line.start, line.number)
            text = self.plain.text[body:stop]
            own = line.own and not found
            found.append(
                Line(
                    start, line.body + end, body, text, "field", number, word, own, place=line.place
                )
            )
        return [*found[:-1], replace(found[-1], end=line.end)]

    @property
    def _labels(self) -> re.Pattern[str]:
        return _label_form(tuple(self.vocabulary.fields))

    def _sentences(self, line: Line, *, grouping: bool) -> Iterator[Line]:
        """Running text, sentence by sentence, each small heading apart."""
        start, first = line.start, True
        for match in _SENTENCE.finditer(line.text):
            piece = match[0]
            at = line.body + match.start()
            lead = len(piece) - len(piece.lstrip())
            at, piece = at + lead, piece.strip()
            if not piece:
                continue
            stop = line.body + match.end()
            length = glued(piece, self.vocabulary, self.known)
            number = line.number if first else None
            if len(piece) > _RUN_ON and not length:
                yield from self._opened(replace(line, start=start, body=at, end=stop, text=piece))
            elif length:
                word = piece[:length]
                self.known.add(word)
                yield Line(
                    start,
                    at + length,
                    at,
                    word,
                    "sub",
                    number,
                    word,
                    line.own and first,
                    place=line.place,
                )
                yield Line(
                    at + length, stop, at + length, piece[length:], own=False, place=line.place
                )
            else:
                own_number = None if grouping and labelled(piece) else number
                yield Line(
                    start,
                    stop,
                    at,
                    piece,
                    "item",
                    own_number,
                    own=line.own and first,
                    place=line.place,
                )
            start, first = stop, False

    def _opened(self, line: Line) -> Iterator[Line]:
        """A long stretch without marks: broken before words that only begin items."""
        openers = "|".join(self.vocabulary.openers)
        form = re.compile(
            rf"(?<=[{HAN}%])(?<![并由共同的和与及、或,面])(?:{openers})(?!的|和|与|、)"
        )
        spots, last = [0], 0
        for match in form.finditer(line.text):
            if match.start() - last >= _SPACED and line.text[last : match.start()].count(
                "("
            ) == line.text[last : match.start()].count(")"):
                spots.append(match.start())
                last = match.start()
        spots.append(len(line.text))
        for a, b in pairwise(spots):
            begin, stop = line.body + a, line.body + b
            start = line.start if a == 0 else begin
            end = line.end if b == len(line.text) else stop
            text = self.plain.text[begin:stop].strip()
            yield replace(line, start=start, end=end, body=begin, text=text, number=None, own=False)


@lru_cache(maxsize=8)
def _label_form(words: tuple[str, ...]) -> re.Pattern[str]:
    """A label with its colon: at the beginning, after a blank or a value that ends."""
    return re.compile(
        rf"(?:(?<=^)|(?<=[\s。;\]】{HAN}]))(?:{'|'.join(map(re.escape, words))})\s*:", re.I
    )
