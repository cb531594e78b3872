"""历期走势 of a report: totals of earlier periods beside this one's, as a picture and as a table.

Earlier periods come with the results (``earlier``); what was decided on appeal counts.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from dutybook.grammar.period import parse_period, period_before
from dutybook.grammar.quantity import rounded
from dutybook.model import Scheme
from dutybook.papers.days import period_text
from dutybook.papers.drawing.chart import Level, Point, trend
from dutybook.papers.paper import Data
from dutybook.papers.phrases.standing import status_in_words
from dutybook.papers.results import Data as Told
from dutybook.papers.results import Person, Unit, shown
from dutybook.papers.view import View


def person_trend(view: View, person: Person) -> Data:
    """``trend`` (picture), ``trend_rows`` and ``trend_note`` of someone, from the first period in
    which they were evaluated in this post; no picture or table where there is only this one."""
    current: Told = {**person.sheet, **(person.sheet.get("decided") or {})}
    found: list[tuple[str, Told | None]] = [
        *((one["period"], one["score"]) for one in earlier_of(person)),
        (person.results["period"], current),
    ]
    if len(found) < 2:
        return _none(view, person.results)
    points = [_point(view, period, sheet) for period, sheet in found]
    scheme = view.workspace.scheme_for(person.role)
    drawn = any(point.value is not None for point in points)  # a post without weights has no line
    return {
        "trend": _picture(view, points, [scheme] if scheme else []) if drawn else "",
        "trend_rows": [_row(view, period, sheet) for period, sheet in found],
        "trend_note": "",
    }


def earlier_of(person: Person) -> list[Told]:
    """Earlier periods from the first in which the person was evaluated in this post: ``period``,
    ``from`` and the ``score`` (None where they were not)."""
    key = person.sheet["employee"], person.sheet["role"]
    found: list[Told] = []
    for one in person.results["earlier"]:
        mine = (s for s in one["scores"] if (s["employee"], s["role"]) == key)
        score = next(mine, None)
        if found or score is not None:
            found.append({"period": one["period"], "from": one["from"], "score": score})
    return found


def unit_trend(view: View, unit: Unit, schemes: Sequence[Scheme]) -> Data:
    """The same of a department: the mean of the totals known in each period, of everyone who was
    in a post of it then."""
    current = [{**person.sheet, **(person.sheet.get("decided") or {})} for person in unit.people]
    found: list[tuple[str, Sequence[Told]]] = [
        *((one["period"], one["scores"]) for one in earlier_of_unit(view, unit)),
        (unit.results["period"], current),
    ]
    if len(found) < 2:
        return _none(view, unit.results)
    points = []
    for period, sheets in found:
        value = mean(sheet["total"] for sheet in sheets)
        said = shown(value) or view.say("chart.none")
        points.append(Point(period, None if value is None else Fraction(value), said))
    return {
        "trend": _picture(view, points, schemes),
        "trend_rows": [_unit_row(view, period, sheets) for period, sheets in found],
        "trend_note": view.say("report.unit_trend_note"),
    }


def earlier_of_unit(view: View, unit: Unit) -> list[Told]:
    """Earlier periods with the scores of everyone who was in a post of the department then."""
    return [
        {**one, "scores": [s for s in one["scores"] if _of(view, s, unit.department)]}
        for one in unit.results["earlier"]
    ]


def mean(totals: Iterable[str | None]) -> str | None:
    """The mean of those that are known, to two places; none where none is."""
    known = [Fraction(total) for total in totals if total is not None]
    return str(rounded(sum(known, Fraction(0)) / len(known), 2)) if known else None


def _of(view: View, sheet: Told, department: str) -> bool:
    role = view.role(sheet["role"])
    return role is not None and role.department == department


def _none(view: View, results: Told) -> Data:
    """No earlier result: said, with the period that is lacking."""
    try:
        last = period_text(view, period_before(parse_period(results["period"])))
    except ValueError:
        last = ""
    return {
        "trend": "",
        "trend_rows": [],
        "trend_note": view.say("report.no_trend", period=last),
    }


def _picture(view: View, points: Sequence[Point], schemes: Sequence[Scheme]) -> Data:
    """The line; borders of grades across it where all have the same scheme."""
    lines = _levels(schemes[0]) if len(schemes) == 1 else ()
    return trend(view, points, lines).data()


def _levels(scheme: Scheme) -> list[Level]:
    return [
        Level(g.when.bound, f"{g.grade} {g.when.text}")
        for g in scheme.grades
        if g.when.op in (">=", ">")
    ]


def _point(view: View, period: str, sheet: Told | None) -> Point:
    if sheet is None or sheet["total"] is None:
        return Point(period, None, _status(view, sheet))
    return Point(period, Fraction(sheet["total"]), shown(sheet["total"]))


def _status(view: View, sheet: Told | None) -> str:
    """Why there is no total."""
    if sheet is None:
        return str(view.say("report.not_in_post"))
    return status_in_words(view, sheet)


def _row(view: View, period: str, sheet: Told | None) -> Data:
    known = sheet if sheet and sheet["total"] is not None else None
    return {
        "period": period_text(view, parse_period(period)),
        "total": shown(known["total"]) if known else "",
        "grade": (known["grade"] or "") if known else "",
        "status": _status(view, sheet),
    }


def _unit_row(view: View, period: str, sheets: Sequence[Told]) -> Data:
    known = [sheet for sheet in sheets if sheet["total"] is not None]
    due = len(known) + sum(sheet["status"] == "incomplete" for sheet in sheets)
    grades = sorted(sheet["grade"] for sheet in known if sheet["grade"])
    counted = [
        view.say("report.grade_count", grade=grade, n=grades.count(grade))
        for grade in dict.fromkeys(grades)
    ]
    return {
        "period": period_text(view, parse_period(period)),
        "people": view.say("report.of_due", n=len(known), due=due),
        "mean": shown(mean(sheet["total"] for sheet in sheets)),
        "grades": view.joined(counted),
    }
