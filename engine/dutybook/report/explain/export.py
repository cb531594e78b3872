"""The rows behind scores as a table of their own, to be handed on: CSV or Excel."""

from collections.abc import Sequence
from typing import Final

from dutybook.csv import csv_for_people
from dutybook.report.annexes import Table
from dutybook.report.explain.rows import as_table
from dutybook.report.explain.text import Explanation
from dutybook.report.words import Words
from dutybook.report.workbook import book_of
from dutybook.words.table import Cell

_WHO: Final = ("employee", "name", "role", "kpi")


def rows_table(found: Sequence[Explanation], words: Words) -> Table:
    """One row per log row or occurrence, with whose score it stands behind."""
    heads: list[str] = []
    table: list[list[Cell]] = []
    for explanation in found:
        sheet = explanation.sheet
        for item in explanation.items:
            heads, rows = as_table(item.get("rows") or (), words)
            named: list[Cell] = [sheet["employee"], sheet["name"], sheet["title"], item["name"]]
            table += [[*named, *row] for row in rows]
    return [*words.heads(*_WHO), *heads], table


def rows_csv(found: Sequence[Explanation], words: Words) -> bytes:
    """The table as CSV."""
    return csv_for_people(*rows_table(found, words)).encode()


def rows_workbook(found: Sequence[Explanation], words: Words) -> bytes:
    """The table as a workbook of one sheet; keys and moments stay text."""
    return book_of([(words.say("sheets", "rows"), rows_table(found, words))], texts=9)
