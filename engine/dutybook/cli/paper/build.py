"""``dutybook build``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dutybook.cli.command import (
    FAILED,
    day_option,
    guarded,
    open_workspace,
    say,
    status,
    workspace_option,
)
from dutybook.cli.names import staff_numbers
from dutybook.cli.paper.options import paper_options
from dutybook.cli.period import as_of_option, now_option, read_as_of, read_period
from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.time.checklist_period import parse_checklist_period
from dutybook.grammar.time.period import Period
from dutybook.papers.labels import Labels
from dutybook.papers.production import Report, Request, build
from dutybook.papers.production.run import Progress
from dutybook.workspace import Workspace


def _days(text: str | None) -> Period | None:
    try:
        return parse_checklist_period(text) if text else None
    except ValueError:
        raise DutybookError(Finding("bad-period", Place("--period"), {"value": text})) from None


@click.command()
@workspace_option
@paper_options
@day_option(
    "--on",
    "As in force on this day (default: today), which then stands in footers and file names; for "
    "checklists asked for by kind, the day.",
)
@click.option(
    "--period",
    "period_text",
    metavar="P",
    help="Forms filled from an evaluation of this period, checklists with its dates: 2026-10; for "
    "checklists also a week (2026-W43) or a day (2026-10-14).",
)
@click.option(
    "--employee",
    "employees",
    multiple=True,
    metavar="NO",
    help="Only papers that are made for given days, and those of this employee (number or name).",
)
@as_of_option
@now_option
@click.option(
    "--rater",
    metavar="KIND",
    help="With --period: forms for raters of this kind only (peer, customer, …), on which nobody "
    "else's figures stand.",
)
@click.option(
    "--force", is_flag=True, help="Also write over files that somebody edited or filled in."
)
@guarded
def command(
    folder: Path,
    out: Path | None,
    period_text: str | None,
    as_of_text: str | None,
    now: bool,
    rater: str | None,
    **wanted: object,
) -> None:
    """Compile the papers of a workspace: only those that changed are written again."""
    workspace, catalogue = open_workspace(folder)
    output, period = out.resolve() if out else None, _days(period_text)
    today = _today(workspace)
    wanted["employees"] = staff_numbers(workspace, wanted["employees"])  # type: ignore[arg-type]
    request = Request(out=output, period=period, today=today, **wanted)  # type: ignore[arg-type]
    broken = [finding for finding in workspace.findings if catalogue.severity(finding) == "error"]
    say(broken, catalogue, workspace.root)
    if not workspace.configured:
        sys.exit(FAILED)
    if request.scored:
        workspace, request, more = _evaluated(workspace, request, as_of_text, now=now)
        if rater:
            request = _for_rater(request, rater)
        say(more, catalogue, workspace.root)
        broken += [finding for finding in more if catalogue.severity(finding) == "error"]
    try:
        with _progress() as progress:
            report = build(workspace, request, progress)
    except DutybookError as error:
        say(error.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    say(report.findings, catalogue, workspace.root)
    click.echo(_summary(report, Labels.load(workspace.root, workspace.locale)))
    sys.exit(status([*broken, *report.findings], catalogue))


def _today(workspace: Workspace) -> date:
    """The day it is at the organisation: the one thing papers take from a clock."""
    return datetime.now(ZoneInfo(workspace.organisation.timezone)).date()


def _evaluated(
    workspace: Workspace, request: Request, as_of_text: str | None, *, now: bool
) -> tuple[Workspace, Request, tuple[Finding, ...]]:
    """The request with the results of a period in it, the definitions they were made by, and what
    was found. Posts are those in force on the period's last day."""
    from dutybook.cli.paper.results import (
        results_for,  # the evaluator, which blank papers do not need
    )

    assert request.period
    period, as_of = read_period(request.period.text), read_as_of(as_of_text)
    locale = request.locale or workspace.locale
    trends = request.wants("evaluation-report")
    found = results_for(workspace, period, as_of, locale, trends=trends, now=now)
    request = replace(request, results=found.results, signed=found.signed, day=period.last)
    return found.workspace, request, found.findings


def _for_rater(request: Request, rater: str) -> Request:
    """Only forms, and of those only what this kind of rater is asked."""
    assert request.results
    results = replace(request.results, rater=rater)
    return replace(request, kinds=("evaluation-form",), results=results)


def _summary(report: Report, labels: Labels) -> str:
    slots = {"written": len(report.written), "unchanged": len(report.unchanged), "out": report.out}
    name = (
        "nothing"
        if not report.written and not report.unchanged
        else "done"
        if report.written
        else "unchanged"
    )
    return labels.say(f"build.{name}", **slots)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, path: bar.update(
            task, completed=done, total=total, description=path
        )
