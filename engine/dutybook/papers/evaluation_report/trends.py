"""历期走势 of a report: totals of earlier periods beside this one's, as a picture and as a table.

Earlier periods come with the results (``earlier``); what was decided on appeal counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import dropwhile
from typing import Any

from dutybook.grammar.number.quantity import rounded
from dutybook.grammar.time.period import Period, period_before
from dutybook.model import Scheme
from dutybook.papers.days import period_text
from dutybook.papers.drawing.chart import Level, Point, trend
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.evaluation_report.context import Trend, TrendLine, UnitTrendLine
from dutybook.papers.phrases.status import status_in_words
from dutybook.papers.results import (
    EarlierPeriod,
    EarlierScore,
    Person,
    Results,
    Standing,
    Unit,
    shown,
)
from dutybook.papers.view import View


def person_trend(view: View, person: Person) -> Trend[TrendLine]:
    """How someone did, from the first period in which they were evaluated in this post; no picture
    or table where there is only this one."""
    found: list[tuple[Period, Standing | None]] = [
        *((one.period, _mine(one, person)) for one in _earlier(person)),
        (person.results.period, person.sheet.outcome),
    ]
    if len(found) < 2:
        return _none(view, person.results)
    points = [_point(view, period, sheet) for period, sheet in found]
    scheme = view.workspace.scheme_for(person.role)
    drawn = any(point.value is not None for point in points)  # a post without weights has no line
    return Trend(
        _picture(view, points, [scheme] if scheme else []) if drawn else None,
        [_row(view, period, sheet) for period, sheet in found],
    )


def _earlier(person: Person) -> list[EarlierPeriod]:
    """Earlier periods from the first in which the person was evaluated in this post."""
    return list(dropwhile(lambda one: _mine(one, person) is None, person.results.earlier))


def _mine(earlier: EarlierPeriod, person: Person) -> EarlierScore | None:
    """What somebody came to in an earlier period; None where they were not in the post."""
    key = person.sheet.employee, person.sheet.role
    return next((s for s in earlier.scores if (s.employee, s.role) == key), None)


def person_data(person: Person) -> list[dict[str, Any]]:
    """What the trend shows, as the contract says it: ``period``, ``from`` and the ``score``."""
    return [
        {
            "period": one.period.text,
            "from": one.from_,
            "score": score.data if (score := _mine(one, person)) else None,
        }
        for one in _earlier(person)
    ]


def unit_trend(view: View, unit: Unit, schemes: Sequence[Scheme]) -> Trend[UnitTrendLine]:
    """The same of a department: the mean of the totals known in each period, of everyone who was
    in a post of it then."""
    current = [person.sheet.outcome for person in unit.people]
    found: list[tuple[Period, Sequence[Standing]]] = [
        *((one.period, one.scores) for one in _earlier_of_unit(view, unit)),
        (unit.results.period, current),
    ]
    if len(found) < 2:
        return _none(view, unit.results)
    points = []
    for period, sheets in found:
        value = mean(sheet.total for sheet in sheets)
        said = shown(value) or view.say("chart.none")
        points.append(Point(period.text, value, said))
    return Trend(
        _picture(view, points, schemes),
        [_unit_row(view, period, sheets) for period, sheets in found],
        view.say("report.unit_trend_note"),
    )


def _earlier_of_unit(view: View, unit: Unit) -> list[EarlierPeriod]:
    """Earlier periods with the scores of everyone who was in a post of the department then."""
    return [
        replace(one, scores=tuple(s for s in one.scores if _of(view, s, unit.department)))
        for one in unit.results.earlier
    ]


def unit_data(view: View, unit: Unit) -> list[dict[str, Any]]:
    """What the trend shows, as the contract says it: ``period``, ``from`` and ``scores``."""
    return [
        {
            "period": one.period.text,
            "from": one.from_,
            "scores": [score.data for score in one.scores],
        }
        for one in _earlier_of_unit(view, unit)
    ]


def mean(totals: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of those that are known, to two places; none where none is."""
    known = [total for total in totals if total is not None]
    return Fraction(rounded(sum(known, Fraction(0)) / len(known), 2)) if known else None


def _of(view: View, sheet: EarlierScore, department: str) -> bool:
    role = view.role(sheet.role)
    return role is not None and role.department == department


def _none(view: View, results: Results) -> Trend[Any]:
    """No earlier result: said, with the period that is lacking."""
    try:
        last = period_text(view, period_before(results.period))
    except ValueError:
        last = ""
    return Trend(note=view.say("report.no_trend", period=last))


def _picture(view: View, points: Sequence[Point], schemes: Sequence[Scheme]) -> Drawing:
    """The line; borders of grades across it where all have the same scheme."""
    lines = _levels(schemes[0]) if len(schemes) == 1 else ()
    return trend(view, points, lines)


def _levels(scheme: Scheme) -> list[Level]:
    return [
        Level(g.when.bound, f"{g.grade} {g.when.text}")
        for g in scheme.grades
        if g.when.op in (">=", ">")
    ]


def _point(view: View, period: Period, sheet: Standing | None) -> Point:
    if sheet is None or sheet.total is None:
        return Point(period.text, None, _status(view, sheet))
    return Point(period.text, sheet.total, shown(sheet.total))


def _status(view: View, sheet: Standing | None) -> str:
    """Why there is no total."""
    if sheet is None:
        return view.say("report.not_in_post")
    return status_in_words(view, sheet)


def _row(view: View, period: Period, sheet: Standing | None) -> TrendLine:
    known = sheet if sheet and sheet.total is not None else None
    return TrendLine(
        period=period_text(view, period),
        total=shown(known.total) if known else "",
        grade=(known.grade or "") if known else "",
        status=_status(view, sheet),
    )


def _unit_row(view: View, period: Period, sheets: Sequence[Standing]) -> UnitTrendLine:
    known = [sheet for sheet in sheets if sheet.total is not None]
    due = len(known) + sum(sheet.status == "incomplete" for sheet in sheets)
    grades = sorted(sheet.grade for sheet in known if sheet.grade)
    counted = [
        view.say("report.grade_count", grade=grade, n=grades.count(grade))
        for grade in dict.fromkeys(grades)
    ]
    return UnitTrendLine(
        period=period_text(view, period),
        people=view.say("report.of_due", n=len(known), due=due),
        mean=shown(mean(sheet.total for sheet in sheets)),
        grades=view.joined(counted),
    )
