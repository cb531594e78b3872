"""New posts and KPIs out of a workbook's added rows: a file for each post, an item at the end of
the post's own list for each KPI, in the keys the file is written in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, SequenceNode

from dutybook.files.door import exists, within
from dutybook.finding import Finding
from dutybook.repair.source import Edit, Source, applied
from dutybook.schema import definitions_in, kind_of, validate
from dutybook.schema.identifiers import made_from
from dutybook.schema.vocabulary import document_shape, in_chinese
from dutybook.spreadsheet.comparison import RowChange
from dutybook.spreadsheet.returned import Returned
from dutybook.spreadsheet.values import UnsafeError, end_of, line_break, meant
from dutybook.workspace import Workspace
from dutybook.yamltext import Document

_FILE: Final = re.compile(r"roles/(?:[^/\\:*?\"<>|\x00-\x1f]+/)*[^/\\:*?\"<>|\x00-\x1f]+\.ya?ml")
_HEAD: Final = "# yaml-language-server: $schema={up}rules/schema/dutybook.schema.json\n"


def new_post(
    workspace: Workspace, book: Returned, row: RowChange, taken: Mapping[str, str]
) -> tuple[str, str] | Finding:
    """File and text of a post that a row describes; a finding at the cell where it cannot be.
    ``taken``: posts of the same workbook, id and file."""
    texts = row.given.texts
    title = texts.get("title", "")
    identity = texts.get("id") or made_from(texts.get("title_en") or title)
    if not title or not identity:
        return _told(book, row, "tables-new-lacks", "title", what="title")
    if workspace.role(identity) is not None or identity in taken:
        return _told(book, row, "tables-new-taken", "id", text=identity)
    name = texts.get("file") or f"roles/{identity}.yaml"
    target = within(workspace.root, name) if _FILE.fullmatch(name) else None
    if target is None or exists(target) or name in taken.values():
        return _told(book, row, "tables-new-file", "file", text=name)
    data = {
        "role": identity,
        **_described(row, {"title": ("title", "title_en"), "level": ("level",)}),
    }
    text = _HEAD.format(up="../" * name.count("/")) + _dumped(data, workspace.in_chinese)
    (document, *_), _ = definitions_in(text, name)
    wrong = validate(document)
    return _at_cell(book, row, wrong[0]) if wrong else (name, text)


def new_kpi(book: Returned, row: RowChange, source: Source, document: Document) -> Source | Finding:
    """The file of a post with one KPI more; a finding at the cell where that cannot be."""
    texts = row.given.texts
    name = texts.get("name", "")
    kpis = document.data.get("kpis") or []
    taken = {one.get("id") for one in kpis if isinstance(one, dict)}
    identity = texts.get("id") or made_from(name)
    if not name or not identity:
        return _told(book, row, "tables-new-lacks", "name", what="name")
    if identity in taken:
        return _told(book, row, "tables-new-taken", "id", text=identity)
    item = {"id": identity, **_described(row, {"name": ("name",)})}
    try:
        after = with_item(source, document, "kpis", item)
    except UnsafeError:
        return _told(book, row, "tables-unsafe", "name", text=name)
    known = {(f.code, f.place.path) for f in validate(document)}
    (new,) = [one for one in after.documents if one.index == document.index]
    wrong = [f for f in validate(new) if (f.code, f.place.path) not in known]
    return _at_cell(book, row, wrong[0]) if wrong else after


def owner_of(workspace: Workspace, documents: Sequence[Document], said: str) -> Document | None:
    """The document of the one post that is called so, by id or title."""
    roles = {role.role: role for role in workspace.roles()}
    found = []
    for one in documents:
        if kind_of(one) != "role":
            continue
        titles = one.data.get("title", "")
        words = [titles] if isinstance(titles, str) else [*titles.values()]
        role = roles.get(one.name)
        inherited = [w for _, w in role.title.wordings] if role else []
        if said in (one.name, *words, *inherited):
            found.append(one)
    return found[0] if len(found) == 1 else None


def _described(row: RowChange, texts: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The cells of a row as values, in the order of its columns; of ``texts`` in two languages."""
    given, found = row.given.texts, {}
    second = {one for several in texts.values() for one in several[1:]}
    for column in row.table.columns:
        value = given.get(column.key, "")
        if not value or not column.at or column.key in second:
            continue
        pair = {
            language: given[key]
            for language, key in zip(("zh-Hans", "en"), texts.get(column.key, ()), strict=False)
            if given.get(key)
        }
        figure = column.rule == "number"
        found[column.key] = pair if len(pair) > 1 else meant(value, figure=figure)
    return found


def _dumped(data: dict[str, Any], chinese: bool) -> str:
    shape = document_shape("role") if chinese else None
    return yaml.safe_dump(
        in_chinese(data, shape), allow_unicode=True, sort_keys=False, width=1 << 20
    )


def with_item(source: Source, document: Document, key: str, item: dict[str, Any]) -> Source:
    """The file with one item more at the end of a list of a document, read again and compared."""
    root = source.roots[document.index]
    named = {key: [item]}
    if document.names:
        named = in_chinese(named, document_shape("role"))
    ((word, items),) = named.items()
    node = source.node(document, f"/{key}")
    if not isinstance(root, MappingNode):
        raise UnsafeError(source.name)
    newline = line_break(source)
    if node is None:
        lines, at = _dumped_lines(items, 2), end_of(root, source.text)
        text = f"{word}:{newline}" + newline.join(lines)
    elif isinstance(node, SequenceNode) and node.value and not node.flow_style:
        column = max(node.start_mark.column, 0)
        lines, at = _dumped_lines(items, column), end_of(node, source.text)
        text = newline.join(lines)
    else:
        raise UnsafeError(source.name)
    stop = source.text.find("\n", at)
    stop = len(source.text) if stop < 0 else stop
    if stop and source.text[stop - 1] == "\r":
        stop -= 1
    after = Source(source.name, applied(source.text, [Edit(stop, stop, newline + text)]))
    _compare(source, after, document, key, item)
    return after


def _compare(
    before: Source, after: Source, document: Document, key: str, item: Mapping[str, Any]
) -> None:
    """Only the item may have come."""
    try:
        new = after.documents
    except yaml.YAMLError:
        raise UnsafeError(key) from None
    wanted = [
        {**one.data, key: [*(one.data.get(key) or []), item]}
        if one.index == document.index
        else one.data
        for one in before.documents
    ]
    if [one.data for one in new] != wanted:
        raise UnsafeError(key)


def _dumped_lines(items: list[Any], column: int) -> list[str]:
    text = yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=1 << 20)
    return [" " * column + line for line in text.splitlines()]


def _told(book: Returned, row: RowChange, code: str, key: str, **details: object) -> Finding:
    cell = row.given.cells.get(key) or row.changes[0].cell
    return Finding(code, book.place(row.table.key, cell), details)


def _at_cell(book: Returned, row: RowChange, finding: Finding) -> Finding:
    """A finding about the new definition, at the cell it comes from."""
    parts = set(finding.place.path.split("/"))
    key = next((c.column.key for c in row.changes if c.column.key in parts), "")
    cell = row.given.cells.get(key) or row.changes[0].cell
    return Finding(finding.code, book.place(row.table.key, cell), finding.details)
