"""``dutybook source``: what to do with a log that no definition describes yet."""

from pathlib import Path
from typing import Final

import click

from dutybook.cli.command import guarded, open_workspace, say, workspace_option
from dutybook.cli.help import Group
from dutybook.files.replacement import write_whole
from dutybook.files.scratch import scratch
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.logs.connection import Database
from dutybook.logs.inspection.columns import kinds
from dutybook.logs.inspection.definition import as_yaml, source_id
from dutybook.logs.inspection.proposal import Staff, propose
from dutybook.logs.inspection.sample import take
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.model.organisation import LogPlace
from dutybook.roster.people import read_people
from dutybook.workspace import Workspace

_ZONE: Final = "Asia/Shanghai"
"""Whose days and moments a log's are taken for where no workspace says."""


@click.group(cls=Group)
def command() -> None:
    """Sources: what logged data looks like."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="Sheet of a workbook: its name, or its number from 1.")
@click.option("--header", help="Heading row of a sheet: its number, or a word in it.")
@click.option("--table", help="Table of a database file.")
@click.option("--name", help="Id of the source (default: from the file's name).")
@click.option("--write", "writes", is_flag=True, help="Write to rules/sources; never overwrites.")
@workspace_option
@guarded
def inspect(
    file: Path,
    sheet: str | None,
    header: str | None,
    table: str | None,
    name: str | None,
    writes: bool,
    folder: Path,
) -> None:
    """Propose a source definition for FILE, and say what to look at before using it.

    FILE may lie anywhere; only --write needs a workspace.
    The definition is printed on standard output, the doubts on standard error.
    """
    workspace, catalogue = _workspace(folder, writes)
    root = workspace.root if workspace else None
    if not file.is_file():
        raise DutybookError(Finding("inspect-no-file", Place(str(file))))
    place = LogPlace(str(file), _number(sheet), _number(header), table)
    named = name or source_id(file)
    target = (root or Path()) / "rules" / "sources" / f"{named}.yaml"
    if writes and target.exists():
        raise DutybookError(Finding("inspect-exists", Place(str(target)), {"source": named}))
    vocabulary = Vocabulary.load(root)
    zone = workspace.organisation.timezone if workspace else _ZONE
    with scratch() as copies, Database() as db:
        sample = take(file.resolve(), place, copies, db)
        found = kinds(sample, vocabulary, zone)
        proposal = propose(named, sample, found, vocabulary, zone, _staff(workspace))
        text = as_yaml(proposal, sample)
    if writes:
        write_whole({target: text.encode()})
    click.echo(str(target) if writes else text, nl=writes)
    doubts = [Finding(d.code, Place(file.name), d.details) for d in proposal.doubts]
    say(doubts, catalogue, root)


def _workspace(folder: Path, writes: bool) -> tuple[Workspace | None, Catalogue]:
    """The workspace, which only writing needs: a log may be looked at before there is one."""
    try:
        return open_workspace(folder)
    except DutybookError as error:
        if writes or error.findings[0].code != "no-workspace":
            raise
        return None, Catalogue.load()


def _staff(workspace: Workspace | None) -> Staff:
    """Who is known; nobody where people.csv cannot be read, which `check` says."""
    people, _ = read_people(workspace) if workspace else ([], [])
    return Staff({one.employee for one in people}, {one.name for one in people if one.name})


def _number(text: str | None) -> str | int | None:
    return int(text) if text and text.isdigit() else text
