"""A table of people: which column is which, and its rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dutybook.intake.account import Account
from dutybook.intake.characters import simple
from dutybook.intake.source import CellSpan, Row, Source
from dutybook.intake.vocabulary import PeopleWords

_DAY: Final = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})")
_LEAST: Final = 3
PRIVATE: Final = "private"


@dataclass(frozen=True, slots=True)
class Person:
    """A row of a list: values by column of people.csv (and ``department``); ``gone``: it says the
    person has left."""

    values: Mapping[str, str]
    place: str
    gone: bool

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of people; ``heads`` is what each column's head was taken for, ``dropped`` the heads
    of columns that are not kept."""

    people: tuple[Person, ...]
    heads: Mapping[str, str]
    dropped: tuple[str, ...]


def read_listing(
    source: Source,
    words: PeopleWords,
    remembered: Mapping[str, str] | None = None,
    account: Account | None = None,
) -> Listing | None:
    """The people of the first table that names people and their posts; None where none does."""
    reader = _Reader(source, words, remembered or {}, account)
    for number, row in enumerate(source.rows):
        if row.kind == "grid" and (columns := reader.columns(row)):
            return reader.listing(columns, number)
    return None


def heads_of(source: Source) -> str:
    """The first row of a source's tables, for saying which heads were not understood."""
    row = next((row for row in source.rows if row.kind == "grid"), None)
    return "、".join(source.text[c.start : c.end].strip() for c in row.cells) if row else ""


@dataclass(slots=True)
class _Reader:
    source: Source
    words: PeopleWords
    remembered: Mapping[str, str]
    account: Account | None

    def columns(self, row: Row) -> dict[int, str]:
        """Meaning of each column where this row heads a list of people; else nothing."""
        found: dict[int, str] = {}
        for cell in row.cells:
            meaning = self._meaning(self._text(cell))
            if meaning and (meaning not in found.values() or meaning == PRIVATE):
                found[cell.column] = meaning
        kinds = set(found.values()) - {PRIVATE}
        listed = {"name", "role"} <= kinds and len(found) >= _LEAST
        return found if listed else {}

    def _meaning(self, head: str) -> str:
        bare = simple(head).replace(" ", "").lower()
        if bare in self.remembered:
            return self.remembered[bare]
        for words, _ in self.words.dropped.values():
            if bare in {w.replace(" ", "").lower() for w in words}:
                return PRIVATE
        if bare in self.words.state:
            return "state"
        for column, words in self.words.columns.items():
            if bare in {w.replace(" ", "").lower() for w in words}:
                return column
        return ""

    def listing(self, columns: dict[int, str], number: int) -> Listing:
        """The rows below the head."""
        head = self.source.rows[number]
        table = head.table
        heads = {self._text(c): columns.get(c.column, "") for c in head.cells}
        self._mark(head.start, head.end, "used", "people/heads")
        below = (r for r in self.source.rows[number + 1 :] if r.kind == "grid" and r.table == table)
        people = [one for row in below if (one := self._person(row, columns))]
        dropped = tuple(word for word, meaning in heads.items() if meaning == PRIVATE)
        return Listing(tuple(people), {w: m for w, m in heads.items() if m}, dropped)

    def _person(self, row: Row, columns: dict[int, str]) -> Person | None:
        values: dict[str, str] = {}
        for cell in row.cells:
            text, meaning = self._text(cell), columns.get(cell.column, "")
            if meaning == PRIVATE or self._private(text):
                self._mark(cell.start, cell.end, "aside", PRIVATE)
            elif meaning:
                values[meaning] = day(text) if meaning in ("from", "to") else text
                self._mark(cell.start, cell.end, "used", f"people/{meaning}")
        if not values.get("name"):
            return None
        gone = values.pop("state", "") in self.words.gone
        return Person(values, row.place, gone)

    def _private(self, text: str) -> bool:
        """Whether a value looks like what is not kept, whatever its column is called."""
        forms = (form for _, form in self.words.dropped.values() if form)
        return any(re.fullmatch(form, text) for form in forms)

    def _text(self, cell: CellSpan) -> str:
        return " ".join(self.source.text[cell.start : cell.end].split())

    def _mark(self, start: int, end: int, fate: str, why: str) -> None:
        if self.account is not None:
            self.account.mark(start, end, fate, why)  # type: ignore[arg-type]


def day(words: str) -> str:
    """A day as people.csv writes it; what is none stays as it is, for its check to point at."""
    match = _DAY.search(simple(words))
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else words


def rows(listing: Listing) -> Iterator[dict[str, str]]:
    """The rows of a people.csv of its own."""
    for person in listing.people:
        yield {
            column: person[column]
            for column in ("employee", "name", "role", "from", "to", "superior", "site", "level")
        }
