"""``pass``: full points where the target is met, else none."""

from collections.abc import Iterator

from dutybook.model import Kpi
from dutybook.model.score import Pass
from dutybook.rule.kind import Kind, Speaker
from dutybook.rule.terms import Terms, holds
from dutybook.rule.tree import VALUE, ZERO, Choice, Constant, Formula, Said, Shown, Slots


def pass_or_fail(_: Pass, terms: Terms) -> Formula:
    """All or nothing."""

    def told(word: str, points: Formula) -> Formula:
        slots: Slots = {
            "value": Shown(VALUE, "value"),
            "target": str(terms.aim),
            "points": Shown(points),
        }
        return Said(word, points, slots)

    full = Constant(terms.full)
    return Choice(holds(terms.aim), told("pass_met", full), told("pass_unmet", ZERO))


def _words(speaker: Speaker, _kpi: Kpi, _rule: Pass) -> Iterator[str]:
    yield speaker.say("score.pass")


PASS_OR_FAIL = Kind("pass", Pass, lambda _conv, _body: Pass(), pass_or_fail, _words)
