"""``dutybook watch``."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click

from dutybook.check.report import check
from dutybook.cli.command import guarded, workspace_option
from dutybook.cli.paper.options import paper_options
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.finding.text import as_text
from dutybook.papers.production import Request
from dutybook.papers.production.watch import Round, Watch
from dutybook.workspace import Workspace, find_root

_EVERY = 300
"""Milliseconds after which the watcher reports even when nothing happened: it is up by then."""


@click.command()
@paper_options
@workspace_option
@guarded
def command(folder: Path, out: Path | None, **wanted: object) -> None:
    """Build, and build again what changed whenever a file is saved. Ctrl-C ends it.

    Findings are printed as they appear and as they clear. While a definition cannot be read, papers
    stay as they are.
    """
    from watchfiles import watch

    root = find_root(folder)
    request = Request(out=out.resolve() if out else None, today=_today(), **wanted)  # type: ignore[arg-type]
    watching = Watch(root, request, _checked)
    first, locale = True, Catalogue.load(root).locale
    try:
        for changes in watch(root, watch_filter=lambda _, path: watching.concerns(path),
                             rust_timeout=_EVERY, yield_on_timeout=True):  # fmt: skip
            if first or changes:
                result = watching.round()
                _tell(result, root, first)
                first, locale = False, result.catalogue.locale
    except KeyboardInterrupt:
        pass
    click.echo(phrase("watch-ended", locale))


def _checked(workspace: Workspace, catalogue: Catalogue) -> Iterable[Finding]:
    return check(workspace, catalogue, _today()).findings


def _today() -> date:
    return datetime.now().astimezone().date()


def _tell(result: Round, root: Path, first: bool) -> None:
    """What a round changed: findings on standard error, all else on standard output."""
    locale = result.catalogue.locale
    if first:
        click.echo(phrase("watch-started", locale, folder=root))
    for finding in result.cleared:
        message = result.catalogue.message(finding)
        place = finding.place.file
        click.echo(phrase("watch-cleared", locale, file=place, code=finding.code, message=message))
    if result.appeared:
        click.echo(as_text(result.appeared, result.catalogue, root), err=True)
    if result.held:
        click.echo(phrase("watch-held", locale))
    for path in result.written:
        click.echo(phrase("watch-written", locale, path=path))
    if not (result.held or result.written):
        click.echo(phrase("watch-unchanged", locale))
    click.echo(phrase("watch-open", locale, n=result.open))
