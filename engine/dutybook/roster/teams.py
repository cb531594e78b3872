"""Who is below whom by the line superior, on which days: what `scope: team` reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dutybook.model import Role
from dutybook.roster.attendance.days import Stretch, merged, overlap
from dutybook.roster.people import Assignment

_DEEPEST = 50


@dataclass(slots=True)
class Teams:
    """Everyone's line superior, day by day: the one people.csv names, else whoever alone holds the
    superior post that day (at the same site, where several do)."""

    people: Sequence[Assignment]
    roles: Mapping[str, Role]
    direct: dict[str, list[tuple[str, Stretch]]] = field(init=False)

    def __post_init__(self) -> None:
        self.direct = {}
        for person in self.people:
            for superior, days in self._superiors(person):
                if superior != person.employee:
                    self.direct.setdefault(superior, []).append((person.employee, days))

    def subordinates(self, superior: str, days: Iterable[Stretch]) -> dict[str, list[Stretch]]:
        """Everyone below ``superior`` on ``days``, directly or not; never the superior."""
        found: dict[str, list[Stretch]] = {}
        for stretch in days:
            for employee, part in self._walk(superior, stretch, (superior,)):
                found.setdefault(employee, []).append(part)
        return {employee: merged(parts) for employee, parts in sorted(found.items())}

    def _walk(
        self, superior: str, days: Stretch, path: tuple[str, ...]
    ) -> Iterator[tuple[str, Stretch]]:
        for employee, stretch in self.direct.get(superior, ()):
            part = overlap(stretch, *days)
            if part and employee not in path and len(path) < _DEEPEST:
                yield employee, part
                yield from self._walk(employee, part, (*path, employee))

    def _superiors(self, person: Assignment) -> Iterator[tuple[str, Stretch]]:
        days = person.start, person.end
        if person.superior:
            yield person.superior, days
            return
        role = self.roles.get(person.role)
        post = role.reports_to.line if role and role.reports_to else None
        holders = self._holders(post, days) if post else []
        cuts = sorted({*days, *(day for _, part in holders for day in part)})
        for start, end in pairwise(cuts):
            there = [a for a, part in holders if overlap(part, start, end)]
            near = [a for a in there if a.site == person.site]
            names = _names(there) if len(_names(there)) == 1 else _names(near)
            if len(names) == 1:
                yield names.pop(), (start, end)

    def _holders(self, post: str, days: Stretch) -> list[tuple[Assignment, Stretch]]:
        """Who holds a post, and on which of ``days``."""
        return [
            (other, part)
            for other in self.people
            if self._is(other.role, post) and (part := overlap((other.start, other.end), *days))
        ]

    def _is(self, role_id: str, post: str) -> bool:
        role = self.roles.get(role_id)
        titles = {wording for _, wording in role.title.wordings} if role else set()
        return post == role_id or post in titles


def _names(people: Iterable[Assignment]) -> set[str]:
    return {person.employee for person in people}
