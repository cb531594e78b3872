"""A department's posts as a tree by line superior, cut into parts that fit a page each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from dutybook.model import Role
from dutybook.papers.view import View

ABREAST: Final = 5
"""So many boxes may stand side by side; where there are more, levels go from left to right."""
_LEVELS: Final = (8, 4)
"""So many levels one picture shows at most, from top to bottom and from left to right."""


@dataclass(slots=True, eq=False)
class Post:
    """A box: a role of the department (``role``), a superior outside it, or the department."""

    id: str
    title: str
    role: Role | None = None
    under: list["Post"] = field(default_factory=list)

    def ends(self, depth: int) -> int:
        """How many boxes stand at the end of a line when ``depth`` levels are shown."""
        return sum(post.ends(depth - 1) for post in self.under) if depth > 1 and self.under else 1


@dataclass(frozen=True, slots=True)
class Part:
    """What one picture shows: ``top``, of its own subordinates ``under``, ``depth`` levels."""

    top: Post
    under: Sequence[Post]
    depth: int

    def posts(self) -> Iterator[tuple[Post, Post | None, int]]:
        """Each post shown, the one above it, and its level (the top's is 1)."""
        yield self.top, None, 1
        for post in self.under if self.depth > 1 else ():
            yield from self._below(post, self.top, 2)

    def _below(self, post: Post, above: Post, level: int) -> Iterator[tuple[Post, Post, int]]:
        yield post, above, level
        for other in post.under if level < self.depth else ():
            yield from self._below(other, post, level + 1)

    def closed(self) -> list[Post]:
        """Posts whose subordinates stand in a picture of their own."""
        return [post for post, _, level in self.posts() if level == self.depth and post.under]


def tree(view: View, department: str, roles: Sequence[Role]) -> Post:
    """The department's ``roles`` below their superiors, posts of others above them. Where nobody is
    above all of them the department itself is; a circle of superiors is opened."""
    posts = {role.role: Post(role.role, view.text(role.title), role) for role in roles}
    above: dict[str, str] = {}
    outside: dict[str, Post] = {}
    tops: list[Post] = []
    for role in roles:
        line = role.reports_to.line if role.reports_to else None
        superior, post = view.role(line), posts[role.role]
        if superior and superior.role in posts:
            if role.role in _upwards(superior.role, above):
                tops.append(post)
            else:
                above[role.role] = superior.role
                posts[superior.role].under.append(post)
        elif line:
            title = view.post(line)
            outside.setdefault(title, Post(f"> {title}", title)).under.append(post)
        else:
            tops.append(post)
    tops = [*outside.values(), *tops]
    return tops[0] if len(tops) == 1 else Post(">", view.department(department), under=tops)


def _upwards(role: str, above: Mapping[str, str]) -> Iterator[str]:
    at: str | None = role
    while at is not None:
        yield at
        at = above.get(at)


def parts(top: Post, most: int) -> list[Part]:
    """Pictures with at most ``most`` ends each: as many levels as fit, what lies below in pictures
    of its own, more subordinates of one post than fit in several."""
    found, waiting = [], [top]
    downwards, sideways = _LEVELS
    while waiting:
        post = waiting.pop(0)
        depth = next((d for d in range(sideways, 2, -1) if post.ends(d) <= most), 2)
        depth = downwards if post.ends(downwards) <= ABREAST else depth
        size = ceil(len(post.under) / max(1, ceil(len(post.under) / most))) or 1
        for start in range(0, max(1, len(post.under)), size):
            part = Part(post, post.under[start : start + size], depth)
            found.append(part)
            waiting += part.closed()
    return found
