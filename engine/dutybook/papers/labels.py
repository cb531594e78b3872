"""The words printed on papers, per locale: the shipped ones and, key by key, the workspace's."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dutybook.finding import DutybookError
from dutybook.finding.catalogue import fill
from dutybook.resources import builtin
from dutybook.words.locale import REGIONAL, convert
from dutybook.yamltext import Document, read_documents

Words = dict[str, Any]

_DERIVED: Final = {"zh-Hant": "s2hk", **REGIONAL}
"""Locales whose words are converted from zh-Hans, then overlaid with their own; those of one place
with the words of zh-Hant first."""


class Labels:
    """All words of one locale. ``words`` is what templates see as ``t``."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @classmethod
    def load(cls, root: Path | None, locale: str) -> "Labels":
        """Words for ``locale`` in the workspace at ``root``."""
        words: Words = {}
        if locale in _DERIVED:
            words = _converted(_layered(root, "zh-Hans", {}), _DERIVED[locale])
        if locale in REGIONAL:
            words = _layered(root, "zh-Hant", words)
        return cls(_layered(root, locale, words))

    def get(self, path: str) -> Any:
        """The words at a dotted path."""
        value: Any = self.words
        for key in path.split("."):
            value = value[key]
        return value

    def say(self, path: str, **slots: object) -> str:
        """The words at ``path``, ``slots`` filled in; of a plural the form that ``n`` asks for."""
        words = self.get(path)
        if isinstance(words, Mapping):
            words = words["one" if str(slots.get("n")) == "1" and "one" in words else "other"]
        return fill(words, slots)


def _layered(root: Path | None, locale: str, words: Words) -> Words:
    folders = [builtin("templates"), *([root / "templates"] if root else [])]
    for folder in folders:
        path = folder / "labels" / f"{locale}.yaml"
        if path.is_file():
            words = _overlaid(words, _read(path), "")
    return words


def _read(path: Path) -> Document:
    documents, findings = read_documents(path, f"templates/labels/{path.name}")
    if findings:
        raise DutybookError(*findings)
    if not isinstance(documents[0].data, Mapping):
        raise DutybookError(documents[0].finding("label-shape", label=path.stem))
    return documents[0]


def _overlaid(words: Words, document: Document, path: str, over: Any = None) -> Words:
    """``words`` with those of ``document`` in their place; a group stays a group, a word a word."""
    merged = dict(words)
    for key, value in (document.data if over is None else over).items():
        here, old = f"{path}/{key}", words.get(key)
        if old is not None and _shape(old) != _shape(value):
            raise DutybookError(
                document.finding("label-shape", here, label=here[1:].replace("/", "."))
            )
        grouped = _shape(value) == "group"
        merged[key] = _overlaid(old or {}, document, here, value) if grouped else value
    return merged


def _shape(value: Any) -> str:
    if isinstance(value, list):
        return f"list of {len(value)}"
    return "group" if isinstance(value, Mapping) and not set(value) <= {"one", "other"} else "word"


def _converted(value: Any, conversion: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _converted(item, conversion) for key, item in value.items()}
    if isinstance(value, list):
        return [_converted(item, conversion) for item in value]
    return convert(value, conversion)
