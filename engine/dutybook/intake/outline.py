"""Lines to papers, posts and parts: which heading each line belongs to."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from dutybook.intake.figures import has_figure
from dutybook.intake.lines.line import Line
from dutybook.intake.lines.reader import Read
from dutybook.intake.vocabulary import Vocabulary

DocumentKind = Literal["role", "sop", "agreement", "kpis", "people", "ratings"]
_HEAD: Final = 16
_ENDS: Final = frozenset("。;!?")
_SERIES: Final = re.compile(r"[\s(]*(\d{1,2})\)?$")
_MATTER: Final[Mapping[str, str]] = {
    "role": "duties",
    "sop": "procedure",
    "kpis": "kpis",
    "ratings": "kpis",
}
"""What a paper's own list is, where no heading says."""
_INTRODUCTORY: Final = frozenset({"purpose", "scope"})
_LISTED: Final = frozenset(
    {"duties", "kpis", "standards", "procedure", "obligations", "rights", "other", ""}
)
"""Parts whose items are told apart by numbers: there a line without one goes on with the last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a part: its line, the lines that go on with it, the small heading above it."""

    line: Line
    area: Line | None = None
    more: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the item."""
        return (self.line, *self.more)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands below one heading; ``asides`` are lines that only lead in or take leave."""

    kind: str
    headings: tuple[Line, ...]
    entries: tuple[Entry, ...]
    asides: tuple[tuple[Line, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One post's parts of a paper; ``title`` is empty where the paper itself is the post's."""

    title: str
    parts: tuple[Part, ...]

    def entries(self, *kinds: str) -> Iterator[Entry]:
        """The items of all parts of these kinds."""
        for part in self.parts:
            if part.kind in kinds:
                yield from part.entries

    def fields(self) -> dict[str, Line]:
        """The first field of each label, wherever it stands."""
        found: dict[str, Line] = {}
        for part in self.parts:
            for entry in part.entries:
                if entry.line.role == "field":
                    found.setdefault(entry.line.word, entry.line)
        return found


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of a file."""

    title: str
    titles: tuple[Line, ...]
    kind: DocumentKind
    posts: tuple[Post, ...]
    series: str = ""


@dataclass(slots=True)
class _Open:
    """A paper that is being read."""

    titles: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def outline(read: Read, vocabulary: Vocabulary) -> tuple[Document, ...]:
    """The papers of a file in their order."""
    opened: list[_Open] = [_Open()]
    for line in read.lines:
        if line.role == "document" and (opened[-1].lines or not opened[-1].titles):
            if not opened[-1].lines and not opened[-1].titles:
                opened.pop()
            opened.append(_Open([line]))
        elif line.role in ("document", "again") and not opened[-1].lines:
            opened[-1].titles.append(line)
        else:
            opened[-1].lines.append(line)
    return tuple(_document(one, vocabulary) for one in opened if one.lines or one.titles)


def _document(opened: _Open, vocabulary: Vocabulary) -> Document:
    names = [line.word or line.text for line in opened.titles if line.text.strip()]
    title = max(names, key=lambda name: (_named(name, vocabulary), -names.index(name)), default="")
    series = _SERIES.search(title)
    kind = _kind(title, opened.lines, vocabulary)
    posts = tuple(_posts(opened.lines, kind, vocabulary))
    return Document(title.strip(), tuple(opened.titles), kind, posts, series[1] if series else "")


def _named(title: str, vocabulary: Vocabulary) -> bool:
    """Whether a title says more than what kind of paper it is: whose."""
    return bool(post_of(title, vocabulary))


def post_of(title: str, vocabulary: Vocabulary) -> str:
    """The post that a title names: 保洁主管岗位职责 is 保洁主管's; empty where it names none."""
    bare = vocabulary.chapters.sub("", title).strip() if "篇" in title else title.strip()
    bare = re.sub(
        r"\((?:\d+|[一二三四五六七八九十]+)篇?\)|\[\d+\]|\s+\d+$|^\d{4}(?:修正版|年)", "", bare
    )
    for form in (*vocabulary.title_prefixes, *vocabulary.title_suffixes):
        bare = form.sub("", bare)
    bare = bare.strip(" :-_《》")
    shorter = ""
    while shorter != bare:
        shorter = bare
        for word in (*vocabulary.titles, *vocabulary.edges):
            if bare.endswith(word):
                bare = bare.removesuffix(word).strip(" :-_的之")
                break
    return "" if bare in vocabulary.not_posts or len(bare) > 40 else bare.replace(":", "")


def _kind(title: str, lines: Sequence[Line], vocabulary: Vocabulary) -> DocumentKind:
    """What a paper becomes: by its title, else by what it holds."""
    columns = {cell.column for line in lines for cell in line.cells}
    rated = any(c.column in ("superior", "self") and c.text for line in lines for c in line.cells)
    if (
        {"name", "weight"} <= columns
        or {"name", "target"} <= columns
        or {"name", "rule"} <= columns
    ):
        person = any(
            line.role == "field" and line.word in ("name", "employee") and line.text
            for line in lines
        )
        return "ratings" if rated and person else "kpis" if not _has_duties(lines) else "role"
    for kind, words in vocabulary.kinds.items():
        if any(word.lower() in title.lower() for word in words):
            return "role" if kind in ("kpis", "sop") and _has_duties(lines) else kind  # type: ignore[return-value]
    return "role"


def _has_duties(lines: Sequence[Line]) -> bool:
    return any(line.role == "part" and line.word in ("duties", "qualifications") for line in lines)


def _posts(lines: Sequence[Line], kind: DocumentKind, vocabulary: Vocabulary) -> Iterator[Post]:
    """The posts of a paper: one, or those of a roster whose names come back in every part."""
    roster = _roster(lines, vocabulary)
    names = [""]
    stretches: dict[str, list[Line]] = {"": []}
    part: Line | None = None
    current = ""
    for line in lines:
        name = line.text.rstrip(":")
        if line.role == "part":
            part, current = line, ""
        if line.role == "sub" and not line.number and name in roster:
            current = name
            if name not in stretches:
                names.append(name)
                stretches[name] = []
            if part is not None:
                stretches[name].append(replace(part, start=part.end, end=part.end))
            stretches[name].append(replace(line, role="again"))
            continue
        stretches[current].append(line)
    for name in names:
        yield Post(name, tuple(_parts(stretches[name], kind, vocabulary)))


def _roster(lines: Sequence[Line], vocabulary: Vocabulary) -> set[str]:
    """Names that head a stretch of more than one part."""
    seen: Counter[str] = Counter()
    for line in lines:
        if line.role == "sub" and not line.number and line.text.endswith(":"):
            seen[line.text.rstrip(":")] += 1
    return {name for name, count in seen.items() if count > 1 and name not in vocabulary.parts}


def _parts(lines: Sequence[Line], kind: DocumentKind, vocabulary: Vocabulary) -> Iterator[Part]:
    """Parts in the paper's order; what stands above the first heading is a part without name."""
    headings: list[Line] = []
    body: list[Line] = []
    name = _first(lines, kind)
    for line in lines:
        part = line.word if line.role == "part" else _part_of(line, vocabulary)
        if not part and name in _INTRODUCTORY and _begins_list(line, body):
            yield _part(name, headings, body, vocabulary)
            headings, body, name = [], [], _MATTER.get(kind, name)
        if part:
            if body or headings:
                yield _part(name, headings, body, vocabulary)
            headings, body, name = [line], [], part
        else:
            body.append(line)
    if body or headings:
        yield _part(name, headings, body, vocabulary)


def _begins_list(line: Line, body: Sequence[Line]) -> bool:
    """Whether a list begins after a sentence that only introduced the paper."""
    first = line.number is not None and line.number.value[-1] == 1 and line.own
    return first and bool(body) and all(one.number is None for one in body)


def _first(lines: Sequence[Line], kind: DocumentKind) -> str:
    """What stands before any heading: the paper's own matter."""
    if kind == "role" and any(line.role == "part" and line.word == "duties" for line in lines):
        return ""
    return _MATTER.get(kind, "")


def _part_of(line: Line, vocabulary: Vocabulary) -> str:
    """A small heading that says its part by how it ends: 物业客服部门职责."""
    if line.role != "sub":
        return ""
    text = line.text.rstrip(":")
    return next((part for word, part in vocabulary.part_ends.items() if text.endswith(word)), "")


def _part(name: str, headings: list[Line], body: Sequence[Line], vocabulary: Vocabulary) -> Part:
    entries: list[Entry] = []
    asides: list[tuple[Line, str]] = []
    area: Line | None = None
    numbered = any(line.number and line.role == "item" for line in body)
    for place, line in enumerate(body):
        following = body[place + 1] if place + 1 < len(body) else None
        if line.role in ("again", "columns"):
            headings.append(line)
        elif (line.role == "sub" and not _listed(line, following)) or _heads_list(line, following):
            area = line
            headings.append(line)
        elif line.role == "item" and any(form.match(line.text) for form in vocabulary.closings):
            asides.append((line, "closing"))
        elif (
            line.role == "item"
            and not line.number
            and _leads_in(line, following, entries, name, numbered=numbered)
        ):
            asides.append((line, "preamble"))
        elif entries and _goes_on(line, entries[-1], name, numbered=numbered):
            entries[-1] = replace(entries[-1], more=(*entries[-1].more, line))
        else:
            entries.append(Entry(replace(line, role="item") if line.role == "sub" else line, area))
    return Part(name, tuple(headings), tuple(entries), tuple(asides))


def _listed(line: Line, following: Line | None) -> bool:
    """Whether a short numbered line is itself an item: the next number is of the same list."""
    return (
        line.number is not None
        and following is not None
        and following.number is not None
        and following.number.style == line.number.style
    )


def _heads_list(line: Line, following: Line | None) -> bool:
    """A short numbered line that ends nothing, above a list of another style."""
    if line.role != "item" or not line.number or following is None or not following.number:
        return False
    inner = following.number.style != line.number.style and following.number.value[-1] <= 1
    return inner and len(line.text) <= _HEAD and not re.search(r"[,。;!?]", line.text.rstrip("。"))


def _leads_in(
    line: Line, following: Line | None, entries: list[Entry], name: str, *, numbered: bool
) -> bool:
    """Words that only lead in to a list: before its first number, or ending in a colon."""
    if has_figure(line.text) or name not in _LISTED:
        return False
    if line.text.endswith(":") and following is not None:
        return True
    return numbered and not entries


def _goes_on(line: Line, last: Entry, name: str, *, numbered: bool) -> bool:
    """Whether a line without number belongs to the item before it."""
    if line.number or line.role != "item":
        return False
    if last.line.role == "field":
        return (last.lines[-1].text or "。")[-1] not in _ENDS or last.line.word == "standard"
    return numbered and bool(last.line.number) and name in _LISTED
