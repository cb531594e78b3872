"""Entries of mappings: ids written down, the key that says what a document is put first."""

from collections.abc import Iterator

from yaml.nodes import MappingNode

from dutybook.finding import Finding
from dutybook.repair.source import Edit, Source, pairs, span
from dutybook.schema import kind_of
from dutybook.schema.vocabulary import vocabulary
from dutybook.yamltext.document import lookup


def ids(source: Source, finding: Finding) -> Iterator[Edit]:
    """Every id of the document that was made from a text, before the first key of its item."""
    document = source.document(finding.place)
    if document is None:
        return
    word = vocabulary()["id"] if document.names else "id"
    for path in document.made:
        node = source.node(document, path.rpartition("/")[0])
        if not isinstance(node, MappingNode):
            continue
        first = node.value[0][0]
        start = span(first)[0]
        entry = f"{word}: {lookup(document.data, path)}"
        if node.flow_style:
            yield Edit(start, start, f"{entry}, ")
        else:
            column = source.text.rfind("\n", 0, start) + 1
            indent = " " * (start - column)
            yield Edit(start, start, f"{entry}{_break(source)}{indent}")


def kind_first(source: Source, finding: Finding) -> Iterator[Edit]:
    """The line of the key that says what the document is, before all others."""
    document = source.document(finding.place)
    if document is None:
        return
    kind = kind_of(document)
    root = source.roots[document.index]
    entries = list(pairs(root))
    written = document.written.get(f"/{kind}", kind)
    found = next((key for key, _ in entries if key.value == written), None)
    if found is None or not isinstance(root, MappingNode) or root.flow_style:
        return
    start = span(found)[0]
    end = source.text.find("\n", start)
    end = len(source.text) if end < 0 else end + 1
    line = source.text[start:end]
    first = span(entries[0][0])[0]
    yield Edit(first, first, line if line.endswith("\n") else line + _break(source))
    yield Edit(start, end, "")


def _break(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"
