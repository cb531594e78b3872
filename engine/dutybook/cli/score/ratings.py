"""``dutybook ratings``."""

import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from dutybook.cli.command import FAILED, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import read_period
from dutybook.cli.table import print_table
from dutybook.files.lock import locked
from dutybook.files.replacement import sweep, write_whole
from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.ratings.form import Given, Returned, read_form
from dutybook.ratings.log import Entered, Log, contradictions, open_log
from dutybook.report.words import Words
from dutybook.roster.people import read_people
from dutybook.workspace import Workspace


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="FILE.xlsx…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--write", is_flag=True, help="Put the ratings into the log (default: only look).")
@click.option("--period", "period_text", help="Accept forms of this period only (2026-10).")
@click.option(
    "--into",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Log file (default: the one CSV file that dutybook.yaml names for ratings).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@workspace_option
@guarded
def command(
    paths: Sequence[Path],
    write: bool,
    period_text: str | None,
    into: Path | None,
    form: str,
    folder: Path,
) -> None:
    """Read filled rating forms back: each mistake by its cell, the good ones into the log.

    A form with a mistake gives nothing. Reading a form again changes nothing; a corrected one
    takes the place of the earlier.
    """
    wanted = read_period(period_text) if period_text else None
    workspace, catalogue = open_workspace(folder)
    if not workspace.configured:
        say(workspace.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    people, findings = read_people(workspace)
    returned = [read_form(workspace, people, path.resolve(), path.name, wanted) for path in paths]
    findings += [finding for one in returned for finding in one.findings]
    findings += _contradictions(returned)
    with locked(workspace.root) if write else nullcontext():
        logs = _logs(
            workspace,
            [g for one in returned for g in one.ratings],
            into.resolve() if into else None,
        )
        entered = [one for log in logs for one in log.entered]
        changed = [log for log in logs if any(one.outcome != "same" for one in log.entered)]
        if write:
            for log in changed:
                sweep(log.file.path.parent)
            write_whole({log.file.path: log.data for log in changed})
    say(findings, catalogue, workspace.root)
    words = Words.load(workspace.root, workspace.locale)
    _tell(entered, words, form, [log.file.name for log in changed], write=write)
    sys.exit(status(findings, catalogue))


def _contradictions(returned: Sequence[Returned]) -> list[Finding]:
    """Forms that contradict one another; none of them is taken."""
    found = contradictions([given for one in returned for given in one.ratings])
    wrong = {finding.place.file for finding in found}
    wrong |= {str(finding.details["other"]) for finding in found}
    for one in returned:
        if any(given.form.place(given.address).file in wrong for given in one.ratings):
            one.ratings.clear()
    return found


def _logs(workspace: Workspace, ratings: Sequence[Given], into: Path | None) -> list[Log]:
    """The log of each source that ratings belong to, with them entered."""
    logs: dict[str, Log] = {}
    for given in ratings:
        if given.source not in logs:
            logs[given.source] = open_log(workspace, given.source, into)
        logs[given.source].enter(given)
    return list(logs.values())


def _tell(
    entered: Sequence[Entered], words: Words, form: str, files: Sequence[str], *, write: bool
) -> None:
    if form == "json":
        data = {"written": write, "logs": files, "ratings": [_data(one) for one in entered]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    heads = words.heads("file", "employee", "kpi", "rater", "rated_by", "rating", "outcome")
    if entered:
        print_table(words.say("ratings", "title"), heads, [_row(one, words) for one in entered])
        click.echo()
    done = "written" if write and files else "waiting" if files else "unchanged"
    click.echo(words.say("ratings", done, files=", ".join(files)))


def _row(one: Entered, words: Words) -> list[str]:
    """One rating for people; of anonymous ones not how many points."""
    given = one.given
    value = "•" if given.hidden else plain(given.value)
    was = "" if given.hidden else one.was
    outcome = words.say("ratings", one.outcome, was=was)
    rater = words.say("raters", given.rater)
    return [given.form.name, given.employee, given.kpi, rater, given.by, value, outcome]


def _data(one: Entered) -> dict[str, Any]:
    given = one.given
    return {
        "file": given.form.name,
        "cell": given.address,
        "period": given.period.text,
        "employee": given.employee,
        "kpi": given.kpi,
        "rater": given.rater,
        "by": given.by,
        "value": None if given.hidden else plain(given.value),
        "outcome": one.outcome,
        "was": (one.was or None) if not given.hidden else None,
    }
