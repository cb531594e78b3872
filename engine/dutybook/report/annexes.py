"""The tables that only some evaluations have, in the order they are printed and bound in."""

from collections.abc import Iterator

from dutybook.report.appeals import appeals, rollup
from dutybook.report.consequences import consequences
from dutybook.report.tables import several_posts
from dutybook.report.words import Words
from dutybook.score.result import Evaluation
from dutybook.words.table import Cell

Table = tuple[list[str], list[list[Cell]]]


def further(evaluation: Evaluation, words: Words) -> Iterator[tuple[str, Table]]:
    """People with several posts, roll-ups, consequences, appeals: those there are, by the name
    of their sheet."""
    tables = {
        "persons": several_posts,
        "rollup": rollup,
        "consequences": consequences,
        "appeals": appeals,
    }
    for name, table in tables.items():
        heads, rows = table(evaluation, words)
        if rows:
            yield name, (heads, rows)
