"""``incidents``: points by what happened, so much each, or by a table of counts; dearer when it
happens again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from operator import eq
from typing import Any, Final

from cattrs import Converter

from dutybook.grammar.expression import parse_expression
from dutybook.grammar.number.step import parse_points
from dutybook.grammar.number.target import Target
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.month import first_day, later, parse_within
from dutybook.measure.kinds import kind_of
from dutybook.model import By, Expression, Incidents, Kpi
from dutybook.model.score import Repeat
from dutybook.rule.kind import Breakpoints, Kind, Printed, Speaker
from dutybook.rule.line import Line, as_shown
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    ZERO,
    Choice,
    Constant,
    Formula,
    Itemised,
    Said,
    Shown,
    Undecided,
    Variable,
    Whole,
    compare,
    most,
)
from dutybook.rule.wording import points_in_words
from dutybook.tally.tally import Incident

Told = dict[str, Shown | str]
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
        "count": Shown(VALUE),
        "start": Shown(start),
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
        slots = slots | {"each": as_shown(rule.each), "charged": Shown(charged)}
    else:
        word, change = "incidents_varied", Variable(AMOUNT)
    points = start + change
    said = slots | {"change": Shown(change), "points": Shown(points)}
    none = Said("incidents_none", points, said)
    return Choice(compare(VALUE, "=", 0), none, Said(word, points, said))


def _table(rule: Incidents, charged: Formula, terms: Terms, slots: Told) -> Formula:
    """Points by the count; between the counts of the table, or beyond a table that ends, they are
    undecided."""

    def told(points: Formula) -> Formula:
        return Said("incidents_table", points, slots | {"points": Shown(points)})

    highest, last = rule.table[-1]
    tree: Formula = Undecided("table_gap", {"count": Shown(charged)})
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
        "each": as_shown(base),
        "times": as_shown(times),
        "change": as_shown(base * times),
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


def _parse(conv: Converter, body: Mapping[str, Any]) -> Incidents:
    table = body.get("table", {})
    counts = sorted((int(k.rstrip("+")), parse_points(v)) for k, v in table.items())
    repeat = body.get("repeat")
    return Incidents(
        _parse_each(conv, body.get("each")),
        tuple(counts),
        any(key.endswith("+") for key in table),
        body.get("free", 0),
        body.get("from"),
        body.get("charge"),
        body.get("wipe_out_at"),
        None if repeat is None else _parse_repeat(repeat),
    )


def _parse_each(conv: Converter, each: Any) -> "Fraction | By[Fraction] | Expression | None":
    if each is None:
        return None
    if isinstance(each, Mapping):
        varying: By[Fraction] = conv.structure(each, By[Fraction])
        return varying
    if isinstance(each, str):
        return Expression(parse_expression(each).sql("duckdb"))
    return Fraction(each)


def _parse_repeat(body: Mapping[str, Any]) -> Repeat:
    within = body.get("within")
    return Repeat(
        Fraction(body.get("factor", 2)),
        body.get("same"),
        body.get("compound", False),
        parse_within(within) if within else None,
    )


def _words(speaker: Speaker, kpi: Kpi, rule: Incidents) -> Iterator[str]:
    source = kpi.measure.of if kpi.measure else None
    if rule.free:
        yield speaker.say("score.free_times", n=rule.free)
    if rule.from_ is not None:
        yield speaker.say(f"score.from_times_{rule.charge or 'unclear'}", n=rule.from_)
    if rule.each is not None:
        yield _each_in_words(speaker, rule.each, source)
    yield speaker.joined(_table_in_words(speaker, rule), "list_sep")
    if rule.repeat is not None:
        yield _repeat_in_words(speaker, rule.repeat, source)
    if rule.wipe_out_at is not None:
        yield speaker.say("score.wipe_out", n=rule.wipe_out_at)


def _each_in_words(
    speaker: Speaker, each: "Fraction | By[Fraction] | Expression", source: str | None
) -> str:
    if isinstance(each, Fraction):
        return speaker.say(_sign("each", each), n=speaker.figure(abs(each)))
    if isinstance(each, Expression):
        words = speaker.expression(each.sql, source)
        return speaker.say("score.each_expression", expression=words)
    cases = [
        _case(speaker, speaker.named(each.column, value, source), given)
        for value, given in each.cases
    ]
    if each.otherwise is not None:
        cases.append(_case(speaker, speaker.say("score.each_else"), each.otherwise))
    column = speaker.column(each.column, source)
    return speaker.say("score.each_by", column=column, cases=speaker.joined(cases, "list_sep"))


def _case(speaker: Speaker, value: str, given: Fraction) -> str:
    return speaker.say(_sign("each_case", given), value=value, n=speaker.figure(abs(given)))


def _sign(phrase: str, given: Fraction) -> str:
    return f"score.{phrase}_{'lose' if given < 0 else 'gain'}"


def _table_in_words(speaker: Speaker, rule: Incidents) -> Iterator[str]:
    last = len(rule.table) - 1
    for i, (times, given) in enumerate(rule.table):
        phrase = "score.table_open" if rule.open_ended and i == last else "score.table"
        yield speaker.say(phrase, n=times, points=points_in_words(speaker, given))


def _repeat_in_words(speaker: Speaker, repeat: Repeat, source: str | None) -> str:
    """Doubling (or more) of what happens again: which, how long after, by how much."""
    kind = speaker.column(repeat.same, source) if repeat.same else ""
    same = (
        speaker.say("score.repeat_same", column=kind) if kind else speaker.say("score.repeat_any")
    )
    within = repeat.within
    if isinstance(within, Limit):
        when = speaker.say("score.repeat_span", span=speaker.span(within))
    else:
        when = speaker.say(f"score.repeat_in_{within or 'period'}")
    how = "score.repeat_compound" if repeat.compound else "score.repeat_once"
    return speaker.say(how, when=when, same=same, n=speaker.figure(repeat.factor))


def _lacking(kpi: Kpi, rule: Incidents, _target: Target | None) -> Iterator[str]:
    if not _countable(kpi, rule):
        yield "measure: {count: …}"
    if rule.from_ is not None and rule.charge is None:
        yield "charge: later | all"
    if rule.each is None and not rule.table and rule.wipe_out_at is None:
        yield "each: … | table: …"
    if rule.each is not None and rule.table:
        yield "each: … × table: …"
    if rule.repeat is not None and rule.table:
        yield "repeat: … × table: …"


def _countable(kpi: Kpi, rule: Incidents) -> bool:
    """Whether there are incidents to count; amounts that vary by row need the rows."""
    if kpi.measure is None:
        return False
    counted = kind_of(kpi.measure).incidents(kpi.measure)
    same = rule.repeat.same if rule.repeat else None  # a column of rows, which a miss is not
    by_row = isinstance(rule.each, By | Expression) or same is not None
    if counted == "rows":
        return not (by_row and kpi.measure.window)  # a window has no row of its own
    return counted == "occurrences" and not by_row


class _Counts(Breakpoints):
    """The counts that the rule names, and what so many incidents may come to."""

    def values(self, rule: Incidents, target: Target | None) -> Iterator[Fraction]:
        yield from (Fraction(count) for count, _ in rule.table)
        yield from (Fraction(one) for one in (rule.from_, rule.wipe_out_at, rule.free) if one)

    def amounts(self, rule: Incidents, value: Fraction) -> Sequence[Fraction]:
        charged = max(value - rule.spared, Fraction(0))
        if isinstance(rule.each, By):
            rates = [*(case for _, case in rule.each.cases), rule.each.otherwise or Fraction(0)]
            return sorted({rate * charged for rate in rates})
        return sorted({-charged, charged}) if isinstance(rule.each, Expression) else [Fraction(0)]

    def settled(self, rule: Incidents) -> Incidents:
        """Repetitions only make the same change dearer."""
        return replace(rule, repeat=None)

    def printed(self, rule: Incidents) -> Iterator[Printed]:
        if not rule.spared:
            yield from ((given, "incidents/table", partial(eq, at)) for at, given in rule.table)


INCIDENTS = Kind(
    "incidents", Incidents, _parse, incidents, _words, _lacking, _Counts(), aimed=False
)
