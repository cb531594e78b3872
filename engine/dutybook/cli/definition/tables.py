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
from dutybook.cli.table import print_table
from dutybook.files.lock import locked
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.phrases import phrase
from dutybook.finding.text import visible
from dutybook.spreadsheet.book import written
from dutybook.spreadsheet.comparison import RowChange, compared
from dutybook.spreadsheet.definitions import definition_tables
from dutybook.spreadsheet.people import people_table
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
@workspace_option
@guarded
def export(path: Path, overwrite: bool, folder: Path) -> None:
    """Write a workbook with a sheet each for people, posts, KPIs, limits and targets."""
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(said("FILE must end in .xlsx."))
    workspace, catalogue = open_workspace(folder)
    if path.exists() and not overwrite:
        raise DutybookError(Finding("tables-exists", Place(path.name)))
    tables, findings = _tables(workspace)
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
        tables, findings = _tables(workspace)
        book, wrong = read_returned(path.resolve(), path.name)
        rows, unfit = compared(tables, book)
        revision = revised(workspace, book, rows)
        if write and revision.files:
            write_whole(revision.files)
    findings = [*findings, *wrong, *unfit, *revision.findings]
    say(findings, catalogue)
    _tell(workspace, revision.taken, form, write=write)
    sys.exit(status(findings, catalogue))


def _tables(workspace: Workspace) -> tuple[list[Table], list[Finding]]:
    people, findings = people_table(workspace)
    return [*([people] if people else []), *definition_tables(workspace)], findings


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
