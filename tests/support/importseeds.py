"""Seed papers against what is known of them: where their duties stand, and their figures.

The papers themselves are not part of the repository; ``tests/intake/seeds.tsv`` holds places in them,
and a digest of each, so that other texts of the same name are not measured.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from importmeasure import Measured, compare_items

from dutybook.intake.account import Account
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Draft
from dutybook.intake.vocabulary import load_vocabulary

PLACES = Path(__file__).parents[1] / "intake/seeds.tsv"
_NUMBER = re.compile(r"[1-9]\d*(?:\.\d+)?")
"""Without leading zeros, so that day 1 is found in 2024-06-01."""


@dataclass(frozen=True)
class Seed:
    """One paper: its name, its text, the duties in it, and figures as (words, place)."""

    name: str
    text: str
    duties: tuple[str, ...]
    figures: tuple[tuple[str, int], ...]

    def without_breaks(self) -> "Seed":
        """The same paper with its line breaks lost."""
        shift = [0]
        for character in self.text:
            shift.append(shift[-1] + (character == "\n"))
        figures = tuple((words, place - shift[place]) for words, place in self.figures)
        duties = tuple(duty.replace("\n", "") for duty in self.duties)
        return Seed(self.name, self.text.replace("\n", ""), duties, figures)


def seeds(folder: Path) -> list[Seed]:
    """The papers of a folder that are known."""
    places: dict[str, list[tuple[int, int]]] = {}
    digests: dict[str, str] = {}
    for line in PLACES.read_text("utf-8").splitlines():
        cells = line.removeprefix("# ").split("\t")
        if line.startswith("#"):
            if len(cells) == 2:
                digests[cells[0]] = cells[1]
            continue
        places.setdefault(cells[0], []).append((int(cells[2]), int(cells[3])))
    found = []
    for path in sorted(folder.glob("[0-9][0-9][0-9]_*.txt")):
        text, name = path.read_text("utf-8"), path.name[:3]
        same = hashlib.sha256(text.encode()).hexdigest() == digests.get(name)
        duties = tuple(text[a:b] for a, b in places.get(name, ())) if same else ()
        found.append(Seed(path.name, text, duties, tuple(_figures(folder, name, text))))
    return found


def _figures(folder: Path, name: str, text: str) -> Iterator[tuple[str, int]]:
    """Each figure of figures.tsv at its place: the words round it say where."""
    table = folder / "figures.tsv"
    flat = [(i, c) for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(c for _, c in flat)
    seen: Counter[str] = Counter()
    for line in table.read_text("utf-8").splitlines() if table.is_file() else ():
        cells = line.split("\t")
        if cells[0] != name or len(cells) < 3:
            continue
        figure, around = ("".join(cell.split()) for cell in cells[1:3])
        at = -1
        for _ in range(seen[around] + 1):
            at = squeezed.find(around, at + 1)
        seen[around] += 1
        at = squeezed.find(around) if at < 0 else at
        inside = around.find(figure, max(0, len(around) // 2 - len(figure)))
        if at >= 0 and inside >= 0:
            yield figure, flat[at + inside][0]


def compare_duties(seed: Seed, drafts: Sequence[Draft], measured: Measured) -> None:
    """Duties only: what the paper calls standards, goals and obligations is not counted."""
    kept = [
        Draft(d.kind, d.id, d.title, {"duties": _duties(d.data)}, d.source, d.ordinal)
        for d in drafts
    ]
    if seed.duties:
        compare_items(seed.duties, kept, measured)


def _duties(data: Mapping[str, Any]) -> list[Any]:
    return [duty for duty in data.get("duties", ()) if duty["id"].startswith("duty-")]


def compare_landed(
    seed: Seed, drafts: Sequence[Draft], account: Account, measured: Measured
) -> dict[str, list[str]]:
    """Where each figure of the paper went: a key, a note for a person, only words, or aside."""
    found: dict[str, list[str]] = {
        "key": [],
        "review": [],
        "words": [],
        "aside": [],
        "furniture": [],
        "unresolved": [],
    }
    by_id = {draft.id: draft.data for draft in drafts}
    for words, place in seed.figures:
        where = _landed(words, place, account, by_id)
        if where == "words" and _stays(seed.text, place, place + len(words)):
            where = "key"
        elif where == "unresolved" and account.whys[place] in _FURNITURE:
            where = "furniture"
        found[where].append(words)
        if where not in ("aside", "furniture"):
            measured.figures += 1
        measured.keyed += where == "key"
        measured.reviewed += where == "review"
    return found


_FURNITURE: Final = frozenset({"related", "download", "site-banner"})
"""Of web pages: with a figure in them they are left to a person, but are no figures of a post."""


def _stays(text: str, start: int, end: int) -> bool:
    """Whether no key says such a figure: its place is the sentence, as in 占有50%以上产权的客户."""
    around = simple(text[max(0, start - 8) : end + 8])
    at = min(start, 8)
    return any(
        form.stays and match.start() <= at < match.end()
        for form in load_vocabulary().figures
        for match in form.form.finditer(around)
    )


def _landed(
    words: str, place: int, account: Account, drafts: Mapping[str, Mapping[str, Any]]
) -> str:
    if account.fates[place] != "used":
        return account.fates[place] or "unresolved"
    identity, _, item = account.whys[place].partition("/")
    holder = _holder(drafts.get(identity, {}), item)
    numbers = _NUMBER.findall(simple(words))
    if numbers and set(numbers) & set(_NUMBER.findall(_values(holder))):
        return "key"
    notes = " ".join(note.get("printed", "") for note in _notes(holder))
    return "review" if numbers and set(numbers) & set(_NUMBER.findall(simple(notes))) else "words"


def _holder(data: Mapping[str, Any], item: str) -> Any:
    """What of a draft holds an item; also whatever a goal was matched to."""
    for key in ("duties", "kpis", "steps"):
        for one in data.get(key, ()):
            if one["id"] == item:
                matched = [
                    duty
                    for duty in data.get("duties", ())
                    if any(note.get("code") == "matched-goal" for note in duty.get("review", ()))
                ]
                same = (
                    [k for k in data["kpis"] if k.get("definition") == one.get("definition")]
                    if key == "kpis"
                    else []
                )
                return [one, same, matched] if key == "kpis" else one
    for listed in data.get("obligations", {}).values():
        for one in listed:
            if one["id"] == item:
                return one
    if item in ("basics", "heading"):
        return {
            key: data[key] for key in ("code", "effective", "headcount", "review") if key in data
        }
    return {item: data.get(item), "review": data.get("review", [])}


_TEXTS = frozenset(
    {
        "text",
        "name",
        "definition",
        "area",
        "note",
        "printed",
        "title",
        "id",
        "no",
        "review",
        "field",
        "purpose",
    }
)


def _values(value: Any, key: str = "") -> str:
    """Everything that stands at a key, words left out."""
    if isinstance(value, list):
        return " ".join(_values(one, key) for one in value)
    if isinstance(value, Mapping):
        return " ".join(_values(inner, name) for name, inner in value.items() if name not in _TEXTS)
    return "" if key in ("standards", "records", "remedy", "error", "indicator") else str(value)


def _notes(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _notes(one)
    elif isinstance(value, Mapping):
        yield from value.get("review", ())
        for key, inner in value.items():
            if key != "review":
                yield from _notes(inner)
