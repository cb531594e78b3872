"""``dutybook fix``."""

import difflib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from dutybook.check.report import check
from dutybook.cli.command import FOUND, guarded, open_workspace, say, workspace_option
from dutybook.cli.definition.check import inside, start
from dutybook.files.door import read_bytes
from dutybook.files.lock import locked
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.finding.text import visible
from dutybook.repair import Change, in_keys, mended_workspace
from dutybook.repair.keys import Language
from dutybook.repair.source import Source
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED
from dutybook.yamltext import read_text

_ROUNDS: Final = 10
"""A file that could not be read has more to mend once it can."""


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--keys",
    "language",
    type=click.Choice(("zh", "en")),
    help="Put the keys into this language, and change nothing else.",
)
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Mend only this; repeatable.")
@click.option("--write", "--yes", "write", is_flag=True, help="Write what is shown.")
@workspace_option
@guarded
def command(
    paths: Sequence[Path],
    language: Language | None,
    codes: Sequence[str],
    write: bool,
    folder: Path,
) -> None:
    """Mend what findings allow to be mended: shown as a diff, written with --write.

    Exit status: 0 nothing is left to mend, 1 something is (run again with --write), 2 could not
    run. `dutybook rules CODE` says whether and how a code is mended.
    """
    workspace, catalogue = open_workspace(start(paths, folder))
    wanted = [inside(path, workspace.root) for path in paths] or [""]
    with locked(workspace.root):
        changes = list(_changes(workspace, catalogue, wanted, codes, language))
        for change in changes:
            click.echo(visible_diff(change))
        if write and changes:
            _written(changes)
            if language is None:
                changes += _again(workspace.root, catalogue, wanted, codes)
    _summary(changes, catalogue, write=write)
    sys.exit(FOUND if changes and not write else 0)


def _changes(
    workspace: Workspace,
    catalogue: Catalogue,
    wanted: Sequence[str],
    codes: Sequence[str],
    language: Language | None,
) -> Iterator[Change]:
    if language is None:
        today = datetime.now().astimezone().date()
        found = check(workspace, catalogue, today).within(wanted).findings
        kept = [finding for finding in found if not codes or finding.code in codes]
        yield from mended_workspace(workspace.root, kept)
        return
    names = {d.file for d in workspace.documents if not d.file.startswith(SHIPPED)}
    broken = [f for f in workspace.findings if f.place.file not in names]
    say(broken, catalogue, workspace.root)
    for name in sorted(names):
        if any(not one or name == one or name.startswith(one + "/") for one in wanted):
            yield from _in_keys(workspace.root / name, name, language)


def _in_keys(path: Path, name: str, language: Language) -> Iterator[Change]:
    text, findings = read_text(path, name)
    if text is None:
        raise DutybookError(*findings)
    after = in_keys(Source(name, text), language)
    if after != text:
        mark = "\ufeff" if read_bytes(path).startswith(b"\xef\xbb\xbf") else ""
        yield Change(path, name, text, after, (mark + after).encode(), ())


def _again(
    root: Path, catalogue: Catalogue, wanted: Sequence[str], codes: Sequence[str]
) -> list[Change]:
    """What shows only once a file can be read, mended too."""
    more: list[Change] = []
    for _ in range(_ROUNDS):
        workspace, _catalogue = open_workspace(root)
        changes = list(_changes(workspace, catalogue, wanted, codes, None))
        if not changes:
            break
        for change in changes:
            click.echo(visible_diff(change))
        _written(changes)
        more += changes
    return more


def _written(changes: Sequence[Change]) -> None:
    """All files or none."""
    write_whole({change.path: change.content for change in changes})


def visible_diff(change: Change) -> str:
    """The difference as text that cannot steer a terminal."""
    lines = difflib.unified_diff(
        change.before.splitlines(), change.after.splitlines(), change.name, change.name, lineterm=""
    )
    shown = "\n".join(map(visible, lines))
    return shown or f"--- {change.name}\n+++ {change.name} (UTF-8)"


def _summary(changes: Sequence[Change], catalogue: Catalogue, *, write: bool) -> None:
    if not changes:
        click.echo(phrase("fix-nothing", catalogue.locale))
        return
    counted = Counter(finding.code for change in changes for finding in change.mended)
    listed = ", ".join(f"{code} {number}" for code, number in sorted(counted.items()))
    name = "fix-written" if write else "fix-shown"
    files = len({change.name for change in changes})
    click.echo("\n" + phrase(name, catalogue.locale, files=files, codes=listed))
