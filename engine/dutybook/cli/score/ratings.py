"""``dutybook ratings``."""

import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from dutybook.cli.command import FAILED, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import read_period
from dutybook.cli.table import print_table
from dutybook.files.lock import locked
from dutybook.files.replacement import sweep, write_whole
from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.time.period import Period
from dutybook.logs.formats.csv import SUFFIXES
from dutybook.ratings.appeals import Appeal, AppealFile, disagreed
from dutybook.ratings.form import Given, Returned, read_forms
from dutybook.ratings.log import Entered, Log, contradictions, open_log
from dutybook.ratings.remarks import Kept, RemarkLog, Written, contradicting, open_remarks
from dutybook.ratings.roll import read_roll
from dutybook.report.words import Words
from dutybook.roster.people import Assignment, read_people
from dutybook.workspace import Workspace
from dutybook.workspace.closings import signed

_SHOWN: Final = 30
"""Characters of a remark that a table shows."""


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="FILE.xlsx|FILE.csv…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--write", is_flag=True, help="Keep ratings and remarks (default: only look).")
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
    """Read filled forms back: each mistake by its cell, good ratings into the log, comments, plan,
    opinion, dates and signatures into remarks.csv; who disagrees appeals (appeals.yaml). A CSV file
    is a list of ratings, a row each, as `dutybook import` makes it of forms handed out by others.

    A form with a mistake gives nothing; of a team sheet or list, the row with it. Reading a form
    again changes nothing; a corrected one takes the place of the earlier.
    """
    wanted = read_period(period_text) if period_text else None
    workspace, catalogue = open_workspace(folder)
    if not workspace.configured:
        say(workspace.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    people, findings = read_people(workspace)
    returned = [one for path in paths for one in _read(workspace, people, path, wanted)]
    findings += [finding for one in returned for finding in one.findings]
    findings += _contradictions(returned)
    with locked(workspace.root) if write else nullcontext():
        entry = _enter(workspace, returned, into)
        if write:
            entry.write()
    findings += [*entry.findings, *_too_late(workspace, entry.remarks)]
    say(findings, catalogue, workspace.root)
    _tell(entry, Words.load(workspace.root, workspace.locale), form, write=write)
    sys.exit(status(findings, catalogue))


@dataclass(frozen=True)
class _Entry:
    """What forms say, entered into logs, remarks and appeals; nothing of it is written yet."""

    logs: Sequence[Log]
    remarks: RemarkLog | None
    appeals: AppealFile | None
    findings: Sequence[Finding]

    @property
    def entered(self) -> list[Entered]:
        return [one for log in self.logs for one in log.entered]

    @property
    def kept(self) -> Sequence[Kept]:
        return self.remarks.kept if self.remarks else ()

    @property
    def opened(self) -> Sequence[Appeal]:
        return self.appeals.opened if self.appeals else ()

    @property
    def changed(self) -> dict[Path, Log | RemarkLog | AppealFile]:
        """The files that are other than before."""
        changed: dict[Path, Log | RemarkLog | AppealFile] = {
            log.file.path: log for log in self.logs if log.changed
        }
        both = (self.remarks, self.appeals)
        return changed | {one.path: one for one in both if one is not None and one.changed}

    def write(self) -> None:
        """All files or none."""
        changed = self.changed
        for path in changed:
            sweep(path.parent)
        write_whole({path: log.data for path, log in changed.items()})


def _enter(workspace: Workspace, returned: Sequence[Returned], into: Path | None) -> _Entry:
    given = [g for one in returned for g in one.ratings]
    logs = _logs(workspace, given, into.resolve() if into else None)
    remarks = _remarks(workspace, [one for each in returned for one in each.remarks])
    today = datetime.now(ZoneInfo(workspace.organisation.timezone)).date()
    appeals, told = disagreed(workspace, remarks.kept if remarks else (), today)
    return _Entry(logs, remarks, appeals, told)


def _read(
    workspace: Workspace, people: Sequence[Assignment], path: Path, wanted: Period | None
) -> list[Returned]:
    """A form or team sheet, or a list of ratings (CSV)."""
    if path.suffix.lower() in SUFFIXES:
        return [read_roll(workspace, people, path.resolve(), path.name, wanted)]
    return read_forms(workspace, people, path.resolve(), path.name, wanted)


def _contradictions(returned: Sequence[Returned]) -> list[Finding]:
    """Forms that contradict one another; none of them is taken."""
    found = contradictions([given for one in returned for given in one.ratings])
    found += contradicting([remark for one in returned for remark in one.remarks])
    wrong = {finding.place.file for finding in found}
    wrong |= {str(finding.details["other"]) for finding in found}
    for one in returned:
        given: list[Given | Written] = [*one.ratings, *one.remarks]
        if any(each.form.place(each.address).file in wrong for each in given):
            one.ratings.clear()
            one.remarks.clear()
    return found


def _remarks(workspace: Workspace, written: Sequence[Written]) -> RemarkLog | None:
    """The log of remarks with what was written entered; None where nobody wrote anything."""
    if not written:
        return None
    log = open_remarks(workspace)
    for one in written:
        log.enter(one)
    return log


def _too_late(workspace: Workspace, log: RemarkLog | None) -> list[Finding]:
    """Remarks that a closing, which was signed without them, does not have."""
    changed = [one.written for one in log.kept if one.outcome != "same"] if log else []
    closed = {one.period for one in changed if signed(workspace.root, one.period)}
    return [
        Finding("remark-after-closing", one.form.place(one.address), {"period": one.period.text})
        for one in changed
        if one.period in closed
    ]


def _logs(workspace: Workspace, ratings: Sequence[Given], into: Path | None) -> list[Log]:
    """The log of each source that ratings belong to, with them entered."""
    logs: dict[str, Log] = {}
    for given in ratings:
        if given.source not in logs:
            logs[given.source] = open_log(workspace, given.source, into)
        logs[given.source].enter(given)
    return list(logs.values())


def _tell(entry: _Entry, words: Words, form: str, *, write: bool) -> None:
    files = [log.name for log in entry.changed.values()]
    if form == "json":
        data = {
            "written": write,
            "logs": files,
            "ratings": [_data(one) for one in entry.entered],
            "remarks": [_remark_data(one) for one in entry.kept],
            "appeals": [_appeal_data(one) for one in entry.opened],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    heads = words.heads("file", "employee", "kpi", "rater", "rated_by", "rating", "outcome")
    if entry.entered:
        rows = [_row(one, words) for one in entry.entered]
        print_table(words.say("ratings", "title"), heads, rows)
        click.echo()
    if entry.kept:
        heads = words.heads("file", "employee", "part", "remark", "outcome")
        rows = [_remark_row(one, words) for one in entry.kept]
        print_table(words.say("ratings", "remarks"), heads, rows)
        click.echo()
    done = "written" if write and files else "waiting" if files else "unchanged"
    click.echo(words.say("ratings", done, files=", ".join(files)))


def _remark_row(one: Kept, words: Words) -> list[str]:
    """One remark for people: its beginning, and that of what it takes the place of."""
    written = one.written
    outcome = words.say("ratings", one.outcome, was=_beginning(one.was))
    part = words.say("remark_parts", written.part)
    text = words.say("answers", written.text) if written.part == "answer" else written.text
    return [written.form.name, written.form["employee"], part, _beginning(text), outcome]


def _beginning(text: str) -> str:
    first = text.partition("\n")[0]
    return text if len(text) <= _SHOWN and first == text else f"{first[:_SHOWN]}…"


def _remark_data(one: Kept) -> dict[str, Any]:
    written = one.written
    return {
        "file": written.form.name,
        "cell": written.address,
        "period": written.period.text,
        "employee": written.form["employee"],
        "role": written.form["role"],
        "part": written.part,
        "text": written.text or None,
        "by": written.by or None,
        "on": written.on or None,
        "outcome": one.outcome,
        "was": one.was or None,
    }


def _appeal_data(one: Appeal) -> dict[str, Any]:
    written = one.written
    return {
        "file": written.form.name,
        "cell": written.address,
        "id": one.id,
        "period": written.period.text,
        "employee": written.form["employee"],
        "role": written.form["role"],
        "why": one.why,
        "filed_on": one.filed_on,
    }


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
