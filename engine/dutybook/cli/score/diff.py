"""``dutybook diff``."""

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dutybook.cli.command import (
    day_option,
    guarded,
    open_workspace,
    say,
    status,
    workspace_option,
)
from dutybook.cli.period import as_of_option, read_as_of, read_period
from dutybook.cli.score.comparison import evaluated, print_changes
from dutybook.closing import changes as told
from dutybook.closing.comparison import Change, compare
from dutybook.closing.diff.baseline import Baseline, of_day, of_folder, of_revision
from dutybook.closing.diff.definitions import Changed
from dutybook.closing.diff.text import as_data, as_text
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.papers.production import Request, build
from dutybook.papers.production.request import DOCUMENT_FORMATS
from dutybook.report.words import Words
from dutybook.words.locale import PAPER_LOCALES
from dutybook.workspace import Workspace


@click.command()
@click.argument("revision", metavar="[REV]", required=False)
@click.option(
    "--from",
    "earlier",
    metavar="DIR|DATE",
    help="Since the definitions in another folder, or those in force on a day; needs no git.",
)
@day_option("--to", "With a date: until those in force on this day (default: today).")
@click.option("--scores", is_flag=True, help="Also who would score differently (with --period).")
@click.option("--period", "period_text", help="The period to score both ways.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--notice",
    is_flag=True,
    help="Write a change notice (HTML, PDF, Word) with a sheet of receipts, and print no list.",
)
@click.option("--locale", type=click.Choice(PAPER_LOCALES), help="Language of the notice.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the notice (default: out/ of the workspace).",
)
@workspace_option
@guarded
def command(
    revision: str | None,
    earlier: str | None,
    to: date | None,
    scores: bool,
    period_text: str | None,
    as_of_text: str | None,
    form: str,
    notice: bool,
    locale: str | None,
    out: Path | None,
    folder: Path,
) -> None:
    """What changed in meaning since the git revision REV, another folder or a day, and who would
    score differently.

    Definitions are compared, not lines of text; your files and branch stay as they are.
    """
    if scores and period_text is None:
        raise DutybookError(Finding("diff-without-period", Place("--period")))
    workspace, catalogue = open_workspace(folder)
    baseline = _baseline(workspace, revision, earlier, to)
    if scores and baseline.then:
        details = {"day": baseline.then.isoformat()}
        raise DutybookError(Finding("diff-scores-by-date", Place("--scores"), details))
    findings = _errors(baseline, catalogue)
    say(findings, catalogue, workspace.root)
    if notice:
        _refuse_broken(baseline, findings)
        findings += _notice(baseline, locale, out, catalogue)
        sys.exit(status(findings, catalogue))
    found = baseline.changes
    words = Words.load(workspace.root, workspace.locale)
    differing = None
    if scores and period_text is not None:
        differing = _scores(baseline, period_text, as_of_text, words, catalogue)
    if form == "json":
        _print_data(baseline, revision, found, period_text, differing)
    else:
        _print_text(baseline, found, workspace.locale)
        if differing is not None:
            title = words.say("changes", "revision", period=period_text, rev=baseline.name)
            print_changes(title, differing, words)
    sys.exit(status(findings, catalogue))


def _baseline(
    workspace: Workspace, revision: str | None, earlier: str | None, to: date | None
) -> Baseline:
    """What the definitions are held against; a folder that is called like a date is ./DATE."""
    day = _day(earlier)
    if (revision is None) is (earlier is None) or (to and day is None):
        raise DutybookError(Finding("diff-against-what", Place("--from")))
    if earlier is None:
        return of_revision(workspace, revision or "")
    if day is None:
        return of_folder(workspace, Path(earlier))
    return of_day(workspace, day, to or _today(workspace))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _refuse_broken(baseline: Baseline, findings: list[Finding]) -> None:
    """A post that cannot be read would be told as withdrawn, and people would sign for that."""
    if findings:
        raise DutybookError(
            Finding("notice-with-errors", Place("--notice"), {"from": baseline.name})
        )


def _notice(
    baseline: Baseline, locale: str | None, out: Path | None, catalogue: Catalogue
) -> list[Finding]:
    """The notice as papers; what was found on the way."""
    workspace = baseline.new
    request = Request(
        kinds=("change-notice",),
        formats=DOCUMENT_FORMATS,
        locale=locale,
        out=out.resolve() if out else None,
        today=_today(workspace),
        compared=baseline,
    )
    report = build(workspace, request)
    made = report.written or report.unchanged
    if not made and not report.findings:
        details = {"from": baseline.name}
        raise DutybookError(Finding("notice-nothing-changed", Place("--notice"), details))
    say(report.findings, catalogue, workspace.root)
    for path in (*report.written, *report.unchanged):
        click.echo(str(report.out / path))
    return report.findings


def _today(workspace: Workspace) -> date:
    """The day it is at the organisation."""
    return datetime.now(ZoneInfo(workspace.organisation.timezone)).date()


def _print_text(baseline: Baseline, found: list[Changed], locale: str) -> None:
    until = baseline.now.isoformat() if baseline.now else phrase("diff-now", locale)
    slots = {"until": until, "wording": sum(not change.material for change in found) or ""}
    name = baseline.name
    click.echo(phrase("diff-title", locale, revision=name, count=len(found), **slots))
    click.echo()
    click.echo("\n".join(as_text(found, locale)), nl=False)


def _print_data(
    baseline: Baseline,
    revision: str | None,
    found: list[Changed],
    period_text: str | None,
    differing: list[Change] | None,
) -> None:
    data = {
        "revision": revision,
        "from": baseline.name,
        "to": baseline.now.isoformat() if baseline.now else None,
        "changes": as_data(found),
        "period": period_text,
        "scores": None if differing is None else told.as_data(differing),
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _errors(baseline: Baseline, catalogue: Catalogue) -> list[Finding]:
    """Errors of today's definitions, and how many those held against them have."""
    old, now = (
        [finding for finding in one.findings if catalogue.severity(finding) == "error"]
        for one in (baseline.old, baseline.new)
    )
    if not old or baseline.then:
        return now
    details = {"revision": baseline.name, "count": len(old)}
    return [Finding("diff-earlier-errors", Place(baseline.name), details), *now]


def _scores(
    baseline: Baseline,
    period_text: str,
    as_of_text: str | None,
    words: Words,
    catalogue: Catalogue,
) -> list[Change]:
    """Both sets of definitions on today's logs, people and approvals."""
    old, now = baseline.old, baseline.new
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
