"""Help pages in the language of the command line, wrapped by the columns characters take."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import click

from dutybook.cli.language import said

_EXTRA: Final = re.compile(r"(?P<help>.*?)(?P<extra>(?:^|  )\[.*\])?", re.S)
"""Click's ``[default: …; required]`` after an option's help; its words are translated already."""
_NAME: Final = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*")
_PIECE: Final = re.compile(r"[!-~]+ ?| |[（“]*[^!-~ ][，。；：、）”？]*")
"""What stays on one line: a word of Latin letters, or one character with the signs after it."""


def names(text: str) -> str:
    """The words for what is to be typed (``TEXT``, ``[OPTIONS]``), each by itself."""
    return _NAME.sub(lambda name: said(name[0]), text)


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, each on one line."""
    return (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


class Formatter(click.HelpFormatter):
    """Click's pages, every text of theirs looked up."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, names(args), prefix)

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + said("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        told = (
            "\n".join(self._wrapped(said(part), self.current_indent)) for part in paragraphs(text)
        )
        self.write("\n\n".join(margin + part.replace("\n", "\n" + margin) for part in told) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options or commands and what they are, the latter in a column of its own."""
        from dutybook.words.table import width

        listed = [(names(first), _told(second)) for first, second in rows]
        start = min(max(width(first) for first, _ in listed), col_max) + col_spacing
        margin = " " * (self.current_indent + start)
        for first, second in listed:
            lines = self._wrapped(second, len(margin))
            beside = width(first) + col_spacing <= start
            gap = " " * (start - width(first)) if beside else "\n" + margin
            body = gap + ("\n" + margin).join(lines) if second else ""
            self.write(" " * self.current_indent + first + body + "\n")

    def _wrapped(self, text: str, margin: int) -> list[str]:
        from dutybook.words.table import width

        room, lines = max(self.width - margin, 20), [""]
        for piece in _PIECE.findall(text):
            if width(lines[-1] + piece.rstrip()) > room and lines[-1]:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
        return [line.rstrip() for line in lines]


class Context(click.Context):
    """A context whose pages are such."""

    formatter_class = Formatter


class Group(click.Group):
    """Commands of one subject, each listed with the first paragraph of its page."""

    context_class = Context

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        listed = [(name, one.help or "") for name, one in self.commands.items()]
        with formatter.section(said("Commands")):
            formatter.write_dl([(name, next(paragraphs(text))) for name, text in listed])


def _told(second: str) -> str:
    found = _EXTRA.fullmatch(second)
    return said(found["help"]) + (found["extra"] or "") if found else said(second)
