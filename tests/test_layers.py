"""Layers import downwards only, and every code a finding uses has words."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dutybook.finding.catalogue import Catalogue
from dutybook.schema.formats import GRAMMARS

ENGINE = Path(__file__).parents[1] / "engine/dutybook"

# Lowest first. A module may import from its own entry and from any entry above it in this list.
LAYERS = (
    ("", "resources", "locale", "files", "formsheet"),
    ("finding",),
    ("grammar",),
    ("source",),
    ("model",),
    ("schema",),
    ("workspace",),
    ("compare",),
    ("roster",),
    ("write",),
    ("compile",),
    ("build",),
    ("check",),
    ("evaluate",),
    ("cli", "__main__"),
)
# Siblings: neither may know of the other, whatever their order above.
STRANGERS = {
    ("evaluate", "compile"),
    ("evaluate", "write"),
    ("evaluate", "check"),
    ("check", "write"),
    ("check", "compile"),
    ("check", "build"),
    ("evaluate", "build"),
}


def level(module: str) -> int:
    top = module.removeprefix("dutybook").lstrip(".").split(".")[0]
    return next(i for i, names in enumerate(LAYERS) if top in names)


def imports() -> Iterator[tuple[str, str]]:
    for path in sorted(ENGINE.rglob("*.py")):
        relative = path.relative_to(ENGINE).with_suffix("")
        name = ".".join(["dutybook", *[p for p in relative.parts if p != "__init__"]])
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dutybook"):
                yield name, node.module or ""
            elif isinstance(node, ast.Import):
                yield from ((name, a.name) for a in node.names if a.name.startswith("dutybook"))


def test_imports_go_down() -> None:
    wrong = [(user, used) for user, used in imports() if level(used) > level(user)]
    assert wrong == []


def test_siblings_are_strangers() -> None:
    def top(module: str) -> str:
        return [*module.split("."), ""][1]

    pairs = [(user, used) for user, used in imports() if (top(user), top(used)) in STRANGERS]
    assert pairs == []


def test_every_module_is_in_a_layer() -> None:
    tops = {path.relative_to(ENGINE).parts[0].removesuffix(".py") for path in ENGINE.rglob("*.py")}
    assert tops - {"__init__"} <= {name for names in LAYERS for name in names}


def test_every_code_has_words() -> None:
    raised = re.compile(r'(?:Finding|\.finding)\(\s*"([a-z][a-z0-9-]+)"')
    codes = {m for path in ENGINE.rglob("*.py") for m in raised.findall(path.read_text("utf-8"))}
    codes |= {f"bad-{name}".replace("_", "-") for name in GRAMMARS}
    entries = Catalogue.load().entries
    assert codes - set(entries) == set()
    for entry in entries.values():
        for text in (entry.message, entry.help, entry.title):
            assert text is not None, entry.code
            assert {"zh-Hans", "en"} <= dict(text.wordings).keys(), entry.code


def test_no_two_test_modules_share_a_name() -> None:
    """pytest imports them by their bare names: of two, the second would not be run."""
    tests = Path(__file__).parent
    names = Counter(path.stem for path in tests.rglob("*.py") if path.stem != "conftest")
    assert [name for name, count in names.items() if count > 1] == []
