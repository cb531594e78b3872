"""Which papers: the options ``build`` and ``watch`` share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dutybook.cli.language import said
from dutybook.cli.names import KindChoice
from dutybook.papers.kinds import KINDS
from dutybook.papers.production import FORMATS
from dutybook.words.locale import PAPER_LOCALES

F = TypeVar("F", bound=Callable[..., Any])


def _formats(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    formats = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    unknown = [part for part in formats if part not in FORMATS]
    if unknown or not formats:
        given, known = ", ".join(unknown) or repr(value), ", ".join(FORMATS)
        raise click.BadParameter(
            said("{given}; known are {known}").format(given=given, known=known)
        )
    return tuple(form for form in FORMATS if form in formats)


_OPTIONS = (
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=KindChoice(list(KINDS)),
        help="Only papers of this kind (id or title).",
    ),
    click.option(
        "--role", "roles", multiple=True, metavar="ROLE", help="Only this role (id or title)."
    ),
    click.option(
        "--department", "departments", multiple=True, metavar="NAME", help="Only this department."
    ),
    click.option(
        "--format",
        "formats",
        default=",".join(FORMATS),
        show_default=True,
        callback=_formats,
        help="Formats, separated by commas; xlsx and json are for some kinds only.",
    ),
    click.option(
        "--locale",
        type=click.Choice(PAPER_LOCALES),
        help="Language of the papers (default: the workspace's).",
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        help="Folder to write to (default: out/ of the workspace).",
    ),
)


def paper_options(command: F) -> F:
    """Options that narrow what is built, and say where and in which language."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
