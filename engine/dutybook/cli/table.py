"""Tables on a terminal or in a pipe."""

import sys
from collections.abc import Sequence
from typing import Literal

import click

from dutybook.words.table import Cell, aligned, cell_text, figures


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """A drawn table on a terminal, aligned text in a pipe."""
    if on_terminal():
        draw_table(title, head, rows)
    else:
        click.echo(f"{title}\n\n{aligned(head, rows)}")


def on_terminal() -> bool:
    """Whether somebody looks on."""
    return sys.stdout.isatty()


def draw_table(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    overflow: Literal["fold", "ellipsis"] = "ellipsis",
) -> None:
    """A table with lines; ``overflow``: what becomes of words wider than the terminal allows."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left")
    for number, word in enumerate(head):
        right = figures(row[number] for row in rows)
        table.add_column(word, justify="right" if right else "left", overflow=overflow)
    for row in rows:
        table.add_row(*(cell_text(cell).replace("[", "\\[") for cell in row))
    Console().print(table)
