"""``dutybook close``."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click

from dutybook.cli.command import FOUND, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.period import as_of_option, read_as_of, read_period
from dutybook.cli.table import print_table
from dutybook.closing.chain import chain_findings, ends, every
from dutybook.closing.inputs import inputs_findings
from dutybook.closing.ledger import ledger
from dutybook.closing.people import read_salts, salted
from dutybook.closing.seal import (
    Content,
    Signing,
    doubts,
    manifest,
    of_unit,
    sign_again,
    write_closing,
)
from dutybook.closing.signature import signature, signature_findings, signer
from dutybook.files.lock import locked
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.grammar.time.clock import parse_date
from dutybook.grammar.time.period import Period
from dutybook.report.explain.snapshot import snapshot, superiors_of
from dutybook.report.words import Words
from dutybook.roster.people import read_people
from dutybook.score.evaluation import evaluate
from dutybook.soundness.identifiers import left_out
from dutybook.words.table import Cell
from dutybook.workspace import Workspace
from dutybook.workspace.closings import (
    FOLDER,
    Closed,
    Unit,
    closed_periods,
    folder_of,
    folders,
    read_closed,
)
from dutybook.workspace.snapshot import definition_texts


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to close: a period, as of a day, of a ``unit`` (None: everything); who signed, and the
    private ``key`` to sign with; ``yes``: in spite of doubts."""

    period: Period
    as_of: date | None
    unit: Unit | None
    signing: Signing
    key: Path | None
    yes: bool


@click.command()
@click.argument("period_text", metavar="PERIOD", required=False)
@as_of_option
@click.option("--department", metavar="NAME", help="Close only this department.")
@click.option("--site", metavar="NAME", help="Close only this site (people.csv).")
@click.option("--signed-on", "signed_on", metavar="DATE", help="The day it was signed.")
@click.option("--signed-by", default="", help="Who signed.")
@click.option("--note", default="", help="Kept with the closing.")
@click.option(
    "--sign",
    "key",
    metavar="KEYFILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Sign with this private ed25519 key, which must lie outside the workspace; a period that "
    "is closed already and not signed is signed as it stands.",
)
@click.option("--yes", is_flag=True, help="Close although there are reasons to think again.")
@click.option("--list", "listing", is_flag=True, help="List what is closed.")
@click.option(
    "--verify", is_flag=True, help="Check hashes, chain and signatures, and today's inputs."
)
@workspace_option
@guarded
def command(
    period_text: str | None,
    as_of_text: str | None,
    department: str | None,
    site: str | None,
    signed_on: str | None,
    signed_by: str,
    note: str,
    key: Path | None,
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
    unit = _unit(workspace, department, site)
    wanted = _Wanted(period, read_as_of(as_of_text), unit, signing, key, yes)
    with locked(workspace.root):
        if key and not yes and (stands := _unsigned(workspace, wanted)):
            sign_again(stands, _signature(workspace, key, stands.manifest["seal"]))
            click.echo(phrase("close-signed", catalogue.locale, period=period))
            return
        done = _close(workspace, catalogue, wanted)
    sys.exit(done)


def _unit(workspace: Workspace, department: str | None, site: str | None) -> Unit | None:
    """The part of the organisation to close; a finding where there is no such."""
    if department and site:
        raise DutybookError(Finding("close-two-units", Place("--site")))
    if department:
        known = {role.department: role for role in workspace.roles() if role.department}
        titles = {
            wording: name
            for name, one in workspace.organisation.departments.items()
            for _, wording in (one.title.wordings if one.title else ())
        }
        name = department if department in known else titles.get(department, "")
        if name not in known:
            raise _no_unit(department, map(str, known))
        return Unit("department", name)
    if site:
        sites = {one.site for one in read_people(workspace)[0] if one.site}
        if site not in sites:
            raise _no_unit(site, sites)
        return Unit("site", site)
    return None


def _no_unit(name: str, known: Iterable[str]) -> DutybookError:
    details = {"unit": name, "known": ", ".join(sorted(known)) or "–"}
    return DutybookError(Finding("close-unknown-unit", Place(name), details))


def _unsigned(workspace: Workspace, wanted: _Wanted) -> Closed | None:
    """The closing that only lacks its signature."""
    closed = read_closed(workspace.root, wanted.period, wanted.unit)
    lacks = closed is not None and closed.format > 1 and "signature" not in closed.manifest
    return closed if lacks else None


def _signature(workspace: Workspace, key: Path, seal: str) -> dict[str, str]:
    def password() -> str:
        if not sys.stdin.isatty():
            return ""
        return str(click.prompt(phrase("close-password", workspace.locale), hide_input=True))

    return signature(workspace.root, key, seal, password)


def _close(workspace: Workspace, catalogue: Catalogue, wanted: _Wanted) -> int:
    root, period, unit = workspace.root, wanted.period, wanted.unit
    if unwritten := list(left_out(workspace)):
        say(unwritten, catalogue, root)
        raise DutybookError(Finding("close-id-unwritten", Place(f"{FOLDER}/{period}")))
    earlier = read_closed(root, period, unit)
    if unit and read_closed(root, period):
        raise DutybookError(Finding("close-whole-closed", Place(f"{FOLDER}/{period}")))
    words = Words.load(root, workspace.locale)
    with evaluate(workspace, period, wanted.as_of) as run:
        evaluation = run.evaluation
        if unit and not any(of_unit(sheet, unit) for sheet in evaluation.sheets):
            raise _no_unit(unit.name, ())
        superiors = superiors_of(workspace)
        kept = snapshot(run, words, catalogue, superiors, partial(of_unit, unit=unit))
    say((*workspace.findings, *evaluation.findings), catalogue, root)
    reasons = list(doubts(evaluation, earlier, catalogue, unit))
    if any(catalogue.severity(finding) == "error" for finding in workspace.findings):
        reasons.append(Finding("close-definitions", Place(f"{FOLDER}/{period}")))
    closings, broken = every(root)
    reasons += [*broken, *chain_findings(root, closings)]
    say(reasons, catalogue, root)
    if reasons and not wanted.yes and not _agreed(catalogue):
        say([Finding("close-needs-yes", Place(f"{FOLDER}/{period}"))], catalogue)
        return FOUND
    employees = [sheet["employee"] for sheet in kept.scores["scores"]]
    salts = salted(read_salts(root), employees)
    made_from = ledger(workspace, evaluation, salts)
    made_from["people"] = {one: made_from["people"][one] for one in sorted(set(employees))}
    content = Content(kept, definition_texts(workspace), made_from, salts, ends(closings))
    accepted = [catalogue.message(reason) for reason in reasons]
    number = earlier.number + 1 if earlier else 1
    made = manifest(content, wanted.signing, number, accepted, unit)
    if wanted.key:
        made["signature"] = _signature(workspace, wanted.key, made["seal"])
    write_closing(root, period, made, content, earlier)
    folder = folder_of(root, period, unit).relative_to(root).as_posix()
    slots = {"period": period, "folder": folder, "count": len(employees)}
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
    """Lists closings; with ``verify`` checks hashes, chain and signatures of all that were ever
    made, and tells which inputs changed since."""
    root = workspace.root
    closings, findings = every(root)
    current = {folder for period in closed_periods(root) for folder in folders(root, period)}
    listed = [one for one in closings if one.folder in current and only in (None, one.period)]
    if only and not listed and not findings:
        findings.append(Finding("close-open", Place(f"{FOLDER}/{only}"), {"period": only}))
    if verify:
        findings += chain_findings(root, closings)
        for closed in closings:
            findings += _sound(workspace, closed)
        for closed in listed:
            findings += inputs_findings(workspace, closed) if closed.whole else ()
    print_table(
        phrase("close-list", catalogue.locale),
        [phrase(f"close-{head}", catalogue.locale) for head in _HEADS],
        [_row(workspace, closed, catalogue) for closed in listed],
    )
    say(findings, catalogue, root)
    return status(findings, catalogue)


_HEADS = ("period", "unit", "number", "signed-on", "signed-by", "sheets", "whole", "key", "note")


def _row(workspace: Workspace, closed: Closed, catalogue: Catalogue) -> list[Cell]:
    made = closed.manifest
    return [
        closed.period.text,
        closed.unit.name if closed.unit else None,
        closed.number,
        made.get("signed_on"),
        made.get("signed_by"),
        len(closed.scores["scores"]),
        phrase("close-yes" if closed.whole else "close-no", catalogue.locale),
        signer(workspace, closed),
        made.get("note"),
    ]


def _sound(workspace: Workspace, closed: Closed) -> Iterator[Finding]:
    """Whether a closing is what was signed."""
    if not closed.whole:
        yield Finding("closed-altered", closed.place, {"period": closed.period.text})
    else:
        yield from signature_findings(workspace, closed)


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        raise DutybookError(Finding("bad-as-of", Place("--signed-on"), {"value": text})) from None
