"""What web sites, downloads and printers put round a paper, taken out of the text to be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.intake.account import Account
from dutybook.intake.characters import Plain, assembled, simple, watermarks
from dutybook.intake.lines.numbers import DOCUMENT
from dutybook.intake.source import Row, Source
from dutybook.intake.vocabulary import Vocabulary

_LONG: Final = 300
"""A row longer than this is content, whatever it contains."""
_SHORT: Final = 80
"""Furniture inside a row that is longer is left for a person if it carries a figure."""
_FIGURE: Final = re.compile(r"\d|[①-⑳]|^[\s-]*[一二三四五六七八九十]+、")
_IMAGE: Final = "!["


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of content: characters [start, end) of the plain text."""

    start: int
    end: int
    row: Row


def content(
    source: Source, vocabulary: Vocabulary, account: Account
) -> tuple[Plain, tuple[Kept, ...]]:
    """The plain text of a paper and its rows; what is furniture goes into the account."""
    whole = simple(source.text)
    dropped = _watermarks(source, whole, account)
    pages = _paged(source.rows, whole)
    pieces: list[tuple[str, int]] = []
    kept: list[Kept] = []
    length = page = 0
    for row in source.rows:
        words = whole[row.start : row.end]
        page += bool(words.strip())
        lead = _page_mark(words, page - 1) if pages else 0
        account.mark(row.start, row.start + lead, "aside", "page-mark")
        if reason := row.aside or _reason(words, vocabulary):
            _set_aside(row, words, reason, account)
            if _IMAGE in words:
                pieces.append((DOCUMENT + "\n", row.start))
                length += 2
            continue
        gone = dropped | _inline(row, words, vocabulary, account)
        start = length
        for piece in _pieces(whole, row.start + lead, row.end, gone):
            pieces.append(piece)
            length += len(piece[0])
        if not pages:
            pieces.append(("\n", row.end))
            length += 1
        if length > start:
            kept.append(Kept(start, length - (not pages), row))
    plain = assembled(pieces, len(source.text))
    if pages and kept:  # pages cut sentences anywhere: one row, as it was written
        kept = [Kept(0, len(plain.text), kept[0].row)]
    return plain, tuple(kept)


def _watermarks(source: Source, whole: str, account: Account) -> set[int]:
    places = set(watermarks(whole))
    for place in places:
        account.mark(place, place + 1, "aside", "watermark")
    return places


def _paged(rows: Sequence[Row], whole: str) -> bool:
    """Whether rows are pages, each after its number, and cut sentences where a page ended."""
    filled = [words for row in rows if (words := whole[row.start : row.end]).strip()]
    if len(filled) < 6 or any(row.kind == "grid" for row in rows):
        return False
    numbered = sum(words.startswith(f"{i}、") for i, words in enumerate(filled[1:], 1))
    lengths = [len(words) for words in filled]
    return (
        numbered >= 0.8 * (len(filled) - 1)
        and sum(lengths) > 150 * len(filled)
        and max(lengths) < 4 * _LONG
    )


def _page_mark(words: str, page: int) -> int:
    mark = f"{page}、"
    return len(mark) if page and words.startswith(mark) else 0


def _reason(words: str, vocabulary: Vocabulary) -> str:
    """Why a whole row is furniture; empty where it is content."""
    if not words.strip():
        return "blank"
    if len(words) > _LONG:
        return ""
    for reason, forms in vocabulary.furniture.items():
        if any(form.search(words) for form in forms):
            return reason
    return ""


def _set_aside(row: Row, words: str, reason: str, account: Account) -> None:
    """A row with a number or a figure is left for a person to see, whatever it looks like."""
    seen = bool(_FIGURE.search(words)) and _IMAGE not in words and not row.aside
    fate = "unresolved" if seen else "aside"
    account.mark(row.start, row.end, fate, reason)  # type: ignore[arg-type]


def _inline(row: Row, words: str, vocabulary: Vocabulary, account: Account) -> set[int]:
    """Furniture that shares a row with content: only the match goes."""
    gone: set[int] = set()
    groups = [vocabulary.inline]
    if len(words) > _LONG:  # line breaks are lost: what comes before and after the paper
        groups += [vocabulary.heads, vocabulary.tails]
    for group in groups:
        for reason, forms in group.items():
            for form in forms:
                for match in form.finditer(words):
                    stop = len(words) if group is vocabulary.tails else match.end()
                    span = (row.start + match.start(), row.start + stop)
                    gone_words = words[match.start() : stop]
                    markup = len(gone_words) < _SHORT or gone_words.startswith(_IMAGE)
                    figure = not markup and _FIGURE.search(gone_words)
                    account.mark(*span, "unresolved" if figure else "aside", reason)
                    gone |= set(range(*span))
    return gone


def _pieces(whole: str, start: int, end: int, gone: set[int]) -> Iterator[tuple[str, int]]:
    """Stretches of a row that stay; an image leaves a mark that a new paper begins."""
    begin = start
    for i in range(start, end):
        if i in gone:
            if begin < i:
                yield whole[begin:i], begin
            if whole.startswith(_IMAGE, i):
                yield DOCUMENT, i
            begin = i + 1
    if begin < end:
        yield whole[begin:end], begin
