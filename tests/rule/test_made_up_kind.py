"""A kind of rule that does not exist: whatever the program does with kinds, it does with one more
module and one line in the registry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest

from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.number.target import Target, parse_target
from dutybook.measure.kinds.rating import Rating, Scale
from dutybook.model import Kpi, Targets
from dutybook.model.score import Rule, Score
from dutybook.papers.evaluation_form.live import live
from dutybook.papers.phrases.scores import score as in_words
from dutybook.papers.view import View
from dutybook.rule.completeness import unscorable
from dutybook.rule.kind import Kind, Speaker
from dutybook.rule.kinds import KINDS
from dutybook.rule.points import score
from dutybook.rule.readers.excel import spreadsheet
from dutybook.rule.terms import Terms, holds
from dutybook.rule.tree import VALUE, Choice, Constant, Formula, Said, Shown
from dutybook.tally.value import Value
from dutybook.words.locale import Text
from dutybook.workspace.values.score_rules import structured
from dutybook.yamltext import Document, Origin


@dataclass(frozen=True, slots=True)
class Consolation(Rule):
    """Full points where the target is met, else a share of them."""

    unmet: Fraction


def consolation(rule: Consolation, terms: Terms) -> Formula:
    full = Constant(terms.full)
    part = full * rule.unmet
    return Choice(holds(terms.aim), full, Said("rating", part, {"points": Shown(part)}))


def words(speaker: Speaker, _kpi: Kpi, rule: Consolation) -> Iterator[str]:
    yield speaker.say("score.of_full", share=speaker.figure(rule.unmet, "%"))


def lacking(_kpi: Kpi, rule: Consolation, _target: Target | None) -> Iterator[str]:
    if rule.unmet > 1:
        yield "unmet: ≤ 100%"


CONSOLATION = Kind(
    "consolation",
    Consolation,
    lambda _conv, body: Consolation(parse_number(body["unmet"])),
    consolation,
    words,
    lacking,
)


@pytest.fixture
def kpi(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Kpi]:
    """KPIs by the YAML of a score, with the made-up kind known."""
    monkeypatch.setitem(KINDS, CONSOLATION.name, CONSOLATION)

    def make(written: Any) -> Kpi:
        origin = Origin(Document("a.yaml", 0, {}, ""))
        made: Score = structured(None, written)  # type: ignore[arg-type]
        measure = Rating(Scale(Fraction(100)), "ratings")
        target = Targets(parse_target("≥ 80"))
        return Kpi(
            "k",
            Text.of("k"),
            origin,
            weight=Fraction(30),
            measure=measure,
            target=target,
            score=made,
        )

    return make


HALF = {"consolation": {"unmet": "50%"}, "floor": 20}


def test_it_is_scored_and_told(kpi: Callable[[Any], Kpi]) -> None:
    found = score(kpi(HALF), Value("scored", Fraction(79)))
    assert (found.exact, [line.word for line in found.lines]) == (20, ["rating", "floor"])
    assert score(kpi(HALF), Value("scored", Fraction(80))).exact == 30


def test_it_is_said_on_forms(kpi: Callable[[Any], Kpi], view_in: Callable[[str], View]) -> None:
    assert in_words(view_in("zh-Hans"), kpi(HALF)) == ["满分的50%，最低20分"]


def test_it_is_computed_in_a_sheet(kpi: Callable[[Any], Kpi]) -> None:
    spec = live(kpi(HALF), Fraction(30), [("superior", Fraction(1))])
    assert spec is not None
    assert spreadsheet(spec.points, {VALUE.name: "A1"}) == (
        "ROUND(MAX(MIN(IF(ROUND(A1-80,9)>=0,30,(30*(1/2))),30),20),2)"
    )


def test_what_it_lacks_is_told(kpi: Callable[[Any], Kpi]) -> None:
    whole = kpi({"consolation": {"unmet": "120%"}})
    assert [f.details["what"] for f in unscorable(whole)] == ["unmet: ≤ 100%"]
    assert [f.details["what"] for f in unscorable(replace(whole, target=None))] == [
        "target: …",
        "unmet: ≤ 100%",
    ]
