"""The tables that only some evaluations have, in the order they are printed and bound in."""

from collections.abc import Iterator

from dutybook.evaluate.result import Evaluation
from dutybook.evaluate.telling.beside import appeals, rollup
from dutybook.evaluate.telling.following import consequences
from dutybook.evaluate.telling.listing import several_posts
from dutybook.evaluate.telling.report import Cell
from dutybook.evaluate.telling.words import Words

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
