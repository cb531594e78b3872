"""XES event logs (IEEE 1849): a row per event, with its trace's attributes as ``case:<key>``.

The file streams through lxml: a trace at a time is in memory. Nested attributes become
``outer.inner``; items of a list that share a key are joined. A file with a DOCTYPE is refused, so
no entity is ever expanded. A row's number is its place among the events.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from dutybook.files.door import open_file
from dutybook.logs.formats import Row, Rows, UnreadableError, broken

_TYPED: Final = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
_CASE: Final = "case:"
_DEPTH: Final = 8
_FEW: Final = 10_000_000
_PER_BYTE: Final = 10
"""Values that a log may come to: so many, and so many for each byte of the file."""


def open_xes(path: Path) -> Rows:
    """The events of a log, in the order in which they are written."""
    return Rows(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    number = cells = 0
    try:
        for trace, events in _traces(path):
            for event in events:
                number, cells = number + 1, cells + len(trace) + len(event)
                _bounded(path, cells)
                yield number, trace | event
    except (etree.LxmlError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None) or 0
        raise broken(error, line) from error


def _traces(path: Path) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """Each trace's attributes and its events'; events outside of a trace have no case."""
    how: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    events: list[dict[str, str]] = []
    inside = rooted = False
    with open_file(path) as stream:
        for moment, node in etree.iterparse(stream, events=("start", "end"), **how):
            tag = _local(node)
            if moment == "start":
                if not rooted:
                    _check_root(node, tag)
                    rooted = True
                inside = inside or tag == "trace"
            elif tag == "event":
                if inside:
                    events.append(_attributes(node, ""))
                else:
                    yield {}, [_attributes(node, "")]
                node.clear()  # its elder siblings may be the trace's own attributes
            elif tag == "trace":
                yield _attributes(node, _CASE), events
                events, inside = [], False
                _forget(node)
            elif not inside and node.getparent() is not None and _local(node.getparent()) == "log":
                _forget(node)
    if not rooted:
        raise broken("not an event log")


def _check_root(node: Any, tag: str) -> None:
    if node.getroottree().docinfo.doctype:
        raise broken("DOCTYPE", node.sourceline or 0)
    if tag != "log":
        raise broken(f"<{tag}>", node.sourceline or 0)


def _local(node: Any) -> str:
    tag = node.tag  # a comment's is no text
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _forget(node: Any) -> None:
    """Frees what has been read: the node's content and its elder siblings."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _bounded(path: Path, cells: int) -> None:
    """A trace's attributes stand in each of its rows: a small file could have them multiply."""
    most = _FEW + _PER_BYTE * path.stat().st_size
    if cells > most:
        raise UnreadableError("log-too-large", size=cells, bound=most)


def _attributes(node: Any, prefix: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    _collect(node, prefix, 0, found)
    return {name: "; ".join(texts) for name, texts in found.items()}


def _collect(node: Any, prefix: str, depth: int, found: dict[str, list[str]]) -> None:
    for child in node:
        kind = _local(child)
        if kind == "values" and depth < _DEPTH:
            _collect(child, prefix, depth + 1, found)
        elif kind in _TYPED and (key := child.get("key")):
            if "value" in child.attrib:
                found.setdefault(prefix + key, []).append(child.get("value"))
            if depth < _DEPTH:
                _collect(child, f"{prefix}{key}.", depth + 1, found)
