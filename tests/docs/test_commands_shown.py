"""Commands shown in the documentation exist, with the options they are shown with."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dutybook.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`(dutybook [^`\n]+)`")


def shown() -> Iterator[tuple[str, str]]:
    """Page and command line of every command shown."""
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = (body for language, body in _BLOCK.findall(text) if language == "console")
        lines = [line for body in blocks for line in body.splitlines()]
        for line in [*lines, *_INLINE.findall(text)]:
            line = line.removeprefix("$ ").strip()
            if line.startswith("dutybook "):
                yield page.name, line


COMMANDS = list(dict.fromkeys(shown()))


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_the_command_is_as_shown(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found, line
        command = found
    if not words:
        return  # the command is named only
    try:
        command.make_context("dutybook", words)
    except click.exceptions.Exit:
        pass  # --help, --version
    except click.BadParameter as error:
        if "exist" not in error.message:  # an example's file need not be there
            raise


def test_every_command_is_shown() -> None:
    known = {f"dutybook {name}" for name in main.list_commands(click.Context(main))}
    assert known <= {" ".join(line.split()[:2]) for _, line in COMMANDS}
