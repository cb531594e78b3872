"""How well drafts carry what a paper holds: items present and exact, figures in their keys."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from typing import Any

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Draft

_SIGNS = re.compile(r"[\W_]+")
_NEAR = 0.8
_KEYS = ("within", "schedule", "target", "weight", "copies", "headcount")


@dataclass
class Measured:
    """Counts of one paper; they can be added up."""

    papers: int = 0
    titles: int = 0
    titles_found: int = 0
    titles_extra: int = 0
    items: int = 0
    present: int = 0
    exact: int = 0
    extra: int = 0
    figures: int = 0
    keyed: int = 0
    reviewed: int = 0
    drafted_figures: int = 0
    right_figures: int = 0
    schedules: int = 0
    right_schedules: int = 0
    used: int = 0
    aside: int = 0
    unresolved: int = 0
    characters: int = 0
    seconds: float = 0.0
    missing: list[str] = field(default_factory=list)

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def lost(self) -> int:
        """Characters in no account: must be 0."""
        return self.characters - self.used - self.aside - self.unresolved


def bare(text: str) -> str:
    """Words without signs and blanks, simplified: what is compared."""
    return _SIGNS.sub("", simple(text)).lower()


def items(drafts: Iterable[Draft]) -> list[tuple[str, ...]]:
    """Every duty, KPI and step of drafts, in the wordings that may stand for it (obligations of
    agreements are not marked in the samples, and not counted)."""
    found: list[tuple[str, ...]] = []
    for draft in drafts:
        data = draft.data
        for duty in data.get("duties", ()):
            text, area = duty["text"], duty.get("area", "")
            found.append((bare(text), bare(area + text)))
        found += [_wordings(kpi) for kpi in data.get("kpis", ())]
        found += [(bare(step["text"]),) for step in data.get("steps", ())]
    return found


def _wordings(kpi: Mapping[str, Any]) -> tuple[str, ...]:
    name, definition = kpi["name"], kpi.get("definition", "")
    return bare(name), bare(definition), bare(name + definition)


def compare_items(expected: Sequence[str], drafts: Sequence[Draft], measured: Measured) -> None:
    """How many expected items are there, how many word for word, how many others are."""
    made = items(drafts)
    free = list(range(len(made)))
    for text in expected:
        want = bare(text)
        measured.items += 1
        place = next((i for i in free if want in made[i]), None)
        if place is not None:
            measured.exact += 1
            measured.present += 1
            free.remove(place)
            continue
        place = next((i for i in free if any(near(want, one) for one in made[i])), None)
        if place is not None:
            measured.present += 1
            free.remove(place)
        elif any(len(want) >= 6 and want in one for row in made for one in row):
            measured.present += 1  # run together with another
        else:
            measured.missing.append(text)
    measured.extra += len(free)


def near(want: str, one: str) -> bool:
    """Whether two wordings are one item with its edges a little off."""
    if not one or min(len(want), len(one)) < 0.5 * max(len(want), len(one)):
        return False
    return SequenceMatcher(None, want, one, autojunk=False).ratio() >= _NEAR


def figures(drafts: Iterable[Draft]) -> list[tuple[str, str]]:
    """Every figure that stands at a key: the key, and its value as written."""
    return [pair for draft in drafts for pair in _figures(draft.data)]


def _figures(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _figures(one)
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        if key == "review":
            continue
        if key in _KEYS and isinstance(inner, str | int | float):
            yield key, str(inner)
        elif key == "score" and isinstance(inner, Mapping):
            yield from _score(inner)
        elif key == "qualifications":
            yield from _qualifications(inner)
        elif key == "training" and "hours" in inner:
            yield "training", str(inner["hours"])
        else:
            yield from _figures(inner)


def _score(score: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if steps := score.get("steps"):
        yield "score", f"{steps['per']}:{steps['lose']}"
    if incidents := score.get("incidents"):
        yield "incident", str(-incidents["each"])


def _qualifications(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("education", "age"):
        if key in data:
            yield key, data[key]
    years = data.get("experience", {}).get("years")
    if years is not None:
        yield "years", str(years)


def compare_figures(
    expected: Sequence[tuple[str, str, str]], drafts: Sequence[Draft], measured: Measured
) -> None:
    """How many expected figures stand at their key, or are listed for review."""
    made = figures(drafts)
    notes = [bare(text) for draft in drafts for text in _notes(draft.data)]
    free = list(made)
    for key, value, printed in expected:
        measured.figures += 1
        found = next((one for one in free if one[0] == key and _same(key, value, one[1])), None)
        if found:
            measured.keyed += 1
            free.remove(found)
        elif any(bare(printed) and bare(printed) in note for note in notes):
            measured.reviewed += 1
        else:
            measured.missing.append(f"{key} {value} ({printed})")
    measured.drafted_figures += len(made)
    measured.right_figures += len(made) - len(free)
    schedules = sum(key == "schedule" for key, _ in made)
    measured.schedules += schedules
    measured.right_schedules += schedules - sum(key == "schedule" for key, _ in free)


def _same(key: str, wanted: str, made: str) -> bool:
    if key in ("education", "age"):
        return bare(wanted) in bare(made)
    return wanted.replace(" ", "") == made.replace(" ", "")


def _notes(value: Any) -> Iterator[str]:
    """The printed words of every note that asks a person."""
    if isinstance(value, list):
        for one in value:
            yield from _notes(one)
    elif isinstance(value, Mapping):
        for note in value.get("review", ()):
            yield note.get("printed", "")
        for key, inner in value.items():
            if key != "review":
                yield from _notes(inner)
