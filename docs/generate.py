"""Writes docs/reference from rules/: run `make docs` after changing the schema, a rule or a table.

A test fails when a page is stale.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dutybook.check.tables import contract
from dutybook.finding.catalogue import Catalogue, Entry
from dutybook.schema import schema

REFERENCE: Final = Path(__file__).parent / "reference"
LOCALES: Final = ("zh-Hans", "en")
SHARED: Final = (
    "id", "text", "date", "percent", "figure", "limit", "schedule", "target", "condition",
    "expression", "post", "duty", "kpi", "measure_body", "score", "no_data", "consequences", "waive",
)  # fmt: skip
"""Definitions of the schema that have a section of their own and are linked to by title."""

Node = Mapping[str, Any]


def definitions() -> str:
    """Every key of every definition, from the schema."""
    lines = [
        "# 定义的全部键 · Every key of every definition\n",
        "由 `rules/schema/dutybook.schema.yaml` 生成。Generated from the schema; do not edit.",
        "**粗体**为必填。Keys in **bold** are required.\n",
    ]
    for kind in schema()["x-kinds"]:
        lines += _section(schema()["$defs"][kind], f" (`{kind}:`)")
    lines.append("# 各处共用的写法 · Shared parts\n")
    for name in SHARED:
        lines += _section(schema()["$defs"][name])
    return "\n".join(lines)


def _section(node: Node, suffix: str = "") -> Iterator[str]:
    yield f"## {node['title']}{suffix}\n"
    if "description" in node:
        yield f"{node['description']}\n"
    yield from _keys(node, "")
    yield ""


def _keys(node: Node, indent: str) -> Iterator[str]:
    """One line per key below ``node``, what it holds indented under it."""
    for name, child in node.get("properties", {}).items():
        shown = f"**`{name}`**" if name in node.get("required", ()) else f"`{name}`"
        yield f"{indent}- {shown} — {_about(child)}"
        if _name(child) not in SHARED:
            yield from _keys(_inner(child), indent + "  ")
    for branch in node.get("anyOf", ()):
        if "properties" in branch and "title" in branch:
            yield f"{indent}- *{branch['title']}*"
            yield from _keys(branch, indent + "  ")
        elif "properties" in branch:
            yield from _keys(branch, indent)


def _about(node: Node) -> str:
    """Title, allowed words, link, whether a list, and description of one key."""
    target = schema()["$defs"].get(_name(node), {})
    words = {**target, **node}
    about = str(words.get("title", ""))
    if "enum" in words:
        about += "：" + " | ".join(f"`{word}`" for word in words["enum"])
    if _name(node) in SHARED:
        about += f" → *{target['title']}*"
    if "items" in node or node.get("$ref", "").endswith("/texts"):
        about += " · 列表 list"
    return about + (f"。{node['description']}" if "description" in node else "")


def _name(node: Node) -> str:
    """The definition a key or the items of its list refer to; empty for none."""
    ref = node.get("$ref") or node.get("items", {}).get("$ref", "")
    return str(ref).rpartition("/")[2]


def _inner(node: Node) -> Node:
    items = node.get("items", {})
    if "properties" in items:
        return items  # type: ignore[no-any-return]
    return schema()["$defs"].get(_name(node), node) if "$ref" in node else node  # type: ignore[no-any-return]


def rules() -> str:
    """Every code of a finding with its help."""
    entries = sorted(Catalogue.load().entries.values(), key=lambda entry: entry.code)
    kinds = {
        "规则 Rules": [entry for entry in entries if entry.query],
        "其他代码 Other codes": [entry for entry in entries if not entry.query],
    }
    lines = [
        "# 检查代码 · Codes of findings\n",
        "由 `rules/lint` 和 `rules/messages` 生成。Generated; do not edit.",
        "`dutybook rules CODE` 显示同样的说明。Rules are SQL over [the workspace's tables](tables.md)",
        "and can be waived; the other codes come from reading, the schema and the commands.",
    ]
    for title, listed in kinds.items():
        lines += [f"\n## {title} ({len(listed)})\n"]
        lines += ["| code | severity | zh | en |", "|---|---|---|---|"]
        for entry in listed:
            titles = " | ".join(_title(entry, locale) for locale in LOCALES)
            lines.append(f"| [{entry.code}](#{entry.code}) | {entry.severity} | {titles} |")
    lines.append("\n## 说明 Pages")
    return "\n".join([*lines, *(line for entry in entries for line in _page(entry))]) + "\n"


def _page(entry: Entry) -> Iterator[str]:
    yield f"\n### {entry.code}"
    for locale in LOCALES:
        yield f"\n**{_title(entry, locale)}** ({entry.severity})\n\n{entry.help.at(locale).strip()}"
    if entry.query:
        yield f"\n```sql\n{entry.query.strip()}\n```"


def _title(entry: Entry, locale: str) -> str:
    return (entry.title or entry.message).at(locale).replace("|", "\\|")


def tables() -> str:
    """The tables that rules and `dutybook query` read."""
    lines = [
        "# 工作区的表 · The workspace as tables\n",
        "由 `rules/tables.yaml` 生成。Generated; do not edit.",
        "规则（`rules/lint`）和 `dutybook query` 读这些表。只增不改：不改名，不删列。",
        "What rules and `dutybook query` read. Tables and columns are added, never renamed or dropped.",
        "Every table ends with `file`, `doc` and `path`: where the row is written.",
    ]
    for table in contract().values():
        zh, en = (table.description.at(locale) for locale in LOCALES)
        lines += [f"\n## {table.name}\n\n{zh}。{en}.\n"]
        lines += ["| column | type | zh | en |", "|---|---|---|---|"]
        for column in table.columns:
            said = " | ".join(column.description.at(locale) for locale in LOCALES)
            lines.append(f"| `{column.name}` | {column.type} | {said} |")
    return "\n".join(lines) + "\n"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "definitions.md": definitions,
    "rules.md": rules,
    "tables.md": tables,
}


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), "utf-8", newline="\n")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
