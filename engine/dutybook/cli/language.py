"""The language of the command line: the workspace's, or the system's where there is no workspace.

Words are looked up by the English that stands in the code, in ``rules/cli.yaml``; the file is read
when the first of them is printed, so that a command which says nothing reads nothing.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path
from typing import Final

from click import core, exceptions, formatting, parser, types

_MODULES: Final = (core, exceptions, formatting, parser, types)
"""Where click asks gettext for its words, by the names ``_`` and ``ngettext``."""
_NAMES: Final = frozenset({"file", "directory", "path"})
"""What click asks for while a command is loaded, long before it is known whether to speak."""
_LOCALE: Final = re.compile(r"^\s*[\"']?(?:locale|语言)[\"']?\s*[:：]\s*[\"']?([\w-]+)", re.M)
_ENGLISH: Final = "en"

_locale: ContextVar[Callable[[], str]] = ContextVar("_locale", default=lambda: language(()))
"""What tells the language when somebody first asks, and remembers it while a command runs."""


@contextmanager
def spoken(arguments: Sequence[str]) -> Iterator[None]:
    """While a command with these ``arguments`` runs, click takes its words from here."""
    before = [(module, vars(module)["_"], vars(module).get("ngettext")) for module in _MODULES]
    token = _locale.set(cache(partial(language, tuple(arguments))))
    try:
        for module, _, several in before:
            vars(module).update({"_": said} | ({"ngettext": _counted} if several else {}))
        yield
    finally:
        _locale.reset(token)
        for module, single, several in before:
            vars(module).update({"_": single} | ({"ngettext": several} if several else {}))


def said(text: str) -> str:
    """``text`` in the language of the command line; itself where that is English or nobody has
    translated it. Slots in braces stay for the caller to fill."""
    if text in _NAMES:
        return text
    return words(_locale.get()()).get(text, text)


def _counted(one: str, several: str, number: int) -> str:
    chosen = one if number == 1 else several
    found = said(chosen)
    return found if found != chosen else said(several if number != 1 else one)


@cache
def words(locale: str) -> dict[str, str]:
    """The command line's words in ``locale`` by their English; none for English."""
    if locale == _ENGLISH:
        return {}
    from dutybook.cli.streams import encode
    from dutybook.resources import builtin
    from dutybook.words.file import read
    from dutybook.words.locale import Text

    encode()  # a pipe without Chinese must not break what is about to be said
    written: dict[str, str] = read(builtin("rules") / "cli.yaml")
    return {english: Text.of(word).at(locale) for english, word in written.items()}


def language(arguments: Sequence[str]) -> str:
    """The locale of the workspace that the command is about, else of the system."""
    from dutybook.files.door import read_bytes, within

    start = _folder(arguments).absolute()
    for folder in (start, *start.parents):
        try:
            settings = read_bytes(within(folder, "dutybook.yaml")).decode("utf-8", "replace")
        except OSError:  # what is refused, the command tells itself
            continue
        stated = _LOCALE.search(settings)
        return _supported(stated[1] if stated else "zh-Hans")
    return _supported(_of_the_system())


def _folder(arguments: Sequence[str]) -> Path:
    for number, argument in enumerate(arguments):
        if argument in ("-w", "--workspace"):
            return Path(*arguments[number + 1 : number + 2])
        for beginning in ("--workspace=", "-w"):
            if argument.startswith(beginning) and not argument.startswith("--workspace-"):
                return Path(argument.removeprefix(beginning))
    return Path()


def _of_the_system() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    stated = next(filter(None, map(os.environ.get, names)), "")
    if sys.platform == "win32" and not stated:
        import ctypes
        from locale import windows_locale

        stated = windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return stated


def _supported(name: str) -> str:
    parts = re.split(r"[-_.@]", name.lower())
    if parts[0] != "zh":
        return _ENGLISH
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-Hans"
