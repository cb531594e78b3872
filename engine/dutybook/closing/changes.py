"""Differences between two sets of scores, for people and for programs."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from dutybook.closing.comparison import Cause, Change
from dutybook.closing.diff.text import shown
from dutybook.report.words import Words
from dutybook.schema.titles import titles
from dutybook.words.table import Cell

_HEADS: Final = ("employee", "role", "kpi", "what", "old", "new", "causes")


def as_table(changes: Sequence[Change], words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per field that differs; the causes stand in the first row of each change."""
    rows: list[list[Cell]] = []
    for change in changes:
        causes = "; ".join(_cause(cause, words) for cause in change.causes)
        for number, (field, (old, new)) in enumerate(change.fields.items()):
            shown = (_shown(field, value, words) for value in (old, new))
            what = words.say("headings", field) if field != "sheet" else words.say("changes", field)
            who = (change.employee, change.role, change.kpi or words.say("headings", "total"))
            rows.append([*who, what, *shown, "" if number else causes])
    return words.heads(*_HEADS), rows


def _shown(field: str, value: Any, words: Words) -> str | None:
    if field == "status" and value is not None:
        section = "kpi_status" if value in words.get("kpi_status") else "sheet_status"
        return words.say(section, value)
    if isinstance(value, bool):
        return words.say("summary", "yes" if value else "no")
    return None if value is None else str(value)


def _cause(cause: Cause, words: Words) -> str:
    slots = {"name": cause.name, "old": cause.old or "–", "new": cause.new or "–"}
    same = cause.kind == "definition" and cause.old == cause.new
    said = words.say("causes", "definition_here" if same else cause.kind, **slots)
    leaves = words.say("changes", "list_sep").join(leaf_lines(cause, words))
    return f"{said}: {leaves}" if leaves else said


def leaf_lines(cause: Cause, words: Words) -> Iterator[str]:
    """What changed within a KPI's definition: ``目标 ≥ 95% → ≥ 98%``."""
    for leaf in cause.leaves:
        named = titles("kpi", leaf.path, words.locale)
        old, new = (shown(value, words.locale) for value in (leaf.old, leaf.new))
        yield f"{' '.join(named[-2:])} {old} → {new}"


def as_data(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """For programs."""
    return [
        {
            "employee": change.employee,
            "role": change.role,
            "kpi": change.kpi,
            "fields": {name: list(pair) for name, pair in change.fields.items()},
            "causes": [
                {
                    "kind": cause.kind,
                    "name": cause.name or None,
                    "old": cause.old,
                    "new": cause.new,
                    "changes": [
                        {"path": "/" + "/".join(leaf.path), "old": leaf.old, "new": leaf.new}
                        for leaf in cause.leaves
                    ],
                }
                for cause in change.causes
            ],
        }
        for change in changes
    ]
