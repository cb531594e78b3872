"""``dutybook explain``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dutybook.cli.command import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.names import staff_number
from dutybook.cli.period import as_of_option, now_option, period_option, read_as_of, read_period
from dutybook.finding import DutybookError, Finding, Place
from dutybook.report.explain.concern import concerning
from dutybook.report.explain.export import rows_csv, rows_workbook
from dutybook.report.explain.text import (
    Explanation,
    Wanted,
    as_data,
    as_text,
    explain,
    explain_signed,
)
from dutybook.report.output import as_json, write_files
from dutybook.report.words import Words
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed, signed
from dutybook.workspace.snapshot import as_signed


@click.command()
@click.argument("employee")
@click.argument("kpi", required=False)
@period_option
@as_of_option
@now_option
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
    now: bool,
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
    employee = staff_number(workspace, employee)
    wanted = Wanted(employee, kpi, rows or form in ("csv", "xlsx"), every)
    kept = [] if now or as_of else signed(workspace.root, period)
    found = _signed(workspace, kept, wanted)
    findings: list[Finding] = []
    then, head = workspace, ""
    if found is None:
        with evaluate(workspace, period, as_of) as run:
            found = explain(run, words, catalogue, wanted)
            told = [*workspace.findings, *run.evaluation.findings]
            findings = concerning(employee, told, run, workspace)
        if signed(workspace.root, period):
            head = words.say("closed", "now", period=period) + "\n\n"
    elif found[0].signed:
        then = as_signed(workspace, found[0].signed)
    content = _content(form, found, words, then)
    if out is None:
        click.echo((head if form == "text" else "") + content.decode(), nl=False)
    else:
        write_files(out.parent, {out.name: content})
    errors = [finding for finding in findings if catalogue.severity(finding) == "error"]
    say(errors, catalogue, workspace.root)  # what is explained may rest on half of the definitions
    sys.exit(status(errors, catalogue))


def _signed(
    workspace: Workspace, closings: Sequence[Closed], wanted: Wanted
) -> list[Explanation] | None:
    """What closings keep of the employee; None where the units closed so far have no such sheet."""
    if not closings:
        return None
    try:
        return explain_signed(workspace, closings, wanted)
    except DutybookError:
        if closings[0].unit is None:
            raise
        return None


def _content(form: str, found: Sequence[Explanation], words: Words, workspace: Workspace) -> bytes:
    """What was found in the form asked for."""
    if form == "json":
        return as_json(as_data(found)).encode()
    if form == "csv":
        return rows_csv(found, words)
    if form == "xlsx":
        return rows_workbook(found, words)
    return as_text(found, words, workspace).encode()
