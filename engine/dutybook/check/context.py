"""What the tables' rows are made from: the workspace, with its references resolved once."""

from dataclasses import dataclass
from functools import cached_property

from dutybook.model import Role, Scheme
from dutybook.words.locale import Text
from dutybook.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """A workspace whose posts are looked up by index rather than by search."""

    workspace: Workspace

    @cached_property
    def roles(self) -> list[Role]:
        """The latest version of each role that people can hold."""
        return self.workspace.roles()

    def scored_by(self, scheme: Scheme) -> list[Role]:
        """Every version of the roles whose points ``scheme`` makes a total of."""
        return self._scored.get(scheme.scheme, [])

    @cached_property
    def _scored(self) -> dict[str, list[Role]]:
        listed: dict[str, list[Role]] = {}
        for role in self.workspace.definitions.roles:
            scheme = None if role.abstract else self.workspace.scheme_for(role)
            if scheme is not None and scheme.scores(role.kpis):
                listed.setdefault(scheme.scheme, []).append(role)
        return listed

    @cached_property
    def _posts(self) -> dict[str, str]:
        titled = {
            wording: role.role
            for role in reversed(self.roles)
            for _, wording in role.title.wordings
        }
        return titled | {role.role: role.role for role in self.roles}

    @cached_property
    def _external(self) -> set[str]:
        posts = self.workspace.organisation.external_posts
        return set(posts) | {wording for title in posts.values() for _, wording in title.wordings}

    def resolve(self, post: str | None) -> str | None:
        """The id of the role a reference means (by id, else by title); None where it means none."""
        return self._posts.get(post) if post else None

    def external(self, post: str | None) -> bool:
        """Whether ``post`` is declared to be defined outside this workspace."""
        return post in self._external

    def say(self, text: Text | None) -> str | None:
        """``text`` in the workspace's language."""
        return text.at(self.workspace.locale) if text else None

    def chain(self, role: str) -> list[str]:
        """Ids of the line superiors above ``role``, nearest first; a circle ends with
        ``role`` itself or before the first superior met twice."""
        above: list[str] = []
        here = self._above.get(role)
        while here is not None and here not in above:
            above.append(here)
            here = self._above.get(here) if here != role else None
        return above

    @cached_property
    def _above(self) -> dict[str, str | None]:
        return {
            r.role: self.resolve(r.reports_to.line) if r.reports_to else None for r in self.roles
        }

    @cached_property
    def bound(self) -> set[str]:
        """Sources that dutybook.yaml binds to files."""
        named = set(self.workspace.organisation.logs)
        sources = self.workspace.definitions.sources
        return named | {s.source for s in sources.values() if s.cases and s.cases.of in named}
