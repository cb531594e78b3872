"""One YAML document: its data, and where in the file each value stands."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dutybook.finding import Finding, Place
from dutybook.yamltext.loader import CoreLoader


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a definition comes from: enough to find its position later."""

    document: "Document"
    path: str = ""

    @property
    def place(self) -> Place:
        """File, line and column."""
        return self.document.place(self.path)

    @property
    def unnamed(self) -> bool:
        """Whether its id is not written down but made from its text."""
        return self.path + "/id" in self.document.made

    def below(self, *keys: object) -> "Origin":
        """The origin of a value inside this one."""
        return Origin(self.document, self.path + pointer(*keys))


@dataclass(frozen=True, eq=False)
class Document:
    """``data`` as the author wrote it, its keys in English; ``index`` counts documents within the
    file from 0; ``lost``: paths of faulty values that are left out where the rest is used, or all
    of it is unusable, for ``faults``;
    ``written``: keys that stand otherwise in the file, by their path in English; ``names``: what
    keys are called where the file is written in Chinese; ``made``: paths of ids that are not
    written."""

    file: str
    index: int
    data: Any
    text: str = field(repr=False)
    lost: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    made: tuple[str, ...] = ()
    faults: tuple[Finding, ...] = field(default=(), repr=False)

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
                if self.written:
                    _rename(node, "", self._keys())
                return node
        return None

    def _keys(self) -> dict[str, str]:
        """Keys in English, by the path in English of what they stand in and the written word."""
        return {
            path.rpartition("/")[0] + pointer(word): split(path)[-1]
            for path, word in self.written.items()
        }

    def spelt(self, path: str) -> str:
        """``path`` in the words of the file; empty where they are the same."""
        if not self.written:
            return ""
        at, found = "", ""
        for part in split(path):
            at += pointer(part)
            found += pointer(self.written.get(at, part))
        return found if found != path else ""

    def meant(self, path: str) -> str:
        """A path that may be written in the keys of the file, in English."""
        keys, found = self._keys(), ""
        for part in split(path):
            found += pointer(keys.get(found + pointer(part), part))
        return found

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
        line, column = (found.start_mark.line, found.start_mark.column) if found else (0, 0)
        return Place(self.file, line + 1, column + 1, path, self.spelt(path), self.names)

    def plain_texts(self) -> Iterator[tuple[str, yaml.Mark]]:
        """Path and end of every value that is written without quotes."""

        def walk(node: Node | None, path: str) -> Iterator[tuple[str, yaml.Mark]]:
            if isinstance(node, MappingNode):
                for key, value in node.value:
                    yield from walk(value, path + pointer(key.value))
            elif isinstance(node, SequenceNode):
                for number, value in enumerate(node.value):
                    yield from walk(value, path + pointer(number))
            elif isinstance(node, ScalarNode) and not node.style:
                yield path, node.end_mark

        yield from walk(self._root, "")

    def used(self, path: str) -> Any:
        """The value at ``path`` as far as it is used: without what of it is lost; None where all of
        it is."""
        ends = (at for at, char in enumerate(path + "/") if at and char == "/")
        if any(path[:end] in self.lost for end in ends):
            return None
        return without(lookup(self.data, path), self.lost, path)

    def finding(self, code: str, path: str = "", /, **details: object) -> Finding:
        """A finding about the value at ``path``."""
        return Finding(code, self.place(path), details)


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
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def _rename(node: Node | None, path: str, keys: Mapping[str, str]) -> None:
    """Put the keys below ``node`` into English."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            key.value = keys.get(path + pointer(key.value), key.value)
            _rename(value, path + pointer(key.value), keys)
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            _rename(value, path + pointer(number), keys)


def _step(node: Node | None, part: str) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, SequenceNode) and part.isdigit() and int(part) < len(node.value):
        return None, node.value[int(part)]
    return None


def without(value: Any, lost: Collection[str], path: str = "") -> Any:
    """``value`` without what stands at the paths ``lost``."""
    if isinstance(value, Mapping):
        inner = {key: (item, path + pointer(key)) for key, item in value.items()}
        return {key: without(item, lost, at) for key, (item, at) in inner.items() if at not in lost}
    if isinstance(value, list):
        listed = [(item, path + pointer(i)) for i, item in enumerate(value)]
        return [without(item, lost, at) for item, at in listed if at not in lost]
    return value
