"""The pages estimated for a Word document's contents, on pages of 100 millimetres."""

import pytest
from sample_papers import article

from dutybook.write.word.contents import pages
from dutybook.write.word.table import Room

ROW = '<tr height="45"><td>甲</td></tr>'
"""42.75 millimetres, as estimates go: two on a page, with 14.5 to spare."""
HEAD = '<thead><tr height="40"><th>头</th></tr></thead>'
END = "<h2>后</h2>"


def estimated(inside: str, lang: str = "zh-Hans") -> list[int]:
    tree = article(inside, lang=lang)
    return pages(tree, lambda turned: Room(200, 100), 0)


def test_a_row_that_does_not_fit_goes_to_the_next_page() -> None:
    """Nine rows fill four pages and a part of the fifth; poured out they would end on the fourth."""
    assert estimated(f"<table><tbody>{ROW * 9}</tbody></table>{END}") == [5]


def test_heads_are_repeated() -> None:
    """A head of 38 and a row on each of three pages: no room for a heading below."""
    assert estimated(f"<table>{HEAD}<tbody>{ROW * 3}</tbody></table>{END}") == [4]
    assert estimated(f"<table><tbody>{ROW * 3}</tbody></table>{END}") == [2]


def test_a_heading_is_not_alone_at_the_foot() -> None:
    assert estimated(f"<h1>前</h1><table><tbody>{ROW * 2}</tbody></table>{END}") == [1, 2]


@pytest.mark.parametrize(("lang", "page"), [("zh-Hans", 2), ("en", 1)])
def test_lines_of_english_are_lower(lang: str, page: int) -> None:
    """Three rows of 29 are 82.65 tall in Chinese and 74.82 in English, with the gap below 85.15 and
    77.32: a heading needs 22 more."""
    rows = '<tr height="29"><td>x</td></tr>' * 3
    assert estimated(f"<table><tbody>{rows}</tbody></table>{END}", lang) == [page]
