"""Papers asked for by kind that would be empty frames: not made, and said so once."""

from typing import Final

from dutybook.finding import Finding, Place
from dutybook.papers.kinds import KINDS
from dutybook.papers.production.plan import roles_of
from dutybook.papers.production.request import Request
from dutybook.papers.view import View

_NAMED: Final = 8
"""So many posts are named; of more, only how many there are."""


def spared(view: View, request: Request) -> list[Finding]:
    """One finding per kind asked for: the posts that get none, since they lack the part of the
    definition it prints. Roles or people asked for by name get theirs all the same."""
    if request.roles or request.employees:
        return []
    roles = roles_of(view, request)
    return [
        Finding("paper-not-needed", Place("--kind"), details)
        for kind in (KINDS[name] for name in request.kinds)
        if kind.about in ("role", "result")
        if (titles := [view.text(role.title) for role in roles if not kind.usual(role)])
        if (details := _details(view, kind.name, kind.needs, titles))
    ]


def _details(view: View, kind: str, needs: str, titles: list[str]) -> dict[str, str]:
    more = len(titles) - _NAMED
    names = view.joined(titles[:_NAMED]) + (f" … (+{more})" if more > 0 else "")
    return {"kind": kind, "key": needs, "n": str(len(titles)), "roles": names}
