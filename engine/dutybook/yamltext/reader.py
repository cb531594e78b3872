"""A file's text to its documents, every fault of its YAML a finding with a position."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.finding import Finding, Place
from dutybook.words.file import MAX_DEPTH, too_deep
from dutybook.yamltext.document import Document, lookup, pointer
from dutybook.yamltext.encoding import read_text
from dutybook.yamltext.loader import CoreLoader
from dutybook.yamltext.syntax import syntax

MAX_NODES: Final = 200_000
"""Bound on a document's size once its aliases are written out."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML forbids as such, and allows as an escape."""

_COMMENT: Final = re.compile(r"[ \t]+(#[^\s#!].*)")
"""A comment that begins without a space, as a number sign within a text does."""

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_WORDED: Final = ("text", "title", "name", "definition", "reason", "en", "zh-Hans", "zh-Hant")


def read_documents(path: Path, name: str) -> tuple[list[Document], list[Finding]]:
    """The documents of one file. A file whose YAML is broken gives none, and says where."""
    text, findings = read_text(path, name)
    return ([], findings) if text is None else documents_in(text, name)


def documents_in(text: str, name: str) -> tuple[list[Document], list[Finding]]:
    """The documents of a file's ``text``. The same text gives the same documents again: a command
    reads some files more than once, a watcher all of them at every save. Nobody changes one."""
    documents, findings = _documents_in(text, name)
    return list(documents), list(findings)


@lru_cache(maxsize=2048)
def _documents_in(text: str, name: str) -> tuple[Sequence[Document], Sequence[Finding]]:
    if too_deep(text):
        return [], [Finding("yaml-bomb", Place(name, 1, 1), {"reason": f"depth > {MAX_DEPTH}"})]
    try:
        loaded = list(yaml.load_all(text, CoreLoader))
    except yaml.MarkedYAMLError as error:
        return [], [syntax(error, text, name)]
    except yaml.reader.ReaderError:
        return [], [_character(text, name)]
    except (RecursionError, ValueError) as error:
        return [], [Finding("yaml-bomb", Place(name, 1, 1), {"reason": type(error).__name__})]
    documents = [Document(name, i, data, text) for i, data in enumerate(loaded) if data is not None]
    if not documents:
        return [], [Finding("file-empty", Place(name, 1, 1))]
    if any(_too_large(document.data) for document in documents):
        return [], [Finding("yaml-bomb", Place(name, 1, 1), {"reason": f"> {MAX_NODES:,}"})]
    if "\\" in text:
        hidden = [f for document in documents for f in _escaped(document, document.data, "")]
        if hidden:
            return [], hidden
    return documents, list(_cut(documents)) if _COMMENT.search(text) else []


def _cut(documents: list[Document]) -> Iterator[Finding]:
    """Running text that ends where a ``#`` begins what YAML takes for a comment."""
    for document in documents:
        lines = document.text.splitlines()
        for path, end in document.plain_texts():
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            text = str(lookup(document.data, path))
            worded = path.rpartition("/")[2] in _WORDED or _HAN.search(text)
            if worded and (found := _COMMENT.match(rest)):
                yield document.finding("comment-after-text", path, lost=found[1].strip())


def _escaped(document: Document, value: Any, path: str) -> Iterator[Finding]:
    """Control characters that came in as escapes: no paper can print them."""
    if isinstance(value, str) and (found := _CONTROL.search(value)):
        yield document.finding("yaml-character", path, character=f"U+{ord(found[0]):04X}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _escaped(document, key, path + pointer(key))
            yield from _escaped(document, inner, path + pointer(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _escaped(document, inner, path + pointer(number))


def _character(text: str, name: str) -> Finding:
    shown = next((c for c in text if not c.isprintable() and c not in "\t\r\n\ufeff\u3000"), "?")
    before = text.partition(shown)[0]
    place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Finding("yaml-character", place, {"character": f"U+{ord(shown):04X}"})


def _too_large(data: Any) -> bool:
    """Whether ``data`` written out without sharing passes MAX_NODES, or contains itself."""
    sizes: dict[int, int] = {}

    def size(value: Any) -> int:
        if not isinstance(value, (dict, list)):
            return 1
        if id(value) not in sizes:
            sizes[id(value)] = MAX_NODES + 1  # until known: a value inside itself is endless
            children = value.values() if isinstance(value, Mapping) else value
            sizes[id(value)] = 1 + sum(map(size, children))
        return sizes[id(value)]

    return size(data) > MAX_NODES
