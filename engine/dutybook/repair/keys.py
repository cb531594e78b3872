"""A file's keys put into the other language, and nothing else: byte for byte the same elsewhere."""

from collections.abc import Iterator
from typing import Literal

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dutybook.finding import DutybookError, Finding, Place
from dutybook.repair.source import Edit, Source, applied, pairs, span
from dutybook.schema.publication import kinds
from dutybook.schema.vocabulary import Shape, document_shape, kinds_in_chinese

Language = Literal["zh", "en"]


def in_keys(source: Source, language: Language) -> str:
    """The text with every key the schema knows under its name in ``language``. What users name
    themselves stays: departments, columns, ids."""
    edits = [edit for root in source.roots for edit in _document(source, root, language)]
    text = applied(source.text, edits)
    if [d.data for d in Source(source.name, text).documents] != [d.data for d in source.documents]:
        raise DutybookError(Finding("fix-unsafe", Place(source.name)))
    return text


def _document(source: Source, root: Node | None, language: Language) -> Iterator[Edit]:
    if not isinstance(root, MappingNode):
        return
    chinese = kinds_in_chinese()
    named = [chinese.get(key.value, key.value) for key, _ in pairs(root)]
    found = [key for key in named if key in kinds()]
    kind = "organisation" if "organisation" in found else found[0] if found else ""
    if kind:
        yield from _Names(source, language).below(root, document_shape(kind))


class _Names:
    """The names of one language, put on the keys of one document."""

    def __init__(self, source: Source, language: Language) -> None:
        self.source, self.language = source, language

    def below(self, node: Node, shape: Shape | None) -> Iterator[Edit]:
        """Edits of the keys below a value."""
        if shape is None:
            return
        if isinstance(node, SequenceNode):
            for item in node.value:
                yield from self.below(item, shape.item)
        for key, value in pairs(node):
            name = key.value if key.value in shape.properties else shape.keys.get(key.value)
            if name is not None:
                yield from self.renamed(key, shape.names[name] if self.language == "zh" else name)
            yield from self.below(value, shape.below(name or key.value))

    def renamed(self, key: ScalarNode, word: str) -> Iterator[Edit]:
        """The key under its other name, in the quotes it stands in."""
        if key.value != word:
            start, end = span(key)
            quote = key.style if key.style in ("'", '"') else ""
            yield Edit(start, end, f"{quote}{word}{quote}")
