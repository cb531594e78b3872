"""``dutybook explain``."""

import sys
from pathlib import Path

import click

from dutybook.cli.common import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.evaluate import as_of_option, period_option, read_as_of, read_period
from dutybook.evaluate.run import evaluate
from dutybook.evaluate.telling.explain import as_data, as_text, explain
from dutybook.evaluate.telling.output import as_json
from dutybook.evaluate.telling.words import Words


@click.command()
@click.argument("employee")
@click.argument("kpi", required=False)
@period_option
@as_of_option
@click.option("--rows", is_flag=True, help="Also the rows that cost points.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@workspace_option
@guarded
def command(
    employee: str,
    kpi: str | None,
    period_text: str,
    as_of_text: str | None,
    rows: bool,
    form: str,
    folder: Path,
) -> None:
    """Why a score is what it is: the arithmetic, the YAML line, the rows."""
    period, as_of = read_period(period_text), read_as_of(as_of_text)
    workspace, catalogue = open_workspace(folder)
    words = Words.load(workspace.root, workspace.locale)
    with evaluate(workspace, period, as_of) as run:
        found = explain(run, words, catalogue, employee, kpi, rows=rows)
        if form == "json":
            click.echo(as_json(as_data(run, found)), nl=False)
        else:
            click.echo(as_text(run, found, words, workspace), nl=False)
        findings = [*workspace.findings, *run.evaluation.findings]
    errors = [finding for finding in findings if catalogue.severity(finding) == "error"]
    say(errors, catalogue, workspace.root)  # what is explained may rest on half of the definitions
    sys.exit(status(errors, catalogue))
