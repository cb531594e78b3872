"""What commands share that hold two sets of scores against each other."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from dutybook.cli.table import print_table
from dutybook.closing.changes import as_data, as_table
from dutybook.closing.comparison import Change, Side, compare
from dutybook.closing.ledger import ledger
from dutybook.closing.people import read_salts
from dutybook.closing.seal import of_unit
from dutybook.count.log.store import LogStore
from dutybook.finding import DutybookError, Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import Period
from dutybook.report.contract import with_traces
from dutybook.report.words import Words
from dutybook.schema import read_definitions
from dutybook.score.evaluation import evaluate
from dutybook.score.result import Evaluation
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed, signed
from dutybook.workspace.patch import patched


def side(
    workspace: Workspace,
    evaluation: Evaluation,
    words: Words,
    catalogue: Catalogue,
    salts: Mapping[str, str] | None = None,
) -> Side:
    """An evaluation, ready to be compared; with ``salts`` to a closing that hashes people."""
    return Side(with_traces(evaluation, words, catalogue), ledger(workspace, evaluation, salts))


def since_closing(
    workspace: Workspace, evaluation: Evaluation, words: Words, catalogue: Catalogue
) -> tuple[dict[str, Any] | None, list[Change], list[Finding]]:
    """How an evaluation differs from what was signed: for programs (None where the period is
    open), the changes, and a finding where there are any. Of units that were closed on their own,
    the last signed is named."""
    period = evaluation.plan.period
    try:
        kept = signed(workspace.root, period)
    except DutybookError as error:
        return None, [], list(error.findings)
    if not kept:
        return None, [], []
    now = side(workspace, evaluation, words, catalogue, read_salts(workspace.root))
    changes = [
        change
        for closed in kept
        for change in compare(
            Side(closed.scores, closed.manifest), _part(now, evaluation, closed), words.locale
        )
    ]
    data = {
        "closing": kept[-1].number,
        "signed_on": kept[-1].manifest["signed_on"],
        "signed_by": kept[-1].manifest["signed_by"],
        "differences": as_data(changes),
    }
    details = {"period": period.text, "count": len(changes)}
    differs = [Finding("differs-from-closed", kept[-1].place, details)] if changes else []
    return data, changes, differs


def _part(now: Side, evaluation: Evaluation, closed: Closed) -> Side:
    """What is computed of the unit that was closed."""
    pairs = zip(now.scores["scores"], evaluation.sheets, strict=True)
    scores = [data for data, sheet in pairs if of_unit(sheet, closed.unit)]
    return Side({**now.scores, "scores": scores}, now.made_from)


def what_if(
    workspace: Workspace,
    file: Path,
    period: Period,
    as_of: date | None,
    words: Words,
    catalogue: Catalogue,
) -> tuple[list[Change], list[Finding]]:
    """Who would score differently were ``file`` in force: two evaluations, nothing written."""
    overlay, findings = read_definitions(file.resolve(), file.name)
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
