"""All words of one locale: a file per locale, the shipped one and, key by key, the workspace's.

The labels of papers (``templates/labels``) and the words of evaluations (``templates/evaluation``)
are such files. What is not written for a traditional Chinese locale is converted.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dutybook.files.door import listed
from dutybook.resources import builtin
from dutybook.words.file import read
from dutybook.words.locale import SOURCES, Text, convert
from dutybook.words.plural import form, is_plural, with_singular
from dutybook.words.slots import fill

Tree = dict[str, Any]
"""Wordings, lists of words and groups of them, by key."""
Reader = Callable[[Path, str], Mapping[str, Any]]
"""Reads a file of words; the second argument is what people call it."""
_WHOLE: Final = ("zh-Hans", "en")
"""Locales whose files hold every word."""


class ShapeError(Exception):
    """A file has a group where the shipped one has a word, or the like; ``keys`` lead there."""

    def __init__(self, file: str, keys: tuple[str, ...]) -> None:
        super().__init__(f"{file}: {'.'.join(keys)}")
        self.file = file
        self.keys = keys


class Lexicon:
    """Words by key, in one locale."""

    def __init__(self, words: Tree, locale: str) -> None:
        self.words = words
        self.locale = locale

    def get(self, path: str, /, *keys: str) -> Any:
        """The words at a dotted path, then below ``keys``; :class:`KeyError` where there are
        none."""
        value: Any = self.words
        for key in (*path.split("."), *keys):
            value = value[key]
        return value

    def say(self, path: str, /, *keys: str, **slots: object) -> str:
        """The wording there with its ``slots`` filled, in the form that their numbers ask for."""
        said = fill(form(self.get(path, *keys), slots.get("n")), slots)
        return self.counted(said)

    def counted(self, said: str) -> str:
        """``said`` with the singular of one thing, in locales that list it."""
        return with_singular(said, self.words.get("singular", {}))


def texts(path: Path) -> dict[str, Text]:
    """A file that holds its words in every locale side by side."""
    return {name: Text.of(wordings) for name, wordings in read(path).items()}


def layered(folder: str, root: Path | None, locale: str, reader: Reader) -> Tree:
    """What files of ``folder`` below ``templates`` say in ``locale``: shipped, then those of the
    workspace at ``root``; below them the words of the locales it comes from."""
    words: Tree = {}
    sources = () if locale in _WHOLE else SOURCES.get(locale, ())
    for source, conversion in (*reversed(sources), (locale, "")):
        for path in _files(folder, root, source):
            name = f"templates/{folder}/{path.name}"
            words = _overlaid(words, reader(path, name), name)
        words = _converted(words, conversion) if conversion else words
    return words


def _files(folder: str, root: Path | None, locale: str) -> Iterator[Path]:
    name = f"{locale}.yaml"
    for top, place in ((builtin("templates"), "."), *([(root, "templates")] if root else [])):
        yield from (path for _, path in listed(top / place / folder, name, top))


def _overlaid(words: Tree, over: Mapping[str, Any], file: str, *keys: str) -> Tree:
    """``words`` with those of ``over`` in their place; a group stays a group, a word a word."""
    merged = dict(words)
    for key, value in over.items():
        old = words.get(key)
        if old is not None and _shape(old) != _shape(value):
            raise ShapeError(file, (*keys, key))
        grouped = _shape(value) == "group"
        merged[key] = _overlaid(old or {}, value, file, *keys, key) if grouped else value
    return merged


def _shape(value: Any) -> str:
    if isinstance(value, list):
        return f"list of {len(value)}"
    return "group" if isinstance(value, Mapping) and not is_plural(value) else "word"


def _converted(value: Any, conversion: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _converted(item, conversion) for key, item in value.items()}
    if isinstance(value, list):
        return [_converted(item, conversion) for item in value]
    return convert(value, conversion)
