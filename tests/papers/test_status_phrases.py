"""Where somebody stands, in words: without weights, after an appeal, in rank."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from evaluated import kpi, results

from dutybook.papers.evaluation_report.trends import mean
from dutybook.papers.phrases.status import (
    missing_sentence,
    rank_in_words,
    status_in_words,
    total_in_words,
)
from dutybook.papers.results import Person, SheetScore, read_results
from dutybook.papers.view import View

Views = Callable[[str], View]


def sheet(**changes: Any) -> SheetScore:
    """The tester's sheet with ``changes``."""
    return read_results(results(**changes)).scores[0]


def unscored(*met: bool | None) -> SheetScore:
    """A sheet of a post without weights."""
    kpis = [kpi(f"k{i}", "1", None, None, met=one) for i, one in enumerate(met)]
    return sheet(total=None, grade=None, coefficient=None, kpis=kpis)


@pytest.mark.parametrize(
    ("met", "words"),
    [((True, False, None), "达标 1／2 项"), ((True,), "达标 1／1 项"), ((None,), "达标 0／0 项")],
)
def test_a_post_without_weights_says_what_was_met(
    view_in: Views, met: tuple[bool | None, ...], words: str
) -> None:
    view = view_in("zh-Hans")
    assert status_in_words(view, unscored(*met)) == words
    assert total_in_words(view, unscored(*met)) == "不计总分"


def test_other_sheets_keep_their_status(view_in: Views) -> None:
    view = view_in("zh-Hans")
    assert (status_in_words(view, sheet()), total_in_words(view, sheet())) == ("完整", "85.9")
    waiting = sheet(status="incomplete", total=None)
    assert total_in_words(view, waiting) == "未完成"


def test_ranks(view_in: Views) -> None:
    view = view_in("en")
    assert rank_in_words(view, sheet(rank={"place": 1, "of": 4})) == "1 of 4"
    assert rank_in_words(view, sheet(rank={"place": None, "of": 4})) == "open (totals missing)"
    assert rank_in_words(view, sheet()) == ""


def test_a_mean_has_two_places() -> None:
    totals = [Fraction(total) for total in ("99.97", "99.2", "87.6", "83")]
    assert mean(totals) == Fraction("92.44")  # 369.77 ÷ 4 = 92.4425
    assert mean([None, None]) is None


def test_a_mistake_in_a_definition_that_holds_a_total_is_said(view_in: Views) -> None:
    data = results(status="incomplete", total=None, faults=["rules/schemes/s.yaml:4"])
    found = read_results(data)
    view = view_in("zh-Hans")
    person = Person(found, found.scores[0], view.workspace.role("stress"), view)
    said = "总分未完成，还缺：定义有错（rules/schemes/s.yaml:4）。"
    assert missing_sentence(view, person) == [said]
