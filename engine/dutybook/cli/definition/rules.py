"""``dutybook rules``."""

from difflib import get_close_matches
from pathlib import Path

import click

from dutybook.cli.command import guarded, workspace_option
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue, Entry
from dutybook.finding.fixes import fixes
from dutybook.finding.phrases import phrase
from dutybook.words.locale import LOCALES
from dutybook.workspace import find_root, load


@click.command()
@click.argument("code", required=False)
@click.option("--locale", type=click.Choice(LOCALES), help="Language (default: the workspace's).")
@workspace_option
@guarded
def command(code: str | None, locale: str | None, folder: Path) -> None:
    """List every code a finding can have, or explain one."""
    catalogue = _catalogue(folder, locale)
    if code is None:
        for entry in sorted(catalogue.entries.values(), key=lambda entry: entry.code):
            click.echo(f"{entry.code:<28} {entry.severity:<8} {_title(entry, catalogue.locale)}")
        return
    if code not in catalogue.entries:
        guess = get_close_matches(code, catalogue.entries, 1)
        details = {"code": code, "guess": guess[0] if guess else "-"}
        raise DutybookError(Finding("code-unknown", Place(""), details))
    click.echo(page(catalogue.entries[code], catalogue.locale))


def page(entry: Entry, locale: str) -> str:
    """What a code means, why it matters, how to mend it, and the query behind it."""
    head = f"{entry.code} ({entry.severity})  {_title(entry, locale)}"
    parts = [head, entry.help.at(locale).strip()]
    if entry.hint:
        parts.append(f"{phrase('rule-hint', locale)}: {entry.hint.at(locale)}")
    if entry.code in fixes():
        parts.append(f"{phrase('rule-fix', locale)}: {fixes()[entry.code].at(locale)}")
    if entry.query:
        query = "\n".join(f"    {line}" for line in entry.query.strip().splitlines())
        parts.append(f"{phrase('rule-query', locale)}:\n{query}")
    return "\n\n".join(parts)


def _title(entry: Entry, locale: str) -> str:
    return (entry.title or entry.message).at(locale)


def _catalogue(folder: Path, locale: str | None) -> Catalogue:
    """The workspace's catalogue; outside of one, what ships with the engine."""
    try:
        root = find_root(folder)
    except DutybookError:
        return Catalogue.load(None, locale or "zh-Hans")
    return Catalogue.load(root, locale or load(root).locale)
