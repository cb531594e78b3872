"""Points that depend on other KPIs: whether they were met, what they came to."""

from fractions import Fraction
from typing import Final

from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import Expression
from dutybook.model.score import Dependence, Points, Score
from dutybook.rule.arithmetic import Arithmetic, UnreadableError
from dutybook.rule.kind import Speaker
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    ZERO,
    Choice,
    Condition,
    Constant,
    Formula,
    Instead,
    Named,
    Said,
    Shown,
    Slots,
    Variable,
    compare,
    least,
    most,
)
from dutybook.rule.wording import points_in_words

FACTS: Final = ("value", "met")
"""What points may depend on: ``kpi.<id>.value``, ``kpi.<id>.met``."""
OWN: Final = ("points", "full", "value")
"""What else an expression may read."""
_FAR: Final = Fraction(10**9)
"""A bound that bounds nothing."""


def depended_on(score: Score | None) -> dict[str, set[str]]:
    """Which facts of which other KPIs a score reads."""
    found: dict[str, set[str]] = {}
    for line in score.depends if score else ():
        for name in _names(line):
            kpi, _, fact = name.removeprefix("kpi.").rpartition(".")
            found.setdefault(kpi, set()).add(fact)
    return found


def unreadable(line: Dependence) -> str:
    """The part of a line that is no condition or no number; empty where all of it is."""
    reader = Arithmetic(dict.fromkeys(OWN, ZERO))
    try:
        if line.when is not None:
            reader.condition(line.when.sql)
        for given in (line.points, line.cap, line.floor):
            if isinstance(given, Expression):
                reader.formula(given.sql)
    except UnreadableError as error:
        return str(error)
    return ""


def changed(tree: Formula, score: Score, terms: Terms) -> Formula:
    """The points of ``tree`` as the lines of ``score`` change them, one after another."""
    for line in score.depends:
        tree = _changed(tree, line, terms)
    return tree


def _changed(tree: Formula, line: Dependence, terms: Terms) -> Formula:
    reader = Arithmetic({"points": tree, "full": Constant(terms.full), "value": VALUE})
    always = compare(ZERO, "=", 0)
    when = always if line.when is None else reader.condition(line.when.sql)
    before = tree
    if line.points is not None:
        tree = Choice(when, Instead(_given(line.points, reader, terms), tree), tree)
    if line.cap is not None:
        tree = least(tree, _bound(line.cap, when, always, _FAR, reader, terms))
    if line.floor is not None:
        tree = most(tree, _bound(line.floor, when, always, -_FAR, reader, terms))
    facts = tuple(Variable(name, sure=False) for name in sorted(_names(line)))
    slots: Slots = {
        "when": line.when.sql.replace('"', "") if line.when else "",
        "with": Named(facts),
        "before": Shown(before),
        "points": Shown(tree),
    }
    word = "depends" if line.when else "depends_always"
    return Said(word, tree, slots, when=when, after=True)


def _bound(
    given: "Points | Expression",
    when: Condition,
    always: Condition,
    none: Fraction,
    reader: Arithmetic,
    terms: Terms,
) -> Formula:
    """A bound where the condition holds; the rule's tree stands in it once only."""
    found = _given(given, reader, terms)
    return found if when is always else Choice(when, found, Constant(none))


def _given(given: "Points | Expression", reader: Arithmetic, terms: Terms) -> Formula:
    return reader.formula(given.sql) if isinstance(given, Expression) else terms.points(given)


def _names(line: Dependence) -> set[str]:
    found = {name for sql in line.texts for name in columns(parse_expression(sql))}
    return {name for name in found if name.startswith("kpi.")}


def dependence_in_words(speaker: Speaker, line: Dependence) -> str:
    """What a form says of a line."""

    def points(given: "Points | Expression") -> str:
        if isinstance(given, Expression):
            return speaker.expression(given.sql, None)
        return points_in_words(speaker, given)

    parts = (("points", line.points), ("cap", line.cap), ("floor", line.floor))
    said = [
        speaker.say(f"score.depends_{name}", points=points(given))
        for name, given in parts
        if given is not None
    ]
    what = speaker.joined(said, "list_sep")
    if line.when is None:
        return what
    return speaker.say("score.depends", when=speaker.expression(line.when.sql, None), what=what)
