"""A draft into a role that exists: what the paper adds, put into the file's own text.

Nothing that stands in the file is changed: new duties and KPIs go to the end of their lists,
limits, rhythms and records to the duties that lack them, whole blocks that are missing to the end.
What the paper says otherwise than the file is shown, not decided. The new text is read again and
compared with what was meant before anybody sees it.
"""

import copy
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding, Place
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Draft
from dutybook.intake.drafts.layout import dumped
from dutybook.schema import definitions_in
from dutybook.schema.vocabulary import Shape, document_shape, in_chinese
from dutybook.yamltext import Document
from dutybook.yamltext.loader import CoreLoader

_ADDED: Final = (
    "within",
    "schedule",
    "records",
    "indicator",
    "standards",
    "target",
    "weight",
    "score",
    "definition",
)
_BLOCKS: Final = (
    *("code", "department", "level", "reports_to", "purpose", "contacts", "qualifications"),
    *("authority", "equipment", "conditions", "training", "pitfalls"),
)
_LISTS: Final = {"duties": "text", "kpis": "name"}
_NEAR: Final = 0.85


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge would write: the file, its new bytes, the difference as text (empty: none)."""

    path: Path
    content: bytes
    diff: str


@dataclass(slots=True)
class _Merge:
    text: str
    root: yaml.MappingNode
    data: dict[str, Any]
    wanted: dict[str, Any]
    shape: Shape | None = None
    """What the file's keys are called, where they are Chinese."""
    inserts: list[tuple[int, str]] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    def named(self, data: Any, *below: str) -> Any:
        """``data``, which is to stand ``below`` the role, in the keys of the file."""
        shape = self.shape
        for key in below:
            shape = (shape.item if key == "*" else shape.below(key)) if shape else None
        return in_chinese(data, shape) if shape else data

    def value(self, key: str) -> yaml.Node | None:
        """What the file has under a key, whatever it calls it."""
        names = (key, self.shape.names[key] if self.shape else key)
        return next((value for name, value in self.root.value if name.value in names), None)


def merged(path: Path, document: Document, draft: Draft) -> Change:
    """The change that takes a draft into the role of ``document``."""
    raw = read_bytes(path)
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    text = raw.decode("utf-8-sig")
    ends = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    root = list(yaml.compose_all(text, CoreLoader))[document.index]
    assert isinstance(root, yaml.MappingNode)
    assert isinstance(document.data, dict)
    shape = document_shape("role") if document.names else None
    merge = _Merge(text, root, document.data, copy.deepcopy(document.data), shape)
    for key, name in _LISTS.items():
        _list(merge, key, name, draft.data.get(key, []))
    _blocks(merge, draft.data)
    new = _spliced(text, merge.inserts)
    _verify(path, new, document, merge.wanted)
    lines = difflib.unified_diff(
        text.splitlines(), new.splitlines(), document.file, document.file, lineterm=""
    )
    shown = "\n".join([*lines, *(f"≠ {one}" for one in merge.differs)])
    return Change(path, (mark + new.replace("\n", ends)).encode(), shown)


def _spliced(text: str, inserts: Sequence[tuple[int, str]]) -> str:
    """The text with every piece at its place; pieces of one place in their order."""
    for place, _, piece in sorted(((p, n, t) for n, (p, t) in enumerate(inserts)), reverse=True):
        text = text[:place] + piece + text[place:]
    return text


def _verify(path: Path, text: str, document: Document, wanted: Mapping[str, Any]) -> None:
    read = definitions_in(text, document.file)[0]
    if [one.data for one in read if one.index == document.index] != [wanted]:
        raise DutybookError(Finding("import-into-unsafe", Place(str(path))))


# ---------------------------------------------------------------------- lists
def _list(merge: _Merge, key: str, name: str, drafted: Sequence[dict[str, Any]]) -> None:
    """Items that are there get what they lack; others go to the end."""
    node = merge.value(key)
    existing = merge.data.get(key) or []
    taken = {item.get("id") for item in existing if isinstance(item, dict)}
    added: list[dict[str, Any]] = []
    for item in drafted:
        place = _same(item, existing, name)
        if place is None:
            added.append(_named(item, taken))
        elif isinstance(node, yaml.SequenceNode) and isinstance(
            node.value[place], yaml.MappingNode
        ):
            _complete(merge, node.value[place], key, merge.wanted[key][place], item)
    if not added:
        return
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        indent = node.value[0].start_mark.column - 2
        _insert(merge, node, _indented(dumped(merge.named(added, key)), max(indent, 0)))
        merge.wanted[key] += added
    elif node is None:
        _insert(merge, merge.root, _indented(dumped(merge.named({key: added})), 0))
        merge.wanted[key] = added
    else:
        merge.differs += [f"{key}: {item[name]}" for item in added]


def _named(item: dict[str, Any], taken: set[Any]) -> dict[str, Any]:
    """An item under an id that is free."""
    stem, count = str(item["id"]), 1
    name = stem
    while name in taken:
        count += 1
        name = f"{stem}-{count}"
    taken.add(name)
    return {**item, "id": name}


def _same(item: Mapping[str, Any], existing: Sequence[Any], name: str) -> int | None:
    """The place of the item that says the same, in nearly the same words."""
    want = _bare(item.get(name))
    scored = [
        (difflib.SequenceMatcher(None, want, _bare(other.get(name)), autojunk=False).ratio(), -i)
        for i, other in enumerate(existing)
        if isinstance(other, dict)
    ]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= _NEAR else None


def _bare(text: Any) -> str:
    words = (
        text
        if isinstance(text, str)
        else " ".join(map(str, text.values()))
        if isinstance(text, dict)
        else ""
    )
    return "".join(c for c in simple(words) if c.isalnum())


def _complete(
    merge: _Merge, node: yaml.MappingNode, key: str, wanted: dict[str, Any], item: Mapping[str, Any]
) -> None:
    """Keys that an item lacks; one it has otherwise is only shown."""
    lacking = {one: item[one] for one in _ADDED if one in item and one not in wanted}
    for one in ("within", "schedule", "target", "weight"):
        if one in item and one in wanted and item[one] != wanted[one]:
            merge.differs.append(f"{wanted.get('id')}.{one}: {wanted[one]} | {item[one]}")
    if not lacking:
        return
    wanted |= lacking
    lacking = merge.named(lacking, key, "*")
    if node.flow_style:
        words = yaml.safe_dump(
            lacking, default_flow_style=True, allow_unicode=True, width=1 << 20, sort_keys=False
        )
        merge.inserts.append((node.end_mark.index - 1, ", " + words.strip()[1:-1]))
    else:
        _insert(merge, node, _indented(dumped(lacking), node.start_mark.column))


# ---------------------------------------------------------------------- blocks
def _blocks(merge: _Merge, drafted: Mapping[str, Any]) -> None:
    """Whole blocks the role lacks; qualifications key by key."""
    lacking = {key: drafted[key] for key in _BLOCKS if key in drafted and key not in merge.data}
    if lacking:
        _insert(merge, merge.root, _indented(dumped(merge.named(lacking)), 0))
        merge.wanted |= lacking
    mine, node = merge.data.get("qualifications"), merge.value("qualifications")
    if not isinstance(mine, dict) or not isinstance(node, yaml.MappingNode) or node.flow_style:
        return
    more = {
        key: value for key, value in drafted.get("qualifications", {}).items() if key not in mine
    }
    if more:
        words = dumped(merge.named(more, "qualifications"))
        _insert(merge, node, _indented(words, node.start_mark.column))
        merge.wanted["qualifications"] |= more


def _insert(merge: _Merge, node: yaml.Node, piece: str) -> None:
    """A piece after the last line that belongs to a node, before comments that follow it."""
    last = _deepest(node)
    place = last.end_mark.index
    if place and merge.text[place - 1] == "\n":  # a block scalar ends with its last line's end
        place = len(merge.text[:place].rstrip("\n"))
    stop = merge.text.find("\n", place)
    stop = len(merge.text) if stop < 0 else stop
    merge.inserts.append((stop, "\n" + piece.rstrip("\n")))


def _deepest(node: yaml.Node) -> yaml.Node:
    """The last scalar, or bracketed collection, inside a node."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _indented(text: str, columns: int) -> str:
    return "\n".join(" " * columns + line if line else line for line in text.splitlines()) + "\n"
