"""Tables on a terminal or in a pipe."""

import sys
from collections.abc import Sequence

import click

from dutybook.words.table import Cell, aligned


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """A drawn table on a terminal, aligned text in a pipe."""
    if not sys.stdout.isatty():
        click.echo(f"{title}\n\n{aligned(head, rows)}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for number, word in enumerate(head):
        right = rows and all(isinstance(row[number], int | None) for row in rows)
        table.add_column(word, justify="right" if right else "left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell).replace("[", "\\[") for cell in row))
    Console().print(table)
