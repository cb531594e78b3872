"""RACI 职责矩阵: who does each duty and step, who answers for it, who is asked and who is told.

Nobody writes the matrix: it follows from the definitions by ``rules/raci/usual.yaml``. Where a
department has few posts it is printed as a grid of letters, else as lists of names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.model import Duty, Raci, Role, Sop
from dutybook.model.manual import Letters
from dutybook.papers.view import View

_ABREAST: Final = 12
"""So many posts a turned page has columns for."""
_RULE: Final = "usual"
_ORDER: Final = "RACI"
Cells = dict[str, set[str]]
"""Letters by the id of a role, or by the words for a post that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A duty or step: the ``letters`` under each post, and the posts that have each letter."""

    no: str
    text: str
    letters: Sequence[str]
    r: str
    a: str
    c: str
    i: str


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows under one title: a department's duties, or a procedure's steps."""

    title: str
    rows: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix: ``posts`` are the columns of the grid, none where names are printed."""

    posts: Sequence[str] = ()
    groups: Sequence[MatrixGroup] = ()


def raci(view: View, roles: Sequence[Role], sops: Iterable[Sop]) -> Matrix:
    """The matrix of a department's ``roles`` and ``sops``; empty without the rule."""
    rule = view.workspace.definitions.raci.get(_RULE)
    if rule is None:
        return Matrix()
    groups = [(view.say("raci.duties"), list(_duties(view, rule, roles)))]
    groups += [(view.text(sop.title), list(_steps(view, rule, sop))) for sop in sops]
    met = dict.fromkeys(post for _, rows in groups for _, cells in rows for post in cells)
    own = [role.role for role in roles if role.role in met]
    posts = [*own, *(post for post in met if post not in own)]
    columns = posts if len(posts) <= _ABREAST else []
    return Matrix(
        [_title(view, post) for post in columns],
        [
            MatrixGroup(
                title, [_row(view, i, *row, posts, columns) for i, row in enumerate(rows, 1)]
            )
            for title, rows in groups
            if rows
        ],
    )


def _row(
    view: View, number: int, text: str, cells: Cells, posts: Sequence[str], columns: Sequence[str]
) -> MatrixRow:
    def having(letter: str) -> str:
        return view.joined(_title(view, post) for post in posts if letter in cells.get(post, ()))

    return MatrixRow(
        no=str(number),
        text=text,
        letters=["/".join(sorted(cells.get(p, ()), key=_ORDER.index)) for p in columns],
        r=having("R"),
        a=having("A"),
        c=having("C"),
        i=having("I"),
    )


def _title(view: View, post: str) -> str:
    role = view.role(post)
    return view.text(role.title) if role else post


def _duties(view: View, rule: Raci, roles: Sequence[Role]) -> Iterator[tuple[str, Cells]]:
    """A row for each duty; the same duty of several roles is one."""
    rows: dict[tuple[str, str], list[tuple[Role, Duty]]] = {}
    for role in roles:
        for duty in role.duties:
            rows.setdefault((duty.id, view.text(duty.text)), []).append((role, duty))
    for (_, text), holders in rows.items():
        cells: Cells = {}
        for role, duty in holders:
            _give(cells, role.role, rule.duties.get(duty.responsibility or "unsaid", ()))
        yield text, _completed(view, rule, cells)


def _steps(view: View, rule: Raci, sop: Sop) -> Iterator[tuple[str, Cells]]:
    """A row for each step of a procedure."""
    told = {_id(view, rung.to) for rung in sop.escalation}
    for step in sop.steps:
        cells: Cells = {}
        _give(cells, _id(view, step.owner), rule.steps.get("owner", ()))
        _give(cells, _id(view, sop.owner), rule.steps.get("sop_owner", ()))
        for post in sorted(told):
            _give(cells, post, rule.steps.get("escalation", ()))
        yield view.text(step.text), _completed(view, rule, cells)


def _completed(view: View, rule: Raci, cells: Cells) -> Cells:
    """The row with what superiors and contacts get; who does or answers is not asked or told."""
    doing = _with(cells, "R")
    if not _with(cells, "A"):
        for post in doing:
            _give(cells, _superior(view, post), rule.no_answer)
    for post in _with(cells, "A"):
        _give(cells, _superior(view, post), rule.above)
    for post in doing:
        for contact in _contacts(view, post):
            _give(cells, contact, rule.contacts)
    return {post: given & {"R", "A"} or given for post, given in cells.items()}


def _with(cells: Cells, letter: str) -> list[str]:
    return [post for post, given in cells.items() if letter in given]


def _give(cells: Cells, post: str, letters: Letters) -> None:
    if post and letters:
        cells.setdefault(post, set()).update(letters)


def _id(view: View, post: str | None) -> str:
    role = view.role(post)
    return role.role if role else view.post(post)


def _superior(view: View, post: str) -> str:
    role = view.role(post)
    return _id(view, role.reports_to.line) if role and role.reports_to else ""


def _contacts(view: View, post: str) -> Iterator[str]:
    """Internal contacts that are posts; departments are not."""
    role = view.role(post)
    internal = role.contacts.internal if role else None
    for text in internal.with_ if internal else ():
        contact = next(filter(None, (view.role(word) for _, word in text.wordings)), None)
        if contact:
            yield contact.role
