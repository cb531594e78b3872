"""Lists of people, and ratings of a filled form: tables that become CSV."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.quantity import plain
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.lines.line import Line
from dutybook.intake.outline import Document

_DAY: Final = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})")
_MONTH: Final = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})")


def day(words: str) -> str:
    """A day as ``2026-10-01``; empty where the words are none."""
    match = _DAY.search(simple(words))
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def lines_of(document: Document) -> Iterator[Line]:
    """Every line of a paper's parts."""
    for post in document.posts:
        for part in post.parts:
            yield from part.headings
            for entry in part.entries:
                yield from entry.lines


def ratings(desk: Desk, document: Document) -> tuple[list[dict[str, str]], Data]:
    """The ratings of a filled form, a row each, and the notes on it. Whose they are and for which
    month stands in its head."""
    fields = {line.word: line for line in lines_of(document) if line.role == "field"}
    data: Data = {}
    person = desk.words(fields["employee"]) if "employee" in fields else ""
    named = desk.words(fields["name"]) if "name" in fields else ""
    month = _MONTH.search(simple(desk.words(fields["period"]))) if "period" in fields else None
    rated = f"{month[1]}-{int(month[2]):02}" if month else ""
    if not rated:
        noted(data, desk.review("figure-unplaced", printed=named or person, key="rated_on"))
    rows: list[dict[str, str]] = []
    for line in lines_of(document):
        rows += _rated(desk, line, person or named, rated)
        desk.use([line], "ratings")
    return rows, data


def _rated(desk: Desk, line: Line, employee: str, rated: str) -> Iterator[dict[str, str]]:
    texts = {cell.column: desk.stretch(cell.start, cell.end) for cell in line.cells}
    name = texts.get("name", "").strip()
    for rater in ("self", "superior"):
        value = re.fullmatch(r"\d+(?:\.\d+)?", texts.get(rater, "").strip())
        if name and value:
            yield {
                "employee": employee,
                "kpi": name,
                "rater": rater,
                "value": plain(Fraction(value[0])),
                "rated_on": rated,
            }


def headed(words: Sequence[str], wanted: str) -> bool:
    """Whether a heading is one of those words, blanks aside."""
    return simple(wanted).replace(" ", "").lower() in {w.replace(" ", "").lower() for w in words}
