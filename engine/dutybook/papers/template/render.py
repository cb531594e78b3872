"""Rendering a template to the document tree: sandboxed, strict about names, positions kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from dutybook.files.door import listed
from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.number.quantity import plain
from dutybook.papers.aliases import field_of
from dutybook.papers.columns import fitted, shared
from dutybook.papers.template.answers import Answers
from dutybook.papers.template.bounds import MOST_OUTPUT, Bounded, Budget
from dutybook.papers.template.folders import Templates, imported
from dutybook.resources import builtin
from dutybook.words.slots import fill
from dutybook.worker.pool import LimitError, Limits, Worker
from dutybook.write.tree import AT, Element, parse

_FILLER: Final = Worker(Limits(seconds=90, memory=1 << 30), (__name__,))
_TAG: Final = re.compile(r"<([a-z][a-z0-9]*)")


class _Positions(Extension):
    """Gives every tag written in a template an attribute with the template's name and line."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        name = _name(stream.filename) or stream.name or "?"
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _marked(token.value, name, token.lineno))
            else:
                yield token


class _Templates(Bounded):
    """Templates of today and of 0.1.0. What one imports are macros: a paper's template is more than
    those."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = Answers().visit(super()._parse(source, name, filename))
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._renamed(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._renamed(obj, argument, super().getitem(obj, argument))

    def _renamed(self, obj: Any, name: Any, found: Any) -> Any:
        """What was ``found``; where that is nothing, what now has another name."""
        if not (isinstance(found, Undefined) and is_dataclass(obj) and isinstance(name, str)):
            return found
        try:
            return field_of(obj, name)
        except AttributeError:
            return found

    def join_path(self, template: str, parent: str) -> str:
        return imported(template)


def environment(root: Path | None) -> Bounded:
    """Templates of the workspace at ``root`` before the shipped ones: compiled once while its files
    stay what they are (Jinja looks at their times), and anew when some come or go."""
    own = listed(root / "templates", "**/*.j2", root) if root else []
    return _environment(root, tuple(path for _, path in own))


@lru_cache(maxsize=4)
def _environment(root: Path | None, _: tuple[Path, ...]) -> Bounded:
    env = _Templates(
        loader=Templates(root),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_lines,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Positions],
    )
    env.filters["fill"] = lambda words, **slots: fill(words, slots)
    env.globals |= {"fitted": fitted, "shared": shared}
    return env


def render(env: Bounded, template: str, context: dict[str, Any], who: str) -> Element:
    """The tree of ``template`` filled with ``context``; ``who`` (a role, a department) is named in
    findings."""
    env.budget = Budget()
    try:
        markup = _bounded(env.get_template(template).generate(context))
    except TemplateSyntaxError as error:
        place = Place(f"templates/{error.name or template}", error.lineno, 1)
        raise DutybookError(
            Finding("template-syntax", place, {"reason": error.message, "who": who})
        ) from None
    except (
        TemplateError,
        RecursionError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        MemoryError,
    ) as error:
        place = _place(error, template)
        details = {"reason": f"{error}", "who": who}
        raise DutybookError(Finding("template-failed", place, details)) from None
    try:
        return parse(markup, f"templates/{template}:1")
    except DutybookError as error:
        named = (
            replace(finding, details={**finding.details, "who": who}) for finding in error.findings
        )
        raise DutybookError(*named) from None


def filled(root: Path, template: str, context: dict[str, Any], who: str) -> Element:
    """As :func:`render`; where the workspace has templates of its own, in a process of its own:
    they may come from anyone, and ask for any amount of time and memory."""
    if not _own(root):
        return render(environment(root), template, context, who)
    try:
        return _FILLER.call(_filled, root, template, context, who)
    except LimitError as error:
        place, details = Place(f"templates/{template}"), {"reason": str(error), "who": who}
        raise DutybookError(Finding("template-failed", place, details)) from None


def _filled(root: Path, template: str, context: dict[str, Any], who: str) -> Element:
    return render(environment(root), template, context, who)


def _own(root: Path) -> bool:
    """Whether templates of a workspace are not the shipped ones."""
    folder = root / "templates"
    foreign = folder.is_dir() and not folder.samefile(builtin("templates"))
    return foreign and next(folder.rglob("*.j2"), None) is not None


def _bounded(pieces: Iterable[str]) -> str:
    """All of a paper's markup; a template may go on for ever."""
    kept, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_OUTPUT:
            raise SecurityError(f"more than {MOST_OUTPUT} characters")
        kept.append(piece)
    return "".join(kept)


def _lines(value: Any) -> Any:
    """Line breaks an author wrote stay line breaks; exact figures are decimals where those can say
    them. None prints as nothing."""
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, str) and not hasattr(value, "__html__") and "\n" in value:
        return Markup("<br/>").join(value.split("\n"))
    return "" if value is None else value


def _marked(text: str, name: str, line: int) -> str:
    def mark(match: re.Match[str]) -> str:
        at = line + text.count("\n", 0, match.start())
        return f'<{match[1]} {AT}="templates/{name}:{at}"'

    return _TAG.sub(mark, text)


def _place(error: BaseException, template: str) -> Place:
    """The innermost line of a template in the traceback (Jinja rewrites them)."""
    marks = [(_name(file), line) for file, line in _frames(error)]
    name, line = next((mark for mark in reversed(marks) if mark[0].endswith(".j2")), (template, 0))
    return Place(f"templates/{name}", line, 1)


def _name(file: str | None) -> str:
    """The name of the template in ``file``: what Jinja calls it may be another one."""
    return Path(file or "").as_posix().rpartition("/templates/")[2]


def _frames(error: BaseException) -> Iterator[tuple[str, int]]:
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
