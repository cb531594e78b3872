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
    number = cells = most = 0
    try:
        for trace, events in _traces(path):
            most = most or _FEW + _PER_BYTE * path.stat().st_size
            for event in events:
                number, cells = number + 1, cells + len(trace) + len(event)
                if cells > most:  # a trace's attributes stand in each row: they could multiply
                    raise UnreadableError("log-too-large", size=cells, bound=most)
                yield number, trace | event
    except (etree.LxmlError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None) or 0
        raise broken(error, line) from error


def _traces(path: Path) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """Each trace's attributes and its events'; events outside of a trace have no case. Only these
    elements are handed to Python one by one; what is in them is read from the tree."""
    how: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    how |= {"events": ("start", "end"), "tag": ("{*}log", "{*}trace", "{*}event", "{*}global")}
    events: list[dict[str, str]] = []
    inside = rooted = False
    with open_file(path) as stream:
        for moment, node in etree.iterparse(stream, **how):
            tag = _local(node)
            if moment == "start":
                if not rooted:
                    _check_root(node.getroottree().getroot())
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
            elif tag == "global" and not inside:
                _forget(node)
    if not rooted:
        raise broken("not an event log")


def _check_root(node: Any) -> None:
    tag = _local(node)
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


def _attributes(node: Any, prefix: str) -> dict[str, str]:
    """A value per key. Nearly all attributes are flat and named once: those are read at once."""
    flat: dict[str, str] = {}
    for child in node:
        key, value = child.get("key"), child.get("value")
        if key is None or value is None or len(child) or prefix + key in flat:
            return _nested(node, prefix)
        if child.tag.rpartition("}")[2] not in _TYPED:
            return _nested(node, prefix)
        flat[prefix + key] = value
    return flat


def _nested(node: Any, prefix: str) -> dict[str, str]:
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
