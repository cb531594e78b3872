"""How papers name the period they are about."""

from collections.abc import Callable

import pytest

from dutybook.grammar.time.checklist_period import parse_checklist_period
from dutybook.papers.days import period_text
from dutybook.papers.view import View


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2026-10-14", "2026年10月14日 周三", "Wednesday 14 Oct 2026"),
        ("2026-10", "2026年10月", "Oct 2026"),
        ("2026-Q4", "2026年第4季度", "Quarter 4 of 2026"),
        ("2026-H1", "2026年上半年", "First half of 2026"),
        ("2026-H2", "2026年下半年", "Second half of 2026"),
        ("2026", "2026年", "2026"),
        ("2026-10-08..2026-11-07", "2026年10月8日—2026年11月7日", "8 Oct 2026 to 7 Nov 2026"),
    ],
)
def test_every_kind_of_period_has_words(
    period: str, chinese: str, english: str, view_in: Callable[[str], View]
) -> None:
    made = parse_checklist_period(period)
    assert period_text(view_in("zh-Hans"), made) == chinese
    assert period_text(view_in("en"), made) == english
