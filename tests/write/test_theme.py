"""What stands at the foot of every page."""

import pytest

from dutybook.write.theme import running_title
from dutybook.write.tree import Element


@pytest.mark.parametrize(
    ("title", "orientation", "shown"),
    [
        ("岗位说明书", "", "岗位说明书"),
        ("岗" * 28, "", "岗" * 28),
        ("岗" * 29, "", "岗" * 27 + "…"),
        ("岗" * 42, "landscape", "岗" * 42),
        ("岗" * 43, "landscape", "岗" * 41 + "…"),
        ("a" * 50, "", "a" * 50),
        ("a" * 51, "", "a" * 49 + "…"),
    ],
)
def test_a_title_that_fits_the_page_is_whole(title: str, orientation: str, shown: str) -> None:
    paper = Element("article", {"title": title, "orientation": orientation})
    assert running_title(paper) == shown
