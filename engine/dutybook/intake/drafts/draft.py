"""A draft of one definition, and the desk it is made at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dutybook.intake.account import Account, Fate
from dutybook.intake.characters import Plain, simple
from dutybook.intake.lines.line import Line
from dutybook.intake.vocabulary import Vocabulary

DraftKind = Literal["role", "sop", "agreement", "people", "ratings"]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """The data of one YAML document; ``rows`` of a list instead where it is a table. ``source`` and
    ``ordinal`` say which paper of which file it comes from."""

    kind: DraftKind
    id: str
    title: str
    data: Data
    source: str
    ordinal: int
    rows: tuple[Mapping[str, str], ...] = ()

    @property
    def reviews(self) -> int:
        """How many notes ask a person to decide."""
        return _count(self.data)


def _count(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_count, value))
    if not isinstance(value, dict):
        return 0
    own = len(value.get("review", ()))
    return own + sum(_count(inner) for key, inner in value.items() if key != "review")


@dataclass(slots=True)
class Ids:
    """Ids for titles, each once: by English words for the words of the title."""

    words: Mapping[str, str]
    taken: set[str] = field(default_factory=set)

    def make(self, title: str, fallback: str) -> str:
        """``客服主管`` is ``service-supervisor``; a second one ``service-supervisor-2``."""
        stem = self._stem(title) or fallback
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}-{count}"
        self.taken.add(name)
        return name

    def _stem(self, title: str) -> str:
        text, parts = simple(title).lower(), []
        ordered = sorted(self.words, key=len, reverse=True)
        while text:
            word = next((w for w in ordered if text.startswith(w)), "")
            if word:
                parts.append(self.words[word])
            elif text[0].isascii() and text[0].isalnum():
                latin = ""
                while text and text[0].isascii() and text[0].isalnum():
                    latin, text = latin + text[0], text[1:]
                parts.append(latin)
                continue
            text = text[len(word) or 1 :]
        return "-".join(parts)[:50].strip("-").lstrip("0123456789-")


@dataclass(slots=True)
class Posts:
    """The posts that are known: by title, simplified, what a reference to them is written as."""

    known: dict[str, str] = field(default_factory=dict)

    def find(self, words: str) -> str:
        """The id of a post that words name; empty where none is known by that title."""
        return self.known.get(simple(words).replace(" ", "").strip("。;、,"), "")

    def add(self, title: str, identity: str) -> None:
        """A post; the first of a title stands."""
        self.known.setdefault(simple(title).replace(" ", ""), identity)


@dataclass(slots=True)
class Desk:
    """What drafts of one file are made with."""

    vocabulary: Vocabulary
    plain: Plain
    printed: str
    account: Account
    ids: Ids
    posts: Posts
    locale: str
    source: str
    mends: Mapping[str, str] = field(default_factory=dict)
    """Misread words and what they are read as, in papers a machine read."""
    mended: list[tuple[str, str]] = field(default_factory=list)

    def words(self, line: Line) -> str:
        """A line's words as printed: its own punctuation, in the script of the workspace, marks of
        web sites out."""
        return self.stretch(line.body, line.body + len(line.text))

    def stretch(self, start: int, end: int) -> str:
        """Words of a stretch of the plain text."""
        places = self.plain.at[start:end]
        raw = "".join(self.printed[place] for place in places)
        if self.locale == "zh-Hans":
            converted = simple(raw)
            raw = "".join(
                new if "\u4e00" <= old <= "\u9fff" else old
                for old, new in zip(raw, converted, strict=True)
            )
        return self._read(" ".join(raw.split()))

    def _read(self, text: str) -> str:
        """Misread words put right; which ones is kept for the notes."""
        for wrong, right in self.mends.items():
            if wrong in text:
                text = text.replace(wrong, right)
                if (wrong, right) not in self.mended:
                    self.mended.append((wrong, right))
        return text

    def mend_notes(self) -> list[Data]:
        """A note for each word read otherwise than printed since the last time."""
        found, self.mended = self.mended, []
        return [self.review("mended", printed=wrong, read=right) for wrong, right in found]

    def use(self, lines: Iterable[Line], where: str) -> None:
        """Lines that went into a definition."""
        self._mark(lines, "used", where)

    def set_aside(self, lines: Iterable[Line], why: str) -> None:
        """Lines that say nothing a definition keeps."""
        self._mark(lines, "aside", why)

    def leave(self, lines: Iterable[Line], why: str) -> None:
        """Lines that a person must place."""
        self._mark(lines, "unresolved", why)

    def _mark(self, lines: Iterable[Line], fate: Fate, why: str) -> None:
        for line in lines:
            start, end = self.plain.printed(line.start, line.end)
            self.account.mark(start, end, fate, why)

    def review(self, code: str, **details: str) -> Data:
        """A note that asks a person to decide."""
        wordings = self.vocabulary.reviews[code]
        text = wordings.get(self.locale) or wordings.get("zh-Hans") or wordings["en"]
        if self.locale == "zh-Hant":
            text = wordings["zh-Hans"]
        for name, value in details.items():
            text = text.replace("{" + name + "}", value)
        kept = {k: v for k, v in details.items() if k in ("key", "printed", "read") and v}
        return {"note": text, "code": code, **kept}


def noted(data: Data, *notes: Data) -> None:
    """Notes at their place, each once."""
    if notes:
        found = data.setdefault("review", [])
        found += [note for note in notes if note not in found]
