"""``dutybook team-sheet``."""

import sys
from pathlib import Path

import click

from dutybook.cli.command import FAILED, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.names import staff_number
from dutybook.cli.paper.results import results_for
from dutybook.cli.period import read_period
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.papers.evaluation_form.excel.team import write
from dutybook.papers.evaluation_form.team import team_sheet
from dutybook.papers.results import Part
from dutybook.papers.view import View


@click.command()
@click.argument("path", metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--period", "period_text", required=True, metavar="P", help="2026-10")
@click.option(
    "--superior", required=True, metavar="NO", help="Whose team (staff number, or a name)."
)
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@workspace_option
@guarded
def command(path: Path, period_text: str, superior: str, overwrite: bool, folder: Path) -> None:
    """Write one Excel sheet on which a superior rates the whole team, enters values and notes;
    `dutybook ratings FILE.xlsx` reads it back, row by row."""
    workspace, catalogue = open_workspace(folder)
    period = read_period(period_text)
    if not workspace.configured:
        say(workspace.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    if path.exists() and not overwrite:
        raise DutybookError(Finding("tables-exists", Place(path.name)))
    superior = staff_number(workspace, superior, "--superior")
    found = results_for(workspace, period, None, workspace.locale, trends=False)
    say(found.findings, catalogue, workspace.root)
    view = View(found.workspace, workspace.locale, period.last)
    parts = [
        Part(View(one.workspace, workspace.locale, period.last), one.results)
        for one in found.signed
    ]
    doc = team_sheet(view, found.results, superior, parts)
    if not doc.members:
        details = {"superior": superior, "period": period.text}
        raise DutybookError(Finding("team-nobody", Place("--superior"), details))
    target = path.absolute()
    write_whole({target.parent.resolve() / target.name: write(doc, view.labels)})
    click.echo(view.say("team.written", file=path.name, n=len(doc.members)))
    sys.exit(status(found.findings, catalogue))
