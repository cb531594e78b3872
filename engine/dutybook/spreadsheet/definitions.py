"""The tables of what stands in definitions: posts, KPIs, limits, targets that vary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yaml.nodes import MappingNode, ScalarNode

from dutybook.files.door import within
from dutybook.repair.source import Source
from dutybook.schema import kind_of
from dutybook.spreadsheet.forms import forms
from dutybook.spreadsheet.table import Cell, Column, Row, Table, fits, shown
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED
from dutybook.yamltext import Document, read_text
from dutybook.yamltext.document import lookup, pointer

_KINDS = ("role", "duty_set", "scheme", "measure")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a document that becomes a row: where it is, and what is only printed of it."""

    path: str
    printed: Mapping[str, str]
    label: str


def definition_tables(workspace: Workspace) -> list[Table]:
    """Posts, KPIs, limits and targets, as they are written in the workspace's own files."""
    sources = sorted(_sources(workspace).items())
    found: dict[str, list[Row]] = {"posts": [], "kpis": [], "limits": [], "targets": []}
    for _, source in sources:
        for document in source.documents:
            if kind_of(document) in _KINDS:
                _collect(workspace, source, document, found)
    return [_table(workspace, key, rows) for key, rows in found.items()]


def _sources(workspace: Workspace) -> dict[str, Source]:
    names = {d.file for d in workspace.documents if not d.file.startswith(SHIPPED)}
    texts = ((name, read_text(within(workspace.root, name), name)[0]) for name in names)
    return {name: Source(name, text) for name, text in texts if text is not None}


def _table(workspace: Workspace, key: str, rows: list[Row]) -> Table:
    form = forms()[key]
    columns = tuple(replace(c, choices=_choices(workspace, c)) for c in form.columns)
    return Table(key, form.title, columns, tuple(sorted(rows, key=_order)), form.grows)


def _order(row: Row) -> tuple[str, str, int]:
    """By department, then as the files have it."""
    head, _, _ = row.address.partition("/")
    department = row.cells.get("department", Cell("")).text
    return department, row.file, int(head)


def _choices(workspace: Workspace, column: Column) -> tuple[str, ...]:
    if column.key == "department" and column.at:
        return tuple(workspace.organisation.departments)
    if column.key == "reports_to":
        roles = [role.role for role in workspace.roles()]
        return (*roles, *workspace.organisation.external_posts)
    if column.key == "post" and column.new:
        return tuple(dict.fromkeys(role.title.at("zh-Hans") for role in workspace.roles()))
    return column.choices


def _collect(
    workspace: Workspace, source: Source, document: Document, found: Mapping[str, list[Row]]
) -> None:
    department, post = _owner(workspace, document)
    shared = {"department": department, "post": post}
    if kind_of(document) == "role":
        part = _Part("", {"file": document.file, "id": document.name}, post)
        found["posts"].append(_row(source, document, "posts", part))
    for part in _kpis(document, shared):
        found["kpis"].append(_row(source, document, "kpis", part))
        for case in _cases(document, part):
            found["targets"].append(_row(source, document, "targets", case))
    for part in _limits(document, shared):
        found["limits"].append(_row(source, document, "limits", part))


def _owner(workspace: Workspace, document: Document) -> tuple[str, str]:
    """Department and title of whose definitions the document holds."""
    if kind_of(document) != "role":
        return "", _words(document.data.get("title")) or document.name
    role = workspace.role(document.name)
    department = document.data.get("department") or (role.department if role else "")
    title = _words(document.data.get("title")) or (str(role.title) if role else document.name)
    return str(department or ""), title


def _kpis(document: Document, shared: Mapping[str, str]) -> Iterator[_Part]:
    for number, kpi in _listed(document.data, "kpis"):
        name = _words(kpi.get("name")) or str(kpi.get("id", ""))
        printed = {**shared, "id": str(kpi.get("id", ""))}
        yield _Part(pointer("kpis", number), printed, f"{shared['post']} {name}")


def _cases(document: Document, kpi: _Part) -> Iterator[_Part]:
    """A row for each target of a KPI that has several: by a column, or by date."""
    data = lookup(document.data, kpi.path)
    target = data.get("target")
    if not isinstance(target, dict) or "than" in target:
        return
    by, name = str(target.get("by", "date")), _words(data.get("name"))
    for case in target:
        if case != "by":
            printed = {**kpi.printed, "name": name, "by": by, "case": str(case)}
            path = kpi.path + pointer("target", case)
            yield _Part(path, printed, f"{kpi.label} {case}")


def _limits(document: Document, shared: Mapping[str, str]) -> Iterator[_Part]:
    for key in ("duties", "kpis"):
        for number, one in _listed(document.data, key):
            what = _words(one.get("text") or one.get("name"))
            printed = {**shared, "id": str(one.get("id", "")), "what": what}
            for path in _within(one, pointer(key, number)):
                yield _Part(path, printed, f"{shared['post']} {what[:20]}")
    if kind_of(document) == "measure":
        printed = {**shared, "id": document.name, "what": shared["post"]}
        for path in _within(document.data, ""):
            yield _Part(path, printed, shared["post"])


def _within(data: Any, path: str) -> Iterator[str]:
    """Where the time limits below a value stand."""
    if isinstance(data, dict):
        for key, value in data.items():
            here = path + pointer(key)
            if key == "within" and isinstance(value, dict):
                yield here + "/limit"
            elif key == "within":
                yield here
            else:
                yield from _within(value, here)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _within(value, path + pointer(number))


def _listed(data: Mapping[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    items = data.get(key)
    for number, one in enumerate(items if isinstance(items, list) else ()):
        if isinstance(one, dict):
            yield number, one


def _words(value: Any) -> str:
    """A text as Chinese readers know it."""
    if isinstance(value, dict):
        value = value.get("zh-Hans") or next(iter(value.values()), "")
    return str(value or "")


def _row(source: Source, document: Document, key: str, part: _Part) -> Row:
    cells = {
        column.key: _cell(source, document, part.path, column)
        if column.at
        else Cell(shown(part.printed.get(column.key, "")))
        for column in forms()[key].columns
    }
    return Row(f"{document.index}{part.path or '/'}", document.file, part.label, cells)


def _cell(source: Source, document: Document, base: str, column: Column) -> Cell:
    """The first place that holds a value, else the first where one could be written."""
    places = [base + one for one in column.at]
    for path in places:
        node = source.node(document, path)
        if isinstance(node, ScalarNode) and (text := _text(document, path, node)) is not None:
            return Cell(text if fits(text) else shown(text), path, open=fits(text))
    for path in places:
        above = source.node(document, path.rpartition("/")[0])
        if isinstance(above, MappingNode) and source.node(document, path) is None:
            return Cell("", path, open=True)
    return Cell("")


def _text(document: Document, path: str, node: ScalarNode) -> str | None:
    """A value as it is edited; None for what is neither text nor figure."""
    value = lookup(document.data, path)
    if isinstance(value, str):
        return value or None
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(node.value) if plain else None
