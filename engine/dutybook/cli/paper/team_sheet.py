"""``dutybook team-sheet``."""

import sys
from pathlib import Path
from typing import Final

import click

from dutybook.cli.command import FAILED, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.language import said
from dutybook.cli.names import staff_number
from dutybook.cli.paper.results import results_for
from dutybook.cli.period import read_period
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.papers.evaluation_form.excel.team import write
from dutybook.papers.evaluation_form.team import TeamSheet, printed, team_sheet
from dutybook.papers.production.writers import write_tree
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View

_PRINTS: Final = ("docx", "pdf", "html")


@click.command()
@click.argument(
    "path", metavar="FILE.xlsx|.docx|.pdf", type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--period", "period_text", required=True, metavar="P", help="2026-10")
@click.option(
    "--superior", required=True, metavar="NO", help="Whose team (staff number, or a name)."
)
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@workspace_option
@guarded
def command(path: Path, period_text: str, superior: str, overwrite: bool, folder: Path) -> None:
    """Write one Excel sheet on which a superior rates the whole team, enters values and notes;
    `dutybook ratings FILE.xlsx` reads it back, row by row. With .docx, .pdf or .html: for print."""
    form = path.suffix.lower().removeprefix(".")
    if form not in ("xlsx", *_PRINTS):
        raise click.UsageError(said("FILE must end in .xlsx, .docx, .pdf or .html."))
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
    doc = team_sheet(view, found.results, superior, [one.part(view) for one in found.signed])
    if not doc.members:
        details = {"superior": superior, "period": period.text}
        raise DutybookError(Finding("team-nobody", Place("--superior"), details))
    target = path.absolute()
    data = _print(view, doc, form) if form in _PRINTS else write(doc, view.labels)
    write_whole({target.parent.resolve() / target.name: data})
    done = "team.printed" if form in _PRINTS else "team.written"
    click.echo(view.say(done, file=path.name, n=len(doc.members)))
    sys.exit(status(found.findings, catalogue))


def _print(view: View, doc: TeamSheet, form: str) -> bytes:
    """The sheet on paper."""
    root = view.workspace.root
    words = {"doc": doc, "rows": printed(doc), "t": view.labels.words, "lang": view.locale}
    tree = render(environment(root), "team-sheet.html.j2", words, doc.superior)
    return write_tree(form, tree, view.locale, root)
