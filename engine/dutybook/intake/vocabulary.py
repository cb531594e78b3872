"""The words of papers: ``rules/import/*.yaml``, a workspace's files in the place of the shipped
ones of the same name, so that a company teaches its own forms without code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.files.door import read_text
from dutybook.finding import DutybookError, Finding, Place
from dutybook.intake.characters import HAN, simple
from dutybook.resources import overlay

NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_NUMBER: Final = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百半壹贰叁]+)"
_DIGITS: Final = r"\d+(?:\.\d+)?"
_FILES: Final = (
    "headings", "fields", "columns", "numbers", "documents", "furniture", "mends", "subheads",
    "figures", "ids", "people", "duties", "reviews",
)  # fmt: skip

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Style:
    """A way of numbering."""

    name: str
    form: re.Pattern[str]
    counts: str
    running: bool


@dataclass(frozen=True, slots=True)
class FigureForm:
    """A form of figures: the kind, its pattern, and what the definitions write for it. ``stays``:
    no key says such a figure, its place is the sentence it stands in (owners of 50% and more)."""

    kind: str
    form: re.Pattern[str]
    value: str
    grammar: str
    sure: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class FormOrder:
    """The labels of a form in the order they are printed in, and the key of each."""

    begins: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyWords:
    """What sentences say besides figures: value by words, in the order they are tried."""

    responsibility: tuple[tuple[str, tuple[str, ...]], ...]
    records: re.Pattern[str]
    qualifications: tuple[tuple[str, tuple[str, ...]], ...]
    scores: tuple[tuple[str, tuple[str, ...]], ...]
    responsible: tuple[re.Pattern[str], ...]
    company: tuple[str, ...]
    consequences: tuple[tuple[str, tuple[str, ...]], ...]
    void: tuple[str, ...]
    definition: re.Pattern[str]
    of_which: tuple[str, ...]
    lengths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """What columns of a list of people are called; ``dropped``: words and form of what is not
    kept, by what it is."""

    columns: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, tuple[tuple[str, ...], str]]
    gone: frozenset[str]
    state: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, ready to match."""

    parts: Mapping[str, str]
    glued: frozenset[str]
    part_ends: Mapping[str, str]
    fields: Mapping[str, str]
    columns: Mapping[str, str]
    styles: tuple[Style, ...]
    kinds: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...]
    edges: tuple[str, ...]
    not_posts: frozenset[str]
    chapters: re.Pattern[str]
    image: re.Pattern[str]
    series: tuple[str, ...]
    title_prefixes: tuple[re.Pattern[str], ...]
    title_suffixes: tuple[re.Pattern[str], ...]
    closings: tuple[re.Pattern[str], ...]
    furniture: Mapping[str, tuple[re.Pattern[str], ...]]
    inline: Mapping[str, tuple[re.Pattern[str], ...]]
    tails: Mapping[str, tuple[re.Pattern[str], ...]]
    heads: Mapping[str, tuple[re.Pattern[str], ...]]
    label_mends: Mapping[str, str]
    content_mends: Mapping[str, str]
    form: FormOrder
    head_ends: tuple[str, ...]
    clause_starts: tuple[str, ...]
    not_heads: tuple[str, ...]
    openers: tuple[str, ...]
    figures: tuple[FigureForm, ...]
    units: Mapping[str, str]
    ids: Mapping[str, str]
    people: PeopleWords
    duties: DutyWords
    reviews: Mapping[str, Mapping[str, str]]


def load_vocabulary(root: Path | None = None) -> Vocabulary:
    """The vocabulary for a workspace. :class:`DutybookError` names the file that cannot be used."""
    files = overlay(root, "rules", "import/*.yaml")
    paths = tuple((name, files[f"import/{name}.yaml"]) for name in _FILES)
    return _loaded(tuple((name, path, path.stat().st_mtime_ns) for name, path in paths))


@lru_cache(maxsize=8)
def _loaded(files: tuple[tuple[str, Path, int], ...]) -> Vocabulary:
    data = {}
    for name, path, _ in files:
        try:
            data[name] = yaml.safe_load(read_text(path))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise _unusable(path, str(error).replace("\n", " ")) from None
    try:
        return _built(data)
    except (KeyError, TypeError, AttributeError, ValueError, re.error, IndexError) as error:
        names = ", ".join(sorted(f"import/{name}.yaml" for name in data))
        raise _unusable(files[0][1].parent, f"{type(error).__name__} {error} ({names})") from None


def _unusable(path: Path, reason: str) -> DutybookError:
    return DutybookError(Finding("import-vocabulary", Place(str(path)), {"reason": reason}))


def _built(data: Mapping[str, Any]) -> Vocabulary:
    documents, furniture = data["documents"], data["furniture"]
    mends, subheads = data["mends"], data["subheads"]
    order = mends["form"]
    return Vocabulary(
        parts=_words(data["headings"], "part"),
        glued=frozenset(w for row in data["headings"] for w in row.get("glued", ())),
        part_ends={w: row["part"] for row in data["headings"] for w in row.get("ends", ())},
        fields=_words(data["fields"], "key"),
        columns=_words(data["columns"], "column"),
        styles=tuple(_style(row) for row in data["numbers"]),
        kinds={kind: tuple(words) for kind, words in documents["kinds"].items()},
        titles=_longest(documents["titles"]),
        edges=_longest(documents["edges"]),
        not_posts=frozenset(documents["not_posts"]),
        chapters=re.compile(documents["chapters"]),
        image=re.compile(documents["image"]),
        series=tuple(documents["series"]),
        title_prefixes=tuple(re.compile(form, re.I) for form in documents["english"]),
        title_suffixes=tuple(re.compile(form, re.I) for form in documents["english_titles"]),
        closings=tuple(re.compile(form) for form in documents["closings"]),
        furniture=_patterns(furniture["rows"]),
        inline=_patterns(furniture["inline"]),
        tails=_patterns(furniture["tails"]),
        heads=_patterns(furniture["heads"]),
        label_mends=mends["labels"],
        content_mends=mends["content"],
        form=FormOrder(order["begins"], tuple(order["labels"]), tuple(order["keys"])),
        head_ends=tuple(subheads["ends"]),
        clause_starts=tuple(subheads["starts"]),
        not_heads=tuple(subheads["not_heads"]),
        openers=tuple(subheads["openers"]),
        figures=tuple(_figure(row, data["figures"]["units"]) for row in data["figures"]["forms"]),
        units=data["figures"]["units"],
        ids=data["ids"],
        people=_people(data["people"]),
        duties=_duties(data["duties"]),
        reviews=data["reviews"],
    )


def _words(rows: Rows, key: str) -> dict[str, str]:
    """Word to what it means, the longest first; the first row to name a word has it."""
    found: dict[str, str] = {}
    for row in rows:
        for word in row["words"]:
            found.setdefault(simple(str(word)).lower(), str(row[key]))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _longest(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _style(row: Mapping[str, Any]) -> Style:
    form = str(row["form"]).format(cn=NUMERAL, han=HAN)
    return Style(str(row["style"]), re.compile(form), row["counts"], bool(row["running"]))


def _patterns(rows: Mapping[str, Sequence[str]]) -> dict[str, tuple[re.Pattern[str], ...]]:
    return {reason: tuple(re.compile(form) for form in forms) for reason, forms in rows.items()}


def _figure(row: Mapping[str, Any], units: Mapping[str, str]) -> FigureForm:
    every = sorted((u for u in units if units[u] != "s"), key=len, reverse=True)
    often = "|".join([u for u in every if u[0] in "周星月季半年天日个工"])
    times = "|".join(sorted(units, key=len, reverse=True))
    form = str(row["form"]).format(n=_NUMBER, d=_DIGITS, u=often, t=times)
    return FigureForm(
        row["kind"],
        re.compile(form, re.I),
        row.get("value", ""),
        row.get("grammar", ""),
        row.get("sure", True),
        row.get("stays", False),
    )


def _duties(data: Mapping[str, Any]) -> DutyWords:
    def pairs(name: str, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((row[key], tuple(simple(w) for w in row["words"])) for row in data[name])

    return DutyWords(
        pairs("responsibility", "value"),
        re.compile(data["records"]),
        pairs("qualifications", "key"),
        pairs("scores", "value"),
        tuple(re.compile(form) for form in data["responsible"]),
        tuple(data["company"]),
        pairs("consequences", "then"),
        tuple(data["void"]),
        re.compile(data["definition"]),
        tuple(data["of_which"]),
        tuple(data["lengths"]),
    )


def _people(data: Mapping[str, Any]) -> PeopleWords:
    return PeopleWords(
        {column: tuple(simple(w) for w in words) for column, words in data["columns"].items()},
        {what: (tuple(one["words"]), one["form"]) for what, one in data["dropped"].items()},
        frozenset(data["gone"]),
        frozenset(data["state"]),
    )
