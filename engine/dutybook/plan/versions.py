"""A KPI as it stands for one person: by their site, grade or unit, and by the version in force.

A KPI is cut only where its own measure, target, score or weight changes within the period; counts,
sums, incidents, schedules and dated targets are never cut: what holds on the last day applies
(docs/semantics.md#sheets-and-changes).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from dutybook.grammar.time.period import Period
from dutybook.measure.kinds import kind_of
from dutybook.model import Kpi, Role
from dutybook.roster.attendance.days import Stretch, overlap
from dutybook.roster.people import Assignment
from dutybook.soundness.variation import Problems, resolve
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Piece:
    """The days [start, end) on which a KPI stood like this, and how many of them were in post."""

    kpi: Kpi
    start: date
    end: date
    days: int
    problems: Problems = ()

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)


class Versions:
    """The versions of each role, oldest first, and the columns each source declares."""

    def __init__(self, workspace: Workspace) -> None:
        self.roles: dict[str, list[Role]] = {}
        for role in workspace.definitions.roles:
            self.roles.setdefault(role.role, []).append(role)
        self.columns = {
            name: frozenset(source.columns)
            for name, source in workspace.definitions.sources.items()
        }
        self._same_for_all: set[int] = set()

    def on(self, role: str, day: date) -> Role | None:
        """The version in force on a day: for who left, the day they left."""
        begun = [v for v in self.roles.get(role, ()) if (v.effective or date.min) <= day]
        last = begun[-1] if begun else None
        return last if last and not last.abstract and not last.over_on(day) else None

    def during(self, role: Role, start: date, end: date) -> list[tuple[Role, Stretch]]:
        """Which version of ``role`` was in force when within [start, end)."""
        versions = self.roles.get(role.role, [])
        begins = [version.effective or date.min for version in versions]
        ends = [v.until + timedelta(days=1) if v.until else date.max for v in versions]
        spans = zip(versions, pairwise([*begins, date.max]), ends, strict=True)
        inside = (
            (v, overlap((first, min(until, last)), start, end)) for v, (first, until), last in spans
        )
        return [(version, part) for version, part in inside if part]

    def resolved(self, kpi: Kpi, who: Assignment, period: Period) -> tuple[Kpi, Problems]:
        """:func:`resolve`, for definitions in which nothing varies worked out once."""
        if id(kpi) in self._same_for_all:
            return kpi, ()
        settled, problems = resolve(kpi, who, self.columns, period.last)
        if settled is kpi and not problems:
            self._same_for_all.add(id(kpi))
        return settled, problems


def pieces(
    versions: Versions, role: Role, kpi: Kpi, held: Sequence[Assignment], period: Period
) -> list[Piece]:
    """The KPI as it stood for the holder, oldest first; one piece where nothing changed."""
    found = list(_stood(versions, role, kpi, held, period))
    inside = (overlap((a.start, a.end), period.start, period.end) for a in held)
    days = sum((part[1] - part[0]).days for part in inside if part)
    if found and (_never_cut(found[-1].kpi) or found[-1].days == days):
        found = [replace(found[-1], start=period.start, end=period.end, days=days)]
    return found


def _stood(
    versions: Versions, role: Role, kpi: Kpi, held: Sequence[Assignment], period: Period
) -> Iterator[Piece]:
    """Stretches in order, neighbours that do not differ joined."""
    last: Piece | None = None
    for assignment in sorted(held, key=lambda a: a.start):
        inside = overlap((assignment.start, assignment.end), period.start, period.end)
        if inside is None:
            continue
        for version, (start, end) in versions.during(role, *inside):
            own = _same(version, kpi)
            if own is None:
                continue
            resolved, problems = versions.resolved(own, assignment, period)
            piece = Piece(resolved, start, end, (end - start).days, problems)
            if last and not _differs(last.kpi, resolved):
                last = replace(piece, start=last.start, days=last.days + piece.days)
                continue
            if last:
                yield last
            last = piece
    if last:
        yield last


def _same(version: Role, kpi: Kpi) -> Kpi | None:
    """The KPI in a version of its role; a scheme's item is the same in all."""
    if kpi.origin.document.data.get("role") is None:
        return kpi
    return next((one for one in version.kpis if one.id == kpi.id), None)


def _never_cut(kpi: Kpi) -> bool:
    dated = kpi.target is not None and bool(kpi.target.dated)
    measure = kpi.measure
    return measure is None or not kind_of(measure).cut or dated or measure.over is not None


def _differs(one: Kpi, two: Kpi) -> bool:
    return (one.measure, one.target, one.score, one.weight) != (
        two.measure,
        two.target,
        two.score,
        two.weight,
    )
