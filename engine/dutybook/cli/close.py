"""``dutybook close``."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from dutybook.cli.common import FOUND, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import as_of_option, read_as_of, read_period
from dutybook.cli.printing import print_table
from dutybook.closing.close import Signing, doubts, manifest, write_closing
from dutybook.closing.ledger import ledger
from dutybook.csv import digest
from dutybook.files.door import exists, within
from dutybook.files.lock import locked
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.grammar.clock import parse_date
from dutybook.grammar.period import Period
from dutybook.report.contract import with_traces
from dutybook.report.words import Words
from dutybook.score.evaluation import evaluate
from dutybook.words.table import Cell
from dutybook.workspace import Workspace
from dutybook.workspace.closings import FOLDER, Closed, closed_periods, read_as_it_is, read_closed


@click.command()
@click.argument("period_text", metavar="PERIOD", required=False)
@as_of_option
@click.option("--signed-on", "signed_on", metavar="DATE", help="The day it was signed.")
@click.option("--signed-by", default="", help="Who signed.")
@click.option("--note", default="", help="Kept with the closing.")
@click.option("--yes", is_flag=True, help="Close although there are reasons to think again.")
@click.option("--list", "listing", is_flag=True, help="List what is closed.")
@click.option("--verify", is_flag=True, help="Check the closings' hashes, and today's inputs.")
@workspace_option
@guarded
def command(
    period_text: str | None,
    as_of_text: str | None,
    signed_on: str | None,
    signed_by: str,
    note: str,
    yes: bool,
    listing: bool,
    verify: bool,
    folder: Path,
) -> None:
    """Keep what was signed for PERIOD below closed/, with everything it was made from."""
    workspace, catalogue = open_workspace(folder)
    period = read_period(period_text) if period_text else None
    if listing or verify:
        sys.exit(_inspect(workspace, catalogue, period, verify=verify))
    if period is None:
        raise DutybookError(Finding("close-without-period", Place("PERIOD")))
    signing = Signing(_day(signed_on), signed_by, note)
    with locked(workspace.root):
        done = _close(workspace, catalogue, period, read_as_of(as_of_text), signing, yes=yes)
    sys.exit(done)


def _close(
    workspace: Workspace,
    catalogue: Catalogue,
    period: Period,
    as_of: date | None,
    signing: Signing,
    *,
    yes: bool,
) -> int:
    earlier = read_closed(workspace.root, period)
    words = Words.load(workspace.root, workspace.locale)
    with evaluate(workspace, period, as_of) as run:
        evaluation = run.evaluation
    say((*workspace.findings, *evaluation.findings), catalogue, workspace.root)
    reasons = list(doubts(evaluation, earlier, catalogue))
    if any(catalogue.severity(finding) == "error" for finding in workspace.findings):
        reasons.append(Finding("close-definitions", Place(f"{FOLDER}/{period}")))
    say(reasons, catalogue, workspace.root)
    if reasons and not yes and not _agreed(catalogue):
        say([Finding("close-needs-yes", Place(f"{FOLDER}/{period}"))], catalogue)
        return FOUND
    scores = with_traces(evaluation, words, catalogue)
    accepted = [catalogue.message(reason) for reason in reasons]
    number = earlier.number + 1 if earlier else 1
    made = manifest(scores, ledger(workspace, evaluation), signing, number, accepted)
    write_closing(workspace.root, period, scores, made, earlier)
    slots = {"period": period, "folder": f"{FOLDER}/{period}", "count": len(scores["scores"])}
    click.echo(phrase("close-done", catalogue.locale, **slots))
    return 0


def _agreed(catalogue: Catalogue) -> bool:
    """Asks at a terminal; in a pipe nobody can answer."""
    if not sys.stdin.isatty():
        return False
    return click.confirm(phrase("close-ask", catalogue.locale), default=False)


def _inspect(
    workspace: Workspace, catalogue: Catalogue, only: Period | None, *, verify: bool
) -> int:
    """Lists closings; with ``verify`` checks their hashes and tells which inputs changed since."""
    periods = [only] if only else closed_periods(workspace.root)
    closings: list[Closed] = []
    findings: list[Finding] = []
    for period in periods:
        try:
            closed = read_as_it_is(workspace.root, period)
        except DutybookError as error:
            findings += error.findings
            continue
        if closed is None:
            findings.append(Finding("close-open", Place(f"{FOLDER}/{period}"), {"period": period}))
            continue
        closings.append(closed)
        findings += _verified(workspace, closed) if verify else []
    print_table(
        phrase("close-list", catalogue.locale),
        [phrase(f"close-{head}", catalogue.locale) for head in _HEADS],
        [_row(closed, catalogue) for closed in closings],
    )
    say(findings, catalogue, workspace.root)
    return status(findings, catalogue)


_HEADS = ("period", "number", "signed-on", "signed-by", "sheets", "whole", "note")


def _row(closed: Closed, catalogue: Catalogue) -> list[Cell]:
    made = closed.manifest
    return [
        closed.period.text,
        closed.number,
        made.get("signed_on"),
        made.get("signed_by"),
        len(closed.scores["scores"]),
        phrase("close-yes" if closed.whole else "close-no", catalogue.locale),
        made.get("note"),
    ]


def _verified(workspace: Workspace, closed: Closed) -> Iterator[Finding]:
    place = Place(f"{FOLDER}/{closed.period}/close.json")
    if not closed.whole:
        yield Finding("closed-altered", place, {"period": closed.period.text})
        return
    for item in closed.manifest["inputs"]:
        path = workspace.root / item["name"]
        now = digest(within(workspace.root, path)) if exists(path) else None
        if now != item["sha256"]:
            code = "closed-input-changed" if now else "closed-input-gone"
            yield Finding(code, Place(item["name"]), {"period": closed.period.text})


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        raise DutybookError(Finding("bad-as-of", Place("--signed-on"), {"value": text})) from None
