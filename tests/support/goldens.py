"""Golden files: what a paper's tree looked like when somebody last read it through.

``UPDATE_GOLDEN=1`` rewrites them; the change is then read in the diff.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from dutybook.write.tree import Element

GOLDEN = Path(__file__).parents[1] / "papers/golden"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def golden(name: str, given: Element | str) -> None:
    """``given``, a tree as indented lines or a text as it is, is what the file ``name`` holds."""
    text = given if isinstance(given, str) else "\n".join(outline(given)) + "\n"
    path = GOLDEN / f"{name}.txt"
    if UPDATE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def outline(node: Element | str, depth: int = 0) -> Iterator[str]:
    """A tree as indented lines, for people to compare."""
    pad = "  " * depth
    if isinstance(node, str):
        yield f"{pad}{node!r}"
        return
    if node.tag == "colgroup":
        yield f"{pad}columns {' '.join(col.get('width') for col in node.elements)}"
        return
    shown = {key: value for key, value in node.attributes.items() if value and key != "svg"}
    attributes = "".join(f" {key}={value!r}" for key, value in shown.items())
    if all(isinstance(child, str) for child in node.children):
        yield f"{pad}{node.tag}{attributes}: {''.join(map(str, node.children))}".rstrip(": ")
        return
    yield f"{pad}{node.tag}{attributes}"
    for child in node.children:
        yield from outline(child, depth + 1)
