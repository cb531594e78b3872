"""One sheet for a superior's whole team: what the superior rates and enters for each of them, and a
note; the same questions that the forms of each ask, in one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dutybook.measure.kinds.entered import Entered
from dutybook.papers.days import period_text
from dutybook.papers.evaluation_form.context import Entry, RaterColumn, RatingCell
from dutybook.papers.evaluation_form.inputs import asked_cells, entry, facts
from dutybook.papers.evaluation_form.remarks import written
from dutybook.papers.results import Part, Person, Results, people_of
from dutybook.papers.view import View, one_line

SUPERIOR = "superior"
"""The kind of rater a team sheet is for, and the part of a form its notes are kept as."""


@dataclass(frozen=True, slots=True)
class TeamKpi:
    """A column: what is asked, and what may be entered; posts that ask the same share it."""

    kpi: str
    name: str
    help: str


@dataclass(frozen=True, slots=True)
class Member:
    """A row: one person in one post, the cells that are asked of them by column, the ``note`` that
    stands there already, and the ``facts`` of their own form."""

    employee: str
    name: str
    post: str
    cells: Mapping[TeamKpi, RatingCell | Entry]
    note: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """The sheet of one ``superior`` (a staff number)."""

    superior: str
    title: str
    subject: str
    organisation: str
    period: str
    members: tuple[Member, ...]

    @property
    def columns(self) -> list[TeamKpi]:
        """What is asked of anybody, in the order it is first asked."""
        return list(dict.fromkeys(one for member in self.members for one in member.cells))


def team_sheet(
    view: View, results: Results, superior: str, parts: Sequence[Part] = ()
) -> TeamSheet:
    """The sheet of whoever has the staff number ``superior``; no members where nobody reports to
    them in this period."""
    everyone = people_of(view, results, parts)
    people = [one for one in everyone if superior and one.sheet.superior == superior]
    names = {sheet.employee: sheet.name for sheet in results.scores}
    period = period_text(view, results.period, results.notice)
    who = names.get(superior) or superior
    return TeamSheet(
        superior=superior,
        title=view.say("team.heading", name=who, period=period),
        subject=view.say("team.title"),
        organisation=one_line(view.text(view.workspace.organisation.organisation)),
        period=results.period.text,
        members=tuple(_member(one.view.within(one.role), one) for one in people),
    )


def _member(view: View, person: Person) -> Member:
    return Member(
        employee=person.sheet.employee,
        name=person.sheet.name,
        post=one_line(view.text(person.role.title)),
        cells=dict(_cells(view, person)),
        note="\n".join(written(view, person.sheet).get(SUPERIOR, ())),
        facts={"role": person.role.role, **facts(person)},
    )


def _cells(view: View, person: Person) -> Iterator[tuple[TeamKpi, RatingCell | Entry]]:
    """What the superior is asked of one person: cells that stay open, with what is in them."""
    found = {kpi.kpi: kpi for kpi in (*person.sheet.adjustments, *person.sheet.kpis)}
    for kpi in person.role.kpis:
        name = one_line(view.text(kpi.name))
        if isinstance(kpi.measure, Entered):
            asked = entry(view, person, kpi, found[kpi.id])
            if asked and asked.by == SUPERIOR:
                yield TeamKpi(kpi.id, name, asked.words), asked
            continue
        raters = [RaterColumn(SUPERIOR, "")]
        (cell,) = asked_cells(view, person, kpi, found[kpi.id], raters)
        if cell.kind == "open":
            yield TeamKpi(kpi.id, name, cell.words), cell
