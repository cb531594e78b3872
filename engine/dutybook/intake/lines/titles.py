"""Where a paper holds several: titles that count up, titles before an image, chapters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dutybook.intake.characters import HAN, simple
from dutybook.intake.lines.numbers import DOCUMENT, marker_at
from dutybook.intake.vocabulary import Vocabulary

_COUNTED: Final = re.compile(rf"([{HAN}:]{{5,16}})\s?[(]?(\d{{1,2}})")
_SHORTEST: Final = 5
_LEAST: Final = 3
_COPY: Final = re.compile(r"(?:范文|范本|样本|模板|精选)[一二三四五六七八九十\d]*$|\([^)]{1,6}\)$")
_COPIED: Final = re.compile(r"(?:范文|范本)[一二三四五六七八九十\d]*|\([^)]{1,6}\)")
_EDITION: Final = re.compile(r"\([^)]*篇\)|\[\d\]|^\d{4}修正版|\d{4}$|本月修正")


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles of papers in a text: ``spans`` where one stands (start to end), ``repeats`` where a
    paper's own title stands once more in its text."""

    spans: dict[int, int] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)
    stem: str = ""

    def within(self, start: int, end: int) -> list[int]:
        """Every place between two where a title begins or ends."""
        both = [*self.spans.items(), *self.repeats.items()]
        return [place for span in both for place in span if start <= span[0] < end]


def find_titles(plain: str, printed: str, vocabulary: Vocabulary) -> Titles:
    """All titles of a text that holds several papers."""
    spans, stem = _series(plain, vocabulary)
    repeats: dict[int, int] = {}
    _before_images(plain, printed, vocabulary, spans, repeats)
    for match in vocabulary.chapters.finditer(plain):
        if "篇" in match[0]:
            end = _chapter_end(plain, match.end(), vocabulary)
            spans[match.start()] = end
    return Titles(spans, {s: e for s, e in repeats.items() if s not in spans}, stem)


def _series(plain: str, vocabulary: Vocabulary) -> tuple[dict[int, int], str]:
    """Places of the title that is printed with 1, 2, 3 … in turn: the longest such string."""
    seen: set[str] = set()
    for match in _COUNTED.finditer(plain):
        seen |= {match[1][k:] for k in range(len(match[1]) - _SHORTEST + 1)}
    best: tuple[int, int, str] = (0, 0, "")
    spans: dict[int, int] = {}
    for stem in sorted(seen):
        if not any(word in stem for word in vocabulary.series) or stem[-1] in "1一二三":
            continue
        if plain.count(stem) < _LEAST:  # quick to see, and most are none
            continue
        found = _counted(plain, stem)
        if len(found) >= _LEAST and (len(found), len(stem), stem) > best:
            best, spans = (len(found), len(stem), stem), found
    stem = best[2]
    if stem and (at := plain.find(stem)) >= 0 and spans and at < min(spans):
        spans[at] = at + len(stem)  # the first of them may have no number
    return spans, stem


def _counted(plain: str, stem: str) -> dict[int, int]:
    """Spans of ``stem 1``, ``stem 2`` … each looked for after the one before: the number expected
    next settles 职责 11.0目的 as 1 and 1.0."""
    spans: dict[int, int] = {}
    position, count = 0, 1
    while True:
        form = re.compile(re.escape(stem) + rf"(?:\s?{count}|\({count}\))")
        if not (match := form.search(plain, position)):
            return spans
        spans[match.start()] = match.end()
        position, count = match.end(), count + 1


def _before_images(
    plain: str,
    printed: str,
    vocabulary: Vocabulary,
    spans: dict[int, int],
    repeats: dict[int, int],
) -> None:
    """A title, its image, the title again: web sites print collections so."""
    alts = [simple(match[1]) for match in vocabulary.image.finditer(printed)]
    marks = [i for i, character in enumerate(plain) if character == DOCUMENT]
    for number, (mark, alt) in enumerate(zip(marks, alts, strict=False)):
        stop = marks[number + 1] if number + 1 < len(marks) else len(plain)
        core = _EDITION.sub("", alt).strip()
        before = plain[:mark].rstrip("\n")
        if before.endswith(alt):
            spans[len(before) - len(alt)] = len(before)
        else:
            spans[mark] = mark + 1
        _repeats(plain, core, mark + 1, stop - len(alt), spans, repeats)


def _repeats(
    plain: str, core: str, start: int, stop: int, spans: dict[int, int], repeats: dict[int, int]
) -> None:
    """The title at the head of its text; with a number further down it begins another paper."""
    position = start + len(plain[start:stop]) - len(plain[start:stop].lstrip("\n"))
    while core and plain.startswith(core, position):
        repeats[position] = position + len(core)
        position += len(core)
    for match in re.finditer(re.escape(core) + r"\(\d+\)", plain[start:stop]):
        spans[start + match.start()] = start + match.end()


def _chapter_end(plain: str, position: int, vocabulary: Vocabulary) -> int:
    """A chapter's title ends with its row, where a title's words end, or where it is said again."""
    end = plain.find("\n", position)
    end = len(plain) if end < 0 else end
    if end - position > 60:
        reach = plain[position : position + 40]
        ends = [reach.find(word) + len(word) for word in vocabulary.titles if word in reach]
        if ends:
            copy = re.match(r"\([^)]{1,6}\)", plain[position + max(ends) :])
            return position + max(ends) + (copy.end() if copy else 0)
    for length in range(min(24, end - position), 5, -1):
        if plain.startswith(plain[position : position + length], position + length):
            return position + length
    return min(end, position + 30) if end - position < 60 else position


def title_length(text: str, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Length of the title that running text begins with, 0 where there is none: it ends like a
    title, is no mere heading, and a number, a heading or the heads of a table follow."""
    reach = re.split(r"[。,;!?]|[一二三四五六七八九十]+、", text[start : min(end, start + 36)])[0]
    best = 0
    for word in vocabulary.titles:
        for match in re.finditer(re.escape(word), reach):
            copied = _COPIED.match(text, start + match.end(), end)
            stop = (copied.end() if copied else start + match.end()) - start
            heading = reach[:stop].lower() in vocabulary.parts
            if stop > best and not heading and _begins(text, start + stop, end, vocabulary):
                best = stop
    return best


def _begins(text: str, position: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a list, a heading or a table begins here, perhaps after a colon."""
    position += text.startswith(":", position)
    if position >= end:
        return False
    marker = marker_at(text, position, end, vocabulary.styles)
    if marker and marker.number.value[-1] <= 1:
        return True
    return text.startswith(("序号", *vocabulary.glued), position) or any(
        text.startswith(f"{word}:", position) for word in (*vocabulary.parts, *vocabulary.fields)
    )


def is_title(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short row names a paper: 保洁主管岗位职责, 投诉处理流程, Job Description: Clerk."""
    bare = _COPY.sub("", text.rstrip(":")).strip()
    if any(form.search(bare) for form in vocabulary.title_prefixes):
        return True
    words: Sequence[str] = [w for kind in vocabulary.kinds.values() for w in kind]
    ends = (*vocabulary.titles, *words)
    return len(bare) <= 30 and bare.endswith(ends) and bare.lower() not in vocabulary.parts
