"""An evaluation as papers read it: plain data in the contract of ``docs/contracts.md``, with who
and which department each score belongs to. Nothing here evaluates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dutybook.grammar.quantity import as_percent
from dutybook.model import Role
from dutybook.papers.view import View, figure

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One employee in one role: a score of ``results``."""

    results: Data
    sheet: Data
    role: Role

    @property
    def file_name(self) -> str:
        """What the person's papers are called."""
        return file_name(f"{self.sheet['employee']}-{self.role.role}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department and everyone of it who was evaluated."""

    results: Data
    department: str
    people: Sequence[Person]


def people_of(view: View, results: Data) -> Iterator[Person]:
    """Everyone in ``results`` whose role is in force, in the order evaluated."""
    for sheet in results["scores"]:
        role = view.role(sheet["role"])
        if role is not None:
            yield Person(results, sheet, role)


def units_of(view: View, results: Data) -> Iterator[Unit]:
    """Departments with the people of theirs in ``results``, in the order evaluated."""
    people: dict[str, list[Person]] = {}
    for person in people_of(view, results):
        if person.role.department:
            people.setdefault(person.role.department, []).append(person)
    for department, members in people.items():
        yield Unit(results, department, members)


def file_name(text: str) -> str:
    """``text`` as part of a path: what a file system may refuse becomes ``_``."""
    return re.sub(r"[^\w.\-]+", "_", text).strip(".") or "_"


def shown(value: str | None, *, percent: bool = False) -> str:
    """An exact figure of the contract as people read it."""
    if value is None:
        return ""
    exact = Fraction(value)
    return as_percent(exact) if percent else figure(exact)


def kpi_status(view: View, kpi: Data) -> str:
    """Why a KPI has no value, in words; for ratings also who has not rated."""
    status = view.say(f"status.kpi.{kpi['status']}")
    titles = view.labels.get("form.raters")
    who = [
        view.say("status.few", rater=titles.get(one["rater"], one["rater"]), **_counts(one))
        if one["count"]
        else titles.get(one["rater"], one["rater"])
        for one in kpi.get("lacking", ())
    ]
    return view.say("status.lacking", status=status, who=view.joined(who)) if who else status


def _counts(one: Data) -> dict[str, str]:
    return {"count": str(one["count"]), "needs": str(one["needs"])}


def missing(view: View, person: Person) -> list[str]:
    """What an incomplete total waits for, in words."""
    view = view.within(person.role)
    sheet = person.sheet
    waits = [
        view.say("status.waits", kpi=view.named("kpi", kpi["kpi"]), status=kpi_status(view, kpi))
        for kpi in (*sheet["kpis"], *sheet["adjustments"])
        if kpi["held"]
    ]
    undecided = [
        view.say("status.veto", veto=veto["text"] or veto["veto"])
        for veto in sheet["vetoes"]
        if not veto["decided"]
    ]
    return waits + undecided
