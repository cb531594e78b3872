"""Points by what happened: so much each, or by a table of counts; dearer when it happens again."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dutybook.grammar.limit import Limit
from dutybook.grammar.month import first_day, later
from dutybook.measure.tally import Incident
from dutybook.model import Incidents
from dutybook.model.score import Repeat
from dutybook.rule.formula import Line, Outcome, Scoring, UndecidedError, figure


def by_incidents(rule: Incidents, case: Scoring) -> Outcome:
    """From full points (an adjustment: from 0), what each incident gives or takes."""
    count = case.number
    slots = {"count": figure(count), "start": figure(case.full), "free": str(rule.spared)}
    if rule.wipe_out_at is not None and count >= rule.wipe_out_at:
        return Fraction(0), (Line("wiped_out", slots | {"limit": str(rule.wipe_out_at)}),)
    if rule.from_ is not None and count < rule.from_:
        return case.full, (Line("incidents_before", slots | {"from": str(rule.from_)}),)
    charged = max(count - rule.spared, Fraction(0))
    if rule.table:
        return _table(rule, charged, case, slots)
    if rule.repeat is not None:
        return _repeated(rule, rule.repeat, case, slots)
    if isinstance(rule.each, Fraction):
        change = rule.each * charged
        slots |= {"each": figure(rule.each), "charged": figure(charged)}
        word = "incidents"
    else:
        change, word = case.value.amount, "incidents_varied"
    points = case.full + change
    slots |= {"change": figure(change), "points": figure(points)}
    return points, (Line(word if count else "incidents_none", slots),)


def _table(rule: Incidents, count: Fraction, case: Scoring, slots: dict[str, str]) -> Outcome:
    most, last = rule.table[-1]
    given = dict(rule.table).get(int(count))
    if given is None and rule.open_ended and count > most:
        given = last
    if given is None:
        raise UndecidedError("table_gap", count=figure(count))
    points = case.points(given)
    return points, (Line("incidents_table", slots | {"points": figure(points)}),)


def _repeated(rule: Incidents, repeat: Repeat, case: Scoring, slots: dict[str, str]) -> Outcome:
    """One after another: an incident that repeats an earlier one costs ``factor`` times as much.
    Free ones and those before the period cost nothing, but what follows repeats them."""
    change, lines = Fraction(0), []
    own = 0
    for number, incident in enumerate(case.value.incidents):
        if incident.earlier:
            continue
        own += 1
        if own <= rule.spared:
            continue
        base = rule.each if isinstance(rule.each, Fraction) else incident.points
        before = _earlier(case.value.incidents[:number], incident, repeat)
        times = (repeat.factor ** (before if repeat.compound else 1)) if before else Fraction(1)
        change += base * times
        if before:
            again = {
                "day": incident.day.isoformat(),
                "kind": incident.kind or "",
                "number": str(before + 1),
            }
            again |= {"each": figure(base), "times": figure(times), "change": figure(base * times)}
            lines.append(Line("incident_again", again))
    points = case.full + change
    slots |= {"change": figure(change), "points": figure(points)}
    return points, (Line("incidents_varied" if case.number else "incidents_none", slots), *lines)


def _earlier(before: Sequence[Incident], incident: Incident, repeat: Repeat) -> int:
    """How many of those ``before`` the incident repeats."""
    return sum(
        _same(one, incident, repeat) and _recent(one.day, incident.day, repeat) for one in before
    )


def _same(one: Incident, two: Incident, repeat: Repeat) -> bool:
    """Whether two are of the same kind; a kind nobody wrote down is like no other."""
    return repeat.same is None or (one.kind is not None and one.kind == two.kind)


def _recent(earlier: date, now: date, repeat: Repeat) -> bool:
    """Whether ``earlier`` is within the time in which a repetition counts: the same calendar month
    (quarter, …), or no longer ago than the limit."""
    within = repeat.within
    if within is None:
        return True
    if isinstance(within, Limit):
        return later(earlier, within) >= now
    return first_day(earlier, within) == first_day(now, within)
