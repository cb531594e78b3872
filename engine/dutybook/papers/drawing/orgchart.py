"""组织架构图: a department's posts by superior, in as many pictures as are legible.

Few posts stand from top to bottom, more from left to right, one a line; what does not fit a page
goes on in a picture of its own. Lines by line superior are solid, by function dashed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dutybook.model import Role
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.drawing.orgtree import ABREAST, Part, Post, parts, tree
from dutybook.papers.drawing.vega import Spec
from dutybook.papers.view import View
from dutybook.write.lines import lines

_PAGE: Final = 218.0  # what is left of a page under its headings
_SIZES: Final = (3.3, 2.6)  # of a title and of the words below it, as in the spec
_LEADINGS: Final = (3.9, 3.2)
_ASIDE: Final = 7.0  # room for dashed lines


def org_chart(view: View, department: str, roles: Sequence[Role]) -> list[Drawing]:
    """The pictures of ``roles``, a department's."""
    spec = Spec.load(view, "org")
    top = tree(view, department, roles)
    most = int((_PAGE - _ASIDE) // (spec.size("box") + spec.size("apart")))
    pictures = parts(top, most)
    numbers = {part.top.id: i for i, part in reversed(list(enumerate(pictures, 1)))}
    return [
        _Picture(view, spec, part, i, len(pictures), numbers).figure()
        for i, part in enumerate(pictures, 1)
    ]


class _Picture:
    """One part while it is drawn: picture ``number`` of ``count``; ``numbers`` tells in which
    picture a post's subordinates are."""

    def __init__(
        self,
        view: View,
        spec: Spec,
        part: Part,
        number: int,
        count: int,
        numbers: Mapping[str, int],
    ) -> None:
        self.view, self.spec, self.part = view, spec, part
        self.number, self.count, self.numbers = number, count, numbers
        self.posts = list(part.posts())
        self.shown = {post.id for post, _, _ in self.posts}
        self.dotted = [
            (post.id, superior)
            for post, _, _ in self.posts
            for superior in self._functional(post)
            if superior in self.shown
        ]

    def figure(self) -> Drawing:
        levels = max(level for _, _, level in self.posts)
        ends = len(self.posts) - len({above.id for _, above, _ in self.posts if above})
        turned, gap = ends > ABREAST, self.spec.size("gap")
        aside = _ASIDE if self.dotted else 0.0
        room = self.spec.size("width") - 1 - (aside if turned else 0.0)
        wide = (room + gap) / levels - gap if turned else room / ends - 2 * self.spec.size("apart")
        wide = min(wide, self.spec.size("widest"))
        rows = [self._row(post, above, level, wide) for post, above, level in self.posts]
        tall = max(self.spec.size("box"), *(row["height"] for row in rows))
        steps = levels - 1
        down = steps * (tall + gap)
        height = ends * (tall + self.spec.size("apart")) if turned else down + tall + 1 + aside
        across = steps * (wide + gap)
        signals: dict[str, Any] = {
            "turned": turned,
            "wide": wide,
            "tall": tall,
            "across": across,
            "down": down,
        }
        signals["left"] = (self.spec.size("width") - across - wide - aside) / 2
        dotted = [{"from": post, "to": superior} for post, superior in self.dotted]
        tables = {"posts": rows, "dotted": dotted}
        return self.spec.figure(tables, self._alt(), signals, height)

    def _row(self, post: Post, above: Post | None, level: int, wide: float) -> dict[str, Any]:
        title, below = (
            lines(text, (wide - 1.6) / size)
            for text, size in zip((post.title, self._below(post, level)), _SIZES, strict=True)
        )
        height = len(title) * _LEADINGS[0] + len(below) * _LEADINGS[1] + 2.4
        return {
            "id": post.id,
            "parent": above.id if above else None,
            "lines": title,
            "below": below,
            "outside": post.role is None and bool(post.id.strip(">")),
            "height": height,
        }

    def _below(self, post: Post, level: int) -> str:
        """Code and headcount, superiors by function who are not in the picture, and where the
        posts below are."""
        view, role = self.view, post.role
        if role is None:
            return ""
        elsewhere = [view.post(name) for name in self._functional(post) if name not in self.shown]
        count = "" if role.headcount is None else view.say("org.headcount", n=role.headcount)
        words = [
            " · ".join(filter(None, (role.code, count))),
            view.say("org.functional", posts=view.joined(elsewhere)) if elsewhere else "",
            view.say("org.continued", n=self.numbers[post.id])
            if post.under and level == self.part.depth
            else "",
        ]
        return "\n".join(filter(None, words))

    def _functional(self, post: Post) -> list[str]:
        """Superiors by function: ids of roles, else what is written."""
        reports = post.role.reports_to if post.role else None
        named = [(self.view.role(name), name) for name in (reports.functional if reports else ())]
        return [role.role if role else name for role, name in named]

    def _alt(self) -> str:
        view = self.view
        under: dict[str, list[str]] = {}
        titles = {post.id: post.title for post, _, _ in self.posts}
        for post, above, _ in self.posts:
            if above:
                under.setdefault(above.id, []).append(post.title)
        said = [
            view.say("org.under", post=titles[name], posts=view.joined(posts))
            for name, posts in under.items()
        ]
        said += [
            view.say("org.dotted", post=titles[post], superior=titles[superior])
            for post, superior in self.dotted
        ]
        name = "org.alt" if self.count == 1 else "org.alt_part"
        words = view.joined(said, "list_sep") or self.part.top.title
        return view.say(name, n=self.number, count=self.count, posts=words)
