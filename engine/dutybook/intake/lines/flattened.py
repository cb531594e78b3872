"""Rows of tables that were flattened to running text: 1接待访客热情接待访客,提供指引。20%."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dutybook.intake.lines.line import Cell
from dutybook.intake.lines.subheads import glued
from dutybook.intake.vocabulary import Vocabulary

_COMPARED: Final = r"(?:≥|≤|>=|<=|>|<|=|不低于|不少于|不超过|不高于|达到?)?"
_UNIT: Final = r"(?:%|次|分钟|分|天|小时|件|起|项)?(?:及?以[上下内])?"
_VALUE: Final = rf"{_COMPARED}\s*\d+(?:\.\d+)?\s*{_UNIT}"
_FORMS: Final = {
    "weight": r"\d{1,3}(?:\.\d+)?\s*(?:%|分|(?=\s))",
    "target": rf"(?:{_VALUE}|每[日周月季年]度?\d{{1,2}}[日号]前)",
    "within": r"\d+(?:\.\d+)?\s*(?:个)?(?:分钟|小时|天|工作日)(?:内|以内)?",
}
_TEXTS: Final = 2


def flattened_cells(
    text: str, start: int, columns: Sequence[tuple[str, str]], vocabulary: Vocabulary
) -> tuple[Cell, ...]:
    """The cells of a row whose words run into each other. ``columns``: meaning and head of each,
    the number's left out; ``start``: where ``text`` begins. What cannot be told apart stays in
    the first cell."""
    meanings = tuple(column for column, _ in columns)
    match = _form(meanings).fullmatch(text)
    if match:
        spans = [match.span(i + 1) for i in range(len(meanings))]
    else:
        spans = [(0, len(text)), *[(len(text), len(text))] * (len(meanings) - 1)]
    spans = _two_texts(text, meanings, spans, vocabulary)
    return tuple(
        Cell(column, head, text[a:b].strip(), start + a, start + b)
        for (column, head), (a, b) in zip(columns, spans, strict=True)
        if b > a
    )


@lru_cache(maxsize=64)
def _form(meanings: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a whole row: words up to the first value that fits a column, and so on. Of
    neighbouring columns of words the first takes all for now."""
    parts, words = [], False
    for meaning in meanings:
        if form := _FORMS.get(meaning):
            parts.append(rf"({form})\s*")
            words = False
        else:
            last = meaning == meanings[-1]
            parts.append("()" if words else r"(.+)" if last else r"(.+?)")
            words = True
    return re.compile("".join(parts), re.S)


def _two_texts(
    text: str, meanings: Sequence[str], spans: list[tuple[int, int]], vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    """Two columns of words beside each other: parted like a small heading from its sentence."""
    for i in range(len(meanings) - 1):
        (a, b), following = spans[i], spans[i + 1]
        if meanings[i] in _FORMS or meanings[i + 1] in _FORMS or following[1] > following[0]:
            continue
        numbered = re.search(r"\d{1,2}\.\d{1,2}", text[a:b])
        cut = numbered.start() if numbered else _split(text[a:b], vocabulary)
        if cut:
            spans[i], spans[i + 1] = (a, a + cut), (a + cut, b)
    return spans


def _split(text: str, vocabulary: Vocabulary) -> int:
    length = glued(text, vocabulary)
    if length:
        return length
    stop = re.search(r"[,。;:]", text)
    return 0 if stop else len(text)
