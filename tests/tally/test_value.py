"""Values of several counts, taken together."""

from dutybook.tally.value import together


def test_exclusions_of_several_counts_add_up() -> None:
    assert together([{1: 2, 3: 1}, {1: 4}]) == {1: 6, 3: 1}
