"""Values put into a definition file's own text: replaced, added or taken out."""

import json
import re
from decimal import Decimal
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dutybook.repair.source import Edit, Source, applied, differences, pairs, span
from dutybook.schema import kind_of
from dutybook.schema.vocabulary import Shape, document_shape
from dutybook.yamltext import Document
from dutybook.yamltext.document import lookup, split
from dutybook.yamltext.loader import CoreLoader

_FIGURE: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


class UnsafeError(Exception):
    """What cannot be written without touching something else."""


def document_at(source: Source, index: int) -> Document:
    """The document that stands at ``index`` in the file, empty ones counted."""
    return next(document for document in source.documents if document.index == index)


def with_value(source: Source, index: int, path: str, text: str, *, figure: bool) -> Source:
    """The file with ``text`` at ``path`` of its document ``index`` (empty: with nothing there),
    read again and compared. ``figure``: a number is meant where it looks like one."""
    document = document_at(source, index)
    node = source.node(document, path)
    if isinstance(node, ScalarNode):
        old = lookup(document.data, path)
        figure = isinstance(old, (int, float)) or (figure and not isinstance(old, str))
    wanted = meant(text, figure=figure)
    if node is None:
        edit = _added(source, document, path, wanted)
    elif wanted is None:
        edit = _removed(source, document, path)
    else:
        edit = _replaced(source, node, wanted)
    after = Source(source.name, applied(source.text, [edit]))
    _compare(source, after, index, path, wanted)
    return after


def _compare(before: Source, after: Source, index: int, path: str, wanted: Any) -> None:
    """Only what was asked for may have changed, and to that."""
    try:
        new = after.documents
    except yaml.YAMLError:
        raise UnsafeError(path) from None
    if len(new) != len(before.documents):
        raise UnsafeError(path)
    for one, two in zip(before.documents, new, strict=True):
        changed = list(differences(one.data, two.data))
        if changed and (one.index != index or changed != [path]):
            raise UnsafeError(path)
    if lookup(document_at(after, index).data, path) != wanted:
        raise UnsafeError(path)


def meant(text: str, *, figure: bool) -> Any:
    """What a cell's text is as a value; None where it is empty."""
    if not text:
        return None
    if figure and _FIGURE.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _written(value: Any, style: str | None = None) -> str:
    """A value as YAML; text as plain as it may be, in the quotes it stood in."""
    if not isinstance(value, str):
        return f"{Decimal(str(value)):f}"
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _plain(text: str) -> bool:
    """Whether a text needs no quotes, wherever it stands."""
    try:
        loaded = [yaml.load(form.format(text), CoreLoader) for form in ("k: {}", "{{k: {}}}")]
    except yaml.YAMLError:
        return False
    return all(one == {"k": text} for one in loaded)


def _replaced(source: Source, node: Node, value: Any) -> Edit:
    if not isinstance(node, ScalarNode):
        raise UnsafeError(source.name)
    start, end = span(node)
    block = node.style in ("|", ">")
    tail = line_break(source) if block else ""
    return Edit(start, end, _written(value, node.style) + tail)


def _above(source: Source, document: Document, path: str) -> tuple[MappingNode, Shape, str]:
    """The mapping that holds what a path leads to, what the schema knows of it, and the key."""
    parts = split(path)
    node = source.node(document, path.rpartition("/")[0])
    shape: Shape | None = document_shape(kind_of(document))
    for part in parts[:-1]:
        if shape is not None:
            shape = shape.item if part.isdigit() and shape.item else shape.below(part)
    if not isinstance(node, MappingNode) or shape is None or not node.value:
        raise UnsafeError(path)
    return node, shape, parts[-1]


def _added(source: Source, document: Document, path: str, value: Any) -> Edit:
    """A new entry, after the last of those that the schema lists before it."""
    node, shape, key = _above(source, document, path)
    order = list(shape.names)
    place = order.index(key) if key in order else len(order)
    before = node.value[0]
    for pair in node.value:
        known = shape.keys.get(pair[0].value, pair[0].value)
        alias = end_of(pair[1], source.text) < span(pair[0])[1]  # it stands elsewhere
        if known in order and order.index(known) < place and not alias:
            before = pair
    word = shape.names.get(key, key) if document.names else key
    entry = f"{word}: {_written(value)}"
    end = end_of(before[1], source.text)
    if node.flow_style:
        return Edit(end, end, f", {entry}")
    newline = source.text.find("\n", end)
    at = len(source.text) if newline < 0 else newline
    if at and source.text[at - 1] == "\r":
        at -= 1
    indent = " " * node.value[0][0].start_mark.column
    return Edit(at, at, f"{line_break(source)}{indent}{entry}")


def end_of(node: Node, text: str) -> int:
    """Where the last character of a value stands; a block ends where its last value does."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last, text)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[: node.end_mark.index].rstrip())
    return int(node.end_mark.index)


def _removed(source: Source, document: Document, path: str) -> Edit:
    """The entry taken out; a comment beside it stays."""
    node, _, key = _above(source, document, path)
    written = document.written.get(path, key)
    listed = list(pairs(node))
    at = next((n for n, (one, _) in enumerate(listed) if one.value in (key, written)), None)
    if not at:  # the first entry begins its item
        raise UnsafeError(path)
    start, end = span(listed[at][0])[0], end_of(listed[at][1], source.text)
    if node.flow_style:
        return Edit(end_of(listed[at - 1][1], source.text), end, "")
    begin = source.text.rfind("\n", 0, start) + 1
    newline = source.text.find("\n", end)
    stop = len(source.text) if newline < 0 else newline + 1
    rest = source.text[end:stop].strip()
    if source.text[begin:start].strip() or (rest and not rest.startswith("#")):
        raise UnsafeError(path)
    kept = f"{source.text[begin:start]}{rest}{line_break(source)}" if rest else ""
    return Edit(begin, stop, kept)


def line_break(source: Source) -> str:
    """How lines of the file end."""
    return "\r\n" if "\r\n" in source.text else "\n"
