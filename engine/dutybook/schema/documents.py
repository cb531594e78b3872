"""The text of a definition file to documents in the engine's own keys.

Keys and choices written in Chinese are put into English, and ids that were left out are made, here
and nowhere else: whatever reads a document later knows of neither. Positions stay those of the
file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.schema.identifiers import completed
from dutybook.schema.publication import kinds, schema
from dutybook.schema.vocabulary import Shape, document_shape, kinds_in_chinese, spoken
from dutybook.yamltext import Document, documents_in, read_text
from dutybook.yamltext.document import pointer

_KEY: Final = re.compile(r"[\u3400-\u9fff][\"']?[ \t]*:(?=\s|$)", re.MULTILINE)
"""What every Chinese key looks like: a file without it is not looked through, unless it has …"""


def read_definitions(path: Path, name: str) -> tuple[list[Document], list[Finding]]:
    """The documents of one definition file, and what is wrong with its text."""
    text, findings = read_text(path, name)
    return ([], findings) if text is None else definitions_in(text, name)


def definitions_in(text: str, name: str) -> tuple[list[Document], list[Finding]]:
    """The documents of a definition file's ``text``."""
    documents, findings = documents_in(text, name)
    if documents and (_KEY.search(text) or _choice().search(text)):
        translated = [_translated(document) for document in documents]
        twice = [finding for _, found in translated for finding in found]
        if twice:
            return [], [*findings, *twice]
        documents = [document for document, _ in translated]
    return [completed(document) for document in documents], findings


@cache
def _choice() -> re.Pattern[str]:
    """… a value that is the Chinese name of a choice."""
    words = sorted({*_words(schema())}, key=len, reverse=True)
    names = "|".join(map(re.escape, words))
    return re.compile(rf"(?:[:,\[]|-[ \t])[ \t]*[\"']?(?:{names})[\"']?[ \t]*(?=[,\]}}#\r\n]|$)")


def _words(part: Any) -> Iterator[str]:
    """Every Chinese name of a choice."""
    if isinstance(part, Mapping):
        yield from part.get("x-zh-values", {}).values()
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _words(inner)


def in_english(documents: Sequence[Document]) -> list[Document]:
    """Documents with the keys of the engine, as far as they can be told."""
    return [_translated(document)[0] for document in documents]


def _translated(document: Document) -> tuple[Document, list[Finding]]:
    """The document in English keys, and keys that stand in it in both languages."""
    if not isinstance(document.data, dict):
        return document, []
    kind = _kind(document.data)
    if not kind:
        return document, []
    done = _Translation()
    data = done.value(document.data, document_shape(kind), "", "")
    found = [_said_twice(document, *one) for one in done.twice]
    if not done.written:
        return (replace(document, data=data) if done.chosen else document), found
    chinese = len(done.written) * 2 >= done.known
    names = spoken() if chinese else {}
    return replace(document, data=data, written=done.written, names=names), found


def _said_twice(document: Document, path: str, key: str, other: str) -> Finding:
    """A key that says again what ``other`` said in the other language."""
    place = document.place(path, key=True)
    return Finding("duplicate-key", place, {"key": f"{other} = {key}"})


def _kind(data: Mapping[str, Any]) -> str:
    """What the document defines, its kind's name being in either language."""
    chinese = kinds_in_chinese()
    named = [chinese.get(key, key) for key in data]
    if "organisation" in named:
        return "organisation"
    known = [key for key in named if key in kinds()]
    return known[0] if known else ""


@dataclass
class _Translation:
    """One document on its way: which keys were ``written`` otherwise, by their path in English;
    how many are ``known`` to the schema; which stand there ``twice``, by the path as written."""

    written: dict[str, str] = field(default_factory=dict)
    twice: list[tuple[str, str, str]] = field(default_factory=list)
    known: int = 0
    chosen: bool = False
    """Whether a value was put into English."""

    def value(self, value: Any, shape: Shape | None, path: str, at: str) -> Any:
        """``value`` in English keys; ``path`` leads to it in English, ``at`` as it is written."""
        if shape is None:
            return value
        if isinstance(value, dict):
            return dict(self._pairs(value, shape, path, at))
        if isinstance(value, list) and (item := shape.item):
            return [
                self.value(one, item, f"{path}/{number}", f"{at}/{number}")
                for number, one in enumerate(value)
            ]
        if isinstance(value, str) and value in shape.choices:
            self.chosen = True
            return shape.choices[value]
        return value

    def _pairs(
        self, mapping: Mapping[str, Any], shape: Shape, path: str, at: str
    ) -> Iterator[tuple[str, Any]]:
        met: dict[str, str] = {}
        for word, value in mapping.items():
            key = word if word in shape.properties else shape.keys.get(word, word)
            if key in met:
                self.twice.append((at + pointer(word), word, met[key]))
                continue
            met[key] = word
            self.known += key in shape.properties
            below = path + pointer(key)
            if key != word:
                self.written[below] = word
            yield key, self.value(value, shape.below(key), below, at + pointer(word))
