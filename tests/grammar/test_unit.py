"""Units: every small language reads the spellings it always read, from one table."""

import pytest
from spellings import FORMS, kept, results

from dutybook.grammar.number.unit import MONTHS, SECONDS, spellings

KEPT = kept()
NOW = results(KEPT["words"])


@pytest.mark.parametrize("form", FORMS)
def test_each_language_reads_exactly_what_it_read(form: str) -> None:
    """``grammar/spellings.yaml`` began with what each language once read of its own, and has grown."""
    assert NOW[form] == KEPT["forms"][form]


def test_the_table_is_tried_whole() -> None:
    readers = ("limit", "step", "change", "over", "period", "schedule", "text")
    units = ("workday", "pp", "times", *SECONDS, *MONTHS)
    listed = {word for reader in readers for unit in units for word in spellings(reader, unit)}
    assert listed <= set(KEPT["words"])
    assert len(listed) > 60


def test_of_two_spellings_the_longer_is_tried_first() -> None:
    assert spellings("limit", "minute") == ["minutes", "minute", "mins", "min", "分钟", "分"]


def test_minutes_and_points_are_told_apart() -> None:
    assert [
        one for one in ("limit", "step", "target", "text") if "分" in spellings(one, "minute")
    ] == ["limit"]  # type: ignore[arg-type]
