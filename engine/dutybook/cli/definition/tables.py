"""``dutybook tables export`` and ``dutybook tables import``."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from dutybook.cli.command import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.help import Group
from dutybook.cli.language import said
from dutybook.cli.period import read_period
from dutybook.cli.table import print_table
from dutybook.files.lock import locked
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.phrases import phrase
from dutybook.finding.text import visible
from dutybook.grammar.time.period import Period
from dutybook.roster.people import read_people
from dutybook.spreadsheet.book import written
from dutybook.spreadsheet.comparison import RowChange, compared
from dutybook.spreadsheet.definitions import definition_tables
from dutybook.spreadsheet.people import people_table
from dutybook.spreadsheet.ratings import KEY as RATINGS
from dutybook.spreadsheet.ratings import ratings_table
from dutybook.spreadsheet.returned import read_returned
from dutybook.spreadsheet.revision import revised
from dutybook.spreadsheet.table import Table
from dutybook.workspace import Workspace

_HEADS: Final = ("sheet", "row", "column", "was", "new", "cell")


@click.group(cls=Group)
def command() -> None:
    """What people keep in tables, in Excel and back: people, posts, KPIs, limits, targets."""


@command.command("export")
@click.argument("path", metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@click.option("--period", "period_text", metavar="P", help="Ratings of this period, too (2026-10).")
@workspace_option
@guarded
def export(path: Path, overwrite: bool, period_text: str | None, folder: Path) -> None:
    """Write a workbook with a sheet each for people, posts, KPIs, limits and targets; with --period
    also for the ratings and entered figures of a period."""
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(said("FILE must end in .xlsx."))
    workspace, catalogue = open_workspace(folder)
    if path.exists() and not overwrite:
        raise DutybookError(Finding("tables-exists", Place(path.name)))
    period = read_period(period_text) if period_text else None
    tables, findings = _tables(workspace, period, ratings=period is not None)
    say(findings, catalogue, workspace.root)
    target = path.absolute()
    write_whole({target.parent.resolve() / target.name: written(tables, workspace.locale)})
    rows = sum(len(table.rows) for table in tables)
    click.echo(phrase("tables-exported", catalogue.locale, n=rows, file=path.name))
    sys.exit(status(findings, catalogue))


@command.command("import")
@click.argument(
    "path", metavar="FILE.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--write", is_flag=True, help="Write the changes (default: only show them).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@workspace_option
@guarded
def import_(path: Path, write: bool, form: str, folder: Path) -> None:
    """Read a workbook of `tables export` back: what was changed, in words; with --write, into the
    files, whose comments and layout stay.

    Exit status: 0 all of it could be read, 1 something could not (the rest can), 2 could not run.
    """
    workspace, catalogue = open_workspace(folder)
    with locked(workspace.root):
        book, wrong = read_returned(path.resolve(), path.name)
        tables, findings = _tables(workspace, None, ratings=RATINGS in book.sheets)
        rows, unfit = compared(tables, book)
        revision = revised(workspace, book, rows)
        if write and revision.files:
            write_whole(revision.files)
    findings = [*findings, *wrong, *unfit, *revision.findings]
    say(findings, catalogue)
    _tell(workspace, revision.taken, form, write=write)
    if form == "text" and revision.new:
        names = "、".join(revision.new)
        click.echo(phrase("tables-new-posts", workspace.locale, files=names))
    sys.exit(status(findings, catalogue))


def _tables(
    workspace: Workspace, period: Period | None, *, ratings: bool
) -> tuple[list[Table], list[Finding]]:
    people, findings = people_table(workspace)
    tables = [*([people] if people else []), *definition_tables(workspace)]
    if ratings:
        rated, wrong = ratings_table(workspace, read_people(workspace)[0], period)
        return [*tables, rated], [*findings, *wrong]
    return tables, findings


def _tell(workspace: Workspace, rows: Sequence[RowChange], form: str, *, write: bool) -> None:
    """The changes, a line for each cell."""
    locale = workspace.locale
    lines = [
        [
            row.table.title.at(locale),
            visible(row.label),
            change.column.title.at(locale),
            visible(change.was) or "—",
            visible(change.new) or "—",
            change.cell,
        ]
        for row in rows
        for change in row.changes
    ]
    if form == "json":
        listed = [dict(zip(_HEADS, line, strict=True)) for line in lines]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    if lines:
        heads = [phrase(f"tables-{head}", locale) for head in _HEADS]
        print_table(phrase("tables-title", locale), heads, lines)
    said = "tables-same" if not lines else "tables-written" if write else "tables-shown"
    click.echo(phrase(said, locale, n=len(lines)))
