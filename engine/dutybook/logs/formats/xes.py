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
from dutybook.logs.formats import Row, Rows, broken

_TYPED: Final = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
_CASE: Final = "case:"
_DEPTH: Final = 8


def open_xes(path: Path) -> Rows:
    """The events of a log, in the order in which they are written."""
    return Rows(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    number = 0
    try:
        for trace, events in _traces(path):
            for event in events:
                number += 1
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


def _attributes(node: Any, prefix: str, depth: int = 0) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in node:
        kind = _local(child)
        if kind == "values" and depth < _DEPTH:
            inner = _attributes(child, prefix, depth + 1)
        elif kind in _TYPED and (key := child.get("key")):
            own = {prefix + key: child.get("value", "")} if "value" in child.attrib else {}
            more = _attributes(child, f"{prefix}{key}.", depth + 1) if depth < _DEPTH else {}
            inner = own | more
        else:
            continue
        for name, text in inner.items():
            found[name] = f"{found[name]}; {text}" if name in found else text
    return found
