"""Cases grouped by what went wrong with them, the commonest first; and what should have been
escalated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from dutybook.count.procedure.conformance import Called, Verdict, Wrong
from dutybook.count.procedure.verdicts import Conformity
from dutybook.count.rows import Row
from dutybook.model import Sop
from dutybook.report.explain.rows import shown
from dutybook.report.words import Words
from dutybook.roster.attendance.days import to_local
from dutybook.score.evaluation import Run
from dutybook.score.result import KpiResult, SheetResult
from dutybook.words.table import Cell, aligned

_SHOWN: Final = 5
"""Keys shown of each group as text; JSON has all."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Cases of one outcome with the same departures; ``beside``: those not checked here."""

    state: str
    wrong: tuple[Wrong, ...]
    beside: tuple[Wrong, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a sheet's cases under a procedure."""

    sop: Sop
    variants: Sequence[Variant]
    called: Sequence[tuple[str, Called]]


def followed(run: Run, sheet: SheetResult, result: KpiResult) -> Followed | None:
    """The groups of a conformance KPI, over all its pieces where it changed within the period; None
    for other measures."""
    judged = [one for part in result.pieces or (result,) for one in _judged(run, sheet, part)]
    if not judged:
        return None
    groups: dict[tuple[str, tuple[Wrong, ...], tuple[Wrong, ...]], list[str]] = {}
    called = []
    for found, rows in judged:
        for row in rows:
            verdict = found.verdicts.get(row.key)
            if verdict is None or row.state == "excluded":
                continue
            groups.setdefault(_alike(verdict), []).append(row.key)
            called += [(row.key, one) for one in verdict.called]
    variants = [Variant(*alike, tuple(sorted(keys))) for alike, keys in groups.items()]
    variants.sort(key=lambda v: (-len(v.keys), v.keys))
    return Followed(judged[-1][0].sop, variants, sorted(called, key=_order))


def _judged(
    run: Run, sheet: SheetResult, result: KpiResult
) -> Iterator[tuple[Conformity, Sequence[Row]]]:
    """What became of the cases behind one question, and their rows."""
    number = result.ask.question
    taken = run.counted.taken.get(number) if number is not None else None
    if number is not None and taken and taken.conformity:
        yield taken.conformity, run.counted.rows(number, sheet.sheet.number)


def _alike(verdict: Verdict) -> tuple[str, tuple[Wrong, ...], tuple[Wrong, ...]]:
    """What makes cases alike: who did a step wrongly does not matter, that somebody did does."""

    def of(found: tuple[Wrong, ...]) -> tuple[Wrong, ...]:
        owners = (replace(w, other="") if w.what == "owner" else w for w in found)
        return tuple(dict.fromkeys(owners))

    return verdict.state, of(verdict.wrong), of(verdict.beside)


def _order(one: tuple[str, Called]) -> tuple[datetime, str, str]:
    return one[1].due, one[0], one[1].to


def as_text(found: Mapping[str, Any], steps: Mapping[str, str], words: Words) -> list[str]:
    """Two tables for people, of what :func:`as_data` gives; the second only where anything should
    have been escalated. ``steps``: the texts of the procedure's steps by id."""
    rows: list[list[Cell]] = [
        [
            words.say("outcomes", v["outcome"]),
            v["cases"],
            _told(steps, v, words),
            ", ".join(v["keys"][:_SHOWN]) + ("…" if len(v["keys"]) > _SHOWN else ""),
        ]
        for v in found["variants"]
    ]
    lines = aligned(words.heads("outcome", "cases", "wrong", "examples"), rows).splitlines()
    if found["escalations"]:
        never = words.say("wrong", "never")
        called: list[list[Cell]] = [
            [one["key"], one["to"], shown(one["due"], end=True), shown(one["at"]) or never]
            for one in found["escalations"]
        ]
        head = words.heads("key", "escalate_to", "escalate_due", "escalated_at")
        lines += ["", *aligned(head, called).splitlines()]
    return lines


def _told(steps: Mapping[str, str], variant: Mapping[str, Any], words: Words) -> str:
    said = [_wrong(steps, one, words) for one in variant["wrong"]]
    beside = (_wrong(steps, one, words) for one in variant["beside"])
    aside = [words.say("wrong", "beside", text=text) for text in beside]
    return "; ".join([*said, *aside]) or "-"


def _wrong(steps: Mapping[str, str], one: Mapping[str, Any], words: Words) -> str:
    what, step, other = one["what"], one["step"], one["other"]
    key = f"{what}_whole" if what == "late" and not step else what
    other = _short(steps.get(other, other)) if what == "order" else other
    said = words.say("wrong", key, step=_short(steps.get(step, step)), other=other)
    return words.say("wrong", "in_pass", text=said, n=one["pass"]) if "pass" in one else said


def _short(text: str) -> str:
    return text if len(text) <= 16 else text[:15] + "…"


def as_data(found: Followed, zone: ZoneInfo) -> dict[str, Any]:
    """The same for programs: steps by id, moments with their offset."""

    def moment(value: datetime | None) -> str | None:
        return to_local(value, zone).replace(tzinfo=zone).isoformat() if value else None

    def departures(wrong: Sequence[Wrong]) -> list[dict[str, Any]]:
        return [
            {"what": w.what, "step": w.step, "other": w.other}
            | ({"pass": w.turn} if w.turn > 1 else {})
            for w in wrong
        ]

    return {
        "sop": found.sop.sop,
        "variants": [
            {
                "outcome": v.state,
                "cases": len(v.keys),
                "wrong": departures(v.wrong),
                "beside": departures(v.beside),
                "keys": list(v.keys),
            }
            for v in found.variants
        ],
        "escalations": [
            {"key": key, "to": one.to, "due": moment(one.due), "at": moment(one.at)}
            for key, one in found.called
        ],
    }
