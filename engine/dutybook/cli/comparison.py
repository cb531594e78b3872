"""What commands share that hold two sets of scores against each other."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from dutybook.cli.printing import print_table
from dutybook.closing.changes import as_data, as_table
from dutybook.closing.ledger import ledger
from dutybook.closing.scores import Change, Side, compare
from dutybook.count.log.store import LogStore
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.period import Period
from dutybook.report.contract import with_traces
from dutybook.report.words import Words
from dutybook.score.evaluation import evaluate
from dutybook.score.result import Evaluation
from dutybook.workspace import Workspace
from dutybook.workspace.closings import FOLDER, MANIFEST, read_closed
from dutybook.workspace.patch import patched
from dutybook.yamltext import read_documents


def side(workspace: Workspace, evaluation: Evaluation, words: Words, catalogue: Catalogue) -> Side:
    """An evaluation, ready to be compared."""
    return Side(with_traces(evaluation, words, catalogue), ledger(workspace, evaluation))


def since_closing(
    workspace: Workspace, evaluation: Evaluation, words: Words, catalogue: Catalogue
) -> tuple[dict[str, Any] | None, list[Change], list[Finding]]:
    """How an evaluation differs from what was signed: for programs (None where the period is
    open), the changes, and a finding where there are any."""
    period = evaluation.plan.period
    try:
        closed = read_closed(workspace.root, period)
    except DutybookError as error:
        return None, [], list(error.findings)
    if closed is None:
        return None, [], []
    signed = Side(closed.scores, closed.manifest)
    changes = compare(signed, side(workspace, evaluation, words, catalogue), words.locale)
    data = {
        "closing": closed.number,
        "signed_on": closed.manifest["signed_on"],
        "signed_by": closed.manifest["signed_by"],
        "differences": as_data(changes),
    }
    place = Place(f"{FOLDER}/{period}/{MANIFEST}")
    details = {"period": period.text, "count": len(changes)}
    return data, changes, [Finding("differs-from-closed", place, details)] if changes else []


def what_if(
    workspace: Workspace,
    file: Path,
    period: Period,
    as_of: date | None,
    words: Words,
    catalogue: Catalogue,
) -> tuple[list[Change], list[Finding]]:
    """Who would score differently were ``file`` in force: two evaluations, nothing written."""
    overlay, findings = read_documents(file.resolve(), file.name)
    changed, wrong = patched(workspace, overlay, period.last)
    if findings or wrong:
        raise DutybookError(*findings, *wrong)
    with LogStore() as store:
        one, _ = evaluated(workspace, period, as_of, words, catalogue, store)
        two, told = evaluated(changed, period, as_of, words, catalogue, store)
    return compare(one, two, words.locale), told


def evaluated(
    workspace: Workspace,
    period: Period,
    as_of: date | None,
    words: Words,
    catalogue: Catalogue,
    store: LogStore | None = None,
) -> tuple[Side, list[Finding]]:
    """A side to compare, and what was found on the way."""
    with evaluate(workspace, period, as_of, store=store) as run:
        found = [*workspace.findings, *run.evaluation.findings]
        return side(workspace, run.evaluation, words, catalogue), found


def print_changes(title: str, changes: Sequence[Change], words: Words) -> None:
    """A table of what differs, or that nothing does."""
    if changes:
        print_table(title, *as_table(changes, words))
    else:
        click.echo(f"{title}\n\n{words.say('changes', 'same')}")
