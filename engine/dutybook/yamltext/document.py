"""One YAML document: its data, and where in the file each value stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from dutybook.finding import Finding, Place
from dutybook.yamltext.core import CoreLoader


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a definition comes from: enough to find its position later."""

    document: "Document"
    path: str = ""

    @property
    def place(self) -> Place:
        """File, line and column."""
        return self.document.place(self.path)

    def below(self, *keys: object) -> "Origin":
        """The origin of a value inside this one."""
        return Origin(self.document, self.path + pointer(*keys))


@dataclass(frozen=True, eq=False)
class Document:
    """``data`` as the author wrote it; ``index`` counts documents within the file from 0."""

    file: str
    index: int
    data: Any
    text: str = field(repr=False)

    @property
    def kind(self) -> str:
        """The first key, which says what the document defines; empty for no mapping."""
        return next(iter(self.data), "") if isinstance(self.data, dict) else ""

    @property
    def name(self) -> str:
        """The value of the first key: the definition's id."""
        return str(self.data[self.kind]) if self.kind else ""

    @cached_property
    def _root(self) -> Node | None:
        for index, node in enumerate(yaml.compose_all(self.text, CoreLoader)):
            if index == self.index:
                return node
        return None

    def place(self, path: str = "", *, key: bool = False) -> Place:
        """Position of the value at JSON pointer ``path`` (of its key, with ``key=True``); where the
        path leads nowhere, that of the nearest value above it."""
        node, key_node = self._root, None
        for part in split(path):
            step = _step(node, part)
            if step is None:
                break
            key_node, node = step
        found = key_node if key and key_node is not None else node
        if found is None:
            return Place(self.file, 1, 1, path)
        mark = found.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1, path)

    def finding(self, code: str, path: str = "", /, **details: object) -> Finding:
        """A finding about the value at ``path``."""
        return Finding(code, self.place(path), details)


class Kept(list[Any]):
    """A list that some items were left out of: ``places`` are those of the others in the file, so
    that findings and definitions still point at them."""

    def __init__(self, items: Iterable[Any], places: Sequence[int]) -> None:
        super().__init__(items)
        self.places = tuple(places)


def numbered(items: list[Any]) -> Iterable[tuple[int, Any]]:
    """Items with their places in the file."""
    return zip(items.places, items, strict=True) if isinstance(items, Kept) else enumerate(items)


def pointer(*keys: object) -> str:
    """JSON pointer (RFC 6901) of ``keys``."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def split(path: str) -> list[str]:
    """Keys of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def lookup(data: Any, path: str) -> Any:
    """The value at JSON pointer ``path`` in plain ``data``; None where there is none."""
    for part in split(path):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit():
            data = _item(data, int(part))
        else:
            return None
    return data


def _item(items: list[Any], place: int) -> Any:
    if isinstance(items, Kept):
        return next((item for at, item in numbered(items) if at == place), None)
    return items[place] if place < len(items) else None


def _step(node: Node | None, part: str) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, SequenceNode) and part.isdigit() and int(part) < len(node.value):
        return None, node.value[int(part)]
    return None
