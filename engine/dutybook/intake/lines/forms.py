"""One form printed again and again in a stream of text, its labels misread here and there.

The labels' order is known, so the cheapest way to lay all of them is sought: looking for each one's
best place by itself takes labels from the text of others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dutybook.intake.characters import HAN
from dutybook.intake.lines.line import Line, Number
from dutybook.intake.vocabulary import Vocabulary

_LEAST: Final = 3
_REACH: Final = 1200
_MISSING: Final = 0.8
"""What leaving a label out costs, for each of its characters."""
_WRONG: Final = 0.5
"""How much of a label may be misread."""
_ROW: Final = re.compile(rf"(\d)(?=[{HAN}])|(?<=[{HAN},.])(\d)(?=[,.]?\s?[{HAN}])")
_SIGNS: Final = " ,.:_;、'\n"


@dataclass(frozen=True, slots=True)
class Laid:
    """A label where it was found: characters [start, end)."""

    index: int
    start: int
    end: int


def mended(text: str, vocabulary: Vocabulary) -> str:
    """Misread words of labels put right, each as long as before."""
    for wrong, right in vocabulary.label_mends.items():
        if len(wrong) == len(right):
            text = text.replace(wrong, right)
    return text


def form_starts(plain: str, vocabulary: Vocabulary) -> list[int]:
    """Where copies of the form begin; empty where the text is no such stream."""
    text = mended(plain, vocabulary)
    starts = [m.start() for m in re.finditer(rf"{vocabulary.form.begins}[:,]", text)]
    second = mended(vocabulary.form.labels[1], vocabulary)[-6:]
    near = [s for s in starts if second in text[s : s + 60]]
    return near if len(near) >= _LEAST else []


def form_lines(plain: str, starts: list[int], vocabulary: Vocabulary) -> Iterator[Line]:
    """The lines of every copy: its fields, its duties row by row."""
    text = mended(plain.replace("\n", " "), vocabulary)
    if starts[0] > 0 and plain[: starts[0]].strip():
        yield _line(plain, 0, 0, starts[0], "item")
    ends = [*starts[1:], len(plain)]
    lead = _lead(text, starts)
    for start, end in zip(starts, ends, strict=True):
        reach = min(end, start + _REACH)
        stop = reach - len(lead) if lead and text[:reach].endswith(lead) else reach
        yield from _copy(plain, text, start, stop, vocabulary)
        if stop < end:
            role = "again" if reach == end else "item"
            yield _line(plain, stop, stop, end, role)


def _lead(text: str, starts: list[int]) -> str:
    """The words that stand before most copies of the form: its own title."""
    before = text[: starts[0]].rstrip()
    for length in range(min(16, len(before)), 3, -1):
        lead = text[starts[0] - length : starts[0]]
        if 2 * sum(text[:start].endswith(lead) for start in starts) > len(starts):
            return lead
    return ""


def _copy(plain: str, text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Line]:
    laid = _lay(text, start, end, vocabulary.form.labels)
    yield Line(start, start, start, "", "document", word=" ")
    for i, label in enumerate(laid):
        stop = laid[i + 1].start if i + 1 < len(laid) else end
        key = vocabulary.form.keys[label.index]
        if key == "duties":
            yield _line(plain, label.start, label.start, label.end, "part", word="duties")
            yield from _duties(plain, label.end, stop)
        elif key in ("purpose", "contacts"):
            yield _line(plain, label.start, label.start, label.end, "part", word=key)
            yield _line(plain, label.end, label.end, stop, "item")
        elif key:
            yield _line(plain, label.start, label.end, stop, "field", word=key)
        else:
            yield _line(plain, label.start, label.start, stop, "again")


def _line(plain: str, start: int, body: int, end: int, role: str, word: str = "") -> Line:
    raw = plain[body:end].replace("\n", " ")
    lead = len(raw) - len(raw.lstrip(_SIGNS))
    text = raw.strip(_SIGNS)
    return Line(start, end, body + lead, text, role, word=word, own=False)  # type: ignore[arg-type]


def _duties(plain: str, start: int, end: int) -> Iterator[Line]:
    """Rows in the order of their numbers; words before the first number are a row of their own."""
    expected, begin, number = 1, start, 0
    for match in _ROW.finditer(plain, start, end):
        value = int(match[1] or match[2])
        if value not in (expected, expected + 1):
            continue
        if plain[begin : match.start()].strip(_SIGNS):
            yield _row(plain, begin, match.start(), number)
        begin, number, expected = match.start(), value, value + 1
    if plain[begin:end].strip(_SIGNS):
        yield _row(plain, begin, end, number)


def _row(plain: str, start: int, end: int, number: int) -> Line:
    line = _line(plain, start, start + (1 if number else 0), end, "item")
    printed = Number("1.", (number,), str(number)) if number else None
    return Line(start, end, line.body, line.text, "item", printed, own=False)


def _lay(text: str, start: int, end: int, labels: tuple[str, ...]) -> list[Laid]:
    """The cheapest way to lay the labels in their order into [start, end)."""
    paths: dict[int, tuple[float, tuple[Laid, ...]]] = {start: (0.0, ())}
    for index, label in enumerate(labels):
        found = _places(label, text, start, end)
        longer = {at: (cost + len(label) * _MISSING, laid) for at, (cost, laid) in paths.items()}
        for stop, (errors, begin) in found.items():
            before = min(
                ((cost, at) for at, (cost, _) in paths.items() if at <= begin), default=None
            )
            if before and before[0] + errors < longer.get(stop, (1e9,))[0]:
                laid = (*paths[before[1]][1], Laid(index, begin, stop))
                longer[stop] = (before[0] + errors, laid)
        paths = longer
    return list(min(paths.values(), key=lambda path: path[0])[1])


def _places(label: str, text: str, start: int, end: int) -> dict[int, tuple[int, int]]:
    """Approximate occurrences of a label (Sellers): end → (errors, start)."""
    size, most = len(label), max(1, round(len(label) * _WRONG))
    row = [(i, start) for i in range(size + 1)]
    found = {}
    for place in range(start, end):
        diagonal, new = row, [(0, place + 1)]
        base = [(0, place), *diagonal[1:]]
        for i in range(1, size + 1):
            new.append(
                min(
                    (base[i - 1][0] + (label[i - 1] != text[place]), base[i - 1][1]),
                    (diagonal[i][0] + 1, diagonal[i][1]),
                    (new[i - 1][0] + 1, new[i - 1][1]),
                )
            )
        row = new
        if row[size][0] <= most:
            found[place + 1] = row[size]
    return found
