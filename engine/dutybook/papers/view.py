"""How a workspace looks in one locale on one day: references turned into the words to print."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from copy import copy
from datetime import date
from fractions import Fraction

from dutybook.grammar.number.quantity import as_percent, brief, plain
from dutybook.model import Role
from dutybook.papers.labels import Labels
from dutybook.words.locale import Text
from dutybook.workspace import Workspace


class View:
    """A workspace's roles in force ``on`` a day (None: the latest), its labels, and its texts in
    ``locale``. ``stated``: that day where papers have to name it, because somebody asked for it;
    ``today``: roles that begin later are shown as they will be, and say from when."""

    def __init__(
        self,
        workspace: Workspace,
        locale: str,
        on: date | None = None,
        *,
        stated: date | None = None,
        today: date | None = None,
    ) -> None:
        self.workspace = workspace
        self.locale = locale
        self.on = on
        self.labels = Labels.load(workspace.root, locale)
        self.stated = stated
        self.today = today
        roles = _roles(workspace, on, ahead=stated is None)
        self.roles = tuple(
            role
            for role in roles
            if not (role.origin.document.lost or workspace.faults.of_role(role, on))
        )
        self._by_title = {
            word: role for role in reversed(self.roles) for _, word in role.title.wordings
        }
        items = (i for s in workspace.definitions.schemes.values() for i in s.items)
        self._names: MutableMapping[tuple[str, str], Text] = {
            **{("kpi", item.id): item.name for item in items},
            **_names(self.roles),
        }
        self._by_id = {role.role: role for role in self.roles}

    def stated_for(self, effective: date | None) -> date | None:
        """The day a paper has to name, of what is in force from ``effective`` on: the one asked
        for, or its beginning where that is yet to come."""
        later = self.today is not None and effective is not None and effective > self.today
        return self.stated or (effective if later else None)

    def within(self, role: Role) -> "View":
        """The same view, in which ids of duties and KPIs mean those of ``role`` first."""
        view = copy(self)
        view._names = ChainMap(_names([role]), self._names)
        return view

    def say(self, path: str, **slots: object) -> str:
        """A label with its slots filled."""
        return self.labels.say(path, **slots)

    def names(self, path: str) -> Mapping[str, str]:
        """The words for each value of something: kinds, units, decisions."""
        found: Mapping[str, str] = self.labels.get(path)
        return found

    def series(self, path: str) -> Sequence[str]:
        """Words in a fixed order: months, days of the week."""
        found: Sequence[str] = self.labels.get(path)
        return found

    def text(self, text: Text | None) -> str:
        """A text in this locale; nothing for none."""
        return text.at(self.locale).strip() if text else ""

    def texts(self, texts: Iterable[Text]) -> list[str]:
        """Several texts."""
        return [self.text(text) for text in texts]

    def written(self, words: str) -> str:
        """Words an author wrote in the workspace's own locale."""
        return Text.of(words, self.workspace.locale).at(self.locale)

    def joined(self, words: Iterable[str], separator: str = "sep") -> str:
        """Those of ``words`` that are not empty, in a row."""
        return str(self.labels.get(f"common.{separator}")).join(word for word in words if word)

    def role(self, post: str | None) -> Role | None:
        """The role a reference means: by id, else by title."""
        return self._by_id.get(post or "") or self._by_title.get(post or "")

    def post(self, post: str | None) -> str:
        """What to print for a reference to a post."""
        if not post:
            return ""
        role = self.role(post)
        title = role.title if role else self.workspace.organisation.external_posts.get(post)
        return self.text(title) if title else self.written(post)

    def posts(self, posts: Iterable[str]) -> list[str]:
        """Several posts' titles."""
        return [self.post(post) for post in posts]

    def department(self, key: str | None) -> str:
        """A department's name."""
        if not key:
            return ""
        department = self.workspace.organisation.departments.get(key)
        return self.text(department.title) if department and department.title else self.written(key)

    def source(self, name: str) -> str:
        """A data source's name."""
        source = self.workspace.definitions.sources.get(name)
        return self.text(source.title) if source and source.title else name

    def column(self, name: str, source: str | None = None) -> str:
        """A column's name; of any source where none is given."""
        sources = self.workspace.definitions.sources
        places = (
            [sources[source]] if source in sources else [] if source else list(sources.values())
        )
        titles = (place.columns[name].title for place in places if name in place.columns)
        return self.text(next((title for title in titles if title), None)) or name

    def named(self, column: str, value: str, source: str | None = None) -> str:
        """A value of a column of ``source`` to print: by the name the source gives it; duties and
        KPIs by theirs."""
        declared = self.workspace.definitions.sources.get(source or "")
        titles = declared.columns[column].values if declared and column in declared.columns else {}
        name = titles.get(value) or self._names.get((column, value))
        return self.text(name) if name else value

    def currency(self, code: str) -> str:
        """A currency's name, its code where it has none here."""
        return self.names("posting.currencies").get(code, code)

    def day(self, day: date | None) -> str:
        """A date as people write it."""
        if day is None:
            return ""
        month_name = self.series("checklist.months")[day.month - 1]
        slots = {"year": day.year, "month": day.month, "day": day.day, "month_name": month_name}
        return self.say("common.day", **slots, month2=f"{day.month:02d}", day2=f"{day.day:02d}")


def _roles(workspace: Workspace, on: date | None, *, ahead: bool) -> list[Role]:
    """The roles in force, and with ``ahead`` those that only begin later, by id."""
    current = {role.role: role for role in workspace.roles(on)}
    if on is not None and ahead:
        first = {role.role: role for role in reversed(workspace.definitions.roles)}
        later = (r for r in first.values() if r.effective and r.effective > on and not r.abstract)
        current = {role.role: role for role in later} | current
    return [current[name] for name in sorted(current)]


def _names(roles: Iterable[Role]) -> dict[tuple[str, str], Text]:
    names: dict[tuple[str, str], Text] = {}
    for role in roles:
        names |= {("duty", duty.id): duty.text for duty in role.duties}
        names |= {("kpi", kpi.id): kpi.name for kpi in role.kpis}
        names |= {("pay", pay.id): pay.name for pay in role.pay if pay.name}
    return names


def figure(value: Fraction, percent: bool = False) -> str:
    """A number to print: exact where decimals can say it, else to two places."""
    if percent:
        return as_percent(value)
    exact = plain(value)
    return exact if "/" not in exact else brief(value, 2)


def one_line(text: str) -> str:
    """``text`` without line breaks, for a title."""
    return " ".join(text.split())
