"""A definition file's text, and edits of it by position."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dutybook.finding import Place
from dutybook.schema import definitions_in
from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer, split
from dutybook.yamltext.loader import CoreLoader


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text`` instead of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str = field(compare=False)


@dataclass(frozen=True)
class Source:
    """The file ``name`` as it stands."""

    name: str
    text: str

    @cached_property
    def documents(self) -> list[Document]:
        """What the text defines; nothing where it cannot be read."""
        return definitions_in(self.text, self.name)[0]

    @cached_property
    def roots(self) -> list[Node]:
        """The documents' nodes, keys as they are written."""
        return list(yaml.compose_all(self.text, CoreLoader))

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def at(self, place: Place) -> int:
        """The position of a place."""
        return self._starts[place.line - 1] + place.column - 1

    def line(self, place: Place) -> tuple[int, int]:
        """Where the line of a place begins and ends, its line break left out."""
        start = self._starts[place.line - 1]
        return start, start + len(self.text[start:].split("\n", 1)[0].rstrip("\r"))

    def document(self, place: Place) -> Document | None:
        """The document that a place stands in."""
        begun = [one for one in self.documents if one.place().line <= place.line]
        return begun[-1] if begun else None

    def node(self, document: Document, path: str) -> Node | None:
        """What stands at a path, which may be in English keys."""
        node: Node | None = self.roots[document.index]
        for part in split(document.spelt(path) or path):
            node = _below(node, part)
        return node

    def scalar(self, place: Place) -> ScalarNode | None:
        """The single value that a finding is about."""
        document = self.document(place)
        node = self.node(document, place.path) if document else None
        return node if isinstance(node, ScalarNode) else None


def applied(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with the edits made; of two that overlap the first."""
    parts, done = [], 0
    for edit in sorted(set(edits)):
        if edit.start >= done:
            parts += [text[done : edit.start], edit.text]
            done = edit.end
    return "".join([*parts, text[done:]])


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Paths at which two values are not the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            if key in old and key in new:
                yield from differences(old[key], new[key], path + pointer(key))
            else:
                yield path + pointer(key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, two) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, two, path + pointer(number))
    elif old != new or type(old) is not type(new):
        yield path


def span(node: Node) -> tuple[int, int]:
    """Where a value begins and ends."""
    return node.start_mark.index, node.end_mark.index


def pairs(node: Node) -> Iterator[tuple[ScalarNode, Node]]:
    """Keys and values of a mapping."""
    if isinstance(node, MappingNode):
        yield from node.value


def _below(node: Node | None, part: str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, SequenceNode) and part.isdigit() and int(part) < len(node.value):
        found: Node = node.value[int(part)]
        return found
    return None
