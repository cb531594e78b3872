"""``dutybook evaluate``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from dutybook.cli.command import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import as_of_option, period_option, read_as_of, read_period
from dutybook.cli.score.comparison import print_changes, since_closing, what_if
from dutybook.cli.table import print_table
from dutybook.closing import changes as told
from dutybook.closing.comparison import Change
from dutybook.csv import csv_for_people
from dutybook.files.door import within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import Period
from dutybook.report.annexes import further
from dutybook.report.contract import as_data, with_traces
from dutybook.report.output import as_json, write_files
from dutybook.report.tables import conservation, kpis, rejected, totals
from dutybook.report.words import Words
from dutybook.report.workbook import as_workbook
from dutybook.score.evaluation import evaluate
from dutybook.score.result import Evaluation
from dutybook.workspace import Workspace

FOLDER: Final = "evaluation"


@click.command()
@period_option
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    default="text",
    help="What to print; files of every format are written in any case.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to write below (default: the workspace's out/).",
)
@click.option(
    "--what-if",
    "overlay",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Changed definitions: who would score differently; nothing is written.",
)
@workspace_option
@guarded
def command(
    period_text: str,
    as_of_text: str | None,
    form: str,
    out: Path | None,
    overlay: Path | None,
    folder: Path,
) -> None:
    """Score a period's logged activity against the definitions."""
    period, as_of = read_period(period_text), read_as_of(as_of_text)
    workspace, catalogue = open_workspace(folder)
    words = Words.load(workspace.root, workspace.locale)
    if overlay is not None:
        if form == "xlsx":
            raise DutybookError(Finding("what-if-format", Place("--format"), {"format": form}))
        changed, findings = what_if(workspace, overlay, period, as_of, words, catalogue)
        sys.exit(_print_what_if(changed, findings, form, period, overlay, words, catalogue))
    with evaluate(workspace, period, as_of) as run:
        evaluation = run.evaluation
    written = (out.resolve() if out else within(workspace.root, "out")) / FOLDER / period.text
    files = _files(workspace, evaluation, words, catalogue)
    write_files(written, files)
    closed, changes, differing = since_closing(workspace, evaluation, words, catalogue)
    findings = [*workspace.findings, *evaluation.findings, *differing]
    say(findings, catalogue, workspace.root)
    if form == "json":
        click.echo(as_json(as_data(evaluation) | {"closed": closed}), nl=False)
    elif form == "csv":
        click.echo(files["scores.csv"].decode(), nl=False)
    elif form == "xlsx":
        click.echo(str(written / "scores.xlsx"))
    else:
        if closed is not None:
            click.echo(words.say("closed", "now", period=period) + "\n")
        _print(workspace, evaluation, words, written)
        if closed is not None:
            click.echo()
            print_changes(words.say("changes", "since", period=period), changes, words)
    sys.exit(status(findings, catalogue))


def _print_what_if(
    changed: Sequence[Change],
    findings: Sequence[Finding],
    form: str,
    period: Period,
    overlay: Path,
    words: Words,
    catalogue: Catalogue,
) -> int:
    """The changes, in the formats that go to the screen."""
    say(findings, catalogue)
    if form == "json":
        differences = told.as_data(changed)
        data = {"period": period.text, "what_if": overlay.name, "differences": differences}
        click.echo(as_json(data), nl=False)
    elif form == "csv":
        click.echo(csv_for_people(*told.as_table(changed, words)), nl=False)
    else:
        title = words.say("changes", "what_if", period=period, file=overlay.name)
        print_changes(title, changed, words)
    return status(findings, catalogue)


def _files(
    workspace: Workspace, evaluation: Evaluation, words: Words, catalogue: Catalogue
) -> dict[str, bytes]:
    sources = workspace.definitions.sources
    checks = {
        (name, number): check.message.at(words.locale) if check.message else check.that.sql
        for name, source in sources.items()
        for number, check in enumerate(source.checks)
    }
    return {
        "scores.json": as_json(with_traces(evaluation, words, catalogue)).encode(),
        "scores.csv": csv_for_people(*kpis(evaluation, words)).encode(),
        "scores.xlsx": as_workbook(evaluation, words),
        "rejected.csv": rejected(evaluation, words, checks).encode(),
    }


def _print(workspace: Workspace, evaluation: Evaluation, words: Words, written: Path) -> None:
    slots = {
        "organisation": workspace.organisation.organisation.at(words.locale),
        "period": evaluation.plan.period.text,
        "as_of": evaluation.as_of.isoformat(),
    }
    print_table(words.say("summary", "title", **slots), *totals(evaluation, words))
    for name, table in further(evaluation, words):
        click.echo()
        print_table(words.say("sheets", name), *table)
    click.echo()
    print_table(words.say("summary", "conservation"), *conservation(evaluation, words))
    click.echo()
    click.echo(words.say("summary", "written", folder=written))
