"""Who is below whom by the line superior, on which days: what `scope: team` reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dutybook.model import Role
from dutybook.roster.days import Stretch, merged, overlap
from dutybook.roster.people import Assignment

_DEEPEST = 50


@dataclass(slots=True)
class Teams:
    """Everyone's line superior: the one people.csv names, else whoever alone holds the superior
    post (at the same site, where several do)."""

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
        holders = [
            (other, part)
            for other in self.people
            if post
            and self._is(other.role, post)
            and (part := overlap((other.start, other.end), *days))
        ]
        near = [pair for pair in holders if pair[0].site == person.site]
        alone = holders if len({a.employee for a, _ in holders}) == 1 else near
        if len({a.employee for a, _ in alone}) == 1:
            yield from ((other.employee, part) for other, part in alone)

    def _is(self, role_id: str, post: str) -> bool:
        role = self.roles.get(role_id)
        titles = {wording for _, wording in role.title.wordings} if role else set()
        return post == role_id or post in titles
