"""考核报告 for a department: everyone's result, how grades are spread, which KPIs fall short, the
trend, what cost most points, where the data went."""

from dataclasses import asdict
from fractions import Fraction

from dutybook.grammar.number.quantity import as_percent
from dutybook.model import Scheme
from dutybook.papers.days import period_text
from dutybook.papers.drawing.chart import Bar, Column, grades, pages_of_bars
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.evaluation_report.context import (
    Loss,
    PersonLine,
    Said,
    TraceLine,
    UnitReport,
)
from dutybook.papers.evaluation_report.person import as_json, conservation, losses
from dutybook.papers.evaluation_report.trends import mean, unit_data, unit_trend
from dutybook.papers.paper import Field, fields, in_rows, paper
from dutybook.papers.phrases.results import followed
from dutybook.papers.phrases.status import (
    missing_sentence,
    rank_in_words,
    status_in_words,
    total_in_words,
)
from dutybook.papers.results import Person, Unit, shown
from dutybook.papers.view import View

_TOP = 10
"""How many of the dearest losses are listed."""


def unit_report(view: View, unit: Unit) -> UnitReport:
    """The report of a department."""
    trend = unit_trend(view, unit, _schemes(unit))
    return UnitReport(
        paper=paper(view, "evaluation-report", view.department(unit.department)),
        identity=in_rows(_identity(view, unit), 3),
        people=[_person(view, person) for person in unit.people],
        waiting=[
            Said(person.sheet.name, text)
            for person in unit.people
            if person.sheet.status == "incomplete"
            for text in missing_sentence(person.view, person)
        ],
        grades=_grades(view, unit),
        bars=_bars(view, unit),
        trend=trend.picture,
        trend_rows=trend.rows,
        trend_note=trend.note,
        losses=_losses(view, unit),
        consequences=[
            Said(person.sheet.name, text)
            for person in unit.people
            for text in followed(person.view, person)
        ],
        conservation=conservation(view, unit.results),
        signatures=view.series("report.unit_signatures"),
        traces=_traces(view, unit),
        data=as_json(
            {
                "department": unit.department,
                "period": unit.results.period.text,
                "as_of": unit.results.as_of.isoformat(),
                "scores": [person.sheet.data for person in unit.people],
                "conservation": [asdict(part) for part in unit.results.conservation],
                "earlier": unit_data(view, unit),
            }
        ),
    )


def _identity(view: View, unit: Unit) -> list[Field]:
    say = view.say

    def so_many(status: str) -> int:
        return sum(person.sheet.status == status for person in unit.people)

    unscored = sum(person.sheet.met_only for person in unit.people)
    totals = [p.sheet.total for p in unit.people if p.sheet.total is not None]
    return fields(
        (say("common.department"), view.department(unit.department)),
        (say("common.period"), period_text(view, unit.results.period, unit.results.notice)),
        (say("report.as_of"), view.day(unit.results.as_of)),
        (say("report.people"), str(len(unit.people))),
        (say("report.complete"), str(so_many("complete") - unscored)),
        (say("report.vetoed"), str(so_many("vetoed"))),
        (say("report.unscored"), str(unscored)),
        (say("report.incomplete"), str(so_many("incomplete"))),
        (say("report.not_eligible"), str(so_many("not_eligible"))),
        (say("report.mean"), shown(mean(totals))),
        (say("report.highest"), shown(max(totals, default=None))),
        (say("report.lowest"), shown(min(totals, default=None))),
    )


def _person(view: View, person: Person) -> PersonLine:
    sheet = person.sheet
    outcome = sheet.outcome
    known = outcome.total is not None
    return PersonLine(
        employee=sheet.employee,
        name=sheet.name,
        post=person.view.text(person.role.title),
        status=status_in_words(view, sheet),
        total=total_in_words(view, sheet) if sheet.total is not None else "",
        grade=(outcome.grade or "") if known else "",
        coefficient=shown(outcome.coefficient) if known else "",
        rank=rank_in_words(view, sheet, "report.rank_short"),
    )


def _schemes(unit: Unit) -> list[Scheme]:
    found = {}
    for person in unit.people:
        scheme = person.view.workspace.scheme_for(person.role)
        if scheme:
            found[scheme.scheme] = scheme
    return list(found.values())


def _grades(view: View, unit: Unit) -> Drawing | None:
    """How many reached each grade, of those who have one."""
    names = dict.fromkeys(g.grade for s in _schemes(unit) for g in s.grades)
    outcomes = [person.sheet.outcome for person in unit.people]
    given = [one.grade for one in outcomes if one.grade and one.total is not None]
    if not given:
        return None
    columns = []
    for name in names:
        n = given.count(name)
        share = as_percent(Fraction(n, len(given)), 0)
        columns.append(Column(name, n, view.say("report.so_many", n=n, share=share)))
    return grades(view, columns)


def _bars(view: View, unit: Unit) -> list[Drawing]:
    """What share of its points each KPI gave, over everyone who was scored on it: points added up
    over full points added up."""
    sums: dict[str, list[Fraction]] = {}
    for person in unit.people:
        inside = person.view.within(person.role)
        for kpi in person.sheet.kpis:
            if kpi.points is not None and kpi.full is not None:
                name = inside.named("kpi", kpi.kpi)
                so_far = sums.setdefault(name, [Fraction(0), Fraction(0)])
                so_far[0] += kpi.points
                so_far[1] += kpi.full
    rows = [
        Bar(name, as_percent(points / full, 1), points / full * 100)
        for name, (points, full) in sums.items()
        if full
    ]
    rows.sort(key=lambda row: (row.value, row.name))
    return list(pages_of_bars(view, rows, view.say("report.of_points")))


def _losses(view: View, unit: Unit) -> list[Loss]:
    """What cost most points, dearest first."""
    found = []
    for person in unit.people:
        inside = person.view.within(person.role)
        for kpi, lost in losses(person.sheet):
            name = inside.named("kpi", kpi.kpi)
            found.append((-lost, person.sheet.employee, name, person, kpi))
    found.sort(key=lambda one: one[:3])
    return [
        Loss(
            name=person.sheet.name,
            kpi=name,
            lost=shown(-lost),
            why=kpi.trace.scored,
            rows=str(kpi.costing.count) if kpi.costing else "",
        )
        for lost, _, name, person, kpi in found[:_TOP]
    ]


def _traces(view: View, unit: Unit) -> list[TraceLine]:
    """Everyone's figures with the arithmetic, as in their own reports."""
    return [
        TraceLine(
            name=person.sheet.name,
            kpi=person.view.within(person.role).named("kpi", kpi.kpi),
            score=shown(kpi.points) or view.say(f"status.kpi.{kpi.status}"),
            said=[*kpi.trace.measured, *kpi.trace.scored],
            definition=kpi.trace.definition,
        )
        for person in unit.people
        for kpi in person.sheet.kpis
    ]
