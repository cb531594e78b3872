"""变更通知: what changes from which day, post by post, old and new in words; what binds somebody
first, and a sheet on which those whom it concerns sign for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from dutybook.closing.diff.baseline import Baseline
from dutybook.closing.diff.definitions import Changed
from dutybook.closing.diff.materiality import material
from dutybook.closing.diff.text import kind_title
from dutybook.model import Agreement, Role, Scheme, Sop
from dutybook.papers.change_notice.facts import FACTS
from dutybook.papers.change_notice.pairs import Row, rows
from dutybook.papers.paper import Field, Frame, fields, in_rows, paper
from dutybook.papers.view import View, one_line
from dutybook.roster.people import Assignment, read_people
from dutybook.words.locale import Text

_GENERAL: Final = ("organisation", "source", "measure", "calendar")
"""Kinds whose changes concern every post."""


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one definition: what it is and from when they hold, and each of them."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Somebody to sign for the notice; no ``name`` where nobody holds the post."""

    no: str
    name: str
    post: str
    sign: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotice:
    """What ``change-notice.html.j2`` reads."""

    paper: Frame
    identity: Sequence[Sequence[Field]]
    material: Sequence[Section]
    wording: Sequence[Section]
    receipts: Sequence[Receipt]


@dataclass(frozen=True, slots=True)
class _Part:
    """A definition that differs: the day its changes begin, and the posts they concern."""

    title: str
    begins: date | None
    rows: Sequence[Row]
    roles: frozenset[str]

    @property
    def binds(self) -> bool:
        return any(row.material for row in self.rows)


def change_notice(view: View, baseline: Baseline) -> ChangeNotice | None:
    """The context of ``change-notice.html.j2``; None: nothing that a paper prints has changed."""
    parts = [part for part in _parts(*_views(view, baseline), baseline.changes) if part.rows]
    if not parts:
        return None
    kind_title = view.say("kinds.change-notice")
    frame = paper(view, "change-notice", "")
    return ChangeNotice(
        paper=replace(frame, heading=kind_title, title="", subject=frame.organisation),
        identity=in_rows(_identity(view, baseline, parts)),
        material=_sections(view, parts, binding=True),
        wording=_sections(view, parts, binding=False),
        receipts=_receipts(view, baseline, [part for part in parts if part.binds]),
    )


def _views(view: View, baseline: Baseline) -> tuple[View, View]:
    """Both states in the paper's language; an old one may be gone from the disk by now."""
    old = replace(baseline.old, root=view.workspace.root)
    return View(old, view.locale, baseline.then), View(baseline.new, view.locale, baseline.now)


def _identity(view: View, baseline: Baseline, parts: Sequence[_Part]) -> list[Field]:
    say = view.say
    then, now = (
        say("notice.of_day", day=view.day(day)) if day else say(word)
        for day, word in ((baseline.then, "notice.earlier"), (baseline.now, "notice.present"))
    )
    listed = [row.material for part in parts for row in part.rows]
    organisation = one_line(view.text(view.workspace.organisation.organisation))
    counts = say("notice.counts", material=sum(listed), wording=len(listed) - sum(listed))
    return fields(
        (say("common.organisation"), organisation),
        (say("notice.count"), counts),
        (say("notice.old"), then),
        (say("notice.new"), now),
    )


def _sections(view: View, parts: Sequence[_Part], *, binding: bool) -> list[Section]:
    none = [view.say("notice.none")]
    found = []
    for part in parts:
        listed = [row for row in part.rows if row.material is binding]
        shown = [replace(row, old=row.old or none, new=row.new or none) for row in listed]
        if shown:
            day = view.day(part.begins)
            word = "notice.since" if day else "notice.since_blank"
            title = view.say(word, title=part.title, day=day) if binding else part.title
            found.append(Section(title, shown))
    return found


def _parts(old: View, new: View, changes: Sequence[Changed]) -> Iterator[_Part]:
    """Posts first, then what else is defined."""
    leaves: dict[tuple[str, str], list[Changed]] = {}
    for change in changes:
        leaves.setdefault((change.kind, change.id), []).append(change)
    before, after = _defined(old), _defined(new)
    keys = dict.fromkeys((*after, *before))
    for key in sorted(keys, key=lambda key: list(FACTS).index(key[0])):
        pair = before.get(key), after.get(key)
        yield _part(old, new, key[0], pair, leaves.get(key, []))
    for (kind, _), listed in leaves.items():
        if kind in _GENERAL:
            yield _general(new, kind, listed)


def _defined(view: View) -> Mapping[tuple[str, str], Any]:
    """All that has facts, by kind and id."""
    defined = view.workspace.definitions
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("role", {role.role: role for role in view.roles}),
        ("sop", defined.sops),
        ("agreement", defined.agreements),
        ("scheme", defined.schemes),
    )
    return {(kind, name): one for kind, table in tables for name, one in table.items()}


def _part(
    old: View, new: View, kind: str, pair: tuple[Any, Any], leaves: Sequence[Changed]
) -> _Part:
    one, two = pair
    view, there = (new, two) if two is not None else (old, one)
    title = new.say(f"notice.titles.{kind}", title=view.text(there.title) or new.say("notice.own"))
    if one is None or two is None:
        found = [_came_or_went(view, kind, there, came=one is None)]
    else:
        found = rows(new, kind, FACTS[kind](old, one), FACTS[kind](new, two), leaves)
    concerned = {role for side, d in ((old, one), (new, two)) if d for role in _roles(side, d)}
    return _Part(title, _begins(one, two), found, frozenset(concerned))


def _came_or_went(view: View, kind: str, there: Any, *, came: bool) -> Row:
    """A whole definition: what it is called, and of a post where it belongs."""
    about = [view.text(there.title)]
    if isinstance(there, Role):
        about += [view.department(there.department), *view.texts(d.text for d in there.duties)]
        about += [view.say("notice.kpi", name=view.text(kpi.name)) for kpi in there.kpis]
    elif isinstance(there, Sop):
        about += view.texts(step.text for step in there.steps)
    about = [line for line in about if line]
    what = [view.say("notice.came" if came else "notice.went")]
    binds = material(kind, None)
    return Row(what, [], about, binds) if came else Row(what, about, [], binds)


def _begins(old: Any, new: Any) -> date | None:
    """From when a change holds, where the definition says so."""
    if new is None:
        until = getattr(old, "until", None)
        return until + timedelta(days=1) if until else None
    if isinstance(new, Agreement):
        return new.term.from_ if new.term and (old is None or old.term != new.term) else None
    day: date | None = getattr(new, "effective", None)
    return day if old is None or getattr(old, "effective", None) != day else None


def _general(view: View, kind: str, leaves: Sequence[Changed]) -> _Part:
    """Settings, calendars, and data: no paper prints them, so they are named."""
    locale = "en" if view.locale == "en" else "zh-Hans"
    called = Text.of(kind_title(kind, locale), locale).at(view.locale)
    title = "" if kind == "organisation" else leaves[0].title
    named = view.written(title) if title and title != leaves[0].id else ""
    every = frozenset(role.role for role in view.roles)
    found = rows(view, kind, (), (), leaves)
    for one in leaves:
        if one.leaf is None:
            word = "notice.came" if one.new else "notice.went"
            found.append(Row([view.say(word)], [], [], one.material))
    return _Part(view.joined((called[:1].upper() + called[1:], named), "colon"), None, found, every)


def _roles(view: View, definition: Role | Sop | Agreement | Scheme) -> Iterator[str]:
    """The ids of the posts a definition concerns."""
    match definition:
        case Role():
            yield definition.role
        case Sop():
            posts = [definition.owner, *(step.owner for step in definition.steps)]
            yield from (role.role for role in map(view.role, posts) if role)
        case Agreement():
            named = [target.partition("/")[0] for target in definition.targets]
            posts = [*definition.parties.values(), *named]
            yield from (role.role for role in map(view.role, posts) if role)
        case Scheme():
            scheme_for = view.workspace.scheme_for
            yield from (role.role for role in view.roles if scheme_for(role) is definition)


def _receipts(view: View, baseline: Baseline, parts: Sequence[_Part]) -> list[Receipt]:
    """A row for each holder of a post that something binding concerns, once; where nobody holds
    it, one to be filled in."""
    days: dict[str, date | None] = {}
    for part in parts:
        for role in part.roles:
            days[role] = max(filter(None, (days.get(role), part.begins)), default=None)
    people, _ = read_people(baseline.new)  # what cannot be read is told by `check`
    old, new = _views(view, baseline)
    ends = [role for role in old.roles if role.role not in {one.role for one in new.roles}]
    found: list[tuple[str, str]] = []
    for post in (one for one in (*new.roles, *ends) if one.role in days):
        latest = max(filter(None, (days[post.role], baseline.now, view.on)), default=None)
        on = post.until if post in ends else latest
        named = _holders(people, post.role, on) or [""]
        found += [(name, new.text(post.title)) for name in named]
    return [Receipt(str(no), name, post) for no, (name, post) in enumerate(found, 1)]


def _holders(people: Iterable[Assignment], role: str, on: date | None) -> list[str]:
    """Names of those who hold a post on a day; without one, of those who have no last day."""
    mine = (one for one in people if one.role == role)
    return [
        one.name
        for one in mine
        if (one.end == date.max if on is None else one.start <= on < one.end)
    ]
