"""Qualifications: which sentence is about schooling, which about years, which about skills."""

import re
from collections.abc import Sequence
from typing import Any, Final

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk
from dutybook.intake.figures import Mention, figures
from dutybook.intake.outline import Entry

_CLAUSE: Final = re.compile(r"[^,，。;；]+")
_LISTS: Final = frozenset({"certificates", "skills", "knowledge", "traits", "other"})
_AGE: Final = re.compile(r"^年[龄齡](?:要求|在|为|為|范围)?[:：]?\s*(?=\d)")
"""What a key says already."""
_TAIL: Final = " 。;；,，.、:："
_KINDS: Final = {
    "education": "education",
    "age": "age",
    "years": "experience",
    "certificate": "certificates",
}


def qualifications(desk: Desk, entries: Sequence[Entry], where: str) -> tuple[Data, list[Data]]:
    """The qualifications of a post, every clause once and in the paper's words; and notes."""
    data: Data = {}
    notes: list[Data] = []
    for entry in entries:
        for line in entry.lines:
            words = desk.words(line)
            label = line.word if line.role == "field" else ""
            if line.role == "record" and line.cells:
                words = "；".join(cell.text for cell in line.cells)
            notes += _several(desk, data, words)
            _sentence(desk, data, words, label)
        desk.use(entry.lines, f"{where}/qualifications")
    return data, notes


def _several(desk: Desk, data: Data, words: str) -> list[Data]:
    """A note where a length of experience comes after the first."""
    lengths = [f.text for f in figures(simple(words), desk.vocabulary) if f.kind == "years"]
    stated = "years" in data.get("experience", {})
    extra = lengths if stated else lengths[1:]
    return [desk.review("experience-several", printed="、".join(extra))] if extra else []


def _sentence(desk: Desk, data: Data, words: str, label: str) -> None:
    """One line: a label settles what it is about, else each clause speaks for itself."""
    if label in ("education", "age", "sex", "major"):
        _put(data, label, words.strip(_TAIL))
        return
    if label in ("certificates", "knowledge", "traits") and not figures(
        simple(words), desk.vocabulary
    ):
        _put(data, label, words.strip(_TAIL))
        return
    last = ""
    for match in _CLAUSE.finditer(words):
        clause = match[0].strip(_TAIL)
        if clause:
            last = _clause(desk, data, clause, label, last)


def _clause(desk: Desk, data: Data, clause: str, label: str, last: str) -> str:
    """One clause to its key; what says nothing by itself stays with the clause before it."""
    found = figures(simple(clause), desk.vocabulary)
    kinds = {figure.kind for figure in found}
    if "years" in kinds:
        _experience(desk, data, clause, next(f for f in found if f.kind == "years"))
        return "experience"
    for kind in ("education", "certificate", "age"):
        if kind in kinds:
            _put(data, _KINDS[kind], _AGE.sub("", clause) if kind == "age" else clause)
            return _KINDS[kind]
    key = label if label in _LISTS or label == "experience" else ""
    key = key or _key(desk, clause) or (last if last in _LISTS else "other")
    if key == "experience":
        _experience(desk, data, clause, None)
    else:
        _put(data, key, clause)
    return key


def _key(desk: Desk, clause: str) -> str:
    text = simple(clause)
    rows = desk.vocabulary.duties.qualifications
    return next((key for key, words in rows if any(word in text for word in words)), "")


def _put(data: Data, key: str, words: str) -> None:
    """Words at a key: a list's further item, or joined to what stands there."""
    if not words:
        return
    if key in _LISTS:
        listed: list[Any] = data.setdefault(key, [])
        if words not in listed:
            listed.append(words)
    elif key not in data:
        data[key] = words
    elif words not in data[key]:
        data[key] = f"{data[key]}；{words}"


def _field(clause: str, figure: Mention) -> str:
    """What the years are of: a clause that begins with them, without them."""
    rest = clause[len(figure.text) :].strip(_TAIL + "的")
    return rest if rest and simple(clause).startswith(figure.text) else clause


def _experience(desk: Desk, data: Data, clause: str, figure: Mention | None) -> None:
    """Years and field; a second length of time is a part of the first, or asked for besides."""
    stated = data.setdefault("experience", {})
    if figure is not None and "years" in stated:
        within = next((word for word in desk.vocabulary.duties.of_which if word in clause), "")
        key = "of_which" if within else "and"
        if key not in stated:  # a third length stays with the words of the first
            stated = stated.setdefault(key, {})
            clause = clause.removeprefix(within).strip(_TAIL)
    if figure is not None and "years" not in stated:
        years = figure.value
        stated["years"] = int(years) if years.isdigit() else years
        clause = _field(clause, figure)
    stated["field"] = f"{stated['field']}；{clause}" if "field" in stated else clause
