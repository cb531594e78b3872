"""``dutybook explain``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dutybook.cli.common import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import as_of_option, period_option, read_as_of, read_period
from dutybook.finding import DutybookError, Finding, Place
from dutybook.report.explain.export import rows_csv, rows_workbook
from dutybook.report.explain.text import Explanation, as_data, as_text, explain
from dutybook.report.output import as_json, write_files
from dutybook.report.words import Words
from dutybook.score.evaluation import Run, evaluate
from dutybook.workspace import Workspace


@click.command()
@click.argument("employee")
@click.argument("kpi", required=False)
@period_option
@as_of_option
@click.option("--rows", is_flag=True, help="Also the rows that cost points.")
@click.option("--all", "every", is_flag=True, help="Also every row the score was made from.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    default="text",
    help="csv and xlsx are tables of the rows.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write instead of printing.")
@workspace_option
@guarded
def command(
    employee: str,
    kpi: str | None,
    period_text: str,
    as_of_text: str | None,
    rows: bool,
    every: bool,
    form: str,
    out: Path | None,
    folder: Path,
) -> None:
    """Why a score is what it is: the arithmetic, the YAML line, the rows."""
    period, as_of = read_period(period_text), read_as_of(as_of_text)
    if form == "xlsx" and out is None:
        raise DutybookError(Finding("explain-out-missing", Place("--out")))
    workspace, catalogue = open_workspace(folder)
    words = Words.load(workspace.root, workspace.locale)
    rows = rows or form in ("csv", "xlsx")
    with evaluate(workspace, period, as_of) as run:
        found = explain(run, words, catalogue, employee, kpi, rows=rows, every=every)
        content = _content(form, run, found, words, workspace)
        findings = [*workspace.findings, *run.evaluation.findings]
    if out is None:
        click.echo(content.decode("utf-8-sig"), nl=False)
    else:
        write_files(out.parent, {out.name: content})
    errors = [finding for finding in findings if catalogue.severity(finding) == "error"]
    say(errors, catalogue, workspace.root)  # what is explained may rest on half of the definitions
    sys.exit(status(errors, catalogue))


def _content(
    form: str, run: Run, found: Sequence[Explanation], words: Words, workspace: Workspace
) -> bytes:
    """What was found in the form asked for."""
    zone = run.counted.zone
    if form == "json":
        return as_json(as_data(run, found)).encode()
    if form == "csv":
        return rows_csv(found, words, zone)
    if form == "xlsx":
        return rows_workbook(found, words, zone)
    return as_text(run, found, words, workspace).encode()
