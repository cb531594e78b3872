"""``incidents``: points by what happened, so much each, or by a table of counts; dearer when it
happens again."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dutybook.grammar.limit import Limit
from dutybook.grammar.month import first_day, later
from dutybook.measure.tally import Incident
from dutybook.model import Incidents
from dutybook.model.score import Repeat
from dutybook.rule.line import Line, figure
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    ZERO,
    Choice,
    Constant,
    Figure,
    Formula,
    Itemised,
    Said,
    Undecided,
    Variable,
    Whole,
    compare,
    most,
)

Told = dict[str, Figure | str]
"""What fills sentences about incidents."""
AMOUNT: Final = "amount"
"""The variable for what rows give or take that say so themselves."""
REPEATED: Final = "repeated"
"""The variable for what incidents come to that are dearer when they happen again; told one by
one."""


def incidents(rule: Incidents, terms: Terms) -> Formula:
    """From full points (an adjustment: from 0), what each incident gives or takes."""
    start = Constant(terms.full)
    slots: Told = {
        "count": Figure(VALUE),
        "start": Figure(start),
        "free": str(rule.spared),
    }
    charged = most(VALUE - rule.spared, 0)
    tree = _table(rule, charged, terms, slots) if rule.table else _each(rule, charged, start, slots)
    if rule.from_ is not None:
        before = Said("incidents_before", start, slots | {"from": str(rule.from_)})
        tree = Choice(compare(VALUE, "<", rule.from_), before, tree)
    if rule.wipe_out_at is not None:
        wiped = Said("wiped_out", ZERO, slots | {"limit": str(rule.wipe_out_at)})
        tree = Choice(compare(VALUE, ">=", rule.wipe_out_at), wiped, tree)
    return tree


def _each(rule: Incidents, charged: Formula, start: Formula, slots: Told) -> Formula:
    change: Formula
    if rule.repeat is not None:
        word, change = "incidents_varied", Itemised(Variable(REPEATED), REPEATED)
    elif isinstance(rule.each, Fraction):
        word, change = "incidents", Constant(rule.each) * charged
        slots = slots | {"each": figure(rule.each), "charged": Figure(charged)}
    else:
        word, change = "incidents_varied", Variable(AMOUNT)
    points = start + change
    said = slots | {"change": Figure(change), "points": Figure(points)}
    none = Said("incidents_none", points, said)
    return Choice(compare(VALUE, "=", 0), none, Said(word, points, said))


def _table(rule: Incidents, charged: Formula, terms: Terms, slots: Told) -> Formula:
    """Points by the count; between the counts of the table, or beyond a table that ends, they are
    undecided."""

    def told(points: Formula) -> Formula:
        return Said("incidents_table", points, slots | {"points": Figure(points)})

    highest, last = rule.table[-1]
    tree: Formula = Undecided("table_gap", {"count": Figure(charged)})
    if rule.open_ended:
        tree = Choice(compare(charged, ">", highest), told(terms.points(last)), tree)
    count = Whole(charged, "down")
    for number, given in reversed(rule.table):
        tree = Choice(compare(count, "=", number), told(terms.points(given)), tree)
    return tree


def repeated(rule: Incidents, every: Sequence[Incident]) -> tuple[Fraction, list[Line]]:
    """What incidents come to, one after another: one that repeats an earlier one costs ``factor``
    times as much. Free ones and those before the period cost nothing, but what follows repeats
    them."""
    repeat = rule.repeat
    assert repeat is not None
    change, lines = Fraction(0), []
    own = 0
    for number, incident in enumerate(every):
        if incident.earlier:
            continue
        own += 1
        if own <= rule.spared:
            continue
        base = rule.each if isinstance(rule.each, Fraction) else incident.points
        before = _earlier(every[:number], incident, repeat)
        times = (repeat.factor ** (before if repeat.compound else 1)) if before else Fraction(1)
        change += base * times
        if before:
            lines.append(_again(incident, before, base, times))
    return change, lines


def _again(incident: Incident, before: int, base: Fraction, times: Fraction) -> Line:
    slots = {
        "day": incident.day.isoformat(),
        "kind": incident.kind or "",
        "number": str(before + 1),
        "each": figure(base),
        "times": figure(times),
        "change": figure(base * times),
    }
    return Line("incident_again", slots)


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
