"""``dutybook query``."""

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from dutybook.check.contract import contract
from dutybook.check.rules import shown
from dutybook.check.sandbox import MAX_ROWS, Answer, Apart
from dutybook.check.tables import tables_of
from dutybook.cli.command import OK, guarded, open_workspace, say, workspace_option
from dutybook.cli.language import said
from dutybook.cli.table import draw_table, on_terminal
from dutybook.csv import csv_for_people
from dutybook.finding import DutybookError, Finding, Place
from dutybook.words.table import tabbed


@click.command()
@click.argument("sql", required=False)
@click.option("--tables", is_flag=True, help="List all tables and columns.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
)
@workspace_option
@guarded
def command(sql: str | None, tables: bool, form: str, folder: Path) -> None:
    """Ask the workspace's tables in SQL: one SELECT, for example

    dutybook query "select role, id, limit_text from duties where limit_seconds > 3600"
    """
    workspace, catalogue = open_workspace(folder)
    if tables:
        click.echo(_tables(workspace.locale))
        return
    if not sql:
        raise click.UsageError(said("Give a SELECT in quotes, or --tables."))
    answer = Apart(tables_of(workspace)).ask(sql)
    if answer.trouble:
        raise DutybookError(
            Finding(f"query-{answer.trouble}", Place(""), {"reason": answer.reason})
        )
    _print(answer, form)
    if answer.cut:
        say([Finding("query-cut", Place(""), {"bound": f"{MAX_ROWS:,}"})], catalogue)
    sys.exit(OK)


def _tables(locale: str) -> str:
    lines = []
    for table in contract().values():
        lines.append(f"{table.name}  {table.description.at(locale)}")
        lines += [f"    {c.name:<20} {c.type:<8} {c.description.at(locale)}" for c in table.columns]
        lines.append("")
    return "\n".join(lines[:-1])


def _print(answer: Answer, form: str) -> None:
    rows = [[shown(cell) for cell in row] for row in answer.rows]
    if form == "json":
        click.echo(json.dumps(answer.records(), ensure_ascii=False, indent=1, default=_exact))
    elif form == "csv":
        click.echo(csv_for_people(answer.columns, rows), nl=False)
    elif on_terminal():
        draw_table("", answer.columns, rows, overflow="fold")
    else:
        click.echo(tabbed(answer.columns, rows))


def _exact(value: Any) -> str:
    """Decimals and dates as text: a float would not be what was counted."""
    return shown(value) if isinstance(value, (Decimal, date)) else str(value)
