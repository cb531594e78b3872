"""``dutybook diff``."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from dutybook.cli.command import guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import as_of_option, read_as_of, read_period
from dutybook.cli.score.comparison import evaluated, print_changes
from dutybook.closing import changes as told
from dutybook.closing.comparison import Change, compare
from dutybook.closing.diff.definitions import changes
from dutybook.closing.diff.revision import at_revision
from dutybook.closing.diff.text import as_data, as_text
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.report.words import Words
from dutybook.workspace import Workspace, load


@click.command()
@click.argument("revision", metavar="REV")
@click.option("--scores", is_flag=True, help="Also who would score differently (with --period).")
@click.option("--period", "period_text", help="The period to score both ways.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@workspace_option
@guarded
def command(
    revision: str,
    scores: bool,
    period_text: str | None,
    as_of_text: str | None,
    form: str,
    folder: Path,
) -> None:
    """What changed in meaning since the git revision REV, and who would score differently.

    Definitions are compared, not lines of text; your files and branch stay as they are.
    """
    if scores and period_text is None:
        raise DutybookError(Finding("diff-without-period", Place("--period")))
    workspace, catalogue = open_workspace(folder)
    with at_revision(workspace.root, revision) as tree:
        old = load(tree)
    if not old.configured:
        raise DutybookError(Finding("diff-no-workspace", Place(revision), {"revision": revision}))
    findings = _errors(old, workspace, revision, catalogue)
    say(findings, catalogue, workspace.root)
    found = changes(old, workspace)
    words = Words.load(workspace.root, workspace.locale)
    differing = None
    if scores and period_text is not None:
        differing = _scores(old, workspace, period_text, as_of_text, words, catalogue)
    if form == "json":
        scored = None if differing is None else told.as_data(differing)
        data = {
            "revision": revision,
            "changes": as_data(found),
            "period": period_text,
            "scores": scored,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        click.echo(phrase("diff-title", workspace.locale, revision=revision, count=len(found)))
        click.echo()
        click.echo("\n".join(as_text(found, workspace.locale)), nl=False)
        if differing is not None:
            title = words.say("changes", "revision", period=period_text, rev=revision)
            print_changes(title, differing, words)
    sys.exit(status(findings, catalogue))


def _errors(old: Workspace, now: Workspace, revision: str, catalogue: Catalogue) -> list[Finding]:
    """Errors of today's definitions, and how many those of the revision have."""
    both = [
        [finding for finding in one.findings if catalogue.severity(finding) == "error"]
        for one in (old, now)
    ]
    details = {"revision": revision, "count": len(both[0])}
    earlier = [Finding("diff-earlier-errors", Place(revision), details)] if both[0] else []
    return [*earlier, *both[1]]


def _scores(
    old: Workspace,
    now: Workspace,
    period_text: str,
    as_of_text: str | None,
    words: Words,
    catalogue: Catalogue,
) -> list[Change]:
    """Both sets of definitions on today's logs, people and approvals."""
    period, as_of = read_period(period_text), read_as_of(as_of_text)
    then = replace(
        old,
        root=now.root,
        organisation=replace(
            old.organisation,
            logs=now.organisation.logs,
            people=now.organisation.people,
            absences=now.organisation.absences,
            rota=now.organisation.rota,
            remarks=now.organisation.remarks,
        ),
        definitions=replace(
            old.definitions,
            adjustments=now.definitions.adjustments,
            appeals=now.definitions.appeals,
        ),
    )
    one, _ = evaluated(then, period, as_of, words, catalogue)
    two, findings = evaluated(now, period, as_of, words, catalogue)
    say(findings, catalogue, now.root)
    return compare(one, two, words.locale)
